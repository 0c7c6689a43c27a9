using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Core.Reporting;

/// <summary>What a figure counts in.</summary>
public enum FigureUnit : byte
{
    Count = 0,
    Person = 1,
    Dong = 2,
}

/// <summary>
/// Where rows of figures come from: <paramref name="Subject"/>: the column of the employer; <paramref name="From"/>: the tables and which of their rows, with @from and @to (days), @fromAt and
/// @untilAt (instants), @firstPeriod and @lastPeriod (months of the ledger). Figures of one source are added up in one reading of it. <paramref name="Audited"/>: every change of its rows has its entry in the audit trail.
/// </summary>
public sealed record FigureSource(string Subject, string From, bool Audited = true)
{
    /// <summary>
    /// True where not every row has an employer: the rows (alias x) say their office themselves (subject_id, row_key, office_code, happened_on, ground, person_code, commune_code, agent_code, value), with @knownAt,
    /// the moment as of which the files taken in are told.
    /// </summary>
    public bool SaysOffice { get; init; }

    /// <summary>Stands in <see cref="From"/> for "of the offices in reach" of the table t, where the lines of the whole nation would be made before any is left out.</summary>
    internal const string OfReach = "[t of reach]";

    /// <summary>The tables and rows with the offices in reach put in.</summary>
    internal string In(Scope reach) => From.Replace(OfReach, reach.On("t", "subject_id"), StringComparison.Ordinal);

    /// <summary>True where its rows change only by files and planning passes, which are of a whole province, and never by an act about one employer.</summary>
    public bool OfLedger { get; init; }
}

/// <summary>
/// A figure defined once: <paramref name="Value"/>, an SQL expression, of each row of its <paramref name="Source"/>. No source: the work that it would count is not in the product yet, so it says
/// "chưa có dữ liệu" and never 0. <paramref name="Moves"/>: true where it is made of what happened in the period, so that it can be computed again as of any moment; false where it is the state
/// of the ledger, which is known as it is now. Its name, source and clause are the texts "Reporting.Figure_", "Targets.Source_" and "Targets.Clause_" + code.
/// </summary>
public sealed record Indicator(string Code, FigureUnit Unit, bool Moves, FigureSource? Source, string Value = "1")
{
    /// <summary>The kind of participants it counts.</summary>
    public Participation? Counts { get; init; }

    /// <summary>Of participants of health insurance: the group that alone is counted.</summary>
    public HealthGroup? Group { get; init; }

    /// <summary>True where the work is done in another system, which gives the values (Exchange).</summary>
    public bool Given { get; init; }

    /// <summary>True where an office without any row is not known to have none.</summary>
    public bool NeedsRows => Given || OfLists || Counts is not null;

    /// <summary>True where it is counted on lists that others give: an office of which none came has no figure.</summary>
    public bool OfLists { get; init; }

    /// <summary>True where it is what stands at the end of the period and not what came in it.</summary>
    public bool Stands { get; init; }

    /// <summary>Day of the document that orders it: before, nobody was asked for it.</summary>
    public DateOnly Since { get; init; } = new(2021, 11, 3);
}

/// <summary>
/// Every figure of every report, computed from the acts and the ledger: each is one query of rows, the figure is their sum over the offices in reach, and what it opens to is the rows themselves, so
/// the two cannot differ and the children of an office add up to it by construction.
/// </summary>
public sealed class Indicators(Db db)
{
    public const int PageSize = 60;

