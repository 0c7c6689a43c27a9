using BaoPhu.Core.Identity;

namespace BaoPhu.Core.Work;

/// <summary>Which owners of the rule table a role of the house stands for (an internal rule).</summary>
public static class TaskOwners
{
    public static IReadOnlyList<string> Of(string role) => role switch
    {
        Role.CollectionOfficer or Role.DistrictOfficer => ["collection-officer"],
        Role.Inspector => ["inspector", "legal"],
        Role.ProvinceDirector or Role.ProvinceDeputy => ["director"],
        Role.DistrictDirector => ["district-director", "collection-officer"],
        Role.CommunicationsOfficer => ["communications-officer"],
        _ => [],
    };

    /// <summary>The roles that stand for an owner.</summary>
    public static IEnumerable<string> RolesOf(string owner) => Role.All.Where(r => Of(r).Contains(owner));

    /// <summary>
    /// May the role record a list of this owner? Its own, and a leader every one. The collection officers of a province prepare and send what its director signs.
    /// </summary>
    public static bool MayRecord(string role, string owner) =>
        Of(role).Contains(owner) || role is Role.CentreLeader or Role.ProvinceDirector or Role.ProvinceDeputy || (role == Role.CollectionOfficer && owner == "director");
}
