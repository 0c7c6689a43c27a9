using System.Globalization;
using BaoPhu.Core.Texts;

namespace BaoPhu.Web.Shell;

/// <summary>
/// The language of a request: the person's own; before sign-in that of the browser's last choice; else Vietnamese. Only words change: figures, dates and what people type
/// keep their Vietnamese form, so that a figure never reads differently on two screens.
/// </summary>
internal sealed class ReaderLanguage(RequestDelegate next)
{
    private const string Cookie = "baophu-language";

    public static IReadOnlyList<string> All { get; } = ["vi", "en"];

    public Task InvokeAsync(HttpContext context, CurrentUser current)
    {
        // What the public sees is the same for everybody, so that caches may keep it.
        var language = context.Request.Path.StartsWithSegments("/public", StringComparison.OrdinalIgnoreCase) ? "vi" : current.IsSignedIn ? current.User.Language : context.Request.Cookies[Cookie];
        CultureInfo.CurrentUICulture = language == "en" ? Text.English : Text.Vietnamese;
        return next(context);
    }

    public static void Remember(HttpContext context, string language) => context.Response.Cookies.Append(Cookie, language, new CookieOptions
    {
        HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, IsEssential = true, MaxAge = TimeSpan.FromDays(365),
    });
}
