using BaoPhu.Core.Identity;
using BaoPhu.Core.Messaging;
using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Messaging;

/// <summary>Employers that do not want to be written to: who noted it and why; noted and ended here.</summary>
public sealed class OptOutsModel(Core.Messaging.OptOuts optOuts, Users users, ContactCards cards) : HousePage
{
    [BindProperty]
    public string? Province { get; set; }

    [BindProperty]
    public string? Code { get; set; }

    [BindProperty]
    public string? Channel { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public IReadOnlyList<OptOut> List { get; private set; } = [];
    public IReadOnlyDictionary<string, string> People { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);
    public HouseholdMask Names { get; private set; } = HouseholdMask.None;
    public bool MayChange => Me.May("/messaging", Permissions.Change);
    public IReadOnlyList<SelectListItem> Channels => [.. MessageChannels.All.Prepend(Core.Messaging.OptOuts.AllChannels).Select(c => new SelectListItem(NameOf(c), c))];

    public string NameOf(string channel) => channel == Core.Messaging.OptOuts.AllChannels ? Words.T("Messages.AllChannels") : Words.T("Work.Channel_" + channel);

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostAsync()
    {
        Need(Code, nameof(Code), "Messages.NeedCode");
        Need(Channel, nameof(Channel), "Messages.NeedChannel");
        AtField("Messages.OptOutNeedsReason", nameof(Reason));
        AtField("Messages.OptedOutAlready", nameof(Code));
        AtField("Register.NoEmployer", nameof(Code));
        return Try(
            async () =>
            {
                await optOuts.Add(Me.Actor, Me.Scope, Me.Province ?? Province ?? "", Code!.Trim().ToUpperInvariant(), Channel!, Reason);
                return Done("/messaging/opt-outs", Words.T("Messages.OptedOutDone", Code));
            },
            Load);
    }

    [Act(Permissions.Change)]
    public Task<IActionResult> OnPostEndAsync() => Try(
        async () =>
        {
            await optOuts.End(Me.Actor, Me.Scope, Province ?? Me.Province ?? "", Code ?? "", Channel ?? "");
            return Done("/messaging/opt-outs", Words.T("Messages.OptedInDone"));
        },
        Load);

    private async Task Load()
    {
        List = await optOuts.List(Me.Scope);
        People = await users.Names(List.Select(o => o.RecordedBy));
        Names = await cards.Households(Me.Province);
    }
}
