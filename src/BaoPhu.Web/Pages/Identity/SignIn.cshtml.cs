using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using User = BaoPhu.Core.Identity.User;

namespace BaoPhu.Web.Pages.Identity;

/// <summary>Sign-in with name and password. An unknown name, a wrong password and a locked account look the same and take the same time.</summary>
public sealed class SignInModel(SignInManager<User> signIn, UserManager<User> people, Users users) : HousePage
{
    // Checked for unknown names, so that they cost the same as known ones.
    private static readonly string SomeHash = new PasswordHasher<User>().HashPassword(new User(), Guid.NewGuid().ToString("N"));

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
            if (!HttpContext.RequestServices.GetRequiredService<SignInLimits>().MayTry(From, Name!.Trim().ToLowerInvariant()))
            {
                ModelState.AddModelError("", Text.Of("Identity.SignInTooOften"));
                Response.StatusCode = StatusCodes.Status429TooManyRequests;
                return Page();
            }

            var user = await people.FindByNameAsync(Name!);
            if (user is null)
            {
                people.PasswordHasher.VerifyHashedPassword(new User(), SomeHash, Password!);
                await users.RecordVisit(null, Users.SignInFailed, From);
                throw new Refusal("Identity.SignInFailed");
            }

            var result = await signIn.CheckPasswordSignInAsync(user, Password!, lockoutOnFailure: true);
            if (!result.Succeeded)
            {
                await users.RecordVisit(user, result.IsLockedOut ? Users.SignInLocked : Users.SignInFailed, From);
                throw new Refusal("Identity.SignInFailed");
            }

            // The second factor will stand here, between the password and the cookie.
            await signIn.SignInAsync(user, isPersistent: false);
            await users.RecordVisit(user, Users.SignedIn, From);
            return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/");
        });
    }

    private string From => HttpContext.Connection.RemoteIpAddress?.ToString() ?? "";
}
