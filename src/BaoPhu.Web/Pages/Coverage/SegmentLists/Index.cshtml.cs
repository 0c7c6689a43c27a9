using BaoPhu.Core.Coverage;
using BaoPhu.Core.Identity;
using BaoPhu.Web.Shell;

namespace BaoPhu.Web.Pages.Coverage.SegmentLists;

/// <summary>Who has which people of a segment until when, and how far it is; to a collection agent's staff only what they themselves have.</summary>
public sealed class IndexModel(Core.Coverage.SegmentLists lists) : HousePage
{
    public IReadOnlyList<SegmentList> Lists { get; private set; } = [];
    public bool Own => Me.Role == Role.Agent;

    public async Task OnGetAsync() => Lists = await lists.All(Me.Scope, ListModel.OnlyOf(Me));

    public string StateOf(SegmentList list) => list.EndedAt is not null ? "ended" : list.IsLate(Today) ? "late" : list.Open + list.Contacted == 0 ? "done" : "held";
}
