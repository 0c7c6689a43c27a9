using BaoPhu.Core.Messaging;
using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Messaging;

/// <summary>One batch: how far it has got while it goes, then how every task of its list ended, searched for messages that never left.</summary>
public sealed class BatchModel(MessageLists lists, ContactCards cards) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    public MessageBatch Batch { get; private set; } = null!;
    public IReadOnlyList<MessageCount> Counts { get; private set; } = [];
    public IReadOnlyList<LeftOut> Left { get; private set; } = [];
    public HouseholdMask Names { get; private set; } = HouseholdMask.None;
    public long Finished => Batch.Messages - Batch.Pending;

    public async Task<IActionResult> OnGetAsync()
    {
        Batch = await lists.Batch(Me.Scope, Id);
        Counts = await lists.Counts(Me.Scope, new MessageFilter { Batch = Id });
        if (IsPart)
        {
            return Partial("_Batch", this);
        }

        Left = await lists.LeftOut(Me.Scope, Id);
        Names = await cards.Households(Batch.Province);
        return Page();
    }
}
