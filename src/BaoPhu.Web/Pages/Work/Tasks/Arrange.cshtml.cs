using BaoPhu.Core.Identity;
using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Work.Tasks;

/// <summary>Arranges the slot of an in-person task: people, hours, space and place (plan III.1.1.b).</summary>
[Act(Permissions.Change)]
public sealed class ArrangeModel(Core.Work.Tasks tasks, TaskRecords records) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty]
    public int Version { get; set; }

    /// <summary>One name a line.</summary>
    [BindProperty]
    public string? People { get; set; }

    [BindProperty]
    public Core.Data.Instant? From { get; set; }

    [BindProperty]
    public Core.Data.Instant? To { get; set; }

    [BindProperty]
    public string? Space { get; set; }

    [BindProperty]
    public string? Place { get; set; }

    public TaskDetail Detail { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync()
    {
        await Load();
        (People, Place) = (Me.User.Name, Detail.Task.Address);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        Need(From, nameof(From), "Work.NeedHours");
        Need(To, nameof(To), "Work.NeedHours");
        AtField("Work.SlotIncomplete", nameof(People));
        AtField("Work.SlotHours", nameof(From));
        return await Try(
            async () =>
            {
                var people = (People ?? "").Split((char[])['\n', ',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
                await records.Arrange(Me.Actor, Me.Scope, Id, Version, new Arrangement(people, From!.Value.Local.DateTime, To!.Value.Local.DateTime, Space ?? "", Place ?? ""));
                return Done("/work/tasks/" + Id, Words.T("Work.Arranged"));
            },
            Load);
    }

    private async Task Load() => Detail = await tasks.Find(Me.Scope, Id);
}
