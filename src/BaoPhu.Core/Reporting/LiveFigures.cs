using System.Collections.Concurrent;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Rules;

namespace BaoPhu.Core.Reporting;

/// <summary>
/// The figures of every office as they are now, for the boards: kept in memory and brought up to date before each answer. There is no act without its entry in the audit trail, written in the
/// act's own transaction; so in one consistent look the chains of the offices say exactly what has been done since the last look, and only the offices that it touched are added up again.
/// Nothing is written for it, no night is needed, and a figure cannot be older than the last look.
/// <para>What messages left is not an act but comes with every handful: figures of such a source are always read. That nothing was written without its entry is proved every few hours.</para>
/// </summary>
public sealed class LiveFigures(Db db, TimeProvider clock)
{
    /// <summary>Boards that look within this time of each other share a look.</summary>
    public TimeSpan Freshness { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>More acts than this in one chain since the last look: its offices are added up whole.</summary>
    private const int ReadOneByOne = 2000;

    private readonly ConcurrentDictionary<(DateOnly From, DateOnly To, int? FirstPeriod), Kept> _kept = new();

    private long _turn;

    /// <summary>How many offices were added up so far: a test sees by it that an act costs one office and not the nation.</summary>
    public long AddedUp { get; private set; }

    /// <summary>The figures of a term, of all offices of its last day. <paramref name="firstPeriod"/>: as in <see cref="FigureWindow.FirstPeriod"/>. While nothing was done the tree is the same object.</summary>
    public Task<FigureTree> Of(IReadOnlyCollection<string> codes, DateOnly from, DateOnly to, int? firstPeriod = null, CancellationToken cancel = default) =>
        Of(codes, from, to, firstPeriod, Freshness, cancel);

    /// <summary>
    /// The figures of a term of one day as of a look that began after this call: for who signs them. All who wait for a look share the next one. Null: figures that must be added up in another
    /// way, because their rows change without an entry in the audit trail.
    /// </summary>
    public async Task<FigureTree?> AsOfNow(IReadOnlyCollection<string> codes, DateOnly day, CancellationToken cancel = default) =>
        codes.All(c => Indicators.Of(c).Source is not { Audited: false }) ? await Of(codes, day, day, null, TimeSpan.Zero, cancel) : null;

    private async Task<FigureTree> Of(IReadOnlyCollection<string> codes, DateOnly from, DateOnly to, int? firstPeriod, TimeSpan freshness, CancellationToken cancel)
    {
        Forget();
        var called = clock.GetTimestamp();
        var kept = _kept.GetOrAdd((from, to, firstPeriod), _ => new Kept());
        await kept.Gate.WaitAsync(cancel);
        try
        {
            if (kept.Tree is not { } tree || clock.GetElapsedTime(kept.LookedAt, called) > freshness || !tree.Has(codes))
            {
                var began = clock.GetTimestamp();
                kept.Tree = await db.ReadConsistently(s => Look(s, kept, [.. codes.Union(kept.Codes)], new FigureWindow(from, to, Instant.EndOf(to)) { FirstPeriod = firstPeriod }), cancel);
                kept.LookedAt = began;
            }

            return kept.Tree;
        }
        finally
        {
            kept.Gate.Release();
        }
    }

    /// <summary>
    /// Adds up anew all that is kept and says what differs ("07901 contacts"): nothing, as long as no row was written without its entry. A term that differs is added up whole at the next look.
    /// </summary>
    public async Task<IReadOnlyList<string>> Prove(CancellationToken cancel = default)
    {
        var differing = new List<string>();
        foreach (var ((from, to, firstPeriod), kept) in _kept)
        {
            await kept.Gate.WaitAsync(cancel);
            try
            {
                if (kept.Tree is null)
                {
                    continue;
                }

                var window = new FigureWindow(from, to, Instant.EndOf(to)) { FirstPeriod = firstPeriod };
                var found = await db.ReadConsistently(
                    async s =>
                    {
                        kept.Tree = await Look(s, kept, kept.Codes, window);
                        return Differences(kept.Own, await Indicators.ByOffice(s, Scope.Nation, kept.Codes.Where(c => Indicators.Of(c).Source is { Audited: true }), window));
                    },
                    cancel);
                differing.AddRange(found);
                kept.Tree = found.Count == 0 ? kept.Tree : null;
            }
            finally
            {
                kept.Gate.Release();
            }
        }

        return differing;
    }

    private static List<string> Differences(Dictionary<(string Province, string Office), Dictionary<string, long>> kept, Dictionary<(string Province, string Office), Dictionary<string, long>> anew) =>
    [
        .. from office in kept.Keys.Union(anew.Keys)
           let known = kept.GetValueOrDefault(office) ?? []
           let now = anew.GetValueOrDefault(office) ?? []
           from code in known.Keys.Union(now.Keys, StringComparer.Ordinal)
           where known.GetValueOrDefault(code) != now.GetValueOrDefault(code)
           select office.Office + " " + code,
    ];

    /// <summary>Terms that nobody has on a board any more.</summary>
    private void Forget()
    {
        foreach (var (term, _) in _kept.Where(k => k.Value.LookedAt != 0 && clock.GetElapsedTime(k.Value.LookedAt) > TimeSpan.FromHours(1)).ToList())
        {
            _kept.TryRemove(term, out _);
        }
    }

    private async Task<FigureTree> Look(Session s, Kept kept, IReadOnlyList<string> codes, FigureWindow window)
    {
        var at = clock.Now();
        var chains = (await s.Query<(string Office, long Seq)>("select office_code, seq from aud_chains")).ToDictionary(c => c.Office, c => c.Seq, StringComparer.Ordinal);
        var (followed, read) = (codes.Where(c => Indicators.Of(c).Source is { Audited: true }).ToList(), codes.Where(c => Indicators.Of(c).Source is { Audited: false }).ToList());
        var begins = kept.Tree is null || kept.Codes.Count != codes.Count;
        var touched = begins ? [new(Scope.Nation)] : await Touched(s, kept, chains);
        if (touched.Any(t => !t.OnlyWork))
        {
            kept.Offices = await Offices.Tree(s, window.To);
            kept.Told = await Indicators.ToldUntil(s, codes, window.From);
        }

        foreach (var (scope, onlyWork) in touched)
        {
            await AddUp(s, kept, scope, onlyWork ? [.. followed.Where(c => !Indicators.Of(c).Source!.OfLedger)] : followed, window);
            foreach (var province in onlyWork ? [] : kept.Offices.Where(o => o.Kind == OfficeKind.Province && scope.Covers(o.Province!)).Select(o => o.Province!))
            {
                kept.Turns[province] = Interlocked.Increment(ref _turn);
            }
        }

        // Who signs does not wait for these: no report that is signed as of now has them.
        var more = read.Count == 0 || (!begins && clock.GetElapsedTime(kept.ReadAt) <= Freshness) ? kept.Read : await Indicators.ByOffice(s, Scope.Nation, read, window);
        kept.ReadAt = more == kept.Read ? kept.ReadAt : clock.GetTimestamp();
        if (kept.Tree is { } tree && touched.Count == 0 && Same(more, kept.Read))
        {
            (kept.Chains, tree.At) = (chains, at);
            return tree;
        }

        (kept.Chains, kept.Codes, kept.Read) = (chains, codes, more);
        return FigureTree.Of(kept.Offices, kept.Own, more, kept.Told, codes, new(kept.Turns, StringComparer.Ordinal), at);
    }

    /// <summary>Reads figures of the offices of a scope again, in place of what was kept of them.</summary>
    private async Task AddUp(Session s, Kept kept, Scope scope, IReadOnlyCollection<string> codes, FigureWindow window)
    {
        var sums = await Indicators.ByOffice(s, scope, codes, window);
        foreach (var (office, values) in kept.Own.Where(o => scope.Covers(o.Key.Province, o.Key.Office)))
        {
            foreach (var code in codes)
            {
                values.Remove(code);
            }
        }

        foreach (var (office, values) in sums)
        {
            var own = kept.Own.TryGetValue(office, out var known) ? known : kept.Own[office] = new(StringComparer.Ordinal);
            foreach (var (code, value) in values)
            {
                own[code] = value;
            }
        }

        AddedUp += sums.Count;
    }

    private static bool Same(Dictionary<(string Province, string Office), Dictionary<string, long>> one, Dictionary<(string Province, string Office), Dictionary<string, long>> other) =>
        one.Count == other.Count && one.All(o => other.TryGetValue(o.Key, out var values) && values.Count == o.Value.Count && o.Value.All(v => values.TryGetValue(v.Key, out var value) && value == v.Value));

    /// <summary>What the acts since the last look may have changed, each scope apart from the others.</summary>
    private static async Task<IReadOnlyList<Touch>> Touched(Session s, Kept kept, Dictionary<string, long> chains)
    {
        var places = kept.Offices.ToDictionary(o => o.Code, o => o.Province, StringComparer.Ordinal);
        var (employers, work, provinces) = (new HashSet<long>(), new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var (office, seq) in chains)
        {
            var since = kept.Chains.GetValueOrDefault(office);
            if (seq == since)
            {
                continue;
            }

            var acts = seq - since > ReadOneByOne || seq < since
                ? [("", "")]
                : await s.Query<(string Act, string Subject)>("select act, subject from aud_entries where office_code = @office and seq > @since", new { office, since });
            foreach (var (act, subject) in acts.Where(a => !ChangesNoFigure(a.Act)))
            {
                if (EmployerOf(subject) is { } employer && !act.StartsWith("register.", StringComparison.Ordinal))
                {
                    employers.Add(employer);
                }
                else if ((ProvinceOf(subject) ?? places.GetValueOrDefault(office)) is { } province)
                {
                    (act is "messaging.outcomes" or "work.collective" ? work : provinces).Add(province);
                }
                else
                {
                    return [new(Scope.Nation)];
                }
            }
        }

        work.ExceptWith(provinces);
        var managing = employers.Count == 0 ? [] : (await s.Query<(string Province, string Office)>(
            "select distinct e.province, e.office_code from reg_employers e where e.employer_id {any:ids}", new { ids = s.List(employers) })).Where(x => !provinces.Contains(x.Province) && !work.Contains(x.Province));
        return
        [
            .. provinces.Select(p => new Touch(Scope.OfProvince(p))), .. work.Select(p => new Touch(Scope.OfProvince(p), OnlyWork: true)),
            .. managing.GroupBy(x => x.Province, x => x.Office, StringComparer.Ordinal).Select(g => new Touch(Scope.OfOffices(g.Key, [.. g]), OnlyWork: true)),
        ];
    }

    /// <summary>Acts about persons, reports, plans and reading, of which there are many at the hour when boards are looked at.</summary>
    private static bool ChangesNoFigure(string act) =>
        act.StartsWith("identity.", StringComparison.Ordinal) || act.StartsWith("reporting.", StringComparison.Ordinal) || act.StartsWith("audit.", StringComparison.Ordinal) || act.StartsWith("planning.", StringComparison.Ordinal);

    /// <summary>"task:79-TA0001A-…", "employer:79-TA0001A" → the employer.</summary>
    private static long? EmployerOf(string subject)
    {
        var key = subject.AsSpan(subject.IndexOf(':', StringComparison.Ordinal) + 1);
        return key.Length >= 10 && key[2] == '-' && (key.Length == 10 || key[10] == '-') && EmployerKey.IsProvince(key[..2]) && EmployerKey.IsCode(key[3..10]) ? EmployerKey.Id(key[..2], key[3..10]) : null;
    }

    private static string? ProvinceOf(string subject) =>
        subject.StartsWith("province:", StringComparison.Ordinal) && subject.Length >= 11 && EmployerKey.IsProvince(subject.AsSpan(9, 2)) ? subject.Substring(9, 2) : null;

    /// <summary>Offices to add up again. <paramref name="OnlyWork"/>: what was done there, and not the ledger, which no act about one employer changes.</summary>
    private sealed record Touch(Scope Scope, bool OnlyWork = false);

    private sealed class Kept
    {
        public SemaphoreSlim Gate { get; } = new(1);
        public FigureTree? Tree { get; set; }
        public long LookedAt { get; set; }
        public long ReadAt { get; set; }
        public IReadOnlyList<string> Codes { get; set; } = [];
        public Dictionary<string, long> Chains { get; set; } = new(StringComparer.Ordinal);

        public IReadOnlyList<Office> Offices { get; set; } = [];

        /// <summary>What sources without entries in the audit trail said at the last look.</summary>
        public Dictionary<(string Province, string Office), Dictionary<string, long>> Read { get; set; } = [];

        /// <summary>Of which offices files tell the term, by figure.</summary>
        public ILookup<(string Province, string Office), string> Told { get; set; } = Array.Empty<string>().ToLookup(_ => ("", ""));

        /// <summary>When each province was added up whole: a number that grows.</summary>
        public Dictionary<string, long> Turns { get; } = new(StringComparer.Ordinal);

        /// <summary>What each office's own employers add up to.</summary>
        public Dictionary<(string Province, string Office), Dictionary<string, long>> Own { get; } = [];
    }
}

/// <summary>Figures of all offices at a moment, each with those below it.</summary>
public sealed class FigureTree
{
    private readonly Dictionary<string, Dictionary<string, long>> _sums;
    private readonly ILookup<string, Office> _below;
    private readonly HashSet<string> _codes;
    private readonly Dictionary<string, long> _turns;

