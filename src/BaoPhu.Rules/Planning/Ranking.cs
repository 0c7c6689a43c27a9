namespace BaoPhu.Rules.Planning;

/// <summary>A figure that counts in a ranking. <paramref name="Weight"/>: its share, above 0; <paramref name="Falls"/>: less is better.</summary>
public sealed record RankingWeight(string Figure, int Weight, bool Falls);

/// <summary>
/// Points of those ranked: of each figure its share of the best (of one that falls the best's share of it), weighed, 0 to 100. So a figure counts by its weight whatever its unit, and everybody can work
/// the points out from the figures beside them. A figure that nobody has data for counts nothing.
/// </summary>
public static class Ranking
{
    /// <summary>Hundredths of a point, for each of <paramref name="values"/> (figure → value; absent: no data, which earns nothing).</summary>
    public static int[] Points(IReadOnlyList<RankingWeight> weights, IReadOnlyList<IReadOnlyDictionary<string, decimal>> values)
    {
        var counted = weights.Where(w => w.Weight > 0 && values.Any(v => v.ContainsKey(w.Figure))).ToList();
        var total = counted.Sum(w => w.Weight);
        var best = counted.ToDictionary(w => w.Figure, w => values.Where(v => v.ContainsKey(w.Figure)).Select(v => v[w.Figure]).Aggregate((a, b) => w.Falls ? Math.Min(a, b) : Math.Max(a, b)), StringComparer.Ordinal);
        return [.. values.Select(v => total == 0 ? 0 : (int)Math.Round(
            counted.Sum(w => v.TryGetValue(w.Figure, out var value) ? w.Weight * Share(value, best[w.Figure], w.Falls) : 0) * 10_000 / total, MidpointRounding.AwayFromZero))];
    }

    private static decimal Share(decimal value, decimal best, bool falls) => falls
        ? value <= best ? 1 : best / value
        : best <= 0 ? 0 : Math.Max(0, value) / best;
}
