using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Identity;

public sealed class SignOutModel(Sessions sessions, Door door) : HousePage
{
    public IActionResult OnGet() => LocalRedirect("/");

    public async Task<IActionResult> OnPostAsync()
    {
        await sessions.SignOut(Me.User, Me.SessionId, door.Visitor.Address);
        await door.Close();
        return Done("/identity/sign-in", Text.Of("Identity.SignedOut"));
    }
}
