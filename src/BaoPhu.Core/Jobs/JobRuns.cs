using System.Collections.Concurrent;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;

namespace BaoPhu.Core.Jobs;

/// <summary>
/// Long work that a person started or the host owes: a row per run, claimed by one worker, with its progress and its end. A worker that dies leaves a run
/// without a heartbeat; it is queued again, so every job must be safe to run twice.
/// </summary>
public sealed class JobRuns(Db db, TimeProvider clock)
{
    /// <summary>A run whose worker gave no sign for this long is taken for dead.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(90);

    private const string Columns = "j.run_id, j.kind, j.province, j.office_code, j.title, j.state, j.done, j.total, j.input, j.result, j.error, j.created_by, j.created_at, j.started_at, j.heartbeat_at, j.finished_at";

    // Progress of the runs of this process: the row itself may wait while the same work holds SQLite's only writer.
    private static readonly ConcurrentDictionary<string, JobProgress> Live = new(StringComparer.Ordinal);

    /// <summary>Queues a run and returns its id.</summary>
    public Task<string> Start(Actor actor, string kind, string province, string title, string input) => db.Write(tx => Start(tx, clock, actor, kind, province, title, input));

    public static async Task<string> Start(Session tx, TimeProvider clock, Actor actor, string kind, string province, string title, string input)
    {
        var runId = Guid.CreateVersion7().ToString("N");
        await tx.Execute(
            """
            insert into job_runs (run_id, kind, province, office_code, title, state, input, created_by, created_at)
            values (@runId, @kind, @province, @office, @title, 'queued', @input, @by, @now)
            """,
            new { runId, kind, province, office = actor.OfficeCode, title, input, by = actor.UserId, now = clock.Now() });
        return runId;
    }

    /// <summary>The run with its latest progress; refused as missing where the scope does not reach the whole province and the person did not start it.</summary>
    public async Task<JobRun> Find(Actor actor, Scope scope, string runId)
    {
        var run = await db.Read(s => s.One<JobRun>($"select {Columns} from job_runs j where j.run_id = @runId and ({scope.OnWholeProvince("j")} or j.created_by = @by)", new { runId, by = actor.UserId }))
            ?? throw new Refusal("Jobs.Unknown") { Kind = RefusalKind.Missing };
        if (Live.TryGetValue(runId, out var live) && !run.IsEnded)
        {
            (run.Done, run.Total) = (live.Done, live.Total);
        }

        return run;
    }

    public Task<List<JobRun>> Latest(Actor actor, Scope scope, int count = 50) => db.Read(s => s.Query<JobRun>(
        $"select {Columns} from job_runs j where {scope.OnWholeProvince("j")} or j.created_by = @by order by j.created_at desc limit @count", new { count, by = actor.UserId }));

    /// <summary>Who ordered the run, by name.</summary>
    internal async Task<Actor> Orderer(JobRun run) =>
        new(run.CreatedBy, (await new Users(db, clock).Names([run.CreatedBy])).GetValueOrDefault(run.CreatedBy) ?? run.CreatedBy, run.OfficeCode);

    /// <summary>Takes the oldest queued run for this worker, or null.</summary>
    public async Task<JobRun?> Claim()
    {
        // Asking first keeps an idle host from taking the writer's turn every second.
        if (await db.Read(s => s.One<long>("select count(*) from job_runs where state = 'queued'")) == 0)
        {
            return null;
        }

        return await db.Write(tx => tx.One<JobRun>(
            """
            update job_runs set state = 'running', started_at = @now, heartbeat_at = @now
            where run_id = (select run_id from job_runs where state = 'queued' order by created_at limit 1 {skip-locked})
            returning run_id, kind, province, office_code, title, state, done, total, input, result, error, created_by, created_at, started_at, heartbeat_at, finished_at
            """,
            new { now = clock.Now() }));
    }

    internal async Task Report(string runId, long done, long total)
    {
        Live[runId] = new(done, total);
        await db.TryWrite(tx => tx.Execute("update job_runs set done = @done, total = @total, heartbeat_at = @now where run_id = @runId", new { runId, done, total, now = clock.Now() }));
    }

    /// <summary>A sign of life; left out while the same work holds SQLite's only writer.</summary>
    internal Task Heartbeat(string runId) => db.TryWrite(tx => tx.Execute(
        "update job_runs set heartbeat_at = @now where run_id = @runId and state = 'running'", new { runId, now = clock.Now() }));

    internal async Task End(string runId, string? result, string? error)
    {
        await db.Write(tx => tx.Execute(
            """
            update job_runs set state = @state, result = @result, error = @error, finished_at = @now, done = case when @error is null then total else done end
            where run_id = @runId
            """,
            new { runId, state = error is null ? "done" : "failed", result, error, now = clock.Now() }));
        Live.TryRemove(runId, out _);
    }

    /// <summary>Queues again what a dead worker left. Returns how many.</summary>
    public async Task<int> Recover()
    {
        // Asking first keeps an idle host from taking the writer's turn every second.
        var limit = new Instant(clock.Now().Milliseconds - (long)Silence.TotalMilliseconds);
        var dead = await db.Read(s => s.Query<string>("select run_id from job_runs where state = 'running' and heartbeat_at < @limit", new { limit }));
        var again = dead.Where(id => !Live.ContainsKey(id)).ToList();
        return again.Count == 0
            ? 0
            : await db.Write(tx => tx.Execute(
                "update job_runs set state = 'queued', started_at = null where run_id {any:again} and state = 'running' and heartbeat_at < @limit", new { again = tx.List(again), limit }));
    }
}

/// <summary>Work that runs in the background. Its real implementations stand in the modules that own the work.</summary>
public interface IJob
{
    /// <summary>Key of job_runs.kind.</summary>
    string Kind { get; }

    /// <summary>Does the work; may run twice (a dead worker's run is queued again). Returns what the page shows as the result, as JSON.</summary>
    Task<string> Run(JobCall call);
}

/// <summary>One run of a job: its input, who started it, how to tell progress.</summary>
public sealed class JobCall(JobRun run, Actor actor, Func<long, long, Task> report, CancellationToken cancel)
{
    public JobRun Run => run;
    public Actor Actor => actor;
    public CancellationToken Cancel => cancel;

    /// <summary>Tells how much of how much is done, in a unit of the job's choice.</summary>
    public Task Report(long done, long total) => report(done, total);
}

/// <summary>A run as its page shows it.</summary>
public sealed class JobRun
{
    public string RunId { get; init; } = "";
    public string Kind { get; init; } = "";
    public string Province { get; init; } = "";
    public string OfficeCode { get; init; } = "";
    public string Title { get; init; } = "";

    /// <summary>queued, running, done or failed.</summary>
    public string State { get; init; } = "";

    public long Done { get; set; }
    public long Total { get; set; }
    public string Input { get; init; } = "";
    public string? Result { get; init; }
    public string? Error { get; init; }
    public string CreatedBy { get; init; } = "";
    public Instant CreatedAt { get; init; }
    public Instant? StartedAt { get; init; }
    public Instant? HeartbeatAt { get; init; }
    public Instant? FinishedAt { get; init; }
    public bool IsEnded => State is "done" or "failed";
    public int Percent => Total <= 0 ? 0 : (int)Math.Clamp(100 * Done / Total, 0, 100);
}

internal readonly record struct JobProgress(long Done, long Total);
