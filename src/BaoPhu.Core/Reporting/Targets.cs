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
/// Targets given down the tree: what an office was given, by whom and by which decision, how it stands, what it gave its own offices and by how much their sum differs, and where it will land. Every
/// change is a new version with its decision and reason; who may give is the office above.
/// <para>Locks in the order of the house: the targets of the giving office, rows, audit chain.</para>
/// </summary>
public sealed class Targets(Db db, TimeProvider clock)
{
    private const string Columns = "t.indicator, t.office_code, t.period, t.version, t.value, t.assigned_by, t.decision, t.decided_on, t.reason, t.set_by, t.set_name, t.set_at";
    private const string Last = "t.version = (select max(b.version) from rep_targets b where b.indicator = t.indicator and b.office_code = t.office_code and b.period = t.period)";

    /// <summary>All figures of an office for a period. Missing: an office outside the scope.</summary>
    public Task<TargetBoard> Of(Scope scope, string officeCode, TargetPeriod period) => db.ReadConsistently(async s =>
    {
        var (office, below, calendar, today) = (await Reached(s, scope, officeCode), await Below(s, officeCode), await OfficeCalendar.Of(s), clock.Today());
        var given = (await s.Query<Target>($"select {Columns} from rep_targets t where t.period = @Key and t.office_code = @officeCode and {Last}", new { period.Key, officeCode })).ToDictionary(t => t.Indicator, StringComparer.Ordinal);
        var children = (await s.Query<Target>(
            $"select {Columns} from rep_targets t where t.period = @Key and {Last} and t.office_code in (select o.code from org_offices o where o.parent_code = @officeCode and o.known_to_at is null)",
            new { period.Key, officeCode })).ToLookup(t => t.Indicator, StringComparer.Ordinal);
        var values = await Indicators.Values(s, await Offices.ScopeOf(s, office, clock.Today()), [.. TargetKind.All.Select(k => k.Code)], Window(period));
        var offices = below.Where(o => o.ParentCode == officeCode && Holds(o)).Select(o => o.Code).ToHashSet(StringComparer.Ordinal);
        return new TargetBoard(office, period, [.. TargetKind.All.Select(k => new TargetLine(
            k, given.GetValueOrDefault(k.Code), values[k.Code], Progress(k, given.GetValueOrDefault(k.Code), values[k.Code], period, today, calendar), offices.Count,
            [.. children[k.Code].Where(c => offices.Contains(c.OfficeCode))]))]);
    });

    /// <summary>Periods for which anything within the scope was given.</summary>
    public Task<List<TargetPeriod>> Periods(Scope scope) => db.Read(async s =>
        (await s.Query<string>($"select distinct t.period from rep_targets t where {scope.OnOffice("t")} order by t.period"))
        .Select(p => TargetPeriod.TryParse(p, out var period) ? period : null).OfType<TargetPeriod>().ToList());

