using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Identity;

/// <summary>Sign-in with name and password; who has a second factor is asked for its code next.</summary>
public sealed class SignInModel(SignIns signIns, Door door) : HousePage
{
    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public IActionResult OnGet() => Me.IsSignedIn ? LocalRedirect("/") : Page();

    public async Task<IActionResult> OnPostAsync()
    {
        Need(Name, nameof(Name), "Identity.EnterSignInName");
        Need(Password, nameof(Password), "Identity.EnterPassword");
        return await Try(async () =>
        {
            if (!await HttpContext.RequestServices.GetRequiredService<SignInLimits>().MayTry(door.Visitor.Address, Name!))
            {
                ModelState.AddModelError("", Text.Of("Identity.SignInTooOften"));
                Response.StatusCode = StatusCodes.Status429TooManyRequests;
                return Page();
            }

            var entry = await signIns.WithPassword(Name!, Password!, door.Visitor, door.WantsFactor);
            if (entry.User is null)
            {
                throw new Refusal("Identity.SignInFailed");
            }

            var next = Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/";
            if (entry.WantsCode)
            {
                await door.OpenHalf(entry.User);
                return LocalRedirect("/identity/code?returnUrl=" + Uri.EscapeDataString(next));
            }

            await door.Open(entry.User, entry.SessionId!);
            return LocalRedirect(next);
        });
    }
}
