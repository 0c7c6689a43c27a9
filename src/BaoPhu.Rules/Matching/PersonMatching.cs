using System.Runtime.InteropServices;

namespace BaoPhu.Rules.Matching;

/// <summary>What the matching says of a row.</summary>
public enum MatchVerdict : byte
{
    /// <summary>Nobody of the register is likely enough.</summary>
    Rejected = 0,

    /// <summary>A person must read it.</summary>
    Review = 1,
    Accepted = 2,
}

/// <summary>The best person for a row. <paramref name="Row"/>, <paramref name="Person"/>: numbers of rows; person -1: none. <paramref name="Bits"/>: log-odds before rivals, <paramref name="Probability"/> beside them.</summary>
public readonly record struct MatchAnswer(int Row, int Person, float Bits, float Probability, MatchVerdict Verdict);

/// <summary>One comparison of a pair in words: field, level, bits.</summary>
public readonly record struct MatchTerm(string Field, string Level, double Bits);

/// <summary>All answers with what was done for them.</summary>
/// <param name="Pairs">Pairs compared.</param>
public sealed record MatchResult(MatchModel Model, IReadOnlyList<MatchAnswer> Answers, long Pairs)
{
    public int Of(MatchVerdict verdict) => Answers.Count(a => a.Verdict == verdict);
}

/// <summary>
/// Finds for each row of a list the person of a register it is. Rows that share a number and agree in name or birth date are compared with nobody else; the others with those who share one of several keys.
/// What sure means follows from the data: the weights are learned from them, the prior odds from how many are expected to be found among all, and the threshold from the precision that is wanted. A person
/// may answer for several rows: who is paid by two employers stands in the list twice.
/// </summary>
public sealed class PersonMatching
{
    /// <summary>Rows from which the weights are learned; more change them in the third digit.</summary>
    private const int Sample = 10_000;

    private const int RandomPairs = 250_000;

    private readonly PersonRows _told;
    private readonly PersonRows _register;
    private readonly double _precision;
    private readonly double _caution;
    private readonly int _threads;
    private readonly Finder[] _exact;
    private readonly Finder[] _fuzzy;
    private readonly IReadOnlySet<(int Row, int Person)> _apart;
    private readonly Dictionary<ulong, int> _names = [];
    private readonly Dictionary<ulong, int> _ends = [];