    /// <summary>
    /// One target with its history, its landing and what the offices below were given. Missing: an office outside the scope, a figure without targets. Without a target of its own the page stands all
    /// the same: so the first one is given.
    /// </summary>
    public Task<TargetView> Find(Scope scope, string officeCode, TargetPeriod period, string code) => db.ReadConsistently(async s =>
    {
        var (kind, office, today) = (TargetKind.Of(code), await Reached(s, scope, officeCode), clock.Today());
        var (below, calendar, reach, window) = (await Below(s, officeCode), await OfficeCalendar.Of(s), await Offices.ScopeOf(s, office, clock.Today()), Window(period));
        var versions = await s.Query<Target>($"select {Columns} from rep_targets t where t.period = @Key and t.office_code = @officeCode and t.indicator = @code order by t.version desc", new { period.Key, officeCode, code });
        var given = (await s.Query<Target>($"select {Columns} from rep_targets t where t.period = @Key and t.indicator = @code and {Last}", new { period.Key, code })).ToDictionary(t => t.OfficeCode, StringComparer.Ordinal);
        var actual = (await Indicators.Values(s, reach, [code], window))[code];
        var byOffice = await Indicators.ByOffice(s, reach, [code], window);
        var children = below.Where(o => o.ParentCode == officeCode && Holds(o)).Select(o =>
        {
            // Of a province all its employers, also those of an office that is closed by now.
            var family = o.Kind == OfficeKind.Province ? [] : Family(below, o).ToHashSet(StringComparer.Ordinal);
            var told = byOffice.Where(p => o.Kind == OfficeKind.Province ? p.Key.Province == o.Province : family.Contains(p.Key.Office)).Select(p => p.Value[code]).ToList();
            long? value = kind.Indicator.Source is null || (told.Count == 0 && kind.Indicator.NeedsRows) ? null : told.Sum();
            var target = given.GetValueOrDefault(o.Code);
            return new TargetChild(o, target, value, Progress(kind, target, value, period, today, calendar));
        }).ToList();
        var line = new TargetLine(
            kind, versions.FirstOrDefault(), actual, Progress(kind, versions.FirstOrDefault(), actual, period, today, calendar), children.Count, [.. children.Select(c => c.Target).OfType<Target>()]);
        return new TargetView(office, period, line, versions, children, await Land(s, kind, office, reach, period, actual, today, calendar));
    });

    /// <summary>What the figure of a target is made of.</summary>
    public async Task<FigureRows> Rows(Scope scope, string officeCode, TargetPeriod period, string code, string? after)
    {
        var kind = TargetKind.Of(code);
        var reach = await db.Read(async s => await Offices.ScopeOf(s, await Reached(s, scope, officeCode), clock.Today()));
        return await new Indicators(db).Rows(scope, reach, kind.Code, Window(period), after);
    }

