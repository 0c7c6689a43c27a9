using System.Globalization;
using System.Numerics;

namespace BaoPhu.Rules.Policy;

/// <summary>
/// Says a set of combinations in few words: "active × 1-&lt;3 × level 4 × {wilful}". Cells with the same flags are gathered into boxes of standings ×
/// bands × levels; flags are covered by the largest cubes ({wilful, not large}) that fit.
/// </summary>
internal static class Combinations
{
    private const string Times = " × ";

    /// <summary>One text per box; together they are exactly the given cells (see <see cref="CompiledPolicy.Cell"/>).</summary>
    public static IReadOnlyList<string> Describe(IEnumerable<int> cells)
    {
        var flagsOf = new uint[4 * 4 * CompiledPolicy.Levels];
        foreach (var cell in cells)
        {
            flagsOf[cell / CompiledPolicy.FlagSets] |= 1u << (cell % CompiledPolicy.FlagSets);
        }

        return
        [
            .. from place in Enumerable.Range(0, flagsOf.Length)
               where flagsOf[place] != 0
               group place by flagsOf[place] into sameFlags
               from box in Boxes([.. sameFlags])
               from flags in Flags(sameFlags.Key)
               select flags.Length == 0 ? box : box + Times + flags,
        ];
    }

    private static IEnumerable<string> Boxes(IReadOnlyList<int> places) =>
        from place in places
        group 1 << (place % CompiledPolicy.Levels) by place / CompiledPolicy.Levels into levels
        group levels.Key by levels.Sum() into sameLevels
        from box in StandingBands([.. sameLevels])
        select box + Times + LevelText(sameLevels.Key);

    private static IEnumerable<string> StandingBands(IReadOnlyList<int> pairs) =>
        from pair in pairs
        group 1 << (pair % 4) by pair / 4 into bands
        group bands.Key by bands.Sum() into sameBands
        select Words(sameBands, Names.AllStandings, "any standing") + Times
            + Words(Enumerable.Range(0, 4).Where(band => (sameBands.Key >> band & 1) == 1), Names.AllBands, "any band");

    private static string Words(IEnumerable<int> values, IReadOnlyList<string> names, string all)
    {
        var chosen = values.Order().Select(value => names[value]).ToList();
        return chosen.Count == names.Count ? all : string.Join('+', chosen);
    }

    private static string LevelText(int levels) => levels == RowCondition.AllOfFour
        ? "any level"
        : "level " + string.Join('+', Enumerable.Range(1, 4).Where(level => (levels >> (level - 1) & 1) == 1).Select(level => level.ToString(CultureInfo.InvariantCulture)));

    /// <summary>Covers a set of flag sets (bit n = flag set n) by cubes, greedily by size. An empty text is the cube of all.</summary>
    private static IEnumerable<string> Flags(uint wanted)
    {
        var left = wanted;
        while (left != 0)
        {
            var best = (Size: 0, With: 0, Without: 0, Covers: 0u);
            for (var with = 0; with < CompiledPolicy.FlagSets; with++)
            {
                for (var without = 0; without < CompiledPolicy.FlagSets; without++)
                {
                    if ((with & without) != 0)
                    {
                        continue;
                    }

                    var covers = Cube(with, without);
                    var size = BitOperations.PopCount(covers & left);
                    var simpler = size == best.Size && BitOperations.PopCount((uint)(with | without)) < BitOperations.PopCount((uint)(best.With | best.Without));
                    if ((covers & ~wanted) == 0 && (size > best.Size || simpler))
                    {
                        best = (size, with, without, covers);
                    }
                }
            }

            left &= ~best.Covers;
            yield return best.With == 0 && best.Without == 0 ? "" : "{" + string.Join(", ", FlagWords(best.With, "").Concat(FlagWords(best.Without, "not "))) + "}";
        }
    }

    private static uint Cube(int with, int without)
    {
        var covers = 0u;
        for (var flags = 0; flags < CompiledPolicy.FlagSets; flags++)
        {
            if ((flags & with) == with && (flags & without) == 0)
            {
                covers |= 1u << flags;
            }
        }

        return covers;
    }

    private static IEnumerable<string> FlagWords(int flags, string before) =>
        Enumerable.Range(0, Names.AllFlags.Count).Where(flag => (flags >> flag & 1) == 1).Select(flag => before + Names.AllFlags[flag]);
}
