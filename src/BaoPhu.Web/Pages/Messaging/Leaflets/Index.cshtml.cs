using BaoPhu.Core.Identity;
using BaoPhu.Core.Messaging;
using BaoPhu.Core.Organisation;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Messaging.Leaflets;

/// <summary>The library of leaflets: the last version of each, taken in and withdrawn here.</summary>
public sealed class IndexModel(Core.Messaging.Leaflets leaflets) : HousePage
{
    /// <summary>Id of the leaflet that gets a new version or is withdrawn; empty: a new one.</summary>
    [BindProperty]
    public string? Leaflet { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Group { get; set; }

    [BindProperty]
    public IFormFile? Taken { get; set; }

    public IReadOnlyList<Leaflet> List { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Own => [.. List.Where(l => l.Scope == Place).Select(l => new SelectListItem(l.Title, l.Id))];
    public string Place => Me.Province ?? Settings.NationScope;
    public bool MayChange => Me.May("/messaging/leaflets", Permissions.Change) && (Me.Scope.IsNation || (Me.Province is { } own && Me.Scope.CoversWhole(own)));

    public Task OnGetAsync() => Load();

    public async Task<IActionResult> OnGetFileAsync(string of, string leaflet, int version)
    {
        var file = await leaflets.File(Place, new LeafletKey(of ?? "", leaflet ?? "", version));
        return File(file.Bytes.ToArray(), file.MediaType, file.Name);
    }

    public Task<IActionResult> OnPostAsync()
    {
        Need(Taken, nameof(Taken), "Messages.NeedLeafletFile");
        AtField("Messages.LeafletNeedsTitle", nameof(Name));
        AtField("Messages.LeafletKind", nameof(Taken));
        AtField("Messages.LeafletSize", nameof(Taken));
        return Try(
            async () =>
            {
                await using var stream = Taken!.OpenReadStream();
                await leaflets.Upload(Me.Actor, Me.Scope, Place, string.IsNullOrEmpty(Leaflet) ? null : Leaflet, Name, Group, Taken.FileName, stream);
                return Done("/messaging/leaflets", Words.T("Messages.LeafletTaken"));
            },
            Load);
    }

    [Act(Permissions.Change)]
    public Task<IActionResult> OnPostWithdrawAsync()
    {
        ModelState.Clear();
        return Try(
            async () =>
            {
                await leaflets.Withdraw(Me.Actor, Me.Scope, Place, Leaflet ?? "");
                return Done("/messaging/leaflets", Words.T("Messages.LeafletWithdrawn"));
            },
            Load);
    }

    private async Task Load() => List = await leaflets.List(Place);
}
