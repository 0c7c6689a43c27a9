using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Reporting;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Rules.Policy;
using BaoPhu.Rules.Reporting;

namespace BaoPhu.Core.Planning;

/// <summary>
/// What a plan is proposed from: the province's tasks by act, level and stream, and the pace that its targets of the year still need. A line is counted from what it comes from, so nobody types how
/// much was done.
/// </summary>
internal static class PlanProposal
{
    /// <summary>
    /// The lines of a term: those of tasks by act, level and stream, then those of targets. <paramref name="known"/>: the lines that the plan has; one of a target goes on from where it began.
    /// </summary>
    public static async Task<List<ProposedLine>> For(Session s, string province, DateOnly from, DateOnly to, IReadOnlyList<PlanLine> known, Instant now) =>
    [
        .. (await Counts(s, province, from, to)).Where(c => c.Open + c.Done > 0).Select(c => new ProposedLine(
            AreaOf(c.Act), c.Act, c.Level, c.Stream, Text.Of("Work.Act_" + c.Act), c.Open + c.Done, c.DueOn is { } due && due >= from ? due : to)),
        .. await FromTargets(s, province, from, to, known, now),
    ];

    /// <summary>How the province stands against its targets of a year, by figure: those it was given.</summary>
    public static async Task<IReadOnlyDictionary<string, TargetBeside>> Standings(Session s, string province, int year, Instant now) =>
        (await Offices.Tree(s, now.Day)).FirstOrDefault(o => o.Kind == OfficeKind.Province && o.Province == province) is { } office
            ? (await Targets.Beside(s, office, Scope.OfProvince(province), TargetKind.Codes, TargetPeriod.Year(year), now)).Where(t => t.Key == t.Value.Kind.Code).ToDictionary(StringComparer.Ordinal)
            : new Dictionary<string, TargetBeside>(StringComparer.Ordinal);

    /// <summary>
    /// For every target with data that is not met: the pace still needed over the working days that are left of the term, with what was reached since the line began. A term that is over has none.
    /// </summary>
    private static async Task<List<ProposedLine>> FromTargets(Session s, string province, DateOnly from, DateOnly to, IReadOnlyList<PlanLine> known, Instant now)
    {
        var days = (await OfficeCalendar.Of(s)).Count(now.Day > from ? now.Day : from, to);
        var lines = new List<ProposedLine>();
        foreach (var (code, target) in days == 0 ? new Dictionary<string, TargetBeside>() : await Standings(s, province, to.Year, now))
        {
            if (target.Progress is { Pace: { } pace, Gap: { } gap, Actual: { } actual })
            {
                var stoodAt = known.FirstOrDefault(l => l.Indicator == code)?.StoodAt ?? actual;
                var done = Reached(target.Kind, stoodAt, actual);
                lines.Add(new(AreaOf(target.Kind), null, null, null, Text.Of(target.Kind.Falls ? "Plans.FromTargetFalls" : "Plans.FromTarget", Text.Of("Reporting.Figure_" + code)), done + Math.Min(gap, pace * days), to) { Indicator = code, StoodAt = stoodAt });
            }
        }

        return lines;
    }

    /// <summary>By how much a figure came nearer to its target; 0 where it went the other way.</summary>
    public static long Reached(TargetKind kind, long stoodAt, long actual) => Math.Max(0, kind.Falls ? stoodAt - actual : actual - stoodAt);

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

    private static string AreaOf(TargetKind kind) => kind.Code switch
    {
        "inspected" => "inspection",
        "conferences" => "conference",
        "units-reviewed" or "workers-reviewed" => "review",
        _ => kind.Indicator.Counts is null ? "collection" : "participants",
    };
}

/// <summary>A line as it is proposed.</summary>
internal sealed record ProposedLine(string Area, string? Act, short? Level, short? Stream, string Title, long Planned, DateOnly DueOn)
{
    /// <summary>The figure of the target it comes from.</summary>
    public string? Indicator { get; init; }

    /// <summary>What the figure said when the line began.</summary>
    public long? StoodAt { get; init; }
}

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
