using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace BaoPhu.Rules.Matching;

/// <summary>
/// Several keys asked for at once. A table is gone through once for all of them: where few ask, reading the rows costs more than what is found, and each row is read once.
/// </summary>
internal sealed class KeyScan : IDisposable
{
    private readonly KeyOf[] _kinds;
    private readonly AskedKeys[] _asked;
    private readonly bool _fuzzy;

    /// <summary><paramref name="room"/>: keys of each kind for which it need not grow.</summary>
    public KeyScan(IReadOnlyList<BlockingKey> keys, int room) =>
        (Keys, _kinds, _asked, _fuzzy) = (keys, [.. keys.Select(k => k.Kind)], [.. keys.Select(_ => new AskedKeys(room))], keys.Any(k => k.Kind > KeyOf.NameDayUnit));

    public IReadOnlyList<BlockingKey> Keys { get; }

    /// <summary>Asks for the k-th key of a row; its number among those asked for, or <see cref="AskedKeys.Nobody"/>.</summary>
    public int Ask(int k, PersonRows rows, int row) => _asked[k].Add(BlockingKeys.Of(_kinds[k], rows, row));

    /// <summary>How many different k-th keys are asked for.</summary>
    public int Count(int k) => _asked[k].Count;

    /// <summary>The numbers of a row's keys among those asked for, or <see cref="AskedKeys.Nobody"/>, in the order of <see cref="Keys"/>.</summary>
    // See BlockingKeys.Of.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Find(PersonRows rows, int row, Span<int> numbers)
    {
        Span<ulong> keys = stackalloc ulong[BlockingKeys.Room];
        BlockingKeys.All(rows, row, _fuzzy, keys);
        for (var k = 0; k < _kinds.Length; k++)
        {
            numbers[k] = _asked[k].Find(keys[(int)_kinds[k]]);
        }
    }

    /// <summary>Of each key the rows that have one asked for, with its number, in their order.</summary>
    public List<(int Key, int Row)>[] Find(PersonRows rows, ParallelOptions threads)
    {
        var parts = new ConcurrentDictionary<int, List<(int Key, int Row)>[]>();
        Each(rows, threads, [MethodImpl(MethodImplOptions.AggressiveOptimization)] (from, to) =>
        {
            var found = Array.ConvertAll(_asked, _ => new List<(int, int)>());
            Span<int> numbers = stackalloc int[found.Length];
            for (var row = from; row < to; row++)
            {
                Find(rows, row, numbers);
                for (var k = 0; k < found.Length; k++)
                {
                    if (numbers[k] is >= 0 and var of)
                    {
                        found[k].Add((of, row));
                    }
                }
            }

            parts[from] = found;
        });
        var whole = Array.ConvertAll(_asked, _ => new List<(int, int)>());
        foreach (var (_, part) in parts.OrderBy(p => p.Key))
        {
            for (var k = 0; k < whole.Length; k++)
            {
                whole[k].AddRange(part[k]);
            }
        }

        return whole;
    }

    /// <summary>How many rows have each of the keys asked for.</summary>
    public int[][] Bearers(PersonRows rows, ParallelOptions threads)
    {
        var sum = Array.ConvertAll(_asked, a => new int[a.Count]);
        Each(rows, threads, [MethodImpl(MethodImplOptions.AggressiveOptimization)] (from, to) =>
        {
            var own = Array.ConvertAll(_asked, a => new int[a.Count]);
            Span<int> numbers = stackalloc int[own.Length];
            for (var row = from; row < to; row++)
            {
                Find(rows, row, numbers);
                for (var k = 0; k < own.Length; k++)
                {
                    if (numbers[k] is >= 0 and var of)
                    {
                        own[k][of]++;
                    }
                }
            }

            lock (sum)
            {
                for (var k = 0; k < own.Length; k++)
                {
                    for (var of = 0; of < own[k].Length; of++)
                    {
                        sum[k][of] += own[k][of];
                    }
                }
            }
        });
        return sum;
    }

    /// <summary>Goes through the places of a table in parts, one for each thread.</summary>
    public static void Each(PersonRows rows, ParallelOptions threads, Action<int, int> part)
    {
        if (rows.Count > 0)
        {
            Parallel.ForEach(Partitioner.Create(0, rows.Count, Math.Max(1, (rows.Count / threads.MaxDegreeOfParallelism) + 1)), threads, range => part(range.Item1, range.Item2));
        }
    }

    public void Dispose() => Array.ForEach(_asked, a => a.Dispose());
}
