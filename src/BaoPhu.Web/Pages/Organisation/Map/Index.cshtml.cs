using BaoPhu.Core.Organisation;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Organisation.Map;

/// <summary>The country as a grid of provinces with the level of each, and the numbers of districts and communes at each level inside.</summary>
public sealed class IndexModel(LevelMap map) : MapPage
{
    public IReadOnlyDictionary<string, ProvinceOnMap> Provinces { get; private set; } = new Dictionary<string, ProvinceOnMap>(StringComparer.Ordinal);

    /// <summary>Provinces of the reference data that are in force on the day, in the order of their codes.</summary>
    public IEnumerable<Reference.Province> Rows => Reference.Provinces.Where(p => Provinces.ContainsKey(p.Code));

    public async Task<IActionResult> OnGetAsync()
    {
        Provinces = await map.OfCountry(Moment);
        return Answer();
    }

    public int Count(Func<ProvinceOnMap, int> of) => Provinces.Values.Sum(of);
}
