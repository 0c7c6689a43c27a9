using System.Security.Claims;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using Microsoft.AspNetCore.Authentication;

namespace BaoPhu.Web.Shell;

/// <summary>
/// The signed-in person of this request, read anew with each one: a changed role, office or password, an ended session or delegation counts at once. Who acts for
/// another has that other's role, office and reach for as long as the session says so, and of the acts only those delegated; the name stays the own one.
/// </summary>
public sealed class CurrentUser
{
    private User? _user;

    public bool IsSignedIn => _user is not null;
    public User User => _user ?? throw new InvalidOperationException("nobody is signed in: the page is public");
    public string SessionId { get; private set; } = "";

    /// <summary>Somebody has let the person act for him today.</summary>
    public bool MayActForOther { get; private set; }

    /// <summary>For whom the person acts in this session, and under which paper; null: in the own name.</summary>
    public Delegation? ActingUnder { get; private set; }

    public Actor Actor => ActingUnder is { } d ? new Actor(User.UserId, User.Name, d.FromOffice) { Acting = d.Acting } : User.Actor;

    /// <summary>The role that counts now.</summary>
    public string Role => ActingUnder?.FromRole ?? User.Role;

    /// <summary>The office the person sits in (or acts for); null where it is not in the tree on this day (then <see cref="Scope"/> sees nothing).</summary>
    public Office? Office { get; private set; }

    /// <summary>What the person may see: pass it to every query of a module class.</summary>
    public Scope Scope { get; private set; } = Scope.Nothing;

    /// <summary>The person's province, null at the centre.</summary>
    public string? Province => Office?.Province;

    /// <summary>The page that must be dealt with before any other; null: none.</summary>
    public string? Owes { get; private set; }

    /// <summary>True if the person has the act in the page folder: hides what would be refused anyway.</summary>
    public bool May(string folder, string act = Permissions.See) => IsSignedIn && (ActingUnder is { } delegation ? MayActing(delegation, folder, act) : Permissions.Allows(Role, folder, act, Office?.Subject));

    /// <summary>The own account stays the own one. Nothing of it, nor of others' accounts, is done for another: what was delegated cannot be passed on.</summary>
    private bool MayActing(Delegation delegation, string folder, string act) => folder switch
    {
        "/identity" => true,
        "/identity/account" => act != Permissions.Delegate,
        "/identity/people" => false,
        _ => Permissions.Allows(delegation.FromRole, folder, act, Office?.Subject) && (act == Permissions.See || delegation.Covers(folder, act)),
    };

    internal void Enter(Present present, Office? office, Scope scope)
    {
        (_user, SessionId, ActingUnder, Office, Scope) = (present.User, present.Session.SessionId, present.ActingUnder, office, scope);
        MayActForOther = present.Session.Offered;
        Owes = present.User.MustChangePassword ? "/Identity/Account/Password" : present.Session.OwesFactor ? "/Identity/Account/SecondFactor" : null;
    }
}

/// <summary>Finds out who asks. A cookie whose session was ended, or of a person who was deactivated or whose password changed since, is void.</summary>
internal sealed class WhoIsThere(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context, CurrentUser current, Sessions sessions, Offices offices)
    {
        if (!current.IsSignedIn && context.User.Identity?.IsAuthenticated == true && !Failures.DatabaseIsLost(context))
        {
            if (await sessions.Find(context.User.FindFirstValue(Door.SessionClaim) ?? "", context.User.FindFirstValue(Door.StampClaim) ?? "") is { } present)
            {
                var (office, scope) = await offices.Seat(present.ActingUnder?.FromOffice ?? present.User.OfficeCode);
                current.Enter(present, office, scope);
            }
            else
            {
                await context.SignOutAsync(Door.Scheme);
                context.User = new ClaimsPrincipal(new ClaimsIdentity());
            }
        }

        await next(context);
    }
}