    private static readonly FigureSource Months = new("m.employer_id", "from reg_months m where m.period between @firstPeriod and @lastPeriod") { OfLedger = true };
    private static readonly FigureSource Debts = new("d.employer_id", "from reg_debts d where 1 = 1") { OfLedger = true };
    private static readonly FigureSource Contacts = new("c.subject_id", "from wrk_contacts c where c.at between @fromAt and @untilAt");
    private static readonly FigureSource Papers = new("p.subject_id", "from doc_papers p where p.sent_at between @fromAt and @untilAt");
    // Minutes are not sent: they are made where both sides stand, and are made too where the employer refuses to sign.
    private static readonly FigureSource MinutesMade = new(
        "p.subject_id", $"from doc_papers p where p.act = '{ActNames.Minutes}' and p.state in ('unit-signed', 'unit-refused') and p.dated_on between @from and @to");
    private static readonly FigureSource Closed = new("t.subject_id", "from wrk_tasks t where t.outcome is not null and t.closed_on between @from and @to");
    private static readonly FigureSource Messages = new("o.subject_id", "from msg_outbox o where o.handed_at between @fromAt and @untilAt", Audited: false);
    private static readonly FigureSource Inspections = new("i.subject_id", "from col_inspections i where i.announced_on between @from and @to");
    private static readonly FigureSource Penalties = new("p.subject_id", "from col_penalties p where p.decided_on between @from and @to");
    private static readonly FigureSource Fines = new(
        "a.subject_id",
        "from col_penalty_acts a join col_penalties p on p.subject_id = a.subject_id and p.act = a.act and p.occurrence = a.occurrence where p.decided_on between @from and @to");
    private static readonly FigureSource Referrals = new("r.subject_id", "from col_referrals r where r.sent_on between @from and @to");
    private static readonly FigureSource Reconciled = new("r.subject_id", "from col_reconciliations r where r.sent_on between @from and @to");
    private static readonly FigureSource Confirmed = new("r.subject_id", "from col_reconciliations r where r.confirmed_on between @from and @to");

    /// <summary>Who is entitled to a card of the budget in the year of the period's end, has none and is not explained: by commune, as the last count of the lists left them.</summary>
    private static readonly FigureSource CardsMissing = Lines(string.Create(
        CultureInfo.InvariantCulture,
        $"""
        select {OfficeOf("n")} as subject_id, coalesce(cast(nullif(n.commune_code, '') as bigint), 0) as row_key, n.office_code,
            @to as happened_on, '' as ground, null as person_code, nullif(n.commune_code, '') as commune_code, null as agent_code, count(*) filter (where n.state in ('open', 'listed')) as value
        from cov_card_needs n where n.list_year = @lastPeriod / 100 group by n.province, n.office_code, n.commune_code
        """)) with { Audited = false };

    public static IReadOnlyList<Indicator> All { get; } =
    [
        .. Participations.All.Select(Joined),
        .. Participations.All.Select(k => Standing(k)),
        .. HealthGroups.All.Select(g => Standing(Participation.Health, g)),
        new("collected-social", FigureUnit.Dong, false, Months, "m.paid_social + m.paid_accident"),
        new("collected-health", FigureUnit.Dong, false, Months, "m.paid_health"),
        new("collected-unemployment", FigureUnit.Dong, false, Months, "m.paid_unemployment"),
        new("owed-social", FigureUnit.Dong, false, Debts, "d.debt_social + d.debt_accident"),
        new("owed-health", FigureUnit.Dong, false, Debts, "d.debt_health"),
        new("owed-unemployment", FigureUnit.Dong, false, Debts, "d.debt_unemployment"),
        new("owed", FigureUnit.Dong, false, Debts, "d.debt_social + d.debt_health + d.debt_unemployment + d.debt_accident") { Stands = true },
        new("owed-reduced", FigureUnit.Dong, false, null),
        new("owing", FigureUnit.Count, false, Debts, "case when d.debt_social + d.debt_health + d.debt_unemployment + d.debt_accident > 0 then 1 else 0 end"),
        new("contacts", FigureUnit.Count, true, Contacts, $"case when c.act in ({string.Join(", ", ActNames.Urging.Select(a => $"'{a}'"))}) then 1 else 0 end"),
        new("promised", FigureUnit.Dong, true, Contacts, "coalesce(c.promised_amount, 0)"),
        new("notices", FigureUnit.Count, true, Papers, "case when p.kind = 'TB' then 1 else 0 end"),
        new("minutes", FigureUnit.Count, true, MinutesMade),
        new("tasks-done", FigureUnit.Count, true, Closed),
        new("messages", FigureUnit.Count, true, Messages),
        new("inspected", FigureUnit.Count, true, Inspections),
        new("penalties", FigureUnit.Count, true, Penalties),
        new("fined", FigureUnit.Dong, true, Fines, "coalesce(a.fine, 0)"),
        new("files", FigureUnit.Count, true, Referrals),
        GivenFrom("conferences", FigureUnit.Count),
        new("units-reviewed", FigureUnit.Count, false, Reviewed("case when u.doubt = 0 then 1 else 0 end"), "x.value") { Stands = true, OfLists = true },
        new("workers-reviewed", FigureUnit.Person, false, Reviewed("u.workers - u.doubt"), "x.value") { Stands = true, OfLists = true },
        new("cards-missing", FigureUnit.Person, false, CardsMissing, "x.value") { Stands = true, OfLists = true },
        new("reconciled", FigureUnit.Count, true, Reconciled),
        new("confirmed", FigureUnit.Count, true, Confirmed),
        new("confirmed-money", FigureUnit.Dong, true, Confirmed, "coalesce(r.confirmed, 0)"),
    ];

