using BaoPhu.Core.Identity;
using BaoPhu.Core.Planning;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Planning.Commendations;

/// <summary>One proposal: those proposed with the figures of when it was made, and its paper.</summary>
public sealed class CommendationModel(Core.Planning.Commendations commendations) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    public CommendationDetail Detail { get; private set; } = null!;
    public bool MayPrepare => Detail.Paper is null && Detail.Proposal.SentAt is null && Me.May("/planning/commendations", Permissions.Change);

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostAsync() => Try(
        async () =>
        {
            await commendations.PrepareAgain(Me.Actor, Me.Scope, Id);
            return Done("/planning/commendations/" + Id, Words.T("Commendations.Begun"));
        },
        Load);

    private async Task Load() => Detail = await commendations.Find(Me.Scope, Id);
}
