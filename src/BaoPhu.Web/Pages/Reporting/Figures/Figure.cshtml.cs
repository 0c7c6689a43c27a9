using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Reporting;
using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Reporting.Figures;

/// <summary>What a figure of a report is made of, employer by employer. What happened in the period is shown as it was when the report was sent; the ledger as it is now.</summary>
public sealed class FigureModel(Core.Reporting.Reports reports, Indicators indicators, ContactCards cards) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Key { get; set; } = "";

    [BindProperty(Name = "figure", SupportsGet = true)]
    public string? Figure { get; set; }

    [BindProperty(Name = "after", SupportsGet = true)]
    public string? After { get; set; }

    /// <summary>Only the employers of this office, of those of the report.</summary>
    [BindProperty(Name = "office", SupportsGet = true)]
    public string? Office { get; set; }

    /// <summary>What each office's employers add; shown where there are several.</summary>
    public List<OfficeFigure> Parts { get; private set; } = [];

    public ReportView View { get; private set; } = null!;
    public FigureRows Rows { get; private set; } = null!;
    public HouseholdMask Households { get; private set; } = HouseholdMask.None;

    /// <summary>The rows are those of the moment of sending.</summary>
    public bool AsSent { get; private set; }

    public async Task OnGetAsync()
    {
        View = await reports.Find(Me.Scope, Key);
        var indicator = Indicators.Of(Figure ?? "");
        AsSent = indicator.Moves && View.Draft is null && View.Last is not null;
        var window = AsSent ? View.Window with { Until = View.Last!.FiguresAt!.Value, KnownAt = View.Last.FiguresAt } : View.Window;
        var reach = await reports.Reach(View.Due);
        Parts = await indicators.Parts(Me.Scope, reach, indicator.Code, window);
        if (Parts.Find(p => p.OfficeCode == Office) is { } part)
        {
            reach = Scope.OfOffices(part.Province, [part.OfficeCode]);
        }

        Rows = await indicators.Rows(Me.Scope, reach, indicator.Code, window, After);
        Households = await cards.Households(View.Office.Province ?? Settings.NationScope);
    }
}
