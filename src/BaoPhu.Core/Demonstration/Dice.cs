namespace BaoPhu.Core.Demonstration;

/// <summary>
/// Chance that repeats itself: the same seed and path (province, employer…) give the same throws on every machine, whatever was drawn elsewhere. SplitMix64.
/// </summary>
internal sealed class Dice
{
    private ulong _state;

    public Dice(long seed, params ReadOnlySpan<int> path)
    {
        _state = unchecked((ulong)seed * 0x9E3779B97F4A7C15UL);
        foreach (var step in path)
        {
            _state = Next() ^ unchecked((ulong)step * 0xBF58476D1CE4E5B9UL);
        }
    }

    public ulong Next()
    {
        unchecked
        {
            _state += 0x9E3779B97F4A7C15UL;
            var z = _state;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }

    /// <summary>0 to <paramref name="bound"/> − 1.</summary>
    public int Below(int bound) => (int)(Next() % (ulong)bound);

    /// <summary>Both ends included.</summary>
    public int Between(int first, int last) => first + Below(last - first + 1);

    /// <summary>From 0, exclusive, to 1, inclusive.</summary>
    public double Share() => ((Next() >> 11) + 1) / (double)(1UL << 53);

    /// <summary>True in so many of a thousand throws.</summary>
    public bool Chance(int perMille) => Below(1000) < perMille;

    public T Pick<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    public T Pick<T>(Weighted<T> items) => items.At(Below(items.Total));

    public void Shuffle<T>(IList<T> items)
    {
        for (var i = items.Count - 1; i > 0; i--)
        {
            var j = Below(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}

/// <summary>Items with their weights, as frequencies are published.</summary>
internal sealed class Weighted<T>
{
    private readonly T[] _items;
    private readonly int[] _sums;

    public Weighted(params IReadOnlyList<(T Item, int Weight)> items)
    {
        _items = [.. items.Select(i => i.Item)];
        _sums = new int[_items.Length];
        for (var i = 0; i < _items.Length; i++)
        {
            Total += items[i].Weight;
            _sums[i] = Total;
        }
    }

    public int Total { get; }

    public T At(int throwOf)
    {
        var place = Array.BinarySearch(_sums, throwOf + 1);
        return _items[place < 0 ? ~place : place];
    }
}