    /// <summary>Missing: no such figure.</summary>
    public static Indicator Of(string code) => All.FirstOrDefault(i => i.Code == code) ?? throw new Refusal("Reporting.NoFigure", code) { Kind = RefusalKind.Missing };

    /// <summary>What a figure is made of: employer by employer, or joins and leaves day by day. <paramref name="reach"/>: the offices of the report; <paramref name="scope"/>: what the person sees;
    /// <paramref name="agent"/>: only what came through that collection agent.</summary>
    public Task<FigureRows> Rows(Scope scope, Scope reach, string code, FigureWindow window, string? after, string? agent = null) => db.Read(async s =>
    {
        var indicator = Of(code);
        return indicator.Source is not { } source ? new FigureRows([], 0, null)
            : source.SaysOffice ? await OfDays(s, scope, reach, indicator, window, after, agent) : await OfEmployers(s, scope, reach, indicator, window, after);
    });

    /// <summary>Figures over the offices in reach; null: no data for it.</summary>
    public Task<Dictionary<string, long?>> Values(Scope reach, IReadOnlyCollection<string> codes, FigureWindow window) => db.Read(s => Values(s, reach, codes, window));

    /// <summary>How far the files tell the participants of the offices in reach: what a figure without new data has to say instead of 0.</summary>
    public async Task<IReadOnlyList<ToldUntil>> Told(Scope reach) => await db.Read(s => s.Together(t => Task.WhenAll(Participations.All.Select(async kind =>
    {
        var moved = LastDay(t, reach, kind);
        var stood = t.One<DateOnly?>($"select m.ends_on from reg_stands m where m.kind = @kind and m.known_to_at is null and {reach.On("m", "subject_id")} order by m.ends_on desc limit 1", new { kind = kind.Code() });
        return new ToldUntil(kind, await moved, await stood);
    }))));

    /// <summary>A figure by the offices that it is made of, the largest first.</summary>
    public Task<List<OfficeFigure>> Parts(Scope scope, Scope reach, string code, FigureWindow window) => db.Read(async s =>
    {
        var parts = (await ByOffice(s, reach, [code], window)).Where(p => scope.Covers(p.Key.Province, p.Key.Office) && p.Value.GetValueOrDefault(code) != 0).ToList();
        var names = (await s.Query<(string Code, string Name)>(
            $"select o.code, o.name from org_offices o where {Offices.InForceOn("@To")}", new { window.To })).ToDictionary(o => o.Code, o => o.Name, StringComparer.Ordinal);
        return parts.Select(p => new OfficeFigure { OfficeCode = p.Key.Office, Province = p.Key.Province, Name = names.GetValueOrDefault(p.Key.Office, p.Key.Office), Value = p.Value[code] })
            .OrderByDescending(p => p.Value).ThenBy(p => p.OfficeCode, StringComparer.Ordinal).ToList();
    });

