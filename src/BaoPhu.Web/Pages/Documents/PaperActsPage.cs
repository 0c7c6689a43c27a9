using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Documents;

/// <summary>One paper and what is done to every paper alike. <paramref name="home"/>: address of its list, whose rows of the permission table hold here.</summary>
public abstract class PaperActsPage<TPapers>(TPapers papers, string home) : HousePage
    where TPapers : IPaperActs
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    protected TPapers Book => papers;
    public bool MayAct => Me.May(home, Permissions.Change);

    [Act("sign")]
    public Task<IActionResult> OnPostSignAsync() => Act(async () =>
    {
        await Book.Sign(Me.Actor, Me.Scope, Id, Version);
        return Words.T("Papers.SignedOne");
    });

    public Task<IActionResult> OnPostVoidAsync()
    {
        AtField("Papers.NeedsReason", nameof(Reason));
        return Act(async () =>
        {
            await Book.Void(Me.Actor, Me.Scope, Id, Version, Reason);
            return Words.T("Papers.VoidedOne");
        });
    }

    public Task<IActionResult> OnPostDiscardAsync() => Act(async () =>
    {
        await Book.Discard(Me.Actor, Me.Scope, Id, Version);
        return Words.T("Papers.DiscardedOne");
    });

    /// <summary>Does it and shows the paper again. The page has several forms: fields of the others are not held against this one unless <paramref name="keepErrors"/>.</summary>
    protected Task<IActionResult> Act(Func<Task<string>> act, bool keepErrors = false)
    {
        if (!keepErrors)
        {
            ModelState.Clear();
        }

        return Try(async () => Done($"{home}/{Id}", await act()), Load);
    }

    protected abstract Task Load();
}
