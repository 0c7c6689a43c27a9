using BaoPhu.Core.Collection.Inspection;
using BaoPhu.Core.Coverage;
using BaoPhu.Rules.Coverage;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Coverage.Units;

/// <summary>Minutes of a working day with a unit; the first is the one on which the decision is announced.</summary>
[Act(UnitProcedure.MayInspect)]
public sealed class DayModel(Core.Coverage.Units units, UnitCases cases, UnitInspections inspections) : UnitStepPage(units, cases)
{
    /// <summary>announce or work.</summary>
    [BindProperty(SupportsGet = true)]
    public string Step { get; set; } = "";

    [BindProperty]
    public DateOnly? On { get; set; }

    [BindProperty]
    public string? Way { get; set; }

    [BindProperty]
    public string? Place { get; set; }

    [BindProperty]
    public string? Present { get; set; }

    [BindProperty]
    public string? Told { get; set; }

    public bool IsAnnouncement => Step == "announce";
    public IReadOnlyList<SelectListItem> Ways => [.. UnitInspections.WaysOf(Detail).Select(w => new SelectListItem(Words.T("Inspections.Way_" + w), w))];

    public async Task OnGetAsync()
    {
        await LoadUnit();
        On = Today;
        Way = UnitInspections.WaysOf(Detail)[0];
        Place = Unit.Address;
        Present = string.Join('\n', Detail.Team.Select(m => m.Name));
    }

    public Task<IActionResult> OnPostAsync()
    {
        Need(On, nameof(On), "Inspections.NeedDay");
        AtField("Inspections.DayIncomplete", nameof(Told));
        AtField("Inspections.DayInFuture", nameof(On));
        AtField("Inspections.BeforeDecision", nameof(On));
        AtField("Inspections.DayBeforeAnnouncement", nameof(On));
        AtField("UnitInspections.NoVisit", nameof(Way));
        AtField("UnitInspections.NeedWay", nameof(Way));
        return Try(
            async () =>
            {
                var day = new DayMinutes(On!.Value, Way ?? "", Place ?? "", Present ?? "", Told ?? "");
                await (IsAnnouncement ? inspections.Announce(Me.Actor, Me.Scope, Number, Seen, day) : inspections.RecordDay(Me.Actor, Me.Scope, Number, Seen, day));
                return Done(Address, Words.T("UnitCases.StepDone", Words.T("UnitCases.Act_" + Step)));
            },
            LoadUnit);
    }
}
