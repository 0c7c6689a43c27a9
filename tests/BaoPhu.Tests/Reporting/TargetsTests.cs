using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Reporting;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Rules.Reporting;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;

namespace BaoPhu.Tests.Reporting;

/// <summary>Targets: given down the tree by who may, changed by versions with their reason, summed against the office above, and what stands beside them.</summary>
public sealed class TargetsTests
{
    private const string Money = "collected-health";
    private static readonly TargetPeriod Year = TargetPeriod.Year(2021);
    private static readonly Actor Centre = new("tong", "Tổng Giám đốc", "00000");
    private static readonly Actor Unit = new("ban-thu", "Vụ trưởng", "00001");
    private static readonly Actor Director = new("giamdoc", "Trần Thị Bình", "07900");
    private static readonly Scope Own = Scope.OfProvince("79");
    private static readonly TargetDecision Decision = new("12/QĐ-BHXH", new(2021, 1, 15), "");

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task What_is_given_below_stands_beside_the_own_target_and_a_change_is_a_version_with_its_reason(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        await Open(test);
        var targets = new Targets(test.Db, new LiveFigures(test.Db, test.Clock) { Freshness = TimeSpan.Zero }, test.Clock);
        await targets.Give(Centre, Scope.Nation, Year, Money, Decision with { AssignedBy = "Thủ tướng Chính phủ" }, [new("00000", 10_000_000, 0)]);
        await targets.Give(Unit, Scope.Nation, Year, Money, Decision, [new("07900", 5_000_000, 0), new("00100", 4_000_000, 0)]);
        await targets.Give(Director, Own, Year, Money, Decision with { Number = "7/QĐ" }, [new("07901", 3_000_000, 0), new("07902", 2_500_000, 0)]);

        var own = await targets.Find(Own, "07900", Year, Money);
        Assert.Equal((5_000_000L, 5_500_000L, 500_000L, "Bảo hiểm xã hội Việt Nam"), (own.Line.Target!.Value, own.Line.Sum, own.Line.Difference, own.Line.Target.AssignedBy));
        Assert.Equal(-1_000_000, (await targets.Of(Scope.Nation, "00000", Year)).Lines.Single(l => l.Kind.Code == Money).Difference);
        Assert.Equal((63, 2), ((await targets.Find(Scope.Nation, "00000", Year, Money)).Line is var nation ? (nation.Offices, nation.Given.Count) : default));

        Assert.Equal("Targets.NeedReason", await Refused(() => targets.Give(Director, Own, Year, Money, Decision, [new("07901", 2_500_000, 1)])));
        Assert.Equal("Targets.ChangedMeanwhile", await Refused(() => targets.Give(Director, Own, Year, Money, Decision with { Reason = "Giãn cách" }, [new("07901", 2_500_000, 0)])));
        Assert.Equal("Targets.DecisionBefore", await Refused(() => targets.Give(Director, Own, Year, Money, Decision with { Reason = "Giãn cách", On = Decision.On.AddDays(-1) }, [new("07901", 2_500_000, 1)])));
        await targets.Give(Director, Own, Year, Money, Decision with { Reason = "Giãn cách" }, [new("07901", 2_500_000, 1), new("07902", 2_500_000, 1)]);
        var child = await targets.Find(Own, "07901", Year, Money);
        Assert.Equal([(2, 2_500_000L, "Giãn cách"), (1, 3_000_000L, "")], child.Versions.Select(v => (v.Version, v.Value, v.Reason)));
        Assert.Single((await targets.Find(Own, "07902", Year, Money)).Versions);
        Assert.Equal(0, (await targets.Find(Own, "07900", Year, Money)).Line.Difference);
        Assert.Equal(4, await test.Db.Read(s => s.One<long>("select count(*) from aud_entries where act = 'reporting.target'")));
        Assert.Equal([Year], await targets.Periods(Own));
        await PlanningFlowTests.Healthy(test);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Who_is_not_directly_above_gives_nothing_and_what_is_wrong_changes_nothing(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        await Open(test);
        var targets = new Targets(test.Db, new LiveFigures(test.Db, test.Clock) { Freshness = TimeSpan.Zero }, test.Clock);
        Assert.Equal("Targets.NotGiver", await Refused(() => targets.Give(Director, Own, Year, Money, Decision, [new("07900", 1, 0)])));
        Assert.Equal("Targets.NotGiver", await Refused(() => targets.Give(Centre, Scope.Nation, Year, Money, Decision, [new("07901", 1, 0)])));
        Assert.Equal("Targets.NotGiver", await Refused(() => targets.Give(Director with { OfficeCode = "07901" }, Own, Year, Money, Decision, [new("07902", 1, 0)])));
        Assert.Equal("Organisation.NoOffice", await Refused(() => targets.Give(Director, Own, Year, Money, Decision, [new("00101", 1, 0)])));
        Assert.Equal("Targets.Negative", await Refused(() => targets.Give(Director, Own, Year, Money, Decision, [new("07901", 5, 0), new("07902", -1, 0)])));
        Assert.Equal("Targets.NeedDecision", await Refused(() => targets.Give(Director, Own, Year, Money, Decision with { Number = " " }, [new("07901", 1, 0)])));
        Assert.Equal("Targets.DecisionAhead", await Refused(() => targets.Give(Director, Own, Year, Money, Decision with { On = new(2021, 11, 4) }, [new("07901", 1, 0)])));
        Assert.Equal("Targets.NothingChanged", await Refused(() => targets.Give(Director, Own, Year, Money, Decision, [])));
        Assert.Equal("Reporting.NoFigure", await Refused(() => targets.Give(Director, Own, Year, "contacts", Decision, [new("07901", 1, 0)])));
        Assert.Equal("Organisation.NoOffice", await Refused(() => targets.Find(Own, "00100", Year, Money)));
        Assert.Equal("Organisation.NoOffice", await Refused(() => targets.Of(Scope.OfOffices("79", ["07901"]), "07902", Year)));
        Assert.Equal(0, await test.Db.Read(s => s.One<long>("select count(*) from rep_targets")));
        Assert.Equal(0, await test.Db.Read(s => s.One<long>("select count(*) from aud_entries where act = 'reporting.target'")));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_actual_is_what_a_plain_query_finds_and_the_offices_below_add_up_to_it(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        await Open(test);
        var targets = new Targets(test.Db, new LiveFigures(test.Db, test.Clock) { Freshness = TimeSpan.Zero }, test.Clock);
        await targets.Give(Director, Own, Year, Money, Decision, [new("07901", 300_000_000, 0)]);
        await test.Db.Write(tx => tx.Execute("update reg_months set paid_health = 4000000"));
        var paid = await test.Db.Read(s => s.One<long>("select cast(sum(paid_health) as bigint) from reg_months where period between 202101 and 202112"));
        Assert.NotEqual(0, paid);
        var view = await targets.Find(Own, "07900", Year, Money);
        Assert.Equal(paid, view.Line.Actual);
        Assert.Equal(paid, view.Children.Sum(c => c.Actual));
        Assert.Equal(paid, (await targets.Find(Scope.Nation, "00000", Year, Money)).Children.Sum(c => c.Actual));
        Assert.Equal(paid, (await targets.Rows(Own, "07900", Year, Money, null)).Total);
        var child = view.Children.Single(c => c.Office.Code == "07901");
        Assert.Equal(300_000_000 - paid, child.Progress!.Gap);
        // 3/11 to 31/12: 43 working days, nothing of it a day off.
        Assert.Equal((43, (300_000_000 - paid + 42) / 43), (child.Progress.WorkingDays, child.Progress.Pace));
        // What was paid the year before counts for a stage, not for the year.
        await test.Db.Write(tx => tx.Execute("insert into reg_months (employer_id, period, due_social, due_health, due_unemployment, due_accident, paid_social, paid_health, paid_unemployment, paid_accident) select min(employer_id), 202005, 0, 0, 0, 0, 0, 777, 0, 0 from reg_employers"));
        Assert.Equal(paid, (await targets.Find(Own, "07900", Year, Money)).Line.Actual);
        Assert.Equal(paid + 777, (await targets.Find(Own, "07900", new(TargetSpan.Stage, 2020, 2025), Money)).Line.Actual);
        // Work that is not in the product: no data, and never 0.
        var board = await targets.Of(Own, "07900", Year);
        Assert.Equal(["owed-reduced", "conferences", "units-reviewed", "workers-reviewed"], board.Lines.Where(l => l.Actual is null && l.Kind.Indicator.Counts is null).Select(l => l.Kind.Code));
        Assert.All(board.Lines.Where(l => l.Kind.Indicator.Counts is not null), l => Assert.Null(l.Actual));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Boards_show_offices_against_their_targets_as_the_targets_own_page_does(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        await Open(test);
        var targets = new Targets(test.Db, new LiveFigures(test.Db, test.Clock) { Freshness = TimeSpan.Zero }, test.Clock);
        await test.Db.Write(tx => tx.Execute("update reg_months set paid_health = 4000000"));
        await targets.Give(Director, Own, Year, Money, Decision, [new("07901", 30_000_000, 0)]);
        await targets.Give(Director, Own, Year, "stand-health", Decision, [new("07901", 1000, 0), new("07902", 1000, 0)]);
        await test.Db.Write(tx => tx.Execute(
            "insert into reg_stands (subject_id, kind, ends_on, known_from_at, office_code, number) values (@id, 'health', @on, 0, '07901', 900)",
            new { id = EmployerKey.OfficeId("79", "07901"), on = new DateOnly(2021, 10, 31) }));
        var standings = new TargetStandings(test.Db, new LiveFigures(test.Db, test.Clock) { Freshness = TimeSpan.Zero }, test.Clock);
        var day = new DateOnly(2021, 11, 3);

        // Whoever was given a target, and nobody else; without a file no data, and never 0.
        var people = await standings.Of(Own, TargetKind.Of("stand-health"), day, TestContext.Current.CancellationToken);
        Assert.Equal([("07901", 900L, 900), ("07902", null, null)], people.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => (p.Key, p.Value.Actual, p.Value.PerMille)));
        var money = Assert.Single(await standings.Of(Own, TargetKind.Of(Money), day, TestContext.Current.CancellationToken));
        Assert.Equal((await targets.Find(Own, "07901", Year, Money)).Line.Progress, money.Value);
        Assert.NotNull(money.Value.Tempo);
        Assert.Empty(await standings.Of(Scope.OfProvince("01"), TargetKind.Of(Money), day, TestContext.Current.CancellationToken));
        Assert.Empty(await standings.Of(Own, TargetKind.Of(Money), new(2020, 11, 3), TestContext.Current.CancellationToken));
        // The ledger keeps no day of a payment: yesterday's pace is not known. Of participants files tell each day.
        Assert.Null((await standings.Of(Own, TargetKind.Of(Money), day.AddDays(-1), TestContext.Current.CancellationToken))["07901"].Actual);
        Assert.Null((await standings.Of(Own, TargetKind.Of("stand-health"), new(2021, 10, 30), TestContext.Current.CancellationToken))["07901"].Actual);

        var board = await new ReportBoards(test.Db, test.Clock).Of(Own, "district-daily", day);
        Assert.Equal([("07901", 900L, 1), ("07902", null, null)], BoardRanking.Of(board, "coverage", people).Take(2).Select(r => (r.Due.Office.Code, r.Value, r.Rank)));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Targets_stand_beside_the_figures_of_a_report(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        await Open(test);
        var (targets, reports) = (new Targets(test.Db, new LiveFigures(test.Db, test.Clock) { Freshness = TimeSpan.Zero }, test.Clock), new Reports(test.Db, test.Clock));
        await test.Db.Write(tx => tx.Execute("update reg_months set paid_health = 4000000"));
        Assert.Empty(await Beside());
        await targets.Give(Director, Own, Year, Money, Decision, [new("07901", 30_000_000, 0)]);
        await targets.Give(Director, Own, Year, "stand-health", Decision, [new("07901", 1000, 0), new("07902", 7, 0)]);
        await targets.Give(Director, Own, TargetPeriod.Year(2020), "collected-social", Decision, [new("07901", 1, 0)]);
        var beside = await Beside();
        Assert.Equal([Money, "health"], beside.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((await targets.Find(Own, "07901", Year, Money)).Line.Progress, beside[Money].Progress);
        Assert.Equal(("stand-health", 1000L, null), (beside["health"].Kind.Code, beside["health"].Progress.Target, beside["health"].Progress.Actual));

        async Task<IReadOnlyDictionary<string, TargetBeside>> Beside()
        {
            var report = await reports.Find(Own, "district-daily-07901-20211103");
            return await targets.Beside(report.Office, report.Kind.Figures, Year);
        }
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_number_of_people_lands_by_the_months_of_earlier_years(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        await Open(test);
        // Two districts; every December brings 1,000, every other month 100; October 2021 is the last told.
        foreach (var office in (string[])["07901", "07902"])
        {
            var stand = 50_000;
            for (var month = new DateOnly(2018, 1, 1); month < new DateOnly(2021, 11, 1); month = month.AddMonths(1))
            {
                stand += month.Month == 12 ? 1000 : 100;
                await test.Db.Write(tx => tx.Execute(
                    "insert into reg_stands (subject_id, kind, ends_on, known_from_at, office_code, number) values (@id, 'health', @on, 0, @office, @stand)",
                    new { id = EmployerKey.OfficeId("79", office), on = month.AddMonths(1).AddDays(-1), office, stand }));
            }
        }

        var targets = new Targets(test.Db, new LiveFigures(test.Db, test.Clock) { Freshness = TimeSpan.Zero }, test.Clock);
        var view = await targets.Find(Own, "07900", Year, "stand-health");
        var now = 2 * (50_000 + (43 * 100) + (3 * 1000));
        Assert.Equal(now, view.Line.Actual);
        // Two days of November's 22 are over and nothing of them is told; December is its thousand.
        Assert.Equal(ForecastWay.Seasonal, view.Landing!.Way);
        Assert.Equal(now + 200 + 2000, view.Landing.Middle, 60.0);
        Assert.InRange(now + 2200, view.Landing.Low - 60, view.Landing.High + 60);
        Assert.Equal(view.Landing.Middle / 2.0, (await targets.Find(Own, "07901", Year, "stand-health")).Landing!.Middle, 30.0);
        Assert.Equal(view.Landing.Middle, (await targets.Find(Scope.Nation, "00000", Year, "stand-health")).Landing!.Middle);
        Assert.Null((await targets.Find(Own, "07900", Year, "stand-social")).Landing);
        // The past is read once, for the nation or a province, and again when a file moved the province.
        var read = targets.HistoriesRead;
        await targets.Find(Own, "07902", Year, "stand-health");
        await targets.Find(Own, "07900", Year, "stand-health");
        Assert.Equal((63L, 63L), (read, targets.HistoriesRead));
        await test.Db.Write(async tx =>
        {
            await tx.Execute("update reg_stands set number = number + 500 where ends_on = @on and office_code = '07901'", new { on = new DateOnly(2021, 10, 31) });
            await BaoPhu.Core.Audit.AuditTrail.Write(tx, test.Clock, Director, "imports.stands", "import:1", new { });
        });
        Assert.Equal(now + 500, (await targets.Find(Own, "07900", Year, "stand-health")).Line.Actual);
        Assert.Equal(64, targets.HistoriesRead);
        Assert.Null((await targets.Find(Own, "07900", TargetPeriod.Year(2020), "stand-health")).Landing);
    }

    private static async Task Open(TestDatabase test)
    {
        var offices = new Offices(test.Db, test.Clock);
        await offices.Save(Actor.System, Scope.Nation, "07901", "BHXH Quận 1", "07900");
        await offices.Save(Actor.System, Scope.Nation, "07902", "BHXH Quận 3", "07900");
        await offices.Save(Actor.System, Scope.Nation, "00101", "BHXH Quận Ba Đình", "00100");
        var small = await SmallProvince.Create(test);
        await small.Level("79", 2, "2021-10-21T00:00");
        await small.Employer("TA0001A", 202110);
        await small.Employer("TB0001B", 202109);
        await small.Plan("2021-11-03T08:00");
    }

    private static async Task<string> Refused(Func<Task> act) => (await Assert.ThrowsAsync<Refusal>(act)).Key;
}
