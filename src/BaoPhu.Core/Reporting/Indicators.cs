using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;

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
/// @untilAt (instants) and @year. Figures of one source are added up in one reading of it. <paramref name="Audited"/>: every change of its rows has its entry in the audit trail.
/// </summary>
public sealed record FigureSource(string Subject, string From, bool Audited = true);

/// <summary>
/// A figure defined once: <paramref name="Value"/>, an SQL expression, of each row of its <paramref name="Source"/>. No source: the work that it would count is not in the product yet, so it says
/// "chưa có dữ liệu" and never 0. <paramref name="Moves"/>: true where it is made of what happened in the period, so that it can be computed again as of any moment; false where it is the state
/// of the ledger, which is known as it is now.
/// </summary>
public sealed record Indicator(string Code, FigureUnit Unit, bool Moves, FigureSource? Source, string Value = "1");

/// <summary>
/// Every figure of every report, computed from the acts and the ledger: each is one query of rows, the figure is their sum over the offices in reach, and what it opens to is the rows themselves, so
/// the two cannot differ and the children of an office add up to it by construction.
/// </summary>
public sealed class Indicators(Db db)
{
    public const int PageSize = 60;

    private static readonly FigureSource Months = new("m.employer_id", "from reg_months m where m.period between @year * 100 + 1 and @year * 100 + 12");
    private static readonly FigureSource Debts = new("d.employer_id", "from reg_debts d where 1 = 1");
    private static readonly FigureSource Contacts = new("c.subject_id", "from wrk_contacts c where c.at between @fromAt and @untilAt");
    private static readonly FigureSource Papers = new("p.subject_id", "from doc_papers p where p.sent_at between @fromAt and @untilAt");
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

    public static IReadOnlyList<Indicator> All { get; } =
    [
        new("social", FigureUnit.Person, true, null),
        new("voluntary", FigureUnit.Person, true, null),
        new("unemployment", FigureUnit.Person, true, null),
        new("health", FigureUnit.Person, true, null),
        new("collected-social", FigureUnit.Dong, false, Months, "m.paid_social + m.paid_accident"),
        new("collected-health", FigureUnit.Dong, false, Months, "m.paid_health"),
        new("collected-unemployment", FigureUnit.Dong, false, Months, "m.paid_unemployment"),
        new("owed-social", FigureUnit.Dong, false, Debts, "d.debt_social + d.debt_accident"),
        new("owed-health", FigureUnit.Dong, false, Debts, "d.debt_health"),
        new("owed-unemployment", FigureUnit.Dong, false, Debts, "d.debt_unemployment"),
        new("owing", FigureUnit.Count, false, Debts, "case when d.debt_social + d.debt_health + d.debt_unemployment + d.debt_accident > 0 then 1 else 0 end"),
        new("contacts", FigureUnit.Count, true, Contacts),
        new("promised", FigureUnit.Dong, true, Contacts, "coalesce(c.promised_amount, 0)"),
        new("notices", FigureUnit.Count, true, Papers, "case when p.kind = 'TB' then 1 else 0 end"),
        new("minutes", FigureUnit.Count, true, Papers, "case when p.kind = 'BB' then 1 else 0 end"),
        new("tasks-done", FigureUnit.Count, true, Closed),
        new("messages", FigureUnit.Count, true, Messages),
        new("inspected", FigureUnit.Count, true, Inspections),
        new("penalties", FigureUnit.Count, true, Penalties),
        new("fined", FigureUnit.Dong, true, Fines, "coalesce(a.fine, 0)"),
        new("files", FigureUnit.Count, true, Referrals),
        new("reconciled", FigureUnit.Count, true, Reconciled),
        new("confirmed", FigureUnit.Count, true, Confirmed),
        new("confirmed-money", FigureUnit.Dong, true, Confirmed, "coalesce(r.confirmed, 0)"),
    ];

    /// <summary>Missing: no such figure.</summary>
    public static Indicator Of(string code) => All.FirstOrDefault(i => i.Code == code) ?? throw new Refusal("Reporting.NoFigure", code) { Kind = RefusalKind.Missing };

