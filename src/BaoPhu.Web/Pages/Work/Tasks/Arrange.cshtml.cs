using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
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

    [BindProperty]
    public string Gathering { get; set; } = "visit";

    [BindProperty]
    public int Guests { get; set; } = 1;

    [BindProperty]
    public bool Outdoor { get; set; }

    [BindProperty]
    public int? Area { get; set; }

    [BindProperty]
    public string PlaceKind { get; set; } = "employer";

    /// <summary>Why the slot held is cancelled.</summary>
    [BindProperty]
    public string? Reason { get; set; }

    public TaskDetail Detail { get; private set; } = null!;
    public LevelFinding Level { get; private set; } = null!;

    /// <summary>The limit at the employer's place now, null where there is none.</summary>
    public PlaceLimit? Limit { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        await Load();
        (People, Place, Gathering) = (Me.User.Name, Detail.Task.Address, Arrangement.GatheringOf(Detail.Task.Act));
        if (Detail.Slot is { } held)
        {
            (People, Space, Place, Gathering, PlaceKind) = (string.Join('\n', held.People), held.Space, held.Place, held.Gathering, held.PlaceKind);
            (Guests, Outdoor, Area) = (held.Guests, held.Outdoor, held.Area);
        }

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
                await records.Arrange(Me.Actor, Me.Scope, Id, Version, new Arrangement(people, From!.Value.Local.DateTime, To!.Value.Local.DateTime, Space ?? "", Place ?? "")
                {
                    Gathering = Gathering, Guests = Guests, Outdoor = Outdoor, Area = Area, PlaceKind = PlaceKind,
                });
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
        (Level, Limit) = await slots.LimitAt(Detail.Task.Province, Detail.Task.CommuneCode, Now);
    }
}