    private FigureTree(Dictionary<string, Dictionary<string, long>> sums, IReadOnlyList<Office> offices, IReadOnlyCollection<string> codes, Dictionary<string, long> turns, Instant at)
    {
        (_sums, _turns, At) = (sums, turns, at);
        _below = offices.Where(o => o.ParentCode is not null).ToLookup(o => o.ParentCode!, StringComparer.Ordinal);
        _codes = codes.ToHashSet(StringComparer.Ordinal);
    }

    /// <summary>When it was looked.</summary>
    public Instant At { get; internal set; }

    public bool Has(IEnumerable<string> codes) => codes.All(_codes.Contains);

    /// <summary>A figure of an office and all below it; null: no data for it. Participants of an office of which no file tells are not known to be none.</summary>
    public long? Of(string office, string code) => Indicators.Of(code) is not { Source: not null } figure ? null
        : _sums.GetValueOrDefault(office) is { } sums && sums.TryGetValue(code, out var value) ? value
        : figure.NeedsRows ? null : 0;

    internal IReadOnlyCollection<string> Provinces => _turns.Keys;

    /// <summary>Another number each time that a whole province was added up: what is kept of its past is good as long as it is the same.</summary>
    internal long Turn(string province) => _turns.GetValueOrDefault(province);

    /// <summary>The offices right below one.</summary>
    public IEnumerable<Office> Below(string office) => _below[office];

