using BaoPhu.Core.Messaging;
using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;

namespace BaoPhu.Web.Pages.Messaging;

/// <summary>What would have left the house, had its channel been configured.</summary>
public sealed class SandboxModel(MessageLists lists, ContactCards cards) : HousePage
{
    public IReadOnlyList<MessageDetail> Kept { get; private set; } = [];
    public HouseholdMask Names { get; private set; } = HouseholdMask.None;

    public async Task OnGetAsync()
    {
        Kept = await lists.Kept(Me.Scope, null);
        Names = await cards.Households(Me.Province);
    }
}
