using BaoPhu.Core.Identity;
using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Work.Scenarios;

/// <summary>The scenarios of a province, one line for each transition, high to low first; a missing one is begun here.</summary>
public sealed class IndexModel(Core.Work.Scenarios scenarios, Core.Organisation.Localities localities) : HousePage
{
    [BindProperty(Name = "province", SupportsGet = true)]
    public string? Province { get; set; }

    [BindProperty]
    public int From { get; set; }

    [BindProperty]
    public int To { get; set; }

    public List<SelectListItem> Provinces { get; private set; } = [];
    public IReadOnlyList<Line> Lines { get; private set; } = [];
    public bool MayChange => Me.May("/work/scenarios", Permissions.Change) && Me.Scope.CoversWhole(Province!);

    public Task OnGetAsync() => Load();

    public async Task<IActionResult> OnPostAsync()
    {
        await Load();
        return await Try(async () =>
        {
            var id = await scenarios.Begin(Me.Actor, Me.Scope, Province!, From, To);
            return Done("/work/scenarios/" + id, Words.T("Scenarios.Begun"));
        });
    }

    private async Task Load()
    {
        Provinces = [.. (await localities.Provinces()).Where(p => Me.Scope.Covers(p.Code)).Select(p => new SelectListItem(p.Name, p.Code))];
        Province = string.IsNullOrEmpty(Province) ? Me.Province ?? Provinces[0].Value : Province;
        var known = await scenarios.List(Me.Scope, Province);
        Lines = [.. Core.Work.Scenarios.Transitions.Select(t => new Line(
            t.From, t.To,
            known.Find(s => s.FromLevel == t.From && s.ToLevel == t.To && s.ApprovedAt is not null),
            known.Find(s => s.FromLevel == t.From && s.ToLevel == t.To && s.ApprovedAt is null)))];
    }

    public sealed record Line(int From, int To, Scenario? Approved, Scenario? Preparing);
}
