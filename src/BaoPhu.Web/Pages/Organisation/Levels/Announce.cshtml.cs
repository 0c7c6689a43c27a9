using BaoPhu.Core.Data;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Organisation.Levels;

/// <summary>
/// Records what an authority announced: a new level, one that replaces it, or a lift. First everything is checked and read back, then recorded. The place is typed as
/// a code or a name; where a name fits several places, they are offered to choose from.
/// </summary>
[Act("announce")]
public sealed class AnnounceModel(Core.Organisation.Levels levels, Core.Organisation.Localities localities) : HousePage
{
    public const string Lift = "lift";

    [BindProperty(Name = "place", SupportsGet = true)]
    public string? Place { get; set; }

    /// <summary>Chosen among several places of one name.</summary>
    [BindProperty]
    public string? Chosen { get; set; }

    /// <summary>1–4 or <see cref="Lift"/>.</summary>
    [BindProperty]
    public string? Level { get; set; }

    [BindProperty]
    public Instant? From { get; set; }

    [BindProperty]
    public string? DecisionNumber { get; set; }

    [BindProperty]
    public DateOnly? DecisionDate { get; set; }

    [BindProperty]
    public string? Authority { get; set; }

    [BindProperty]
    public string? MeasuresNumber { get; set; }

    [BindProperty]
    public DateOnly? MeasuresDate { get; set; }

    [BindProperty]
    public string? MeasuresText { get; set; }

    [BindProperty]
    public DateOnly? MeasuresUntil { get; set; }

    /// <summary>True while what was typed is read back.</summary>
    public bool Checking { get; private set; }

    public Locality? Locality { get; private set; }

    /// <summary>What holds for the place at the moment before this is recorded.</summary>
    public LevelFinding? Before { get; private set; }

    public List<SelectListItem> Candidates { get; private set; } = [];

    public async Task OnGetAsync()
    {
        if (!string.IsNullOrEmpty(Place) && await localities.Find(Place) is { } known && Me.Scope.Covers(known.Province))
        {
            Locality = known;
        }
    }

    /// <summary>Checks and reads back.</summary>
    public async Task<IActionResult> OnPostAsync()
    {
        await Validate();
        return await Try(async () =>
        {
            await levels.Announce(Me.Actor, Me.Scope, What(), dryRun: true);
            Before = await levels.LevelOf(Locality!.Code, From!.Value);
            Checking = true;
            return Page();
        });
    }

    /// <summary>Back to the form, as it was filled in.</summary>
    public async Task<IActionResult> OnPostEditAsync()
    {
        ModelState.Clear();
        Locality = await localities.Find(Chosen ?? Place ?? "");
        return Page();
    }

    public async Task<IActionResult> OnPostRecordAsync()
    {
        await Validate();
        return await Try(async () =>
        {
            var made = await levels.Announce(Me.Actor, Me.Scope, What());
            return Done("/work/switches/preview/" + made.AnnouncementId, Text.Of("Switches.RecordedPreview"));
        });
    }

    private NewAnnouncement What() => new(
        Locality!.Code, Level == Lift ? null : int.Parse(Level!, System.Globalization.CultureInfo.InvariantCulture), From!.Value, DecisionNumber!, DecisionDate, Authority!)
    {
        MeasuresNumber = MeasuresNumber, MeasuresDate = MeasuresDate, MeasuresText = MeasuresText, MeasuresUntil = MeasuresUntil,
        Confirmed = false,
    };

    private async Task Validate()
    {
        if (Need(Place, "place", "Organisation.NeedPlace"))
        {
            await FindPlace();
        }

        if (Need(Level, nameof(Level), "Organisation.NeedLevel") && Level is not ("1" or "2" or "3" or "4" or Lift))
        {
            ModelState.AddModelError(nameof(Level), Text.Of("Organisation.BadLevel", Level));
        }

        Need(From, nameof(From), "Organisation.NeedFrom");
        Need(DecisionNumber, nameof(DecisionNumber), "Organisation.NeedDecisionNumber");
        Need(Authority, nameof(Authority), "Organisation.NeedAuthority");
        if (DecisionDate > Today)
        {
            ModelState.AddModelError(nameof(DecisionDate), Text.Of("Organisation.DecisionInFuture", Show.Date(DecisionDate)));
        }

        if (From is { } from && MeasuresUntil < from.Day)
        {
            ModelState.AddModelError(nameof(MeasuresUntil), Text.Of("Organisation.MeasuresEndBefore", Show.Date(MeasuresUntil), Show.Date(from.Day)));
        }

        AtField("Organisation.NothingToLift", nameof(Level));
        AtField("Organisation.LevelAlreadyAnnounced", nameof(DecisionNumber));
        AtField("Organisation.UnknownLocality", "place");
    }

    private async Task FindPlace()
    {
        var day = From?.Day ?? Today;
        var typed = (string.IsNullOrEmpty(Chosen) ? Place! : Chosen).Trim();
        if (typed.All(char.IsAsciiDigit) && await localities.Find(typed, day) is { } exact && Me.Scope.Covers(exact.Province))
        {
            Locality = exact;
            return;
        }

        var found = (await localities.Search(Place!, Me.Scope.ProvinceCode, day)).Where(p => Me.Scope.Covers(p.Province)).ToList();
        if (found.Count == 1)
        {
            Locality = found[0];
            return;
        }

        if (found.Count == 0)
        {
            ModelState.AddModelError("place", Text.Of("Organisation.NoPlaceFound", Place));
            return;
        }

        var names = await localities.ByCodes(found.SelectMany(p => (string[])[p.ParentCode ?? p.Code, p.Province]), day);
        Candidates = [.. found.Select(p => new SelectListItem(string.Join(", ", ((string?[])[p.Name, names.GetValueOrDefault(p.ParentCode ?? "")?.Name, p.ParentCode == p.Province ? null : names.GetValueOrDefault(p.Province)?.Name])
            .Where(n => n is not null).Distinct(StringComparer.Ordinal)) + " (" + p.Code + ")", p.Code))];
        ModelState.AddModelError(nameof(Chosen), Text.Of("Organisation.SeveralPlaces", Place, found.Count));
    }
}
