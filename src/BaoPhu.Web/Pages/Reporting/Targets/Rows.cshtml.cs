using BaoPhu.Core.Reporting;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Reporting;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Reporting.Targets;

/// <summary>What the figure of a target is made of.</summary>
[Act("rows")]
public sealed class RowsModel(Core.Reporting.Targets targets, ContactCards cards) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Office { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string Period { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string Indicator { get; set; } = "";

    [BindProperty(Name = "after", SupportsGet = true)]
    public string? After { get; set; }

    public FigureTable Table { get; private set; } = null!;

    public async Task OnGetAsync()
    {
        if (!TargetPeriod.TryParse(Period, out var period))
        {
            throw new Refusal("Targets.NoPeriod", Period) { Kind = RefusalKind.Missing };
        }

        var rows = await targets.Rows(Me.Scope, Office, period, Indicator, After);
        Table = new(rows, Words.T("Reporting.Figure_" + Indicator), await cards.Households(Me.Province));
    }
}
