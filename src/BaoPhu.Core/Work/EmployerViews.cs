using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Register;
using BaoPhu.Rules;
using BaoPhu.Rules.Debts;
using BaoPhu.Rules.Planning;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Core.Work;

/// <summary>
/// One employer as of a moment, worked out live by the kernels that plan the province at night: its debt with every line of the reasoning, its level and where it comes
/// from, what the plan orders now and what it leaves out and why.
/// </summary>
public sealed class EmployerViews(Db db)
{
    /// <summary>Refused as missing: an employer that is not there or not in the scope.</summary>
    public Task<EmployerView> Of(Scope scope, string province, string code, Instant asOf) => db.ReadConsistently(async s =>
    {
        var employer = await Employers.Find(s, scope, province, code);
        var batch = await EmployerBatch.Load(s, province, employer.EmployerId, employer.EmployerId, asOf);
        var months = await Ledger.Months(s, employer.EmployerId);
        var lines = months.Select(m => m.Line).ToArray();
        int? stated = batch.Method == AgeMethod.Stated ? months.LastOrDefault(m => m.StatedAge is not null && m.Line.Period <= Period.Of(asOf.Day))?.StatedAge : null;
        var why = DebtExplanation.Of(lines, asOf.Day, batch.Method, stated);
        var found = new DebtFindings(batch, 1);
        found.Read(s, 0, 1);
        var now = found.SituationOf(0, 0);
        var level = batch.Levels.Of(batch.Communes[0]);
        var tasks = await s.Query<OpenTask>(
            """
            select t.act, t.occurrence, t.state, t.due_on from wrk_tasks t
            where t.subject_id = @EmployerId and not exists (select 1 from wrk_tasks n where n.subject_id = t.subject_id and n.act = t.act and n.occurrence > t.occurrence)
            """,
            new { employer.EmployerId });
        var table = await PlanTable.On(s, asOf.Day);
        var planner = new Planner(table.Book, await OfficeCalendar.Of(s), asOf.Day);
        var (actions, suspended) = (new List<OrderedAction>(), new List<OrderedAction>());
        foreach (var order in table.Book.At(now.Standing, now.Band, now.Level, now.Flags))
        {
            Add(order);
        }

        if (now.SuspensionEnded)
        {
            foreach (var order in table.Book.At(Standing.PensionSuspended, now.Band, now.Level, now.Flags).ToArray().Where(o => table.Book[o].Act.Act == ActNames.Makeup))
            {
                Add(order);
            }
        }

        var place = level.AnnouncedFor is { } announcedFor ? await Localities.Find(s, announcedFor, asOf.Day) : null;
        var commune = employer.CommuneCode is { } communeCode ? await Localities.Find(s, communeCode, asOf.Day) : null;
        var interest = await InterestRules.Load(s, province, asOf.Day);
        var nothing = table.Book.Policy.Rows(now.Standing, now.Band, now.Level, now.Flags).ToArray().Where(r => r.Nothing).ToList();
        return new EmployerView(employer, asOf, now, why, level, place, commune, actions, suspended, nothing, months)
        {
            MarksInForce = (await Marks.History(s, employer.EmployerId)).Where(m => m.FromDate <= asOf.Day && (m.UntilDate is null || m.UntilDate >= asOf.Day)).ToList(),
            Large = batch.Large,
            Interest = asOf.Day < LateInterest.SecondRegimeFrom ? LateInterest.MonthlyOver(lines, asOf.Day, interest.Rates, interest.Rounding) : null,
            Policy = table.Book.Policy,
        };

        void Add(int order)
        {
            var ordered = table.Book[order];
            var task = tasks.Find(t => t.Act == ordered.Act.Act);
            var open = task is not null && PlanNames.TryState(task.State, out var state) && state.IsOpen();
            var due = open ? task!.DueOn : planner.DueOf(now, order);
            var action = new OrderedAction(ordered, due == Planner.NoDue || ordered.Act.Mode == ActMode.Suspend ? null : due, task?.State, task?.Occurrence);
            (ordered.Act.Mode == ActMode.Suspend ? suspended : actions).Add(action);
        }
    });

    /// <summary>What is behind the debt of a task's subject at the moment of sending: zero means it has been paid.</summary>
    internal static async Task<DebtAssessment> DebtNow(Session s, long employerId, DateOnly day) =>
        DebtKernel.Assess((await Ledger.Months(s, employerId)).Select(m => m.Line).ToArray(), day);

    private sealed class OpenTask
    {
        public string Act { get; init; } = "";
        public int Occurrence { get; init; }
        public string State { get; init; } = "";
        public DateOnly DueOn { get; init; }
    }
}

/// <summary>An act that the plan orders, with its due date and the state of its last task (null: none yet).</summary>
public sealed record OrderedAction(OrderedAct Ordered, DateOnly? Due, string? State, int? Occurrence)
{
    public PolicyAct Act => Ordered.Act;
    public PolicyRow Row => Ordered.Row;

    /// <summary>"3532/KH-BHXH, III.1.1.a.1+1", several joined by "; ".</summary>
    public string Clause => string.Join("; ", Ordered.Row.Clauses);
}

/// <summary>
/// <paramref name="Now"/>: the facts the plan is asked with. <paramref name="Why"/>: the debt line by line. <paramref name="Place"/>: whose announcement sets the level,
/// null where none does. <paramref name="Nothing"/>: the rows that order nothing, with their reason.
/// </summary>
public sealed record EmployerView(
    Employer Employer, Instant AsOf, Situation Now, DebtExplanation Why, EmployerLevel Level, Locality? Place, Locality? Commune,
    IReadOnlyList<OrderedAction> Actions, IReadOnlyList<OrderedAction> Suspended, IReadOnlyList<PolicyRow> Nothing, IReadOnlyList<LedgerMonth> Months)
{
    public IReadOnlyList<Mark> MarksInForce { get; init; } = [];

    /// <summary>Threshold of a large debt, đồng (an internal setting).</summary>
    public long Large { get; init; }

    /// <summary>Late interest of the regime to 30/6/2025; null where only the later one applies (it needs the days of payment).</summary>
    public InterestResult? Interest { get; init; }
    public required CompiledPolicy Policy { get; init; }

    public DebtAssessment Debt => Why.Assessment;

    /// <summary>Months with two decimals, null without debt.</summary>
    public decimal? Age => Debt.Age(AsOf.Day) is { } age ? Math.Round(age, 2, MidpointRounding.AwayFromZero) : null;
}
