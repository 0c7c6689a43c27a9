using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Rules.Papers;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Documents.Office;

/// <summary>One paper of the office: what it says and where each value comes from, its files, its history, and what may be done next.</summary>
public sealed class PaperModel(OfficePapers papers) : PaperActsPage<OfficePapers>(papers, "/documents/office")
{
    /// <summary>Rows of a list shown on the page; the file has them all.</summary>
    public const int RowsShown = 20;

    [BindProperty]
    public string? SignerId { get; set; }

    /// <summary>One a line.</summary>
    [BindProperty]
    public string? Recipients { get; set; }

    [BindProperty]
    public DateOnly? Deadline { get; set; }

    [BindProperty]
    public string? Way { get; set; }

    public OfficePaperDetail Detail { get; private set; } = null!;
    public OfficePaper Paper => Detail.Paper;
    public bool MaySign => Can(PaperAct.Sign) && Me.May("/documents/office", "sign") && Paper.SignerId == Me.User.UserId;
    public IReadOnlyList<SelectListItem> Ways { get; } = [.. OfficePapers.Ways.Select(w => new SelectListItem(Words.T("OfficePapers.Way_" + w), w))];
    public IReadOnlyList<SelectListItem> Signers => [.. Detail.Signers.Select(p => new SelectListItem(p.Signer.Name + " – " + p.Signer.TitleLine, p.UserId, p.UserId == Paper.SignerId))];

    public bool Can(PaperAct act) => Detail.Lawful.Contains(act);

    public async Task<IActionResult> OnGetAsync()
    {
        await Load();
        await Book.Look(Me.Actor, Paper);
        (SignerId, Recipients, Deadline) = (Paper.SignerId, string.Join('\n', Paper.RecipientList), Paper.Deadline);
        return Page();
    }

    public async Task<IActionResult> OnGetFileAsync(int place = 0)
    {
        var (name, bytes) = await Book.File(Me.Actor, Me.Scope, Id, place);
        return File(bytes.ToArray(), name.EndsWith(".docx", StringComparison.Ordinal)
            ? "application/vnd.openxmlformats-officedocument.wordprocessingml.document" : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", name);
    }

    public Task<IActionResult> OnPostChangeAsync()
    {
        Need(SignerId, nameof(SignerId), "Papers.NeedSigner");
        AtField("OfficePapers.NeedRecipients", nameof(Recipients));
        return Act(
            async () =>
            {
                await Book.Change(Me.Actor, Me.Scope, Id, Version, SignerId!, (Recipients ?? "").Split('\n'), Deadline);
                return Words.T("Papers.Changed");
            },
            keepErrors: true);
    }

    public Task<IActionResult> OnPostNumberAsync() => Act(async () => Words.T("Papers.NumberDrawn", await Book.Number(Me.Actor, Me.Scope, Id, Version)));

    public Task<IActionResult> OnPostSendAsync()
    {
        AtField("OfficePapers.NeedWay", nameof(Way));
        return Act(async () =>
        {
            await Book.Send(Me.Actor, Me.Scope, Id, Version, Way ?? "", Note);
            return Words.T("Papers.SentOne");
        });
    }

    public Task<IActionResult> OnPostReplaceAsync()
    {
        AtField("Papers.NeedsReason", nameof(Reason));
        return Try(async () => Done("/documents/office/" + await Book.Replace(Me.Actor, Me.Scope, Id, Version, Reason), Words.T("Papers.ReplacedBy")), Load);
    }

    protected override async Task Load() => Detail = await Book.Find(Me.Scope, Id);
}
