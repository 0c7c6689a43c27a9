using BaoPhu.Core.Identity;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Identity;

/// <summary>Switches the language of the screens: for the person, and in this browser for whoever is about to sign in.</summary>
public sealed class LanguageModel(Users users) : HousePage
{
    public IActionResult OnGet() => LocalRedirect("/");

    public async Task<IActionResult> OnPostAsync(string? language, string? returnUrl)
    {
        if (!ReaderLanguage.All.Contains(language, StringComparer.Ordinal))
        {
            return BadRequest();
        }

        if (Me.IsSignedIn)
        {
            await users.SetLanguage(Me.Actor, language!);
        }

        ReaderLanguage.Remember(HttpContext, language!);
        return LocalRedirect(Url.IsLocalUrl(returnUrl) ? returnUrl! : "/");
    }
}
