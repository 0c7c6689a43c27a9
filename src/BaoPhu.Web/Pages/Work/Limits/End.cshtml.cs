using BaoPhu.Core.Identity;
using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Work.Limits;

/// <summary>Ends a limit on a day, with the reason. It stays readable.</summary>
[Act(Permissions.Change)]
public sealed class EndModel(Core.Work.Limits limits, Core.Organisation.Localities localities) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty]
    public DateOnly? LastDay { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public PlaceLimit Limit { get; private set; } = null!;
    public string PlaceName { get; private set; } = "";

    public async Task<IActionResult> OnGetAsync()
    {
        await Load();
        LastDay = Today;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await Load();
        Need(LastDay, nameof(LastDay), "Limits.NeedLastDay");
        Need(Reason, nameof(Reason), "Limits.EndNeedsReason");
        AtField("Limits.EndedAlready", nameof(LastDay));
        return await Try(async () =>
        {
            await limits.End(Me.Actor, Me.Scope, Id, LastDay!.Value, Reason);
            return Done("/work/limits", Words.T("Limits.EndDone", PlaceName));
        });
    }

    private async Task Load()
    {
        Limit = await limits.Find(Me.Scope, Id);
        PlaceName = (await localities.Find(Limit.LocalityCode, Limit.ValidFrom))?.Name ?? Limit.LocalityCode;
    }
}
