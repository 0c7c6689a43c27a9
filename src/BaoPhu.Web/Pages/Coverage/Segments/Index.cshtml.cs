using BaoPhu.Core.Coverage;
using BaoPhu.Core.Identity;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Coverage.Segments;

/// <summary>Ready-made segments for outreach: how many, where, and who, masked; whole as a file.</summary>
public sealed class IndexModel(Core.Coverage.Segments segments) : ListPage
{
    [BindProperty(Name = "segment", SupportsGet = true)]
    public string? Segment { get; set; }

    [BindProperty(Name = "commune", SupportsGet = true)]
    public string? Commune { get; set; }

    [BindProperty]
    public string? Purpose { get; set; }

    public IReadOnlyList<SegmentCount> Counts { get; private set; } = [];
    public SegmentPage? People { get; private set; }
    public Core.Data.Instant? CountedAt { get; private set; }
    public bool OfEmployers => Segment is "left" or "suspended";

    public IReadOnlyList<SelectListItem> All => [.. Core.Coverage.Segments.All.Select(s => new SelectListItem($"{Words.T("Segments.Segment_" + s)} ({Show.Number(Of(s))})", s))];

    public IReadOnlyList<SelectListItem> Communes =>
        [.. Counts.Where(c => c.Segment == Segment).Select(c => new SelectListItem($"{c.Commune ?? Words.T("Segments.NoCommune")}{(c.District is { } d ? ", " + d : "")} ({Show.Number(c.People)})", c.CommuneCode))];

    public long Of(string segment) => Counts.Where(c => c.Segment == segment && (segment != Segment || string.IsNullOrEmpty(Commune) || c.CommuneCode == Commune)).Sum(c => c.People);

    /// <summary>The segment by district, the most first; null: the place is not known.</summary>
    public IReadOnlyList<(string? District, long People)> Districts =>
        [.. Counts.Where(c => c.Segment == Segment).GroupBy(c => c.District, StringComparer.Ordinal).Select(g => (g.Key, g.Sum(c => c.People))).OrderByDescending(d => d.Item2)];

    public async Task OnGetAsync()
    {
        Counts = await segments.Counts(Me.Scope);
        CountedAt = await segments.CountedAt(Me.Scope);
        Segment = Segment is { } asked && Core.Coverage.Segments.All.Contains(asked) ? asked : Core.Coverage.Segments.All[0];
        People = await segments.List(Me.Actor, Me.Scope, Segment, Commune, After, Before);
    }

    /// <summary>The segment as CSV, names and numbers whole; what it is for stands in the audit trail.</summary>
    [Act(Permissions.Change)]
    public Task<IActionResult> OnPostFileAsync()
    {
        AtField("Segments.NeedPurpose", nameof(Purpose));
        return Try(
            () => FileAside(async file =>
            {
                await segments.Write(Me.Actor, Me.Scope, Segment, Commune, Purpose, file);
                return ("text/csv", $"{Segment}.csv");
            }),
            OnGetAsync);
    }
}
