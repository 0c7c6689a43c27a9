namespace BaoPhu.Rules.Matching;

/// <summary>What the matching says of a row.</summary>
public enum MatchVerdict : byte
{
    /// <summary>Nobody of the register is likely enough.</summary>
    Rejected = 0,

    /// <summary>A person must read it.</summary>
    Review = 1,
    Accepted = 2,
}

/// <summary>The best person for a row. <paramref name="Row"/>, <paramref name="Person"/>: numbers of rows; person -1: none. <paramref name="Bits"/>: log-odds before rivals, <paramref name="Probability"/> beside them.</summary>
public readonly record struct MatchAnswer(int Row, int Person, float Bits, float Probability, MatchVerdict Verdict);

/// <summary>One comparison of a pair in words: field, level, bits.</summary>
public readonly record struct MatchTerm(string Field, string Level, double Bits);

/// <summary>All answers with what was done for them.</summary>
/// <param name="Pairs">Pairs compared.</param>
public sealed record MatchResult(MatchModel Model, IReadOnlyList<MatchAnswer> Answers, long Pairs)
{
    public int Of(MatchVerdict verdict) => Answers.Count(a => a.Verdict == verdict);
}