    /// <summary>The figures over the offices in reach; null: no data for it.</summary>
    internal static async Task<Dictionary<string, long?>> Values(Session s, Scope reach, IReadOnlyCollection<string> codes, FigureWindow window)
    {
        var (byOffice, values) = (await ByOffice(s, reach, codes, window), new Dictionary<string, long?>(StringComparer.Ordinal));
        foreach (var indicator in codes.Select(Of))
        {
            var sums = byOffice.Values.Where(v => v.ContainsKey(indicator.Code)).Select(v => v[indicator.Code]).ToList();
            values[indicator.Code] = indicator.Source is null || !await HasData(s, reach, indicator, window, sums.Count) ? null : sums.Sum();
        }

        return values;
    }

    /// <summary>
    /// The figures of every office in reach that has employers with any, by office (with the province of its employers: an office may be closed by now) and code: each source is read once.
    /// Figures without data are not among them.
    /// </summary>
    internal static async Task<Dictionary<(string Province, string Office), Dictionary<string, long>>> ByOffice(Session s, Scope reach, IEnumerable<string> codes, FigureWindow window)
    {
        var found = new Dictionary<(string Province, string Office), Dictionary<string, long>>();
        foreach (var source in codes.Select(Of).Where(i => i.Source is not null).GroupBy(i => i.Source!))
        {
            foreach (var figures in source.Chunk(OfficeSums.Width))
            {
                var sums = string.Join(", ", Enumerable.Range(0, OfficeSums.Width).Select(i => string.Create(
                    CultureInfo.InvariantCulture, $"{(i < figures.Length ? $"cast(coalesce(sum(x.value{i}), 0) as bigint)" : "cast(0 as bigint)")} as value{i}")));
                var rows = RowsOf(reach, source.Key, figures);
                foreach (var office in await s.Query<OfficeSums>(
                    source.Key.SaysOffice
                        ? $"select min(x.subject_id) as subject_id, x.office_code, {sums} from ({rows}) x where {reach.On("x", "subject_id")} group by x.office_code"
                        : $"select min(x.subject_id) as subject_id, e.office_code, {sums} from ({rows}) x join reg_employers e on e.employer_id = x.subject_id where {reach.On("e")} group by e.province, e.office_code",
                    window.Values))
                {
                    var values = found.TryGetValue((office.Province, office.OfficeCode), out var known) ? known : found[(office.Province, office.OfficeCode)] = new(StringComparer.Ordinal);
                    for (var i = 0; i < figures.Length; i++)
                    {
                        values[figures[i].Code] = office.Values[i];
                    }
                }
            }
        }

        return found;
    }

    /// <summary>What came through each collection agent of the offices in reach: joins less leaves of a kind.</summary>
    internal static async Task<Dictionary<string, long>> ByAgent(Session s, Scope reach, Indicator indicator, FigureWindow window) => (await s.Query<(string Agent, long Value)>(
        $"select x.agent_code, cast(sum(x.value) as bigint) {indicator.Source!.In(reach)} and x.agent_code is not null and {reach.On("x", "subject_id")} group by x.agent_code", window.Values))
        .ToDictionary(a => a.Agent, a => a.Value, StringComparer.Ordinal);

    /// <summary>Lines as they were told at the moment asked for.</summary>
    private static string Known(string alias) => $"{alias}.known_from_at <= @knownAt and ({alias}.known_to_at is null or {alias}.known_to_at > @knownAt)";

    /// <summary>Joins less leaves. A period that begins after the last day of which any file tells has no data: nobody knows that nobody joined.</summary>
    private static Indicator Joined(Participation kind) => new(
        kind.Code(), FigureUnit.Person, true, Lines(
        $"""
        select m.subject_id, m.row_key, m.office_code, m.happened_on, m.ground, m.person_code, m.commune_code, m.agent_code, case when m.joined then m.number else -m.number end as value
        from reg_movements m where m.kind = '{kind.Code()}' and m.happened_on between @from and @to and {Known("m")}
        """), "x.value") { Counts = kind };

