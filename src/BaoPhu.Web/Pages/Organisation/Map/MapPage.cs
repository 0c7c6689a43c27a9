using BaoPhu.Core.Data;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Organisation.Map;

/// <summary>What the pages of the map share: the day asked about. Today means now; any other day is shown as it ended.</summary>
public abstract class MapPage : HousePage
{
    private static readonly DateOnly Earliest = new(2000, 1, 1);
    private static readonly DateOnly Latest = new(2100, 1, 1);

    [BindProperty(Name = "day", SupportsGet = true)]
    public DateOnly? Day { get; set; }

    /// <summary>The place shown; null for the country.</summary>
    public virtual string? PlaceCode => null;

    public DateOnly Shown => Day is { } day && day >= Earliest && day <= Latest ? day : Today;
    public bool IsNow => Shown == Today;
    public Instant Moment => IsNow ? Now : Instant.EndOf(Shown);
    public string MomentInWords => IsNow ? Text.Of("LevelMap.AtNow", Show.Moment(Now)) : Text.Of("LevelMap.AtEndOf", Show.Date(Shown));

    /// <summary>The page, with the day shown in its field; 400 where the day cannot be read.</summary>
    protected IActionResult Answer()
    {
        Day = Shown;
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
        }

        return Page();
    }

    /// <summary>The address of a page of the map on a day; today needs none.</summary>
    public string Address(string? code, DateOnly day) =>
        "/organisation/map" + (code is null ? "" : "/" + code) + (day == Today ? "" : "?day=" + Uri.EscapeDataString(Show.Date(day)));

    /// <summary>"Cấp 3"; shorter than a badge, for a tile.</summary>
    public static string Short(int? level) => level is { } n ? Text.Of("LevelMap.LevelShort", n) : Text.Of("LevelMap.NoneShort");

    /// <summary>What changed since the day before, null where nothing did.</summary>
    public static string? Change(int? level, int? before) => (level, before) switch
    {
        _ when level == before => null,
        (null, _) => Text.Of("LevelMap.Ended"),
        (_, null) => Text.Of("LevelMap.FirstTime"),
        _ => Text.Of(level > before ? "LevelMap.Up" : "LevelMap.Down", before),
    };
}
