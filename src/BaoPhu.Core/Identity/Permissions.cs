namespace BaoPhu.Core.Identity;

/// <summary>
/// The one table of who may do what: a row for every page folder (what may be seen) and for every act in it that changes something. A folder without a
/// row is closed to everybody. An act is named on the page model by [Act("…")]; a form without a name is <see cref="Change"/>.
/// </summary>
public static class Permissions
{
    /// <summary>Opening a page of the folder.</summary>
    public const string See = "see";

    /// <summary>Sending any form of the folder that has no name of its own.</summary>
    public const string Change = "change";

    private static readonly string[] Everyone = [.. Role.All];
    private static readonly string[] Leaders = [Role.CentreLeader, Role.ProvinceDirector, Role.ProvinceDeputy];
    private static readonly string[] Directors = [.. Leaders, Role.DistrictDirector];
    private static readonly string[] Collectors = [.. Directors, Role.CollectionOfficer, Role.Inspector, Role.DistrictOfficer];
    private static readonly string[] NotCommunications = [.. Everyone.Where(r => r is not (Role.CommunicationsOfficer or Role.Agent))];

    /// <summary>Every row, in the order of the ladder of modules.</summary>
    public static IReadOnlyList<Permission> Table { get; } =
    [
        new("/", See, Everyone),
        new("/identity", See, Everyone),
        new("/identity", Change, Everyone),
        new("/organisation/levels", See, Everyone),
        new("/organisation/levels", "announce", [.. Leaders, Role.CentralOfficer, Role.CollectionOfficer]),
        new("/organisation/levels", "withdraw", Leaders),
        new("/organisation/localities", See, Everyone),
        new("/organisation/offices", See, Everyone),
        new("/organisation/offices", Change, [Role.Administrator, .. Leaders]),
        new("/organisation/settings", See, NotCommunications),
        new("/organisation/settings", Change, [Role.Administrator, .. Leaders]),
        new("/policy", See, Everyone),
        new("/policy/rules", See, Everyone),
        new("/register/employers", See, NotCommunications),
        new("/register/employers", Change, Collectors),
        new("/register/employers", "standing", Collectors),
        new("/work", See, Everyone),
        new("/work", Change, [.. Collectors, Role.CommunicationsOfficer]),
        new("/work/switches", See, Everyone),
        new("/work/switches", "confirm", Leaders),
        new("/work/switches", "undo", Leaders),
        new("/work/switches", "tasks", NotCommunications),
        new("/work/catch-up", See, NotCommunications),
        new("/work/tasks", See, NotCommunications),
        new("/work/tasks", Change, Collectors),
        new("/work/limits", See, Everyone),
        new("/work/limits", Change, [.. Leaders, Role.CollectionOfficer]),
        new("/work/slots", See, NotCommunications),
        new("/work/scenarios", See, [.. Everyone.Where(r => r != Role.Agent)]),
        new("/work/scenarios", Change, [.. Leaders, Role.CollectionOfficer]),
        new("/work/scenarios", "approve", [Role.ProvinceDirector, Role.ProvinceDeputy]),
        new("/work/scenarios", "ready", [.. Collectors, Role.CommunicationsOfficer]),
        new("/imports", See, NotCommunications),
        new("/imports", Change, [Role.Administrator, .. Collectors, Role.CentralOfficer]),
        new("/imports", "profiles", [Role.Administrator, .. Collectors, Role.CentralOfficer]),
        new("/imports", "hard-to-collect", [Role.ProvinceDirector, Role.ProvinceDeputy, Role.CollectionOfficer]),
    ];

    private static readonly Dictionary<(string Folder, string Act), IReadOnlyList<string>> Rows = Table.ToDictionary(p => (p.Folder, p.Act), p => p.Roles);

    public static bool Allows(string role, string folder, string act = See) => Rows.TryGetValue((folder, act), out var roles) && roles.Contains(role, StringComparer.Ordinal);

    public static bool HasRow(string folder, string act = See) => Rows.ContainsKey((folder, act));
}

/// <summary>Roles that may do an act in a page folder ("/organisation/levels").</summary>
public sealed record Permission(string Folder, string Act, IReadOnlyList<string> Roles);
