using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Work.Portfolios;

/// <summary>One portfolio: everybody who followed it, what we held true before, and its end.</summary>
public sealed class PortfolioModel(Core.Work.Portfolios portfolios) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty]
    public DateOnly? From { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    public Portfolio Portfolio { get; private set; } = null!;
    public bool MayEnd => Me.May("/work/portfolios", Core.Identity.Permissions.Change) && Portfolio.Holders.Any(h => h.KnownToAt is null && (h.ToDate is null || h.ToDate > Today));

    public async Task OnGetAsync()
    {
        await Load();
        From = Today;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        Need(From, nameof(From), "Portfolios.NeedFrom");
        AtField("Portfolios.InPast", nameof(From));
        return await Try(
            async () =>
            {
                var changed = await portfolios.End(Me.Actor, Me.Scope, Id, From!.Value, Note ?? "");
                return Done("/work/portfolios/" + Id, Words.T("Portfolios.Ended", Show.Number(changed)));
            },
            Load);
    }

    private async Task Load() => Portfolio = await portfolios.Find(Me.Scope, Id);

    internal static string Days(DateOnly from, DateOnly? to) => PortfolioPage.Days(from, to);
}
