using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Imports.Reading;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;

namespace BaoPhu.Core.Imports;

/// <summary>
/// Takes files in: employers, months of the ledger, announced levels, administrative units. Text and workbooks, in the encodings and with the headings that
/// offices use.
/// <para>A run is one transaction on one connection: the rows are judged while they are read and go in bulk into a scratch table, then only what differs from
/// what is known is written. A kill at any moment, a lost database or a cancel leaves everything as it was; the same file again writes nothing. What a run was
/// (file, digest, columns, counts, or why it was refused) stays in imp_runs.</para>
/// </summary>
public sealed class ImportRuns(Db db, TimeProvider clock, string filesFolder, ITargetGiving? targets = null, IReadOnlyList<IPostedItems>? posted = null, params IReadOnlyList<IImportFollower> followers)
{
    private const string Nation = "00";
    private const string Columns = """
        r.run_id, r.kind, r.province, r.office_code, r.file_name, r.file_digest, r.file_bytes, r.mapping, r.state, r.rows, r.accepted, r.created, r.changed,
        r.unchanged, r.rejected, r.warnings, r.rejects_path, r.error, r.created_by, r.created_at, r.finished_at, r.period, r.detail
        """;

    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Runs of this process; those of others hold a lock on a file of their folder.
    private static readonly ConcurrentDictionary<string, byte> Alive = new(StringComparer.Ordinal);

    /// <summary>
    /// Takes a file in, whole or not at all. Throws <see cref="Refusal"/> if the file as such cannot be taken (the run is kept as refused) or a disk is full (as failed), and
    /// the database's own exception if that is lost; nothing is changed then.
    /// </summary>
    public async Task<ImportResult> Run(Actor actor, ImportRequest request, IProgress<ImportProgress>? progress = null, CancellationToken cancel = default)
    {
        var kind = FileKind.Named(request.Kind);
        CheckProvince(request);
        var runId = Guid.CreateVersion7().ToString("N");
        var name = request.FileName ?? Path.GetFileName(request.Path);
        var life = request.DryRun ? null : Life(runId);
        var ended = true;
        try
        {
            IReadOnlyList<string> undone = [];
            if (!request.DryRun)
            {
                undone = await db.Write(
                    async tx =>
                    {
                        var dead = await CloseDead(tx, request);
                        await Start(tx, actor, request, runId, name);
                        return dead;
                    },
                    cancel);
            }

            return await Take(actor, request, kind, runId, name, [.. undone.Select(file => Text.Of("ImportLists.Interrupted", file))], progress, cancel);
        }
        catch (Refusal refusal)
        {
            ended = await Close(request, runId, "refused", refusal.Message);
            throw;
        }
        catch (OperationCanceledException)
        {
            ended = await Close(request, runId, "cancelled", Text.Of("Imports.Cancelled"));
            throw;
        }
        catch (Exception full) when (FilesFolder.IsFull(full) || db.Dialect.IsFull(full))
        {
            var refusal = new Refusal("ImportLists.DiskFull", Text.Of(FilesFolder.IsFull(full) ? "ImportLists.PlaceFiles" : "ImportLists.PlaceDatabase"));
            ended = await Close(request, runId, "failed", refusal.Message);
            throw refusal;
        }
        catch (Exception failed)
        {
            ended = await Close(request, runId, "failed", db.Dialect.IsLost(failed) ? Text.Of("Common.DatabaseLost") : Text.Of("Imports.Failed"));
            throw;
        }
        finally
        {
            Alive.TryRemove(runId, out _);
            if (life is not null)
            {
                await life.DisposeAsync();
                if (ended)
                {
                    File.Delete(life.Name);
                }
            }
        }
    }

    /// <summary>What a background job has taken in already (as JSON of <see cref="ImportResult"/>); null: nothing yet. A worker may die between the end of a run and that of its job.</summary>
    public Task<string?> DoneBy(string jobRun) => db.Read(s => s.One<string>("select result from imp_runs where job_run = @jobRun and state = 'done'", new { jobRun }));

