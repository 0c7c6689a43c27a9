using BaoPhu.Core.Coverage;
using BaoPhu.Core.Imports;
using BaoPhu.Core.Jobs;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Coverage.Reviews;

/// <summary>What waits for readers, how right the threshold has been so far, the next pair, and the run that finds pairs.</summary>
public sealed class IndexModel(Core.Coverage.Reviews reviews, MatchRuns matching, JobRuns jobs) : HousePage
{
    /// <summary>"tax" or "budget-list"; any without.</summary>
    [BindProperty]
    public string? Kind { get; set; }

    public IReadOnlyList<LinkCounts> Counts { get; private set; } = [];

    public IReadOnlyList<MatchRunLine> Runs { get; private set; } = [];

    /// <summary>A run on its way; the page asks again until it has ended.</summary>
    public JobRun? Running { get; private set; }

    public bool MayRead => Me.Province is not null && Me.May("/coverage/reviews", Core.Identity.Permissions.Change);

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostAsync() => Try(
        async () => await reviews.Claim(Me.Actor, Me.Scope, string.IsNullOrEmpty(Kind) ? null : Kind) is { } key
            ? LocalRedirect("/coverage/reviews/" + key)
            : Done("/coverage/reviews", Words.T("Coverage.NothingWaits")),
        Load);

    public Task<IActionResult> OnPostMatchAsync() => Try(
        async () =>
        {
            await matching.Order(Me.Actor, Me.Scope, string.IsNullOrEmpty(Kind) ? ImportKinds.Tax : Kind);
            return Done("/coverage/reviews", Words.T("Coverage.MatchOrdered"));
        },
        Load);

    private async Task Load()
    {
        (Counts, Runs) = (await reviews.Counts(Me.Scope), await matching.Latest(Me.Scope));
        Running = (await jobs.Latest(Me.Actor, Me.Scope)).Find(j => j.Kind == MatchJob.Name && !j.IsEnded);
    }
}
