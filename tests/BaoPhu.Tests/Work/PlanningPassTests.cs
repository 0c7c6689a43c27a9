using BaoPhu.Core;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Clock;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Work;

public sealed class PlanningPassTests
{
    private static readonly Instant Morning = new(VietnamTime.Parse("2021-11-03T08:00"));

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_second_run_over_the_same_facts_writes_nothing(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        await SampleProvince.Load(test);
        var pass = SwitchFollowers.Pass(test.Db, test.Clock);
        var dry = await pass.Plan(Actor.System, "79", Morning, dryRun: true);
        var first = await pass.Plan(Actor.System, "79", Morning);
        Assert.True(first.Created > 1000);
        Assert.Equal((dry.Created, dry.Digest.Length), (first.Created, first.Digest.Length));
        Assert.Equal(610, first.DebtsChanged);
        var before = await Content(test);
        var second = await pass.Plan(Actor.System, "79", Morning);
        Assert.Equal((0L, 0L, 0L, first.Created, 0L, 0L), (second.Created, second.Updated, second.Closed, second.Unchanged, second.AwaitingSwitch, second.DebtsChanged));
        Assert.Equal(before, await Content(test));
    }

    private static Task<string> Content(TestDatabase test) => test.Db.Read(async s =>
    {
        var tasks = await s.Query<string>("select cast(subject_id as text) || act || cast(occurrence as text) || state || rule || cast(due_on as text) || cast(updated_at as text) || cast(version as text) from wrk_tasks order by subject_id, act, occurrence");
        var passes = await s.One<long>("select count(*) from wrk_passes");
        var entries = await s.One<long>("select count(*) from aud_entries");
        return string.Join('\n', tasks) + "|" + passes + "|" + entries;
    });
}
