using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Identity.Account;

/// <summary>The own account: password, second factor, where one is signed in, for whom one may act and who acts for oneself.</summary>
public sealed class IndexModel(Sessions sessions, Delegations delegations, SecondFactor factor, Door door) : HousePage
{
    public List<OpenSession> Open { get; private set; } = [];
    public List<Delegation> Given { get; private set; } = [];
    public List<Delegation> Received { get; private set; } = [];
    public int CodesLeft { get; private set; }
    public bool MayDelegate => Me.May("/identity/account", Permissions.Delegate);

    [BindProperty]
    public string? Reason { get; set; }

    public async Task OnGetAsync() => await Load();

    public Task<IActionResult> OnPostEndAsync(string session) => Try(
        async () =>
        {
            await sessions.End(Me.User.Actor, session);
            return session == Me.SessionId ? LocalRedirect("/") : Done("/identity/account", Text.Of("People.SessionEnded"));
        },
        Load);

    public Task<IActionResult> OnPostEndOthersAsync() => Try(
        async () => Done("/identity/account", Text.Of("People.SessionsEnded", await sessions.EndOthers(Me.User.Actor, Me.SessionId))),
        Load);

    /// <summary>Acts for another from here on.</summary>
    public Task<IActionResult> OnPostActAsync(string delegation) => Try(
        async () =>
        {
            await sessions.Act(Me.User, Me.SessionId, delegation, door.WantsFactor);
            return LocalRedirect("/");
        },
        Load);

    /// <summary>In the own name again.</summary>
    public Task<IActionResult> OnPostOwnAsync() => Try(
        async () =>
        {
            await sessions.ActOwn(Me.User, Me.SessionId);
            return Done("/identity/account", Text.Of("People.OwnNameAgain"));
        },
        Load);

    [Act(Permissions.Delegate)]
    public Task<IActionResult> OnPostRevokeAsync(string delegation)
    {
        Need(Reason, nameof(Reason), "People.NeedReason");
        return Try(
            async () =>
            {
                await delegations.Revoke(Me.User, delegation, Reason!);
                return Done("/identity/account", Text.Of("People.Revoked"));
            },
            Load);
    }

    private async Task Load()
    {
        Open = await sessions.Of(Me.User.UserId);
        var all = await delegations.Of(Me.User.UserId);
        (Given, Received) = (all.FindAll(d => d.FromUser == Me.User.UserId), all.FindAll(d => d.ToUser == Me.User.UserId));
        CodesLeft = Me.User.HasFactor ? await factor.Left(Me.User.UserId) : 0;
    }
}