    /// <summary>
    /// Gives targets to offices by one decision, or changes them. Refused: nothing that differs, no decision or a day that is still to come, a negative value, a change without its reason, an office
    /// that is not directly below the person's own (the centre also enters what it was given itself), a target changed by a colleague meanwhile.
    /// </summary>
    public Task Give(Actor actor, Scope scope, TargetPeriod period, string code, TargetDecision decision, IReadOnlyList<TargetEntry> entries) => db.Write(async tx =>
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
            var office = await Reached(tx, scope, entry.OfficeCode);
            if (!Holds(office) || (office.ParentCode ?? Actor.CentreCode) != giver)
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
                    kind.Code, entry.OfficeCode, period.Key, version = entry.Version + 1, office.Province, entry.Value, by = by.Length > 0 ? by : (await Offices.Find(tx, giver, today))!.Name, paper, decision.On,
                    reason, actor.UserId, actor.Signed, now,
                });
            changed.Add(new { office = entry.OfficeCode, before = before?.Value, entry.Value });
        }

        if (changed.Count == 0)
        {
            throw new Refusal("Targets.NothingChanged");
        }

        await AuditTrail.Write(tx, clock, actor, "reporting.target", $"target:{kind.Code}/{period.Key}", new { decision = paper, decision.On, reason, changed });
    });

    /// <summary>The latest targets of a figure for a period of the offices within the scope.</summary>
    internal static Task<List<Target>> Given(Session s, Scope scope, TargetPeriod period, string code) =>
        s.Query<Target>($"select {Columns} from rep_targets t where t.period = @Key and t.indicator = @code and {Last} and {scope.OnOffice("t")}", new { period.Key, code });

    /// <summary>The targets of a year that stand beside figures of a report, by figure: those that the office was given.</summary>
    internal static async Task<IReadOnlyDictionary<string, TargetBeside>> Beside(Session s, Office office, Scope reach, IEnumerable<string> figures, TargetPeriod period, Instant now)
    {
        var kinds = figures.Select(f => (Figure: f, Kind: TargetKind.Beside(f))).Where(f => f.Kind is not null).ToList();
        var given = (await s.Query<Target>($"select {Columns} from rep_targets t where t.period = @Key and t.office_code = @Code and {Last}", new { period.Key, office.Code }))
            .ToDictionary(t => t.Indicator, StringComparer.Ordinal);
        kinds.RemoveAll(k => !given.ContainsKey(k.Kind!.Code));
        if (kinds.Count == 0)
        {
            return new Dictionary<string, TargetBeside>(StringComparer.Ordinal);
        }

        var (values, calendar) = (await Indicators.Values(s, reach, [.. kinds.Select(k => k.Kind!.Code)], Window(period, now)), await OfficeCalendar.Of(s));
        return kinds.ToDictionary(
            k => k.Figure,
            k => new TargetBeside(k.Kind!, given[k.Kind!.Code], Progress(k.Kind, given[k.Kind.Code], values[k.Kind.Code], period, now.Day, calendar)!),
            StringComparer.Ordinal);
    }

    /// <summary>Whose targets the person gives: the own office's, for a unit of the centre the centre's.</summary>
    public Task<string> Giver(Actor actor) => db.Read(s => Giver(s, actor));

    private async Task<string> Giver(Session s, Actor actor) =>
        await Offices.Find(s, actor.OfficeCode, clock.Today()) is { Province: not null } office ? office.Code : Actor.CentreCode;

    private static bool Holds(Office office) => office.Kind is OfficeKind.Centre or OfficeKind.Province or OfficeKind.District;

    private static TargetProgress? Progress(TargetKind kind, Target? target, long? actual, TargetPeriod period, DateOnly today, WorkingCalendar calendar) =>
        target is null ? null : TargetProgress.Of(target.Value, actual, kind.Falls, period, today, calendar);

    private async Task<Office> Reached(Session s, Scope scope, string code) =>
        await Offices.Find(s, code, clock.Today()) is { } office && Holds(office) && scope.CoversOffice(office.Province, office.Code)
            ? office
            : throw new Refusal("Organisation.NoOffice", code) { Kind = RefusalKind.Missing };

    /// <summary>The office and all below it, as the tree stands today.</summary>
    private Task<List<Office>> Below(Session s, string code) => s.Query<Office>(
        $"""
        with recursive below(code) as (
            select o.code from org_offices o where o.code = @code and {Offices.InForceOn("@today")}
            union select o.code from org_offices o join below b on o.parent_code = b.code where {Offices.InForceOn("@today")})
        select {Offices.Columns} from org_offices o join below b on b.code = o.code
        where {Offices.InForceOn("@today")} order by o.code
        """,
        new { code, today = clock.Today() });

    /// <summary>Codes of an office and all below it. Of a province all of it, also an office that hangs elsewhere.</summary>
    private static IEnumerable<string> Family(List<Office> tree, Office office) => office.Kind == OfficeKind.Province
        ? tree.Where(o => o.Province == office.Province).Select(o => o.Code)
        : tree.Where(o => o.ParentCode == office.Code).SelectMany(o => Family(tree, o)).Prepend(office.Code);

    private FigureWindow Window(TargetPeriod period) => Window(period, clock.Now());

    private static FigureWindow Window(TargetPeriod period, Instant now)
    {
        var (today, to) = (now.Day, period.To);
        var last = today < period.From ? period.From : today < to ? today : to;
        return new(period.From, last, today <= to ? now : Instant.EndOf(to)) { FirstPeriod = Period.Of(period.From).Number };
    }

    /// <summary>Where it will land. The offices of the same level beside it lend their years; the centre's are its provinces.</summary>
    private static async Task<Landing?> Land(Session s, TargetKind kind, Office office, Scope reach, TargetPeriod period, long? actual, DateOnly today, WorkingCalendar calendar)
    {
        if (actual is not { } now || today < period.From || today > period.To || kind.Indicator.Source is null)
        {
            return null;
        }

        var nation = await TargetHistory.Of(s, office.Kind == OfficeKind.District ? Scope.OfProvince(office.Province!) : Scope.Nation, kind.Indicator, today);
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

/// <summary>A value for an office; <paramref name="Version"/>: the one the person saw, 0 where there was none.</summary>
public sealed record TargetEntry(string OfficeCode, long Value, int Version);

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
