namespace BaoPhu.Core.Identity;

/// <summary>
/// What a person does in the house, independent of where: the office gives the reach (<see cref="Scope"/>), the role the acts (<see cref="Permissions"/>).
/// The name shown is the text "Identity.Role_" + role.
/// </summary>
public static class Role
{
    public const string Administrator = "administrator";
    public const string CentreLeader = "centre-leader";
    public const string CentralOfficer = "central-officer";
    public const string ProvinceDirector = "province-director";

    /// <summary>Deputy director of a province: acts as the director does.</summary>
    public const string ProvinceDeputy = "province-deputy";
    public const string CollectionOfficer = "collection-officer";
    public const string Inspector = "inspector";
    public const string CommunicationsOfficer = "communications-officer";
    public const string DistrictDirector = "district-director";
    public const string DistrictOfficer = "district-officer";

    /// <summary>Staff of a collection agent: own people and lists only.</summary>
    public const string Agent = "agent";
    public const string Auditor = "auditor";

    public static IReadOnlyList<string> All { get; } =
    [
        Administrator, CentreLeader, CentralOfficer, ProvinceDirector, ProvinceDeputy, CollectionOfficer, Inspector, CommunicationsOfficer, DistrictDirector, DistrictOfficer, Agent, Auditor,
    ];
}

/// <summary>What a central unit deals with: its officers see the nation, limited to it. Which unit has which is dated data of the office (org_offices).</summary>
public static class UnitSubject
{
    public const string Collection = "collection";
    public const string Communication = "communication";
    public const string Finance = "finance";
    public const string Inspection = "inspection";
    public const string CustomerCare = "customer-care";
    public const string Technology = "technology";
    public const string Legal = "legal";
    public const string Commendation = "commendation";

    public static IReadOnlyList<string> All { get; } = [Collection, Communication, Finance, Inspection, CustomerCare, Technology, Legal, Commendation];
}
