namespace BaoPhu.Web.Shell;

/// <summary>
/// The modules on the left, in the order of a day's work. A link is there when its page exists and the person's role may see its folder, so a module appears by
/// being built: add its line here, its row to Permissions and its name to Web.resx ("Nav_…").
/// </summary>
public sealed class Navigation(EndpointDataSource endpoints)
{
    private static readonly Module[] All =
    [
        new("Today", [new("OwnDay", "/work/today", "/work"), new("CatchUp", "/work/catch-up", "/work/catch-up"), new("Slots", "/work/slots", "/work/slots")]),
        new("Employers", [new("Employers", "/register/employers", "/register/employers")]),
        new("Collection", [new("Collection", "/collection/cases", "/collection/cases")]),
        new("Coverage", [new("Coverage", "/coverage/reviews", "/coverage/reviews")]),
        new("Outreach", [new("Outreach", "/outreach/plans", "/outreach/plans")]),
        new("Reporting", [new("Reporting", "/reporting/reports", "/reporting/reports")]),
        new("Levels",
        [
            new("LevelsInForce", "/organisation/levels", "/organisation/levels"),
            new("Switches", "/work/switches", "/work/switches"),
            new("Localities", "/organisation/localities", "/organisation/localities"),
            new("Limits", "/work/limits", "/work/limits"),
            new("Scenarios", "/work/scenarios", "/work/scenarios"),
            new("Policy", "/policy", "/policy"),
        ]),
        new("Imports", [new("Imports", "/imports", "/imports")]),
        new("Documents", [new("Documents", "/documents/forms", "/documents/forms")]),
        new("Administration",
        [
            new("Offices", "/organisation/offices", "/organisation/offices"),
            new("Settings", "/organisation/settings", "/organisation/settings"),
        ]),
    ];

    private readonly Lazy<HashSet<string>> _built = new(() => endpoints.Endpoints.OfType<RouteEndpoint>()
        .Select(e => "/" + (e.RoutePattern.RawText ?? "").TrimStart('/').ToLowerInvariant()).ToHashSet(StringComparer.Ordinal));

    /// <summary>True if a page answers at the address (without parameters).</summary>
    public bool Exists(string url) => _built.Value.Contains(url);

    /// <summary>The modules the person sees.</summary>
    public IReadOnlyList<Module> For(CurrentUser user) =>
        [.. All.Select(m => m with { Links = [.. m.Links.Where(l => Exists(l.Url) && user.May(l.Folder))] }).Where(m => m.Links.Count > 0)];

    /// <summary>Where a person begins: the own day, or until that is built the levels in force.</summary>
    public string Start(CurrentUser user) => Exists("/work/today") && user.May("/work") ? "/work/today" : "/organisation/levels";

    public sealed record Module(string Key, IReadOnlyList<Link> Links)
    {
        public bool Holds(PathString path) => Links.Any(l => l.Holds(path));
    }

    public sealed record Link(string Key, string Url, string Folder)
    {
        public bool Holds(PathString path) => path.StartsWithSegments(Url, StringComparison.OrdinalIgnoreCase);
    }
}
