using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Identity.Account;

/// <summary>Changes the own password; a first password must be changed here before anything else opens.</summary>
public sealed class PasswordModel(Users users, Door door) : HousePage
{
    [BindProperty]
    public string? Present { get; set; }

    [BindProperty]
    public string? Next { get; set; }

    [BindProperty]
    public string? Again { get; set; }

    public void OnGet()
    {
        // The form is empty.
    }

    public async Task<IActionResult> OnPostAsync()
    {
        Need(Present, nameof(Present), "Identity.EnterPassword");
        if (Need(Next, nameof(Next), "People.NeedNewPassword") && Next != Again)
        {
            ModelState.AddModelError(nameof(Again), Text.Of("People.PasswordsDiffer"));
        }

        AtField("People.PasswordPresentWrong", nameof(Present));
        foreach (var key in (string[])["Identity.PasswordShort", "People.PasswordLong", "People.PasswordCommon", "People.PasswordIsName", "People.PasswordSame"])
        {
            AtField(key, nameof(Next));
        }

        return await Try(async () =>
        {
            var stamp = await users.ChangePassword(Me.User, Me.SessionId, Present!, Next!);
            await door.Open(Me.User, Me.SessionId, stamp);
            return Done(Me.User.MustChangePassword ? "/" : "/identity/account", Text.Of("People.PasswordChanged"));
        });
    }
}
