using BaoPhu.Core.Organisation;
using BaoPhu.Web.Pages.Organisation.Offices;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Organisation.Settings.Offices;

/// <summary>Account, telephone and item codes of every office within reach; what is missing stands out, because papers wait for it.</summary>
public sealed class IndexModel(OfficeParticulars particulars, Core.Organisation.Offices offices, Core.Organisation.Localities localities) : HousePage
{
    [BindProperty(Name = "province", SupportsGet = true)]
    public string? Province { get; set; }

    public List<SelectListItem> Provinces { get; private set; } = [];
    public List<(Office Office, Particulars Particulars)> Offices { get; private set; } = [];

    public async Task OnGetAsync()
    {
        if (Me.Scope.IsNation)
        {
            Provinces = [.. (await localities.Provinces()).Select(p => new SelectListItem(p.Name, p.Code))];
            Province ??= Provinces.FirstOrDefault()?.Value;
        }

        var known = await particulars.All(Me.Scope, Today);
        var shown = Me.Scope.ProvinceCode ?? Province;
        Offices = [.. OfficeView.Seen(await offices.Tree(Me.Scope), Me.Scope).Where(o => o.Province is not null && o.Province == shown).Select(o => (o, known.GetValueOrDefault(o.Code) ?? new Particulars()))];
    }
}
