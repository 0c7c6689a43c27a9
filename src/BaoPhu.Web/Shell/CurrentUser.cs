using System.Security.Claims;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using User = BaoPhu.Core.Identity.User;

namespace BaoPhu.Web.Shell;

/// <summary>The signed-in person of this request, read anew with each one: a changed role, office or password counts at once.</summary>
public sealed class CurrentUser
{
    private User? _user;

    public bool IsSignedIn => _user is not null;
    public User User => _user ?? throw new InvalidOperationException("nobody is signed in: the page is public");
    public Actor Actor => User.Actor;
    public string Role => User.Role;

    /// <summary>The office the person sits in; null where it is not in the tree on this day (then <see cref="Scope"/> sees nothing).</summary>
    public Office? Office { get; private set; }

    /// <summary>What the person may see: pass it to every query of a module class.</summary>
    public Scope Scope { get; private set; } = Scope.Nothing;

    /// <summary>The person's province, null at the centre.</summary>
    public string? Province => Office?.Province;

    /// <summary>True if the role has the act in the page folder: hides what would be refused anyway.</summary>
    public bool May(string folder, string act = Permissions.See) => IsSignedIn && Permissions.Allows(Role, folder, act);

    internal void Enter(User user, Office? office, Scope scope) => (_user, Office, Scope) = (user, office, scope);
}

/// <summary>Finds out who asks. A cookie of a person who was deactivated, or whose password changed since, is void.</summary>
internal sealed class WhoIsThere(RequestDelegate next)
{
    public const string StampClaim = "AspNet.Identity.SecurityStamp";

    public async Task InvokeAsync(HttpContext context, CurrentUser current, Users users, Offices offices)
    {
        if (!current.IsSignedIn && context.User.Identity?.IsAuthenticated == true && !Failures.DatabaseIsLost(context))
        {
            var user = await users.ById(context.User.FindFirstValue(ClaimTypes.NameIdentifier) ?? "");
            if (user is { Active: true } && user.SecurityStamp == context.User.FindFirstValue(StampClaim))
            {
                current.Enter(user, await offices.Find(user.OfficeCode), await offices.ScopeOf(user.OfficeCode));
            }
            else
            {
                await context.SignOutAsync(IdentityConstants.ApplicationScheme);
                context.User = new ClaimsPrincipal(new ClaimsIdentity());
            }
        }

        await next(context);
    }
}
