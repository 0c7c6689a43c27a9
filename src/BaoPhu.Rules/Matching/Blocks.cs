using System.Numerics;

namespace BaoPhu.Rules.Matching;

/// <summary>Rows by keys, so that only those are compared that share one. A key whose block is too large finds nothing: narrower keys cover its rows.</summary>
internal sealed class Blocks
{
    private readonly int[] _heads;
    private readonly int[] _next;
    private readonly ulong[] _keys;
    private readonly ushort[] _sizes;
    private readonly ulong _mask;

    /// <summary>Indexes the rows of a table under one key; rows without it (0) are left out.</summary>
    public Blocks(int count, Func<int, ulong> key)
    {
        var buckets = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, count));
        _mask = (ulong)buckets - 1;
        _heads = new int[buckets];
        _next = new int[count];
        _keys = new ulong[count];
        _sizes = new ushort[buckets];
        for (var row = count - 1; row >= 0; row--)
        {
            var of = _keys[row] = key(row);
            if (of != 0)
            {
                ref var head = ref _heads[of & _mask];
                _next[row] = head;
                head = row + 1;
                ref var size = ref _sizes[of & _mask];
                size += (ushort)(size < ushort.MaxValue ? 1 : 0);
            }
        }
    }

    /// <summary>Adds the rows of a key to a list; nothing where more than <paramref name="most"/> share its place.</summary>
    public void Find(ulong key, int most, List<int> into)
    {
        if (key == 0 || _sizes[key & _mask] > most)
        {
            return;
        }

        for (var at = _heads[key & _mask]; at != 0; at = _next[at - 1])
        {
            if (_keys[at - 1] == key)
            {
                into.Add(at - 1);
            }
        }
    }
}

/// <summary>The keys under which persons are looked for. 0: the row has not what the key is made of.</summary>
internal static class BlockingKeys
{
    private const ulong Value = (1UL << 56) - 1;

    /// <summary>Numbers that name one person: equal ones are looked for first, and end the search where the name or the birth date agrees.</summary>
    public static IReadOnlyList<Func<PersonRows, int, ulong>> Exact { get; } =
    [
        (p, i) => p.Social[i] == 0 ? 0 : Key(1, (ulong)p.Social[i]),
        (p, i) => p.Citizen[i] == 0 ? 0 : Key(2, p.Citizen[i] & Value),
        (p, i) => p.Tax[i] == 0 ? 0 : Key(3, p.Tax[i] & Value),
    ];

    /// <summary>Narrow keys first.</summary>
    public static IReadOnlyList<Func<PersonRows, int, ulong>> Fuzzy { get; } =
    [
        // The name in any order and the year.
        (p, i) => p.Birth[i] == 0 ? 0 : Key(11, p.Set[i], (ulong)p.Year(i)),

        // The given name and the day, day and month in either order.
        (p, i) => Day(p, i) is 0 ? 0 : Key(12, (ulong)p.Given(i), Day(p, i)),

        // Half of an identity number and the given name: a wrong digit is in one half only.
        (p, i) => p.Citizen[i] == 0 ? 0 : Key(13, (p.Citizen[i] & Value) % 1_000_000, (ulong)p.Given(i)),
        (p, i) => p.Citizen[i] == 0 ? 0 : Key(14, (p.Citizen[i] & Value) / 1_000_000, (ulong)p.Given(i), (ulong)p.Family(i)),
        (p, i) => p.Tax[i] == 0 ? 0 : Key(15, (p.Tax[i] & Value) % 100_000, (ulong)p.Given(i)),

        // Family and given name and the year: middle names added or dropped.
        (p, i) => p.Birth[i] == 0 ? 0 : Key(16, (ulong)p.Family(i), (ulong)p.Given(i), (ulong)p.Year(i)),

        // The name with the employer, or in the commune, whatever the birth date says.
        (p, i) => p.Unit[i] == 0 ? 0 : Key(17, (ulong)p.Given(i), (ulong)p.Unit[i]),
        (p, i) => p.Commune[i] == 0 ? 0 : Key(18, p.Set[i], (ulong)p.Commune[i]),

        // The day and the family name: a slip in the given name.
        (p, i) => p.Birth[i] % 10_000 == 0 ? 0 : Key(19, (ulong)p.Family(i), (ulong)p.Birth[i]),

        // The name alone, where it is rare.
        (p, i) => Key(20, p.Set[i]),
    ];

    private static ulong Day(PersonRows p, int i)
    {
        var (month, day) = (p.Birth[i] / 100 % 100, p.Birth[i] % 100);
        return month == 0 ? 0 : ((ulong)p.Year(i) * 10_000) + ((ulong)Math.Min(month, day) * 100) + (ulong)Math.Max(month, day);
    }

    private static ulong Key(ulong kind, ulong a, ulong b = 0, ulong c = 0)
    {
        var key = PersonRows.Mix(PersonRows.Mix(PersonRows.Mix(a + (kind << 57)) ^ b) + c);
        return key == 0 ? 1 : key;
    }
}
