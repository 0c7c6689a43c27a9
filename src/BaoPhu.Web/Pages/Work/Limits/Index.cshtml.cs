using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Work.Limits;

/// <summary>The limits of in-person work in force and to come, with the decision each rests on; on request also what ended.</summary>
public sealed class IndexModel(Core.Work.Limits limits, Core.Organisation.Localities localities) : HousePage
{
    [BindProperty(Name = "past", SupportsGet = true)]
    public bool Past { get; set; }

    public List<PlaceLimit> Rows { get; private set; } = [];
    public Dictionary<string, Locality> Places { get; private set; } = [];
    public bool MayChange(PlaceLimit limit) => Me.May("/work/limits", Permissions.Change) && Me.Scope.CoversWhole(limit.Province);
    public bool MayRecord => Me.May("/work/limits", Permissions.Change) && (Me.Province is not { } province || Me.Scope.CoversWhole(province));

    public string StateOf(PlaceLimit limit) => limit.EndedReason is { } reason ? Words.T("Limits.Ended", reason)
        : limit.ValidTo <= Today ? Words.T("Limits.RanOut")
        : Words.T(limit.ValidFrom > Today ? "Limits.ToCome" : "Limits.InForce");

    public async Task OnGetAsync()
    {
        Rows = await limits.List(Me.Scope, Past);
        Places = await localities.ByCodes(Rows.SelectMany(r => (string[])[r.LocalityCode, r.Province]));
    }
}
