using BaoPhu.Core;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Planning;
using BaoPhu.Core.Reporting;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Planning;
using BaoPhu.Rules.Reporting;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;

namespace BaoPhu.Tests.Planning;

/// <summary>The plan of a province from its proposal to its results.</summary>
public sealed class PlansTests
{
    private static readonly Scope Own = Scope.OfProvince("79");
    private static readonly Actor Officer = new("thu1", "Lê Văn An", "07900");
    private static readonly Actor Director = new("giam", "Nguyễn Văn Giám", "07900");
    private static readonly DateOnly Today = new(2021, 11, 3);

    [Fact]
    public void Every_pair_of_state_and_act_is_decided()
    {
        var allowed = from state in Enum.GetValues<PlanState>() from act in Enum.GetValues<PlanAct>() where PlanActs.Allows(state, act) select $"{state}-{act}-{PlanActs.After(state, act)}";
        Assert.Equal(["Draft-Edit-Draft", "Draft-Propose-Draft", "Draft-Approve-Approved", "Approved-Note-Approved", "Approved-Amend-Draft", "Approved-Close-Closed"], allowed);
    }

    [Theory]
    [InlineData("week", "2021-11-01", "2021-11-01", "2021-11-07")] // a Monday
    [InlineData("week", "2021-11-07", "2021-11-01", "2021-11-07")] // a Sunday
    [InlineData("week", "2022-01-01", "2021-12-27", "2022-01-02")]
    [InlineData("month", "2024-02-10", "2024-02-01", "2024-02-29")]
    [InlineData("month", "2021-12-31", "2021-12-01", "2021-12-31")]
    public void A_term_is_the_week_or_month_of_its_day(string kind, string day, string from, string to) =>
        Assert.Equal((DateOnly.Parse(from, Inv), DateOnly.Parse(to, Inv)), PlanTerms.Of(kind, DateOnly.Parse(day, Inv)));

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Lines_come_from_the_tasks_and_are_counted_from_them(Engine engine)
    {
        await using var test = await DifficultiesTests.Open(engine);
        var small = await Province(test);
        var plans = new Plans(test.Db, test.Clock);
        Assert.Equal("Plans.ByProvince", await DifficultiesTests.Refused(() => plans.Begin(Officer, Scope.OfOffices("79", ["07901"]), "79", "month", Today)));
        var id = await plans.Begin(Officer, Own, "79", "month", Today);
        Assert.Equal("Plans.TermNotNear", await DifficultiesTests.Refused(() => plans.Begin(Officer, Own, "79", "month", Today.AddMonths(-1))));
        Assert.Equal("Plans.TermNotNear", await DifficultiesTests.Refused(() => plans.Begin(Officer, Own, "79", "month", Today.AddMonths(14))));
        Assert.Equal("Plans.MadeAlready", await DifficultiesTests.Refused(() => plans.Begin(Officer, Own, "79", "month", Today.AddDays(20))));
        var detail = await plans.Find(Own, id);
        var open = await test.Db.Read(s => s.One<long>("select count(*) from wrk_tasks where state in ('open', 'started') and due_on <= '2021-11-30'"));
        Assert.True(open > 3);
        Assert.Equal((open, 0L, open), (detail.Lines.Sum(l => l.Line.Planned), detail.Lines.Sum(l => l.Done), detail.Lines.Sum(l => l.Now!.Open)));
        Assert.All(detail.Lines, l => Assert.Equal((short)2, l.Line.Level));
        Assert.All(detail.Lines, l => Assert.InRange(l.Line.DueOn, new(2021, 11, 1), new(2021, 11, 30)));
        Assert.Empty(detail.Missing);
        Assert.Equal("Plans.NoPlan", await DifficultiesTests.Refused(() => plans.Find(Scope.OfProvince("01"), id)));

        // A task is done: the line counts it, nobody typed it.
        await small.Records.Record(new Actor("thu1", "Lê Văn An", "07901"), Scope.Nation, "79-TA0001A-contact-1", new ContactRecord((await small.TaskOf("TA0001A", "contact")).Version, "phone", "promised", "hẹn nộp")
        {
            PromisedOn = new(2021, 11, 10), PromisedAmount = 500_000,
        });
        var contact = (await plans.Find(Own, id)).Lines.Single(l => l.Line.Act == "contact");
        Assert.Equal((1L, contact.Line.Planned - 1), (contact.Done, contact.Now!.Open));
        Assert.False(contact.IsBehind(contact.Line.DueOn));
        Assert.Equal(contact.Line.Planned > 1, contact.IsBehind(contact.Line.DueOn.AddDays(1)));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task It_is_written_on_approved_followed_amended_and_closed(Engine engine)
    {
        await using var test = await DifficultiesTests.Open(engine);
        await Province(test);
        var plans = new Plans(test.Db, test.Clock);
        var id = await plans.Begin(Officer, Own, "79", "month", Today);
        var entry = new PlanLineEntry("conference", "Hội nghị khách hàng Quận 1", "07901", 2, new(2021, 11, 5), "");
        Assert.Equal("Plans.OutsideTerm", await DifficultiesTests.Refused(() => plans.Save(Officer, Own, id, 0, 0, entry with { DueOn = new(2021, 12, 1) })));
        Assert.Equal("Plans.NoOffice", await DifficultiesTests.Refused(() => plans.Save(Officer, Own, id, 0, 0, entry with { OfficeCode = "00100" })));
        Assert.Equal("Plans.NeedTitle", await DifficultiesTests.Refused(() => plans.Save(Officer, Own, id, 0, 0, entry with { Area = "xxx" })));
        Assert.Equal("Plans.NeedPlanned", await DifficultiesTests.Refused(() => plans.Save(Officer, Own, id, 0, 0, entry with { Planned = 0 })));
        await plans.Save(Officer, Own, id, 0, 0, entry);
        var counted = (await plans.Find(Own, id)).Lines[0].Line;
        // Of a line of tasks number and day are changed, never what it is about.
        await plans.Save(Officer, Own, id, 1, counted.No, entry with { Planned = 1 });
        Assert.Equal((counted.Act, counted.Title, 1L), ((await plans.Line(Own, id, counted.No)).Act, (await plans.Line(Own, id, counted.No)).Title, (await plans.Line(Own, id, counted.No)).Planned));
        await plans.Remove(Officer, Own, id, 2, counted.No);
        Assert.Equal("Plans.NoLine", await DifficultiesTests.Refused(() => plans.Remove(Officer, Own, id, 3, counted.No)));
        Assert.Equal([counted.Act], (await plans.Find(Own, id)).Missing.Select(m => m.Act));
        await plans.ProposeAnew(Officer, Own, id, 3);
        Assert.Empty((await plans.Find(Own, id)).Missing);
        Assert.Contains((await plans.Find(Own, id)).Lines, l => l.Line.Title == entry.Title && l.Line.OfficeName == "BHXH Quận 1");

        Assert.Equal("Plans.ChangedMeanwhile", await DifficultiesTests.Refused(() => plans.Approve(Director, Own, id, 3)));
        await plans.Approve(Director, Own, id, 4);
        Assert.Equal("Plans.NotInState", await DifficultiesTests.Refused(() => plans.Save(Officer, Own, id, 5, 0, entry)));
        var line = (await plans.Find(Own, id)).Lines.Single(l => l.Line.Act is null).Line;
        Assert.Equal("Plans.CountedFromTasks", await DifficultiesTests.Refused(() => plans.Note(Officer, Own, id, 5, line.No - 1, "12 cuộc")));
        await plans.Note(Officer, Own, id, 5, line.No, "Đã họp 2 cuộc, 80 người");
        Assert.Equal("Plans.NeedWords", await DifficultiesTests.Refused(() => plans.Amend(Director, Own, id, 6, " ")));
        await plans.Amend(Director, Own, id, 6, "Bổ sung thanh tra");
        Assert.Equal(("Draft", ""), ((await plans.Find(Own, id)).Plan.State, (await plans.Find(Own, id)).Plan.ApprovedName));
        await plans.Approve(Director, Own, id, 7);
        var next = await plans.Begin(Officer, Own, "79", "month", Today.AddMonths(1));
        await plans.Approve(Director, Own, next, 0);
        Assert.Equal("Plans.NotBegun", await DifficultiesTests.Refused(() => plans.Close(Director, Own, next, 1, "Đạt 100%")));
        await plans.Close(Director, Own, id, 8, "Đạt 100%");
        var closed = await plans.Find(Own, id);
        Assert.All(closed.Lines.Where(l => l.Line.Act is not null), l => Assert.Equal(0, l.Line.Done));
        // What is done afterwards does not change a closed plan.
        await test.Db.Write(tx => tx.Execute("update wrk_tasks set state = 'done', closed_on = '2021-11-04' where act = 'contact'"));
        Assert.Equal(0, (await plans.Find(Own, id)).Lines.Sum(l => l.Done ?? 0));
        Assert.Equal(["close", "approve", "amend", "note", "approve", "propose", "begin"], closed.Events.Select(e => e.Act));
        Assert.Empty(await test.Db.Read(AuditTrail.Verify));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_switch_moves_the_work_and_the_plan_is_proposed_anew_for_the_level(Engine engine)
    {
        await using var test = await DifficultiesTests.Open(engine);
        await Province(test);
        var plans = new Plans(test.Db, test.Clock);
        var id = await plans.Begin(Officer, Own, "79", "month", Today);
        await plans.Approve(Director, Own, id, 0);
        Assert.Equal(0, (await plans.Find(Own, id)).Switches);
        test.Clock.Moment = test.Clock.Moment.AddHours(1);
        var announced = await new Levels(test.Db, test.Clock).Announce(Actor.System, Scope.Nation, new("79", 4, test.Clock.Now(), "QĐ 99", null, "UBND") { Confirmed = false });
        await new Switches(test.Db, test.Clock, SwitchFollowers.All(test.Db, test.Clock)).Confirm(Actor.System, Scope.Nation, announced.AnnouncementId, null);
        var moved = await plans.Find(Own, id);
        Assert.Equal(1, moved.Switches);
        Assert.NotEmpty(moved.Missing);
        Assert.All(moved.Missing, m => Assert.Equal(4, m.Level));
        Assert.All(moved.Lines, l => Assert.Equal((short)2, l.Line.Level));
        Assert.Equal("Plans.NotInState", await DifficultiesTests.Refused(() => plans.ProposeAnew(Officer, Own, id, 1)));
        await plans.Amend(Director, Own, id, 1, "Chuyển cấp độ 4");
        await plans.ProposeAnew(Officer, Own, id, 2);
        var anew = await plans.Find(Own, id);
        Assert.All(anew.Lines, l => Assert.Equal((short)4, l.Line.Level));
        Assert.Equal((0, 0), (anew.Missing.Count, anew.Switches));
        Assert.Equal(await test.Db.Read(s => s.One<long>("select count(*) from wrk_tasks where state in ('open', 'started') and due_on <= '2021-11-30'")), anew.Lines.Sum(l => l.Line.Planned));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Targets_propose_lines_by_the_pace_they_need_and_are_counted_from_their_figures(Engine engine)
    {
        await using var test = await DifficultiesTests.Open(engine);
        await Province(test);
        var (plans, targets) = (new Plans(test.Db, test.Clock), new Targets(test.Db, new LiveFigures(test.Db, test.Clock) { Freshness = TimeSpan.Zero }, test.Clock));
        var (decision, year) = (new TargetDecision("12/QĐ", new(2021, 1, 15), ""), TargetPeriod.Year(2021));
        await test.Db.Write(tx => tx.Execute("update reg_months set paid_health = 1000000"));
        var paid = await test.Db.Read(s => s.One<long>("select cast(sum(paid_health) as bigint) from reg_months where period between 202101 and 202112"));
        // 43 working days are left of the year: a million for each of them. Of what nobody has told no line comes.
        await targets.Give(Actor.System with { OfficeCode = Actor.CentreCode }, Scope.Nation, year, "collected-health", decision, [new("07900", paid + 43_000_000, 0)]);
        await targets.Give(Actor.System with { OfficeCode = Actor.CentreCode }, Scope.Nation, year, "stand-health", decision, [new("07900", 1000, 0)]);
        await targets.Give(Actor.System with { OfficeCode = Actor.CentreCode }, Scope.Nation, year, "inspected", decision, [new("07900", 0, 0)]);

        var id = await plans.Begin(Officer, Own, "79", "month", Today);
        var line = Assert.Single((await plans.Find(Own, id)).Lines, l => l.Line.Act is null);
        // From the 3rd to the 30th of November there are twenty.
        Assert.Equal(("collected-health", "collection", 20_000_000L, 0L, new DateOnly(2021, 11, 30)), (line.Line.Indicator, line.Line.Area, line.Line.Planned, line.Done, line.Line.DueOn));
        var week = await plans.Begin(Officer, Own, "79", "week", Today);
        Assert.Equal(3_000_000, Assert.Single((await plans.Find(Own, week)).Lines, l => l.Line.Indicator is not null).Line.Planned);
        Assert.Equal("Plans.TermNotNear", await DifficultiesTests.Refused(() => plans.Begin(Officer, Own, "79", "week", Today.AddDays(-7))));

        // Debt is to fall: the line says so, and what went is what was done.
        var owed = await test.Db.Read(s => s.One<long>("select cast(sum(debt_social + debt_health + debt_unemployment + debt_accident) as bigint) from reg_debts"));
        await targets.Give(Actor.System with { OfficeCode = Actor.CentreCode }, Scope.Nation, year, "owed", decision, [new("07900", owed - 43, 0)]);
        await plans.ProposeAnew(Officer, Own, week, 0);
        var falls = Assert.Single((await plans.Find(Own, week)).Lines, l => l.Line.Indicator == "owed");
        Assert.Equal(("Giảm", 3L, 0L), (falls.Line.Title.Split(' ')[0], falls.Line.Planned, falls.Done));
        await test.Db.Write(tx => tx.Execute("update reg_debts set debt_health = debt_health - 2 where employer_id = (select min(employer_id) from reg_debts)"));
        Assert.Equal(2, (await plans.Find(Own, week)).Lines.Single(l => l.Line.Indicator == "owed").Done);
        await targets.Give(Actor.System with { OfficeCode = Actor.CentreCode }, Scope.Nation, year, "owed", decision with { Reason = "thôi giao" }, [new("07900", owed, 1)]);

        // A line written by hand is not taken for one of a target, and what is paid is counted without anybody typing it.
        await plans.Save(Officer, Own, id, 0, 0, new("conference", "Hội nghị", null, 2, new(2021, 11, 5), ""));
        await test.Db.Write(tx => tx.Execute("update reg_months set paid_health = paid_health + 7000000 where employer_id = (select min(employer_id) from reg_months) and period = (select max(period) from reg_months)"));
        Assert.Equal(7_000_000, (await plans.Find(Own, id)).Lines.Single(l => l.Line.Indicator is not null).Done);
        await plans.ProposeAnew(Officer, Own, id, 1);
        var anew = await plans.Find(Own, id);
        Assert.Equal((1, "Hội nghị", 2L), (anew.Lines.Count(l => l.Line.Indicator is not null), anew.Lines.Single(l => !l.Line.IsCounted).Line.Title, anew.Lines.Single(l => !l.Line.IsCounted).Line.Planned));
        // 36 millions in 43 days, rounded up, for twenty of them; the seven that came are in it.
        Assert.Equal((7_000_000L + (20 * 837_210), 7_000_000L), anew.Lines.Single(l => l.Line.Indicator is not null) is var again ? (again.Line.Planned, again.Done ?? -1) : default);

        // What it is about stays; nobody notes it by hand; closing freezes what was reached.
        await plans.Save(Officer, Own, id, 2, line.Line.No, new("other", "Khác", null, 5_000_000, new(2021, 11, 30), ""));
        Assert.Equal((line.Line.Title, "collection", 5_000_000L), await plans.Line(Own, id, line.Line.No) is var kept ? (kept.Title, kept.Area, kept.Planned) : default);
        await plans.Approve(Director, Own, id, 3);
        Assert.Equal("Plans.CountedFromTasks", await DifficultiesTests.Refused(() => plans.Note(Officer, Own, id, 4, line.Line.No, "xong")));
        await plans.Close(Director, Own, id, 4, "Đạt");
        await test.Db.Write(tx => tx.Execute("update reg_months set paid_health = 0"));
        Assert.Equal(7_000_000, (await plans.Find(Own, id)).Lines.Single(l => l.Line.Indicator is not null).Done);
        Assert.Empty(await test.Db.Read(AuditTrail.Verify));
    }

    private static readonly System.Globalization.CultureInfo Inv = System.Globalization.CultureInfo.InvariantCulture;

    private static async Task<SmallProvince> Province(TestDatabase test)
    {
        var small = await SmallProvince.Create(test);
        await small.Level("79", 2, "2021-10-21T00:00");
        await small.Employer("TA0001A", 202110);
        await small.Employer("TA0002A", 202110);
        await small.Employer("TB0001B", 202109);
        await small.Plan("2021-11-03T08:00");
        return small;
    }
}