    /// <summary>
    /// Prepares the register. <paramref name="precision"/>: the share of accepted pairs that must be right. <paramref name="apart"/>: pairs of which persons have said that they are two; they are not proposed
    /// again. <paramref name="caution"/>: how much oftener readers found pairs to be two than the probabilities said (1: as often; below 1 the thresholds fall).
    /// </summary>
    public PersonMatching(PersonRows told, PersonRows register, double precision = 0.998, IReadOnlySet<(int Row, int Person)>? apart = null, double caution = 1, int threads = 2)
    {
        (_told, _register, _precision, _caution, _threads, _apart) = (told, register, precision, caution, threads, apart ?? new HashSet<(int, int)>());
        (_exact, _fuzzy) = (new Finder[BlockingKeys.Exact.Count], new Finder[BlockingKeys.Fuzzy.Count]);
        var work = new List<Action> { () => Count(_names, i => register.At(i).Set), () => Count(_ends, i => Ends(register.At(i))) };
        work.AddRange(Enumerable.Range(0, _exact.Length).Select(k => (Action)(() => _exact[k] = new(register, BlockingKeys.Exact[k]))));
        work.AddRange(Enumerable.Range(0, _fuzzy.Length).Select(k => (Action)(() => _fuzzy[k] = new(register, BlockingKeys.Fuzzy[k]))));
        Parallel.Invoke(new ParallelOptions { MaxDegreeOfParallelism = threads }, [.. work]);

        void Count(Dictionary<ulong, int> counts, Func<int, ulong> key)
        {
            for (var i = 0; i < register.Count; i++)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(counts, key(i), out _)++;
            }
        }
    }

    /// <summary>
    /// Answers for all rows of the list, or for those of <paramref name="only"/> (the ones that are new or changed). With a <paramref name="model"/> of an earlier run nothing is learned, so that the same
    /// pair weighs the same as before.
    /// </summary>
    public MatchResult Run(MatchModel? model = null, IReadOnlyList<int>? only = null, CancellationToken cancel = default)
    {
        var rows = only ?? [.. Enumerable.Range(0, _told.Count)];
        var learned = model is null;
        model ??= Learn();
        var weights = Weights(model);
        var answers = new MatchAnswer[rows.Count];
        var pairs = 0L;
        var size = Math.Max(1, Math.Min(4096, rows.Count / Math.Max(1, _threads * 4)));
        Parallel.For(0, (rows.Count + size - 1) / size, new ParallelOptions { MaxDegreeOfParallelism = _threads, CancellationToken = cancel }, () => new Search(this), (part, _, search) =>
        {
            for (var i = part * size; i < Math.Min(rows.Count, (part + 1) * size); i++)
            {
                answers[i] = search.Best(rows[i], model, weights);
            }

            return search;
        }, search => Interlocked.Add(ref pairs, search.Pairs));
        if (learned)
        {
            model = Thresholds(model, answers);
        }

        for (var i = 0; i < answers.Length; i++)
        {
            answers[i] = answers[i] with { Verdict = answers[i].Person < 0 ? MatchVerdict.Rejected : Judge(model, answers[i].Probability) };
        }

        return new(model, answers, pairs);
    }

    /// <summary>
    /// Rows of the list whose answer may be another because these persons of the register are new or changed: those that share a key with one of them. Who shares a number with somebody already is found by numbers
    /// alone.
    /// </summary>
    public IReadOnlyList<int> RowsMeeting(IReadOnlyCollection<int> persons)
    {
        var (exact, fuzzy) = (Keys(BlockingKeys.Exact), Keys(BlockingKeys.Fuzzy.SelectMany(Narrowing)));
        var search = new Search(this);
        return [.. Enumerable.Range(0, _told.Count).Where(row =>
            Shares(BlockingKeys.Exact, exact, row) || (Shares(BlockingKeys.Fuzzy.SelectMany(Narrowing), fuzzy, row) && !search.IsNumbered(row)))];

        HashSet<ulong> Keys(IEnumerable<BlockingKey> keys) => [.. keys.SelectMany(k => persons.Select(p => k.Of(_register, p))).Where(k => k != 0)];

        bool Shares(IEnumerable<BlockingKey> keys, HashSet<ulong> among, int row) => keys.Any(k => among.Contains(k.Of(_told, row)));

        static IEnumerable<BlockingKey> Narrowing(BlockingKey key) => key.Narrower is { } narrower ? [key, narrower] : [key];
    }

    /// <summary>Every term of a pair's score, the prior first; they add up to its bits.</summary>
    public IReadOnlyList<MatchTerm> Explain(MatchModel model, int row, int person)
    {
        Span<int> levels = stackalloc int[MatchLevels.FieldCount];
        Comparison.Unpack(Comparison.Compare(_told, row, _register, person), levels);
        var terms = new List<MatchTerm> { new("prior", "prior", model.PriorBits) };
        for (var f = 0; f < levels.Length; f++)
        {
            var field = (MatchField)f;
            if (levels[f] != MatchLevels.Missing)
            {
                terms.Add(new(MatchLevels.Name(field), MatchLevels.Name(field, levels[f]), field == MatchField.Name ? NameBits(model, levels[f], _register.At(person)) : model.Bits(field, levels[f])));
            }
        }

        return terms;
    }

    private static ulong Ends(in PersonRow row) => PersonRows.Mix(((ulong)row.Family << 32) | (uint)row.Given);

    private static MatchVerdict Judge(MatchModel model, double probability) =>
        probability >= model.Accept ? MatchVerdict.Accepted : probability >= model.Review ? MatchVerdict.Review : MatchVerdict.Rejected;

    /// <summary>
    /// The lowest probability at which all that is accepted is right as often as is wanted, by the probabilities themselves, and nobody who is likelier not to be the person than to be. What is below it, and
    /// likelier to be one person than a tenth of the square root of the error that is allowed, is read.
    /// </summary>
    private MatchModel Thresholds(MatchModel model, MatchAnswer[] answers)
    {
        var error = 1 - _precision;
        var (sum, accept) = (0.0, 1 - error);
        float[] ordered = [.. answers.Where(a => a.Person >= 0).Select(a => a.Probability)];
        Array.Sort(ordered);
        for (var i = ordered.Length - 1; i >= 0; i--)
        {
            var probability = ordered[i];
            sum += (1 - probability) * _caution;
            if (sum > error * (ordered.Length - i) || probability < 0.5)
            {
                break;
            }

            accept = probability;
        }

        return model with { Accept = accept, Review = Math.Sqrt(error) / 10 };
    }

    /// <summary>A name's weight looks at how many bear it: "Nguyễn Văn Anh" proves little, a rare name much.</summary>
    private double NameBits(MatchModel model, int level, in PersonRow person)
    {
        var u = model.U[(int)MatchField.Name];
        double chance;
        if (level <= MatchLevels.NameOrder)
        {
            var alike = u[MatchLevels.NameExact] + u[MatchLevels.NameUnaccented] + u[MatchLevels.NameAccents] + u[MatchLevels.NameOrder];
            chance = _names[person.Set] / (double)_register.Count * (u[level] / alike);
        }
        else if (level is MatchLevels.NameMiddle or MatchLevels.NameFamilyGiven)
        {
            var alike = u[MatchLevels.NameMiddle] + u[MatchLevels.NameFamilyGiven];
            chance = _ends[Ends(person)] / (double)_register.Count * (u[level] / alike);
        }
        else
        {
            return model.Bits(MatchField.Name, level);
        }

        return Math.Log2(model.M[(int)MatchField.Name][level] / Math.Max(chance, 0.5 / _register.Count));
    }

    private static double[] Weights(MatchModel model)
    {
        var weights = new double[Comparison.Patterns];
        Span<int> levels = stackalloc int[MatchLevels.FieldCount];
        for (var pattern = 0; pattern < weights.Length; pattern++)
        {
            Comparison.Unpack(pattern, levels);
            weights[pattern] = model.PriorBits;
            for (var f = 1; f < levels.Length; f++)
            {
                weights[pattern] += model.Bits((MatchField)f, levels[f]);
            }
        }

        return weights;
    }

    private MatchModel Learn()
    {
        var sampled = Math.Min(Sample, _told.Count);
        var found = new Dictionary<int, long>();
        var u = Task.Run(Random);
        var search = new Search(this);
        var sure = 0L;
        for (var i = 0; i < sampled; i++)
        {
            var row = (int)((long)i * _told.Count / sampled);
            foreach (var person in search.Candidates(row, out var exact))
            {
                var pattern = Comparison.Compare(_told, row, _register, person);
                found[pattern] = found.GetValueOrDefault(pattern) + 1;
                sure += exact ? 1 : 0;
            }
        }

        return MatchModel.Learn(found, Math.Max(1.0, (double)sampled * _register.Count), u.Result, Math.Max(1, sure));
    }

    /// <summary>How often each level is found between two persons: between random rows, nearly all of which are two.</summary>
    private double[][] Random()
    {
        var u = new double[MatchLevels.FieldCount][];
        for (var f = 0; f < u.Length; f++)
        {
            u[f] = new double[MatchLevels.Count((MatchField)f)];
        }

        Span<int> levels = stackalloc int[MatchLevels.FieldCount];
        var (state, pairs) = (0x2545F4914F6CDD1DUL, _told.Count == 0 || _register.Count == 0 ? 0 : RandomPairs);
        for (var i = 0; i < pairs; i++)
        {
            state = PersonRows.Mix(state + (ulong)i);
            Comparison.Unpack(Comparison.Compare(_told, (int)(state % (ulong)_told.Count), _register, (int)((state >> 32) % (ulong)_register.Count)), levels);
            for (var f = 0; f < levels.Length; f++)
            {
                u[f][levels[f]]++;
            }
        }

        foreach (var field in u)
        {
            var told = field.Skip(1).Sum() + (0.5 * (field.Length - 1));
            for (var level = 1; level < field.Length; level++)
            {
                field[level] = (field[level] + 0.5) / told;
            }
        }

        // A number names one person: that two share one is rarer than any sample can show.
        foreach (var field in (MatchField[])[MatchField.Citizen, MatchField.Tax])
        {
            ref var equal = ref u[(int)field][MatchLevels.NumberEqual];
            equal = Math.Min(equal, 1.0 / Math.Max(2, _register.Count));
        }

        return u;
    }

    /// <summary>One thread's search: candidates of a row, each once.</summary>
    private sealed class Search(PersonMatching of)
    {
        private readonly List<int> _found = [];
        private readonly List<int> _block = [];
        private readonly double[] _names = new double[MatchLevels.Count(MatchField.Name)];
        private readonly int[] _seen = new int[of._register.Count];
        private int _stamp;

        public long Pairs { get; private set; }

        /// <summary>Exact: those who share a number and agree in name or birth date; then nobody else is looked at.</summary>
        public List<int> Candidates(int row, out bool exact)
        {
            exact = IsNumbered(row);
            if (!exact)
            {
                for (var k = 0; k < of._fuzzy.Length; k++)
                {
                    Take(of._fuzzy[k], row, guarded: false);
                }
            }

            return _found;
        }

        /// <summary>Finds those who share a number with the row and agree in name or birth date; true if there are any.</summary>
        public bool IsNumbered(int row)
        {
            _found.Clear();
            _stamp++;
            foreach (var finder in of._exact)
            {
                Take(finder, row, guarded: true);
            }

            return _found.Count > 0;
        }

        /// <summary><paramref name="weights"/>: bits of every finding but its name's, the prior among them.</summary>
        public MatchAnswer Best(int row, MatchModel model, double[] weights)
        {
            var (best, bits, sum) = (-1, double.NegativeInfinity, 1.0);
            Array.Fill(_names, double.NaN);
            foreach (var person in Candidates(row, out _))
            {
                if (of._apart.Count > 0 && of._apart.Contains((row, person)))
                {
                    continue;
                }

                var pattern = Comparison.Compare(of._told, row, of._register, person);
                var level = Comparison.NameLevel(pattern);
                if (double.IsNaN(_names[level]))
                {
                    // The same for all of the row's candidates: at a level whose weight looks at the frequency they bear the same name.
                    _names[level] = level == MatchLevels.Missing ? 0 : of.NameBits(model, level, of._register.At(person));
                }

                var score = weights[pattern] + _names[level];
                sum += Math.Pow(2, Math.Min(score, 1000));
                if (score > bits)
                {
                    (best, bits) = (person, score);
                }
            }

            // Rivals share what speaks for them: of two who fit as well, neither is sure.
            return best < 0 ? new(row, -1, 0, 0, MatchVerdict.Rejected) : new(row, best, (float)bits, (float)(Math.Pow(2, Math.Min(bits, 1000)) / sum), MatchVerdict.Rejected);
        }

        private void Take(Finder finder, int row, bool guarded)
        {
            _block.Clear();
            finder.Find(of._told, row, _block);
            foreach (var person in _block)
            {
                if (_seen[person] == _stamp)
                {
                    continue;
                }

                _seen[person] = _stamp;
                Pairs++;
                if (!guarded || Agrees(row, person))
                {
                    _found.Add(person);
                }
                else
                {
                    // A number that two share while name and birth date differ: it may still be found by another key.
                    _seen[person] = 0;
                }
            }
        }

        private bool Agrees(int row, int person) =>
            Comparison.Name(of._told, of._told.At(row), of._register, of._register.At(person)) is > MatchLevels.Missing and <= MatchLevels.NameFamilyGiven
            || Comparison.Birth(of._told.At(row).Birth, of._register.At(person).Birth) is MatchLevels.BirthExact or MatchLevels.BirthSwapped;
    }

    /// <summary>The register by a key and, where somebody needs them, by its narrower ones.</summary>
    private sealed class Finder
    {
        private readonly BlockingKey _key;
        private readonly Blocks _blocks;
        private readonly Finder? _narrower;

        public Finder(PersonRows register, BlockingKey key)
        {
            (_key, _blocks) = (key, new Blocks(register, key));
            _narrower = key.Narrower is { } narrower && _blocks.Largest > key.Most ? new Finder(register, narrower) : null;
        }

        public void Find(PersonRows told, int row, List<int> into)
        {
            if (!_blocks.Find(_key.Of(told, row), _key.Most, into))
            {
                _narrower?.Find(told, row, into);
            }
        }
    }
}
