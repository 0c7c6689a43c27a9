using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Documents.Manifests;

/// <summary>What waits for the post, the manifests made of it with their labels, and their hand-over.</summary>
public sealed class IndexModel(Core.Documents.Manifests manifests, OfficeParticulars particulars) : HousePage
{
    [BindProperty]
    public string? Id { get; set; }

    [BindProperty]
    public long Expected { get; set; }

    public IReadOnlyList<Manifest> List { get; private set; } = [];
    public long Waiting { get; private set; }
    public long WithoutAddress { get; private set; }

    /// <summary>Item codes of the person's office; null: none entered, and the post sticks its own.</summary>
    public ItemRange? Items { get; private set; }
    public bool MayAct => Me.May("/documents/manifests", Permissions.Change) && Me.Province is not null;

    public Task OnGetAsync() => Load();

    public async Task<IActionResult> OnGetFileAsync(string id, bool labels = false)
    {
        var (name, bytes) = await manifests.File(Me.Scope, id, labels);
        return File(bytes.ToArray(), "application/octet-stream", name);
    }

    public async Task<IActionResult> OnGetBlankAsync(string id)
    {
        var (name, bytes) = await manifests.BlankResults(Me.Scope, id);
        return File(bytes, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", name);
    }

    public Task<IActionResult> OnPostAsync() => Try(
        async () =>
        {
            var made = await manifests.Make(Me.Actor, Me.Scope, Me.Office?.Code ?? "", Expected);
            return Done("/documents/manifests", Words.T("Papers.ManifestMade", made.Label, Show.Number(made.Papers)));
        },
        Load);

    [Act(Permissions.Change)]
    public Task<IActionResult> OnPostHandOverAsync() => Try(
        async () =>
        {
            var (sent, struckOff) = await manifests.HandOver(Me.Actor, Me.Scope, Id ?? "");
            return Done("/documents/manifests", struckOff == 0 ? Words.T("Papers.HandedOver", Show.Number(sent)) : Words.T("Papers.HandedOverLess", Show.Number(sent), Show.Number(struckOff)));
        },
        Load);

    private async Task Load()
    {
        List = await manifests.List(Me.Scope);
        Items = (await particulars.Of(Me.Office?.Code ?? "", Today)).Items;
        (Waiting, WithoutAddress) = await manifests.Waiting(Me.Scope, Me.Office?.Code ?? "");
    }
}
