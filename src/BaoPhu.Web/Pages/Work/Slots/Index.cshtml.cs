using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Work.Slots;

/// <summary>A day of in-person work: who, when, where, and the room that the limits leave.</summary>
public sealed class IndexModel(Core.Work.Slots slots, Core.Organisation.Localities localities) : HousePage
{
    [BindProperty(Name = "day", SupportsGet = true)]
    public DateOnly? Day { get; set; }

    [BindProperty(Name = "province", SupportsGet = true)]
    public string? Province { get; set; }

    public SlotDay Slots { get; private set; } = null!;
    public int Unfit { get; private set; }
    public List<SelectListItem> Provinces { get; private set; } = [];
    public string AddressOf(DateOnly day) => "/work/slots?day=" + Show.Date(day) + (Provinces.Count > 1 ? "&province=" + Province : "");

    public async Task OnGetAsync()
    {
        Provinces = [.. (await localities.Provinces()).Where(p => Me.Scope.Covers(p.Code)).Select(p => new SelectListItem(p.Name, p.Code))];
        Province = string.IsNullOrEmpty(Province) ? Me.Province ?? Provinces[0].Value : Province;
        Day ??= Today;
        Slots = await slots.Day(Me.Scope, Province, Day.Value);
        Unfit = (await slots.Unfit(Me.Scope, Province)).Count;
    }
}