    /// <summary>
    /// The number at the last month's end that the files tell, and the joins and leaves since: of the offices of which a month's end is told. The ends are found once: left to itself SQLite finds them
    /// again for every movement.
    /// </summary>
    private static Indicator Standing(Participation kind, HealthGroup? group = null) => new(
        "stand-" + (group?.Code ?? kind.Code()), FigureUnit.Person, true, Lines(
        $"""
        with ends as materialized (
            select t.subject_id, t.office_code, t.kind, t.ends_on, t.number from reg_stands t where t.kind in ('{string.Join("', '", group?.Kinds ?? [kind.Code()])}') and t.ends_on <= @to and {Known("t")} and {FigureSource.OfReach} and t.ends_on = (
                select max(b.ends_on) from reg_stands b where b.subject_id = t.subject_id and b.kind = t.kind and b.ends_on <= @to and {Known("b")}))
        select n.subject_id, 0 as row_key, n.office_code, n.ends_on as happened_on, {(group is null ? "''" : "n.kind")} as ground, null as person_code, null as commune_code, null as agent_code, n.number as value from ends n
        union all
        select m.subject_id, m.row_key, m.office_code, m.happened_on, m.ground, m.person_code, m.commune_code, m.agent_code, case when m.joined then m.number else -m.number end
        from reg_movements m join ends n on n.office_code = m.office_code and m.happened_on > n.ends_on{(group is null ? "" : $" and n.kind = '{HealthGroup.KindOf("")}' || m.grp")}
        where m.kind = '{kind.Code()}' and m.happened_on <= @to and {Known("m")}
        """), "x.value") { Counts = kind, Stands = true, Group = group };

    /// <summary>What other systems gave for days within the period.</summary>
    private static Indicator GivenFrom(string code, FigureUnit unit) => new(
        code, unit, true, Lines(
        $"""
        select v.subject_id, v.version as row_key, v.office_code, v.to_date as happened_on, '' as ground, null as person_code, null as commune_code, null as agent_code, v.value
        from rep_values v where v.figure = '{code}' and v.from_date >= @from and v.to_date <= @to and v.given_at <= @knownAt and (v.replaced_at is null or v.replaced_at > @knownAt)
        """) with { Audited = false }, "x.value") { Given = true };

    /// <summary>
    /// What was reviewed of the tax data that was settled for the year before that of the period's end: a unit when no worker of it waits for a reader any more, a worker when he does not. Each unit is a row.
    /// </summary>
    private static FigureSource Reviewed(string value) => Lines(
        $"""
        select {OfficeOf("u")} as subject_id, u.subject_id as row_key, u.office_code, @to as happened_on, u.name as ground, null as person_code, null as commune_code, null as agent_code, {value} as value
        from cov_units u where u.tax_year = @lastPeriod / 100 - 1
        """) with { Audited = false };

    /// <summary>The id of the office of a row that belongs to no employer, within the range of its province.</summary>
    private static string OfficeOf(string alias) => string.Create(CultureInfo.InvariantCulture, $"cast({alias}.province as bigint) * {EmployerKey.Range("01").First} + cast({alias}.office_code as bigint)");

    private static FigureSource Lines(string lines) => new("x.subject_id", $"from ({lines}) x where 1 = 1") { SaysOffice = true, OfLedger = true };

    private static async Task<bool> HasData(Session s, Scope reach, Indicator indicator, FigureWindow window, int offices) =>
        indicator.Given || indicator.OfLists ? offices > 0 : indicator.Counts is not { } kind || (indicator.Stands ? offices > 0 : await LastDay(s, reach, kind) >= window.From);

    /// <summary>The offices of which a file tells joins and leaves up to a day of the term or later, with the figures that it tells: what <see cref="HasData"/> asks, for all offices at once.</summary>
    internal static async Task<ILookup<(string Province, string Office), string>> ToldUntil(Session s, IEnumerable<string> codes, DateOnly from)
    {
        var joined = codes.Select(Of).Where(i => i is { Counts: not null, Stands: false }).Select(i => i.Code).ToHashSet(StringComparer.Ordinal);
        return joined.Count == 0
            ? Array.Empty<string>().ToLookup(_ => ("", ""))
            : (await s.Query<(long Subject, string Office, string Kind)>(
                "select min(m.subject_id), m.office_code, m.kind from reg_movements m where m.happened_on >= @from and m.known_to_at is null group by m.office_code, m.kind", new { from }))
                .Where(m => joined.Contains(m.Kind)).ToLookup(m => (EmployerKey.Province(m.Subject), m.Office), m => m.Kind);
    }

