using System.Numerics;

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

/// <summary>Distinct keys, numbered from 0: a table by open addressing, and before it one bit for each eighth of a key, which turns most strangers away.</summary>
internal sealed class AskedKeys
{
    public const int Nobody = -1;

    private readonly ulong[] _bits;
    private readonly ulong[] _keys;
    private readonly int[] _numbers;
    private readonly int _shift;

    public AskedKeys(int most)
    {
        var places = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, most * 2));
        (_bits, _keys, _numbers, _shift) = (new ulong[places * 8 / 64], new ulong[places], new int[places], 64 - BitOperations.Log2((uint)places * 8));
    }

    public int Count { get; private set; }

    /// <summary>The number of a key; <see cref="Nobody"/> of 0.</summary>
    public int Add(ulong key)
    {
        if (key == 0)
        {
            return Nobody;
        }

        var place = Place(key);
        if (_keys[place] == 0)
        {
            (_keys[place], _numbers[place]) = (key, Count++);
            _bits[key >> _shift >> 6] |= 1UL << (int)(key >> _shift);
        }

        return _numbers[place];
    }

    /// <summary>The number of a key, or <see cref="Nobody"/>.</summary>
    public int Find(ulong key)
    {
        if (key == 0 || (_bits[key >> _shift >> 6] & (1UL << (int)(key >> _shift))) == 0)
        {
            return Nobody;
        }

        var place = Place(key);
        return _keys[place] == key ? _numbers[place] : Nobody;
    }

    /// <summary>Where the key is, or the free place where it would be.</summary>
    private int Place(ulong key)
    {
        var place = (int)key & (_keys.Length - 1);
        while (_keys[place] != 0 && _keys[place] != key)
        {
            place = (place + 1) & (_keys.Length - 1);
        }

        return place;
    }
}
