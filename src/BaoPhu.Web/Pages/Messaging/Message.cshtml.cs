using System.Text.Json;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Messaging;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Messaging;

/// <summary>One message: to whom, what it says by each channel, its history, and what a person may decide.</summary>
public sealed class MessageModel(MessageLists lists, MessageDecisions decisions, ContactCards cards) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public MessageDetail Detail { get; private set; } = null!;
    public HouseholdMask Names { get; private set; } = HouseholdMask.None;
    public bool MayDecide => Me.May("/messaging", Permissions.Change);

    /// <summary>Name, telephone and address of the recipient, masked: who must see them whole asks on the employer's page.</summary>
    public string Masked => string.Join(", ", ((string?[])[Masking.Name(Detail.Message.ToName), Masking.Phone(Detail.Message.ToPhone), Masking.Email(Detail.Message.ToEmail)]).OfType<string>());

    public Task OnGetAsync() => Load();

    [Act(Permissions.Change)]
    public Task<IActionResult> OnPostAgainAsync() => Decide(decisions.SendAgain);

    [Act(Permissions.Change)]
    public Task<IActionResult> OnPostSentAsync() => Decide(decisions.CountAsSent);

    [Act(Permissions.Change)]
    public Task<IActionResult> OnPostCancelAsync() => Decide(decisions.Cancel);

    /// <summary>Why, as the history keeps it: the house's reasons in words, the channel's own as they came.</summary>
    public string Said(MessageEvent line)
    {
        using var detail = JsonDocument.Parse(line.Detail);
        string Of(string name) => detail.RootElement.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
        var reason = Of("reason");
        return string.Join(". ", ((string[])[Text.Find("Messages.Reason_" + reason) ?? reason, Of("note")]).Where(t => t.Length > 0));
    }

    private Task<IActionResult> Decide(Func<Actor, Scope, string, int, string?, Task> act)
    {
        AtField("Messages.NeedsReason", nameof(Reason));
        return Try(
            async () =>
            {
                await act(Me.Actor, Me.Scope, Id, Version, Reason);
                return Done("/messaging/messages/" + Id, Words.T("Messages.Decided"));
            },
            Load);
    }

    private async Task Load()
    {
        Detail = await lists.Find(Me.Scope, Id);
        Names = await cards.Households(Detail.Message.Province);
    }
}
