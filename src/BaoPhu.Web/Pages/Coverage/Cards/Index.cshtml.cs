using System.Globalization;
using BaoPhu.Core.Coverage;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Coverage.Cards;

/// <summary>People whose card the budget pays, commune by commune: listed, with card, to be issued, issued, explained, and the remainder.</summary>
public sealed class IndexModel(CardNeeds cards) : ListPage
{
    [BindProperty(Name = "year", SupportsGet = true)]
    public int? Year { get; set; }

    /// <summary>Also communes without a remainder.</summary>
    [BindProperty(Name = "all", SupportsGet = true)]
    public bool Whole { get; set; }

    [BindProperty(Name = "office", SupportsGet = true)]
    public string? Office { get; set; }

    public IReadOnlyList<CardOffice> Offices { get; private set; } = [];
    public CardPage? Cards { get; private set; }
    public Core.Data.Instant? CountedAt { get; private set; }
    public IReadOnlyList<SelectListItem> Years { get; private set; } = [];

    public async Task OnGetAsync()
    {
        var years = await cards.Years(Me.Scope);
        Years = [.. years.Select(y => y.ToString(CultureInfo.InvariantCulture)).Select(y => new SelectListItem(y, y))];
        if (years.Count > 0)
        {
            Year = Year is { } asked && years.Contains(asked) ? asked : years[0];
            Cards = await cards.Communes(Me.Scope, new CardFilter(Year.Value) { Whole = Whole, Office = Office, After = After, Before = Before });
            Offices = await cards.Offices(Me.Scope, Year.Value);
            CountedAt = await cards.CountedAt(Me.Scope);
        }
    }
}
