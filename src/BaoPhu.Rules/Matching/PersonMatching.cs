namespace BaoPhu.Rules.Matching;

/// <summary>
/// Finds for each row of a list the person of a register it is. Rows that share an exact key with somebody and agree with him are compared with nobody else; the others with those who share one of several keys.
/// What sure means follows from the data: the weights are learned from them, the prior odds from how many are expected to be found among all, and the threshold from the precision that is wanted. A person
/// may answer for several rows, because who is paid by two employers stands in the list twice; how likely that is follows from the rows that exact keys find.
/// </summary>
public sealed class PersonMatching
{
    /// <summary>Rows from which the weights are learned; more change them in the third digit.</summary>
    private const int Sample = 10_000;

    /// <summary>Rows of either side of which each is compared with each, to see what agrees by chance.</summary>
    private const int RandomRows = 1500;

    /// <summary>However many were found, one row in a hundred may be of nobody in the register.</summary>
    private const double LeastAbsent = 0.01;

    /// <summary>Log-odds at which a rival takes less than a thousandth from anybody, though his name should become rarer.</summary>
    private const double SurelyTwo = -12;

    private readonly PersonRows _told;
    private readonly PersonRows _register;
    private readonly double _precision;
    private readonly ParallelOptions _threads;
    private readonly Lazy<NameWeights> _names;
    private IReadOnlySet<(int Row, int Person)> _apart = new HashSet<(int, int)>();
    private double _caution = 1;
    private Asked? _asked;

    /// <summary><paramref name="precision"/>: the share of accepted pairs that must be right. Neither table changes while this stands.</summary>
    public PersonMatching(PersonRows told, PersonRows register, double precision = 0.998, int threads = 2)
    {
        (_told, _register, _precision) = (told, register, precision);
        _threads = new() { MaxDegreeOfParallelism = threads };
        _names = new(() => new(register, _threads));
    }

    /// <summary>
    /// What readers decided. <paramref name="apart"/>: pairs of which they said that they are two; they are not proposed again. <paramref name="caution"/>: how much oftener they found pairs to be two than the
    /// probabilities said (1: as often; below 1 the thresholds fall).
    /// </summary>
    public void Heed(IReadOnlySet<(int Row, int Person)> apart, double caution) => (_apart, _caution) = (apart, caution);

