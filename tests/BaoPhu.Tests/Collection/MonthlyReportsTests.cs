using BaoPhu.Core.Collection;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Collection;

/// <summary>The monthly report: from the ledger, tying, with each exclusion's reason, and the collective task done by it.</summary>
public sealed class MonthlyReportsTests
{
    // Four months and one month of a million each, a payer, and a debtor of under a month.
    private static readonly (string, int)[] Debtors = [("TA0001A", 202107), ("TA0002A", 202109), ("TB0003B", 202110), ("TA0009A", 0)];

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Every_total_adds_up_to_the_ledger_and_the_paper_says_the_same(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await PublicOffice.Open(test, Debtors);
        Assert.Equal((PublicOffice.DueOn, 3L, 7_000_000L), Assert.Single(await office.Reports.Due(PublicOffice.Own, "79")) is var due ? (due.DueOn, due.Employers, due.Amount) : default);
        var (id, paper) = await office.Begun();
        var detail = await office.Reports.Find(PublicOffice.Own, id);
        Assert.Equal((3, 7_000_000L, 0), (detail.Report.Employers, detail.Report.Amount, detail.Report.Excluded));
        Assert.Equal([("<1", 1L, 1_000_000L), ("1-<3", 1, 2_000_000), (">=3", 1, 4_000_000)], detail.Bands.Select(b => (b.Key, b.Employers, b.Amount)));
        Assert.Equal([7_000_000L, 0, 0, 0], detail.Funds.Select(f => f.Amount));
        Assert.Equal([("07901", 2L, 6_000_000L), ("07902", 1, 1_000_000)], detail.Offices.Select(o => (o.Key, o.Employers, o.Amount)));
        Assert.Equal(["TA0001A", "TA0002A", "TB0003B"], detail.Rows.Select(r => r.Code));
        var contents = (await office.Papers.Find(PublicOffice.Own, paper.Id)).Contents;
        Assert.Equal(("7.000.000", "7.000.000", 3), (contents[0]["debt.total"], contents[1]["rows.total"], contents[1].Groups["rows"].Count));
        Assert.Empty(await office.Reports.Due(PublicOffice.Own, "79"));
        await PublicOffice.Refused("Reports.MadeAlready", () => office.Reports.Begin(office.Officer.Actor, PublicOffice.Own, "79", PublicOffice.DueOn));
        await office.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task An_exclusion_has_its_reason_and_name_and_the_task_is_closed_with_it_when_the_report_goes_out(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await PublicOffice.Open(test, Debtors);
        var (id, paper) = await office.Begun();
        await PublicOffice.Refused("Reports.NeedReason", () => office.Reports.Exclude(office.Officer.Actor, PublicOffice.Own, id, "TA0002A", "disputed", " "));
        await PublicOffice.Refused("Reports.NeedReason", () => office.Reports.Exclude(office.Officer.Actor, PublicOffice.Own, id, "TA0002A", "liked", "x"));
        await PublicOffice.Refused("Reports.NotOnIt", () => office.Reports.Exclude(office.Officer.Actor, PublicOffice.Own, id, "TA0009A", "disputed", "x"));
        await office.Reports.Exclude(office.Officer.Actor, PublicOffice.Own, id, "TA0002A", "disputed", "Đang đối chiếu C05-TS");
        var excluded = Assert.Single((await office.Reports.Find(PublicOffice.Own, id)).Excluded);
        Assert.Equal(("TA0002A", "disputed", "Trần Thị Bình"), (excluded.Code, excluded.Excluded, excluded.ExcludedByName));
        // One pays between the draft and the number: the report is that of the number.
        await office.Small.Pays("TB0003B", 1_000_000);
        await office.Send(paper.Id);
        var detail = await office.Reports.Find(PublicOffice.Own, id);
        Assert.Equal((1, 4_000_000L, 1), (detail.Report.Employers, detail.Report.Amount, detail.Report.Excluded));
        Assert.NotNull(detail.Report.SentAt);
        var tasks = await test.Db.Read(s => s.Query<string>("select e.code || ' ' || t.state || ' ' || coalesce(t.outcome, t.close_reason, '') from wrk_tasks t join reg_employers e on e.employer_id = t.subject_id where t.act = 'report' order by e.code"));
        Assert.Equal(["TA0001A done sent", "TA0002A done excluded"], tasks.Take(2));
        Assert.StartsWith("TB0003B closed", tasks[2], StringComparison.Ordinal);
        Assert.Contains(await test.Db.Read(s => s.Query<string>("select v.detail from wrk_task_events v where v.act = 'report' and v.event = 'recorded'")), d => d.Contains("Đang đối chiếu C05-TS", StringComparison.Ordinal));
        Assert.Contains("Đang đối chiếu C05-TS", (await office.Papers.Find(PublicOffice.Own, paper.Id)).Contents[0].Groups["excluded"].Single()["excluded.reason"], StringComparison.Ordinal);
        await PublicOffice.Refused("Reports.NumberedAlready", () => office.Reports.Include(office.Officer.Actor, PublicOffice.Own, id, "TA0002A"));
        await office.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_corrected_report_is_a_new_paper_about_the_same_debtors(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await PublicOffice.Open(test, Debtors);
        var (id, paper) = await office.Begun();
        await office.Send(paper.Id);
        var next = await office.Papers.Replace(office.Officer.Actor, PublicOffice.Own, paper.Id, 3, "Sai số liệu một đơn vị");
        await office.Reports.Exclude(office.Officer.Actor, PublicOffice.Own, id, "TA0001A", "proceedings", "Tòa án thụ lý 12/TB");
        await office.Send(next);
        var detail = await office.Reports.Find(PublicOffice.Own, id);
        Assert.Equal((2, 3_000_000L), (detail.Report.Employers, detail.Report.Amount));
        Assert.Equal(["sent", "replaced"], detail.Papers.Select(p => p.State));
        // The first paper still says what it said.
        Assert.Equal("7.000.000", (await office.Papers.Find(PublicOffice.Own, paper.Id)).Contents[0]["debt.total"]);
        await office.Healthy();
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Only_who_reaches_the_whole_province_sees_or_makes_it(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await PublicOffice.Open(test, Debtors);
        Assert.Equal(RefusalKind.Forbidden, (await PublicOffice.Refused("Work.CollectiveByProvince", () => office.Reports.Begin(office.Officer.Actor, Scope.OfOffices("79", ["07901"]), "79", PublicOffice.DueOn))).Kind);
        var (id, _) = await office.Begun();
        foreach (var scope in (Scope[])[Scope.OfProvince("01"), Scope.OfOffices("79", ["07901"]), Scope.Nothing])
        {
            await PublicOffice.Refused("Reports.NoReport", () => office.Reports.Find(scope, id));
            await PublicOffice.Refused("Reports.NoReport", () => office.Reports.Exclude(office.Officer.Actor, scope, id, "TA0001A", "disputed", "x"));
            Assert.Empty(await office.Reports.List(scope));
        }
    }
}
