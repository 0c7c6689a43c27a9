using System.Globalization;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Messaging;
using BaoPhu.Core.Organisation;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Documents;

/// <summary>What a person answers about a paper, be it for one task or for a list: channel, signer, deadline, whom to ask, what goes with it.</summary>
public abstract class AnswersPage : HousePage
{
    [BindProperty]
    public string? Channel { get; set; }

    [BindProperty]
    public string? SignerId { get; set; }

    [BindProperty]
    public DateOnly? Deadline { get; set; }

    [BindProperty]
    public string? ContactLine { get; set; }

    /// <summary>Ticked leaflets of the library, "scope/leaflet/version".</summary>
    [BindProperty]
    public List<string> Library { get; set; } = [];

    /// <summary>The leaflets in force for the person's province.</summary>
    public IReadOnlyList<SelectListItem> LibraryChoices => [.. _library.Select(l => new SelectListItem($"{l.GroupName}: {l.Title}", ValueOf(l.Key)))];

    private IReadOnlyList<Leaflet> _library = [];

    /// <summary>One title a line.</summary>
    [BindProperty]
    public string? Leaflets { get; set; }

    public IForm Chosen { get; protected set; } = null!;

    /// <summary>The answers as given, without minutes.</summary>
    protected PaperAnswers Answered => new() { SignerId = SignerId!, Channel = Channel!, Deadline = Deadline, ContactLine = ContactLine?.Trim(), Leaflets = Lines(Leaflets), Library = Named };

    private IReadOnlyList<NamedLeaflet> Named => [.. _library.Where(l => Library.Contains(ValueOf(l.Key))).Select(l => new NamedLeaflet(l.Scope, l.Id, l.Version, l.Title))];

    protected async Task LoadLibrary(Core.Messaging.Leaflets leaflets) => _library = await leaflets.List(Me.Province ?? Settings.NationScope);

    protected static string ValueOf(LeafletKey key) => string.Create(CultureInfo.InvariantCulture, $"{key.Scope}/{key.Leaflet}/{key.Version}");

    /// <summary>Requires what every paper needs.</summary>
    protected void CheckAnswers()
    {
        Need(Channel, nameof(Channel), "Work.NeedChannel");
        Need(SignerId, nameof(SignerId), "Papers.NeedSigner");
        Need(Deadline, nameof(Deadline), "Papers.NeedDeadline");
        if (Deadline < Today)
        {
            ModelState.AddModelError(nameof(Deadline), Words.T("Papers.DeadlinePast"));
        }

        AtField("Papers.NotASigner", nameof(SignerId));
        AtField("Work.ChannelNotOfTask", nameof(Channel));
    }

    protected IReadOnlyList<SelectListItem> ChannelsOf(IEnumerable<string> channels) => [.. channels.Select(c => new SelectListItem(Words.T("Work.Channel_" + c), c, c == Channel))];

    protected IReadOnlyList<SelectListItem> SignersOf(PaperChoices? choices) =>
        [.. (choices?.Forms.First(f => f.Form == Chosen).Signers ?? []).Select(p => new SelectListItem(Words.T("Papers.SignerLine", p.Signer.Name, p.Signer.TitleLine), p.UserId, p.UserId == SignerId))];

    protected static IReadOnlyList<string> Lines(string? text) => (text ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
