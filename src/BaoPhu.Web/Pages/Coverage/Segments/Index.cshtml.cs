using BaoPhu.Core.Coverage;
using BaoPhu.Core.Identity;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Coverage.Segments;

/// <summary>Ready-made segments for outreach: how many, where, and who, masked; whole as a file.</summary>
public sealed class IndexModel(Core.Coverage.Segments segments, Core.Coverage.SegmentLists lists) : ListPage
{
    [BindProperty(Name = "segment", SupportsGet = true)]
    public string? Segment { get; set; }

    [BindProperty(Name = "commune", SupportsGet = true)]
    public string? Commune { get; set; }

    [BindProperty]
    public string? Purpose { get; set; }

    [BindProperty]
    public string? Place { get; set; }

    [BindProperty]
    public string? Holder { get; set; }

    [BindProperty]
    public DateOnly? Due { get; set; }

    public SegmentProgress Progress { get; private set; } = null!;

    /// <summary>Places with people whom nobody has, and who may be given them; none to who may not give.</summary>
    public IReadOnlyList<SelectListItem> Places { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Holders { get; private set; } = [];

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
        Progress = await lists.Progress(Me.Scope, Segment, Commune);
        if (Progress.NotGiven > 0 && Me.May("/coverage/segments", "assign"))
        {
            Holders = [.. (await lists.Holders(Me.Scope)).Select(h => new SelectListItem(h.Name, h.Key))];
            Places = [.. (await lists.Places(Me.Scope, Segment)).Select(p => new SelectListItem(Words.T("SegmentLists.PlaceLine", p.Name, Show.Number(p.People)), p.Code))];
            Place ??= Commune;
        }
    }

    /// <summary>Everybody of a segment and place whom nobody has, to an agent or a person.</summary>
    [Act("assign")]
    public Task<IActionResult> OnPostGiveAsync()
    {
        AtField("SegmentLists.NeedPlace", nameof(Place));
        AtField("SegmentLists.Nobody", nameof(Place));
        AtField("SegmentLists.NeedHolder", nameof(Holder));
        AtField("SegmentLists.NeedDue", nameof(Due));
        return Try(async () => Done("/coverage/segment-lists/" + await lists.Give(Me.Actor, Me.Scope, Segment, Place, Holder, Due), Words.T("SegmentLists.GiveDone")), OnGetAsync);
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
