using BaoPhu.Core.Data;

namespace BaoPhu.Core.Identity;

/// <summary>A person who may sign in. Sits in one office; nobody is ever deleted, only deactivated, so that histories keep their names.</summary>
public sealed class User
{
    public string UserId { get; init; } = "";

    /// <summary>Name typed to sign in, lower case.</summary>
    public string SignIn { get; set; } = "";

    public string Name { get; set; } = "";
    public string OfficeCode { get; set; } = "";

    /// <summary>One of <see cref="Identity.Role"/>.</summary>
    public string Role { get; set; } = "";

    public string PasswordHash { get; set; } = "";

    /// <summary>Changes with password, role, office and deactivation: every cookie made before is void.</summary>
    public string SecurityStamp { get; set; } = "";

    /// <summary>The password was set by somebody else: nothing else can be done before it is changed.</summary>
    public bool MustChangePassword { get; set; }

    /// <summary>Key of the one-time codes, base 32; in force from <see cref="FactorSinceAt"/>.</summary>
    public string? FactorSecret { get; init; }

    public Instant? FactorSinceAt { get; init; }
    public bool HasFactor => FactorSinceAt is not null;

    public int AccessFailed { get; set; }
    public Instant? LockedUntilAt { get; set; }
    public bool Active { get; set; } = true;
    public string Language { get; set; } = "vi";
    public Instant CreatedAt { get; init; }

    public Actor Actor => new(UserId, Name, OfficeCode);
}
