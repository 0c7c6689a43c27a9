using System.Globalization;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Register;
using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Work.Portfolios;

/// <summary>What the pages of portfolios share: the province (of the person, or at the centre the chosen one) and its people.</summary>
public abstract class PortfolioPage(Core.Work.Portfolios portfolios, Localities localities) : HousePage
{
    /// <summary>At the centre: the province looked at.</summary>
    [BindProperty(Name = "province", SupportsGet = true)]
    public string? Chosen { get; set; }

    public string Province => Me.Province ?? (Provinces.Any(p => p.Value == Chosen) ? Chosen! : "79");

    /// <summary>Provinces to choose from; empty for those who sit in one.</summary>
    public IReadOnlyList<SelectListItem> Provinces { get; private set; } = [];
    public IReadOnlyList<PersonLoad> People { get; private set; } = [];
    public IReadOnlyList<SelectListItem> PersonChoices => [.. People.Select(p => new SelectListItem($"{p.Name} – {p.Office} ({Show.Number(p.Employers)})", p.UserId))];
    public bool MayAssign => Me.May("/work/portfolios", Core.Identity.Permissions.Change);

    /// <summary>"?province=01" for the centre's links, empty within a province.</summary>
    public string InProvince => Me.Province is null ? "?province=" + Province : "";

    protected Core.Work.Portfolios Module => portfolios;

    protected async Task LoadPeople()
    {
        if (Me.Province is null)
        {
            Provinces = [.. (await localities.Provinces()).Select(p => new SelectListItem(p.Name, p.Code))];
        }

        People = await portfolios.People(Me.Scope, Province);
    }

    /// <summary>Districts, each followed by its communes.</summary>
    protected async Task<IReadOnlyList<SelectListItem>> Places()
    {
        var places = new List<SelectListItem>();
        foreach (var district in await localities.Below(Province))
        {
            places.Add(new(district.Name, district.Code));
            places.AddRange((await localities.Below(district.Code)).Select(c => new SelectListItem(Words.T("Portfolios.PlaceOf", district.Name, c.Name), c.Code)));
        }

        return places;
    }

    protected string Said(long changed, DateOnly from) => from > Today ? Words.T("Portfolios.AssignedLater", Show.Date(from)) : Words.T("Portfolios.Assigned", Show.Number(changed));

    /// <summary>The last day on which it holds, from the first on which it does not.</summary>
    public static string Days(DateOnly from, DateOnly? to) => to is { } end
        ? Words.T("Portfolios.FromDay", Show.Date(from)) + " " + Words.T("Portfolios.UntilDay", Show.Date(end.AddDays(-1)))
        : Words.T("Portfolios.FromDay", Show.Date(from));
}
