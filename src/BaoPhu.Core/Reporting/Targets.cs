using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Rules.Policy;
using BaoPhu.Rules.Reporting;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Reporting;

/// <summary>
/// Targets given down the tree, from the centre to the collection agents: what an office was given, by whom and by which decision, how it stands, what it gave its own offices and by how much their sum differs, and where it will land. Every
/// change is a new version with its decision and reason; who may give is the office above. What was reached is read from the figures kept for all offices.
/// <para>Locks in the order of the house: the targets of the giving office, rows, audit chain.</para>
/// </summary>
public sealed class Targets(Db db, LiveFigures figures, TimeProvider clock)
{
    private const string Columns = "t.indicator, t.office_code, t.period, t.version, t.value, t.assigned_by, t.decision, t.decided_on, t.reason, t.set_by, t.set_name, t.set_at";
    private const string Last = "t.version = (select max(b.version) from rep_targets b where b.indicator = t.indicator and b.office_code = t.office_code and b.period = t.period)";

    private readonly TargetHistory _history = new();

    /// <summary>How many provinces' past was read so far: a test sees by it that a page does not read the ledger again.</summary>
    public long HistoriesRead => _history.ProvincesRead;

    /// <summary>All figures of an office or agent for a period. Missing: one outside the scope.</summary>
    public async Task<TargetBoard> Of(Scope scope, string officeCode, TargetPeriod period)
    {
        var (holder, today) = (await db.Read(s => Reached(s, scope, officeCode)), clock.Today());
        var tree = await Figures(period);
        return await db.ReadConsistently(async s =>
        {
            var calendar = await OfficeCalendar.Of(s);
            var (below, given) = (await Below(s, holder), await LastGiven(s, period));
            var credited = await Credited(s, holder, TargetKind.All.Where(k => k.ReachesAgents), period);
            var kinds = TargetKind.All.Where(k => holder.Kind != OfficeKind.Agent || k.ReachesAgents);
            return new TargetBoard(holder, period, [.. kinds.Select(k =>
            {
                var (target, actual) = (given.GetValueOrDefault((k.Code, holder.Code)), Actual(holder, k, tree, credited));
                var holders = below.Where(o => Holds(o, k)).ToList();
                return new TargetLine(
                    k, target, actual, Progress(k, target, actual, period, today, calendar), holders.Count, [.. holders.Select(o => given.GetValueOrDefault((k.Code, o.Code))).OfType<Target>()]);
            })]);
        });
    }

    /// <summary>Periods for which anything within the scope was given.</summary>
    public Task<List<TargetPeriod>> Periods(Scope scope) => db.Read(async s =>
        (await s.Query<string>($"select distinct t.period from rep_targets t where {scope.OnOffice("t")} order by t.period"))
        .Select(p => TargetPeriod.TryParse(p, out var period) ? period : null).OfType<TargetPeriod>().ToList());

    /// <summary>
    /// One target with its history, its landing and what the offices and agents below were given. Missing: an office outside the scope, a figure without targets, of an agent one that agents do not
    /// bring. Without a target of its own the page stands all the same: so the first one is given.
    /// </summary>
    public async Task<TargetView> Find(Scope scope, string officeCode, TargetPeriod period, string code)
    {
        var (kind, today) = (TargetKind.Of(code), clock.Today());
        var holder = await db.Read(s => Reached(s, scope, officeCode, kind));
        var tree = await Figures(period);
        return await db.ReadConsistently(async s =>
        {
            var calendar = await OfficeCalendar.Of(s);
            var versions = await s.Query<Target>($"select {Columns} from rep_targets t where t.period = @Key and t.office_code = @officeCode and t.indicator = @code order by t.version desc", new { period.Key, officeCode, code });
            var (below, given) = (await Below(s, holder), await LastGiven(s, period, code));
            var credited = await Credited(s, holder, kind.ReachesAgents ? [kind] : [], period);
            var children = below.Where(o => Holds(o, kind)).Select(o =>
            {
                var (target, value) = (given.GetValueOrDefault((code, o.Code)), Actual(o, kind, tree, credited));
                return new TargetChild(o, target, value, Progress(kind, target, value, period, today, calendar));
            }).ToList();
            var actual = Actual(holder, kind, tree, credited);
            var line = new TargetLine(
                kind, versions.FirstOrDefault(), actual, Progress(kind, versions.FirstOrDefault(), actual, period, today, calendar), children.Count, [.. children.Select(c => c.Target).OfType<Target>()]);
            return new TargetView(holder, period, line, versions, children, await Land(s, tree, kind, holder, period, actual, today, calendar));
        });
    }

