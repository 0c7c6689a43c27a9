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

    /// <summary>However many were found, one row in a hundred may be of nobody in the register.</summary>
    private const double LeastAbsent = 0.01;

    /// <summary>Log-odds at which a rival takes less than a thousandth from anybody.</summary>
    private const double SurelyTwo = -10;

    private readonly PersonRows _told;
    private readonly PersonRows _register;
    private readonly double _precision;
    private readonly double _caution;
    private readonly ParallelOptions _threads;
    private readonly IReadOnlySet<(int Row, int Person)> _apart;
    private Asked? _asked;

    /// <summary>
    /// <paramref name="precision"/>: the share of accepted pairs that must be right. <paramref name="apart"/>: pairs of which persons have said that they are two; they are not proposed
    /// again. <paramref name="caution"/>: how much oftener readers found pairs to be two than the probabilities said (1: as often; below 1 the thresholds fall).
    /// </summary>
    public PersonMatching(PersonRows told, PersonRows register, double precision = 0.998, IReadOnlySet<(int Row, int Person)>? apart = null, double caution = 1, int threads = 2)
    {
        (_told, _register, _precision, _caution, _apart) = (told, register, precision, caution, apart ?? new HashSet<(int, int)>());
        _threads = new() { MaxDegreeOfParallelism = threads };
    }

    /// <summary>
    /// Answers for all rows of the list, or for those of <paramref name="only"/> in their order (the ones that are new or changed). With a <paramref name="model"/> of an earlier run nothing is learned, so
    /// that the same pair weighs the same as before.
    /// </summary>
    public MatchResult Run(MatchModel? model = null, IReadOnlyList<int>? only = null, CancellationToken cancel = default)
    {
        var asked = new Asked(this, only is null ? [.. Enumerable.Range(0, _told.Count)] : [.. only]);
        _asked = asked;
        var rows = asked.Rows;
        var learned = model is null;
        model ??= Learn(asked);
        var weights = Weights(model);
        // Of the rows so many are of nobody in the register: that each of them is weighs against every person it may be.
        var absent = Math.Clamp(1 - (model.Prior * _register.Present), LeastAbsent, 1);
        var answers = new MatchAnswer[rows.Length];
        var pairs = 0L;
        var size = Math.Max(1, Math.Min(4096, rows.Length / (_threads.MaxDegreeOfParallelism * 4)));
        Parallel.For(0, (rows.Length + size - 1) / size, new ParallelOptions { MaxDegreeOfParallelism = _threads.MaxDegreeOfParallelism, CancellationToken = cancel }, () => new Search(this, asked), (part, _, search) =>
        {
            for (var asker = part * size; asker < Math.Min(rows.Length, (part + 1) * size); asker++)
            {
                answers[asker] = search.Best(asker, model, weights, absent);
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
    /// Rows of the list whose answer may be another because persons of the register are new, changed or gone: those that share a key with one of them, as they were or as they are, and are not surely somebody
    /// else; and those whose key too many share now and did not before, or the other way round.
    /// </summary>
    public static IReadOnlyList<int> RowsMeeting(PersonRows told, PersonRows register, PersonRows were, PersonRows are, MatchModel model, int threads = 2)
    {
        var met = new bool[told.Count];
        var weights = Weights(model);
        var names = Array.ConvertAll(model.M[(int)MatchField.Name], m => Math.Log2(m * 2 * register.Present));
        Parallel.ForEach(BlockingKeys.Exact.Concat(BlockingKeys.Fuzzy.SelectMany(k => k.Narrower is { } narrower ? new[] { k, narrower } : [k])), new ParallelOptions { MaxDegreeOfParallelism = threads }, key =>
        {
            var asked = new AskedKeys(were.Count + are.Count);
            var sharing = new List<(List<int> Before, List<int> Now)>();
            for (var i = 0; i < were.Count + are.Count; i++)
            {
                var (rows, place) = i < were.Count ? (were, i) : (are, i - were.Count);
                if (asked.Add(key.Of(rows, place)) is >= 0 and var of)
                {
                    if (of == sharing.Count)
                    {
                        sharing.Add(([], []));
                    }

                    (i < were.Count ? sharing[of].Before : sharing[of].Now).Add(place);
                }
            }

            var bearers = new int[asked.Count];
            for (var person = 0; person < register.Count; person++)
            {
                if (asked.Find(key.Of(register, person)) is >= 0 and var of)
                {
                    bearers[of]++;
                }
            }

            for (var row = 0; row < met.Length; row++)
            {
                if (asked.Find(key.Of(told, row)) is >= 0 and var of && !met[row])
                {
                    var (before, now) = sharing[of];
                    var (few, fewBefore) = (bearers[of] <= key.Most, bearers[of] - now.Count + before.Count <= key.Most);
                    met[row] = few != fewBefore || (few && (before.Exists(p => MayBe(row, were, p)) || now.Exists(p => MayBe(row, are, p))));
                }
            }
        });
        return [.. Enumerable.Range(0, met.Length).Where(row => met[row])];

        bool MayBe(int row, PersonRows among, int person)
        {
            // As if nobody else bore the name.
            var pattern = Comparison.Compare(told, row, among, person);
            return weights[pattern] + names[Comparison.NameLevel(pattern)] > SurelyTwo;
        }
    }

    /// <summary>Every term of a pair's score, the prior first; they add up to its bits.</summary>
    public IReadOnlyList<MatchTerm> Explain(MatchModel model, int row, int person)
    {
        var asker = _asked is null ? -1 : Array.BinarySearch(_asked.Rows, row);
        var (asked, place) = asker < 0 ? (new Asked(this, [row]), 0) : (_asked!, asker);
        Span<int> levels = stackalloc int[MatchLevels.FieldCount];
        Comparison.Unpack(Comparison.Compare(_told, row, _register, person), levels);
        var terms = new List<MatchTerm> { new("prior", "prior", model.PriorBits) };
        for (var f = 0; f < levels.Length; f++)
        {
            var field = (MatchField)f;
            if (levels[f] != MatchLevels.Missing)
            {
                terms.Add(new(MatchLevels.Name(field), MatchLevels.Name(field, levels[f]), field == MatchField.Name ? NameBits(model, levels[f], asked, place) : model.Bits(field, levels[f])));
            }
        }

        return terms;
    }

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

    /// <summary>
    /// A name's weight looks at how many bear it: "Nguyễn Văn Anh" proves little, a rare name much. The same for all who are compared with the asker: at a level whose weight looks at the frequency they bear
    /// his name, or his family and given name.
    /// </summary>
    private double NameBits(MatchModel model, int level, Asked asked, int asker)
    {
        var u = model.U[(int)MatchField.Name];
        double chance;
        if (level == MatchLevels.Missing)
        {
            return 0;
        }
        else if (level <= MatchLevels.NameOrder)
        {
            var alike = u[MatchLevels.NameExact] + u[MatchLevels.NameUnaccented] + u[MatchLevels.NameAccents] + u[MatchLevels.NameOrder];
            chance = asked.Names.Bearers(asker) / (double)_register.Present * (u[level] / alike);
        }
        else if (level is MatchLevels.NameMiddle or MatchLevels.NameFamilyGiven)
        {
            var alike = u[MatchLevels.NameMiddle] + u[MatchLevels.NameFamilyGiven];
            chance = asked.Ends.Bearers(asker) / (double)_register.Present * (u[level] / alike);
        }
        else
        {
            return model.Bits(MatchField.Name, level);
        }

        return Math.Log2(model.M[(int)MatchField.Name][level] / Math.Max(chance, 0.5 / _register.Present));
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

    private MatchModel Learn(Asked asked)
    {
        var rows = asked.Rows;
        var sampled = Math.Min(Sample, rows.Length);
        var found = new Dictionary<int, long>();
        var u = Task.Run(Random);
        var search = new Search(this, asked);
        var sure = 0L;
        for (var i = 0; i < sampled; i++)
        {
            var asker = (int)((long)i * rows.Length / sampled);
            foreach (var person in search.Candidates(asker))
            {
                var pattern = Comparison.Compare(_told, rows[asker], _register, person);
                found[pattern] = found.GetValueOrDefault(pattern) + 1;
                sure += asked.IsNumbered(asker) ? 1 : 0;
            }
        }

        return MatchModel.Learn(found, Math.Max(1.0, (double)sampled * _register.Present), u.Result, Math.Max(1, sure));
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
            equal = Math.Min(equal, 1.0 / Math.Max(2, _register.Present));
        }

        return u;
    }

    private bool Agrees(int row, int person) =>
        Comparison.Name(_told, _told.At(row), _register, _register.At(person)) is > MatchLevels.Missing and <= MatchLevels.NameFamilyGiven
        || Comparison.Birth(_told.At(row).Birth, _register.At(person).Birth) is MatchLevels.BirthExact or MatchLevels.BirthSwapped;

    /// <summary>The rows that ask, whom they find by each key, and how many bear their names. Who shares a number with somebody and agrees in name or birth date asks by no other key.</summary>
    private sealed class Asked
    {
        private readonly Blocks[] _exact = new Blocks[BlockingKeys.Exact.Count];
        private readonly Blocks[] _fuzzy = new Blocks[BlockingKeys.Fuzzy.Count];
        private readonly int[] _unnumbered;

        public Asked(PersonMatching of, int[] rows)
        {
            (Rows, Names, Ends, _unnumbered) = (rows, null!, null!, new int[rows.Length]);
            Parallel.Invoke(of._threads, [
                .. Enumerable.Range(0, _exact.Length).Select(k => (Action)(() => _exact[k] = new(BlockingKeys.Exact[k], of._told, rows, of._register))),
                () => Names = new(BlockingKeys.Bearers, of._told, rows, of._register), () => Ends = new(BlockingKeys.EndBearers, of._told, rows, of._register),
            ]);
            Parallel.For(0, rows.Length, of._threads, asker => _unnumbered[asker] = Array.Exists(_exact, b => Agree(b.Of(asker), rows[asker])) ? -1 : 0);
            var rest = new List<int>();
            for (var asker = 0; asker < rows.Length; asker++)
            {
                if (_unnumbered[asker] == 0)
                {
                    _unnumbered[asker] = rest.Count;
                    rest.Add(rows[asker]);
                }
            }

            int[] asking = [.. rest];
            Parallel.For(0, _fuzzy.Length, of._threads, k => _fuzzy[k] = new(BlockingKeys.Fuzzy[k], of._told, asking, of._register));

            bool Agree(ReadOnlySpan<int> persons, int row)
            {
                foreach (var person in persons)
                {
                    if (of.Agrees(row, person))
                    {
                        return true;
                    }
                }

                return false;
            }
        }

        public int[] Rows { get; }
        public Blocks Names { get; private set; }
        public Blocks Ends { get; private set; }
        public bool IsNumbered(int asker) => _unnumbered[asker] < 0;

        /// <summary>By each key whom an asker finds; one person may be among several.</summary>
        public void Find(int asker, List<int> into)
        {
            var numbered = IsNumbered(asker);
            foreach (var blocks in numbered ? _exact : _fuzzy)
            {
                into.AddRange(blocks.Of(numbered ? asker : _unnumbered[asker]));
            }
        }
    }

    /// <summary>One thread's search: candidates of a row, each once, in the order of the register.</summary>
    private sealed class Search(PersonMatching of, Asked asked)
    {
        private readonly List<int> _found = [];
        private readonly double[] _names = new double[MatchLevels.Count(MatchField.Name)];

        public long Pairs { get; private set; }

        public List<int> Candidates(int asker)
        {
            _found.Clear();
            asked.Find(asker, _found);
            _found.Sort();
            var (kept, row, numbered) = (0, asked.Rows[asker], asked.IsNumbered(asker));
            for (var i = 0; i < _found.Count; i++)
            {
                if ((i == 0 || _found[i] != _found[i - 1]) && (!numbered || of.Agrees(row, _found[i])))
                {
                    _found[kept++] = _found[i];
                }
            }

            _found.RemoveRange(kept, _found.Count - kept);
            Pairs += kept;
            return _found;
        }

        /// <summary><paramref name="weights"/>: bits of every finding but its name's, the prior among them.</summary>
        public MatchAnswer Best(int asker, MatchModel model, double[] weights, double absent)
        {
            var (row, best, bits, sum) = (asked.Rows[asker], -1, double.NegativeInfinity, absent);
            Array.Fill(_names, double.NaN);
            foreach (var person in Candidates(asker))
            {
                if (of._apart.Count > 0 && of._apart.Contains((row, person)))
                {
                    continue;
                }

                var pattern = Comparison.Compare(of._told, row, of._register, person);
                var level = Comparison.NameLevel(pattern);
                if (double.IsNaN(_names[level]))
                {
                    _names[level] = of.NameBits(model, level, asked, asker);
                }

                var score = weights[pattern] + _names[level];
                sum += Math.Pow(2, Math.Min(score, 1000));
                if (score > bits || (score == bits && of._register.Social(person) < of._register.Social(best)))
                {
                    (best, bits) = (person, score);
                }
            }

            // Rivals share what speaks for them: of two who fit as well, neither is sure.
            return best < 0 ? new(row, -1, 0, 0, MatchVerdict.Rejected) : new(row, best, (float)bits, (float)(Math.Pow(2, Math.Min(bits, 1000)) / sum), MatchVerdict.Rejected);
        }
    }
}
