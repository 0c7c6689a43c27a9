using BaoPhu.Core.Reporting;
using BaoPhu.Rules.Reporting;
using BaoPhu.Web.Shell;

namespace BaoPhu.Web.Pages.Reporting.Consolidations;

/// <summary>What the collection department tells the leadership: the terms of the last month with what stands for each.</summary>
public sealed class IndexModel(Core.Reporting.Consolidations consolidations) : HousePage
{
    public List<(ConsolidationKind Kind, ReportTerm Term, Consolidation? Standing)> Rows { get; private set; } = [];

    public async Task OnGetAsync() => Rows = await consolidations.List(Me.Scope);
}
