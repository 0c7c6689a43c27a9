using System.Numerics;

namespace BaoPhu.Rules.Matching;

/// <summary>
/// Rows of a table by one key, so that only those are compared that share it: rows of one place of the table stand beside each other, with eight bits of the key's digest (two keys that agree in them
/// are compared for nothing, which harms nobody).
/// </summary>
internal sealed class Blocks
{
    private readonly int[] _ends;
    private readonly int[] _rows;
    private readonly byte[] _tags;
    private readonly int _shift;

    /// <summary>Indexes the rows of a table under one key; rows without it (0) are left out.</summary>
    public Blocks(PersonRows rows, BlockingKey key)
    {
        var keys = new ulong[rows.Count];
        var count = 0;
        for (var row = 0; row < keys.Length; row++)
        {
            keys[row] = key.Of(rows, row);
            count += keys[row] == 0 ? 0 : 1;
        }

        var places = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, count / 2));
        _shift = 64 - BitOperations.Log2((uint)places);
        (_ends, _rows, _tags) = (new int[places + 1], new int[count], new byte[count]);
        foreach (var of in keys)
        {
            _ends[Place(of) + 1] += of == 0 ? 0 : 1;
        }

        for (var place = 0; place < places; place++)
        {
            Largest = Math.Max(Largest, _ends[place + 1]);
            _ends[place + 1] += _ends[place];
        }

        // Filled from behind, each end becomes the beginning of its own place.
        for (var row = keys.Length - 1; row >= 0; row--)
        {
            if (keys[row] != 0)
            {
                var at = --_ends[Place(keys[row]) + 1];
                (_rows[at], _tags[at]) = (row, (byte)keys[row]);
            }
        }
    }

    /// <summary>At least as many as share one key.</summary>
    public int Largest { get; }

    /// <summary>Adds the rows of a key to a list. False, and nothing added, where more than <paramref name="most"/> share it.</summary>
    public bool Find(ulong key, int most, List<int> into)
    {
        if (key == 0 || _rows.Length == 0)
        {
            return true;
        }

        var (place, before) = (Place(key), into.Count);
        var end = place + 2 < _ends.Length ? _ends[place + 2] : _rows.Length;
        for (var at = _ends[place + 1]; at < end; at++)
        {
            if (_tags[at] == (byte)key)
            {
                into.Add(_rows[at]);
                if (into.Count - before > most)
                {
                    into.RemoveRange(before, into.Count - before);
                    return false;
                }
            }
        }

        return true;
    }

    private int Place(ulong key) => (int)(key >> _shift);
}
