using BaoPhu.Core.Collection;
using BaoPhu.Core.Identity;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Collection.Evidence;

/// <summary>The evidence of one case: every file with what it proves, who attached it and when; a file is attached, opened and withdrawn here.</summary>
[RequestSizeLimit(EvidenceFiles.MostBytes + (1 << 20))]
[RequestFormLimits(MultipartBodyLengthLimit = EvidenceFiles.MostBytes + (1 << 20))]
public sealed class CaseModel(EvidenceFiles evidence) : HousePage
{
    /// <summary>Key of the task.</summary>
    [BindProperty(SupportsGet = true)]
    public string Key { get; set; } = "";

    /// <summary>What the file proves.</summary>
    [BindProperty(Name = "place", SupportsGet = true)]
    public string? Place { get; set; }

    [BindProperty]
    public string? Called { get; set; }

    [BindProperty]
    public IFormFile? Taken { get; set; }

    /// <summary>Piece that is withdrawn.</summary>
    [BindProperty]
    public int Number { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public EvidenceView View { get; private set; } = null!;
    public IReadOnlyList<SelectListItem> Places => [.. View.Places.Select(p => new SelectListItem(p.Name, p.Place.ToString()))];
    public bool MayChange => Me.May("/collection/evidence", Permissions.Change) && Me.May(EvidenceFiles.FolderOf(Key), Permissions.Change);
    public string Address => "/collection/evidence/" + Key;

    /// <summary>Where the case itself stands.</summary>
    public string CaseAddress => CaseBook.Find(View.Task.Act)?.PageOf(View.Task.Key, "") is { Length: > 0 } own ? own : $"/collection/cases/{View.Task.Province}-{View.Task.Code}";

    public async Task<IActionResult> OnGetAsync()
    {
        await Load();
        return MaySee ? Page() : Forbidden;
    }

    /// <summary>The file itself, to be kept or opened by the program for it: never shown as a page of this site.</summary>
    public async Task<IActionResult> OnGetFileAsync(int no)
    {
        if (!MaySee)
        {
            return Forbidden;
        }

        var file = await evidence.Open(Me.Actor, Me.Scope, Key, no);
        return File(file.Bytes.ToArray(), file.MediaType, file.Name);
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await Load();
        if (!MayChange)
        {
            return Forbidden;
        }

        Need(Taken, nameof(Taken), "Evidence.NeedFile");
        AtField("Evidence.NeedTitle", nameof(Called));
        AtField("Evidence.TooLarge", nameof(Taken));
        AtField("Evidence.WrongKind", nameof(Taken));
        return await Try(async () =>
        {
            await using var content = Taken!.OpenReadStream();
            await evidence.Add(Me.Actor, Me.Scope, Key, Place, Called, Taken.FileName, content);
            return Done(Address, Words.T("Evidence.Added"));
        });
    }

    public async Task<IActionResult> OnPostWithdrawAsync()
    {
        await Load();
        if (!MayChange)
        {
            return Forbidden;
        }

        Need(Reason, nameof(Reason), "Evidence.NeedReason");
        return await Try(async () =>
        {
            await evidence.Withdraw(Me.Actor, Me.Scope, Key, Number, Reason);
            return Done(Address, Words.T("Evidence.WithdrawnDone"));
        });
    }

    /// <summary>Evidence of a case is seen by who may see the case.</summary>
    private bool MaySee => Me.May(EvidenceFiles.FolderOf(Key));

    private static StatusCodeResult Forbidden => new(StatusCodes.Status403Forbidden);

    private async Task Load() => View = await evidence.Of(Me.Scope, Key);
}
