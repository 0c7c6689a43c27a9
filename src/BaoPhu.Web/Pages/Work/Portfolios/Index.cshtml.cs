using BaoPhu.Core.Organisation;
using BaoPhu.Core.Work;

namespace BaoPhu.Web.Pages.Work.Portfolios;

/// <summary>Who follows what: each person's load beside the colleagues', what was assigned, and how many employers nobody follows.</summary>
public sealed class IndexModel(Core.Work.Portfolios portfolios, Localities localities) : PortfolioPage(portfolios, localities)
{
    public IReadOnlyList<Portfolio> List { get; private set; } = [];
    public long Unassigned { get; private set; }
    public List<RefusedHandover> Refused { get; private set; } = [];
    public bool SeesTasks => Me.May("/work/tasks");

    public async Task OnGetAsync()
    {
        await LoadPeople();
        List = await Module.All(Me.Scope, Province);
        Refused = MayAssign ? await Module.Refused(Me.Scope, Province) : [];
        Unassigned = (await Module.Unassigned(Me.Scope, Province)).Sum(u => u.Employers);
    }
}
