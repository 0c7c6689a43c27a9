using BaoPhu.Core.Data;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Reporting;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Reporting;
using BaoPhu.Web.Pages.Organisation.Map;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Reporting.Boards;

/// <summary>The country as tiles by one measure, and the ranking of its provinces by it; of a province the same over its districts. Each opens to the next below, down to the rows.</summary>
public sealed class CountryModel(ReportBoards boards, LevelMap levels, TargetStandings standings) : HousePage
{
    [BindProperty(Name = "measure", SupportsGet = true)]
    public string? Measure { get; set; }

    [BindProperty(Name = "day", SupportsGet = true)]
    public DateOnly? Day { get; set; }

    [BindProperty(Name = "kind", SupportsGet = true)]
    public string? Kind { get; set; }

    /// <summary>A figure of the reports instead of a measure.</summary>
    [BindProperty(Name = "figure", SupportsGet = true)]
    public string? Figure { get; set; }

    /// <summary>The figure by whose targets coverage or pace is told.</summary>
    [BindProperty(Name = "of", SupportsGet = true)]
    public string? Of { get; set; }

    /// <summary>Its districts instead of the country's provinces.</summary>
    [BindProperty(Name = "province", SupportsGet = true)]
    public string? Province { get; set; }

    public ReportBoard Board { get; private set; } = null!;
    public IReadOnlyList<RankedOffice> Ranking { get; private set; } = [];
    public IReadOnlyDictionary<string, ProvinceOnMap> Levels { get; private set; } = new Dictionary<string, ProvinceOnMap>(StringComparer.Ordinal);

    /// <summary>How the offices stand against their targets of the year, by code: of the measures that are told by targets.</summary>
    public IReadOnlyDictionary<string, TargetProgress> Standings { get; private set; } = new Dictionary<string, TargetProgress>(StringComparer.Ordinal);
    public IReadOnlyList<TargetKind> Kinds { get; private set; } = [];
    public bool IsTarget => Kinds.Count > 0;
    public TargetKind Kept => TargetKind.Of(Of!);
    public TargetPeriod Year => TargetPeriod.Year(Day!.Value.Year);
    public IReadOnlyList<SelectListItem> KindChoices => [.. Kinds.Select(k => new SelectListItem(Words.T("Reporting.Figure_" + k.Code), k.Code))];

    /// <summary>What the ledger alone says is known as it is now.</summary>
    public bool IsPastLedger => IsTarget && Day < Today && !Kept.Indicator.Moves;
    public bool IsCountry => Province is null;
    public string By => Figure ?? Measure!;
    public bool IsFigure => Figure is not null || BoardRanking.FiguresOf(By).Count > 0;

    /// <summary>Nobody has told it, or the work it counts is not in the product yet.</summary>
    public bool IsUntold => By is not (BoardRanking.Reporting or BoardRanking.Level) && Ranking.All(r => r.Value is null);

    /// <summary>Sum of what is known: of it each has its share.</summary>
    public long Sum => IsFigure ? Ranking.Sum(r => r.Value ?? 0) : 0;
    public IReadOnlyList<SelectListItem> Measures => [.. Shown.Select(m => new SelectListItem(Words.T("Reporting.Measure_" + m), m))];

    /// <summary>Levels are of places and not of offices: a province's are on the map.</summary>
    private IEnumerable<string> Shown => BoardRanking.Measures.Where(m => IsCountry || m != BoardRanking.Level);

