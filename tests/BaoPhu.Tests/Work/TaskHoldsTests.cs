using BaoPhu.Core.Work;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Work;

public sealed class TaskHoldsTests
{
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_held_task_stays_when_the_debt_is_paid_and_closes_when_it_is_let_go(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var small = await SmallProvince.Create(test);
        await small.Level("79", 2, "2021-10-21T00:00");
        await small.Employer("TA0001A", 202106);
        await small.Plan("2021-11-03T08:00");
        await Hold(true);
        await small.Pays("TA0001A", 5_000_000);
        await small.Plan("2021-11-03T09:00");
        Assert.Equal("open", (await small.TaskOf("TA0001A", "inspect")).State);
        await Hold(false);
        await small.Plan("2021-11-03T10:00");
        Assert.Equal(("closed", "paid"), ((await small.TaskOf("TA0001A", "inspect")).State, (await small.TaskOf("TA0001A", "inspect")).CloseReason));
        await PlanningFlowTests.Healthy(test);

        async Task Hold(bool held)
        {
            var task = await small.TaskOf("TA0001A", "inspect");
            await test.Db.Write(tx => TaskHolds.Hold(tx, task, held));
        }
    }
}
