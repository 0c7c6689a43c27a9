using System.Globalization;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Register;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Core.Collection.Referral;

/// <summary>How penalty law is applied (KH 2800, I3): every decision is looked at point by point by somebody with the right who did not make it.</summary>
public sealed class PenaltyChecks(Db db, TimeProvider clock)
{
    public const int PageSize = 60;

    // States of a penalty in which its decision is made.
    private const string Decided = "c.act = 'penalise' and c.state in ('decided', 'served', 'enforcing', 'settled', 'lapsed')";

    private const string From = """
        col_cases c join reg_employers e on e.employer_id = c.subject_id
        left join (select k.subject_id, k.occurrence, count(*) as answered, count(*) filter (where k.answer = 'no') as faults from col_penalty_checks k group by k.subject_id, k.occurrence) k
            on k.subject_id = c.subject_id and k.occurrence = c.occurrence
        """;

    /// <summary>Decisions in the scope, the largest employer id last. <paramref name="view"/>: "open" (a point without an answer), "faults", else all.</summary>
    public Task<PenaltyCheckPage> List(Scope scope, string? view, string? after = null, string? before = null) => db.Read(async s =>
    {
        var args = new Dictionary<string, object?>(StringComparer.Ordinal) { ["points"] = CheckPoints.Penalty.Count };
        var condition = $"{Decided} and {scope.On("e")} and {scope.OnProvince("c")}" + view switch { "open" => " and coalesce(k.answered, 0) < @points", "faults" => " and k.faults > 0", _ => "" };
        var count = (await s.One<PenaltyCheckCount>(
            $"select count(*) as decisions, count(*) filter (where coalesce(k.answered, 0) < @points) as waiting, count(*) filter (where k.faults > 0) as faulty from {From} where {condition}", args))!;
        var back = before is { Length: > 0 };
        if (Keyset.Split(back ? before : after, 2) is [var subject, var occurrence])
        {
            condition += $" and (c.subject_id, c.occurrence) {(back ? "<" : ">")} (@afterId, @afterNumber)";
            (args["afterId"], args["afterNumber"]) = (Number(subject), (int)Number(occurrence));
        }

        var direction = back ? " desc" : "";
        var rows = await s.Query<PenaltyCheckRow>(
            $"""
            select c.subject_id, c.act, c.occurrence, c.state, c.opened_on, e.code, e.name, coalesce(k.answered, 0) as answered, coalesce(k.faults, 0) as faults
            from {From} where {condition} order by c.subject_id{direction}, c.occurrence{direction} limit {PageSize + 1}
            """,
            args);
        var (previous, next) = Keyset.Turn(rows, PageSize, after, before, r => string.Create(CultureInfo.InvariantCulture, $"{r.SubjectId}~{r.Occurrence}"));
        return new PenaltyCheckPage(rows, count.Decisions, count.Waiting, count.Faulty, previous, next);
    });

    /// <summary>One decision with its answers. Missing: outside the scope, or no decision yet.</summary>
    public Task<PenaltyCheck> Find(Scope scope, string key) => db.Read(s => Find(s, scope, CaseDesk.KeyOf(key, ActNames.Penalise)));

    /// <summary>Answers points. Refused: a point that is not there, "no" and "does not concern" without words, who took a step of that penalty.</summary>
    public Task Answer(Actor actor, Scope scope, string key, IReadOnlyList<(string Point, string Answer, string? Note)> answers) => db.Write(async tx =>
    {
        var parsed = CaseDesk.KeyOf(key, ActNames.Penalise);
        await tx.Lock(PlanningPass.LockOf(Rules.EmployerKey.Province(parsed.SubjectId)));
        await Find(tx, scope, parsed);
        CheckPointAnswers.Check(CheckPoints.Penalty, answers);
        if (await tx.One<int?>("select v.seq from col_case_events v where v.subject_id = @SubjectId and v.act = @Act and v.occurrence = @Occurrence and v.user_id = @UserId limit 1",
            new { parsed.SubjectId, parsed.Act, parsed.Occurrence, actor.UserId }) is not null)
        {
            throw new Refusal("PenaltyChecks.OwnWork");
        }

        await CheckPointAnswers.Write(tx, "insert into col_penalty_checks", parsed, answers, actor, clock.Now());
        await AuditTrail.Write(tx, clock, actor, "collection.penalty-check", "case:" + parsed, answers.ToDictionary(a => a.Point, a => a.Answer, StringComparer.Ordinal));
    });

    private static async Task<PenaltyCheck> Find(Session s, Scope scope, TaskKey key)
    {
        var row = await s.One<PenaltyCheckRow>(
            $"""
            select c.subject_id, c.act, c.occurrence, c.state, c.opened_on, e.code, e.name, coalesce(k.answered, 0) as answered, coalesce(k.faults, 0) as faults
            from {From} where {Decided} and c.subject_id = @SubjectId and c.occurrence = @Occurrence and {scope.On("e")}
            """,
            key) ?? throw new Refusal("Work.NoTask", key.ToString()) { Kind = RefusalKind.Missing };
        var answers = await s.Query<PointAnswer>(
            """
            select p.point, p.answer, p.note, coalesce(u.name, '') as answered_by, p.answered_at from col_penalty_checks p left join idn_users u on u.user_id = p.answered_by
            where p.subject_id = @SubjectId and p.act = @Act and p.occurrence = @Occurrence
            """,
            key);
        return new PenaltyCheck(row, answers, await TaskPapers.Of(s, key));
    }

    private static long Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Keyset.Unreadable();

    private sealed class PenaltyCheckCount
    {
        public long Decisions { get; init; }
        public long Waiting { get; init; }
        public long Faulty { get; init; }
    }
}

/// <summary><paramref name="Waiting"/>: with a point that nobody answered; <paramref name="Faulty"/>: with a point answered "no".</summary>
public sealed record PenaltyCheckPage(IReadOnlyList<PenaltyCheckRow> Rows, long Decisions, long Waiting, long Faulty, string? Previous, string? Next);

/// <summary>A decision as a list shows it.</summary>
public sealed class PenaltyCheckRow
{
    public long SubjectId { get; init; }
    public string Act { get; init; } = "";
    public int Occurrence { get; init; }
    public string State { get; init; } = "";
    public DateOnly OpenedOn { get; init; }
    public string Code { get; init; } = "";
    public string Name { get; init; } = "";
    public long Answered { get; init; }
    public long Faults { get; init; }
    public TaskKey Key => new(SubjectId, Act, Occurrence);
}

public sealed record PenaltyCheck(PenaltyCheckRow Row, IReadOnlyList<PointAnswer> Answers, IReadOnlyList<TaskPaper> Papers);
