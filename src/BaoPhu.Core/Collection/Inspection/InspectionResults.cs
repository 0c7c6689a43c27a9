using System.Globalization;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Register;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;

namespace BaoPhu.Core.Collection.Inspection;

/// <summary>
/// Results of inspections as of a day, per province and in all (Mẫu 01 of KH 2800; its printed layout was not found). Each figure is one query of rows; the table is their sums by province and what a
/// figure opens to is the rows themselves, so the two cannot differ. What was paid is read from the ledger as it stands now: the ledger keeps no day of a payment.
/// </summary>
public sealed class InspectionResults(Db db, TimeProvider clock)
{
    public const int PageSize = 60;

    private const string Inspected = "col_inspections i where i.announced_on <= @day";
    private const string PaidNow =
        "(select cast(coalesce(sum(m.paid_social + m.paid_health + m.paid_unemployment + m.paid_accident), 0) as bigint) from reg_months m where m.employer_id = i.subject_id and m.period <= i.until_period)";

    /// <summary>Rows of each figure: subject, act and occurrence of its case, and what the row adds.</summary>
    private static readonly IReadOnlyList<(string Figure, string Rows)> Figures =
    [
        ("to-inspect",
            """
            select t.subject_id, t.act, t.occurrence, 1 as value from wrk_tasks t where t.act = 'inspect' and t.opened_on <= @day and (t.closed_on is null or t.closed_on > @day
                or exists (select 1 from col_cases c where c.subject_id = t.subject_id and c.act = t.act and c.occurrence = t.occurrence))
            """),
        ("inspected", $"select i.subject_id, i.act, i.occurrence, 1 as value from {Inspected}"),
        ("inspected-direct", $"select i.subject_id, i.act, i.occurrence, 1 as value from {Inspected} and i.held_form = 'direct'"),
        ("inspected-other", $"select i.subject_id, i.act, i.occurrence, 1 as value from {Inspected} and i.held_form = 'other'"),
        ("inspected-combined", $"select i.subject_id, i.act, i.occurrence, 1 as value from {Inspected} and i.held_form = 'combined'"),
        ("workers",
            """
            select f.subject_id, f.act, f.occurrence, f.workers as value from col_inspection_findings f join col_inspections i on i.subject_id = f.subject_id and i.act = f.act and i.occurrence = f.occurrence
            where i.announced_on <= @day and f.dropped is null and f.violation in ('too-few', 'none-paid')
            """),
        ("debt-before", $"select i.subject_id, i.act, i.occurrence, i.debt_before as value from {Inspected}"),
        ("paid-during", $"select i.subject_id, i.act, i.occurrence, coalesce(i.paid_at_end, {PaidNow}) - i.paid_before as value from {Inspected}"),
        ("paid-after", $"select i.subject_id, i.act, i.occurrence, {PaidNow} - i.paid_at_end as value from {Inspected} and i.paid_at_end is not null"),
        ("minutes", "select p.subject_id, p.act, p.occurrence, 1 as value from col_penalties p where p.minuted_on <= @day"),
        ("decisions", "select p.subject_id, p.act, p.occurrence, 1 as value from col_penalties p where p.decided_on <= @day"),
        ("fined",
            """
            select a.subject_id, a.act, a.occurrence, coalesce(a.fine, 0) as value from col_penalty_acts a join col_penalties p on p.subject_id = a.subject_id and p.act = a.act and p.occurrence = a.occurrence
            where p.decided_on <= @day
            """),
        ("collected", "select m.subject_id, m.act, m.occurrence, m.amount as value from col_penalty_payments m where m.paid_on <= @day"),
        // Returned and sent again it is one file.
        ("files", "select v.subject_id, v.act, v.occurrence, 1 as value from col_case_events v where v.act = 'refer' and v.state = 'sent' and v.at < @end group by v.subject_id, v.act, v.occurrence"),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. Figures.Select(f => f.Figure)];

    /// <summary>Figures in đồng; the others are counts.</summary>
    public static bool IsMoney(string figure) => figure is "debt-before" or "paid-during" or "paid-after" or "fined" or "collected";

    /// <summary>The table: a row for each province in the scope that has anything, and their sum.</summary>
    public Task<ResultTable> Table(Scope scope, DateOnly day) => db.ReadConsistently(s => Table(s, scope, day));

