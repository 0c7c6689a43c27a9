using System.Globalization;

namespace BaoPhu.Rules.Policy;

/// <summary>
/// What a table orders of subjects that are no employers with debts: units of the tax data by taking × level × flags, people whose card the budget pays by level. A dense array, proven as that of employers
/// is: exactly one row of every track for every combination, no act twice.
/// </summary>
public sealed class SubjectOrders
{
    private const int Cells = 2 * CompiledPolicy.Levels * CompiledPolicy.FlagSets;

    private readonly PolicyRow[][] _rows;
    private readonly OrderedAct[][] _acts;

    private SubjectOrders(PolicyRow[][] rows, OrderedAct[][] acts) => (_rows, _acts) = (rows, acts);

    /// <summary>The acts of persons, to be done or resting, in the order of the tracks. Level 1–4.</summary>
    public IReadOnlyList<OrderedAct> Acts(int level, Taking taking = Taking.None, CaseFlags flags = CaseFlags.None) => _acts[Cell(taking, level, flags)];

    /// <summary>The row of every track, in the order of the tracks.</summary>
    public IReadOnlyList<PolicyRow> Rows(int level, Taking taking = Taking.None, CaseFlags flags = CaseFlags.None) => _rows[Cell(taking, level, flags)];

    internal static SubjectOrders Prove(PolicyTable table, PolicySubject subject, List<PolicyFault> faults)
    {
        var tracks = table.Tracks.Where(track => track.Subject == subject).ToList();
        var rows = table.Rows.ToLookup(row => row.Track, StringComparer.Ordinal);
        var (byCell, acts) = (new PolicyRow[Cells][], new OrderedAct[Cells][]);
        var (used, told) = (new HashSet<PolicyRow>(ReferenceEqualityComparer.Instance), new HashSet<string>(StringComparer.Ordinal));
        for (var cell = 0; cell < Cells; cell++)
        {
            var (taking, level, flags) = Combination(cell);
            var chosen = new List<PolicyRow>(tracks.Count);
            foreach (var track in tracks)
            {
                var holding = rows[track.Id].Where(row => row.When.Holds(taking, level, flags)).ToList();
                used.UnionWith(holding);
                if (holding.Count == 1)
                {
                    chosen.Add(holding[0]);
                }
                else if (told.Add(track.Id + '\n' + string.Join('\n', holding.Select(row => row.Id))))
                {
                    // Said once for all combinations that fail alike, with the first of them.
                    faults.Add(new PolicyFault(holding.Count == 0 ? FaultCodes.Gap : FaultCodes.Overlap, track.Id, Say(taking, level, flags), [.. holding.Select(row => row.Id)], track.Place));
                }
            }

            byCell[cell] = [.. chosen];
            acts[cell] = [.. chosen.SelectMany(row => row.Acts.Where(act => !act.Automatic).Select(act => new OrderedAct(act, row, -1)))];
            foreach (var same in acts[cell].GroupBy(act => act.Act.Act, StringComparer.Ordinal).Where(same => same.Skip(1).Any()))
            {
                if (told.Add("twice\n" + same.First().Key + '\n' + same.Last().Key))
                {
                    faults.Add(new PolicyFault(FaultCodes.ActTwice, same.Key, Say(taking, level, flags), [same.First().Row.Id, same.Last().Row.Id], same.Last().Act.Place));
                }
            }
        }

        faults.AddRange(tracks.SelectMany(track => rows[track.Id]).Where(row => !used.Contains(row)).Select(row => new PolicyFault(FaultCodes.NeverApplies, row.Id, "", [], row.Place)));
        return new SubjectOrders(byCell, acts);
    }

    private static int Cell(Taking taking, int level, CaseFlags flags) => level is >= 1 and <= CompiledPolicy.Levels
        ? ((((int)taking * CompiledPolicy.Levels) + level - 1) * CompiledPolicy.FlagSets) + (int)flags
        : throw new ArgumentOutOfRangeException(nameof(level), level, "a level is 1 to 4");

    private static (Taking Taking, int Level, CaseFlags Flags) Combination(int cell) =>
        ((Taking)(cell / (CompiledPolicy.Levels * CompiledPolicy.FlagSets)), (cell / CompiledPolicy.FlagSets % CompiledPolicy.Levels) + 1, (CaseFlags)(cell % CompiledPolicy.FlagSets));

    private static string Say(Taking taking, int level, CaseFlags flags) => string.Create(
        CultureInfo.InvariantCulture,
        $"taking {PolicyNames.Of(taking)} × level {level} × {{{string.Join(", ", Names.AllFlags.Where((_, bit) => ((int)flags >> bit & 1) == 1))}}}");
}
