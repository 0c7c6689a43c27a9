using BaoPhu.Core.Data;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Core.Planning;

/// <summary>
/// What a plan is proposed from: the province's tasks by act, level and stream. A line that comes from tasks is counted from them too, so nobody types how much was done.
/// </summary>
internal static class PlanProposal
{
    /// <summary>
    /// The lines of a term, those of tasks by act, level and stream. Here the lines of other sources join: each is one more list of <see cref="ProposedLine"/> for (province, from, to).
    /// </summary>
    public static async Task<List<ProposedLine>> For(Session s, string province, DateOnly from, DateOnly to) =>
        [.. (await Counts(s, province, from, to)).Where(c => c.Open + c.Done > 0).Select(c => new ProposedLine(
            AreaOf(c.Act), c.Act, c.Level, c.Stream, Text.Of("Work.Act_" + c.Act), c.Open + c.Done, c.DueOn is { } due && due >= from ? due : to))];

    /// <summary>How many tasks of each act, level and stream are open and due by the end of the term, and how many were done within it.</summary>
    public static Task<List<TaskCount>> Counts(Session s, string province, DateOnly from, DateOnly to)
    {
        var (first, last) = EmployerKey.Range(province);
        return s.Query<TaskCount>(
            """
            select t.act, t.level, t.stream, count(*) filter (where t.state in ('open', 'started')) as open, count(*) filter (where t.state = 'done') as done,
                max(case when t.state in ('open', 'started') then t.due_on end) as due_on
            from wrk_tasks t where t.subject_id between @first and @last
                and ((t.state in ('open', 'started') and t.due_on <= @to) or (t.state = 'done' and t.closed_on between @from and @to))
            group by t.act, t.level, t.stream order by t.act, t.level, t.stream
            """,
            new { first, last, from, to });
    }

    public static string AreaOf(string act) => act is ActNames.Inspect or ActNames.Propose or ActNames.Penalise or ActNames.Refer ? "inspection" : "collection";
}

/// <summary>A line as it is proposed.</summary>
internal sealed record ProposedLine(string Area, string? Act, short? Level, short? Stream, string Title, long Planned, DateOnly DueOn);

/// <summary>Tasks of an act at a level in a stream. <see cref="DueOn"/>: the last day on which one of the open ones is due.</summary>
public sealed class TaskCount
{
    public string Act { get; init; } = "";
    public short Level { get; init; }
    public short Stream { get; init; }
    public long Open { get; init; }
    public long Done { get; init; }
    public DateOnly? DueOn { get; init; }
}
