using System.Text.Json;
using BaoPhu.Core.Jobs;
using BaoPhu.Core.Texts;

namespace BaoPhu.Core.Imports;

/// <summary>
/// An import that runs in the background of the web host. Safe to run again after a dead worker: a run is one transaction, and the same file changes nothing
/// the second time.
/// </summary>
public sealed class ImportJob(ImportRuns imports, Uploads uploads, Data.Db db) : IJob
{
    public const string Name = "import";

    string IJob.Kind => Name;

    /// <summary>What the job is told.</summary>
    public sealed record Order(string UploadId, string Kind, string? Province, string FileName, int? Sheet, Dictionary<string, string>? Map, bool DryRun)
    {
        public HiddenCells? Hidden { get; init; }
        public ListMeaning? List { get; init; }

        /// <summary>Month of a debtor list, yyyymm.</summary>
        public int? Period { get; init; }

        public string ToJson() => JsonSerializer.Serialize(this);

        public static Order FromJson(string json) => JsonSerializer.Deserialize<Order>(json)!;

        /// <summary>Title of the run on its page.</summary>
        public string Title => Text.Of(DryRun ? "ImportsPages.TryingFile" : "ImportsPages.TakingFile", FileName);
    }

    public async Task<string> Run(JobCall call)
    {
        var order = Order.FromJson(call.Run.Input);
        if (await imports.DoneBy(call.Run.RunId) is { } done)
        {
            // The worker before this one died after its work was kept.
            uploads.Drop(order.UploadId);
            return done;
        }

        var request = new ImportRequest(order.Kind, uploads.PathOf(order.UploadId))
        {
            Province = order.Province, FileName = order.FileName, Map = order.Map, Sheet = order.Sheet, DryRun = order.DryRun, PlanAfter = true,
            Hidden = order.Hidden, List = order.List, Period = order.Period, JobRun = order.DryRun ? null : call.Run.RunId,
        };
        var progress = new Told(call);
        ImportResult result;
        try
        {
            result = await imports.Run(call.Actor, request, progress, call.Cancel);
        }
        catch (Exception lost) when (db.Dialect.IsLost(lost))
        {
            // With the database back the person may start again: the file is still kept. With it gone not even this can be written, and the run is queued again by itself.
            throw new Refusal("Common.DatabaseLost");
        }

        if (!order.DryRun)
        {
            uploads.Drop(order.UploadId);
        }

        return JsonSerializer.Serialize(result);
    }

    /// <summary>Tells how many of the file's bytes are read, at most four times a second; the rest of the bar is for checking and merging.</summary>
    private sealed class Told(JobCall call) : IProgress<ImportProgress>
    {
        private long _last;

        public void Report(ImportProgress value)
        {
            var now = Environment.TickCount64;
            if (value.Phase == ImportPhase.Reading && now - _last < 250)
            {
                return;
            }

            _last = now;
            var (done, total) = value.Phase switch
            {
                ImportPhase.Reading => (value.Done * 7, Math.Max(1, value.Total) * 10),
                ImportPhase.Checking => (7L, 10L),
                _ => (8L, 10L),
            };
            // Progress is nice to have: the run does not wait for it.
            _ = call.Report(done, total);
        }
    }
}
