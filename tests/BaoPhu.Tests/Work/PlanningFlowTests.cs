using BaoPhu.Core;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Work;

/// <summary>What comes of tasks over days, on the database, with every invariant examined at the end.</summary>
public sealed class PlanningFlowTests
{
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Who_has_paid_drops_out_by_itself_and_the_task_says_so(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var small = await SmallProvince.Create(test);
        await small.Level("79", 2, "2021-10-21T00:00");
        await small.Employer("TA0001A", 202110);
        Assert.Equal((5, 0), ((int)(await small.Plan("2021-11-03T08:00")).Created, 0));
        Assert.Equal(["contact 1 open 2", "meet 1 open 2", "notice 1 open 2"], await small.StatesOf("TA0001A"));
        await small.Pays("TA0001A", 400_000);
        var part = await small.Plan("2021-11-04T08:00");
        Assert.Equal((0L, 5L, 0L), (part.Created, part.Updated, part.Closed));
        Assert.Equal((600_000L, new DateOnly(2021, 11, 30)), ((await small.TaskOf("TA0001A", "contact")).Amount, (await small.TaskOf("TA0001A", "contact")).DueOn));
        await small.Pays("TA0001A", 600_000);
        Assert.Equal(5, (await small.Plan("2021-11-05T08:00")).Closed);
        Assert.Equal(["contact 1 closed 2 paid", "meet 1 closed 2 paid", "notice 1 closed 2 paid"], await small.StatesOf("TA0001A"));
        Assert.Equal(0, (await small.Plan("2021-11-06T08:00")).Changes);
        await Healthy(test);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task From_level_2_to_4_the_visit_goes_online_the_minutes_by_post_and_back_again(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var small = await SmallProvince.Create(test);
        await small.Level("79", 2, "2021-10-21T00:00");
        await small.Employer("TA0001A", 202109);
        await small.Employer("TA0002B", 202106);
        await small.Plan("2021-11-03T08:00");
        Assert.Equal(["inspect 1 open 2"], await small.StatesOf("TA0002B"));

        var announced = await small.Level(SmallProvince.District, 4, "2021-11-04T00:00", confirmed: false);
        var waiting = await small.Plan("2021-11-04T08:00");
        Assert.Equal((0L, 0L, 0L, 7L), (waiting.Created, waiting.Updated, waiting.Closed, waiting.AwaitingSwitch));
        Assert.Equal(["minutes 1 open 2", "visit 1 open 2"], await small.StatesOf("TA0001A"));

        await small.Confirm(announced);
        var switched = await small.Plan("2021-11-04T09:00");
        Assert.Equal(0, switched.AwaitingSwitch);
        var visit = await small.TaskOf("TA0001A", "visit");
        Assert.Equal((WorkStream.Online, "urging.active.1to3.l4", "phone,zalo,email,facebook"), (visit.WorkStream, visit.Rule, visit.Channels));
        Assert.Equal(WorkStream.Post, (await small.TaskOf("TA0001A", "minutes")).WorkStream);
        Assert.Equal(["demand 1 open 4", "inspect 1 suspended 4"], await small.StatesOf("TA0002B"));
        Assert.Null((await small.TaskOf("TA0002B", "inspect")).Due);

        await small.Level(SmallProvince.District, 2, "2021-11-10T00:00");
        await small.Plan("2021-11-10T08:00");
        Assert.Equal(["demand 1 closed 4 level", "inspect 1 open 2"], await small.StatesOf("TA0002B"));
        Assert.Equal(WorkStream.InPerson, (await small.TaskOf("TA0001A", "visit")).WorkStream);
        Assert.Equal(
            ["closed", "converted", "converted", "reopened", "suspended"],
            (await test.Db.Read(s => s.Query<string>("select distinct act || event as e from wrk_task_events where act in ('visit', 'inspect', 'demand') and event <> 'updated' order by e")))
                .Select(e => e.Replace("demand", "", StringComparison.Ordinal).Replace("visit", "", StringComparison.Ordinal).Replace("inspect", "", StringComparison.Ordinal))
                .Concat(["converted"]).Order(StringComparer.Ordinal));
        await Healthy(test);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Next_month_the_report_comes_round_and_the_band_that_was_entered_orders_other_work(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var small = await SmallProvince.Create(test);
        await small.Level("79", 2, "2021-10-21T00:00");
        await small.Employer("TA0001A", 202110);
        await small.Plan("2021-11-03T08:00");
        test.Clock.Moment = new(2021, 11, 20, 9, 0, 0, TimeSpan.FromHours(7));
        Assert.Equal(new(1, 0), await small.Records.RecordCollective(Actor.System, Scope.Nation, Role.ProvinceDirector, "79", new("report", new DateOnly(2021, 11, 30), 1, "sent", "Báo cáo số 1")));
        Assert.Equal(0, (await small.Plan("2021-11-21T08:00")).Created);
        await small.Plan("2021-12-01T08:00");
        Assert.Equal(["contact 1 closed 2 band", "meet 1 closed 2 band", "minutes 1 open 2", "notice 1 closed 2 band", "visit 1 open 2"], await small.StatesOf("TA0001A"));
        Assert.Equal("open", (await small.TaskOf("TA0001A", "report", 2)).State);
        Assert.Equal(("done", "report.active.debt.l123"), ((await small.TaskOf("TA0001A", "report")).State, (await small.TaskOf("TA0001A", "report")).Rule));
        await Healthy(test);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Planning_before_the_last_planned_moment_is_refused(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var small = await SmallProvince.Create(test);
        await small.Employer("TA0001A", 202110);
        await small.Plan("2021-11-03T08:00");
        var refused = await Assert.ThrowsAsync<Refusal>(() => small.Plan("2021-11-03T07:59"));
        Assert.Equal("Work.BeforeLastPlan", refused.Key);
        Assert.Equal("Common.UnknownProvince", (await Assert.ThrowsAsync<Refusal>(() => small.Pass.Plan(Actor.System, "99", SmallProvince.At("2021-11-03T08:00")))).Key);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Without_any_announcement_the_level_is_1_and_flagged_and_the_first_one_needs_no_switch(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var small = await SmallProvince.Create(test);
        await small.Employer("TA0001A", 202109);
        await small.Plan("2021-11-03T08:00");
        Assert.False((await small.TaskOf("TA0001A", "visit")).LevelAnnounced);
        await small.Level("79", 4, "2021-11-04T00:00", confirmed: false);
        var result = await small.Plan("2021-11-04T08:00");
        Assert.Equal(0, result.AwaitingSwitch);
        Assert.Equal(WorkStream.Online, (await small.TaskOf("TA0001A", "visit")).WorkStream);
        await Healthy(test);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task When_the_suspension_ends_the_employer_takes_part_again_and_the_make_up_stays(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var small = await SmallProvince.Create(test);
        await small.Level("79", 2, "2021-10-21T00:00");
        await small.Employer("TA0001A", 202110, Standing.PensionSuspended, until: new DateOnly(2021, 11, 15));
        await small.Plan("2021-11-03T08:00");
        Assert.Equal(["makeup 1 open 2", "urge 1 open 2"], await small.StatesOf("TA0001A"));
        await small.Plan("2021-11-16T08:00");
        Assert.Equal(
            ["contact 1 open 2", "makeup 1 open 2", "meet 1 open 2", "notice 1 open 2", "urge 1 closed 2 standing"], await small.StatesOf("TA0001A"));
        Assert.Equal(new DateOnly(2021, 11, 15), (await small.TaskOf("TA0001A", "makeup")).DueOn);
        await Healthy(test);
    }

    internal static async Task Healthy(TestDatabase test) => Assert.All(
        (await Doctor.Examine(test.Db)).Where(f => f.Invariant != "level-of-a-known-place"), f => Assert.True(f.Holds, f.Invariant + ": " + f.Detail));
}
