using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;

namespace BaoPhu.Core.Reporting;

/// <summary>What a figure counts in.</summary>
public enum FigureUnit : byte
{
    Count = 0,
    Person = 1,
    Dong = 2,
}

/// <summary>
/// A figure defined once. <paramref name="Rows"/>: SQL of what it is made of, lines (subject_id, value) of employers, with @from and @to (days), @fromAt and @untilAt (instants), @firstPeriod and
/// @lastPeriod (months of the ledger); null: the work that it would count is not in the product yet, so it says "chưa có dữ liệu" and never 0. <paramref name="Moves"/>: true where it is made of what
/// happened in the period, so that it can be computed again as of any moment; false where it is the state of the ledger, which is known as it is now.
/// Its name, source and clause are the texts "Reporting.Figure_", "Targets.Source_" and "Targets.Clause_" + code.
/// </summary>
public sealed record Indicator(string Code, FigureUnit Unit, bool Moves, string? Rows)
{
    /// <summary>
    /// Set where it counts participants: the lines of <see cref="Rows"/> then say their office themselves, for not every one has an employer (subject_id, row_key, office_code, happened_on, ground,
    /// person_code, commune_code, value), with @knownAt, the moment as of which the files taken in are told.
    /// </summary>
    public Participation? Counts { get; init; }

    /// <summary>True where it is what stands at the end of the period and not what came in it.</summary>
    public bool Stands { get; init; }

    /// <summary>Day of the document that orders it: before, nobody was asked for it.</summary>
    public DateOnly Since { get; init; } = new(2021, 11, 3);

    /// <summary>The lines within reach.</summary>
    internal string Within(Scope reach) => Counts is null
        ? $"({Rows}) x join reg_employers e on e.employer_id = x.subject_id where {reach.On("e")}"
        : $"({Rows}) x where {reach.On("x", "subject_id")}";
}

/// <summary>
/// Every figure of every report, computed from the acts and the ledger: each is one query of rows, the figure is their sum over the offices in reach, and what it opens to is the rows themselves, so
/// the two cannot differ and the children of an office add up to it by construction.
/// </summary>
public sealed class Indicators(Db db)
{
    public const int PageSize = 60;

    private const string Months = "from reg_months m where m.period between @firstPeriod and @lastPeriod";

    public static IReadOnlyList<Indicator> All { get; } =
    [
        .. Participations.All.Select(Joined),
        .. Participations.All.Select(Standing),
        new("collected-social", FigureUnit.Dong, false, $"select m.employer_id as subject_id, m.paid_social + m.paid_accident as value {Months}"),
        new("collected-health", FigureUnit.Dong, false, $"select m.employer_id as subject_id, m.paid_health as value {Months}"),
        new("collected-unemployment", FigureUnit.Dong, false, $"select m.employer_id as subject_id, m.paid_unemployment as value {Months}"),
        new("owed-social", FigureUnit.Dong, false, "select d.employer_id as subject_id, d.debt_social + d.debt_accident as value from reg_debts d"),
        new("owed-health", FigureUnit.Dong, false, "select d.employer_id as subject_id, d.debt_health as value from reg_debts d"),
        new("owed-unemployment", FigureUnit.Dong, false, "select d.employer_id as subject_id, d.debt_unemployment as value from reg_debts d"),
        new("owed", FigureUnit.Dong, false, "select d.employer_id as subject_id, d.debt_social + d.debt_health + d.debt_unemployment + d.debt_accident as value from reg_debts d") { Stands = true },
        new("owed-reduced", FigureUnit.Dong, false, null),
        new("owing", FigureUnit.Count, false, "select d.employer_id as subject_id, 1 as value from reg_debts d where d.debt_social + d.debt_health + d.debt_unemployment + d.debt_accident > 0"),
        new("contacts", FigureUnit.Count, true, "select c.subject_id, 1 as value from wrk_contacts c where c.at >= @fromAt and c.at <= @untilAt"),
        new("promised", FigureUnit.Dong, true, "select c.subject_id, c.promised_amount as value from wrk_contacts c where c.at >= @fromAt and c.at <= @untilAt and c.promised_amount is not null"),
        new("notices", FigureUnit.Count, true, "select p.subject_id, 1 as value from doc_papers p where p.kind = 'TB' and p.sent_at >= @fromAt and p.sent_at <= @untilAt"),
        new("minutes", FigureUnit.Count, true, "select p.subject_id, 1 as value from doc_papers p where p.kind = 'BB' and p.sent_at >= @fromAt and p.sent_at <= @untilAt"),
        new("tasks-done", FigureUnit.Count, true, "select t.subject_id, 1 as value from wrk_tasks t where t.outcome is not null and t.closed_on between @from and @to"),
        new("messages", FigureUnit.Count, true, "select o.subject_id, 1 as value from msg_outbox o where o.handed_at >= @fromAt and o.handed_at <= @untilAt"),
        new("inspected", FigureUnit.Count, true, "select i.subject_id, 1 as value from col_inspections i where i.announced_on between @from and @to"),
        new("penalties", FigureUnit.Count, true, "select p.subject_id, 1 as value from col_penalties p where p.decided_on between @from and @to"),
        new("fined", FigureUnit.Dong, true,
            """
            select a.subject_id, coalesce(a.fine, 0) as value from col_penalty_acts a join col_penalties p on p.subject_id = a.subject_id and p.act = a.act and p.occurrence = a.occurrence
            where p.decided_on between @from and @to
            """),
        new("files", FigureUnit.Count, true, "select r.subject_id, 1 as value from col_referrals r where r.sent_on between @from and @to"),
        new("conferences", FigureUnit.Count, true, null),
        new("units-reviewed", FigureUnit.Count, true, null),
        new("workers-reviewed", FigureUnit.Person, true, null),
    ];

