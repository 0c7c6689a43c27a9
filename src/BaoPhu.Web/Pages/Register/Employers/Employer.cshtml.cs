using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Register;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Debts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Register.Employers;

/// <summary>One employer: four figures with their reasons, the ledger, the lawful acts now, and one timeline of everything.</summary>
public sealed class EmployerModel(EmployerViews views, Core.Work.Tasks tasks, Marks marks, StandingHistory standings, Portfolios portfolios, ContactCards cards) : HousePage
{
    /// <summary>"79-TA0001A".</summary>
    [BindProperty(SupportsGet = true)]
    public string Key { get; set; } = "";

    /// <summary>Kind of line of the timeline: contact, task, mark, standing; all without.</summary>
    [BindProperty(Name = "kind", SupportsGet = true)]
    public string? Kind { get; set; }

    public EmployerView View { get; private set; } = null!;
    public EmployerWork Work { get; private set; } = null!;
    public IReadOnlyList<MonthRow> Months { get; private set; } = [];
    public IReadOnlyList<TimelineLine> Timeline { get; private set; } = [];
    public Contact? LastContact => Work.Contacts.Count > 0 ? Work.Contacts[0] : null;
    public Contact? LastPromise => Work.Contacts.FirstOrDefault(c => c.PromisedAmount is not null);
    /// <summary>What contact data is wanted for.</summary>
    [BindProperty]
    public string? Purpose { get; set; }

    public ContactCard Card { get; private set; } = null!;
    public IReadOnlyList<SelectListItem> Purposes { get; } = [.. ContactCards.Purposes.Select(p => new SelectListItem(Words.T("PersonalData.Purpose_" + p), p))];
    public bool MayUnmask => !Card.AllWhole && Me.May("/register/employers", "unmask");
    public bool SeesReads => Me.May("/audit");
    public PersonInCharge? InCharge { get; private set; }
    public bool MayMark => Me.May("/register/employers", Permissions.Change);
    public bool MayStand => Me.May("/register/employers", "standing");
    public bool SeesTasks => Me.May("/work/tasks");

    public async Task<IActionResult> OnGetAsync()
    {
        await Load();
        return Page();
    }

    /// <summary>Shows the contact data whole for a quarter of an hour; noted with the purpose.</summary>
    [Act("unmask")]
    public async Task<IActionResult> OnPostShowAsync()
    {
        AtField("PersonalData.NeedPurpose", nameof(Purpose));
        return await Try(
            async () =>
            {
                var (province, code) = Split(Key);
                await cards.Unmask(Me.Actor, Me.Scope, province, code, Purpose);
                return Done("/register/employers/" + Key, Words.T("PersonalData.Shown"));
            },
            Load);
    }

    private async Task Load()
    {
        var (province, code) = Split(Key);
        View = await views.Of(Me.Scope, province, code, Now);
        Work = await tasks.OfEmployer(Me.Scope, province, code);
        InCharge = await portfolios.Of(View.Employer.EmployerId);
        Months = [.. View.Months.Reverse().Select(m => new MonthRow(m, [.. View.Why.Funds.Select(f => f.Months.First(x => x.Period.Number == m.Period))]))];
        Timeline = Lines(await marks.History(Me.Scope, province, code), await standings.Of(Me.Scope, province, code));
        Card = await cards.Of(Me.Actor, Me.Scope, Me.May("/work/tasks", Permissions.Change), province, code, "employer");
    }

    public static (string Province, string Code) Split(string key) => key.Length > 3 && key[2] == '-'
        ? (key[..2], key[3..])
        : throw new Refusal("Register.NoEmployer", key, "") { Kind = RefusalKind.Missing };

    /// <summary>The task of an ordered act, if one is open.</summary>
    public WorkTask? TaskOf(OrderedAction action) => Work.Tasks.FirstOrDefault(t => t.Act == action.Act.Act && t.Occurrence == action.Occurrence);

    private List<TimelineLine> Lines(List<Mark> marksOf, List<StandingChange> standingsOf)
    {
        var lines = new List<TimelineLine>();
        lines.AddRange(Work.Contacts.Select(c => new TimelineLine("contact", c.At,
            Words.T("Register.ContactLine", Words.T("Work.Channel_" + c.Channel), Words.T("Work.Outcome_" + c.Outcome), c.UserName, Words.T("Work.Act_" + c.Act)),
            c.PromisedAmount is { } amount ? Words.T("Work.PromiseLine", Show.Money(amount), Show.Date(c.PromisedOn), Words.T("Work.Promise_" + c.PromiseAt(View.Debt.Total, Today))) + " " + c.Note : c.Note)));
        lines.AddRange(Work.Events.Where(e => e.Event is not ("recorded" or "updated")).Select(e => new TimelineLine("task", e.At,
            Words.T("Register.TaskLine", Words.T("Work.Act_" + e.Act), Words.T("Work.Event_" + e.Event)), TaskEvents.Reason(e))));
        lines.AddRange(Work.Tasks.GroupBy(t => t.OpenedOn).Select(g => new TimelineLine("task", Instant.StartOf(g.Key),
            Words.T("Register.OpenedLine", string.Join(", ", g.Select(t => Words.T("Work.Act_" + t.Act)))), "")));
        lines.AddRange(marksOf.Select(m => new TimelineLine("mark", m.RecordedAt, Words.T("Register.MarkLine", Words.T("Register.Mark_" + m.Kind), Show.Date(m.FromDate), Show.Date(m.UntilDate)), m.Grounds)));
        lines.AddRange(standingsOf.Select(s => new TimelineLine("standing", s.RecordedAt, Words.T("Register.StandingLine", Show.Name((Standing)s.Standing), Show.Date(s.FromDate), Show.Date(s.UntilDate)), s.Paper ?? "")));
        return [.. lines.Where(l => string.IsNullOrEmpty(Kind) || l.Kind == Kind).OrderByDescending(l => l.At)];
    }

    /// <summary>One month of the ledger with what is open of it in each fund.</summary>
    public sealed record MonthRow(LedgerMonth Month, IReadOnlyList<ExplainedMonth> Funds)
    {
        public long Debt => Funds.Sum(f => f.Debt);
    }

    public sealed record TimelineLine(string Kind, Instant At, string Title, string Detail);
}
