namespace BaoPhu.Core.Identity;

/// <summary>
/// The one table of who may do what: a row for every page folder (what may be seen) and for every act in it that changes something. A folder without a
/// row is closed to everybody. An act is named on the page model by [Act("…")]; a form without a name is <see cref="Change"/>. A role stands in a row by its name; the
/// officers of the central units only with their unit's subject where <see cref="Units"/> names it.
/// </summary>
public static class Permissions
{
    /// <summary>Opening a page of the folder.</summary>
    public const string See = "see";

    /// <summary>Sending any form of the folder that has no name of its own.</summary>
    public const string Change = "change";

    /// <summary>Letting somebody act for oneself.</summary>
    public const string Delegate = "delegate";

    private static readonly string[] Everyone = [.. Role.All];
    private static readonly string[] Leaders = [Role.CentreLeader, Role.ProvinceDirector, Role.ProvinceDeputy];
    private static readonly string[] Directors = [.. Leaders, Role.DistrictDirector];
    private static readonly string[] Collectors = [.. Directors, Role.CollectionOfficer, Role.Inspector, Role.DistrictOfficer];

    /// <summary>Who sees employers' data: not communications and agents, whose lists come to them, and not the administrator, who looks after people and settings.</summary>
    private static readonly string[] NotCommunications =
    [
        .. Collectors, Role.Auditor, .. Units(UnitSubject.Collection, UnitSubject.Finance, UnitSubject.Inspection, UnitSubject.CustomerCare, UnitSubject.Legal),
    ];

    /// <summary>Those who gather and read files under Article 216: nobody else has a use for them.</summary>
    private static readonly string[] Prosecuting = [.. Leaders, Role.CollectionOfficer, Role.Inspector, .. Units(UnitSubject.Legal)];
    /// <summary>Those who inspect and prepare penalties.</summary>
    private static readonly string[] Inspecting = [.. Leaders, Role.CollectionOfficer, Role.Inspector, .. Units(UnitSubject.Inspection)];


    /// <summary>Those whom plans, assignments and difficulties concern: offices at every level and all units of the centre.</summary>
    private static readonly string[] Planners = [.. Collectors, Role.CommunicationsOfficer, .. Units(UnitSubject.All)];

