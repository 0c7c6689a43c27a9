using BaoPhu.Rules.Policy;

namespace BaoPhu.Rules.Planning;

/// <summary>
/// A compiled table in numbers: every ordered act has a number, every combination the numbers it orders, each act once (where two tracks order the same
/// act, doing goes before suspending). Immutable; one per table and pass.
/// </summary>
public sealed class OrderBook
{
    private const int FlagSets = 32;
    private readonly short[][] _cells = new short[4 * 4 * 4 * FlagSets][];
    private readonly uint[] _acts = new uint[4 * 4 * 4 * FlagSets];
    private readonly List<OrderedAct> _orders = [];
    private readonly List<int> _actOf = [];
    private readonly Dictionary<string, int> _byKey = new(StringComparer.Ordinal);

    public OrderBook(CompiledPolicy policy)
    {
        Policy = policy;
        var numbers = new Dictionary<OrderedAct, short>(ReferenceEqualityComparer.Instance);
        var taken = new List<short>();
        for (var cell = 0; cell < _cells.Length; cell++)
        {
            taken.Clear();
            foreach (var order in policy.Acts((Standing)(cell / (4 * 4 * FlagSets)), (DebtBand)(cell / (4 * FlagSets) % 4), (cell / FlagSets % 4) + 1, (CaseFlags)(cell % FlagSets)))
            {
                if (!numbers.TryGetValue(order, out var number))
                {
                    number = (short)_orders.Count;
                    numbers.Add(order, number);
                    _orders.Add(order);
                    _actOf.Add(NumberOf(order.Act.Act));
                    _byKey.TryAdd(order.Key, number);
                }

                var act = _actOf[number];
                if ((_acts[cell] >> act & 1) == 0)
                {
                    taken.Add(number);
                }
                else if (order.Act.Mode == ActMode.Do)
                {
                    var before = taken.FindIndex(t => _actOf[t] == act);
                    taken[before] = _orders[taken[before]].Act.Mode == ActMode.Do ? taken[before] : number;
                }

                _acts[cell] |= 1u << act;
            }

            _cells[cell] = [.. taken];
        }
    }

    public CompiledPolicy Policy { get; }
    public IReadOnlyList<OrderedAct> Orders => _orders;

    public OrderedAct this[int order] => _orders[order];

    /// <summary>Number of an act in <see cref="ActNames.All"/>. Throws <see cref="ArgumentException"/> for a word that is no act.</summary>
    public static int NumberOf(string act)
    {
        for (var i = 0; i < ActNames.All.Count; i++)
        {
            if (ActNames.All[i] == act)
            {
                return i;
            }
        }

        throw new ArgumentException($"'{act}' is no act", nameof(act));
    }

    public int ActOf(int order) => _actOf[order];

    /// <summary>Numbers of the orders of a combination, in the order of the table.</summary>
    public ReadOnlySpan<short> At(Standing standing, DebtBand band, int level, CaseFlags flags) => _cells[Cell(standing, band, level, flags)];

    /// <summary>True if the combination orders the act (to be done or to be suspended).</summary>
    public bool Has(int act, Standing standing, DebtBand band, int level, CaseFlags flags) => (_acts[Cell(standing, band, level, flags)] >> act & 1) == 1;

    /// <summary>Number of the order with the key "row/act", or -1 where this version has none.</summary>
    public int Find(string key) => _byKey.GetValueOrDefault(key, -1);

    private static int Cell(Standing standing, DebtBand band, int level, CaseFlags flags) =>
        (((((int)standing * 4) + (int)band) * 4) + level - 1) * FlagSets + (int)flags;
}