    /// <summary>Looks at a file before it is taken in: what it is, which column tells what, its first rows, what stands against it. Changes nothing and refuses nothing.</summary>
    public async Task<ImportPreview> Inspect(string path, string? kindName = null, string? province = null, int? sheet = null, IReadOnlyDictionary<string, string>? map = null, HiddenCells? hidden = null)
    {
        TableFile file;
        try
        {
            file = TableFile.Sniff(path);
        }
        catch (Refusal refusal)
        {
            return new(kindName, "", "", "", [], 0, 0, [], new Dictionary<string, string>(StringComparer.Ordinal), [], [], [], [refusal.Message]);
        }

        var problems = new List<string>();
        (FileKind Kind, TableSource Source)? best = null;
        Refusal? refused = null;
        foreach (var kind in kindName is null ? FileKind.All : [FileKind.Named(kindName)])
        {
            try
            {
                var source = TableSource.Locate(file, kind, sheet, map, await Remembered(kind, province), hidden);
                if (best is null || Score(source) > Score(best.Value.Source))
                {
                    best = (kind, source);
                }
            }
            catch (Refusal refusal)
            {
                refused ??= refusal;
            }
        }

        if (best is not { } found)
        {
            return new(kindName, file.Format.ToString(), file.EncodingName, "", [], 0, 0, [], new Dictionary<string, string>(StringComparer.Ordinal), [], [], [], [refused!.Message]);
        }

        var headings = found.Source.Headings;
        try
        {
            headings.Require();
        }
        catch (Refusal refusal)
        {
            problems.Add(refusal.Message);
        }

        problems.AddRange(found.Source.Messages);
        var profile = found.Source.Headings.IsRemembered ? await db.Read(s => Profiles.NameOf(s, new(found.Kind.Name, headings.Digest, province ?? Nation))) : null;
        return new(
            found.Kind.Name, file.Format.ToString(), file.EncodingName, file.Format == TableFormat.Csv ? found.Source.Delimiter.ToString() : "", found.Source.Sheets, found.Source.Sheet,
            headings.Row, headings.Names, headings.Mapping(found.Kind), [.. found.Kind.Fields.Select(f => new ImportField(f.Name, f.Title, f.Required))], headings.Ignored,
            [.. found.Source.Head.Skip(headings.Row).Where(r => r.Any(c => c.Length > 0)).Take(10)], problems)
        {
            Hidden = found.Source.HiddenData(), ChooseSheet = found.Source.Rivals.Count > 0, Profile = profile,
        };

        static int Score(TableSource source) => (source.Headings.Missing.Count == 0 ? 1000 : 0) + source.Headings.Matched;
    }

    /// <summary>
    /// Runs of the provinces that the scope reaches as a whole (a file of the nation: the nation's) and those the person started, newest first; with
    /// <paramref name="before"/> those older than that moment.
    /// </summary>
    public async Task<List<ImportRun>> Runs(Actor actor, Scope scope, Instant? before = null, int most = 60)
    {
        var runs = await db.Read(s => s.Query<ImportRun>(
            $"select {Columns} from imp_runs r where ({scope.OnWholeProvince("r")} or r.created_by = @by) and r.created_at < @before order by r.created_at desc, r.run_id desc limit @most",
            new { before = before ?? Instant.Never, most, by = actor.UserId }));
        runs.ForEach(Judge);
        return runs;
    }

    /// <summary>One run; refused as missing unless <see cref="Runs"/> would list it.</summary>
    public async Task<ImportRun> Run(Actor actor, Scope scope, string runId)
    {
        var run = await db.Read(s => s.One<ImportRun>($"select {Columns} from imp_runs r where r.run_id = @runId and ({scope.OnWholeProvince("r")} or r.created_by = @by)", new { runId, by = actor.UserId }))
            ?? throw new Refusal("Imports.NoSuchRun", runId) { Kind = RefusalKind.Missing };
        Judge(run);
        return run;
    }

    private static void CheckProvince(ImportRequest request)
    {
        if (request.Province is { } province && !EmployerKey.IsProvince(province))
        {
            throw new Refusal("Common.BadProvince", province);
        }

        if (request.Province is null && ImportKinds.OfProvince(request.Kind))
        {
            throw new Refusal("Imports.NeedsProvince");
        }
    }