    private static Task<DateOnly?> LastDay(Session s, Scope reach, Participation kind) =>
        s.One<DateOnly?>($"select m.happened_on from reg_movements m where m.kind = @kind and m.known_to_at is null and {reach.On("m", "subject_id")} order by m.happened_on desc limit 1", new { kind = kind.Code() });

    private static async Task<FigureRows> OfEmployers(Session s, Scope scope, Scope reach, Indicator figure, FigureWindow window, string? after)
    {
        var from = $"({RowsOf(reach, figure.Source!, [figure])}) x join reg_employers e on e.employer_id = x.subject_id where {scope.On("e")} and {reach.On("e")}";
        var args = new Dapper.DynamicParameters(window.Values);
        args.Add("afterId", long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0);
        var total = await s.One<long>($"select cast(coalesce(sum(x.value0), 0) as bigint) from {from}", args);
        var found = await s.Query<FigureRow>(
            $"""
            select x.subject_id, e.province, e.code, e.name, cast(sum(x.value0) as bigint) as value from {from} and x.subject_id > @afterId
            group by x.subject_id, e.province, e.code, e.name having cast(sum(x.value0) as bigint) <> 0 order by x.subject_id limit {PageSize + 1}
            """,
            args);
        var (_, next) = Keyset.Turn(found, PageSize, after, null, r => r.SubjectId.ToString(CultureInfo.InvariantCulture));
        return new FigureRows(found, total, next);
    }

    private static async Task<FigureRows> OfDays(Session s, Scope scope, Scope reach, Indicator indicator, FigureWindow window, string? after, string? agent)
    {
        // The source's own lines, without the sums' columns.
        var from = $"{indicator.Source!.In(reach)[5..]} and {reach.On("x", "subject_id")} and {scope.On("x", "subject_id")}{(agent is null ? "" : " and x.agent_code = @agent")}";
        var args = new Dapper.DynamicParameters(window.Values);
        args.Add("agent", agent);
        var key = Keyset.Split(after, 3);
        DateOnly? day = null;
        if (key is not null)
        {
            day = DateOnly.TryParseExact(key[0], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var on) ? on : throw Keyset.Unreadable();
            args.Add("day", day);
            args.Add("subject", Number(key[1]));
            args.Add("row", Number(key[2]));
        }

        var total = await s.One<DaysTotal>(
            $"""
            select cast(coalesce(sum(x.value), 0) as bigint) as total, cast(coalesce(sum(case when x.value > 0 then x.value end), 0) as bigint) as up from {from}
            """,
            args);
        var found = await s.Query<FigureRow>(
            $"""
            select x.subject_id, x.row_key, x.happened_on, x.office_code, x.ground, x.person_code, x.commune_code, x.value, coalesce(e.province, '') as province, coalesce(e.code, '') as code,
                coalesce(e.name, '') as name, coalesce(o.name, x.office_code) as office_name
            from (select * from {from}) x left join reg_employers e on e.employer_id = x.subject_id
            left join (select code, min(name) as name from org_offices where known_to_at is null group by code) o on o.code = x.office_code
            where x.value <> 0{(day is null ? "" : " and (x.happened_on, x.subject_id, x.row_key) > (@day, @subject, @row)")}
            order by x.happened_on, x.subject_id, x.row_key limit {PageSize + 1}
            """,
            args);
        var (_, next) = Keyset.Turn(found, PageSize, after, null, r => string.Create(CultureInfo.InvariantCulture, $"{r.HappenedOn:yyyyMMdd}~{r.SubjectId}~{r.RowKey}"));
        return new FigureRows(found, total!.Total, next) { Up = total.Up };

        static long Number(string part) => long.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw Keyset.Unreadable();
    }

