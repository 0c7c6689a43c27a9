using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using User = BaoPhu.Core.Identity.User;

namespace BaoPhu.Web.Pages.Identity;

public sealed class SignOutModel(SignInManager<User> signIn, Db db) : HousePage
{
    public IActionResult OnGet() => LocalRedirect("/");

    public async Task<IActionResult> OnPostAsync()
    {
        await db.Write(tx => AuditTrail.Write(tx, Clock, Me.Actor, "identity.sign-out", "user:" + Me.User.UserId, new { }));
        await signIn.SignOutAsync();
        return Done("/identity/sign-in", Text.Of("Identity.SignedOut"));
    }
}