    private async Task<ImportResult> Take(Actor actor, ImportRequest request, FileKind kind, string runId, string name, string[] messages, IProgress<ImportProgress>? progress, CancellationToken cancel)
    {
        var file = TableFile.Sniff(request.Path);
        var source = TableSource.Locate(file, kind, request.Sheet, request.Map, request.Map is null ? await Remembered(kind, request.Province) : null, request.Hidden);
        source.Headings.Require();
        source.RequireChoices();
        var context = new ImportContext(request, actor, runId, clock.Now(), source.Headings.Columns, source.Headings.Names.Length)
        {
            Db = db, Clock = clock, Targets = targets, Posted = posted ?? [],
            Titles = [.. source.Head.Take(source.Headings.Row).SelectMany(r => r).Where(c => c.Length > 0)],
            HeadingKeys = Array.ConvertAll(source.Headings.Names, HeadingKey.Of),
        };
        context.Messages.AddRange([.. messages, .. source.Messages]);
        if (ImportKinds.IsOutside(request.Kind))
        {
            context.Messages.Add(Text.Of("Imports.Purpose_" + request.Kind));
        }

        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var work = kind.Work(context);
        try
        {
            return await db.Write(
                async tx =>
                {
                    // One file of a province at a time: the second sees what the first wrote.
                    await tx.Lock("import " + (request.Province ?? Nation));
                    await work.Begin(tx);
                    var rows = Read(source, kind, work, digest, progress, cancel);
                    progress?.Report(new(ImportPhase.Checking, 0, 0, rows));
                    await work.Settle(tx);
                    context.Faults.Settle();
                    using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
                    // The faulty rows are read again and written beside the merge.
                    var telling = Task.Run(
                        () => FaultTeller.Tell(source, kind, context, request.DryRun ? null : Folder(request, runId), Path.GetFileNameWithoutExtension(name), stop.Token),
                        CancellationToken.None);
                    try
                    {
                        var result = await Merge(tx, source, kind, context, work, rows, progress, cancel);
                        var told = await telling;
                        result = result with
                        {
                            RunId = request.DryRun ? null : runId, RejectsFile = told.RejectsFile, WarningsFile = told.WarningsFile, Refusals = told.Refusals, WarningTexts = told.Warnings,
                            RefusedCells = told.RefusedCells, WarnedCells = told.WarnedCells,
                        };
                        if (request.DryRun)
                        {
                            throw new DryRunEnd(result);
                        }

                        cancel.ThrowIfCancellationRequested();
                        // The plan and the note for the counts come before the audit entry of Finish: the chain is everywhere the last lock.
                        if (request.PlanAfter && result.Created + result.Changed > 0)
                        {
                            // With the data or not at all: what the file changed is on the day's work the same minute, whoever dies in between.
                            foreach (var province in work.Touched)
                            {
                                await PlanJob.Start(tx, clock, actor, province);
                            }
                        }

                        foreach (var follower in request.Province is null ? [] : followers)
                        {
                            await follower.Imported(tx, request.Kind, request.Province!, clock.Now());
                        }

                        await Finish(tx, actor, request, kind, source, work, result, Digest(file, digest));
                        await work.End(tx);
                        return result;
                    }
                    finally
                    {
                        await stop.CancelAsync();
                        await Task.WhenAny(telling);
                    }
                },
                cancel);
        }
        catch (DryRunEnd end)
        {
            return end.Result;
        }
    }

    private static long Read(TableSource source, FileKind kind, ImportWork work, IncrementalHash digest, IProgress<ImportProgress>? progress, CancellationToken cancel)
    {
        using var reader = source.Open(digest);
        var rows = 0L;
        try
        {
            for (var more = source.SkipHeadings(reader); more; more = reader.Read())
            {
                if (IsBlank(reader))
                {
                    continue;
                }

                rows++;
                var passed = work.Passed;
                work.Take(reader);
                if (reader.IsUnended && !kind.IsPrinted && work.Passed == passed && reader.Count < source.Headings.Names.Length)
                {
                    throw new Refusal("Imports.Truncated", reader.Row, reader.Count, source.Headings.Names.Length);
                }

                if ((rows & 0x3FFF) == 0)
                {
                    cancel.ThrowIfCancellationRequested();
                    progress?.Report(new(ImportPhase.Reading, reader.Done, reader.Total, rows));
                }
            }
        }
        catch (DecoderFallbackException broken)
        {
            throw new Refusal("Imports.BadEncoding", source.File.EncodingName, broken.Index);
        }

        cancel.ThrowIfCancellationRequested();
        rows -= work.Passed;
        progress?.Report(new(ImportPhase.Reading, reader.Total, reader.Total, rows));
        return rows > 0 ? rows : throw new Refusal("Imports.NoRows", source.Headings.Row);
    }

