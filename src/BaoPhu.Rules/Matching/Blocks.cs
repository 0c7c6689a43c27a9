using System.Buffers;

namespace BaoPhu.Rules.Matching;

/// <summary>
/// The persons of a register by one key, for the rows that ask: a person whose key nobody asks for is passed over, so that time and memory follow the rows that must be compared and not the register.
/// </summary>
internal sealed class Blocks
{
    private const int Crowd = -2;

    // Of each asker the number of his key: whose persons stand in _persons from _from on. Nobody: he has none. Crowd: too many share it.
    private readonly int[] _keyOf;
    private readonly int[] _from;
    private readonly int[] _persons;
    private readonly Blocks? _narrower;

    /// <summary><paramref name="askers"/>: rows of <paramref name="asking"/>. <paramref name="wider"/>: only those ask whose key there too many share.</summary>
    public Blocks(BlockingKey key, PersonRows asking, int[] askers, PersonRows register, Blocks? wider = null)
    {
        using var asked = new AskedKeys(askers.Length);
        _keyOf = new int[askers.Length];
        for (var a = 0; a < askers.Length; a++)
        {
            _keyOf[a] = wider is null || wider._keyOf[a] == Crowd ? asked.Add(key.Of(asking, askers[a])) : AskedKeys.Nobody;
        }

        var keys = ArrayPool<int>.Shared.Rent(register.Count);
        for (var person = 0; person < register.Count; person++)
        {
            keys[person] = asked.Find(key.Of(register, person));
        }

        var isCrowded = Fill(key, asked.Count, keys.AsSpan(0, register.Count), [], out _from, out _persons);
        ArrayPool<int>.Shared.Return(keys);
        if (isCrowded && key.Narrower is { } narrower)
        {
            _narrower = new Blocks(narrower, asking, askers, register, this);
        }
    }

    private Blocks(BlockingKey key, int[] keyOf, int count, List<(int Key, int Person)> found, Blocks? narrower)
    {
        (_keyOf, _narrower) = (keyOf, narrower);
        Fill(key, count, [.. found.Select(f => f.Key)], [.. found.Select(f => f.Person)], out _from, out _persons);
    }

    /// <summary>The same for several keys and few askers: the register is gone through once for all keys, not once for each.</summary>
    public static Blocks[] OfFew(IReadOnlyList<BlockingKey> keys, PersonRows asking, int[] askers, PersonRows register, ParallelOptions threads)
    {
        var all = BlockingKeys.WithNarrower(keys);
        using var scan = new KeyScan(all, askers.Length);
        var keyOf = all.Select((_, k) => Array.ConvertAll(askers, a => scan.Ask(k, asking, a))).ToArray();
        var found = scan.Find(register, threads);
        var blocks = new Dictionary<BlockingKey, Blocks>(ReferenceEqualityComparer.Instance);
        // A narrower key stands behind its wider one.
        for (var k = all.Count - 1; k >= 0; k--)
        {
            blocks[all[k]] = new(all[k], keyOf[k], scan.Count(k), found[k], all[k].Narrower is { } narrower ? blocks[narrower] : null);
        }

        return [.. keys.Select(k => blocks[k])];
    }

    /// <summary>
    /// Sets down whom each key finds. <paramref name="keys"/>: for each of <paramref name="persons"/> (empty: for each place of the register) the number of his key. True where too many share one.
    /// </summary>
    private bool Fill(BlockingKey key, int count, ReadOnlySpan<int> keys, ReadOnlySpan<int> persons, out int[] from, out int[] to)
    {
        // First how many share each key, then who they are.
        var bearers = ArrayPool<int>.Shared.Rent(count);
        Array.Clear(bearers);
        foreach (var of in keys)
        {
            if (of >= 0)
            {
                bearers[of]++;
            }
        }

        // Where each key's persons end; filled from behind, it is where they begin.
        from = new int[count + 1];
        var end = 0;
        for (var of = 0; of < count; of++)
        {
            from[of] = end += bearers[of] <= key.Most ? bearers[of] : 0;
        }

        from[^1] = end;
        to = new int[end];
        for (var i = keys.Length - 1; i >= 0; i--)
        {
            if (keys[i] is >= 0 and var of && bearers[of] <= key.Most)
            {
                to[--from[of]] = persons.IsEmpty ? i : persons[i];
            }
        }

        var isCrowded = false;
        foreach (ref var of in _keyOf.AsSpan())
        {
            if (of >= 0 && bearers[of] > key.Most)
            {
                (of, isCrowded) = (Crowd, true);
            }
        }

        ArrayPool<int>.Shared.Return(bearers);
        return isCrowded;
    }

    /// <summary>Who shares the key of an asker (by its place among them), in the order of the register; where too many do, who shares its narrower one.</summary>
    public ReadOnlySpan<int> Of(int asker) => _keyOf[asker] switch
    {
        Crowd => _narrower is null ? [] : _narrower.Of(asker),
        AskedKeys.Nobody => [],
        var of => _persons.AsSpan(_from[of].._from[of + 1]),
    };
}
