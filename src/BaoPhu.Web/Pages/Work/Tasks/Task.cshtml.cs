using BaoPhu.Core.Identity;
using BaoPhu.Core.Messaging;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Messages;
using BaoPhu.Rules.Papers;
using BaoPhu.Rules.Planning;
using BaoPhu.Web.Pages.Policy;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Work.Tasks;

/// <summary>One task: what, whom, why, by when, how; the contact and its outcome are recorded here; what follows is offered.</summary>
public sealed class TaskModel(Core.Work.Tasks tasks, TaskRecords records, Core.Work.Portfolios portfolios, ContactCards cards, MessageLists messageLists) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public string? Channel { get; set; }

    [BindProperty]
    public string? Outcome { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    [BindProperty]
    public DateOnly? PromisedOn { get; set; }

    [BindProperty]
    public long? PromisedAmount { get; set; }

    /// <summary>What was found at a follow-up.</summary>
    [BindProperty]
    public string? Found { get; set; }

    /// <summary>The next day to look at it; empty: no more.</summary>
    [BindProperty]
    public DateOnly? FollowAgain { get; set; }

    public TaskDetail Detail { get; private set; } = null!;
    public WorkTask Task => Detail.Task;
    /// <summary>Page of the case that is the long form of the task, null where it has none or the person may not see it.</summary>
    public string? CasePage => Core.Collection.CaseBook.Find(Task.Act) is { } procedure && Me.May(procedure.Folder) ? procedure.PageOf(Task.Key, "") : null;

    public bool MayRecord => !Task.Collective && !Task.Held && Me.May("/work/tasks", Permissions.Change) && Task.TaskState is TaskState.Open or TaskState.Started && Task.Ordered is not null;

    /// <summary>A follow-up whose day has come: the promise was not kept, the payment has not arrived.</summary>
    public bool MayFollow => !Task.Collective && Me.May("/work/tasks", Permissions.Change) && Task.TaskState == TaskState.Done && Task.FollowOn <= Today;

    public IReadOnlyList<TaskPaper> Papers => Detail.Papers;

    /// <summary>The task has a paper that the house makes, and no living one.</summary>
    public bool MayMakePaper => MayRecord && Me.May("/documents/papers", Permissions.Change) && Task.Ordered is { } ordered && PaperNeeds.HasPaper(ordered.Act) && !Papers.Any(p => p.PaperState.IsLive() && !PaperNeeds.Beside.Contains(p.Form));

    /// <summary>What was sent for the task, and where it stands.</summary>
    public IReadOnlyList<Message> Messages { get; private set; } = [];

    /// <summary>The task's channels are such by which the house sends, and nothing is on its way.</summary>
    public bool MaySend => MayRecord && Me.May("/messaging", Permissions.Change) && MessageChannels.For(Task.ChannelList, sms: true).Count > 0 && !Messages.Any(m => m.MessageState.IsPending());

    public bool WantsSlot => Task.Ordered?.Act.Slot == true;
    public ContactCard Card { get; private set; } = null!;
    public PersonInCharge? InCharge { get; private set; }
    public bool IsMine => Task.Assignee == Me.User.UserId;
    public IReadOnlyList<SelectListItem> Channels { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Outcomes { get; private set; } = [];

    /// <summary>The first words of the dashes that order it.</summary>
    public IReadOnlyList<(string Clause, string Words)> Orders { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync()
    {
        await Load();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        Need(Channel, nameof(Channel), "Work.NeedChannel");
        Need(Outcome, nameof(Outcome), "Work.NeedOutcome");
        AtField("Work.OutcomeNeedsGrounds", nameof(Note));
        AtField("Work.PromiseIncomplete", nameof(PromisedOn));
        AtField("Work.PromiseInPast", nameof(PromisedOn));
        AtField("Work.PromiseNotPromised", nameof(PromisedOn));
        return await Try(
            async () =>
            {
                var result = await records.Record(Me.Actor, Me.Scope, Id, new ContactRecord(Version, Channel!, Outcome!, Note, PromisedOn, PromisedAmount));
                var said = Words.T("Work.Recorded", Words.T("Work.Outcome_" + Outcome));
                return Done("/work/tasks/" + Id, result.PaidUp ? said + " " + Words.T("Work.RecordedPaidUp")
                    : result.FollowOn is { } follow ? said + " " + Words.T("Work.RecordedFollow", Show.Date(follow)) : said);
            },
            Load);
    }

    public async Task<IActionResult> OnPostTakeAsync()
    {
        ModelState.Clear();
        return await Try(
            async () =>
            {
                await records.Take(Me.Actor, Me.Scope, Id);
                return Done("/work/tasks/" + Id, Words.T("Work.Taken"));
            },
            Load);
    }

    public async Task<IActionResult> OnPostFollowAsync()
    {
        Need(Found, nameof(Found), "Work.FollowNeedsNote");
        AtField("Work.FollowInPast", nameof(FollowAgain));
        return await Try(
            async () =>
            {
                await records.Follow(Me.Actor, Me.Scope, Id, Version, Found, FollowAgain);
                return Done("/work/tasks/" + Id, FollowAgain is { } again ? Words.T("Work.FollowedAgain", Show.Date(again)) : Words.T("Work.Followed"));
            },
            Load);
    }

    private async Task Load()
    {
        Detail = await tasks.Find(Me.Scope, Id);
        Messages = await messageLists.OfTask(Task.Key);
        InCharge = await portfolios.Of(Task.SubjectId);
        Card = await cards.Of(Me.Actor, Me.Scope, Me.May("/work/tasks", Permissions.Change), Task.Province, Task.Code, "task");
        var first = Task.NextChannel;
        Channels = [.. Task.ChannelList.Select(c => new SelectListItem(
            Words.T("Work.Channel_" + c) + (ChannelOrder.CanUse(c, Task.Reachable) ? "" : Words.T("Work.ContactMissing")), c, c == first))];
        Outcomes = [.. (Task.Ordered?.Act.Outcomes ?? []).Select(o => new SelectListItem(Words.T("Work.Outcome_" + o.Outcome), o.Outcome))];
        Orders = PolicyWords.Clauses(Task.Ordered?.Row, Task.Table);
    }
}
