using System.Threading.Channels;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace BaoPhu.Core.Audit;

/// <summary>
/// Who read what of whom, noted without the reader waiting behind a writer: lines wait in a bounded queue in memory and are written in batches, each batch a transaction of
/// its own. A clean stop writes what waits. A dead process loses at most what waited (written every second while the database takes it, <see cref="Room"/> lines at the most);
/// what found no room is counted, and the count is an audit entry.
/// </summary>
public sealed partial class ReadLog(Db db, TimeProvider clock, ILogger<ReadLog> log) : BackgroundService
{
    /// <summary>Lines that may wait.</summary>
    public const int Room = 20_000;
    private const int Batch = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Channel<ReadLine> _waiting = Channel.CreateBounded<ReadLine>(new BoundedChannelOptions(Room) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
    private long _lost;

    /// <summary>Notes a read; never waits.</summary>
    public void Note(Actor actor, long subjectId, string kind, bool whole, bool outside, string? purpose = null)
    {
        if (!_waiting.Writer.TryWrite(new ReadLine(subjectId, clock.Now(), actor, kind, whole, outside, purpose)))
        {
            Interlocked.Increment(ref _lost);
        }
    }

    /// <summary>Writes what waits; returns how many lines. Also what a test calls instead of waiting.</summary>
    public async Task<int> Flush(CancellationToken cancel = default)
    {
        var written = 0;
        var lines = new List<ReadLine>(Batch);
        while (_waiting.Reader.TryPeek(out _))
        {
            lines.Clear();
            while (lines.Count < Batch && _waiting.Reader.TryRead(out var line))
            {
                lines.Add(line);
            }

            try
            {
                await db.Write(tx => Write(tx, lines), cancel);
            }
            catch
            {
                // Back into the queue as far as there is room: the database may come back.
                Interlocked.Add(ref _lost, lines.Count(l => !_waiting.Writer.TryWrite(l)));
                throw;
            }

            written += lines.Count;
        }

        if (Interlocked.Exchange(ref _lost, 0) is > 0 and var lost)
        {
            Lost(lost);
            try
            {
                await db.Write(tx => AuditTrail.Write(tx, clock, Actor.System, "audit.reads-lost", "reads", new { lost }), cancel);
            }
            catch
            {
                // Said with the next batch.
                Interlocked.Add(ref _lost, lost);
                throw;
            }
        }

        return written;
    }

    /// <summary>Notes reads in the caller's transaction: what was done deliberately (contact data shown for a purpose, an export) is not lost.</summary>
    internal static Task Write(Session tx, IReadOnlyCollection<ReadLine> lines)
    {
        using var bulk = tx.BulkInto("aud_reads", "subject_id", "read_id", "at", "user_id", "user_name", "office_code", "kind", "whole", "outside", "purpose");
        foreach (var line in lines)
        {
            bulk.StartRow();
            bulk.Write(line.SubjectId);
            bulk.Write(Guid.CreateVersion7().ToString("N"));
            bulk.Write(line.At.Milliseconds);
            bulk.Write(line.Actor.UserId);
            bulk.Write(line.Actor.Name);
            bulk.Write(line.Actor.OfficeCode);
            bulk.Write(line.Kind);
            bulk.Write(line.Whole);
            bulk.Write(line.Outside);
            bulk.Write(line.Purpose);
        }

        bulk.Complete();
        return Task.CompletedTask;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pause);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await Try(CancellationToken.None);
            }
        }
        catch (OperationCanceledException)
        {
            // The host stops: what waits is written below.
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await Try(cancellationToken);
    }

    private async Task Try(CancellationToken cancel)
    {
        try
        {
            await Flush(cancel);
        }
        catch (Exception failure)
        {
            Failed(failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Lost} reads found no room and were not noted")]
    private partial void Lost(long lost);

    [LoggerMessage(Level = LogLevel.Error, Message = "reads could not be written; they wait")]
    private partial void Failed(Exception failure);
}

/// <summary><paramref name="Kind"/>: employer, task, export, unmask, paper, papers, dossier, evidence. <paramref name="Whole"/>: contact data stood there unmasked. <paramref name="Outside"/>: of another's care.</summary>
internal readonly record struct ReadLine(long SubjectId, Instant At, Actor Actor, string Kind, bool Whole, bool Outside, string? Purpose);