    /// <summary>What the figure of a target is made of.</summary>
    public async Task<FigureRows> Rows(Scope scope, string officeCode, TargetPeriod period, string code, string? after)
    {
        var kind = TargetKind.Of(code);
        var holder = await db.Read(s => Reached(s, scope, officeCode, kind));
        var (reach, agent) = holder.Kind == OfficeKind.Agent
            ? (Scope.OfOffices(holder.Province!, [holder.ParentCode!]), holder.Code)
            : (await db.Read(s => Offices.ScopeOf(s, holder, clock.Today())), null);
        return await new Indicators(db).Rows(scope, reach, kind.Code, Window(period, clock.Now()), after, agent);
    }

    /// <summary>
    /// Gives targets to offices by one decision, or changes them. Refused: nothing that differs, no decision or a day that is still to come or before that of the decision it replaces, a negative value, a change without its reason, an office
    /// that is not directly below the person's own (the centre also enters what it was given itself), a target changed by a colleague meanwhile.
    /// </summary>
    public Task Give(Actor actor, Scope scope, TargetPeriod period, string code, TargetDecision decision, IReadOnlyList<TargetEntry> entries) =>
        db.Write(tx => Give(tx, actor, scope, period, code, decision, entries));

    internal async Task Give(Session tx, Actor actor, Scope scope, TargetPeriod period, string code, TargetDecision decision, IReadOnlyList<TargetEntry> entries)
    {
        var (kind, now, today) = (TargetKind.Of(code), clock.Now(), clock.Today());
        var (paper, reason, by) = (VietnameseText.Normalise(decision.Number), VietnameseText.Normalise(decision.Reason), VietnameseText.Normalise(decision.AssignedBy));
        if (paper.Length == 0)
        {
            throw new Refusal("Targets.NeedDecision");
        }

        if (decision.On > today)
        {
            throw new Refusal("Targets.DecisionAhead", decision.On.ToString("dd/MM/yyyy", System.Globalization.CultureInfo.InvariantCulture));
        }

        var giver = await Giver(tx, actor);
        await tx.Lock("targets " + giver);
        var changed = new List<object>();
        foreach (var entry in entries.DistinctBy(e => e.OfficeCode))
        {
            var office = await Reached(tx, scope, entry.OfficeCode, kind);
            if ((office.ParentCode ?? Actor.CentreCode) != giver)
            {
                throw new Refusal("Targets.NotGiver", office.Name) { Kind = RefusalKind.Forbidden };
            }

            var before = await tx.One<Target>($"select {Columns} from rep_targets t where t.indicator = @Code and t.office_code = @OfficeCode and t.period = @Key and {Last}", new { kind.Code, entry.OfficeCode, period.Key });
            if (entry.Value < 0)
            {
                throw new Refusal("Targets.Negative", office.Name);
            }

            if (before?.Value == entry.Value)
            {
                continue;
            }

            if ((before?.Version ?? 0) != entry.Version)
            {
                throw new Refusal("Targets.ChangedMeanwhile", office.Name);
            }

            if (before is not null && decision.On < before.DecidedOn)
            {
                throw new Refusal("Targets.DecisionBefore", office.Name, before.DecidedOn);
            }

            if (before is not null && reason.Length == 0)
            {
                throw new Refusal("Targets.NeedReason", office.Name);
            }

            await tx.Execute(
                """
                insert into rep_targets (indicator, office_code, period, version, province, value, assigned_by, decision, decided_on, reason, set_by, set_name, set_at)
                values (@Code, @OfficeCode, @Key, @version, @Province, @Value, @by, @paper, @On, @reason, @UserId, @Signed, @now)
                """,
                new
                {
                    kind.Code, entry.OfficeCode, period.Key, version = entry.Version + 1, office.Province, entry.Value, paper, decision.On, reason,
                    by = entry.AssignedBy.Length > 0 ? entry.AssignedBy : office.Code != giver ? (await Offices.Find(tx, giver, today))!.Name : by.Length > 0 ? by : before?.AssignedBy ?? office.Name,
                    actor.UserId, actor.Signed, now,
                });
            changed.Add(new { office = entry.OfficeCode, before = before?.Value, entry.Value });
        }

        if (changed.Count == 0)
        {
            throw new Refusal("Targets.NothingChanged");
        }

        await AuditTrail.Write(tx, clock, actor, "reporting.target", $"target:{kind.Code}/{period.Key}", new { decision = paper, decision.On, reason, changed });
    }

