using BaoPhu.Core.Coverage;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Coverage;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Coverage.Units;

/// <summary>Arranges the next visit of those who inspect a unit: people, hours, space and place (plan III.1.2.b).</summary>
[Act(UnitProcedure.MayInspect)]
public sealed class ArrangeModel(Core.Coverage.Units units, UnitCases cases, UnitInspections inspections, Slots slots) : UnitStepPage(units, cases)
{
    [BindProperty]
    public SlotForm Slot { get; set; } = new();

    public async Task OnGetAsync()
    {
        await LoadUnit();
        Slot = Detail.VisitSlot is { } held ? SlotForm.Of(held.Arrangement) : new SlotForm { People = string.Join('\n', Detail.Team.Select(m => m.Name)), Place = Unit.Address };
        await Limit();
    }

    public Task<IActionResult> OnPostAsync()
    {
        NeedSlot(Slot);
        return Try(
            async () =>
            {
                await inspections.Arrange(Me.Actor, Me.Scope, Number, Seen, Slot.Wish);
                return Done(Address, Words.T("UnitCases.StepDone", Words.T("UnitCases.Act_arrange")));
            },
            Load);
    }

    private async Task Load()
    {
        await LoadUnit();
        await Limit();
    }

    private async Task Limit() => (Slot.Level, Slot.Limit) = await slots.LimitAt(Unit.Province, Detail.Place, Now);
}