    /// <summary>What a figure is made of, by employer. <paramref name="province"/>: of one only. Missing: no such figure.</summary>
    public Task<ResultRows> Rows(Scope scope, DateOnly day, string figure, string? province, string? after) => db.Read(async s =>
    {
        var found = Figures.FirstOrDefault(f => f.Figure == figure);
        if (found.Rows is null)
        {
            throw new Refusal("Inspections.NoFigure", figure) { Kind = RefusalKind.Missing };
        }

        var from = $"({found.Rows}) x join reg_employers e on e.employer_id = x.subject_id where {scope.On("e")}{(string.IsNullOrEmpty(province) ? "" : " and e.province = @province")}";
        var args = new { day, end = Instant.StartOf(day.AddDays(1)), province, afterId = long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : 0 };
        var total = await s.One<long>($"select cast(coalesce(sum(x.value), 0) as bigint) from {from}", args);
        var rows = await s.Query<ResultRow>(
            $"""
            select x.subject_id, x.act, min(x.occurrence) as occurrence, e.code, e.name, e.province, cast(sum(x.value) as bigint) as value from {from} and x.subject_id > @afterId
            group by x.subject_id, x.act, e.code, e.name, e.province order by x.subject_id limit {PageSize + 1}
            """,
            args);
        var (_, next) = Keyset.Turn(rows, PageSize, after, null, r => r.SubjectId.ToString(CultureInfo.InvariantCulture));
        return new ResultRows(rows, total, next);
    });

    /// <summary>The table as a workbook, with its day and the mark of a reconstructed form. An audit entry says who took it.</summary>
    public async Task Export(Actor actor, Scope scope, DateOnly day, Stream into)
    {
        var table = await db.ReadConsistently(s => Table(s, scope, day));
        using (var sheet = new Sheet(into, Text.Of("Inspections.ResultsSheet")))
        {
            sheet.Row([(Text.Of("Inspections.Results"), false)]);
            sheet.Row([(Text.Of("Inspections.ResultsDay", day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture)), false)]);
            sheet.Row(Names.Select(n => (Text.Of("Inspections.Figure_" + n), false)).Prepend((Text.Of("Inspections.Province"), false)));
            foreach (var row in table.Provinces.Append(table.Total))
            {
                sheet.Row(Names.Select(n => (row[n].ToString(CultureInfo.InvariantCulture), true)).Prepend((row.Name, false)));
            }

            sheet.Row([(Text.Of("Inspections.ResultsMark"), false)]);
        }

        await db.Write(tx => AuditTrail.Write(tx, clock, actor, "collection.inspection-results", "results:" + day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), new { provinces = table.Provinces.Count }));
    }

    private static async Task<ResultTable> Table(Session s, Scope scope, DateOnly day)
    {
        var found = new SortedDictionary<string, ResultLine>(StringComparer.Ordinal);
        var total = new ResultLine("", Text.Of("Inspections.ResultsTotal"));
        foreach (var (figure, rows) in Figures)
        {
            var sums = await s.Query<ProvinceSum>(
                $"select e.province, cast(sum(x.value) as bigint) as value from ({rows}) x join reg_employers e on e.employer_id = x.subject_id where {scope.On("e")} group by e.province",
                new { day, end = Instant.StartOf(day.AddDays(1)) });
            foreach (var sum in sums)
            {
                if (!found.TryGetValue(sum.Province, out var line))
                {
                    found[sum.Province] = line = new(sum.Province, Reference.Provinces.FirstOrDefault(p => p.Code == sum.Province)?.Name ?? sum.Province);
                }

                line.Set(figure, sum.Value);
                total.Set(figure, total[figure] + sum.Value);
            }
        }

        return new ResultTable(day, [.. found.Values], total);
    }

    private sealed class ProvinceSum
    {
        public string Province { get; init; } = "";
        public long Value { get; init; }
    }
}

/// <summary>The figures of a province (code and name), 0 where nothing is known.</summary>
public sealed class ResultLine(string code, string name)
{
    private readonly Dictionary<string, long> _values = new(StringComparer.Ordinal);

    public string Code => code;
    public string Name => name;
    public long this[string figure] => _values.GetValueOrDefault(figure);
    internal void Set(string figure, long value) => _values[figure] = value;
}

public sealed record ResultTable(DateOnly Day, IReadOnlyList<ResultLine> Provinces, ResultLine Total);

/// <summary><paramref name="Total"/>: of all rows, not of the page.</summary>
public sealed record ResultRows(IReadOnlyList<ResultRow> Rows, long Total, string? Next);

/// <summary>An employer under a figure, with what it adds.</summary>
public sealed class ResultRow
{
    public long SubjectId { get; init; }
    public string Act { get; init; } = "";
    public int Occurrence { get; init; }
    public string Code { get; init; } = "";
    public string Name { get; init; } = "";
    public string Province { get; init; } = "";
    public long Value { get; init; }
    public TaskKey Key => new(SubjectId, Act, Occurrence);
}