    private static async Task<ImportResult> Merge(
        Session tx, TableSource source, FileKind kind, ImportContext context, ImportWork work, long rows, IProgress<ImportProgress>? progress, CancellationToken cancel)
    {
        progress?.Report(new(ImportPhase.Merging, 0, 0, rows));
        cancel.ThrowIfCancellationRequested();
        var outcome = await work.Compare(tx);
        var accepted = rows - context.Faults.RefusedRows;
        if (outcome.Absent > 0 && kind == FileKind.Employers)
        {
            context.Messages.Add(Text.Of("Imports.Absent", outcome.Absent));
        }

        IReadOnlyList<ImportChange> examples = [];
        if (context.Request.DryRun)
        {
            examples = await work.Examples(tx, 50);
        }
        else if (outcome.Created + outcome.Changed > 0 || kind == FileKind.Localities || kind == FileKind.Entitled || work.Debtors is { SameAs: null })
        {
            await work.Apply(tx);
        }

        return new(rows, accepted, outcome.Created, outcome.Changed, accepted - outcome.Created - outcome.Changed, context.Faults.RefusedRows, context.Faults.WarnedRows, null)
        {
            Absent = outcome.Absent, Messages = context.Messages, Examples = examples, Debtors = work.Debtors,
        };
    }

    private static bool IsBlank(ITableReader row)
    {
        for (var i = 0; i < row.Count; i++)
        {
            if (!row.Cell(i).Trim(" \t\r\n"u8).IsEmpty)
            {
                return false;
            }
        }

        return true;
    }

