using BaoPhu.Core.Coverage;
using BaoPhu.Rules.Coverage;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Coverage.Units;

/// <summary>What the inspection of a unit concludes: one form makes the draft of the conclusion.</summary>
[Act(UnitProcedure.MayInspect)]
public sealed class ConcludeModel(Core.Coverage.Units units, UnitCases cases, UnitInspections inspections) : UnitStepPage(units, cases)
{
    [BindProperty]
    public string? Outcome { get; set; }

    [BindProperty]
    public string? Opinion { get; set; }

    [BindProperty]
    public string? Demand { get; set; }

    public static IReadOnlyList<SelectListItem> Outcomes => [.. UnitInspections.Outcomes.Select(o => new SelectListItem(Words.T("UnitInspections.Outcome_" + o), o))];

    public async Task OnGetAsync()
    {
        await LoadUnit();
        (Outcome, Opinion, Demand) = (Detail.Inspection?.Outcome, Detail.Inspection?.Opinion, Detail.Inspection?.Demand);
    }

    public Task<IActionResult> OnPostAsync()
    {
        AtField("UnitInspections.NeedOutcome", nameof(Outcome));
        AtField("UnitInspections.NeedFinding", nameof(Opinion));
        AtField("UnitInspections.NeedReason", nameof(Opinion));
        return Try(
            async () => Done("/documents/office/" + await inspections.Conclude(Me.Actor, Me.Scope, Number, Seen, Outcome, Opinion, Demand), Words.T("UnitInspections.ConcludeDone")),
            LoadUnit);
    }
}
