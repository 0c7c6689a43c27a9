using BaoPhu.Core.Organisation;
using BaoPhu.Core.Reporting.Exchange;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Reporting.Exchange;

/// <summary>The keys of other systems: made (the key is shown once), in use, revoked.</summary>
public sealed class IndexModel(MachineKeys keys, Offices offices) : HousePage
{
    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Office { get; set; }

    [BindProperty]
    public bool MayWrite { get; set; }

    [BindProperty]
    public DateOnly? EndsOn { get; set; }

    [BindProperty]
    public string KeyId { get; set; } = "";

    public List<MachineKey> Keys { get; private set; } = [];
    public List<SelectListItem> Offices { get; private set; } = [];
    public bool MayChange => Me.May("/reporting/exchange", "change");

    /// <summary>The key that was just made: shown on this answer and nowhere else.</summary>
    public string? Made { get; private set; }

    public async Task OnGetAsync() => await Load();

    public Task<IActionResult> OnPostAsync()
    {
        AtField("Reporting.KeyNeedsName", nameof(Name));
        AtField("Reporting.KeyEnded", nameof(EndsOn));
        return Try(
            async () =>
            {
                Made = await keys.Make(Me.Actor, Me.Scope, Name, Office ?? Me.Actor.OfficeCode, MayWrite, EndsOn);
                // The form is empty again: pressed once more it would make a second key of the same name.
                ModelState.Clear();
                (Name, Office, MayWrite, EndsOn) = (null, null, false, null);
                await Load();
                Response.Headers.CacheControl = "no-store";
                return Page();
            },
            Load);
    }

    public Task<IActionResult> OnPostRevokeAsync() => Try(
        async () =>
        {
            await keys.Revoke(Me.Actor, Me.Scope, KeyId);
            return Done("/reporting/exchange", Words.T("Reporting.KeyRevokedNow"));
        },
        Load);

    private async Task Load()
    {
        Keys = await keys.List(Me.Scope);
        Offices = [.. (await offices.Tree(Me.Scope)).Where(o => Me.Scope.CoversOffice(o.Province, o.Code)).Select(o => new SelectListItem(o.Name, o.Code, o.Code == (Office ?? Me.Actor.OfficeCode)))];
    }
}
