using BaoPhu.Core.Organisation;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Organisation.Map;

/// <summary>A province, district or commune on a day: its level with both papers behind it, and the places inside as tiles and as a table. Open to everybody, whatever their scope.</summary>
public sealed class PlaceModel(LevelMap map) : MapPage
{
    [BindProperty(Name = "code", SupportsGet = true)]
    public string Code { get; set; } = "";

    public override string? PlaceCode => Code;

    public PlaceView View { get; private set; } = null!;
    public PlaceOnMap Place => View.Place;

    /// <summary>The page of levels, where the history stands and a new one is announced, is for those of the province.</summary>
    public bool SeesHistory => Me.May("/organisation/levels") && Me.Scope.Covers((View.Above.Count > 0 ? View.Above[0] : Place).Code);

    public async Task<IActionResult> OnGetAsync()
    {
        View = await map.OfPlace(Code, Moment);
        return Answer();
    }

    /// <summary>Name of the place that a decision was made for.</summary>
    public string NameOf(string? code) => View.Above.Append(Place).FirstOrDefault(p => p.Code == code)?.Name ?? "";
}