    /// <summary>
    /// Answers for all rows of the list, or for those of <paramref name="only"/> in their order (the ones that are new or changed). With a <paramref name="model"/> of an earlier run nothing is learned, so
    /// that the same pair weighs the same as before.
    /// </summary>
    public MatchResult Run(MatchModel? model = null, IReadOnlyList<int>? only = null, CancellationToken cancel = default)
    {
        var asked = new Asked(_told, _register, only is null ? [.. Enumerable.Range(0, _told.Count)] : [.. only], _names.Value, _threads);
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
    /// Rows of the list whose answer may be another because persons of the register are new, changed or gone, or are taken by a row that is: those that share a key with one of them, as they were or as they
    /// are, and are not surely somebody else; and those whose key too many share now and did not before, or the other way round. The rows that changed themselves are not among them.
    /// </summary>
    public IReadOnlyList<int> RowsMeeting(RowChanges rowChanges, RowChanges personChanges, MatchModel model)
    {
        var (were, are) = (new PersonRows(), new PersonRows());
        were.Add(personChanges.Were);
        are.Add(personChanges.Are);
        foreach (var person in Taken(rowChanges))
        {
            were.Add(_register, person);
            are.Add(_register, person);
        }

        if (were.Count + are.Count == 0)
        {
            return [];
        }

        using var scan = new KeyScan(BlockingKeys.WithNarrower([.. BlockingKeys.Exact, .. BlockingKeys.Fuzzy]), were.Count + are.Count);
        // Of each key and number the changed persons who shared it and who share it.
        var sharing = new List<(List<int> Before, List<int> Now)>[scan.Keys.Count];
        Parallel.For(0, sharing.Length, _threads, k => sharing[k] = Sharing(scan, k, were, are));
        var bearers = scan.Bearers(_register, _threads);
        var (met, weights) = (new bool[_told.Count], Weights(model));
        KeyScan.Each(_told, _threads, (from, to) =>
        {
            Span<int> numbers = stackalloc int[sharing.Length];
            for (var row = from; row < to; row++)
            {
                scan.Find(_told, row, numbers);
                for (var k = 0; k < sharing.Length && !met[row]; k++)
                {
                    if (numbers[k] is >= 0 and var of)
                    {
                        var ((before, now), most) = (sharing[k][of], scan.Keys[k].Most);
                        var (few, fewBefore) = (bearers[k][of] <= most, bearers[k][of] - now.Count + before.Count <= most);
                        met[row] = few != fewBefore || (few && (before.Exists(p => MayBe(row, were, p)) || now.Exists(p => MayBe(row, are, p))));
                    }
                }
            }
        });
        return [.. Enumerable.Range(0, met.Length).Where(row => met[row])];

        bool MayBe(int row, PersonRows among, int person)
        {
            var pattern = Comparison.Compare(_told, row, among, person);
            return weights[pattern] + _names.Value.Bits(model, Comparison.NameLevel(pattern), _told, row, among, person) + model.TakenBits(false) > SurelyTwo;
        }
    }

    private static List<(List<int> Before, List<int> Now)> Sharing(KeyScan scan, int k, PersonRows were, PersonRows are)
    {
        var sharing = new List<(List<int> Before, List<int> Now)>();
        for (var i = 0; i < were.Count + are.Count; i++)
        {
            var (rows, place) = i < were.Count ? (were, i) : (are, i - were.Count);
            if (scan.Ask(k, rows, place) is >= 0 and var of)
            {
                if (of == sharing.Count)
                {
                    sharing.Add(([], []));
                }

                (i < were.Count ? sharing[of].Before : sharing[of].Now).Add(place);
            }
        }

        return sharing;
    }

    /// <summary>The persons whom these rows took or take by an exact key.</summary>
    private HashSet<int> Taken(RowChanges changes)
    {
        var rows = new PersonRows();
        rows.Add(changes.Were);
        rows.Add(changes.Are);
        if (rows.Count == 0)
        {
            return [];
        }

        int[] askers = [.. Enumerable.Range(0, rows.Count)];
        var blocks = Blocks.OfFew(BlockingKeys.Exact, rows, askers, _register, _threads);
        var taken = new HashSet<int>();
        foreach (var row in askers)
        {
            foreach (var found in blocks)
            {
                foreach (var person in found.Of(row))
                {
                    if (Comparison.Agree(rows, row, _register, person))
                    {
                        taken.Add(person);
                    }
                }
            }
        }

        return taken;
    }

    /// <summary>Every term of a pair's score, the prior first; they add up to its bits.</summary>
    public IReadOnlyList<MatchTerm> Explain(MatchModel model, int row, int person)
    {
        var asked = _asked is not null && Array.BinarySearch(_asked.Rows, row) >= 0 ? _asked : new Asked(_told, _register, [row], _names.Value, _threads, also: person);
        Span<int> levels = stackalloc int[MatchLevels.FieldCount];
        Comparison.Unpack(Comparison.Compare(_told, row, _register, person), levels);
        var terms = new List<MatchTerm> { new("prior", "prior", model.PriorBits) };
        for (var f = 0; f < levels.Length; f++)
        {
            var field = (MatchField)f;
            if (levels[f] != MatchLevels.Missing)
            {
                terms.Add(new(MatchLevels.Name(field), MatchLevels.Name(field, levels[f]), field == MatchField.Name ? asked.Names.Bits(model, levels[f], _told, row, _register, person) : model.Bits(field, levels[f])));
            }
        }

        if (!asked.IsSure(Array.BinarySearch(asked.Rows, row)))
        {
            terms.Add(new("taken", asked.IsTaken(person) ? "taken" : "free", model.TakenBits(asked.IsTaken(person))));
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
                sure += asked.IsSure(asker) ? 1 : 0;
            }
        }

        var (taken, again) = asked.Taken();
        return MatchModel.Learn(found, Math.Max(1.0, (double)sampled * _register.Present), u.Result, Math.Max(1, sure)) with { Taken = taken, Again = again };
    }

