using BaoPhu.Core.Collection.Answers;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Messaging;
using BaoPhu.Core.Reporting;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Policy;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Work;

/// <summary>A person's own day: what is to be done, most pressing first; the whole office's work one click away.</summary>
public sealed class TodayModel(
    Core.Work.Tasks tasks, TaskExport export, SwitchNotices notices, Core.Work.Portfolios portfolios, Core.Work.Slots slots, MessageLists messages, EmployerAnswers answers,
    Core.Planning.Difficulties difficulties, Core.Planning.Assignments assignments, ReportReminders reminders, Core.Coverage.UnitWork units) : ListPage
{
    /// <summary>"office" for everybody's work; else the person's own.</summary>
    [BindProperty(Name = "whose", SupportsGet = true)]
    public string? Whose { get; set; }

    [BindProperty(Name = "q", SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(Name = "act", SupportsGet = true)]
    public string? Act { get; set; }

    [BindProperty(Name = "stream", SupportsGet = true)]
    public string? Stream { get; set; }

    [BindProperty(Name = "band", SupportsGet = true)]
    public string? Band { get; set; }

    [BindProperty(Name = "level", SupportsGet = true)]
    public int? Level { get; set; }

    [BindProperty(Name = "state", SupportsGet = true)]
    public string? State { get; set; }

    [BindProperty(Name = "overdue", SupportsGet = true)]
    public bool Overdue { get; set; }

    [BindProperty(Name = "place", SupportsGet = true)]
    public string? Place { get; set; }

    /// <summary>Only of employers that this person follows; "nobody": of those that nobody does.</summary>
    [BindProperty(Name = "follower", SupportsGet = true)]
    public string? Follower { get; set; }

    [BindProperty(Name = "sort", SupportsGet = true)]
    public string? Sort { get; set; }

    [BindProperty(Name = "format", SupportsGet = true)]
    public string? Format { get; set; }

    public TaskPage List { get; private set; } = null!;

    /// <summary>Those the office owes an answer to, and answers to its own.</summary>
    public IReadOnlyList<Core.Planning.Difficulty> Difficulties { get; private set; } = [];

    /// <summary>Units of the tax data with workers missing, by what is to be done next.</summary>
    public Core.Coverage.UnitsOfTheDay Units { get; private set; } = Core.Coverage.UnitsOfTheDay.None;

    /// <summary>Guidance of central units that the province has not acknowledged.</summary>
    public IReadOnlyList<Core.Planning.Guidance> Guidance { get; private set; } = [];

    /// <summary>What employers answered and nobody has dealt with, and promises that were not kept.</summary>
    public WaitingAnswers Answers { get; private set; } = new([], [], false);

    /// <summary>Messages that reached nobody or were not needed any more, not yet read by this person.</summary>
    public IReadOnlyList<MessageCount> ToldMessages { get; private set; } = [];

    /// <summary>Reports of the own office that are due, and of those below that are missing.</summary>
    public IReadOnlyList<ReminderLine> Reminders { get; private set; } = [];

    /// <summary>Of them who had paid, which did not arrive, and the rest.</summary>
    public IEnumerable<string> ToldWords => ToldMessages.GroupBy(c => c.State switch
    {
        "paid-up" => "Messages.ToldPaid",
        "refused" or "not-at-address" or "failed-technical" or "failed-permanent" => "Messages.ToldLost",
        _ => "Messages.ToldOther",
    }).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => Words.T(g.Key, Show.Number(g.Sum(c => c.Messages))));

    /// <summary>Switches that the person has not read about yet.</summary>
    public List<SwitchNotice> Notices { get; private set; } = [];

    /// <summary>Hand-overs of the people the person leads that could not be carried out.</summary>
    public List<RefusedHandover> RefusedHandovers { get; private set; } = [];

    /// <summary>In-person slots to come of the tasks shown that no longer fit the limits in force.</summary>
    public int UnfitSlots { get; private set; }

    /// <summary>False where the role has no work of its own (centre, auditor): they see the office's.</summary>
    public bool HasOwn => TaskOwners.Of(Me.Role).Count > 0;

    /// <summary>Who may not see tasks of employers sees only what is theirs (lists of the province).</summary>
    public bool MayOffice => Me.May("/work/tasks");

    public bool IsMine => !MayOffice || (HasOwn && Whose != "office");
    public bool MayRecord => Me.May("/work/tasks", Permissions.Change);
    public bool MaySendList => Act is ActNames.Contact or ActNames.Notice or ActNames.Demand && string.IsNullOrEmpty(State) && List.Tasks > 0 && Me.Province is not null && Me.May("/messaging", Permissions.Change);
    public bool MayCollective(CollectiveTask item) => Me.May("/work", Permissions.Change) && Me.Province is { } province && Me.Scope.CoversWhole(province) && TaskOwners.MayRecord(Me.Role, item.Owner);

    /// <summary>Are filters set? Then they are shown open.</summary>
    public bool Filtered => Overdue || Level is not null || new[] { Q, Act, Stream, Band, State, Place, Follower }.Any(f => !string.IsNullOrEmpty(f));
    public IReadOnlyList<SelectListItem> Acts { get; } = [.. ActNames.All.Where(a => a is not (ActNames.Classify or ActNames.Report or ActNames.Publish)).Select(a => new SelectListItem(Words.T("Work.Act_" + a), a))];
    public IReadOnlyList<SelectListItem> Streams { get; } = [.. Names.AllStreams.Select(s => new SelectListItem(Words.T("Web.Stream_" + s), s))];
    public IReadOnlyList<SelectListItem> Bands { get; } = [.. Names.AllBands.Select((b, i) => new SelectListItem(Words.T("Web.Band_" + i.ToString(System.Globalization.CultureInfo.InvariantCulture)), b))];
    public IReadOnlyList<SelectListItem> Levels { get; } = [.. Enumerable.Range(1, 4).Select(n => new SelectListItem(Show.Level(n), n.ToString(System.Globalization.CultureInfo.InvariantCulture)))];
    public IReadOnlyList<SelectListItem> States { get; } = [.. ((string[])["started", "follow", "suspended", "done", "closed"]).Select(s => new SelectListItem(Words.T("Work.Filter_" + s), s))];

    /// <summary>Whose employers can be chosen; empty on the person's own day.</summary>
    public IReadOnlyList<SelectListItem> Followers { get; private set; } = [];

    /// <summary>What contact data is wanted for in a file.</summary>
    [BindProperty]
    public string? Purpose { get; set; }

    public bool MayExportContacts => Me.May("/work", "unmask");
    public string ContactsAddress => Address.With(Request, ("handler", "Contacts"), ("after", null), ("before", null));
    public IReadOnlyList<SelectListItem> Purposes { get; } = [.. ContactCards.Purposes.Select(p => new SelectListItem(Words.T("PersonalData.Purpose_" + p), p))];

    public async Task<IActionResult> OnGetAsync()
    {
        if (Format is "csv" or "xlsx")
        {
            return await FileOf(Format, purpose: null);
        }

        await Load();
        return Page();
    }

    /// <summary>The person has read what a switch changed, or (none named) what all of them did.</summary>
    [Act(Permissions.See)]
    public async Task<IActionResult> OnPostReadAsync(string? notice)
    {
        await notices.Read(Me.Actor, notice);
        return LocalRedirect("/work/today");
    }

    /// <summary>The list with the contact data whole, for a purpose that is noted.</summary>
    [Act("unmask")]
    public async Task<IActionResult> OnPostContactsAsync()
    {
        AtField("PersonalData.NeedPurpose", nameof(Purpose));
        return await Try(() => FileOf("xlsx", Purpose ?? ""), Load);
    }

    private TaskFilter Filter => new()
    {
        Act = Act, Stream = Stream, Band = Band, Level = Level, State = State, Overdue = Overdue, Place = Place, InCharge = Follower, Text = Q, Sort = Sort ?? "due", After = After, Before = Before,
        Mine = IsMine ? new Mine(Me.User.UserId, TaskOwners.Of(Me.Role)) : null, Collective = string.IsNullOrEmpty(State) && After is null && Before is null,
    };

    private async Task Load()
    {
        List = await tasks.List(Me.Scope, Filter);
        Notices = await notices.Unread(Me.Actor);
        Difficulties = Me.May("/planning/difficulties") ? await difficulties.Waiting(Me.Actor.OfficeCode) : [];
        Guidance = Me.Province is { } guided && Me.Scope.CoversWhole(guided) && Me.May("/planning/assignments", "acknowledge") ? await assignments.Waiting(guided) : [];
        Answers = Me.May("/collection/answers") && HasOwn ? await answers.Waiting(Me.Actor, Me.Scope, IsMine, 10) : Answers;
        RefusedHandovers = Me.Province is { } led && Me.May("/work/portfolios", Permissions.Change) ? await portfolios.Refused(Me.Scope, led) : [];
        Reminders = Me.May("/reporting/boards") ? await reminders.Of(Me.Actor) : [];
        Units = Me.Province is { } here && Me.May("/coverage/units") ? await units.Of(Me.Scope, here) : Units;
        ToldMessages = Me.May("/messaging") ? await messages.Told(Me.Actor) : [];
        UnfitSlots = Me.Province is { } own && Me.May("/work/slots") ? await slots.UnfitOf(Me.Scope, own, [.. List.Rows.Select(t => t.Key)]) : 0;
        if (!IsMine && Me.Province is { } province)
        {
            Followers = [new(Words.T("Portfolios.Nobody"), TaskFilter.Nobody), .. (await portfolios.Colleagues(Me.Scope, province)).Select(p => new SelectListItem(p.Name, p.UserId))];
        }
    }

    private Task<IActionResult> FileOf(string format, string? purpose) => FileAside(async file =>
    {
        await export.Write(Me.Actor, Me.Scope, Filter, format, file, purpose);
        return (format == "csv" ? "text/csv" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Words.T("Work.ExportFile", Today.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)) + "." + format);
    });
}
