using BaoPhu.Core.Documents;
using BaoPhu.Core.Jobs;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Documents.Bulk;

/// <summary>How far a run is, then what came of it: the papers, their files, and every task that got none with its reason. May be left and found again.</summary>
public sealed class RunModel(JobRuns jobs) : HousePage
{
    public JobRun Job { get; private set; } = null!;

    /// <summary>Null until the run has ended well.</summary>
    public BulkResult? Result { get; private set; }

    public async Task<IActionResult> OnGetAsync(string id)
    {
        Job = await jobs.Find(Me.Actor, Me.Scope, id);
        if (Job.Kind != BulkPapers.Name)
        {
            throw new Refusal("Jobs.Unknown") { Kind = RefusalKind.Missing };
        }

        Result = Job.Result is { } json ? BulkResult.FromJson(json) : null;
        return IsPart ? Partial("_Run", this) : Page();
    }
}
