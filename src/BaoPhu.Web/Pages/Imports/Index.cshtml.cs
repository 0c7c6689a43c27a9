using BaoPhu.Core.Data;
using BaoPhu.Core.Imports;
using BaoPhu.Core.Jobs;
using BaoPhu.Web.Shell;

namespace BaoPhu.Web.Pages.Imports;

/// <summary>Files that were taken in, newest first, with what came of each; work that is running above them.</summary>
public sealed class IndexModel(ImportRuns imports, JobRuns jobs) : HousePage
{
    public List<ImportRun> Runs { get; private set; } = [];
    public List<JobRun> Running { get; private set; } = [];
    public string? Next { get; private set; }

    public async Task OnGetAsync(long? after)
    {
        Runs = await imports.Runs(Me.Actor, Me.Scope, after is { } moment ? new Instant(moment) : null, PageRows + 1);
        if (Runs.Count > PageRows)
        {
            Runs.RemoveAt(PageRows);
            Next = Runs[^1].CreatedAt.Milliseconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        Running = [.. (await jobs.Latest(Me.Actor, Me.Scope, 20)).Where(j => j.Kind == ImportJob.Name && !j.IsEnded)];
    }
}