    /// <summary>To whom the person's office gives targets, by code: those right below; the centre also to itself. Others who give wait meanwhile.</summary>
    internal async Task<Dictionary<string, Office>> Recipients(Session tx, Actor actor)
    {
        var giver = await Giver(tx, actor);
        await tx.Lock("targets " + giver);
        var office = (await Offices.Find(tx, giver, clock.Today()))!;
        return (await Below(tx, office)).Where(o => o.Kind != OfficeKind.CentralUnit).Concat(office.Kind == OfficeKind.Centre ? [office] : []).ToDictionary(o => o.Code, StringComparer.Ordinal);
    }

    /// <summary>The latest targets of a figure for a period of the offices within the scope.</summary>
    internal static Task<List<Target>> Given(Session s, Scope scope, TargetPeriod period, string code) =>
        s.Query<Target>($"select {Columns} from rep_targets t where t.period = @Key and t.indicator = @code and {Last} and {scope.OnOffice("t")}", new { period.Key, code });

    /// <summary>The targets of a year that stand beside figures of a report, by figure: those that the office was given.</summary>
    public async Task<IReadOnlyDictionary<string, TargetBeside>> Beside(Office office, IEnumerable<string> figures, TargetPeriod period)
    {
        var (given, calendar) = await db.Read(s => s.Together(async t =>
        {
            var (targets, days) = (Given(t, office, figures, period), OfficeCalendar.Of(t));
            return (await targets, await days);
        }));
        // The figures kept for all offices: a year of an office's ledger for every look at a report is more than the hour can carry.
        var tree = given.Count == 0 ? null : await Figures(period);
        return Beside(given, code => tree!.Of(office.Code, code), period, clock.Today(), calendar);
    }

    /// <summary>The same within somebody's session, added up from the ledger.</summary>
    internal static async Task<IReadOnlyDictionary<string, TargetBeside>> Beside(Session s, Office office, Scope reach, IEnumerable<string> figures, TargetPeriod period, Instant now)
    {
        var given = await Given(s, office, figures, period);
        var values = given.Count == 0 ? [] : await Indicators.Values(s, reach, [.. given.Select(g => g.Kind.Code)], Window(period, now));
        return Beside(given, code => values[code], period, now.Day, await OfficeCalendar.Of(s));
    }

    private static IReadOnlyDictionary<string, TargetBeside> Beside(
        IReadOnlyList<(string Figure, TargetKind Kind, Target Target)> given, Func<string, long?> actual, TargetPeriod period, DateOnly today, WorkingCalendar calendar) => given.ToDictionary(
        g => g.Figure, g => new TargetBeside(g.Kind, g.Target, Progress(g.Kind, g.Target, actual(g.Kind.Code), period, today, calendar)!), StringComparer.Ordinal);

    /// <summary>The targets that an office was given, by the figures that they stand beside.</summary>
    private static async Task<IReadOnlyList<(string Figure, TargetKind Kind, Target Target)>> Given(Session s, Office office, IEnumerable<string> figures, TargetPeriod period)
    {
        var given = (await s.Query<Target>($"select {Columns} from rep_targets t where t.period = @Key and t.office_code = @Code and {Last}", new { period.Key, office.Code }))
            .ToDictionary(t => t.Indicator, StringComparer.Ordinal);
        return [.. figures.SelectMany(f => TargetKind.Beside(f).Where(k => given.ContainsKey(k.Code)).Take(1).Select(k => (f, k, given[k.Code])))];
    }

    /// <summary>Whose targets the person gives: the own office's, for a unit of the centre the centre's.</summary>
    public Task<string> Giver(Actor actor) => db.Read(s => Giver(s, actor));

    private async Task<string> Giver(Session s, Actor actor) =>
        await Offices.Find(s, actor.OfficeCode, clock.Today()) is { Province: not null } office ? office.Code : Actor.CentreCode;

    /// <summary>True for whoever is given targets of a figure: offices of all, agents of what they bring; units of the centre of none.</summary>
    internal static bool Holds(Office office, TargetKind? kind) =>
        office.Kind is OfficeKind.Centre or OfficeKind.Province or OfficeKind.District || (office.Kind == OfficeKind.Agent && kind is null or { ReachesAgents: true });

