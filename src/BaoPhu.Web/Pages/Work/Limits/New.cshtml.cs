using System.Globalization;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Planning;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Work.Limits;

/// <summary>Records a limit: first the place, then the measures decision it rests on and what it limits.</summary>
[Act(Permissions.Change)]
public sealed class NewModel(Core.Work.Limits limits, Core.Work.Slots slots, Core.Organisation.Localities localities) : HousePage
{
    [BindProperty(Name = "place", SupportsGet = true)]
    public string? Place { get; set; }

    [BindProperty]
    public string? Announcement { get; set; }

    [BindProperty]
    public List<int> Levels { get; set; } = [];

    [BindProperty]
    public DateOnly? From { get; set; }

    [BindProperty]
    public DateOnly? To { get; set; }

    [BindProperty]
    public int? PeopleVisit { get; set; }

    [BindProperty]
    public int? PeopleMeeting { get; set; }

    [BindProperty]
    public int? PeopleConference { get; set; }

    [BindProperty]
    public string? HourFrom { get; set; }

    [BindProperty]
    public string? HourTo { get; set; }

    [BindProperty]
    public List<int> Weekdays { get; set; } = [];

    [BindProperty]
    public bool Outdoor { get; set; }

    [BindProperty]
    public int? Metres { get; set; }

    [BindProperty]
    public List<string> Kinds { get; set; } = [];

    /// <summary>One name a line.</summary>
    [BindProperty]
    public string? Closed { get; set; }

    [BindProperty]
    public int? DayOfPlace { get; set; }

    [BindProperty]
    public int? DayOfPerson { get; set; }

    /// <summary>Null until the place is chosen.</summary>
    public Locality? Locality { get; private set; }

    /// <summary>Places that the typed name may mean.</summary>
    public IReadOnlyList<Locality> Candidates { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Papers { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync()
    {
        await Load();
        (From, Weekdays) = (Today, [1, 2, 3, 4, 5, 6, 7]);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await Load();
        if (Locality is null)
        {
            throw new Refusal("Organisation.UnknownLocality", Place) { Kind = RefusalKind.Missing };
        }

        Need(Announcement, nameof(Announcement), "Limits.PaperHint");
        Need(From, nameof(From), "Limits.NeedFrom");
        var (hourFrom, hourTo) = (Hour(HourFrom, nameof(HourFrom)), Hour(HourTo, nameof(HourTo)));
        AtField("Limits.NeedLevels", nameof(Levels));
        AtField("Limits.NeedWeekdays", nameof(Weekdays));
        AtField("Limits.HoursBackwards", nameof(HourTo));
        AtField("Limits.BeyondPaper", nameof(To));
        AtField("Limits.EndsBeforeItBegins", nameof(To));
        AtField("Limits.NeedsPaper", nameof(Announcement));
        AtField("Limits.PaperWithdrawn", nameof(Announcement));
        AtField("Limits.PaperWithoutMeasures", nameof(Announcement));
        return await Try(async () =>
        {
            var rule = new SlotLimit
            {
                PeopleAtVisit = PeopleVisit, PeopleAtMeeting = PeopleMeeting, PeopleAtConference = PeopleConference, From = hourFrom, To = hourTo, Weekdays = LimitWords.Bits(Weekdays),
                OutdoorOnly = Outdoor, MetresPerPerson = Metres, PlaceKinds = Kinds, VisitsOfPlace = DayOfPlace, VisitsOfPerson = DayOfPerson,
                ClosedPlaces = (Closed ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            };
            var made = await limits.Record(Me.Actor, Me.Scope, new NewLimit(Locality.Code, LimitWords.Bits(Levels), From!.Value, To, Announcement!, rule));
            var unfit = await slots.Unfit(Me.Scope, made.Province);
            return Done(unfit.Count == 0 ? "/work/limits" : "/work/slots/unfit?province=" + made.Province, unfit.Count == 0
                ? Words.T("Limits.Recorded", Locality.Name) : Words.T("Limits.RecordedUnfit", Locality.Name, unfit.Count));
        });
    }

    private async Task Load()
    {
        var typed = Place?.Trim() ?? "";
        if (typed.Length == 0)
        {
            return;
        }

        var found = typed.All(char.IsAsciiDigit) && await localities.Find(typed) is { } exact
            ? [exact] : await localities.Search(typed, Me.Scope.ProvinceCode);
        found.RemoveAll(l => !Me.Scope.Covers(l.Province));
        if (found.Count != 1)
        {
            Candidates = found;
            if (found.Count == 0)
            {
                ModelState.AddModelError("place", Words.T("Organisation.NoPlaceFound", typed));
            }

            return;
        }

        Locality = found[0];
        var papers = await limits.Papers(Me.Scope, Locality.Code);
        var names = await localities.ByCodes(papers.Select(p => p.LocalityCode));
        Papers = [.. papers.Select(p => new SelectListItem(
            Words.T("Limits.PaperChoice", p.MeasuresNumber, Show.Date(p.MeasuresDate), names.GetValueOrDefault(p.LocalityCode)?.Name, p.Level is { } level ? Show.Level(level) : Words.T("Organisation.Lifted"), Show.Date(p.FromAt.Day)),
            p.AnnouncementId))];
    }

    private TimeOnly? Hour(string? text, string field)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (TimeOnly.TryParseExact(text.Trim(), (string[])["H:mm", "HH:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var hour))
        {
            return hour;
        }

        ModelState.AddModelError(field, Words.T("Limits.BadHour", text));
        return null;
    }
}
