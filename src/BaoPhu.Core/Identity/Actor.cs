namespace BaoPhu.Core.Identity;

/// <summary>Who does an act: a person of an office, or the house itself (command line, host).</summary>
/// <param name="UserId">Key of idn_users, or "system".</param>
/// <param name="Name">As shown in histories.</param>
/// <param name="OfficeCode">Office whose audit chain takes the entry.</param>
public sealed record Actor(string UserId, string Name, string OfficeCode)
{
    public const string CentreCode = "00000";

    /// <summary>The host and the command line, when nobody is signed in.</summary>
    public static readonly Actor System = new("system", "Hệ thống", CentreCode);
}
