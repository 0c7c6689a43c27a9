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

    /// <summary>How often a running job gives a sign of life, whether it reports progress or not.</summary>
    public TimeSpan Pulse { get; init; } = TimeSpan.FromSeconds(20);

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

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        var beating = Beat(run.RunId, ended.Token);
        try
        {
            var actor = await runs.Orderer(run);
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
        finally
        {
            await ended.CancelAsync();
            await beating;
        }

        return true;
    }

    private async Task Beat(string runId, CancellationToken ended)
    {
        using var timer = new PeriodicTimer(Pulse);
        try
        {
            while (await timer.WaitForNextTickAsync(ended))
            {
                await runs.Heartbeat(runId);
            }
        }
        catch (OperationCanceledException)
        {
            // The run has ended.
        }
        catch (Exception failure)
        {
            // The work itself will meet what is wrong with the database.
            Silent(failure, runId);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "run {RunId} gives no more signs of life")]
    private partial void Silent(Exception failure, string runId);

    [LoggerMessage(Level = LogLevel.Error, Message = "run {RunId} of {Kind} failed")]
    private partial void Failed(Exception failure, string runId, string kind);
}
