using BaoPhu.Core.Data;
using BaoPhu.Core.Organisation;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Organisation.Levels;

/// <summary>Every announcement in force at a moment, now if none is given, in the provinces that the person sees.</summary>
public sealed class IndexModel(Core.Organisation.Levels levels, Core.Organisation.Localities localities) : HousePage
{
    [BindProperty(Name = "province", SupportsGet = true)]
    public string? Province { get; set; }

    [BindProperty(Name = "level", SupportsGet = true)]
    public int? Level { get; set; }

    /// <summary>The moment asked about.</summary>
    [BindProperty(Name = "at", SupportsGet = true)]
    public Instant? At { get; set; }

    public Instant Moment => At ?? Now;
    public List<SelectListItem> Provinces { get; private set; } = [];
    public List<LevelRow> Rows { get; private set; } = [];

    /// <summary>Announcements per level in the rows shown, 1 to 4.</summary>
    public int[] Counts { get; } = new int[5];

    public bool MayAnnounce => Me.May("/organisation/levels", "announce");

    public async Task<IActionResult> OnGetAsync()
    {
        Provinces = [.. (await localities.Provinces(Moment.Day)).Where(p => Me.Scope.Covers(p.Code)).Select(p => new SelectListItem(p.Name, p.Code))];
        var rows = (await levels.InForce(Me.Scope, Moment))
            .Where(a => (string.IsNullOrEmpty(Province) || a.Province == Province) && (Level is null || a.Level == Level)).ToList();
        var places = await localities.ByCodes(rows.Select(a => a.LocalityCode).Concat(rows.Select(a => a.Province)), Moment.Day);
        foreach (var row in rows)
        {
            Counts[row.Level!.Value]++;
            Rows.Add(new(row, places.GetValueOrDefault(row.LocalityCode), places.GetValueOrDefault(row.Province)));
        }

        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
        }

        return Page();
    }

    public sealed record LevelRow(Announcement Announcement, Locality? Place, Locality? Province);
}
