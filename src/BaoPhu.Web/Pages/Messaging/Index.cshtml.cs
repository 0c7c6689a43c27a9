using BaoPhu.Core.Identity;
using BaoPhu.Core.Messaging;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Messages;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Messaging;

/// <summary>The outbox: how many messages stand in which state, each count open to its rows, and the batches.</summary>
public sealed class IndexModel(MessageLists lists, MessageTemplates templates, MessageDecisions decisions, ContactCards cards) : ListPage
{
    [BindProperty(Name = "state", SupportsGet = true)]
    public string? State { get; set; }

    [BindProperty(Name = "channel", SupportsGet = true)]
    public string? Channel { get; set; }

    [BindProperty(Name = "batch", SupportsGet = true)]
    public string? Batch { get; set; }

    /// <summary>"me": only what this person is told on the day's page.</summary>
    [BindProperty(Name = "told", SupportsGet = true)]
    public string? Told { get; set; }

    /// <summary>"no": only what has not left the house, or not arrived.</summary>
    [BindProperty(Name = "left", SupportsGet = true)]
    public string? Left { get; set; }

    public bool MaySend => Me.May("/messaging", Permissions.Change) && Me.Province is not null;
    public IReadOnlyList<MessageCount> Counts { get; private set; } = [];
    public MessagePage List { get; private set; } = null!;
    public IReadOnlyList<MessageBatch> Batches { get; private set; } = [];
    public IReadOnlyDictionary<string, string> Titles { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);
    public HouseholdMask Names { get; private set; } = HouseholdMask.None;
    public IReadOnlyList<SelectListItem> States { get; } = [.. MessageNames.States.Select(s => new SelectListItem(Words.T("Messages.State_" + s), s))];
    public IReadOnlyList<SelectListItem> Channels { get; } = [.. MessageChannels.All.Append(MessageChannels.Post).Select(c => new SelectListItem(Words.T("Work.Channel_" + c), c))];

    /// <summary>The address that opens a count to its rows.</summary>
    public string AddressOf(string state) => Address.With(Request, ("state", state), ("after", null), ("before", null));

    public async Task OnGetAsync()
    {
        var filter = new MessageFilter { State = State, Channel = Channel, Batch = Batch, Told = Told == "me" ? Me.User.UserId : null, NeverLeft = Left == "no", After = After, Before = Before };
        Counts = await lists.Counts(Me.Scope, filter);
        List = await lists.Page(Me.Scope, filter);
        Batches = Batch is null && Told is null && Left is null ? await lists.Batches(Me.Scope) : [];
        Titles = (await templates.List(Me.Province ?? Settings.NationScope)).ToDictionary(t => t.Code, t => t.Title, StringComparer.Ordinal);
        Names = await cards.Households(Me.Province);
    }

    [Act(Permissions.Change)]
    public Task<IActionResult> OnPostReadAsync() => Try(
        async () =>
        {
            await decisions.Read(Me.Actor);
            return LocalRedirect("/work/today");
        },
        OnGetAsync);
}