    /// <summary>Every row, in the order of the ladder of modules.</summary>
    public static IReadOnlyList<Permission> Table { get; } =
    [
        new("/", See, Everyone),
        new("/identity", See, Everyone),
        new("/identity", Change, Everyone),
        new("/audit", See, [Role.Auditor, .. Directors]),
        new("/audit", Change, [Role.Auditor, .. Leaders]),
        new("/identity/account", See, Everyone),
        new("/identity/account", Change, Everyone),
        new("/identity/account", Delegate, Directors),
        new("/identity/people", See, [Role.Administrator, .. Directors, Role.Auditor]),
        new("/identity/people", Change, [Role.Administrator, .. Directors]),
        new("/organisation/levels", See, Everyone),
        new("/organisation/levels", "announce", [.. Leaders, .. Units(UnitSubject.Collection), Role.CollectionOfficer]),
        new("/organisation/levels", "withdraw", Leaders),
        new("/organisation/localities", See, Everyone),
        new("/organisation/map", See, Everyone),
        new("/organisation/offices", See, Everyone),
        new("/organisation/offices", Change, [Role.Administrator, .. Leaders]),
        new("/organisation/agents", See, NotCommunications),
        new("/organisation/agents", Change, [Role.ProvinceDirector, Role.ProvinceDeputy, Role.CollectionOfficer, Role.DistrictDirector, Role.DistrictOfficer]),
        new("/organisation/settings", See, [.. Everyone.Where(r => r is not (Role.CommunicationsOfficer or Role.Agent))]),
        new("/organisation/settings", Change, [Role.Administrator, .. Leaders]),
        new("/organisation/settings/offices", See, [.. Everyone.Where(r => r is not (Role.CommunicationsOfficer or Role.Agent))]),
        new("/organisation/settings/offices", Change, [Role.Administrator, .. Directors]),
        new("/policy", See, Everyone),
        new("/policy/rules", See, Everyone),
        new("/register/employers", See, NotCommunications),
        new("/register/employers", Change, Collectors),
        new("/register/employers", "standing", Collectors),
        new("/register/employers", "unmask", Collectors),
        new("/work", See, [.. Everyone.Where(r => r != Role.Administrator)]),
        new("/work", Change, [.. Collectors, Role.CommunicationsOfficer]),
        new("/work/switches", See, Everyone),
        new("/work/switches", "confirm", Leaders),
        new("/work/switches", "undo", Leaders),
        new("/work/switches", "tasks", NotCommunications),
        new("/work/catch-up", See, NotCommunications),
        new("/work", "unmask", Directors),
        new("/work/portfolios", See, NotCommunications),
        new("/work/portfolios", Change, Directors),
        new("/work/tasks", See, NotCommunications),
        new("/work/tasks", Change, Collectors),
        new("/messaging", See, NotCommunications),
        new("/messaging", Change, Collectors),
        new("/messaging/templates", See, NotCommunications),
        new("/messaging/templates", Change, Leaders),
        new("/messaging/leaflets", See, NotCommunications),
        new("/messaging/leaflets", Change, Leaders),
        new("/documents/papers", See, NotCommunications),
        new("/documents/papers", Change, Collectors),
        new("/documents/papers", "sign", Collectors),
        new("/documents/office", See, NotCommunications),
        new("/documents/office", Change, [.. Collectors, .. Units(UnitSubject.Collection, UnitSubject.Inspection)]),
        new("/documents/office", "sign", Directors),
        new("/documents/bulk", See, [.. Collectors, Role.Auditor]),
        new("/documents/bulk", Change, Collectors),
        new("/documents/register", See, NotCommunications),
        new("/documents/manifests", See, NotCommunications),
        new("/documents/manifests", Change, Collectors),
        new("/documents/templates", See, NotCommunications),
        new("/documents/templates", Change, [Role.Administrator, .. Leaders]),
        new("/collection/referrals", See, [.. Prosecuting, Role.Auditor]),
        new("/collection/referrals", Change, Prosecuting),
        new("/collection/referrals", "review", [.. Leaders, .. Units(UnitSubject.Legal)]),
        new("/collection/referrals", "dossier", Prosecuting),
        new("/collection/referrals", "decide", Leaders),
        new("/collection/penalty-checks", See, [.. Prosecuting, Role.Auditor, .. Units(UnitSubject.Inspection)]),
        new("/collection/penalty-checks", Change, [.. Leaders, .. Units(UnitSubject.Legal, UnitSubject.Inspection)]),
        new("/collection/cases", See, NotCommunications),
        new("/collection/cases", Change, Collectors),
        new("/collection/evidence", See, NotCommunications),
        new("/collection/evidence", Change, [.. Collectors, .. Units(UnitSubject.Inspection, UnitSubject.Legal, UnitSubject.Finance)]),
        new("/collection/answers", See, NotCommunications),
        new("/collection/answers", Change, Collectors),
        new("/collection/reports", See, NotCommunications),
        new("/collection/reports", Change, [.. Leaders, Role.CollectionOfficer]),
        new("/collection/publications", See, [.. NotCommunications, Role.CommunicationsOfficer]),
        new("/collection/publications", Change, [.. Leaders, Role.CollectionOfficer]),
        new("/collection/publications", "approve", [Role.ProvinceDirector, Role.ProvinceDeputy]),
        new("/collection/publications", "publish", [Role.ProvinceDirector, Role.ProvinceDeputy, Role.CommunicationsOfficer]),
        new("/collection/teams", See, NotCommunications),
        new("/collection/teams", Change, [.. Leaders, Role.CollectionOfficer, Role.Inspector]),
        new("/collection/inspections", See, NotCommunications),
        new("/collection/inspections", Change, Inspecting),
        new("/collection/inspections", "decide", Leaders),
        new("/collection/penalties", See, NotCommunications),
        new("/collection/penalties", Change, Inspecting),
        new("/collection/penalties", "decide", Leaders),
        new("/collection/makeups", See, NotCommunications),
        new("/collection/makeups", Change, Collectors),
        new("/collection/makeups", "decide", Directors),
        new("/collection/claims", See, NotCommunications),
        new("/collection/claims", Change, [.. Collectors, .. Units(UnitSubject.Legal)]),
        new("/collection/claims", "decide", Directors),
        new("/collection/budget", See, NotCommunications),
        new("/collection/budget", Change, [.. Collectors, .. Units(UnitSubject.Finance)]),
        new("/collection/budget", "decide", Directors),
        new("/coverage/units", See, NotCommunications),
        new("/coverage/units", Change, Collectors),
        new("/coverage/units", "list", Collectors),
        new("/coverage/cards", See, NotCommunications),
        new("/coverage/cards", Change, Collectors),
        new("/coverage/cards", "sign", Directors),
        new("/coverage/segments", See, NotCommunications),
        new("/coverage/segments", Change, Collectors),
        new("/coverage/segments", "assign", Collectors),
        new("/coverage/segment-lists", See, [.. NotCommunications, Role.Agent]),
        new("/coverage/segment-lists", Change, [.. Collectors, Role.Agent]),
        new("/coverage/segment-lists", "assign", Collectors),
        new("/coverage/units", "decide", Leaders),
        new("/coverage/units", "inspect", [.. Leaders, Role.Inspector, .. Units(UnitSubject.Inspection)]),
        new("/coverage/notices", See, NotCommunications),
        new("/coverage/notices", Change, Collectors),
        new("/coverage/notices", "sign", Directors),
        new("/coverage/tax-lists", See, NotCommunications),
        new("/coverage/tax-lists", Change, [.. Leaders, Role.CollectionOfficer]),
        new("/coverage/reviews", See, [.. Leaders, Role.CollectionOfficer, Role.Auditor, .. Units(UnitSubject.Collection)]),
        new("/coverage/reviews", Change, [Role.ProvinceDirector, Role.ProvinceDeputy, Role.CollectionOfficer]),
        new("/work/limits", See, Everyone),
        new("/work/limits", Change, [.. Leaders, Role.CollectionOfficer]),
        new("/work/slots", See, NotCommunications),
        new("/work/scenarios", See, [.. Everyone.Where(r => r != Role.Agent)]),
        new("/work/scenarios", Change, [.. Leaders, Role.CollectionOfficer]),
        new("/work/scenarios", "approve", [Role.ProvinceDirector, Role.ProvinceDeputy]),
        new("/work/scenarios", "ready", [.. Collectors, Role.CommunicationsOfficer]),
        new("/reporting/reports", See, [.. NotCommunications, Role.CommunicationsOfficer, .. Units(UnitSubject.Communication)]),
        new("/reporting/reports", Change, [.. Collectors, Role.CommunicationsOfficer, .. Units(UnitSubject.Inspection)]),
        new("/reporting/reports", "send", [.. Directors, .. Units(UnitSubject.Inspection)]),
        new("/reporting/reports", "answer", [.. Leaders, Role.CollectionOfficer, .. Units(UnitSubject.Collection, UnitSubject.Communication)]),
        new("/reporting/boards", See, [.. NotCommunications, Role.CommunicationsOfficer, .. Units(UnitSubject.Communication)]),
        new("/reporting/consolidations", See, [Role.CentreLeader, Role.Auditor, .. Units(UnitSubject.Collection, UnitSubject.Finance, UnitSubject.Inspection)]),
        new("/reporting/consolidations", Change, [Role.CentreLeader, .. Units(UnitSubject.Collection)]),
        new("/reporting/consolidations", "sign", [Role.CentreLeader]),
        new("/reporting/calendar", See, [.. NotCommunications, Role.CommunicationsOfficer, .. Units(UnitSubject.Communication)]),
        new("/reporting/calendar", Change, [Role.CentreLeader, .. Units(UnitSubject.Collection)]),
        new("/reporting/figures", See, NotCommunications),
        new("/reporting/comparisons", See, [.. NotCommunications, Role.CommunicationsOfficer, .. Units(UnitSubject.Communication)]),
        new("/reporting/exchange", See, [Role.Administrator, .. Leaders, Role.Auditor]),
        new("/reporting/exchange", Change, [Role.Administrator, .. Leaders]),
        new("/planning/plans", See, [.. Planners, Role.Auditor]),
        new("/planning/plans", Change, [Role.ProvinceDirector, Role.ProvinceDeputy, Role.CollectionOfficer, Role.Inspector, Role.CommunicationsOfficer]),
        new("/planning/plans", "approve", [Role.ProvinceDirector, Role.ProvinceDeputy]),
        new("/planning/assignments", See, [.. Planners, Role.Auditor]),
        new("/planning/assignments", Change, [.. Units(UnitSubject.All)]),
        new("/planning/assignments", "acknowledge", [Role.ProvinceDirector, Role.ProvinceDeputy, Role.CollectionOfficer, Role.Inspector, Role.CommunicationsOfficer]),
        new("/planning/difficulties", See, [.. Planners, Role.Auditor]),
        new("/planning/difficulties", Change, [.. Collectors, Role.CommunicationsOfficer]),
        new("/planning/difficulties", "answer", [.. Leaders, Role.CollectionOfficer, .. Units(UnitSubject.All)]),
        new("/planning/difficulties", "route", [Role.CentreLeader, .. Units(UnitSubject.Collection)]),
        new("/planning/commendations", See, [.. Leaders, Role.CollectionOfficer, Role.Auditor, .. Units(UnitSubject.Collection, UnitSubject.Commendation)]),
        new("/planning/commendations", Change, [.. Leaders, Role.CollectionOfficer, .. Units(UnitSubject.Collection)]),
        new("/planning/commendations", "rule", [Role.CentreLeader, .. Units(UnitSubject.Collection, UnitSubject.Commendation)]),
        new("/reporting/indicators", See, [.. NotCommunications, Role.CommunicationsOfficer, .. Units(UnitSubject.Communication)]),
        new("/reporting/targets", See, [.. NotCommunications, Role.CommunicationsOfficer, .. Units(UnitSubject.Communication)]),
        new("/reporting/targets", "give", [.. Directors, .. Units(UnitSubject.Collection)]),
        new("/reporting/targets", "rows", NotCommunications),
        new("/imports", See, NotCommunications),
        new("/imports", Change, [.. Collectors, .. Units(UnitSubject.Collection)]),
        new("/imports", "profiles", [.. Collectors, .. Units(UnitSubject.Collection)]),
        new("/imports", "hard-to-collect", [Role.ProvinceDirector, Role.ProvinceDeputy, Role.CollectionOfficer]),
    ];

