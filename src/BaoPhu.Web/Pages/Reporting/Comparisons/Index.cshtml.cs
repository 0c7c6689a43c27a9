using BaoPhu.Core.Organisation;
using BaoPhu.Core.Reporting;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Reporting.Comparisons;

/// <summary>A figure of two days side by side, each over the provinces of its own day; merged provinces stand under the one that they became.</summary>
public sealed class IndexModel(Core.Reporting.Comparisons comparisons) : HousePage
{
    [BindProperty(Name = "kind", SupportsGet = true)]
    public string? Kind { get; set; }

    [BindProperty(Name = "figure", SupportsGet = true)]
    public string? Figure { get; set; }

    [BindProperty(Name = "earlier", SupportsGet = true)]
    public DateOnly? Earlier { get; set; }

    [BindProperty(Name = "later", SupportsGet = true)]
    public DateOnly? Later { get; set; }

    public Comparison Comparison { get; private set; } = null!;
    public IReadOnlyList<SelectListItem> Kinds { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Figures { get; private set; } = [];

    public async Task OnGetAsync()
    {
        Kind = ReportKind.All.FirstOrDefault(k => k.Code == (Kind ?? "daily") && Compared(k))?.Code ?? throw new Refusal("Reporting.NoKind", Kind) { Kind = RefusalKind.Missing };
        Later ??= Today;
        Earlier ??= Today.AddDays(-1);
        var kind = ReportKind.Of(Kind);
        Figure = kind.Figures.Contains(Figure ?? "") ? Figure! : kind.Figures.First(f => Indicators.Of(f).Source is not null);
        Kinds = [.. ReportKind.All.Where(Compared).Select(k => new SelectListItem(Words.T("Reporting.Kind_" + k.Code), k.Code, k.Code == Kind))];
        Figures = [.. kind.Figures.Select(f => new SelectListItem(Words.T("Reporting.Figure_" + f), f, f == Figure))];
        Comparison = await comparisons.Of(Me.Scope, Kind, Earlier.Value, Later.Value);
    }

    /// <summary>Provinces change; the centre's units and papers without figures are not compared.</summary>
    private static bool Compared(ReportKind kind) => kind.Reporters == OfficeKind.Province && kind.Figures.Count > 0;
}
