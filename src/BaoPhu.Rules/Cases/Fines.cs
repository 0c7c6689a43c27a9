namespace BaoPhu.Rules.Cases;

/// <summary>How a decree measures a fine.</summary>
public enum BracketKind : byte
{
    /// <summary>From–to percent of the amount, up to a cap.</summary>
    Percent = 0,

    /// <summary>From–to đồng.</summary>
    Fixed = 1,

    /// <summary>From–to đồng for so many workers.</summary>
    Heads = 2,

    /// <summary>A warning instead of a fine below an amount.</summary>
    Warning = 3,
}

/// <summary>
/// A bracket of a decree for one act, for individuals. <paramref name="Low"/> and <paramref name="High"/>: percent or đồng by the kind; <paramref name="Cap"/>: đồng, of a warning the amount below
/// which it is given.
/// </summary>
public sealed record FineBracket(
    string Violation, DateOnly From, DateOnly To, string Citation, BracketKind Kind, long Low, long High, long? Cap = null, int MinHeads = 0, int MaxHeads = int.MaxValue);

/// <summary>What a fine may be: from–to đồng for this offender, or a warning (both 0).</summary>
public sealed record FineRange(FineBracket Bracket, bool Organisation, long Low, long High)
{
    public bool IsWarning => Bracket.Kind == BracketKind.Warning;
    public bool Holds(long fine) => Low <= fine && fine <= High;

    /// <summary>The most that the decree knows for the act, đồng: of percents their cap.</summary>
    public long Most => Bracket is { Kind: BracketKind.Percent, Cap: { } cap } ? cap * (Organisation ? Fines.OrganisationFactor : 1) : High;

    /// <summary>The middle of the bracket: the usual fine where nothing aggravates or mitigates.</summary>
    public long Middle => (Low + High) / 2;
}

/// <summary>Fines by the decree that was in force on the day of the act.</summary>
public static class Fines
{
    /// <summary>What a decree says for individuals is twice as much for organisations.</summary>
    public const int OrganisationFactor = 2;

    /// <summary>
    /// The range of a fine, null where no bracket is known for the act on that day. <paramref name="day"/>: the day of the act, of one that lasted its last day. Đồng; a part of a đồng does not
    /// count against the offender.
    /// </summary>
    public static FineRange? Range(IEnumerable<FineBracket> brackets, string violation, DateOnly day, long amount, int workers, bool organisation)
    {
        var known = brackets.Where(b => b.Violation == violation && b.From <= day && day <= b.To).ToList();
        var factor = organisation ? OrganisationFactor : 1;
        if (known.Find(b => b.Kind == BracketKind.Warning && amount < b.Cap) is { } warning)
        {
            return new(warning, organisation, 0, 0);
        }

        var found = known.Find(b => b.Kind != BracketKind.Warning && b.MinHeads <= workers && workers <= b.MaxHeads);
        if (found is null)
        {
            return null;
        }

        var (low, high) = found.Kind == BracketKind.Percent
            ? (Math.Min(found.Cap ?? long.MaxValue, (long)((Int128)amount * found.Low / 100)), Math.Min(found.Cap ?? long.MaxValue, (long)((Int128)amount * found.High / 100)))
            : (found.Low, found.High);
        return new(found, organisation, low * factor, high * factor);
    }
}
