using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using Microsoft.Extensions.Logging;
using Quartz;

namespace BaoPhu.Core.Jobs;

/// <summary>
/// Takes queued runs one after the other. Quartz only rings the bell (every second, never twice at once in a process); what is to be done, by whom and how
/// far it got is in job_runs, so any node may take any run (ADR 0006).
/// </summary>
[DisallowConcurrentExecution]
public sealed partial class JobWorker(JobRuns runs, IEnumerable<IJob> jobs, ILogger<JobWorker> log) : Quartz.IJob
{
    private readonly Dictionary<string, IJob> _jobs = jobs.ToDictionary(j => j.Kind, StringComparer.Ordinal);

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancel)
    {
        await runs.Recover();
        while (!cancel.IsCancellationRequested && await RunNext(cancel))
        {
        }
    }

    /// <summary>Runs the oldest queued run to its end; false if there was none.</summary>
    public async Task<bool> RunNext(CancellationToken cancel)
    {
        if (await runs.Claim() is not { } run)
        {
            return false;
        }

        var actor = new Actor(run.CreatedBy, run.CreatedBy, run.OfficeCode);
        try
        {
            if (!_jobs.TryGetValue(run.Kind, out var job))
            {
                throw new Refusal("Jobs.UnknownKind", run.Kind);
            }

            var result = await job.Run(new JobCall(run, actor, (done, total) => runs.Report(run.RunId, done, total), cancel));
            await runs.End(run.RunId, result, null);
        }
        catch (Refusal refusal)
        {
            await runs.End(run.RunId, null, refusal.Message);
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            Failed(failure, run.RunId, run.Kind);
            await runs.End(run.RunId, null, Text.Of("Jobs.Failed"));
        }

        return true;
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "run {RunId} of {Kind} failed")]
    private partial void Failed(Exception failure, string runId, string kind);
}