    /// <summary>What a figure is made of, employer by employer. <paramref name="reach"/>: the offices of the report; <paramref name="scope"/>: what the person sees.</summary>
    public Task<FigureRows> Rows(Scope scope, Scope reach, string code, FigureWindow window, string? after) => db.Read(async s =>
    {
        if (Of(code) is not { Source: not null } figure)
        {
            return new FigureRows([], 0, null);
        }

        var from = $"({RowsOf(reach, figure.Source, [figure])}) x join reg_employers e on e.employer_id = x.subject_id where {scope.On("e")} and {reach.On("e")}";
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
    });

    /// <summary>A figure by the offices whose employers it is made of, the largest first.</summary>
    public Task<List<OfficeFigure>> Parts(Scope scope, Scope reach, string code, FigureWindow window) => db.Read(async s => Of(code) is not { Source: not null } figure ? [] : await s.Query<OfficeFigure>(
        $"""
        select f.office_code, f.province, coalesce(o.name, f.office_code) as name, f.value from (
            select e.province, e.office_code, cast(sum(x.value0) as bigint) as value from ({RowsOf(reach, figure.Source, [figure])}) x join reg_employers e on e.employer_id = x.subject_id
            where {scope.On("e")} and {reach.On("e")} group by e.province, e.office_code) f
        left join org_offices o on o.code = f.office_code and o.known_to_at is null and o.valid_from <= @to and (o.valid_to is null or o.valid_to > @to)
        where f.value <> 0 order by f.value desc, f.office_code
        """,
        window.Values));

    /// <summary>The figures over the offices in reach; null: no data for it.</summary>
    internal static async Task<Dictionary<string, long?>> Values(Session s, Scope reach, IReadOnlyCollection<string> codes, FigureWindow window)
    {
        var byOffice = await ByOffice(s, reach, codes, window);
        return codes.ToDictionary(c => c, c => Of(c).Source is null ? (long?)null : byOffice.Values.Sum(v => v.GetValueOrDefault(c)), StringComparer.Ordinal);
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
                foreach (var office in await s.Query<OfficeSums>(
                    $"select e.province, e.office_code, {sums} from ({RowsOf(reach, source.Key, figures)}) x join reg_employers e on e.employer_id = x.subject_id where {reach.On("e")} group by e.province, e.office_code",
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

    /// <summary>Lines (subject_id, value0, value1, …) of a source. Their employers' range stands beside the source itself: the planner does not carry it over a join.</summary>
    private static string RowsOf(Scope reach, FigureSource source, IReadOnlyList<Indicator> figures) =>
        $"select {source.Subject} as subject_id, {string.Join(", ", figures.Select((f, i) => string.Create(CultureInfo.InvariantCulture, $"{f.Value} as value{i}")))} {source.From} and {reach.Within(source.Subject)}";

    /// <summary>Sums of the figures of one source over an office's employers.</summary>
    private sealed class OfficeSums
    {
        public const int Width = 4;

        public string Province { get; init; } = "";
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
    internal object Values => new { from = From, to = To, fromAt = Instant.StartOf(From), untilAt = Until, year = To.Year };
}

/// <summary><paramref name="Total"/>: of all rows, not of the page.</summary>
public sealed record FigureRows(IReadOnlyList<FigureRow> Rows, long Total, string? Next);

/// <summary>What an office's employers add to a figure.</summary>
public sealed class OfficeFigure
{
    public string OfficeCode { get; init; } = "";
    public string Province { get; init; } = "";
    public string Name { get; init; } = "";
    public long Value { get; init; }
}

/// <summary>An employer under a figure, with what it adds.</summary>
public sealed class FigureRow
{
    public long SubjectId { get; init; }
    public string Province { get; init; } = "";
    public string Code { get; init; } = "";
    public string Name { get; init; } = "";
    public long Value { get; init; }
    public string Key => Province + "-" + Code;
}
