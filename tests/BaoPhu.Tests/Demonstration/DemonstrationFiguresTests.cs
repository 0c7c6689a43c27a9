using System.Text.Json;
using BaoPhu.Core.Data;
using BaoPhu.Core.Demonstration;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Reporting;
using BaoPhu.Rules;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Demonstration;

/// <summary>The figures of the demonstration nation against queries that know nothing of how figures are defined, and its earlier reports against each other.</summary>
public sealed class DemonstrationFiguresTests
{
    private static readonly DateOnly Day = DemonstrationOrder.UsualMoment.Day;

    /// <summary>Figure → its rows (employer or office, value), written down here once more and by hand.</summary>
    private static readonly Dictionary<string, string> Rows = new(StringComparer.Ordinal)
    {
        ["collected-social"] = "select employer_id as id, paid_social + paid_accident as value from reg_months where period >= 202101 and period <= 202112",
        ["collected-health"] = "select employer_id as id, paid_health as value from reg_months where period >= 202101 and period <= 202112",
        ["collected-unemployment"] = "select employer_id as id, paid_unemployment as value from reg_months where period >= 202101 and period <= 202112",
        ["owed-social"] = "select employer_id as id, debt_social + debt_accident as value from reg_debts",
        ["owed-health"] = "select employer_id as id, debt_health as value from reg_debts",
        ["owed-unemployment"] = "select employer_id as id, debt_unemployment as value from reg_debts",
        ["owing"] = "select employer_id as id, 1 as value from reg_debts where debt_social + debt_health + debt_unemployment + debt_accident > 0",
        ["contacts"] = "select subject_id as id, 1 as value from wrk_contacts where act in ('contact', 'meet', 'visit', 'minutes', 'urge') and at >= @begin and at < @over",
        ["promised"] = "select subject_id as id, promised_amount as value from wrk_contacts where at >= @begin and at < @over and promised_amount is not null",
        ["notices"] = "select subject_id as id, 1 as value from doc_papers where kind = 'TB' and sent_at >= @begin and sent_at < @over",
        ["minutes"] = "select subject_id as id, 1 as value from doc_papers where form = 'D04h-TS' and state in ('unit-signed', 'unit-refused') and dated_on >= @first and dated_on <= @last",
        ["tasks-done"] = "select subject_id as id, 1 as value from wrk_tasks where outcome is not null and closed_on >= @first and closed_on <= @last",
        ["inspected"] = "select subject_id as id, 1 as value from col_inspections where announced_on >= @first and announced_on <= @last",
        ["penalties"] = "select subject_id as id, 1 as value from col_penalties where decided_on >= @first and decided_on <= @last",
        ["files"] = "select subject_id as id, 1 as value from col_referrals where sent_on >= @first and sent_on <= @last",
        ["messages"] = "select subject_id as id, 1 as value from msg_outbox where handed_at >= @begin and handed_at < @over",
        ["cards-missing"] = "select cast(province as bigint) * 78364164096 as id, 1 as value from cov_card_needs where list_year = 2021 and state in ('open', 'listed')",
        ["social"] = "select subject_id as id, case when joined then number else -number end as value from reg_movements where kind = 'social' and happened_on >= @first and happened_on <= @last and known_to_at is null",
        ["health"] = "select subject_id as id, case when joined then number else -number end as value from reg_movements where kind = 'health' and happened_on >= @first and happened_on <= @last and known_to_at is null",
    };

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Every_figure_of_the_nation_and_of_its_provinces_is_the_sum_of_its_rows(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        test.Clock.Moment = DateTimeOffset.FromUnixTimeMilliseconds(DemonstrationOrder.UsualMoment.Milliseconds);
        await DemonstrationNation.Load(test.Db, new DemonstrationOrder(3, 240, 2021, DemonstrationOrder.UsualMoment), cancel: TestContext.Current.CancellationToken);
        // The first of the year until today: a day alone would leave some figures at nothing.
        var first = new DateOnly(2021, 1, 1);
        var tree = await new LiveFigures(test.Db, test.Clock).Of([.. Rows.Keys], first, Day, cancel: TestContext.Current.CancellationToken);
        var provinces = tree.Below("00000").Where(o => o.Kind == OfficeKind.Province).ToList();
        var counted = 0;
        foreach (var (code, rows) in Rows)
        {
            var sums = new List<long>();
            foreach (var (low, high) in provinces.Select(p => EmployerKey.Range(p.Province)).Prepend((0, long.MaxValue)))
            {
                sums.Add(await test.Db.Read(s => s.One<long>(
                    $"select cast(coalesce(sum(x.value), 0) as bigint) from ({rows}) x where x.id between @low and @high",
                    new { low, high, first, last = Day, begin = Instant.StartOf(first), over = Instant.StartOf(Day.AddDays(1)) })));
            }

            Assert.Equal((code, string.Join(' ', sums)), (code, string.Join(' ', provinces.Select(p => tree.Of(p.Code, code) ?? 0).Prepend(tree.Of(Actor.CentreCode, code) ?? 0))));
            Assert.Equal((code, sums[0]), (code, sums.Skip(1).Sum()));
            counted += sums[0] != 0 ? 1 : 0;
        }

        Assert.True(counted >= 14, $"{counted} figures are not nothing");
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task An_earlier_report_of_a_province_is_the_sum_of_those_of_its_districts(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        await DemonstrationNation.Load(test.Db, new DemonstrationOrder(2, 400, 2021, DemonstrationOrder.UsualMoment), cancel: TestContext.Current.CancellationToken);
        var reports = await test.Db.Read(s => s.Query<(string Kind, string Province, DateOnly To, string Figures)>("select kind, province, to_date, figures from rep_reports where figures <> ''"));
        var owed = await test.Db.Read(s => s.Query<(string Province, long Districts)>("select province, count(*) from org_offices where kind = 'District' and known_to_at is null and valid_to is null and province is not null group by province"));
        var compared = 0;
        foreach (var province in reports.Where(r => r.Kind == "daily"))
        {
            var districts = reports.Where(r => r.Kind == "district-daily" && r.Province == province.Province && r.To == province.To).Select(r => Read(r.Figures)).ToList();
            if (districts.Count < owed.Single(o => o.Province == province.Province).Districts)
            {
                continue;
            }

            foreach (var (code, value) in Read(province.Figures))
            {
                Assert.Equal((province.Province, province.To, code, value ?? 0), (province.Province, province.To, code, districts.Sum(d => d[code] ?? 0)));
            }

            compared++;
        }

        Assert.True(compared >= 5, $"{compared} days of provinces whose districts all sent");

        static Dictionary<string, long?> Read(string figures) => JsonSerializer.Deserialize<Dictionary<string, long?>>(figures)!;
    }
}
