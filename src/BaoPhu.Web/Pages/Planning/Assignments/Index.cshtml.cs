using BaoPhu.Core.Planning;
using BaoPhu.Web.Shell;

namespace BaoPhu.Web.Pages.Planning.Assignments;

/// <summary>The units of the centre: what each was assigned and what it has done; to a province what it has to acknowledge.</summary>
public sealed class IndexModel(Core.Planning.Assignments assignments) : HousePage
{
    public List<UnitSummary> Units { get; private set; } = [];
    public List<Guidance> Waiting { get; private set; } = [];

    public async Task OnGetAsync()
    {
        Units = await assignments.Units(Me.Scope);
        Waiting = Me.Province is { } province ? await assignments.Waiting(province) : [];
    }
}
