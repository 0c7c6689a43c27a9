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

        // First how many share each key, then who they are.
        var bearers = ArrayPool<int>.Shared.Rent(asked.Count);
        var keys = ArrayPool<int>.Shared.Rent(register.Count);
        Array.Clear(bearers);
        for (var person = 0; person < register.Count; person++)
        {
            keys[person] = asked.Find(key.Of(register, person));
            if (keys[person] >= 0)
            {
                bearers[keys[person]]++;
            }
        }

        // Where each key's persons end; filled from behind, it is where they begin.
        _from = new int[asked.Count + 1];
        var end = 0;
        for (var of = 0; of < asked.Count; of++)
        {
            _from[of] = end += bearers[of] <= key.Most ? bearers[of] : 0;
        }

        _from[^1] = end;
        _persons = new int[end];
        for (var person = register.Count - 1; person >= 0; person--)
        {
            if (keys[person] is >= 0 and var of && bearers[of] <= key.Most)
            {
                _persons[--_from[of]] = person;
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

        ArrayPool<int>.Shared.Return(keys);
        ArrayPool<int>.Shared.Return(bearers);
        if (isCrowded && key.Narrower is { } narrower)
        {
            _narrower = new Blocks(narrower, asking, askers, register, this);
        }
    }

    /// <summary>Who shares the key of an asker (by its place among them), in the order of the register; where too many do, who shares its narrower one.</summary>
    public ReadOnlySpan<int> Of(int asker) => _keyOf[asker] switch
    {
        Crowd => _narrower is null ? [] : _narrower.Of(asker),
        AskedKeys.Nobody => [],
        var of => _persons.AsSpan(_from[of].._from[of + 1]),
    };
}