    private static string Digest(TableFile file, IncrementalHash read)
    {
        if (file.Format == TableFormat.Csv)
        {
            return Convert.ToHexStringLower(read.GetHashAndReset());
        }

        using var stream = File.OpenRead(file.Path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private string Folder(ImportRequest request, string runId) => Path.Combine(request.FilesFolder ?? filesFolder, "imports", runId);

    /// <summary>Ends the runs of the province that were cut off: their transaction never ended, so they are undone. Returns their files.</summary>
    private async Task<IReadOnlyList<string>> CloseDead(Session tx, ImportRequest request)
    {
        var running = await tx.Query<ImportRun>($"select {Columns} from imp_runs r where r.province = @province and r.state = 'running'", new { province = request.Province ?? Nation });
        var dead = running.Where(r => !IsAlive(r)).ToList();
        foreach (var run in dead)
        {
            await tx.Execute(
                "update imp_runs set state = 'interrupted', error = @error, finished_at = @now where run_id = @RunId and state = 'running'",
                new { run.RunId, error = Text.Of("Imports.Interrupted"), now = clock.Now() });
        }

        return dead.ConvertAll(r => r.FileName);
    }

    private Task Start(Session tx, Actor actor, ImportRequest request, string runId, string name) => tx.Execute(
        """
        insert into imp_runs (run_id, kind, province, office_code, file_name, file_digest, file_bytes, stored_path, mapping, state, created_by, created_at, job_run)
        values (@runId, @Kind, @province, @office, @name, '', @bytes, @Path, @none, 'running', @by, @now, @JobRun)
        """,
        new
        {
            runId, request.Kind, province = request.Province ?? Nation, office = actor.OfficeCode, name, bytes = File.Exists(request.Path) ? new FileInfo(request.Path).Length : 0,
            request.Path, request.JobRun, by = actor.UserId, now = clock.Now(), none = "{}",
        });

    private async Task Finish(Session tx, Actor actor, ImportRequest request, FileKind kind, TableSource source, ImportWork work, ImportResult result, string digest)
    {
        var mapping = JsonSerializer.Serialize(source.Headings.Mapping(kind), Json);
        var province = request.Province ?? (work as LevelFile)?.OnlyProvince ?? Nation;
        await Profiles.Remember(
            tx, actor, clock.Now(), new(request.Kind, source.Headings.Digest, request.Province ?? Nation), request.FileName ?? Path.GetFileName(request.Path), source.Headings.Names, mapping,
            told: request.Map is not null && !source.IsGuessed(kind));
        await tx.Execute(
            """
            update imp_runs set state = 'done', province = @province, file_digest = @digest, mapping = @mapping, rows = @Rows, accepted = @Accepted, created = @Created,
                changed = @Changed, unchanged = @Unchanged, rejected = @Rejected, warnings = @Warnings, rejects_path = @RejectsFile, finished_at = @now, period = @period,
                detail = @detail, result = @whole
            where run_id = @RunId
            """,
            new
            {
                province, digest, mapping, result.Rows, result.Accepted, result.Created, result.Changed, result.Unchanged, result.Rejected, result.Warnings, result.RejectsFile, result.RunId,
                now = clock.Now(), period = result.Debtors?.Period, detail = result.Debtors is { } debtors ? JsonSerializer.Serialize(debtors, Json) : null,
                whole = request.JobRun is null ? null : JsonSerializer.Serialize(result, Json),
            });
        await AuditTrail.Write(tx, clock, actor, "imports." + request.Kind, "import:" + result.RunId, new
        {
            province, file = request.FileName ?? Path.GetFileName(request.Path), digest, result.Rows, result.Accepted, result.Created, result.Changed, result.Unchanged, result.Rejected, result.Warnings,
            purpose = ImportKinds.IsOutside(request.Kind) ? Text.Of("Imports.Purpose_" + request.Kind) : null,
        });
    }

    /// <summary>Tells why a run changed nothing; false if even that cannot be written (the database is gone): the first error is the one to be told then.</summary>
    private async Task<bool> Close(ImportRequest request, string runId, string state, string error)
    {
        if (request.DryRun)
        {
            return true;
        }

        try
        {
            await db.Write(tx => tx.Execute(
                "update imp_runs set state = @state, error = @error, finished_at = @now where run_id = @runId and state = 'running'", new { state, error, runId, now = clock.Now() }));
            if (Directory.Exists(Folder(request, runId)))
            {
                Directory.Delete(Folder(request, runId), recursive: true);
            }

            return true;
        }
        catch (Exception gone) when (gone is System.Data.Common.DbException or IOException or InvalidOperationException or TimeoutException or UnauthorizedAccessException)
        {
            // The run stays "running"; its sign of life is left without anybody who holds it, and so it is shown as interrupted.
            return false;
        }
    }

    private Task<Dictionary<string, Dictionary<string, string>>> Remembered(FileKind kind, string? province) => db.Read(s => Profiles.Mappings(s, kind.Name, province ?? Nation));

    /// <summary>The sign of life of a run: a file held open, removed when the run's end is written; the system lets go of it when the process ends, however it ends.</summary>
    private FileStream? Life(string runId)
    {
        Alive[runId] = 1;
        try
        {
            var folder = Path.Combine(filesFolder, "imports");
            FilesFolder.Make(folder);
            return new FileStream(Path.Combine(folder, runId + ".lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Judge(ImportRun run)
    {
        if (run.State == "running" && !IsAlive(run))
        {
            run.State = "interrupted";
            run.Error = Text.Of("Imports.Interrupted");
        }
    }

    private bool IsAlive(ImportRun run)
    {
        if (Alive.ContainsKey(run.RunId))
        {
            return true;
        }

        var path = Path.Combine(filesFolder, "imports", run.RunId + ".lock");
        if (!File.Exists(path))
        {
            // Another machine's run, or one whose sign of life could not be written: believed for some hours.
            return clock.Now().Milliseconds - run.CreatedAt.Milliseconds < 6 * 3_600_000L;
        }

        try
        {
            using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            {
                return false;
            }
        }
        catch (IOException)
        {
            return true;
        }
    }

    private sealed class DryRunEnd(ImportResult result) : Exception
    {
        public ImportResult Result => result;
    }
}
