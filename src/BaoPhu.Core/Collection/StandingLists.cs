using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Register;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Core.Collection;

/// <summary>Make-ups, claims and reconciliations in the scope of the person: those to begin (the plan orders them, no case yet) and those under way, the next deadline first.</summary>
public sealed class StandingLists(Db db, TimeProvider clock)
{
    public const int PageSize = 60;

    /// <summary>What is due and what has come in, by act; due null: not known (a payroll is missing, nothing sent).</summary>
    private static readonly Dictionary<string, string> Figures = new(StringComparer.Ordinal)
    {
        [ActNames.Makeup] = """
            (select case when count(*) = count(m.amount) then cast(sum(m.amount) as bigint) end from col_makeup_months m where m.subject_id = t.subject_id and m.act = t.act and m.occurrence = t.occurrence) as due,
            (select cast(coalesce(sum(p.amount), 0) as bigint) from col_makeup_payments p where p.subject_id = t.subject_id and p.act = t.act and p.occurrence = t.occurrence) as paid
            """,
        [ActNames.Claim] = """
            (select m.social + m.health + m.unemployment + m.accident from col_claims m where m.subject_id = t.subject_id and m.act = t.act and m.occurrence = t.occurrence and m.sent_on is not null) as due,
            (select cast(coalesce(sum(r.social + r.health + r.unemployment + r.accident), 0) as bigint) from col_claim_recoveries r
                where r.subject_id = t.subject_id and r.act = t.act and r.occurrence = t.occurrence) as paid
            """,
        [ActNames.Reconcile] = """
            (select coalesce(m.confirmed, m.due) from col_reconciliations m where m.subject_id = t.subject_id and m.act = t.act and m.occurrence = t.occurrence) as due,
            coalesce((select m.transferred from col_reconciliations m where m.subject_id = t.subject_id and m.act = t.act and m.occurrence = t.occurrence), 0)
                + (select cast(coalesce(sum(p.amount), 0) as bigint) from col_reconciliation_payments p where p.subject_id = t.subject_id and p.act = t.act and p.occurrence = t.occurrence) as paid
            """,
    };

    private const string From = """
        wrk_tasks t join reg_employers e on e.employer_id = t.subject_id
        left join col_cases c on c.subject_id = t.subject_id and c.act = t.act and c.occurrence = t.occurrence
        """;

    public Task<StandingPage> List(Scope scope, string act, StandingFilter filter) => db.Read(async s =>
    {
        var parts = new List<string> { "t.act = @act", scope.On("e"), scope.OnProvince("t") };
        var args = new Dictionary<string, object?>(StringComparer.Ordinal) { ["today"] = clock.Today(), ["act"] = act };
        if (!string.IsNullOrWhiteSpace(filter.Text))
        {
            Employers.AddWords(parts, args, filter.Text);
        }

        switch (filter)
        {
            case { ToBegin: true }:
                parts.Add("c.subject_id is null and t.state in ('open', 'started', 'suspended')");
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
        var count = (await s.One<StandingCount>($"select count(*) as cases, count(*) filter (where c.ended_on is null and coalesce(c.due_on, t.due_on) < @today) as overdue from {From} where {condition}", args))!;
        const string day = "coalesce(c.ended_on, c.due_on, t.due_on)";
        var back = filter.Before is { Length: > 0 };
        if (Keyset.Split(back ? filter.Before : filter.After, 3) is [var value, var subject, var number])
        {
            condition += $" and ({day}, t.subject_id, t.occurrence) {(back ? "<" : ">")} (@afterDay, @afterId, @afterNumber)";
            args["afterDay"] = DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var after) ? after : throw Keyset.Unreadable();
            args["afterId"] = long.TryParse(subject, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : throw Keyset.Unreadable();
            args["afterNumber"] = int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var occurrence) ? occurrence : throw Keyset.Unreadable();
        }

        var direction = back ? " desc" : "";
        var rows = await s.Query<StandingRow>(
            $"""
            select t.subject_id, t.act, t.occurrence, coalesce(c.state, '') as state, t.state as task_state, coalesce(c.due_on, t.due_on) as due_on, c.ended_on, e.code, e.name, t.amount, t.level,
                {Figures[act]}
            from {From} where {condition} order by {day}{direction}, t.subject_id{direction}, t.occurrence{direction} limit {PageSize + 1}
            """,
            args);
        var (previous, next) = Keyset.Turn(rows, PageSize, filter.After, filter.Before, r => string.Create(CultureInfo.InvariantCulture, $"{r.EndedOn ?? r.DueOn:yyyy-MM-dd}~{r.SubjectId}~{r.Occurrence}"));
        return new StandingPage(rows, count.Cases, count.Overdue, previous, next);
    });

    private sealed class StandingCount
    {
        public long Cases { get; init; }
        public long Overdue { get; init; }
    }
}

/// <summary><see cref="State"/>: one of the procedure's, "ended", "overdue"; empty: all open ones.</summary>
public sealed record StandingFilter
{
    public bool ToBegin { get; init; }
    public string? State { get; init; }
    public string? Text { get; init; }
    public string? After { get; init; }
    public string? Before { get; init; }
}

public sealed record StandingPage(IReadOnlyList<StandingRow> Rows, long Cases, long Overdue, string? Previous, string? Next);

/// <summary>A case as a list shows it; state empty: not begun; due null: not known. Đồng.</summary>
public sealed class StandingRow
{
    public long SubjectId { get; init; }
    public string Act { get; init; } = "";
    public int Occurrence { get; init; }
    public string State { get; init; } = "";
    public string TaskState { get; init; } = "";
    public DateOnly DueOn { get; init; }
    public DateOnly? EndedOn { get; init; }
    public string Code { get; init; } = "";
    public string Name { get; init; } = "";

    /// <summary>Debt that the task carries.</summary>
    public long Amount { get; init; }
    public short Level { get; init; }
    public long? Due { get; init; }
    public long Paid { get; init; }
    public TaskKey Key => new(SubjectId, Act, Occurrence);
}
