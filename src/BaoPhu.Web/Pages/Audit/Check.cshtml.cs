using System.Text.Json;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Jobs;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;

namespace BaoPhu.Web.Pages.Audit;

/// <summary>A check on its way, and what it found. May be left and found again: the chains' page shows the last one.</summary>
public sealed class CheckModel(JobRuns runs) : HousePage
{
    public JobRun Job { get; private set; } = null!;
    public IReadOnlyList<ChainFault> Faults { get; private set; } = [];

    public async Task OnGetAsync(string id)
    {
        Job = await runs.Find(Me.Actor, Me.Scope, id);
        if (Job.Kind != AuditCheck.Name)
        {
            throw new Refusal("Jobs.Unknown") { Kind = RefusalKind.Missing };
        }

        Faults = Job.Result is { } result ? JsonSerializer.Deserialize<List<ChainFault>>(result)! : [];
    }
}
