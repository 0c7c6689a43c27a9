using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Organisation.Localities;

/// <summary>Provinces, their districts and communes, each with the level that holds there now; found by code or by name, with or without accents.</summary>
public sealed class IndexModel(Core.Organisation.Localities localities, Core.Organisation.Levels levels) : HousePage
{
    /// <summary>Text looked for.</summary>
    [BindProperty(Name = "q", SupportsGet = true)]
    public string? Q { get; set; }

    /// <summary>Place whose parts are shown; none: the provinces.</summary>
    [BindProperty(Name = "in", SupportsGet = true)]
    public string? In { get; set; }

    public bool IsSearch => !string.IsNullOrWhiteSpace(Q);

    /// <summary>From the province down to the place shown.</summary>
    public List<Locality> Above { get; } = [];

    public List<PlaceRow> Rows { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync()
    {
        for (var code = In; !string.IsNullOrEmpty(code); code = Above[0].ParentCode)
        {
            Above.Insert(0, await localities.Find(code) ?? throw new Refusal("Organisation.UnknownLocality", code) { Kind = RefusalKind.Missing });
        }

        var places = IsSearch ? await localities.Search(Q!) : Above.Count > 0 ? await localities.Below(Above[^1].Code) : await localities.Provinces();
        var found = await levels.LevelsOf(places, Now);
        Rows = [.. places.Zip(found, (place, level) => new PlaceRow(place, level))];
        return Page();
    }

    public sealed record PlaceRow(Locality Place, LevelFinding Level);
}