    /// <summary>Missing: no such figure.</summary>
    public static Indicator Of(string code) => All.FirstOrDefault(i => i.Code == code) ?? throw new Refusal("Reporting.NoFigure", code) { Kind = RefusalKind.Missing };

    /// <summary>What a figure is made of: employer by employer, or joins and leaves day by day. <paramref name="reach"/>: the offices of the report; <paramref name="scope"/>: what the person sees.</summary>
    public Task<FigureRows> Rows(Scope scope, Scope reach, string code, FigureWindow window, string? after) => db.Read(async s =>
    {
        var indicator = Of(code);
        return indicator.Rows is null ? new FigureRows([], 0, null) : indicator.Counts is null ? await OfEmployers(s, scope, reach, indicator, window, after) : await OfDays(s, scope, reach, indicator, window, after);
    });

    /// <summary>Figures over the offices in reach; null: no data for it.</summary>
    public Task<Dictionary<string, long?>> Values(Scope reach, IEnumerable<string> codes, FigureWindow window) => db.Read(s => Values(s, reach, codes, window));

    /// <summary>How far the files tell the participants of the offices in reach: what a figure without new data has to say instead of 0.</summary>
    public Task<List<ToldUntil>> Told(Scope reach) => db.Read(async s =>
    {
        var told = new List<ToldUntil>();
        foreach (var kind in Participations.All)
        {
            told.Add(new(
                kind, await LastDay(s, reach, kind),
                await s.One<DateOnly?>($"select m.ends_on from reg_stands m where m.kind = @kind and m.known_to_at is null and {reach.On("m", "subject_id")} order by m.ends_on desc limit 1", new { kind = kind.Code() })));
        }

        return told;
    });

    /// <summary>The figures over the offices in reach; null: no data for it.</summary>
    internal static async Task<Dictionary<string, long?>> Values(Session s, Scope reach, IEnumerable<string> codes, FigureWindow window)
    {
        var values = new Dictionary<string, long?>(StringComparer.Ordinal);
        foreach (var code in codes)
        {
            var indicator = Of(code);
            values[code] = indicator.Rows is not null && await HasData(s, reach, indicator, window)
                ? await s.One<long?>($"select cast({(indicator is { Counts: not null, Stands: true } ? "sum(x.value)" : "coalesce(sum(x.value), 0)")} as bigint) from {indicator.Within(reach)}", window.Values)
                : null;
        }

        return values;
    }

    /// <summary>A figure by the offices in reach that have lines of it.</summary>
    internal static async Task<Dictionary<string, long>> ByOffice(Session s, Scope reach, Indicator indicator, FigureWindow window)
    {
        var office = (indicator.Counts is null ? "e" : "x") + ".office_code";
        return indicator.Rows is null ? [] : (await s.Query<(string Office, long Value)>($"select {office} as office, cast(sum(x.value) as bigint) as value from {indicator.Within(reach)} group by {office}", window.Values))
            .ToDictionary(r => r.Office, r => r.Value, StringComparer.Ordinal);
    }