    /// <summary>How often each level is found between two persons: between some rows of either table. Who agrees in a number, or in name and day, is left out: he is likelier one person met by chance.</summary>
    private double[][] Random()
    {
        var u = new double[MatchLevels.FieldCount][];
        for (var f = 0; f < u.Length; f++)
        {
            u[f] = new double[MatchLevels.Count((MatchField)f)];
        }

        Span<int> levels = stackalloc int[MatchLevels.FieldCount];
        foreach (var row in Spread(_told.Count))
        {
            foreach (var person in Spread(_register.Count))
            {
                Comparison.Unpack(Comparison.Compare(_told, row, _register, person), levels);
                if (levels[(int)MatchField.Citizen] == MatchLevels.NumberEqual || levels[(int)MatchField.Tax] == MatchLevels.NumberEqual
                    || (levels[(int)MatchField.Name] is > MatchLevels.Missing and <= MatchLevels.NameOrder && levels[(int)MatchField.Birth] == MatchLevels.BirthExact))
                {
                    continue;
                }

                for (var f = 0; f < levels.Length; f++)
                {
                    u[f][levels[f]]++;
                }
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
            foreach (var level in (int[])[MatchLevels.NumberEqual, MatchLevels.NumberZeros])
            {
                u[(int)field][level] = Math.Min(u[(int)field][level], 1.0 / Math.Max(2, _register.Present));
            }
        }

        return u;

        static IEnumerable<int> Spread(int count) => Enumerable.Range(0, Math.Min(RandomRows, count)).Select(i => (int)((long)i * count / Math.Min(RandomRows, count)));
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
            var (kept, row, sure) = (0, asked.Rows[asker], asked.IsSure(asker));
            for (var i = 0; i < _found.Count; i++)
            {
                if ((i == 0 || _found[i] != _found[i - 1]) && (!sure || Comparison.Agree(of._told, row, of._register, _found[i])))
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
            var (sure, taken, free) = (asked.IsSure(asker), model.TakenBits(true), model.TakenBits(false));
            Array.Fill(_names, double.NaN);
            foreach (var person in Candidates(asker))
            {
                if (of._apart.Count > 0 && of._apart.Contains((row, person)))
                {
                    continue;
                }

                var pattern = Comparison.Compare(of._told, row, of._register, person);
                var level = Comparison.NameLevel(pattern);
                var score = weights[pattern] + Name(model, level, row, person) + (sure ? 0 : asked.IsTaken(person) ? taken : free);
                sum += Math.Pow(2, Math.Min(score, 1000));
                if (score > bits || (score == bits && of._register.Social(person) < of._register.Social(best)))
                {
                    (best, bits) = (person, score);
                }
            }

            // Rivals share what speaks for them: of two who fit as well, neither is sure.
            return best < 0 ? new(row, -1, 0, 0, MatchVerdict.Rejected) : new(row, best, (float)bits, (float)(Math.Pow(2, Math.Min(bits, 1000)) / sum), MatchVerdict.Rejected);
        }

        /// <summary>What the name weighs; kept where it is the same for all whom the row finds at the level.</summary>
        private double Name(MatchModel model, int level, int row, int person)
        {
            if (!NameWeights.IsOfRow(level))
            {
                return asked.Names.Bits(model, level, of._told, row, of._register, person);
            }

            if (double.IsNaN(_names[level]))
            {
                _names[level] = asked.Names.Bits(model, level, of._told, row, of._register, person);
            }

            return _names[level];
        }
    }
}
