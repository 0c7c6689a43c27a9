using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using User = BaoPhu.Core.Identity.User;

namespace BaoPhu.Web.Pages.Identity;

public sealed class SignOutModel(SignInManager<User> signIn, Users users) : HousePage
{
    public IActionResult OnGet() => LocalRedirect("/");

    public async Task<IActionResult> OnPostAsync()
    {
        await users.RecordVisit(Me.User, Users.SignedOut, HttpContext.Connection.RemoteIpAddress?.ToString() ?? "");
        await signIn.SignOutAsync();
        return Done("/identity/sign-in", Text.Of("Identity.SignedOut"));
    }
}
