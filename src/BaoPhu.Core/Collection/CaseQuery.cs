using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Register;
using BaoPhu.Core.Work;

namespace BaoPhu.Core.Collection;

/// <summary>Which cases of a procedure. <see cref="State"/>: one of the procedure's, "ended", "overdue"; empty: all open ones.</summary>
public sealed record CaseFilter
{
    /// <summary>Instead of cases the tasks that one could be begun for.</summary>
    public bool ToBegin { get; init; }
    public string? State { get; init; }
    public string? Text { get; init; }
    public string? Province { get; init; }
    public string? After { get; init; }
    public string? Before { get; init; }
}

/// <summary>A case as every list shows it; state empty: not begun.</summary>
public abstract class CaseRow
{
    public long SubjectId { get; init; }
    public string Act { get; init; } = "";
    public int Occurrence { get; init; }
    public string State { get; init; } = "";
    public DateOnly DueOn { get; init; }
    public DateOnly? EndedOn { get; init; }
    public string Code { get; init; } = "";
    public string Name { get; init; } = "";

    /// <summary>In đồng: the debt that the task carries, or what the procedure's own record says instead.</summary>
    public long Amount { get; init; }
    public TaskKey Key => new(SubjectId, Act, Occurrence);
}

/// <summary>A page of them with the keys of the pages around it.</summary>
internal sealed record CaseRows<TRow>(IReadOnlyList<TRow> Rows, string? Previous, string? Next);

/// <summary>
/// The one question that the lists of all procedures ask: tasks of an act in the scope of the person with their cases, the next deadline first. In what a procedure adds,
/// t is the task, e the employer, c the case (null where none is begun).
/// </summary>
internal sealed class CaseQuery
{
    public const int PageSize = 60;

    private const string Columns = "t.subject_id, t.act, t.occurrence, coalesce(c.state, '') as state, coalesce(c.due_on, t.due_on) as due_on, c.ended_on, e.code, e.name";
    private const string Day = "coalesce(c.ended_on, c.due_on, t.due_on)";
    private readonly string _from;
    private readonly string _where;
    private readonly Dictionary<string, object?> _args;
    private readonly CaseFilter _filter;

    /// <param name="joins">Further tables of the procedure.</param>
    /// <param name="asleep">Is a case begun while the level has suspended its task?</param>
    public CaseQuery(Scope scope, string act, CaseFilter filter, DateOnly today, string joins = "", bool asleep = false)
    {
        var parts = new List<string> { "t.act = @act", scope.On("e"), scope.OnProvince("t") };
        _args = new(StringComparer.Ordinal) { ["act"] = act, ["today"] = today };
        if (!string.IsNullOrWhiteSpace(filter.Text))
        {
            Employers.AddWords(parts, _args, filter.Text);
        }

        if (filter.Province is { Length: > 0 } province)
        {
            parts.Add("t.province = @province");
            _args["province"] = province;
        }

        parts.Add(filter switch
        {
            { ToBegin: true } => $"c.subject_id is null and t.state in ('open', 'started'{(asleep ? ", 'suspended'" : "")})",
            { State: "ended" } => "c.ended_on is not null",
            { State: "overdue" } => "c.state is not null and c.ended_on is null and c.due_on < @today",
            { State: { Length: > 0 } } => "c.state = @state",
            _ => "c.state is not null and c.ended_on is null",
        });
        _args["state"] = filter.State;
        (_filter, _where) = (filter, string.Join(" and ", parts));
        _from = $"""
            wrk_tasks t join reg_employers e on e.employer_id = t.subject_id
            left join col_cases c on c.subject_id = t.subject_id and c.act = t.act and c.occurrence = t.occurrence
            {joins}
            """;
    }

    /// <summary>Cases, overdue ones and the sums asked for: <c>cast(coalesce(sum(t.amount), 0) as bigint) as amount</c>.</summary>
    public async Task<TCount> Count<TCount>(Session s, string sums = "")
        where TCount : class => (await s.One<TCount>(
            $"""
            select count(*) as cases, count(*) filter (where c.ended_on is null and coalesce(c.due_on, t.due_on) < @today) as overdue{(sums.Length > 0 ? ", " + sums : "")}
            from {_from} where {_where}
            """,
            _args))!;

    /// <summary>A page with the columns of every list and those the procedure adds.</summary>
    public async Task<CaseRows<TRow>> Page<TRow>(Session s, string columns)
        where TRow : CaseRow
    {
        var (condition, args) = (_where, new Dictionary<string, object?>(_args, StringComparer.Ordinal));
        var back = _filter.Before is { Length: > 0 };
        if (Keyset.Split(back ? _filter.Before : _filter.After, 3) is [var value, var subject, var number])
        {
            condition += $" and ({Day}, t.subject_id, t.occurrence) {(back ? "<" : ">")} (@afterDay, @afterId, @afterNumber)";
            args["afterDay"] = DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : throw Keyset.Unreadable();
            args["afterId"] = long.TryParse(subject, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : throw Keyset.Unreadable();
            args["afterNumber"] = int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var occurrence) ? occurrence : throw Keyset.Unreadable();
        }

        var direction = back ? " desc" : "";
        var rows = await s.Query<TRow>(
            $"select {Columns}, {columns} from {_from} where {condition} order by {Day}{direction}, t.subject_id{direction}, t.occurrence{direction} limit {PageSize + 1}", args);
        var (previous, next) = Keyset.Turn(
            rows, PageSize, _filter.After, _filter.Before, r => string.Create(CultureInfo.InvariantCulture, $"{r.EndedOn ?? r.DueOn:yyyy-MM-dd}~{r.SubjectId}~{r.Occurrence}"));
        return new(rows, previous, next);
    }
}

/// <summary>How many cases a list has, and how many of them are past their deadline.</summary>
internal class CaseCount
{
    public long Cases { get; init; }
    public long Overdue { get; init; }
}
