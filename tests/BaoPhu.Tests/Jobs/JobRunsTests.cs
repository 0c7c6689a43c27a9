using BaoPhu.Core.Identity;
using BaoPhu.Core.Jobs;
using BaoPhu.Core.Texts;
using BaoPhu.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace BaoPhu.Tests.Jobs;

public sealed class JobRunsTests
{
    private static readonly Actor Officer = new("u1", "Cán bộ", "07900");
    private static readonly Actor Other = new("u2", "Người khác", "07900");

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_run_is_taken_once_and_ends_with_its_result(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var runs = new JobRuns(test.Db, test.Clock);
        var id = await runs.Start(Officer, "count", "79", "Đếm", "3");
        var workers = Enumerable.Range(0, 4).Select(_ => new JobWorker(runs, [new Counting()], NullLogger<JobWorker>.Instance)).ToList();
        var taken = await Task.WhenAll(workers.Select(w => w.RunNext(CancellationToken.None)));

        Assert.Single(taken, t => t);
        var run = await runs.Find(Other, Scope.OfProvince("79"), id);
        Assert.Equal(("done", "\"3\"", 100), (run.State, run.Result, run.Percent));
        await Assert.ThrowsAsync<Refusal>(() => runs.Find(Other, Scope.OfProvince("01"), id));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_refusal_is_told_in_its_words_and_a_fault_without_its_secrets(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var runs = new JobRuns(test.Db, test.Clock);
        var worker = new JobWorker(runs, [new Counting()], NullLogger<JobWorker>.Instance);
        var refused = await runs.Start(Officer, "count", "79", "Đếm", "refuse");
        var broken = await runs.Start(Officer, "count", "79", "Đếm", "break");
        var unknown = await runs.Start(Officer, "nothing", "79", "Không", "");
        while (await worker.RunNext(CancellationToken.None))
        {
        }

        Assert.Equal(Text.Of("Jobs.Unknown"), (await runs.Find(Other, Scope.Nation, refused)).Error);
        Assert.Equal(Text.Of("Jobs.Failed"), (await runs.Find(Other, Scope.Nation, broken)).Error);
        Assert.Equal("failed", (await runs.Find(Other, Scope.Nation, unknown)).State);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task What_a_dead_worker_left_is_taken_again(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var runs = new JobRuns(test.Db, test.Clock);
        var id = await runs.Start(Officer, "count", "79", "Đếm", "3");
        Assert.Equal(id, (await runs.Claim())!.RunId);
        Assert.Equal(0, await runs.Recover());
        test.Clock.Moment += JobRuns.Silence + TimeSpan.FromSeconds(1);
        Assert.Equal(1, await runs.Recover());
        Assert.Equal(id, (await runs.Claim())!.RunId);
    }

    [Fact]
    public async Task The_offices_of_a_province_see_only_what_they_ordered_themselves()
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        var runs = new JobRuns(test.Db, test.Clock);
        var id = await runs.Start(Officer, "count", "79", "Đếm", "3");
        var district = Scope.OfOffices("79", ["07901"]);
        await Assert.ThrowsAsync<Refusal>(() => runs.Find(Other, district, id));
        Assert.Empty(await runs.Latest(Other, district));
        Assert.Equal(id, (await runs.Find(Officer, district, id)).RunId);
        Assert.Single(await runs.Latest(Other, Scope.OfProvince("79")));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_job_that_tells_nothing_still_gives_signs_of_life_and_acts_under_the_name_of_who_ordered_it(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var runs = new JobRuns(test.Db, test.Clock);
        var user = await new Users(test.Db, test.Clock).Create(Actor.System, "thu", "Nguyễn Thị Thu", "07900", Role.CollectionOfficer, "mat-khau-thu-nghiem");
        var id = await runs.Start(user.Actor, "wait", "79", "Chờ", "");
        var waiting = new Waiting(test);
        Assert.True(await new JobWorker(runs, [waiting], NullLogger<JobWorker>.Instance) { Pulse = TimeSpan.FromMilliseconds(20) }.RunNext(CancellationToken.None));
        Assert.Equal("done", (await runs.Find(user.Actor, Scope.Nation, id)).State);
        Assert.Equal("Nguyễn Thị Thu", waiting.By);
    }

    /// <summary>Ends when its row shows a sign of life later than its start.</summary>
    private sealed class Waiting(TestDatabase test) : IJob
    {
        public string Kind => "wait";
        public string? By { get; private set; }

        public async Task<string> Run(JobCall call)
        {
            By = call.Actor.Name;
            test.Clock.Moment += JobRuns.Silence;
            for (var i = 0; i < 250; i++)
            {
                if (await test.Db.Read(s => s.One<long>("select count(*) from job_runs where heartbeat_at > started_at")) == 1)
                {
                    return "\"\"";
                }

                await Task.Delay(20);
            }

            throw new TimeoutException("no sign of life");
        }
    }

    private sealed class Counting : IJob
    {
        public string Kind => "count";

        public async Task<string> Run(JobCall call)
        {
            if (call.Run.Input == "refuse")
            {
                throw new Refusal("Jobs.Unknown");
            }

            var to = int.Parse(call.Run.Input, System.Globalization.CultureInfo.InvariantCulture);
            for (var i = 1; i <= to; i++)
            {
                await call.Report(i, to);
            }

            return $"\"{to}\"";
        }
    }
}
