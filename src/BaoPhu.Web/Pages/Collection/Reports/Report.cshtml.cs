using BaoPhu.Core.Collection;
using BaoPhu.Core.Identity;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Collection.Reports;

/// <summary>One monthly report: totals that tie, who is left out and why, the rows, the paper.</summary>
public sealed class ReportModel(MonthlyReports reports) : ListPage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty]
    public string? Code { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    public ReportDetail Detail { get; private set; } = null!;
    public bool MayAct => Me.May("/collection/reports", Permissions.Change);
    public IReadOnlyList<SelectListItem> Reasons { get; } = [.. MonthlyReports.Reasons.Select(r => new SelectListItem(Words.T("Reports.Reason_" + r), r))];

    public IReadOnlyList<(string Title, IReadOnlyList<ReportTotal> Lines)> Totals =>
        [(Words.T("Reports.ByBand"), Detail.Bands), (Words.T("Reports.ByFund"), Detail.Funds), (Words.T("Reports.ByOffice"), Detail.Offices)];

    public async Task<IActionResult> OnGetAsync()
    {
        await Load();
        return Page();
    }

    public Task<IActionResult> OnPostRefreshAsync() => Act(() => reports.Refresh(Me.Actor, Me.Scope, Id), "Reports.Refreshed");

    public Task<IActionResult> OnPostExcludeAsync()
    {
        Need(Code, nameof(Code), "Reports.NeedCode");
        AtField("Reports.NeedReason", nameof(Note));
        AtField("Reports.NotOnIt", nameof(Code));
        return Act(() => reports.Exclude(Me.Actor, Me.Scope, Id, (Code ?? "").Trim().ToUpperInvariant(), Reason ?? "", Note), "Reports.ExcludedOne");
    }

    public Task<IActionResult> OnPostIncludeAsync() => Act(() => reports.Include(Me.Actor, Me.Scope, Id, Code ?? ""), "Reports.IncludedOne");

    private Task<IActionResult> Act(Func<Task> act, string said) => Try(
        async () =>
        {
            await act();
            return Done("/collection/reports/" + Id, Words.T(said));
        },
        Load);

    private async Task Load() => Detail = await reports.Find(Me.Scope, Id, After, Before);
}
