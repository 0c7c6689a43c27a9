namespace BaoPhu.Rules.Matching;

/// <summary>
/// The rows that ask, whom they find by each key, what their names weigh, and whom rows of the list take by an exact key. Who takes somebody asks by no other key.
/// </summary>
internal sealed class Asked
{
    private readonly PersonRows _told, _register;
    private readonly ParallelOptions _threads;
    private readonly Blocks[] _exact, _fuzzy;
    private readonly int[] _unsure;
    private readonly bool _all;

    // Of each person 1 if a row of the list takes him. Where some rows ask, known of those whom they find.
    private readonly byte[] _taken;
    private int _takenAgain;

    /// <summary><paramref name="also"/>: a person of whom it must be known whether he is taken, whoever finds him.</summary>
    public Asked(PersonRows told, PersonRows register, int[] rows, NameWeights names, ParallelOptions threads, int also = -1)
    {
        (_told, _register, _threads, Rows, Names, _unsure, _taken) = (told, register, threads, rows, names, new int[rows.Length], new byte[register.Count]);
        // Where most ask, all ask by the exact keys: these tell who is taken.
        _all = rows.Length * 2 > told.Count;
        var exact = _all ? [.. Enumerable.Range(0, told.Count)] : rows;
        _exact = Found(BlockingKeys.Exact, exact);
        var sure = new bool[exact.Length];
        Parallel.For(0, exact.Length, threads, place => sure[place] = Take(place, exact[place]));
        var rest = new List<int>();
        for (var asker = 0; asker < rows.Length; asker++)
        {
            _unsure[asker] = sure[Exact(asker)] ? -1 : rest.Count;
            if (!IsSure(asker))
            {
                rest.Add(rows[asker]);
            }
        }

        int[] asking = [.. rest];
        _fuzzy = Found(BlockingKeys.Fuzzy, asking);
        if (!_all)
        {
            FindTaken(also);
        }
    }

    public int[] Rows { get; }
    public NameWeights Names { get; }

    /// <summary>True if the asker takes somebody by an exact key.</summary>
    public bool IsSure(int asker) => _unsure[asker] < 0;

    /// <summary>True if a row of the list takes the person by an exact key.</summary>
    public bool IsTaken(int person) => _taken[person] != 0;

    /// <summary>By each key whom an asker finds; one person may be among several.</summary>
    public void Find(int asker, List<int> into)
    {
        var sure = IsSure(asker);
        foreach (var blocks in sure ? _exact : _fuzzy)
        {
            into.AddRange(blocks.Of(sure ? Exact(asker) : _unsure[asker]));
        }
    }

    /// <summary>
    /// Of the register the share that is taken, and how often one of them is taken again against how often he would be if the rows chose at random; at the most 1. Where all rows ask.
    /// </summary>
    public (double Share, double Again) Taken()
    {
        double persons = Math.Max(1, _register.Present), taken = _taken.Count(t => t != 0), rows = taken + _takenAgain;
        var byChance = rows - (persons * (1 - Math.Exp(-rows / persons)));
        return (Math.Min(taken / persons, 0.9), Math.Min(1, (_takenAgain + 0.5) / (byChance + 0.5)));
    }

    /// <summary>By each key those whom the rows find: by a pass of the register for all keys where few ask, else by one for each, which holds the numbers of one key at a time.</summary>
    private Blocks[] Found(IReadOnlyList<BlockingKey> keys, int[] askers)
    {
        if (!_all)
        {
            return Blocks.OfFew(keys, _told, askers, _register, _threads);
        }

        var blocks = new Blocks[keys.Count];
        Parallel.For(0, blocks.Length, _threads, k => blocks[k] = new(keys[k], _told, askers, _register));
        return blocks;
    }

    private int Exact(int asker) => _all ? Rows[asker] : asker;

    /// <summary>Notes whom the row takes; true if it takes anybody.</summary>
    private bool Take(int place, int row)
    {
        var any = false;
        for (var k = 0; k < _exact.Length; k++)
        {
            foreach (var person in _exact[k].Of(place))
            {
                if (Comparison.Agree(_told, row, _register, person))
                {
                    any = true;
                    if (!IsFoundBefore(k, place, person) && Interlocked.Exchange(ref _taken[person], 1) != 0)
                    {
                        Interlocked.Increment(ref _takenAgain);
                    }
                }
            }
        }

        return any;
    }

    private bool IsFoundBefore(int key, int place, int person)
    {
        for (var k = 0; k < key; k++)
        {
            if (_exact[k].Of(place).Contains(person))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The other way round: for those whom the askers find, the rows of the whole list that share an exact key with them.</summary>
    private void FindTaken(int also)
    {
        var found = new List<int>();
        for (var asker = 0; asker < Rows.Length; asker++)
        {
            if (!IsSure(asker))
            {
                Find(asker, found);
            }
        }

        if (also >= 0)
        {
            found.Add(also);
        }

        int[] persons = [.. found.Distinct()];
        foreach (var rows in Blocks.OfFew(BlockingKeys.Exact, _register, persons, _told, _threads))
        {
            for (var i = 0; i < persons.Length; i++)
            {
                foreach (var row in rows.Of(i))
                {
                    if (_taken[persons[i]] == 0 && Comparison.Agree(_told, row, _register, persons[i]))
                    {
                        _taken[persons[i]] = 1;
                    }
                }
            }
        }
    }
}
