using BaoPhu.Core.Identity;
using BaoPhu.Core.Planning;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Planning.Commendations;

/// <summary>The ranking of units or persons over some days, with its figures, and a proposal with those chosen from it. Nothing is ranked until days are asked for.</summary>
public sealed class IndexModel(Rankings rankings, Core.Planning.Commendations commendations) : HousePage
{
    [BindProperty(Name = "kind", SupportsGet = true)]
    public string? Kind { get; set; }

    [BindProperty(Name = "from", SupportsGet = true)]
    public DateOnly? From { get; set; }

    [BindProperty(Name = "to", SupportsGet = true)]
    public DateOnly? To { get; set; }

    [BindProperty]
    public List<string> Codes { get; set; } = [];

    [BindProperty]
    public string? Merits { get; set; }

    /// <summary>Of the ranking that the person saw.</summary>
    [BindProperty]
    public string? Digest { get; set; }

    public RankingTable? Table { get; private set; }
    public List<Commendation> List { get; private set; } = [];
    public bool MayBegin => Me.May("/planning/commendations", Permissions.Change) && !Me.Scope.IsOfOffices;
    public IReadOnlyList<SelectListItem> Kinds { get; } = [.. Rankings.Kinds.Select(k => new SelectListItem(Words.T("Commendations.Kind_" + k), k))];

    public async Task<IActionResult> OnGetAsync()
    {
        if (From is null || To is null)
        {
            // The month before is offered, not computed.
            Kind ??= Rankings.Unit;
            await Load();
            var first = new DateOnly(Today.Year, Today.Month, 1);
            (From, To) = (first.AddMonths(-1), first.AddDays(-1));
            return Page();
        }

        return await Try(
            async () =>
            {
                await Load();
                return Page();
            },
            async () => List = await commendations.List(Me.Scope));
    }

    public Task<IActionResult> OnPostAsync()
    {
        Need(From, "from", "Commendations.BadPeriod");
        Need(To, "to", "Commendations.BadPeriod");
        AtField("Commendations.NeedMerits", nameof(Merits));
        return Try(
            async () => Done("/planning/commendations/" + await commendations.Begin(Me.Actor, Me.Scope, Kind ?? "", From!.Value, To!.Value, Codes, Merits, Digest), Words.T("Commendations.Begun")),
            async () =>
            {
                try
                {
                    await Load();
                }
                catch (Core.Texts.Refusal)
                {
                    // What was refused already stands above the page: days for which there is no ranking.
                    Table = null;
                }
            });
    }

    private async Task Load()
    {
        List = await commendations.List(Me.Scope);
        Table = From is { } from && To is { } to ? await rankings.Of(Me.Scope, Kind ?? "", from, to) : null;
    }
}
