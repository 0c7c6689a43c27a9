using BaoPhu.Core.Coverage;
using BaoPhu.Rules.Coverage;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

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
    public string? Violation { get; set; }

    [BindProperty]
    public long? Amount { get; set; }

    /// <summary>Where the decision fines more than the decree knows for the act.</summary>
    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public string? Authority { get; set; }

    public IReadOnlyList<UnitFine> Fines { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Acts => [.. Fines.Select(f => new SelectListItem(f.Act.Name, f.Act.Code))];

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostAsync()
    {
        AtField("UnitInspections.NeedNumber", nameof(DecisionNo));
        AtField("UnitInspections.RecordedAlready", nameof(DecisionNo));
        AtField("UnitInspections.NeedDecidedOn", nameof(DecidedOn));
        AtField("UnitInspections.NeedAct", nameof(Violation));
        AtField("UnitInspections.NeedAmount", nameof(Amount));
        AtField("UnitInspections.AboveMost", nameof(Reason));
        AtField("UnitInspections.NeedAuthority", nameof(Authority));
        return Try(
            async () =>
            {
                await inspections.Penalise(Me.Actor, Me.Scope, Number, Seen, new EnteredPenalty(DecisionNo, DecidedOn, Violation, Amount, Authority, Reason));
                return Done(Address, Words.T("UnitCases.StepDone", Words.T("UnitCases.Act_penalise")));
            },
            Load);
    }

    private async Task Load()
    {
        await LoadUnit();
        Fines = await inspections.Fines(Me.Scope, Detail);
    }
}
