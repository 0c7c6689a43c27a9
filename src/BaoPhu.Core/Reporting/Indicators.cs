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
/// A figure defined once. <paramref name="Rows"/>: SQL of what it is made of, lines (subject_id, value) of employers, with @from and @to (days), @fromAt and @untilAt (instants) and @year; null: the
/// work that it would count is not in the product yet, so it says "chưa có dữ liệu" and never 0. <paramref name="Moves"/>: true where it is made of what happened in the period, so that it can be
/// computed again as of any moment; false where it is the state of the ledger, which is known as it is now.
/// </summary>
public sealed record Indicator(string Code, FigureUnit Unit, bool Moves, string? Rows);

/// <summary>
/// Every figure of every report, computed from the acts and the ledger: each is one query of rows, the figure is their sum over the offices in reach, and what it opens to is the rows themselves, so
/// the two cannot differ and the children of an office add up to it by construction.
/// </summary>
public sealed class Indicators(Db db)
{
    public const int PageSize = 60;

    private const string Months = "from reg_months m where m.period between @year * 100 + 1 and @year * 100 + 12";

    public static IReadOnlyList<Indicator> All { get; } =
    [
        new("social", FigureUnit.Person, true, null),
        new("voluntary", FigureUnit.Person, true, null),
        new("unemployment", FigureUnit.Person, true, null),
        new("health", FigureUnit.Person, true, null),
        new("collected-social", FigureUnit.Dong, false, $"select m.employer_id as subject_id, m.paid_social + m.paid_accident as value {Months}"),
        new("collected-health", FigureUnit.Dong, false, $"select m.employer_id as subject_id, m.paid_health as value {Months}"),
        new("collected-unemployment", FigureUnit.Dong, false, $"select m.employer_id as subject_id, m.paid_unemployment as value {Months}"),
        new("owed-social", FigureUnit.Dong, false, "select d.employer_id as subject_id, d.debt_social + d.debt_accident as value from reg_debts d"),
        new("owed-health", FigureUnit.Dong, false, "select d.employer_id as subject_id, d.debt_health as value from reg_debts d"),
        new("owed-unemployment", FigureUnit.Dong, false, "select d.employer_id as subject_id, d.debt_unemployment as value from reg_debts d"),
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
        new("reconciled", FigureUnit.Count, true, "select r.subject_id, 1 as value from col_reconciliations r where r.sent_on between @from and @to"),
        new("confirmed", FigureUnit.Count, true, "select r.subject_id, 1 as value from col_reconciliations r where r.confirmed_on between @from and @to"),
        new("confirmed-money", FigureUnit.Dong, true, "select r.subject_id, coalesce(r.confirmed, 0) as value from col_reconciliations r where r.confirmed_on between @from and @to"),
        new("files", FigureUnit.Count, true, "select r.subject_id, 1 as value from col_referrals r where r.sent_on between @from and @to"),
    ];

    /// <summary>Missing: no such figure.</summary>
    public static Indicator Of(string code) => All.FirstOrDefault(i => i.Code == code) ?? throw new Refusal("Reporting.NoFigure", code) { Kind = RefusalKind.Missing };

    /// <summary>What a figure is made of, employer by employer. <paramref name="reach"/>: the offices of the report; <paramref name="scope"/>: what the person sees.</summary>
    public Task<FigureRows> Rows(Scope scope, Scope reach, string code, FigureWindow window, string? after) => db.Read(async s =>
    {
        if (Of(code).Rows is not { } rows)
        {
            return new FigureRows([], 0, null);
        }

        var from = $"({rows}) x join reg_employers e on e.employer_id = x.subject_id where {scope.On("e")} and {reach.On("e")}";
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
    });

    /// <summary>A figure by the offices whose employers it is made of, the largest first.</summary>
    public Task<List<OfficeFigure>> ByOffice(Scope scope, Scope reach, string code, FigureWindow window) => db.Read(async s => Of(code).Rows is not { } rows ? [] : await s.Query<OfficeFigure>(
        $"""
        select f.office_code, f.province, coalesce(o.name, f.office_code) as name, f.value from (
            select e.province, e.office_code, cast(sum(x.value) as bigint) as value from ({rows}) x join reg_employers e on e.employer_id = x.subject_id where {scope.On("e")} and {reach.On("e")} group by e.province, e.office_code) f
        left join org_offices o on o.code = f.office_code and o.known_to_at is null and o.valid_from <= @to and (o.valid_to is null or o.valid_to > @to)
        where f.value <> 0 order by f.value desc, f.office_code
        """,
        window.Values));

    /// <summary>The figures over the offices in reach; null: no data for it.</summary>
    internal static async Task<Dictionary<string, long?>> Values(Session s, Scope reach, IEnumerable<string> codes, FigureWindow window)
    {
        var values = new Dictionary<string, long?>(StringComparer.Ordinal);
        foreach (var code in codes)
        {
            values[code] = Of(code).Rows is { } rows
                ? await s.One<long>($"select cast(coalesce(sum(x.value), 0) as bigint) from ({rows}) x join reg_employers e on e.employer_id = x.subject_id where {reach.On("e")}", window.Values)
                : null;
        }

        return values;
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
