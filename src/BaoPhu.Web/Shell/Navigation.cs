namespace BaoPhu.Web.Shell;

/// <summary>
/// The modules on the left, in the order of a day's work. A link is there when its page exists and the person's role may see its folder, so a module appears by
/// being built: add its line here, its row to Permissions and its name to Web.resx ("Nav_…").
/// </summary>
public sealed class Navigation(EndpointDataSource endpoints)
{
    private static readonly Module[] All =
    [
        new("Today", [new("OwnDay", "/work/today", "/work"), new("CatchUp", "/work/catch-up", "/work/catch-up"), new("Slots", "/work/slots", "/work/slots"), new("Portfolios", "/work/portfolios", "/work/portfolios")]),
        new("Employers", [new("Employers", "/register/employers", "/register/employers")]),
        new("Collection",
        [
            new("Cases", "/collection/cases", "/collection/cases"),
            new("Inspections", "/collection/inspections", "/collection/inspections"),
            new("Penalties", "/collection/penalties", "/collection/penalties"),
            new("PenaltyChecks", "/collection/penalty-checks", "/collection/penalty-checks"),
            new("Referrals", "/collection/referrals", "/collection/referrals"),
            new("Makeups", "/collection/makeups", "/collection/makeups"),
            new("Claims", "/collection/claims", "/collection/claims"),
            new("Budget", "/collection/budget", "/collection/budget"),
            new("Teams", "/collection/teams", "/collection/teams"),
            new("MonthlyReports", "/collection/reports", "/collection/reports"),
            new("Publications", "/collection/publications", "/collection/publications"),
        ]),
        new("Coverage",
        [
            new("MissingWorkers", "/coverage/units", "/coverage/units"),
            new("UnitNotices", "/coverage/notices", "/coverage/notices"),
            new("TaxLists", "/coverage/tax-lists", "/coverage/tax-lists"),
            new("CardNeeds", "/coverage/cards", "/coverage/cards"),
            new("Segments", "/coverage/segments", "/coverage/segments"),
            new("SegmentLists", "/coverage/segment-lists", "/coverage/segment-lists"),
            new("LinkReviews", "/coverage/reviews", "/coverage/reviews"),
        ]),
        new("Outreach", [new("Outreach", "/outreach/plans", "/outreach/plans")]),
        new("Reporting",
        [
            new("Reporting", "/reporting/reports", "/reporting/reports"),
            new("Targets", "/reporting/targets", "/reporting/targets"),
            new("ReportBoard", "/reporting/boards", "/reporting/boards"),
            new("Consolidations", "/reporting/consolidations", "/reporting/consolidations"),
            new("Comparisons", "/reporting/comparisons", "/reporting/comparisons"),
            new("ReportCalendar", "/reporting/calendar", "/reporting/calendar"),
        ]),
        new("Planning",
        [
            new("WorkPlans", "/planning/plans", "/planning/plans"),
            new("Assignments", "/planning/assignments", "/planning/assignments"),
            new("Difficulties", "/planning/difficulties", "/planning/difficulties"),
            new("Commendations", "/planning/commendations", "/planning/commendations"),
        ]),
        new("Levels",
        [
            new("LevelsInForce", "/organisation/levels", "/organisation/levels"),
            new("Switches", "/work/switches", "/work/switches"),
            new("LevelMap", "/organisation/map", "/organisation/map"),
            new("Localities", "/organisation/localities", "/organisation/localities"),
            new("Limits", "/work/limits", "/work/limits"),
            new("Scenarios", "/work/scenarios", "/work/scenarios"),
            new("Policy", "/policy", "/policy"),
        ]),
        new("Imports", [new("Imports", "/imports", "/imports")]),
        new("Documents",
        [
            new("Papers", "/documents/papers", "/documents/papers"),
            new("OfficePapers", "/documents/office", "/documents/office"),
            new("PapersBulk", "/documents/bulk", "/documents/bulk"),
            new("Manifests", "/documents/manifests", "/documents/manifests"),
            new("NumberRegister", "/documents/register", "/documents/register"),
            new("Messages", "/messaging", "/messaging"),
            new("Templates", "/documents/templates", "/documents/templates"),
        ]),
        new("Administration",
        [
            new("People", "/identity/people", "/identity/people"),
            new("Offices", "/organisation/offices", "/organisation/offices"),
            new("Agents", "/organisation/agents", "/organisation/agents"),
            new("Settings", "/organisation/settings", "/organisation/settings"),
            new("Exchange", "/reporting/exchange", "/reporting/exchange"),
            new("Audit", "/audit", "/audit"),
            new("Permissions", "/identity/permissions", "/identity"),
        ]),
    ];

    private readonly Lazy<HashSet<string>> _built = new(() => endpoints.Endpoints.OfType<RouteEndpoint>()
        .Select(e => "/" + (e.RoutePattern.RawText ?? "").TrimStart('/').ToLowerInvariant()).ToHashSet(StringComparer.Ordinal));

    /// <summary>True if a page answers at the address (without parameters).</summary>
    public bool Exists(string url) => _built.Value.Contains(url);

    /// <summary>The modules the person sees.</summary>
    public IReadOnlyList<Module> For(CurrentUser user) =>
        [.. All.Select(m => m with { Links = [.. m.Links.Where(l => Exists(l.Url) && user.May(l.Folder))] }).Where(m => m.Links.Count > 0)];

    /// <summary>Where a person begins: the own day, an auditor the audit trail; who has neither looks after people.</summary>
    public string Start(CurrentUser user) => user.Role == Core.Identity.Role.Auditor ? "/audit" : user.May("/work") ? "/work/today" : user.May("/identity/people") ? "/identity/people" : "/organisation/levels";

    public sealed record Module(string Key, IReadOnlyList<Link> Links)
    {
        public bool Holds(PathString path) => Links.Any(l => l.Holds(path));
    }

    public sealed record Link(string Key, string Url, string Folder)
    {
        public bool Holds(PathString path) => path.StartsWithSegments(Url, StringComparison.OrdinalIgnoreCase);
    }
}
