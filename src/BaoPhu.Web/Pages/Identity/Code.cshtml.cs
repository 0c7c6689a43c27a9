using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Identity;

/// <summary>The second step of sign-in: the code of the authenticator app, or a recovery code. Five minutes after the password it begins again.</summary>
public sealed class CodeModel(SignIns signIns, Door door) : HousePage
{
    [BindProperty]
    public string? Code { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public async Task<IActionResult> OnGetAsync() => await door.Halfway() is null ? LocalRedirect("/identity/sign-in") : Page();

    public async Task<IActionResult> OnPostAsync()
    {
        if (await door.Halfway() is not { } who)
        {
            return Done("/identity/sign-in", Text.Of("People.CodeTooLate"));
        }

        Need(Code, nameof(Code), "People.NeedCode");
        AtField("People.CodeWrong", nameof(Code));
        return await Try(async () =>
        {
            if (!await HttpContext.RequestServices.GetRequiredService<SignInLimits>().MayTry(door.Visitor.Address, who.UserId))
            {
                ModelState.AddModelError("", Text.Of("Identity.SignInTooOften"));
                Response.StatusCode = StatusCodes.Status429TooManyRequests;
                return Page();
            }

            var entry = await signIns.WithCode(who.UserId, who.Stamp, Code!, door.Visitor);
            if (entry.User is null)
            {
                throw new Refusal("People.CodeWrong");
            }

            await door.Open(entry.User, entry.SessionId!);
            return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : "/");
        });
    }
}
