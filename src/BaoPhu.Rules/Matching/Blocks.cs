namespace BaoPhu.Rules.Matching;

/// <summary>
/// The persons of a register by one key, for the rows that ask: a person whose key nobody asks for is passed over, so that time and memory follow the rows that must be compared and not the register.
/// </summary>
internal sealed class Blocks
{
    private readonly int _most;
    private readonly int[] _keyOf;
    private readonly int[] _bearers;
    private readonly int[] _from;
    private readonly int[] _persons;
    private readonly Blocks? _narrower;

    /// <summary><paramref name="askers"/>: rows of <paramref name="asking"/>. <paramref name="wider"/>: only those ask whose key there too many share.</summary>
    public Blocks(BlockingKey key, PersonRows asking, int[] askers, PersonRows register, Blocks? wider = null)
    {
        _most = key.Most;
        var asked = new AskedKeys(askers.Length);
        _keyOf = new int[askers.Length];
        for (var a = 0; a < askers.Length; a++)
        {
            _keyOf[a] = wider is null || wider.IsCrowded(a) ? asked.Add(key.Of(asking, askers[a])) : AskedKeys.Nobody;
        }

        _bearers = new int[asked.Count];
        var found = new List<(int Key, int Person)>();
        for (var person = 0; person < register.Count; person++)
        {
            var of = asked.Find(key.Of(register, person));
            if (of >= 0 && _bearers[of]++ < _most)
            {
                found.Add((of, person));
            }
        }

        _from = new int[asked.Count + 1];
        for (var of = 0; of < asked.Count; of++)
        {
            _from[of + 1] = _from[of] + (_bearers[of] <= _most ? _bearers[of] : 0);
        }

        _persons = new int[_from[^1]];
        var next = _from.AsSpan().ToArray();
        foreach (var (of, person) in found)
        {
            if (_bearers[of] <= _most)
            {
                _persons[next[of]++] = person;
            }
        }

        if (key.Narrower is { } narrower && Array.Exists(_bearers, b => b > _most))
        {
            _narrower = new Blocks(narrower, asking, askers, register, this);
        }
    }

    /// <summary>Who shares the key of an asker (by its place among them), in the order of the register; where too many do, who shares its narrower one.</summary>
    public ReadOnlySpan<int> Of(int asker)
    {
        var of = _keyOf[asker];
        return of < 0 ? [] : _bearers[of] <= _most ? _persons.AsSpan(_from[of].._from[of + 1]) : _narrower is null ? [] : _narrower.Of(asker);
    }

    /// <summary>How many share the key of an asker, however many they are.</summary>
    public int Bearers(int asker) => _keyOf[asker] < 0 ? 0 : _bearers[_keyOf[asker]];

    private bool IsCrowded(int asker) => Bearers(asker) > _most;
}
