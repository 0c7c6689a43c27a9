using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Jobs;
using BaoPhu.Core.Texts;
using Quartz;

namespace BaoPhu.Core.Coverage;

/// <summary>Holds the budget lists and segments of a province against its register and cards, in the background of the host. Safe to run twice: the second run finds nothing changed.</summary>
public sealed class CountJob(Db db, TimeProvider clock) : Jobs.IJob
{
    public const string Name = "card-count";

    string Jobs.IJob.Kind => Name;

    /// <summary>When the rows of a table of counts that the scope reaches were counted, the province counted longest ago; null: it has none.</summary>
    internal static Task<Instant?> At(Session s, Scope scope, string table) => s.One<Instant?>(
        $"select c.counted_at from cov_counts c where exists (select 1 from {table} n where n.province = c.province and {scope.OnOffice("n")}) order by c.counted_at limit 1");

    public async Task<string> Run(JobCall call)
    {
        await db.Write(tx => CardNeeds.Count(tx, clock, call.Actor, call.Run.Province), call.Cancel);
        return "{}";
    }
}

/// <summary>
/// Rings each minute: once a day, after midnight, queues the count of every province that was counted before. Between two files the day alone moves segments and remainders: cards end, months pass.
/// </summary>
[DisallowConcurrentExecution]
public sealed class DueCounts(Db db, TimeProvider clock) : Quartz.IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancel) => await QueueDue();

    /// <summary>Queues what is due and returns the provinces. One whose count failed today is left to its page until tomorrow.</summary>
    public async Task<IReadOnlyList<string>> QueueDue()
    {
        var due = await db.Read(s => s.Query<string>(
            """
            select c.province from cov_counts c
            where c.counted_at < @today and not exists (select 1 from job_runs j where j.kind = @job and j.province = c.province and j.created_at >= @today) order by c.province
            """,
            new { today = Instant.StartOf(clock.Today()), job = CountJob.Name }));
        foreach (var province in due)
        {
            await db.Write(tx => JobRuns.Start(tx, clock, Actor.System, CountJob.Name, province, Text.Of("Cards.CountingProvince", province), ""));
        }

        return due;
    }
}