    private sealed class DaysTotal
    {
        public long Total { get; init; }
        public long Up { get; init; }
    }

    /// <summary>Lines (subject_id, value0, value1, …) of a source. Their employers' range stands beside the source itself: the planner does not carry it over a join.</summary>
    private static string RowsOf(Scope reach, FigureSource source, IReadOnlyList<Indicator> figures) =>
        $"select {source.Subject} as subject_id, {(source.SaysOffice ? "x.office_code, " : "")}{string.Join(", ", figures.Select((f, i) => string.Create(CultureInfo.InvariantCulture, $"{f.Value} as value{i}")))} {source.In(reach)} and {reach.Within(source.Subject)}";

    /// <summary>Sums of the figures of one source over an office's employers.</summary>
    private sealed class OfficeSums
    {
        public const int Width = 4;

        /// <summary>One of its employers, or the office itself: says the province.</summary>
        public long SubjectId { get; init; }
        public string Province => EmployerKey.Province(SubjectId);
        public string OfficeCode { get; init; } = "";
        public long Value0 { get; init; }
        public long Value1 { get; init; }
        public long Value2 { get; init; }
        public long Value3 { get; init; }
        public ReadOnlySpan<long> Values => (long[])[Value0, Value1, Value2, Value3];
    }
}

/// <summary>The days of a period, both counted, and the last moment at which what happened counts.</summary>
public sealed record FigureWindow(DateOnly From, DateOnly To, Instant Until)
{
    /// <summary>As of when the files taken in are told; null: all of them.</summary>
    public Instant? KnownAt { get; init; }

    /// <summary>First month of the ledger (yyyymm) of what is counted up; null: that of the year in which the period ends.</summary>
    public int? FirstPeriod { get; init; }

    /// <summary>Last month of the ledger; null: that of the year in which the period ends.</summary>
    public int? LastPeriod { get; init; }

    internal object Values => new
    {
        from = From, to = To, fromAt = Instant.StartOf(From), untilAt = Until, knownAt = KnownAt ?? Instant.Never, firstPeriod = FirstPeriod ?? (To.Year * 100) + 1, lastPeriod = LastPeriod ?? ((To.Year * 100) + 12),
    };
}

/// <summary><paramref name="Total"/>: of all rows, not of the page.</summary>
public sealed record FigureRows(IReadOnlyList<FigureRow> Rows, long Total, string? Next)
{
    /// <summary>Of joins and leaves: those who joined, and what stood before them.</summary>
    public long Up { get; init; }
    public long Down => Up - Total;
}

/// <summary>How far participants of a kind are told: the last day of joins and leaves, the last month's end; null: none.</summary>
public sealed record ToldUntil(Participation Kind, DateOnly? Day, DateOnly? MonthEnd)
{
    public DateOnly? Last => Day is null || MonthEnd > Day ? MonthEnd : Day;
}

/// <summary>What an office's employers add to a figure.</summary>
public sealed class OfficeFigure
{
    public string OfficeCode { get; init; } = "";
    public string Province { get; init; } = "";
    public string Name { get; init; } = "";
    public long Value { get; init; }
}

/// <summary>An employer under a figure, with what it adds; or joins and leaves of a day, whose <see cref="Code"/> is empty where no employer stands behind them.</summary>
public sealed class FigureRow
{
    public long SubjectId { get; init; }
    public string Province { get; init; } = "";
    public string Code { get; init; } = "";
    public string Name { get; init; } = "";
    public long Value { get; init; }
    public string Key => Province + "-" + Code;
    public long RowKey { get; init; }
    public DateOnly? HappenedOn { get; init; }
    public string OfficeCode { get; init; } = "";
    public string OfficeName { get; init; } = "";
    public string Ground { get; init; } = "";
    public string? CommuneCode { get; init; }
    public string? PersonCode { get; init; }

    /// <summary>The last three digits of the person's number: enough to find the row again, not to know who it is.</summary>
    public string? PersonMasked => PersonCode is { Length: > 3 } code ? new string('•', code.Length - 3) + code[^3..] : PersonCode;
}
