using BaoPhu.Core.Documents;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Jobs;
using BaoPhu.Web.Shell;

namespace BaoPhu.Web.Pages.Documents.Bulk;

/// <summary>Where papers are made for a list of tasks: the forms to begin with, and the runs, those that still go first.</summary>
public sealed class IndexModel(JobRuns jobs) : HousePage
{
    public IReadOnlyList<JobRun> Runs { get; private set; } = [];

    /// <summary>Forms made from tasks without asking about each one: minutes tell of a meeting and are made one by one.</summary>
    public IReadOnlyList<IForm> Forms { get; } = [.. FormBook.All.Where(f => f.OfDebt && f.Kind is PaperKind.Notice or PaperKind.Letter)];

    public async Task OnGetAsync() => Runs = [.. (await jobs.Latest(Me.Actor, Me.Scope)).Where(j => j.Kind == BulkPapers.Name).OrderBy(j => j.IsEnded)];
}
