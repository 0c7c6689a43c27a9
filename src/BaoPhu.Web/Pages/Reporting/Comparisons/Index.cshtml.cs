using BaoPhu.Core.Organisation;
using BaoPhu.Core.Reporting;
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
        Kind = ReportKind.Of(Kind ?? "daily").Code;
        Later ??= Today;
        Earlier ??= Today.AddDays(-1);
        var kind = ReportKind.Of(Kind);
        Figure = kind.Figures.Contains(Figure ?? "") ? Figure! : kind.Figures.First(f => Indicators.Of(f).Source is not null);
        Kinds = [.. ReportKind.All.Where(k => k.Reporters == OfficeKind.Province).Select(k => new SelectListItem(Words.T("Reporting.Kind_" + k.Code), k.Code, k.Code == Kind))];
        Figures = [.. kind.Figures.Select(f => new SelectListItem(Words.T("Reporting.Figure_" + f), f, f == Figure))];
        Comparison = await comparisons.Of(Me.Scope, Kind, Earlier.Value, Later.Value);
    }
}
