using BaoPhu.Rules.Reporting;

namespace BaoPhu.Core.Reporting;

/// <summary>An office of a board by one measure. <paramref name="Value"/>: null, no data; <paramref name="Rank"/>: from 1, the same for equal ones.</summary>
public sealed record RankedOffice(DueReport Due, long? Value, int? Rank);

/// <summary>
/// The offices of a board in the order of a measure, from what they sent: so that the figure of a day stays what was told on it. "reporting" ranks by the moment of the first version (UTC
/// milliseconds), money by the sum over the funds.
/// </summary>
public static class BoardRanking
{
    public const string Reporting = "reporting";
    public const string Level = "level";

    private static readonly Dictionary<string, string[]> Figures = new(StringComparer.Ordinal)
    {
        ["debt"] = ["owed-social", "owed-health", "owed-unemployment"], ["collected"] = ["collected-social", "collected-health", "collected-unemployment"], ["contacts"] = ["contacts"],
    };

    /// <summary>The measures there are; a measure whose figures nobody has told yet says so.</summary>
    public static IReadOnlyList<string> Measures { get; } = [Reporting, Level, .. Figures.Keys, TargetStandings.Coverage, TargetStandings.Pace];

    /// <summary>The figures that a measure adds up; empty for one that is no figure.</summary>
    public static IReadOnlyList<string> FiguresOf(string measure) => Figures.GetValueOrDefault(measure) ?? (Indicators.All.Any(i => i.Code == measure) ? [measure] : []);

    /// <summary>The offices by a measure, the first first; those without a value at the end, by code.</summary>
    public static IReadOnlyList<RankedOffice> Of(ReportBoard board, string measure) => Ranked(board, measure, o => ValueOf(o, measure));

    /// <summary>The offices by how they stand against their targets ("coverage", "pace"), in thousandths; an office without a target has no value.</summary>
    public static IReadOnlyList<RankedOffice> Of(ReportBoard board, string measure, IReadOnlyDictionary<string, TargetProgress> standings) =>
        Ranked(board, measure, o => standings.TryGetValue(o.Office.Code, out var progress) ? TargetStandings.ValueOf(measure, progress) : null);

    private static IReadOnlyList<RankedOffice> Ranked(ReportBoard board, string measure, Func<DueReport, long?> valueOf)
    {
        var values = board.Offices.Select(o => (Due: o, Value: valueOf(o))).ToList();
        var known = values.Where(v => v.Value is not null).Select(v => v.Value!.Value).ToList();
        // Early is first; of figures the largest is.
        Func<long, long, bool> isBefore = measure == Reporting ? (a, b) => a < b : (a, b) => a > b;
        return
        [
            .. values.Select(v => new RankedOffice(v.Due, v.Value, v.Value is { } own ? 1 + known.Count(k => isBefore(k, own)) : null))
                .OrderBy(r => r.Rank ?? int.MaxValue).ThenBy(r => r.Due.Office.Code, StringComparer.Ordinal),
        ];
    }

    private static long? ValueOf(DueReport due, string measure)
    {
        if (measure == Reporting)
        {
            return due.FirstSentAt?.Milliseconds;
        }

        var told = due.Last is { } last && last.ReportState.Counts() ? FiguresOf(measure).Select(f => last.Frozen.GetValueOrDefault(f)).OfType<long>().ToList() : [];
        return told.Count == 0 ? null : told.Sum();
    }
}
