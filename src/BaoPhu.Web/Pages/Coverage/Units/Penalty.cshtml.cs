using BaoPhu.Core.Coverage;
using BaoPhu.Rules.Coverage;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Coverage.Units;

/// <summary>A decision that fines what the inspection of a unit found, as its paper says.</summary>
[Act(UnitProcedure.MayInspect)]
public sealed class PenaltyModel(Core.Coverage.Units units, UnitCases cases, UnitInspections inspections) : UnitStepPage(units, cases)
{
    [BindProperty]
    public string? DecisionNo { get; set; }

    [BindProperty]
    public DateOnly? DecidedOn { get; set; }

    [BindProperty]
    public long? Amount { get; set; }

    [BindProperty]
    public string? Authority { get; set; }

    public Task OnGetAsync() => LoadUnit();

    public Task<IActionResult> OnPostAsync()
    {
        AtField("UnitInspections.NeedNumber", nameof(DecisionNo));
        AtField("UnitInspections.RecordedAlready", nameof(DecisionNo));
        AtField("UnitInspections.NeedDecidedOn", nameof(DecidedOn));
        AtField("UnitInspections.NeedAmount", nameof(Amount));
        AtField("UnitInspections.NeedAuthority", nameof(Authority));
        return Try(
            async () =>
            {
                await inspections.Penalise(Me.Actor, Me.Scope, Number, Seen, new EnteredPenalty(DecisionNo, DecidedOn, Amount, Authority));
                return Done(Address, Words.T("UnitCases.StepDone", Words.T("UnitCases.Act_penalise")));
            },
            LoadUnit);
    }
}
