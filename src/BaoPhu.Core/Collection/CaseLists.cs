using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Register;
using BaoPhu.Core.Work;

namespace BaoPhu.Core.Collection;

/// <summary>
/// The cases of all procedures in the scope of the person: open ones by their next deadline, ended ones the latest first. A case is led by the head of its inspection team, else by who took its
/// task, else by who follows the employer.
/// </summary>
public sealed class CaseLists(Db db, TimeProvider clock)
{
    public const int PageSize = 60;

    private const string From = """
        col_cases c join reg_employers e on e.employer_id = c.subject_id
        join wrk_tasks t on t.subject_id = c.subject_id and t.act = c.act and t.occurrence = c.occurrence
        left join col_inspection_members h on h.subject_id = c.subject_id and h.act = c.act and h.occurrence = c.occurrence and h.duty = 'head'
        left join wrk_in_charge g on g.subject_id = c.subject_id
        """;

    private const string Lead = "coalesce(h.user_id, t.assignee, g.user_id)";
    private const string Overdue = "c.ended_on is null and c.due_on < @today and t.state <> 'suspended'";

    /// <summary>One page. <paramref name="acts"/>: the acts whose cases this person may see.</summary>
    public Task<CasePage> List(Actor actor, Scope scope, IReadOnlyCollection<string> acts, CaseListFilter filter) => db.Read(async s =>
    {
        var parts = new List<string> { scope.On("e"), scope.OnProvince("c"), "c.act {any:acts}" };
        var args = new Dictionary<string, object?>(StringComparer.Ordinal) { ["today"] = clock.Today(), ["acts"] = s.List(acts) };
        if (!string.IsNullOrWhiteSpace(filter.Text))
        {
            Employers.AddWords(parts, args, filter.Text);
        }

        var ended = filter.State == CaseListFilter.Ended;
        parts.Add(ended ? "c.ended_on is not null" : filter.State is { Length: > 0 } ? "c.state = @state" : "c.ended_on is null");
        args["state"] = filter.State;
        if (filter.Overdue)
        {
            parts.Add(Overdue);
        }

        if (filter.Mine)
        {
            parts.Add(Lead + " = @me");
            args["me"] = actor.UserId;
        }

        var condition = string.Join(" and ", parts);
        var count = (await s.One<ListCount>(
            $"""
            select count(*) as cases, count(*) filter (where {Overdue}) as overdue, count(*) filter (where c.ended_on is null and t.state = 'suspended') as suspended
            from {From} where {condition}
            """,
            args))!;
        const string day = "coalesce(c.ended_on, c.due_on, c.opened_on)";
        var back = filter.Before is { Length: > 0 };
        var down = ended != back;
        if (Keyset.Split(back ? filter.Before : filter.After, 4) is [var value, var subject, var act, var number])
        {
            condition += $" and ({day}, c.subject_id, c.act, c.occurrence) {(down ? "<" : ">")} (@afterDay, @afterId, @afterAct, @afterNumber)";
            args["afterDay"] = DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var after) ? after : throw Keyset.Unreadable();
            args["afterId"] = long.TryParse(subject, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : throw Keyset.Unreadable();
            args["afterAct"] = act;
            args["afterNumber"] = int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var occurrence) ? occurrence : throw Keyset.Unreadable();
        }

        var direction = down ? " desc" : "";
        var rows = await s.Query<ListedCase>(
            $"""
            select c.subject_id, c.act, c.occurrence, c.province, c.state, c.opened_on, c.due_on, c.ended_on, e.code, e.name, t.amount, t.state as task_state, coalesce(h.name, u.name) as lead
            from {From} left join idn_users u on u.user_id = {Lead}
            where {condition} order by {day}{direction}, c.subject_id{direction}, c.act{direction}, c.occurrence{direction} limit {PageSize + 1}
            """,
            args);
        var (previous, next) = Keyset.Turn(rows, PageSize, filter.After, filter.Before, r => string.Create(
            CultureInfo.InvariantCulture, $"{r.EndedOn ?? r.DueOn ?? r.OpenedOn:yyyy-MM-dd}~{r.SubjectId}~{r.Act}~{r.Occurrence}"));
        return new CasePage(rows, count.Cases, count.Overdue, count.Suspended, previous, next);
    });

    private sealed class ListCount
    {
        public long Cases { get; init; }
        public long Overdue { get; init; }
        public long Suspended { get; init; }
    }
}

/// <summary><see cref="State"/>: one of a procedure's, or <see cref="Ended"/>; empty: all open ones. <see cref="Mine"/>: only those this person leads.</summary>
public sealed record CaseListFilter
{
    public const string Ended = "ended";

    public string? State { get; init; }
    public bool Overdue { get; init; }
    public bool Mine { get; init; }
    public string? Text { get; init; }
    public string? After { get; init; }
    public string? Before { get; init; }
}

public sealed record CasePage(IReadOnlyList<ListedCase> Rows, long Cases, long Overdue, long Suspended, string? Previous, string? Next);

/// <summary>A case as the list shows it.</summary>
public sealed class ListedCase
{
    public long SubjectId { get; init; }
    public string Act { get; init; } = "";
    public int Occurrence { get; init; }
    public string Province { get; init; } = "";
    public string State { get; init; } = "";
    public DateOnly OpenedOn { get; init; }
    public DateOnly? DueOn { get; init; }
    public DateOnly? EndedOn { get; init; }
    public string Code { get; init; } = "";
    public string Name { get; init; } = "";

    /// <summary>Debt that the task carries, đồng.</summary>
    public long Amount { get; init; }
    public string TaskState { get; init; } = "";
    public string? Lead { get; init; }
    public TaskKey Key => new(SubjectId, Act, Occurrence);
}