    private static TargetProgress? Progress(TargetKind kind, Target? target, long? actual, TargetPeriod period, DateOnly today, WorkingCalendar calendar) =>
        target is null ? null : TargetProgress.Of(target.Value, actual, kind.Falls, period, today, calendar);

    /// <summary>The office or agent to whom a target belongs. <paramref name="kind"/>: null, any of its figures.</summary>
    private async Task<Office> Reached(Session s, Scope scope, string code, TargetKind? kind = null) =>
        (await Offices.Find(s, code, clock.Today()) ?? await Agents.Find(s, code, clock.Today())) is { } holder && Holds(holder, kind)
            && scope.CoversOffice(holder.Province, holder.Kind == OfficeKind.Agent ? holder.ParentCode! : holder.Code)
            ? holder
            : throw new Refusal("Organisation.NoOffice", code) { Kind = RefusalKind.Missing };

    /// <summary>The offices and agents right below, as they stand today.</summary>
    private async Task<List<Office>> Below(Session s, Office holder)
    {
        var today = clock.Today();
        return
        [
            .. await s.Query<Office>($"select {Offices.Columns} from org_offices o where o.parent_code = @Code and {Offices.InForceOn("@today")} order by o.code", new { holder.Code, today }),
            .. await Agents.Below(s, "a.office_code = @Code", new { holder.Code }, today),
        ];
    }

    /// <summary>The last version of each target of a period, by figure and holder. <paramref name="code"/>: of one figure alone.</summary>
    internal static async Task<Dictionary<(string Code, string Holder), Target>> LastGiven(Session s, TargetPeriod period, string? code = null) =>
        (await s.Query<Target>($"select {Columns} from rep_targets t where t.period = @Key{(code is null ? "" : " and t.indicator = @code")} and {Last}", new { period.Key, code }))
        .ToDictionary(t => (t.Indicator, t.OfficeCode));

    private Task<FigureTree> Figures(TargetPeriod period)
    {
        var window = Window(period, clock.Now());
        return figures.Of(TargetKind.Codes, window.From, window.To, firstPeriod: window.FirstPeriod);
    }

    /// <summary>What came through the agents of an office, or through one agent, by figure and agent.</summary>
    private async Task<Dictionary<(string Code, string Agent), long>> Credited(Session s, Office holder, IEnumerable<TargetKind> kinds, TargetPeriod period)
    {
        var found = new Dictionary<(string, string), long>();
        if (holder.Province is not { } province)
        {
            return found;
        }

        var reach = Scope.OfOffices(province, [holder.Kind == OfficeKind.Agent ? holder.ParentCode! : holder.Code]);
        foreach (var kind in kinds)
        {
            foreach (var (agent, value) in await Indicators.ByAgent(s, reach, kind.Indicator, Window(period, clock.Now())))
            {
                found[(kind.Code, agent)] = value;
            }
        }

        return found;
    }

    /// <summary>An agent through whom nobody came has none where its office's files tell of the period, and no data where they do not.</summary>
    private static long? Actual(Office holder, TargetKind kind, FigureTree tree, Dictionary<(string Code, string Agent), long> credited) => holder.Kind != OfficeKind.Agent ? tree.Of(holder.Code, kind.Code)
        : credited.TryGetValue((kind.Code, holder.Code), out var value) ? value
        : tree.Of(holder.ParentCode!, kind.Code) is null ? null : 0;

    private static FigureWindow Window(TargetPeriod period, Instant now)
    {
        var (today, to) = (now.Day, period.To);
        var last = today < period.From ? period.From : today < to ? today : to;
        return new(period.From, last, today <= to ? now : Instant.EndOf(to)) { FirstPeriod = Period.Of(period.From).Number };
    }

