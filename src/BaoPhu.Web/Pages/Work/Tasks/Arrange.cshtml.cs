using BaoPhu.Core.Identity;
using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Work.Tasks;

/// <summary>Arranges the slot of an in-person task: people, hours, space and place (plan III.1.1.b).</summary>
[Act(Permissions.Change)]
public sealed class ArrangeModel(Core.Work.Tasks tasks, TaskRecords records, Core.Work.Slots slots) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public SlotForm Slot { get; set; } = new();

    /// <summary>Why the slot held is cancelled.</summary>
    [BindProperty]
    public string? Reason { get; set; }

    public TaskDetail Detail { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync()
    {
        await Load();
        Slot = Detail.Slot is { } held ? SlotForm.Of(held) : new SlotForm { People = Me.User.Name, Place = Detail.Task.Address, Gathering = Arrangement.GatheringOf(Detail.Task.Act) };
        await Limit();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        NeedSlot(Slot);
        return await Try(
            async () =>
            {
                await records.Arrange(Me.Actor, Me.Scope, Id, Version, Slot.Wish);
                return Done("/work/tasks/" + Id, Words.T("Work.Arranged"));
            },
            Load);
    }

    public async Task<IActionResult> OnPostCancelAsync()
    {
        Need(Reason, nameof(Reason), "Limits.CancelNeedsReason");
        return await Try(
            async () =>
            {
                await records.CancelSlot(Me.Actor, Me.Scope, Id, Version, Reason);
                return Done("/work/tasks/" + Id, Words.T("Limits.Cancelled"));
            },
            Load);
    }

    private async Task Load()
    {
        Detail = await tasks.Find(Me.Scope, Id);
        await Limit();
    }

    private async Task Limit() => (Slot.Level, Slot.Limit) = await slots.LimitAt(Detail.Task.Province, Detail.Task.CommuneCode, Now);
}