    internal static FigureTree Of(
        IReadOnlyList<Office> offices,
        Dictionary<(string Province, string Office), Dictionary<string, long>> own,
        Dictionary<(string Province, string Office), Dictionary<string, long>> more,
        ILookup<(string Province, string Office), string> told,
        IReadOnlyCollection<string> codes,
        Dictionary<string, long> turns,
        Instant at)
    {
        var parents = offices.ToDictionary(o => o.Code, o => o.ParentCode, StringComparer.Ordinal);
        var heads = offices.Where(o => o.Kind == OfficeKind.Province).ToDictionary(o => o.Province!, o => o.Code, StringComparer.Ordinal);
        var sums = new Dictionary<string, Dictionary<string, long>>(StringComparer.Ordinal);
        // That nobody joined is a figure too, where a file tells of the days.
        var nobody = told.SelectMany(o => o, (o, code) => (o.Key, code)).GroupBy(x => x.Key, x => x.code).Select(o => KeyValuePair.Create(o.Key, o.Distinct(StringComparer.Ordinal).ToDictionary(c => c, _ => 0L, StringComparer.Ordinal)));
        foreach (var (office, values) in own.Concat(more).Concat(nobody))
        {
            // An office that is not in the tree of that day still has employers: they count with their province.
            var place = parents.ContainsKey(office.Office) ? office.Office : heads.GetValueOrDefault(office.Province, Actor.CentreCode);
            for (string? up = place; up is not null; up = parents.GetValueOrDefault(up))
            {
                var sum = sums.TryGetValue(up, out var known) ? known : sums[up] = new(StringComparer.Ordinal);
                foreach (var (code, value) in values)
                {
                    sum[code] = sum.GetValueOrDefault(code) + value;
                }
            }
        }

        return new(sums, offices, codes, turns, at);
    }
}