    private static readonly Dictionary<(string Folder, string Act), Permission> Rows = Table.ToDictionary(p => (p.Folder, p.Act));

    /// <summary>Officers of the central units that deal with one of the subjects.</summary>
    public static IEnumerable<string> Units(params IEnumerable<string> subjects) => subjects.Select(s => Role.CentralOfficer + "/" + s);

    /// <param name="subject">Subject of the person's office, for officers of a central unit.</param>
    public static bool Allows(string role, string folder, string act = See, string? subject = null) => Rows.TryGetValue((folder, act), out var row) && row.Allows(role, subject);

    public static bool HasRow(string folder, string act = See) => Rows.ContainsKey((folder, act));

    /// <summary>
    /// The rows that a director may hand to somebody: acts, not sights, and nothing of one's own account or of people's rights, so that what was delegated cannot be
    /// passed on.
    /// </summary>
    public static IEnumerable<Permission> Delegable(string role) =>
        Table.Where(p => p.Act != See && !p.Folder.StartsWith("/identity", StringComparison.Ordinal) && p.Allows(role));
}

/// <summary>Who may do an act in a page folder ("/organisation/levels"): roles, or "central-officer/subject".</summary>
public sealed record Permission(string Folder, string Act, IReadOnlyList<string> Roles)
{
    public bool Allows(string role, string? subject = null) =>
        Roles.Contains(role, StringComparer.Ordinal) || (subject is not null && Roles.Contains(role + "/" + subject, StringComparer.Ordinal));
}
