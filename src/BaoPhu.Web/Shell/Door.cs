using System.Security.Claims;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using Microsoft.AspNetCore.Authentication;

namespace BaoPhu.Web.Shell;

/// <summary>
/// The cookies of sign-in: one that names the session, and one of five minutes between password and code. Nothing else is in them than who, which session, and the stamp
/// that voids them.
/// </summary>
public sealed class Door(IHttpContextAccessor http, Settings settings, Offices offices, TimeProvider clock)
{
    public const string Scheme = "baophu";
    public const string HalfwayScheme = "baophu-half";
    public const string SessionClaim = "session";
    public const string StampClaim = "stamp";

    private HttpContext Context => http.HttpContext!;

    public Visitor Visitor => Visitor.Of(Context.Connection.RemoteIpAddress?.ToString(), Context.Request.Headers.UserAgent);

    /// <summary>Whose role must have a second factor, by the internal rule of their province or the nation's.</summary>
    public Task<bool> WantsFactor(User user) => WantsFactor(user.Role, user.OfficeCode);

    public async Task<bool> WantsFactor(string role, string officeCode)
    {
        var province = (await offices.Find(officeCode))?.Province ?? Settings.NationScope;
        var roles = await settings.Value(province, Settings.SecondFactorRoles, clock.Today());
        return roles.Split(',').Contains(role, StringComparer.Ordinal);
    }

    public async Task Open(User user, string sessionId, string? stamp = null)
    {
        await Context.SignOutAsync(HalfwayScheme);
        await Context.SignInAsync(Scheme, Principal(Scheme, user, stamp ?? user.SecurityStamp, new Claim(SessionClaim, sessionId)));
    }

    public Task OpenHalf(User user) => Context.SignInAsync(HalfwayScheme, Principal(HalfwayScheme, user, user.SecurityStamp));

    /// <summary>Who has given the password and still owes the code.</summary>
    public async Task<(string UserId, string Stamp)?> Halfway()
    {
        var half = await Context.AuthenticateAsync(HalfwayScheme);
        return half.Succeeded ? (half.Principal.FindFirstValue(ClaimTypes.NameIdentifier)!, half.Principal.FindFirstValue(StampClaim)!) : null;
    }

    public Task Close() => Context.SignOutAsync(Scheme);

    private static ClaimsPrincipal Principal(string scheme, User user, string stamp, params IEnumerable<Claim> more) =>
        new(new ClaimsIdentity([new(ClaimTypes.NameIdentifier, user.UserId), new(StampClaim, stamp), .. more], scheme));
}
