namespace BaoPhu.Rules.Reporting;

/// <summary>What a rule finds odd in a figure.</summary>
public enum Oddity : byte
{
    /// <summary>A sum of money that reads like a year: somebody typed the year into the field of the sum.</summary>
    Year = 0,

    /// <summary>The threshold times the mean of the terms before, or more.</summary>
    TimesMean = 1,

    /// <summary>0 after a term in which it was not, where the mean of the terms before is the threshold or more: small counts are 0 now and then.</summary>
    ZeroAfter = 2,

    /// <summary>More than the threshold (per cent) above the term before.</summary>
    Rise = 3,

    /// <summary>A cumulative figure more than the threshold (per cent) under the term before of the same year.</summary>
    Fall = 4,
}

/// <summary>
/// A rule that looks at one figure beside its past. It never says that a figure is wrong, only that a person should look and say why. <paramref name="Threshold"/>: times, per cent or a mean, by
/// <paramref name="What"/>.
/// </summary>
public sealed record FigureCheck(Oddity What, long Threshold)
{
    private const int FirstYear = 1900;
    private const int LastYear = 2100;

    /// <summary>Terms that a mean needs: of fewer, the next is no surprise.</summary>
    private const int FewestTerms = 3;

    /// <summary>Is it odd? <paramref name="earlier"/>: the same figure of the terms before, the latest first; those without data left out. <paramref name="sameYear"/>: the latest is of the same year.</summary>
    public bool IsOdd(long value, IReadOnlyList<long> earlier, bool sameYear) => What switch
    {
        Oddity.Year => value is >= FirstYear and <= LastYear,
        Oddity.TimesMean => earlier.Count >= FewestTerms && Mean(earlier) is > 0 and var mean && value >= mean * Threshold,
        Oddity.ZeroAfter => value == 0 && earlier is [not 0, ..] && Mean(earlier) >= Threshold,
        Oddity.Rise => earlier is [> 0 and var before, ..] && 100m * (value - before) > (decimal)Threshold * before,
        Oddity.Fall => sameYear && earlier is [> 0 and var before, ..] && 100m * (before - value) > (decimal)Threshold * before,
        _ => throw new ArgumentOutOfRangeException(nameof(value)),
    };

    private static decimal Mean(IReadOnlyList<long> values) => values.Sum(v => (decimal)v) / values.Count;
}
