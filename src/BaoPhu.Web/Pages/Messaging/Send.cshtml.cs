using System.Globalization;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Messaging;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Messages;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Messaging;

/// <summary>Sends the message of one task: what it will say by each channel, in how many parts and at what cost, before it is sent.</summary>
[Act(Permissions.Change)]
public sealed class SendModel(TaskMessages messages, Core.Messaging.Leaflets leaflets, OfficeParticulars particulars, ContactCards cards) : HousePage
{
    [BindProperty(Name = "task", SupportsGet = true)]
    public string TaskKey { get; set; } = "";

    [BindProperty]
    public string? Phone { get; set; }

    [BindProperty]
    public bool Legal { get; set; }

    /// <summary>Leaflets that go with it: "scope/leaflet/version".</summary>
    [BindProperty]
    public List<string> With { get; set; } = [];

    /// <summary>Null where it cannot be sent: the error says why.</summary>
    public TaskMessagePreview? Preview { get; private set; }
    public ContactCard Card { get; private set; } = null!;
    public IReadOnlyList<SelectListItem> Leaflets { get; private set; } = [];
    public int PartsWithAccents { get; private set; }
    public int PartsPlain { get; private set; }

    public async Task<IActionResult> OnGetAsync()
    {
        try
        {
            // The office's own telephone is in most messages.
            Phone = (await particulars.Of(Me.Office?.Code ?? "", Today)).Phone is { Length: > 0 } known ? known : null;
            await Load();
            Legal = Preview!.Template.Code == TaskMessages.WithPaper;
        }
        catch (Refusal refusal) when (refusal.Kind == RefusalKind.WrongState)
        {
            ModelState.AddModelError("", refusal.Message);
            Response.StatusCode = StatusCodes.Status400BadRequest;
        }

        return Page();
    }

    public Task<IActionResult> OnPostAsync()
    {
        Need(Phone, nameof(Phone), "Messages.NeedPhone");
        return Try(
            async () =>
            {
                await messages.Send(Me.Actor, Me.Scope, TaskKey, Order);
                return Done("/work/tasks/" + TaskKey, Words.T("Messages.Sent"));
            },
            async () =>
            {
                try
                {
                    await Load();
                }
                catch (Refusal refusal) when (refusal.Kind == RefusalKind.WrongState)
                {
                    // Said already by the act itself.
                    Preview = null;
                }
            });
    }

    private MessageOrder Order => new(null, Legal, Phone?.Trim() ?? "", LeafletsOf(With));

    /// <summary>Ticked leaflets, "scope/leaflet/version"; what is none is passed over.</summary>
    internal static IReadOnlyList<LeafletKey> LeafletsOf(IEnumerable<string> ticked) => [.. ticked.Select(t => t.Split('/')).Where(t => t.Length == 3 && int.TryParse(t[2], NumberStyles.None, CultureInfo.InvariantCulture, out _))
        .Select(t => new LeafletKey(t[0], t[1], int.Parse(t[2], NumberStyles.None, CultureInfo.InvariantCulture)))];

    private async Task Load()
    {
        Preview = await messages.Preview(Me.Actor, Me.Scope, TaskKey, Order);
        Card = await cards.Of(Me.Actor, Me.Scope, Me.May("/work/tasks", Permissions.Change), Preview.Task.Province, Preview.Task.Code, "task");
        Leaflets = [.. (await leaflets.List(Me.Province ?? Settings.NationScope)).Select(l => new SelectListItem($"{l.GroupName}: {l.Title}", $"{l.Scope}/{l.Id}/{l.Version}"))];
        PartsWithAccents = Preview.SmsPartsWithAccents;
        PartsPlain = Preview.Channels.FirstOrDefault(c => c.Channel == MessageChannels.Sms) is { } sms ? SmsText.Size(SmsText.Plain(sms.Body.Text)).Parts : 0;
    }
}