    /// <summary>Lines as they were told at the moment asked for.</summary>
    private static string Known(string alias) => $"{alias}.known_from_at <= @knownAt and ({alias}.known_to_at is null or {alias}.known_to_at > @knownAt)";

    /// <summary>Joins less leaves. A period that begins after the last day of which any file tells has no data: nobody knows that nobody joined.</summary>
    private static Indicator Joined(Participation kind) => new(
        kind.Code(), FigureUnit.Person, true,
        $"""
        select m.subject_id, m.row_key, m.office_code, m.happened_on, m.ground, m.person_code, m.commune_code, case when m.joined then m.number else -m.number end as value
        from reg_movements m where m.kind = '{kind.Code()}' and m.happened_on between @from and @to and {Known("m")}
        """) { Counts = kind };

    /// <summary>The number at the last month's end that the files tell, and the joins and leaves since: of the offices of which a month's end is told.</summary>
    private static Indicator Standing(Participation kind) => new(
        "stand-" + kind.Code(), FigureUnit.Person, true,
        $"""
        with ends as (
            select t.subject_id, t.office_code, t.ends_on, t.number from reg_stands t where t.kind = '{kind.Code()}' and t.ends_on <= @to and {Known("t")} and t.ends_on = (
                select max(b.ends_on) from reg_stands b where b.subject_id = t.subject_id and b.kind = t.kind and b.ends_on <= @to and {Known("b")}))
        select n.subject_id, 0 as row_key, n.office_code, n.ends_on as happened_on, '' as ground, null as person_code, null as commune_code, n.number as value from ends n
        union all
        select m.subject_id, m.row_key, m.office_code, m.happened_on, m.ground, m.person_code, m.commune_code, case when m.joined then m.number else -m.number end
        from reg_movements m join ends n on n.office_code = m.office_code and m.happened_on > n.ends_on where m.kind = '{kind.Code()}' and m.happened_on <= @to and {Known("m")}
        """) { Counts = kind, Stands = true };

    private static async Task<bool> HasData(Session s, Scope reach, Indicator indicator, FigureWindow window) =>
        indicator is not { Counts: { } kind, Stands: false } || await LastDay(s, reach, kind) >= window.From;

    private static Task<DateOnly?> LastDay(Session s, Scope reach, Participation kind) =>
        s.One<DateOnly?>($"select m.happened_on from reg_movements m where m.kind = @kind and m.known_to_at is null and {reach.On("m", "subject_id")} order by m.happened_on desc limit 1", new { kind = kind.Code() });

    private static async Task<FigureRows> OfEmployers(Session s, Scope scope, Scope reach, Indicator indicator, FigureWindow window, string? after)
    {
        var from = $"{indicator.Within(reach)} and {scope.On("e")}";
        var args = new Dapper.DynamicParameters(window.Values);
        args.Add("afterId", long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0);
        var total = await s.One<long>($"select cast(coalesce(sum(x.value), 0) as bigint) from {from}", args);
        var found = await s.Query<FigureRow>(
            $"""
            select x.subject_id, e.province, e.code, e.name, cast(sum(x.value) as bigint) as value from {from} and x.subject_id > @afterId
            group by x.subject_id, e.province, e.code, e.name having cast(sum(x.value) as bigint) <> 0 order by x.subject_id limit {PageSize + 1}
            """,
            args);
        var (_, next) = Keyset.Turn(found, PageSize, after, null, r => r.SubjectId.ToString(CultureInfo.InvariantCulture));
        return new FigureRows(found, total, next);
    }

    private static async Task<FigureRows> OfDays(Session s, Scope scope, Scope reach, Indicator indicator, FigureWindow window, string? after)
    {
        var from = $"{indicator.Within(reach)} and {scope.On("x", "subject_id")}";
        var args = new Dapper.DynamicParameters(window.Values);
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
}

/// <summary>The days of a period, both counted, and the last moment at which what happened counts.</summary>
public sealed record FigureWindow(DateOnly From, DateOnly To, Instant Until)
{
    /// <summary>As of when the files taken in are told; null: all of them.</summary>
    public Instant? KnownAt { get; init; }

    /// <summary>First month of the ledger (yyyymm) of what is counted up; null: that of the year in which the period ends.</summary>
    public int? FirstPeriod { get; init; }

    internal object Values => new
    {
        from = From, to = To, fromAt = Instant.StartOf(From), untilAt = Until, knownAt = KnownAt ?? Instant.Never, firstPeriod = FirstPeriod ?? (To.Year * 100) + 1, lastPeriod = (To.Year * 100) + 12,
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
