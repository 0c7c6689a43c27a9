using System.Runtime.InteropServices;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Rules.Debts;
using BaoPhu.Rules.Planning;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Core.Work;

/// <summary>
/// The catch-up queue: what a high level had put off and a switch took up again, ordered by what waiting costs, each line with its reasons. A task leaves it by being done, paid or
/// put off again; nothing is kept beside the tasks.
/// </summary>
public sealed class CatchUp(Db db, TimeProvider clock)
{
    private const string From = """
        wrk_tasks t join reg_employers e on e.employer_id = t.subject_id join wrk_switch_tasks r on r.subject_id = t.subject_id and r.act = t.act and r.occurrence = t.occurrence and r.kind = 'reopened'
        join wrk_switches w on w.switch_id = r.switch_id and w.state = 'applied'
        left join wrk_in_charge c on c.subject_id = t.subject_id
        """;

    /// <summary>
    /// A page of the queue (from <paramref name="after"/> places on) with its totals. Whole: what waits in a province is small beside its tasks, so it is weighed anew each time.
    /// Refused: the nation's scope, that would be all provinces at once.
    /// </summary>
    public Task<CatchUpPage> List(Scope scope, CatchUpFilter filter, int after = 0) => db.ReadConsistently(async s =>
    {
        if (scope.IsNation)
        {
            throw new Refusal("Switches.CatchUpChoose");
        }

        await PlanTable.Load(s);
        var today = clock.Today();
        var rates = await InterestRules.RatesOf(s);
        var calendar = await OfficeCalendar.Of(s);
        var condition = $"t.state in ('open', 'started') and {scope.On("t", "subject_id")} and {scope.On("e")}";
        condition += filter.Mine is null ? "" : " and coalesce(t.assignee, c.user_id) = @Mine";
        condition += string.IsNullOrEmpty(filter.Office) ? "" : " and e.office_code = @Office";
        // A task that was put off more than once counts from the first time; its last switch is told.
        var found = await s.Query<Waiting>(
            $"""
            select t.subject_id, t.act, t.occurrence, t.due_on, min(r.suspended_on) as suspended_on, max(w.applied_at) as applied_at, max(w.switch_id) as switch_id,
                max(d.debt_social) as debt_social, max(d.debt_health) as debt_health, max(d.debt_unemployment) as debt_unemployment, max(d.debt_accident) as debt_accident,
                max(d.oldest_period) as oldest_period, max(d.band) as band
            from {From} join reg_debts d on d.employer_id = t.subject_id
            where {condition} group by t.subject_id, t.act, t.occurrence, t.due_on
            """,
            filter);
        var lines = found.ConvertAll(w => (Waiting: w, Cost: WaitingCost.Of(
            new WaitingFacts(
                w.DebtSocial, w.DebtHealth, w.DebtUnemployment, w.DebtAccident, w.OldestPeriod is { } oldest ? Period.FromNumber(oldest) : null, (DebtBand)w.Band,
                w.DueOn == Planner.NoDue ? null : w.DueOn, Working(calendar, w.SuspendedOn, w.AppliedAt.Day)),
            today, rates)));
        lines.Sort((a, b) => WaitingCost.Compare(a.Cost, b.Cost) is not 0 and var cost ? cost : (a.Waiting.SubjectId, a.Waiting.Occurrence).CompareTo((b.Waiting.SubjectId, b.Waiting.Occurrence)) is not 0 and var id ? id
            : string.CompareOrdinal(a.Waiting.Act, b.Waiting.Act));
        var page = lines.Skip(after).Take(Tasks.PageSize).ToList();
        var tasks = (await s.Query<WorkTask>(
            $"select {WorkTask.Columns} from wrk_tasks t join reg_employers e on e.employer_id = t.subject_id where t.subject_id {{any:ids}} and t.state in ('open', 'started')",
            new { ids = s.List(page.Select(p => p.Waiting.SubjectId)) })).ToDictionary(t => t.Key);
        return new CatchUpPage(
            [.. page.Select(p => new CatchUpLine(tasks[new TaskKey(p.Waiting.SubjectId, p.Waiting.Act, p.Waiting.Occurrence)], p.Cost, p.Waiting.SwitchId, p.Waiting.AppliedAt))],
            lines.Count, lines.Sum(l => l.Cost.PerDay), lines.DistinctBy(l => l.Waiting.SubjectId).Sum(l => l.Cost.Facts.Debt), lines.TrueForAll(l => l.Cost.Complete),
            after + page.Count < lines.Count ? after + page.Count : null);
    });

    private static int Working(WorkingCalendar calendar, DateOnly? from, DateOnly to)
    {
        var days = 0;
        for (var day = from ?? to; day < to; day = day.AddDays(1))
        {
            days += calendar.IsWorking(day) ? 1 : 0;
        }

        return days;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct Waiting
    {
        public long SubjectId { get; init; }
        public string Act { get; init; }
        public int Occurrence { get; init; }
        public DateOnly DueOn { get; init; }
        public DateOnly? SuspendedOn { get; init; }
        public Instant AppliedAt { get; init; }
        public string SwitchId { get; init; }
        public long DebtSocial { get; init; }
        public long DebtHealth { get; init; }
        public long DebtUnemployment { get; init; }
        public long DebtAccident { get; init; }
        public int? OldestPeriod { get; init; }
        public short Band { get; init; }
    }
}

/// <summary>Of one person (took the task, or follows the employer), of one office, or all of the scope.</summary>
public sealed record CatchUpFilter(string? Mine = null, string? Office = null);

/// <summary>One task to be caught up with.</summary>
public sealed record CatchUpLine(WorkTask Task, WaitingCost Cost, string SwitchId, Instant ReopenedAt);

/// <summary>
/// <paramref name="Tasks"/> in all, with their interest a day and debt in đồng (each employer once); not <paramref name="Complete"/>: a rate is missing. <paramref name="Next"/>: places before
/// the next page, null on the last.
/// </summary>
public sealed record CatchUpPage(IReadOnlyList<CatchUpLine> Lines, long Tasks, decimal PerDay, long Debt, bool Complete, int? Next);
