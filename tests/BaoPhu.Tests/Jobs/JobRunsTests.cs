using BaoPhu.Core.Identity;
using BaoPhu.Core.Jobs;
using BaoPhu.Core.Texts;
using BaoPhu.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace BaoPhu.Tests.Jobs;

public sealed class JobRunsTests
{
    private static readonly Actor Officer = new("u1", "Cán bộ", "07900");

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
        var run = await runs.Find(Scope.OfProvince("79"), id);
        Assert.Equal(("done", "\"3\"", 100), (run.State, run.Result, run.Percent));
        await Assert.ThrowsAsync<Refusal>(() => runs.Find(Scope.OfProvince("01"), id));
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

        Assert.Equal(Text.Of("Jobs.Unknown"), (await runs.Find(Scope.Nation, refused)).Error);
        Assert.Equal(Text.Of("Jobs.Failed"), (await runs.Find(Scope.Nation, broken)).Error);
        Assert.Equal("failed", (await runs.Find(Scope.Nation, unknown)).State);
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
