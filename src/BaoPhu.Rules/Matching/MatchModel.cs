namespace BaoPhu.Rules.Matching;

/// <summary>
/// Weights in the manner of Fellegi and Sunter, learned from the data without labels. Of each field and level, M is how often it is found between two rows of one person and U between rows of two;
/// log2(M/U) bits speak for one person. Kept with every run, so that an answer can be told as it was given.
/// </summary>
/// <param name="M">By field and level; of level 0 (not told) without meaning.</param>
/// <param name="U">The same.</param>
/// <param name="Prior">Share of all pairs of the two tables that are one person.</param>
/// <param name="Taken">Share of the register that rows of the list take by an exact key.</param>
/// <param name="Again">How much less likely one of them is to be another row too than anybody else is: 1 as likely, near 0 where everybody stands in the list once.</param>
/// <param name="Accept">A pair is accepted from this probability on.</param>
/// <param name="Review">Below it a pair is dropped; from it on a person reads it.</param>
public sealed record MatchModel(double[][] M, double[][] U, double Prior, double Taken, double Again, double Accept, double Review)
{
    /// <summary>Version of keys, comparisons and estimation: changes with each of them.</summary>
    public const string Strategy = "fs-vi-3";

    /// <summary>What a level weighs before the frequency of the name is looked at, in bits. 0 where nothing was told.</summary>
    public double Bits(MatchField field, int level) => level == MatchLevels.Missing ? 0 : Math.Log2(M[(int)field][level] / U[(int)field][level]);

    /// <summary>Bits with which every pair begins: how rare it is that two rows are one person at all.</summary>
    public double PriorBits => Math.Log2(Prior / (1 - Prior));

    /// <summary>What it weighs for a row that no exact key finds that another row takes the person by one, or that none does.</summary>
    public double TakenBits(bool isTaken) => Math.Log2(isTaken ? Again : (1 - (Again * Taken)) / (1 - Taken));

    /// <summary>
    /// Learns from a sample: <paramref name="found"/> is how often each packed finding occurs among the candidates of the sample, <paramref name="pairs"/> how many pairs the sample has with the whole
    /// other table. U comes from random pairs and stays; M and the prior are found by expectation and maximisation. Pairs that are no candidates count as two persons.
    /// </summary>
    internal static MatchModel Learn(Dictionary<int, long> found, double pairs, double[][] u, double expected, int rounds = 25)
    {
        var m = Beginning();
        var prior = Math.Clamp(expected / pairs, 1e-12, 0.5);
        Span<int> levels = stackalloc int[MatchLevels.FieldCount];
        for (var round = 0; round < rounds; round++)
        {
            var sums = m.Select(f => new double[f.Length]).ToArray();
            var all = 0.0;
            foreach (var (pattern, count) in found)
            {
                Comparison.Unpack(pattern, levels);
                var odds = prior / (1 - prior);
                for (var f = 0; f < levels.Length; f++)
                {
                    odds *= levels[f] == MatchLevels.Missing ? 1 : m[f][levels[f]] / u[f][levels[f]];
                }

                var share = count * (odds / (1 + odds));
                all += share;
                for (var f = 0; f < levels.Length; f++)
                {
                    sums[f][levels[f]] += share;
                }
            }

            for (var f = 0; f < m.Length; f++)
            {
                // Half a pair for each level: what the sample never showed is rare, not impossible.
                var told = sums[f].Skip(1).Sum() + (0.5 * (m[f].Length - 1));
                for (var level = 1; level < m[f].Length; level++)
                {
                    m[f][level] = (sums[f][level] + 0.5) / told;
                }
            }

            prior = Math.Clamp(all / pairs, 1e-12, 0.5);
        }

        return new(m, u, prior, Taken: 0, Again: 1, Accept: 1, Review: 0);
    }

    /// <summary>Where the estimation begins: most rows of one person agree. It forgets this after a few rounds.</summary>
    private static double[][] Beginning()
    {
        var m = new double[MatchLevels.FieldCount][];
        for (var f = 0; f < m.Length; f++)
        {
            var levels = MatchLevels.Count((MatchField)f);
            m[f] = new double[levels];
            for (var level = 1; level < levels; level++)
            {
                m[f][level] = level == 1 ? 0.8 : 0.2 / (levels - 2);
            }
        }

        return m;
    }
}
