using System.Text.Json;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Imports;
using BaoPhu.Core.Jobs;
using BaoPhu.Core.Texts;
using Quartz;

namespace BaoPhu.Core.Coverage;

/// <summary>The matching of a province in the background of the host: ordered on its page, or after a file that concerns it came in. Safe to run twice: the second run finds nothing changed.</summary>
public sealed class MatchJob(MatchRuns matching) : Jobs.IJob
{
    public const string Name = "match";

    string Jobs.IJob.Kind => Name;

    /// <summary>Queues a run of the province and kind, unless one waits already.</summary>
    public static async Task Start(Session tx, TimeProvider clock, Actor actor, string province, string kind)
    {
        if (await tx.One<long>("select count(*) from job_runs where kind = @Name and province = @province and input = @kind and state = 'queued'", new { Name, province, kind }) == 0)
        {
            await JobRuns.Start(tx, clock, actor, Name, province, Text.Of("Coverage.MatchingProvince", province), kind);
        }
    }

    public async Task<string> Run(JobCall call) =>
        JsonSerializer.Serialize(await matching.Run(call.Actor, Scope.OfProvince(call.Run.Province), call.Run.Province, call.Run.Input, cancel: call.Cancel));
}

/// <summary>
/// Rings each minute: queues the matching of every province into which a list, or the register of persons, came after it was last matched, and erases what matchings kept of rows that are past their day.
/// </summary>
[DisallowConcurrentExecution]
public sealed class DueMatches(Db db, TimeProvider clock) : Quartz.IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancel) => await QueueDue();

    /// <summary>Queues what is due and returns it as province and kind.</summary>
    public async Task<IReadOnlyList<(string Province, string Kind)>> QueueDue()
    {
        await db.Write(tx => tx.Execute("delete from cov_folded where expires_on < @today", new { today = clock.Today() }));
        var due = new List<(string Province, string Kind)>();
        foreach (var kind in (string[])[ImportKinds.Tax, ImportKinds.Entitled])
        {
            var provinces = await db.Read(s => s.Query<string>(
                """
                select i.province from imp_runs i
                where i.state = 'done' and i.province is not null and i.kind in (@kind, @persons)
                    and not exists (select 1 from cov_runs c where c.province = i.province and c.kind = @kind and c.run_at >= i.finished_at)
                    and not exists (select 1 from job_runs j where j.kind = @job and j.province = i.province and j.input = @kind and j.created_at >= i.finished_at)
                    and exists (select 1 from imp_runs l where l.province = i.province and l.kind = @kind and l.state = 'done')
                    and exists (select 1 from imp_runs p where p.province = i.province and p.kind = @persons and p.state = 'done')
                group by i.province order by i.province
                """,
                new { kind, persons = ImportKinds.Persons, job = MatchJob.Name }));
            due.AddRange(provinces.Select(p => (p, kind)));
        }

        foreach (var (province, kind) in due)
        {
            await db.Write(tx => MatchJob.Start(tx, clock, Actor.System, province, kind));
        }

        return due;
    }
}
