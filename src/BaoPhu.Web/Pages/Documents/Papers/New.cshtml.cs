using BaoPhu.Core.Documents;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Documents.Papers;

/// <summary>
/// What the person decides about a paper of a task; everything else comes from the ledger. Leads to the draft, where the whole paper is looked over before it takes its number.
/// The same page changes a draft.
/// </summary>
[Act(Permissions.Change)]
public sealed class NewModel(Core.Documents.Papers papers, Core.Messaging.Leaflets leaflets, ContactCards cards) : AnswersPage
{
    /// <summary>Key of the task.</summary>
    [BindProperty(Name = "task", SupportsGet = true)]
    public string? TaskKey { get; set; }

    /// <summary>Key of a draft to change, instead of the task.</summary>
    [BindProperty(Name = "paper", SupportsGet = true)]
    public string? PaperKey { get; set; }

    [BindProperty(Name = "form", SupportsGet = true)]
    public string? Form { get; set; }

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public DateTime? From { get; set; }

    [BindProperty]
    public DateTime? To { get; set; }

    [BindProperty]
    public string? Place { get; set; }

    /// <summary>One person a line: name, position.</summary>
    [BindProperty]
    public string? Officials { get; set; }

    [BindProperty]
    public string? Employers { get; set; }

    [BindProperty]
    public string? Witnesses { get; set; }

    [BindProperty]
    public string? Cause { get; set; }

    [BindProperty]
    public string? Opinion { get; set; }

    [BindProperty]
    public DateOnly? PromisedOn { get; set; }

    [BindProperty]
    public long? PromisedAmount { get; set; }

    [BindProperty]
    public string? Ending { get; set; }

    [BindProperty]
    public string? RefusalReason { get; set; }

    public PaperChoices Choices { get; private set; } = null!;
    public bool IsMinutes => Chosen.Kind == PaperKind.Minutes;
    public IReadOnlyList<SelectListItem> Channels => ChannelsOf(Choices.Task.ChannelList);
    public IReadOnlyList<SelectListItem> Signers => SignersOf(Choices);
    public IReadOnlyList<SelectListItem> Endings => [.. Enum.GetNames<MinutesEndingKind>().Select(e => new SelectListItem(Words.T("Papers.Ending_" + e), e, e == Ending))];

    public async Task<IActionResult> OnGetAsync()
    {
        if (PaperKey is not null)
        {
            var detail = await papers.Find(Me.Scope, PaperKey);
            Fill(detail.Paper);
        }

        await Load();
        Channel ??= Choices.Task.NextChannel ?? Choices.Task.ChannelList.FirstOrDefault();
        Deadline ??= Choices.Deadline;
        ContactLine ??= Me.User.Name;
        if (IsMinutes && PaperKey is null)
        {
            (From, Place, Officials, Employers, Ending) = (Now.Local.DateTime.Date.AddHours(Now.Local.Hour), Choices.Task.Address, Words.T("Papers.PersonLine", Me.User.Name, Words.T("Identity.Role_" + Me.Role)), await Contact(), nameof(MinutesEndingKind.Open));
            SignerId ??= Me.User.UserId;
        }

        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await Load();
        CheckAnswers();
        if (IsMinutes)
        {
            Need(From, nameof(From), "Papers.NeedFrom");
            Need(Place, nameof(Place), "Papers.NeedPlace");
            Need(Officials, nameof(Officials), "Papers.NeedOfficials");
            if ((PromisedOn is null) != (PromisedAmount is null))
            {
                ModelState.AddModelError(nameof(PromisedOn), Words.T("Work.PromiseIncomplete"));
            }

            AtField("Forms.RefusalNeedsWitness", nameof(Witnesses));
        }

        return await Try(async () =>
        {
            var answers = Answers();
            // What the form itself refuses is said here, at its field, and not only when the number is drawn.
            await papers.Preview(Me.Actor, Me.Scope, Choices.Task.Key.ToString(), Chosen.Code, answers);
            if (PaperKey is not null)
            {
                await papers.Change(Me.Actor, Me.Scope, PaperKey, Version, answers);
                return Done("/documents/papers/" + PaperKey, Words.T("Papers.Changed"));
            }

            var key = await papers.Prepare(Me.Actor, Me.Scope, Choices.Task.Key.ToString(), Chosen.Code, answers);
            return Done("/documents/papers/" + key, Words.T("Papers.Prepared"));
        });
    }

