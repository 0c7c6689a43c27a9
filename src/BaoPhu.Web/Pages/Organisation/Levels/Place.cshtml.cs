using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Organisation.Levels;

/// <summary>"The level of this place at that moment", with both papers it rests on, as known now or at another time; and everything ever announced for it.</summary>
public sealed class PlaceModel(Core.Organisation.Levels levels, Core.Organisation.Localities localities, Users users) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Code { get; set; } = "";

    [BindProperty(Name = "at", SupportsGet = true)]
    public Instant? At { get; set; }

    /// <summary>As it was known then; all we know today, if not given.</summary>
    [BindProperty(Name = "known", SupportsGet = true)]
    public Instant? Known { get; set; }

    public Instant Moment => At ?? Now;
    public Locality Place { get; private set; } = null!;

    /// <summary>From the province down, the place itself left out.</summary>
    public List<Locality> Above { get; } = [];

    public LevelFinding Level { get; private set; } = null!;

    /// <summary>Place whose announcement decides.</summary>
    public Locality? DecidedBy { get; private set; }

    public List<Announcement> History { get; private set; } = [];
    public IReadOnlyDictionary<string, string> Names { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);
    public bool MayAnnounce => Me.May("/organisation/levels", "announce") && Me.Scope.CoversWhole(Place.Province);
    public bool MayWithdraw => Me.May("/organisation/levels", "withdraw") && Me.Scope.CoversWhole(Place.Province);

    public async Task<IActionResult> OnGetAsync()
    {
        await Load();
        if (!ModelState.IsValid)
        {
            Response.StatusCode = StatusCodes.Status400BadRequest;
        }

        return Page();
    }

    private async Task Load()
    {
        var place = await localities.Find(Code, Moment.Day);
        if (place is null || !Me.Scope.Covers(place.Province))
        {
            throw new Refusal("Organisation.UnknownLocality", Code) { Kind = RefusalKind.Missing };
        }

        Place = place;
        for (var code = place.ParentCode; code is not null && await localities.Find(code, Moment.Day) is { } above; code = above.ParentCode)
        {
            Above.Insert(0, above);
        }

        Level = await levels.LevelOf(place.Code, Moment, Known);
        DecidedBy = Level.AnnouncedFor is { } decided ? decided == place.Code ? place : Above.Find(a => a.Code == decided) : null;
        History = await levels.History(place.Code);
        Names = await users.Names(History.Select(a => a.RecordedBy).Concat(History.Select(a => a.WithdrawnBy).OfType<string>()));
    }
}