    public async Task OnGetAsync()
    {
        Province = Me.Scope.IsNation ? Province : Me.Province;
        Day = Day is { } day && day <= Today ? day : Today;
        Measure = Shown.Contains(Measure) ? Measure : BoardRanking.Reporting;
        var kinds = ReportKind.All.Where(k => k.Reporters == (IsCountry ? OfficeKind.Province : OfficeKind.District)).ToList();
        var kind = kinds.Find(k => k.Code == Kind) ?? kinds[0];
        Kind = kind.Code;
        Figure = kind.Figures.Contains(Figure) ? Figure : null;
        if (Province is not null && !Reference.Provinces.Any(p => p.Code == Province))
        {
            throw new Refusal("Organisation.UnknownLocality", Province) { Kind = RefusalKind.Missing };
        }

        Board = await boards.Of(Province is null || !Me.Scope.IsNation ? Me.Scope : Core.Identity.Scope.OfProvince(Province), Kind, Day.Value);
        Kinds = Figure is null ? TargetStandings.KindsOf(By) : [];
        Of = Kinds.FirstOrDefault(k => k.Code == Of)?.Code ?? (Kinds.Count > 0 ? Kinds[0].Code : null);
        if (IsTarget)
        {
            Standings = await standings.Of(Me.Scope, Kept, Day.Value, HttpContext.RequestAborted);
        }

        Ranking = IsTarget ? BoardRanking.Of(Board, By, Standings) : BoardRanking.Of(Board, By);
        if (IsCountry && By == BoardRanking.Level)
        {
            Levels = await levels.OfCountry(Day == Today ? Now : Instant.EndOf(Day.Value));
            Ranking = [.. Ranking.OrderByDescending(r => Levels.GetValueOrDefault(r.Due.Office.Province!)?.Level ?? 0).ThenBy(r => r.Due.Office.Code, StringComparer.Ordinal)];
        }
    }

    /// <summary>What a tile and the row say.</summary>
    public string Says(RankedOffice office) => By switch
    {
        BoardRanking.Reporting => Words.T("Reporting.Tile_" + office.Due.Standing),
        BoardRanking.Level => MapPage.Short(Levels.GetValueOrDefault(office.Due.Office.Province!)?.Level),
        _ when IsTarget => office.Value is { } rate ? Tell.PerMille(rate) : "–",
        _ => office.Value is { } value ? (IsMoney ? Tell.Billions(value) : Show.Number(value)) : "–",
    };

    /// <summary>Class of the tile: colours are the levels' alone, everything else is told in shades.</summary>
    public string Tone(RankedOffice office) => By switch
    {
        BoardRanking.Level => "tile-" + (Levels.GetValueOrDefault(office.Due.Office.Province!)?.Level ?? 0),
        BoardRanking.Reporting => office.Due.Standing switch
        {
            ReportStanding.OnTime or ReportStanding.Nothing => "shade-1",
            ReportStanding.Late => "shade-3",
            ReportStanding.Missing or ReportStanding.Returned => "shade-4",
            _ => "tile-0",
        },
        // Fifths of the ranking, the first the darkest.
        _ => office.Rank is { } rank ? "shade-" + (4 - ((rank - 1) * 4 / Math.Max(1, Ranking.Count(r => r.Rank is not null)))) : "tile-0",
    };

    /// <summary>The next below: of the country a province's districts (of levels its places), of a province a district's report.</summary>
    public string Opens(RankedOffice office) => By == BoardRanking.Level ? "/organisation/map/" + office.Due.Office.Province
        : !IsCountry ? (IsTarget ? Target(office) : "/reporting/reports/" + office.Due.Key)
        : $"/reporting/boards/country?province={office.Due.Office.Province}&day={Uri.EscapeDataString(Show.Date(Day!.Value))}" + (Figure is null ? "&measure=" + Measure : "&figure=" + Figure) + (IsTarget ? "&of=" + Of : "");

    /// <summary>The page of the office's target of the year.</summary>
    public string Target(RankedOffice office) => $"/reporting/targets/{office.Due.Office.Code}/{Year.Key}/{Of}";

    /// <summary>Where what was reached is made of its rows; null where the person may not see rows.</summary>
    public string? Actual(RankedOffice office) => Me.May("/reporting/targets", "rows") ? Target(office) + "/rows" : null;

    /// <summary>The rows behind a figure that was told, or the report whose figures it adds up.</summary>
    public string? Rows(RankedOffice office)
    {
        var figures = Figure is null ? BoardRanking.FiguresOf(By) : [Figure];
        // A sum of several figures has no rows of its own: its parts stand on the report, and each of them opens there.
        return office.Value is null ? null : figures.Count == 1 && Me.May("/reporting/figures") ? $"/reporting/figures/{office.Due.Key}?figure={figures[0]}" : "/reporting/reports/" + office.Due.Key;
    }

    public bool IsMoney => By is "debt" or "collected" || (Figure is not null && Indicators.Of(Figure).Unit == FigureUnit.Dong);
}
