namespace BaoPhu.Core.Imports;

/// <summary>A set of positive numbers in one array: the employers of a province are asked for once for every row of a file.</summary>
internal sealed class KeySet
{
    private long[] _slots;
    private int _count;

    public KeySet(int expected = 1024) => _slots = new long[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, expected * 2))];

    public int Count => _count;

    public bool Contains(long key) => _slots[Slot(_slots, key)] == key;

    public void Add(long key)
    {
        var slot = Slot(_slots, key);
        if (_slots[slot] == key)
        {
            return;
        }

        _slots[slot] = key;
        if (++_count * 2 > _slots.Length)
        {
            var larger = new long[_slots.Length * 2];
            foreach (var old in _slots)
            {
                if (old != 0)
                {
                    larger[Slot(larger, old)] = old;
                }
            }

            _slots = larger;
        }
    }

    private static int Slot(long[] slots, long key)
    {
        var mask = slots.Length - 1;
        var slot = (int)((ulong)(key * -7046029254386353131L) >> 32) & mask;
        while (slots[slot] != 0 && slots[slot] != key)
        {
            slot = (slot + 1) & mask;
        }

        return slot;
    }
}

/// <summary>
/// Finds the keys that a file gives more than once. As long as keys ascend nothing is even remembered to be searched; otherwise they are sorted once at the end,
/// which takes a tenth of the time of a group by in the database.
/// </summary>
internal sealed class RepeatFinder
{
    private const int Block = 1 << 18;
    private readonly List<long[]> _blocks = [];
    private int _used = Block;
    private long _last = long.MinValue;

    /// <summary>True while every key was greater than the one before it.</summary>
    public bool Ascending { get; private set; } = true;

    public long Count => _blocks.Count == 0 ? 0 : ((_blocks.Count - 1L) * Block) + _used;

    public void Add(long key)
    {
        if (_used == Block)
        {
            _blocks.Add(new long[Block]);
            _used = 0;
        }

        _blocks[^1][_used++] = key;
        Ascending &= key > _last;
        _last = key;
    }

    /// <summary>The keys that occur several times, ascending. The finder is empty afterwards.</summary>
    public List<long> Repeated()
    {
        var repeated = new List<long>();
        if (!Ascending)
        {
            var all = new long[Count];
            for (var b = 0; b < _blocks.Count; b++)
            {
                _blocks[b].AsSpan(0, b == _blocks.Count - 1 ? _used : Block).CopyTo(all.AsSpan(b * Block));
                _blocks[b] = [];
            }

            Array.Sort(all);
            for (var i = 1; i < all.Length; i++)
            {
                if (all[i] == all[i - 1] && (repeated.Count == 0 || repeated[^1] != all[i]))
                {
                    repeated.Add(all[i]);
                }
            }
        }

        _blocks.Clear();
        _used = Block;
        return repeated;
    }
}
