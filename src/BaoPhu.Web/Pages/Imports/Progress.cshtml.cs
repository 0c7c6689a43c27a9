using System.Text.Json;
using BaoPhu.Core.Imports;
using BaoPhu.Core.Jobs;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Imports;

/// <summary>Third step: how far it is, then what came of it. May be left and found again on the list; without script the page renews itself.</summary>
public sealed class ProgressModel(JobRuns jobs, Uploads uploads) : HousePage
{
    public JobRun Job { get; private set; } = null!;
    public ImportJob.Order Order { get; private set; } = null!;

    /// <summary>Null until the run has ended well.</summary>
    public ImportResult? Result { get; private set; }

    public async Task<IActionResult> OnGetAsync(string id)
    {
        await Load(id);
        return IsPart ? Partial("_Progress", this) : Page();
    }

    /// <summary>Takes the file in that was only tried.</summary>
    [Act("change")]
    public async Task<IActionResult> OnPostAsync(string id)
    {
        await Load(id);
        return await Try(async () =>
        {
            await uploads.Find(Me.Scope, Order.UploadId);
            var order = Order with { DryRun = false };
            var run = await jobs.Start(Me.Actor, ImportJob.Name, Job.Province, order.Title, order.ToJson());
            return LocalRedirect("/imports/progress/" + run);
        });
    }

    private async Task Load(string id)
    {
        Job = await jobs.Find(Me.Actor, Me.Scope, id);
        if (Job.Kind != ImportJob.Name)
        {
            // Another kind of work has its own input and its own page.
            throw new Refusal("Jobs.Unknown") { Kind = RefusalKind.Missing };
        }

        Order = ImportJob.Order.FromJson(Job.Input);
        Result = Job.Result is { } json ? JsonSerializer.Deserialize<ImportResult>(json) : null;
    }
}
