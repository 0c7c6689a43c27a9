using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Reporting;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Reporting.Boards;

/// <summary>The day's figures as they are this moment, of an office and those right below it, whoever has sent anything: country, province, district, and on to the rows.</summary>
public sealed class NowModel(LiveFigures figures, Offices offices) : HousePage
{
    [BindProperty(Name = "office", SupportsGet = true)]
    public string? Office { get; set; }

    [BindProperty(Name = "group", SupportsGet = true)]
    public string? Group { get; set; }

    /// <summary>One figure of the office alone, those below it by how much each adds; null: the group.</summary>
    [BindProperty(Name = "figure", SupportsGet = true)]
    public string? Figure { get; set; }

    public FigureTree Tree { get; private set; } = null!;
    public Office Place { get; private set; } = null!;
    public IReadOnlyList<Office> Below { get; private set; } = [];

    /// <summary>The offices from the person's own reach down to this one.</summary>
    public IReadOnlyList<Office> Above { get; private set; } = [];
    public static IReadOnlyList<string> Codes { get; } = ReportKind.Of("daily").Figures;

    /// <summary>Sixteen figures are too many for one table: people, money, and the work that was done.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Groups { get; } = Codes.GroupBy(GroupOf, StringComparer.Ordinal).ToDictionary(g => g.Key, g => (IReadOnlyList<string>)[.. g], StringComparer.Ordinal);
    public IReadOnlyList<string> Shown => Figure is null ? Groups[Group!] : [Figure];

    public async Task OnGetAsync()
    {
        Figure = Codes.Contains(Figure ?? "") ? Figure : null;
        Group = Figure is not null ? GroupOf(Figure) : Group is not null && Groups.ContainsKey(Group) ? Group : Groups.Keys.First();
        Office ??= Me.Scope.IsNation ? Actor.CentreCode : Me.Actor.OfficeCode;
        Place = await offices.Find(Office) is { } found && Me.Scope.CoversOffice(found.Province, found.Code) && found.Kind != OfficeKind.CentralUnit
            ? found
            : throw new Refusal("Organisation.NoOffice", Office) { Kind = RefusalKind.Missing };
        Tree = await figures.Of(Codes, Today, Today, cancel: HttpContext.RequestAborted);
        Below = [.. Tree.Below(Place.Code).Where(o => o.Kind is OfficeKind.Province or OfficeKind.District)];
        Below = Figure is null ? Below : [.. Below.OrderByDescending(o => Tree.Of(o.Code, Figure) ?? long.MinValue).ThenBy(o => o.Code, StringComparer.Ordinal)];
        var above = new List<Office>();
        for (var up = Place.ParentCode is { } parent ? await offices.Find(parent) : null; up is not null && Me.Scope.CoversOffice(up.Province, up.Code); up = up.ParentCode is { } next ? await offices.Find(next) : null)
        {
            above.Insert(0, up);
        }

        Above = above;
    }

    private static string GroupOf(string code) => Indicators.Of(code) switch
    {
        { Unit: FigureUnit.Person } => "people",
        { Moves: false, Unit: FigureUnit.Dong } => "money",
        _ => "work",
    };

    /// <summary>The report in which a figure of the office opens to its rows; the centre has none: its figure opens to the provinces', and each of them to its rows.</summary>
    public string? Rows(Office office, string figure) => !Me.May("/reporting/figures") ? null
        : office.Kind == OfficeKind.Centre && Figure is null ? $"/reporting/boards/now?office={office.Code}&figure={figure}"
        : ReportKind.All.FirstOrDefault(k => k.Reporters == office.Kind && k.Figures.Contains(figure) && k.Code.EndsWith("daily", StringComparison.Ordinal)) is { } kind
            ? $"/reporting/figures/{kind.Code}-{office.Code}-{Today:yyyyMMdd}?figure={figure}"
            : null;
}
