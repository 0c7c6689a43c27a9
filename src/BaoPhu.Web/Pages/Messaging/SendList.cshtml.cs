using System.Globalization;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Messaging;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Policy;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Messaging;

/// <summary>Sends to a list: the filter of the day's work, then how many messages by which channel at what cost and who is left out and why, and only then the sending.</summary>
[Act(Permissions.Change)]
public sealed class SendListModel(TaskMessages messages, Core.Messaging.Leaflets leaflets, OfficeParticulars particulars, ContactCards cards, ChannelBook book) : HousePage
{
    /// <summary>Reasons shown in full; a longer table says how many more there are.</summary>
    public const int MostShown = 200;

    [BindProperty(Name = "whose", SupportsGet = true)]
    public string? Whose { get; set; }

    [BindProperty(Name = "q", SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(Name = "act", SupportsGet = true)]
    public string? TaskAct { get; set; }

    [BindProperty(Name = "stream", SupportsGet = true)]
    public string? Stream { get; set; }

    [BindProperty(Name = "band", SupportsGet = true)]
    public string? Band { get; set; }

    [BindProperty(Name = "level", SupportsGet = true)]
    public int? Level { get; set; }

    [BindProperty(Name = "place", SupportsGet = true)]
    public string? Place { get; set; }

    [BindProperty(Name = "follower", SupportsGet = true)]
    public string? Follower { get; set; }

    [BindProperty(Name = "overdue", SupportsGet = true)]
    public bool Overdue { get; set; }

    [BindProperty]
    public string? BatchTitle { get; set; }

    [BindProperty]
    public string? Phone { get; set; }

    /// <summary>Leaflets that go with it: "scope/leaflet/version".</summary>
    [BindProperty]
    public List<string> With { get; set; } = [];

    /// <summary>Digest of the list as it was shown.</summary>
    [BindProperty]
    public string? Seen { get; set; }

    /// <summary>The channel is not configured: its messages stay in the sandbox.</summary>
    public bool StaysHere(string channel) => !book.InUse.First(c => c.Channel == channel).Leaves;

    /// <summary>Where a notice lacks its signed paper, the next act is to make them.</summary>
    public bool MayMakePapers => TaskAct is ActNames.Notice or ActNames.Demand && Preview is { Left.Count: > 0 } && Me.May("/documents/bulk", Permissions.Change);

    /// <summary>Null: no task of the list could get a message.</summary>
    public BatchPreview? Preview { get; private set; }

    /// <summary>The message of the first task, as it would go out.</summary>
    public TaskMessagePreview? Sample { get; private set; }
    public HouseholdMask Names { get; private set; } = HouseholdMask.None;
    public IReadOnlyList<SelectListItem> Leaflets { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Acts { get; } = [.. ((string[])[ActNames.Contact, ActNames.Notice, ActNames.Demand]).Select(a => new SelectListItem(Words.T("Work.Act_" + a), a))];
    public IReadOnlyList<SelectListItem> Bands { get; } = [.. Rules.Names.AllBands.Select((b, i) => new SelectListItem(Words.T("Web.Band_" + i.ToString(CultureInfo.InvariantCulture)), b))];
    public IReadOnlyList<SelectListItem> Levels { get; } = [.. Enumerable.Range(1, 4).Select(n => new SelectListItem(Show.Level(n), n.ToString(CultureInfo.InvariantCulture)))];
    public IReadOnlyList<SelectListItem> Whoses { get; } = [new(Words.T("Work.OfficeAll"), "office")];

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostAsync()
    {
        Need(BatchTitle, nameof(BatchTitle), "Messages.NeedBatchTitle");
        Need(Phone, nameof(Phone), "Messages.NeedPhone");
        return Try(
            async () =>
            {
                var result = await messages.SendMany(Me.Actor, Me.Scope, await Keys(), BatchTitle!, Order, Seen ?? "");
                return Done("/messaging/batches/" + result.BatchId, Words.T("Messages.BatchSent", Show.Number(result.Messages)));
            },
            Load);
    }

    private MessageOrder Order => new(null, null, Phone?.Trim() ?? "", SendModel.LeafletsOf(With));

    private async Task<IReadOnlyList<string>> Keys()
    {
        TaskAct = Acts.Any(a => a.Value == TaskAct) ? TaskAct : ActNames.Contact;
        return [.. (await messages.Candidates(Me.Scope, new TaskFilter
        {
            Act = TaskAct, Stream = Stream, Band = Band, Level = Level, Overdue = Overdue, Place = Place, Text = Q, InCharge = Follower,
            Mine = Whose == "office" || TaskOwners.Of(Me.Role).Count == 0 ? null : new Mine(Me.User.UserId, TaskOwners.Of(Me.Role)),
        })).Select(t => t.Key.ToString())];
    }

    private async Task Load()
    {
        Phone ??= (await particulars.Of(Me.Office?.Code ?? "", Today)).Phone is { Length: > 0 } known ? known : null;
        var keys = await Keys();
        BatchTitle ??= Words.T("Messages.BatchTitleUsual", Words.T("Work.Act_" + TaskAct), Show.Date(Today));
        Leaflets = [.. (await leaflets.List(Me.Province ?? Settings.NationScope)).Select(l => new SelectListItem($"{l.GroupName}: {l.Title}", $"{l.Scope}/{l.Id}/{l.Version}"))];
        Names = await cards.Households(Me.Province);
        if (keys.Count > 0)
        {
            Preview = await messages.PreviewMany(Me.Actor, Me.Scope, keys, Order);
            Sample = Preview.Sample is { } first ? await messages.Preview(Me.Actor, Me.Scope, first, Order) : null;
        }
    }
}
