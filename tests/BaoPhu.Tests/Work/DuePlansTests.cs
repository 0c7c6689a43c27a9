using BaoPhu.Core.Identity;
using BaoPhu.Core.Jobs;
using BaoPhu.Core.Policy;
using BaoPhu.Core.Work;
using BaoPhu.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace BaoPhu.Tests.Work;

/// <summary>When the host plans by itself, and by which table.</summary>
public sealed class DuePlansTests
{
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_province_is_planned_anew_on_a_new_day_and_at_the_minute_a_level_begins(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var small = await SmallProvince.Create(test);
        await small.Level("79", 2, "2021-10-21T00:00");
        await small.Employer("TA0001A", 202109);
        var due = new DuePlans(test.Db, test.Clock);
        Assert.Empty(await due.QueueDue());

        await small.Plan("2021-11-03T08:00");
        Assert.Empty(await due.QueueDue());
        await small.Level("79", 4, "2021-11-03T10:30");
        test.Clock.Moment = test.Clock.Moment.AddMinutes(149);
        Assert.Empty(await due.QueueDue());
        test.Clock.Moment = test.Clock.Moment.AddMinutes(1);
        Assert.Equal(["79"], await due.QueueDue());
        Assert.Equal(["79"], await due.QueueDue());
        await Work(test, small);
        Assert.Equal("phone,zalo,email,facebook", (await small.TaskOf("TA0001A", "visit")).Channels);
        Assert.Empty(await due.QueueDue());

        test.Clock.Moment = test.Clock.Moment.AddDays(1);
        Assert.Equal(["79"], await due.QueueDue());
        await Work(test, small);
        Assert.Empty(await due.QueueDue());
        Assert.Equal(2, await test.Db.Read(s => s.One<long>("select count(*) from job_runs where state = 'done'")));
    }

    [Fact]
    public async Task A_level_from_a_file_that_waits_for_its_switch_is_planned_by_at_its_minute_too()
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        var small = await SmallProvince.Create(test);
        await small.Level("79", 2, "2021-10-21T00:00");
        await small.Employer("TA0001A", 202109);
        await small.Plan("2021-11-03T08:00");
        await small.Level("79", 4, "2021-11-03T10:30");
        await test.Db.Write(tx => tx.Execute("update org_levels set switch_confirmed_at = null, switch_confirmed_by = null where level = 4"));
        var due = new DuePlans(test.Db, test.Clock);
        Assert.Empty(await due.QueueDue());
        test.Clock.Moment = test.Clock.Moment.AddMinutes(150);
        Assert.Equal(["79"], await due.QueueDue());
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_published_version_is_what_the_pass_plans_by_from_its_day_on(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var small = await SmallProvince.Create(test);
        await small.Level("79", 2, "2021-10-21T00:00");
        await small.Employer("TA0001A", 202109);
        var shipped = Policies.Text(Policies.DefaultName);
        var later = shipped.Replace("version: 2\n", "version: 3\n", StringComparison.Ordinal)
            .Replace("valid-from: 2021-11-03", "valid-from: 2021-11-10", StringComparison.Ordinal)
            .Replace("deadline: { working-days: 5, internal: true }", "deadline: { working-days: 2, internal: true }", StringComparison.Ordinal);
        await new PublishedPolicies(test.Db, test.Clock).Publish(Actor.System, later);

        await small.Plan("2021-11-09T08:00");
        Assert.Equal((2, new DateOnly(2021, 11, 16)), await Visit(small, "TA0001A"));
        await small.Employer("TA0002B", 202109);
        await small.Plan("2021-11-10T08:00");
        Assert.Equal((3, new DateOnly(2021, 11, 12)), await Visit(small, "TA0002B"));
        Assert.Contains(await Doctor.Examine(test.Db), f => f is { Invariant: "task-rule-exists", Holds: true });
    }

    private static async Task<(int, DateOnly)> Visit(SmallProvince small, string code)
    {
        var visit = await small.TaskOf(code, "visit");
        return (visit.PolicyVersion, visit.DueOn);
    }

    private static async Task Work(TestDatabase test, SmallProvince small)
    {
        var worker = new JobWorker(new JobRuns(test.Db, test.Clock), [new PlanJob(small.Pass)], NullLogger<JobWorker>.Instance);
        while (await worker.RunNext(CancellationToken.None))
        {
        }
    }
}
