using BaoPhu.Core.Collection;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Collection.Reports;

/// <summary>The monthly reports of debtors, and the months that still want one.</summary>
public sealed class IndexModel(MonthlyReports reports) : HousePage
{
    [BindProperty]
    public DateOnly? DueOn { get; set; }

    public List<(MonthlyReport Report, OfficePaper? Paper)> List { get; private set; } = [];
    public List<ReportDue> Due { get; private set; } = [];
    public bool MayAct => Me.May("/collection/reports", Permissions.Change) && Me.Province is { } province && Me.Scope.CoversWhole(province);

    public string ProvinceName(string code) => Reference.Provinces.First(p => p.Code == code).Name;

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostAsync() => Try(
        async () =>
        {
            var province = Me.Province ?? throw new Refusal("Work.CollectiveByProvince");
            return Done("/collection/reports/" + await reports.Begin(Me.Actor, Me.Scope, province, DueOn ?? Today), Words.T("Reports.Begun"));
        },
        Load);

    private async Task Load()
    {
        List = await reports.List(Me.Scope);
        Due = MayAct ? await reports.Due(Me.Scope, Me.Province!) : [];
    }
}