    /// <summary>Where it will land. The offices of the same level beside it lend their years; the centre's are its provinces.</summary>
    private async Task<Landing?> Land(Session s, FigureTree figures, TargetKind kind, Office office, TargetPeriod period, long? actual, DateOnly today, WorkingCalendar calendar)
    {
        if (actual is not { } now || today < period.From || today > period.To || kind.Indicator.Source is null || office.Kind == OfficeKind.Agent)
        {
            return null;
        }

        var nation = await _history.Of(s, figures, office.Kind == OfficeKind.District ? office.Province : null, kind.Indicator, today);
        if (nation.Count == 0)
        {
            return null;
        }

        var tree = (await Offices.Tree(s, today)).ToDictionary(o => o.Code, StringComparer.Ordinal);
        var ofDistricts = office.Kind == OfficeKind.District;
        // An office's months stand under itself or under the offices of its province.
        var groups = nation.GroupBy(p => ofDistricts ? p.Key : tree.GetValueOrDefault(p.Key)?.Province ?? "", StringComparer.Ordinal).Where(g => g.Key.Length > 0)
            .Select(g => (g.Key, Series: MonthSeries.Sum([.. g.Select(p => p.Value)]))).Where(g => g.Series is not null).ToDictionary(g => g.Key, g => g.Series!, StringComparer.Ordinal);
        var mine = office.Kind == OfficeKind.Centre ? MonthSeries.Sum([.. groups.Values]) : groups.GetValueOrDefault(ofDistricts ? office.Code : office.Province!);
        if (mine is null)
        {
            return null;
        }

        var own = ofDistricts || office.Kind == OfficeKind.Centre ? office.Code : office.Province!;
        var month = new DateOnly(today.Year, today.Month, 1);
        var (all, over) = (calendar.Count(month, month.AddMonths(1).AddDays(-1)), calendar.Count(month, today.AddDays(-1)));
        // A ledger that ends before the running month has nothing of it yet.
        var elapsed = mine.End < Period.Of(today).Index || all == 0 ? 0 : over / (double)all;
        return Forecast.Of(mine, [.. groups.Where(g => g.Key != own).Select(g => g.Value)], Period.Of(period.From).Index, Period.Of(period.To).Index, now, elapsed);
    }
}

/// <summary>The paper by which targets are given. <paramref name="AssignedBy"/>: who gave it where that is not the office itself ("Thủ tướng Chính phủ").</summary>
public sealed record TargetDecision(string Number, DateOnly On, string Reason, string AssignedBy = "");

/// <summary>
/// A value for an office; <paramref name="Version"/>: the one the person saw, 0 where there was none. <paramref name="AssignedBy"/>: who gave this very target, where a file tells it of its row.
/// </summary>
public sealed record TargetEntry(string OfficeCode, long Value, int Version, string AssignedBy = "");

/// <summary>A version of a target.</summary>
public sealed class Target
{
    public string Indicator { get; init; } = "";
    public string OfficeCode { get; init; } = "";
    public string Period { get; init; } = "";
    public int Version { get; init; }

    /// <summary>People, cases or whole đồng.</summary>
    public long Value { get; init; }
    public string AssignedBy { get; init; } = "";
    public string Decision { get; init; } = "";
    public DateOnly DecidedOn { get; init; }
    public string Reason { get; init; } = "";
    public string SetBy { get; init; } = "";
    public string SetName { get; init; } = "";
    public Instant SetAt { get; init; }
}

/// <summary>A figure of an office: what it was given, how it stands (null: no data), and what it gave. <paramref name="Offices"/>: how many are below.</summary>
public sealed record TargetLine(TargetKind Kind, Target? Target, long? Actual, TargetProgress? Progress, int Offices, IReadOnlyList<Target> Given)
{
    /// <summary>Sum of what the offices below were given; null: none has any.</summary>
    public long? Sum => Given.Count == 0 ? null : Given.Sum(g => g.Value);

    /// <summary>By how much more (or less) the offices below were given; null: nothing to compare.</summary>
    public long? Difference => Target is { } own && Sum is { } sum ? sum - own.Value : null;
}

/// <summary>A target beside a figure of a report. Of people who join and leave it is the number of participants that stands.</summary>
public sealed record TargetBeside(TargetKind Kind, Target Target, TargetProgress Progress);

/// <summary>The figures of an office for a period.</summary>
public sealed record TargetBoard(Office Office, TargetPeriod Period, IReadOnlyList<TargetLine> Lines);

/// <summary>An office below with what it was given.</summary>
public sealed record TargetChild(Office Office, Target? Target, long? Actual, TargetProgress? Progress);

/// <summary>A target as its page shows it. <paramref name="Versions"/>: the latest first; <paramref name="Landing"/>: null where nothing tells.</summary>
public sealed record TargetView(Office Office, TargetPeriod Period, TargetLine Line, IReadOnlyList<Target> Versions, IReadOnlyList<TargetChild> Children, Landing? Landing);