    /// <summary>Who speaks for the employer, where the person may know the name.</summary>
    private async Task<string?> Contact()
    {
        var card = await cards.Of(Me.Actor, Me.Scope, Me.May("/work/tasks", Permissions.Change), Choices.Task.Province, Choices.Task.Code, "task");
        return card.NameWhole ? card.Name : null;
    }

    private PaperAnswers Answers() => Answered with
    {
        Minutes = !IsMinutes ? null : new MinutesCase
        {
            From = From,
            To = To,
            Place = Place?.Trim(),
            Participants = [.. People(Officials, Side.Office), .. People(Employers, Side.Employer), .. People(Witnesses, Side.Witness)],
            Recorder = Me.User.Name,
            Cause = Cause?.Trim(),
            EmployersOpinion = Opinion?.Trim(),
            Commitments = PromisedOn is { } on && PromisedAmount is { } amount ? [new Commitment(on, amount)] : [],
            Ending = Enum.TryParse<MinutesEndingKind>(Ending, out var kind)
                ? new MinutesEnding(kind, kind == MinutesEndingKind.Refused ? RefusalReason?.Trim() : null, kind == MinutesEndingKind.ByPost ? Today : null)
                : new MinutesEnding(MinutesEndingKind.Open),
        },
    };

    private void Fill(Paper paper)
    {
        var answers = paper.Answered;
        (TaskKey, Form, Version) = (paper.TaskKey.ToString(), paper.Form, paper.Version);
        (Channel, SignerId, Deadline, ContactLine, Leaflets) = (answers.Channel, answers.SignerId, answers.Deadline, answers.ContactLine, string.Join('\n', answers.Leaflets));
        Library = [.. answers.Library.Select(l => ValueOf(l.Key))];
        if (answers.Minutes is not { } minutes)
        {
            return;
        }

        (From, To, Place, Cause, Opinion) = (minutes.From, minutes.To, minutes.Place, minutes.Cause, minutes.EmployersOpinion);
        (Officials, Employers, Witnesses) = (PeopleText(minutes, Side.Office), PeopleText(minutes, Side.Employer), PeopleText(minutes, Side.Witness));
        (Ending, RefusalReason) = (minutes.Ending.Kind.ToString(), minutes.Ending.Reason);
        if (minutes.Commitments.Count > 0)
        {
            (PromisedOn, PromisedAmount) = (minutes.Commitments[0].On, minutes.Commitments[0].Amount);
        }
    }

    private async Task Load()
    {
        if (string.IsNullOrEmpty(TaskKey))
        {
            throw new Refusal("Work.NoTask", TaskKey) { Kind = RefusalKind.Missing };
        }

        Choices = await papers.Choices(Me.Actor, Me.Scope, TaskKey);
        await LoadLibrary(leaflets);
        Chosen = Choices.Forms.Select(f => f.Form).FirstOrDefault(f => Form is null || f.Code == Form) ?? throw new Refusal("Papers.NoFormForTask", Choices.Task.Title) { Kind = RefusalKind.Missing };
    }

    private static string PeopleText(MinutesCase minutes, Side side) => string.Join('\n', minutes.Participants.Where(p => p.Side == side).Select(p => p.Title.Length > 0 ? p.Name + ", " + p.Title : p.Name));

    private static IEnumerable<Participant> People(string? lines, Side side) => Lines(lines).Select(line => line.Split(',', 2) is [var name, var title] ? new Participant(side, name.Trim(), title.Trim()) : new Participant(side, line, ""));
}
