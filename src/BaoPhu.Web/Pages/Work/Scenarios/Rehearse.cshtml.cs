using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Work.Scenarios;

/// <summary>"If these places go to the scenario's level": asks for the places and the moment, and leads to what would happen.</summary>
[Act(Permissions.Change)]
public sealed class RehearseModel(Core.Work.Scenarios scenarios) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty]
    public int Edits { get; set; }

    /// <summary>One code a line.</summary>
    [BindProperty]
    public string? Places { get; set; }

    [BindProperty]
    public Instant? At { get; set; }

    public Core.Work.Scenario Scenario { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync()
    {
        await Load();
        (Edits, Places, At) = (Scenario.Edits, Scenario.Province, Instant.StartOf(Today.AddDays(1)));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await Load();
        Need(Places, nameof(Places), "Scenarios.NeedPlaces");
        Need(At, nameof(At), "Scenarios.NeedMoment");
        AtField("Scenarios.PlaceNotOfProvince", nameof(Places));
        AtField("Scenarios.MomentPassed", nameof(At));
        return await Try(async () =>
        {
            var codes = Places!.Split((char[])['\n', ',', ';', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            var rehearsal = await scenarios.Rehearse(Me.Actor, Me.Scope, Id, Edits, codes, At!.Value, HttpContext.RequestAborted);
            return LocalRedirect("/work/scenarios/rehearsals/" + rehearsal.RehearsalId);
        });
    }

    private async Task Load() => Scenario = (await scenarios.Find(Me.Scope, Id)).Scenario;
}
