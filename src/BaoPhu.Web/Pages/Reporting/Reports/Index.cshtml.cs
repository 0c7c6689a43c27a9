using BaoPhu.Core.Reporting;
using BaoPhu.Web.Shell;

namespace BaoPhu.Web.Pages.Reporting.Reports;

/// <summary>What the person's office owes now, the nearest deadline first, and what it sent.</summary>
public sealed class IndexModel(Core.Reporting.Reports reports) : HousePage
{
    public List<DueReport> Due { get; private set; } = [];
    public List<Report> Sent { get; private set; } = [];

    public async Task OnGetAsync()
    {
        if (Me.Office is not null)
        {
            Due = await reports.Due(Me.Scope, Me.Office.Code);
            Sent = await reports.Sent(Me.Scope, Me.Office.Code);
        }
    }
}
