using BaoPhu.Core.Coverage;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Coverage.Reviews;

/// <summary>What waits for readers, how right the threshold has been so far, and the next pair.</summary>
public sealed class IndexModel(Core.Coverage.Reviews reviews) : HousePage
{
    /// <summary>"tax" or "budget-list"; any without.</summary>
    [BindProperty]
    public string? Kind { get; set; }

    public IReadOnlyList<LinkCounts> Counts { get; private set; } = [];

    public bool MayRead => Me.Province is not null && Me.May("/coverage/reviews", Core.Identity.Permissions.Change);

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostAsync() => Try(
        async () => await reviews.Claim(Me.Actor, Me.Scope, string.IsNullOrEmpty(Kind) ? null : Kind) is { } key
            ? LocalRedirect("/coverage/reviews/" + key)
            : Done("/coverage/reviews", Words.T("Coverage.NothingWaits")),
        Load);

    private async Task Load() => Counts = await reviews.Counts(Me.Scope);
}
