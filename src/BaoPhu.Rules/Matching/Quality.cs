namespace BaoPhu.Rules.Matching;

/// <summary>How right answers are, held against a truth. Accepted ones count as found; what a person must read counts as not found.</summary>
public readonly record struct MatchQuality(int Right, int Wrong, int Missed)
{
    /// <summary>Share of the found that are right.</summary>
    public double Precision => Right + Wrong == 0 ? 1 : (double)Right / (Right + Wrong);

    /// <summary>Share of those that are there that were found.</summary>
    public double Recall => Right + Missed == 0 ? 1 : (double)Right / (Right + Missed);

    public double F1 => Precision + Recall == 0 ? 0 : 2 * Precision * Recall / (Precision + Recall);

    /// <summary>Holds found pairs against the truth: of each row the true person or -1, and the found one or -1.</summary>
    public static MatchQuality Of(IEnumerable<(long Truth, long Found)> rows)
    {
        var (right, wrong, missed) = (0, 0, 0);
        foreach (var (truth, found) in rows)
        {
            right += found >= 0 && found == truth ? 1 : 0;
            wrong += found >= 0 && found != truth ? 1 : 0;
            missed += truth >= 0 && found != truth ? 1 : 0;
        }

        return new(right, wrong, missed);
    }
}
