using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Register;
using BaoPhu.Core.Work;

namespace BaoPhu.Core.Collection.Penalty;

/// <summary>Penalties in the scope of the person: those to begin (the plan orders them, no minutes yet) and those under way, the next deadline first.</summary>
public sealed class PenaltyLists(Db db, TimeProvider clock)
{
    public const int PageSize = 60;

    private const string From = """
        wrk_tasks t join reg_employers e on e.employer_id = t.subject_id
        left join col_cases c on c.subject_id = t.subject_id and c.act = t.act and c.occurrence = t.occurrence
        left join (select a.subject_id, a.act, a.occurrence, cast(sum(coalesce(a.fine, 0)) as bigint) as fine from col_penalty_acts a group by a.subject_id, a.act, a.occurrence) f
            on f.subject_id = t.subject_id and f.act = t.act and f.occurrence = t.occurrence
        left join (select p.subject_id, p.act, p.occurrence, cast(sum(p.amount) as bigint) as paid from col_penalty_payments p group by p.subject_id, p.act, p.occurrence) m
            on m.subject_id = t.subject_id and m.act = t.act and m.occurrence = t.occurrence
        """;

    public Task<PenaltyPage> List(Scope scope, PenaltyFilter filter) => db.Read(async s =>
    {
        var parts = new List<string> { "t.act = 'penalise'", scope.On("e"), scope.OnProvince("t") };
        var args = new Dictionary<string, object?>(StringComparer.Ordinal) { ["today"] = clock.Today() };
        if (!string.IsNullOrWhiteSpace(filter.Text))
        {
            Employers.AddWords(parts, args, filter.Text);
        }

        switch (filter)
        {
            case { ToBegin: true }:
                parts.Add("c.subject_id is null and t.state in ('open', 'started')");
                break;
            case { State: "ended" }:
                parts.Add("c.ended_on is not null");
                break;
            case { State: "overdue" }:
                parts.Add("c.state is not null and c.ended_on is null and c.due_on < @today");
                break;
            case { State: { Length: > 0 } state }:
                parts.Add("c.state = @state");
                args["state"] = state;
                break;
            default:
                parts.Add("c.state is not null and c.ended_on is null");
                break;
        }

        var condition = string.Join(" and ", parts);
        var count = (await s.One<PenaltyCount>(
            $"""
            select count(*) as cases, count(*) filter (where c.ended_on is null and c.due_on < @today) as overdue, cast(coalesce(sum(coalesce(f.fine, 0)), 0) as bigint) as fine,
                cast(coalesce(sum(coalesce(m.paid, 0)), 0) as bigint) as paid from {From} where {condition}
            """,
            args))!;
        const string due = "coalesce(c.ended_on, c.due_on, t.due_on)";
        var back = filter.Before is { Length: > 0 };
        if (Keyset.Split(back ? filter.Before : filter.After, 3) is [var value, var subject, var number])
        {
            condition += $" and ({due}, t.subject_id, t.occurrence) {(back ? "<" : ">")} (@afterDay, @afterId, @afterNumber)";
            args["afterDay"] = DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : throw Keyset.Unreadable();
            args["afterId"] = long.TryParse(subject, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : throw Keyset.Unreadable();
            args["afterNumber"] = int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var occurrence) ? occurrence : throw Keyset.Unreadable();
        }

        var direction = back ? " desc" : "";
        var rows = await s.Query<PenaltyRow>(
            $"""
            select t.subject_id, t.act, t.occurrence, coalesce(c.state, '') as state, coalesce(c.due_on, t.due_on) as due_on, c.ended_on, e.code, e.name, t.amount, coalesce(f.fine, 0) as fine, coalesce(m.paid, 0) as paid
            from {From} where {condition} order by {due}{direction}, t.subject_id{direction}, t.occurrence{direction} limit {PageSize + 1}
            """,
            args);
        var (previous, next) = Keyset.Turn(rows, PageSize, filter.After, filter.Before, r => string.Create(CultureInfo.InvariantCulture, $"{r.EndedOn ?? r.DueOn:yyyy-MM-dd}~{r.SubjectId}~{r.Occurrence}"));
        return new PenaltyPage(rows, count.Cases, count.Overdue, count.Fine, count.Paid, previous, next);
    });

    private sealed class PenaltyCount
    {
        public long Cases { get; init; }
        public long Overdue { get; init; }
        public long Fine { get; init; }
        public long Paid { get; init; }
    }
}

/// <summary><see cref="State"/>: one of the procedure's, "ended", "overdue"; empty: all open ones.</summary>
public sealed record PenaltyFilter
{
    public bool ToBegin { get; init; }
    public string? State { get; init; }
    public string? Text { get; init; }
    public string? After { get; init; }
    public string? Before { get; init; }
}

/// <summary>Fines and payments in đồng.</summary>
public sealed record PenaltyPage(IReadOnlyList<PenaltyRow> Rows, long Cases, long Overdue, long Fine, long Paid, string? Previous, string? Next);

/// <summary>A penalty as a list shows it; state empty: not begun.</summary>
public sealed class PenaltyRow
{
    public long SubjectId { get; init; }
    public string Act { get; init; } = "";
    public int Occurrence { get; init; }
    public string State { get; init; } = "";
    public DateOnly DueOn { get; init; }
    public DateOnly? EndedOn { get; init; }
    public string Code { get; init; } = "";
    public string Name { get; init; } = "";
    public long Amount { get; init; }
    public long Fine { get; init; }
    public long Paid { get; init; }
    public TaskKey Key => new(SubjectId, Act, Occurrence);
}
