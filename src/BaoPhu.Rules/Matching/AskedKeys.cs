using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace BaoPhu.Rules.Matching;

/// <summary>Distinct keys, numbered from 0: a table by open addressing that grows, and before it one bit for each eighth of a key, which turns most strangers away. Its arrays are
/// lent: one table after another is made of the same memory.</summary>
internal sealed class AskedKeys : IDisposable
{
    public const int Nobody = -1;

    private ulong[] _bits = [];
    private ulong[] _keys = [];
    private int[] _numbers = [];
    private int _places;
    private int _shift;

    /// <summary><paramref name="room"/>: keys for which it need not grow.</summary>
    public AskedKeys(int room) => Resize((int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(16, room * 2)));

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
            if (Count * 2 >= _places)
            {
                Grow();
                place = Place(key);
            }

            Put(place, key, Count++);
        }

        return _numbers[place];
    }

    /// <summary>The number of a key, or <see cref="Nobody"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
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
    // See BlockingKeys.Of.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Place(ulong key)
    {
        var place = (int)key & (_places - 1);
        while (_keys[place] != 0 && _keys[place] != key)
        {
            place = (place + 1) & (_places - 1);
        }

        return place;
    }

    private void Put(int place, ulong key, int number)
    {
        (_keys[place], _numbers[place]) = (key, number);
        _bits[key >> _shift >> 6] |= 1UL << (int)(key >> _shift);
    }

    private void Grow()
    {
        var (bits, keys, numbers, places) = (_bits, _keys, _numbers, _places);
        Resize(places * 2);
        for (var place = 0; place < places; place++)
        {
            if (keys[place] != 0)
            {
                Put(Place(keys[place]), keys[place], numbers[place]);
            }
        }

        Return(bits, keys, numbers);
    }

    private void Resize(int places)
    {
        (_bits, _keys, _numbers) = (ArrayPool<ulong>.Shared.Rent(places * 8 / 64), ArrayPool<ulong>.Shared.Rent(places), ArrayPool<int>.Shared.Rent(places));
        (_places, _shift) = (places, 64 - BitOperations.Log2((uint)places * 8));
        Array.Clear(_bits);
        Array.Clear(_keys);
    }

    public void Dispose()
    {
        Return(_bits, _keys, _numbers);
        (_bits, _keys, _numbers) = ([], [], []);
    }

    private static void Return(ulong[] bits, ulong[] keys, int[] numbers)
    {
        ArrayPool<ulong>.Shared.Return(bits);
        ArrayPool<ulong>.Shared.Return(keys);
        ArrayPool<int>.Shared.Return(numbers);
    }
}
