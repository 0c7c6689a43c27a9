using System.Text.Json;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Jobs;
using BaoPhu.Core.Texts;
using Quartz;

namespace BaoPhu.Core.Work;

/// <summary>
/// Planning in the background of the host: after a file was taken in, when an announced level begins, and on every new day. Safe to run twice: the second pass
/// writes nothing.
/// </summary>
public sealed class PlanJob(PlanningPass pass) : Jobs.IJob
{
    public const string Name = "plan";

    string Jobs.IJob.Kind => Name;

    /// <summary>Queues a pass of the province, unless one waits already.</summary>
    public static async Task Start(Session tx, TimeProvider clock, Actor actor, string province)
    {
        // What is ordered anew may have changed whose the employers are.
        await TaskChanges.NoteProvince(tx, province);
        if (await tx.One<long>("select count(*) from job_runs where kind = @Name and province = @province and state = 'queued'", new { Name, province }) == 0)
        {
            await JobRuns.Start(tx, clock, actor, Name, province, Text.Of("Work.PlanningProvince", province), province);
        }
    }

    public async Task<string> Run(JobCall call)
    {
        // The moment of the run, not of the order: what came in meanwhile is planned too.
        var result = await pass.PlanNow(call.Actor, call.Run.Province, call.Cancel);
        return JsonSerializer.Serialize(result);
    }
}

/// <summary>
/// Rings each minute: queues a pass for every province in which a day has begun or an announcement has become valid since it was last planned, and where somebody who has left still follows employers. A province
/// without employers needs none.
/// </summary>
[DisallowConcurrentExecution]
public sealed class DuePlans(Db db, TimeProvider clock) : Quartz.IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancel) => await QueueDue();

    /// <summary>Queues what is due and returns the provinces.</summary>
    public async Task<IReadOnlyList<string>> QueueDue()
    {
        var now = clock.Now();
        var today = Instant.StartOf(now.Day);
        var due = await db.Read(s => s.Query<string>(
            """
            with planned as (select p.province, max(p.as_of_at) as last_at, max(p.finished_at) as finished_at from wrk_passes p where p.province <> '' group by p.province)
            select d.province from planned d
            where d.last_at < @today
                or exists (select 1 from idn_users u join org_offices o on o.code = u.office_code
                    where o.province = d.province and not u.active and exists (select 1 from wrk_in_charge c where c.user_id = u.user_id))
                or exists (select 1 from org_levels a where a.province = d.province and a.from_at <= @now
                    and (a.from_at > d.last_at or a.switch_confirmed_at > d.finished_at or a.known_to_at > d.finished_at))
            order by d.province
            """,
            new { today, now }));
        foreach (var province in due)
        {
            await db.Write(tx => PlanJob.Start(tx, clock, Actor.System, province));
        }

        return due;
    }
}
