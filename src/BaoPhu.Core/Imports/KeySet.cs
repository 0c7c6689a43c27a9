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
/// Finds the keys that a file gives more than once. As long as keys ascend nothing is searched; otherwise the blocks are sorted where they stand and merged once at the end,
/// which takes a tenth of the time of a group by in the database and no second copy of the keys.
/// </summary>
internal sealed class RepeatFinder
{
    private const int Block = 1 << 18;
    private readonly List<long[]> _blocks = [];
    private int _used = Block;
    private long _last = long.MinValue;

    /// <summary>True while every key was greater than the one before it.</summary>
    public bool Ascending { get; private set; } = true;

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
            // The least key of each block that is left, with its block and place.
            var least = new PriorityQueue<(int Block, int Place), long>(_blocks.Count);
            for (var b = 0; b < _blocks.Count; b++)
            {
                Array.Sort(_blocks[b], 0, Used(b));
                least.Enqueue((b, 0), _blocks[b][0]);
            }

            long? before = null;
            while (least.TryPeek(out var at, out var key))
            {
                if (key == before && (repeated.Count == 0 || repeated[^1] != key))
                {
                    repeated.Add(key);
                }

                before = key;
                if (at.Place + 1 < Used(at.Block))
                {
                    least.DequeueEnqueue((at.Block, at.Place + 1), _blocks[at.Block][at.Place + 1]);
                }
                else
                {
                    least.Dequeue();
                }
            }
        }

        _blocks.Clear();
        _used = Block;
        return repeated;
    }

    private int Used(int block) => block == _blocks.Count - 1 ? _used : Block;
}
