using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Work.Portfolios;

/// <summary>Hands over what a person follows: previewed with its counts, then done.</summary>
[Act(Permissions.Change)]
public sealed class HandOverModel(Core.Work.Portfolios portfolios, Localities localities) : PortfolioPage(portfolios, localities)
{
    [BindProperty(Name = "giver", SupportsGet = true)]
    public string? Giver { get; set; }

    [BindProperty]
    public string? Taker { get; set; }

    [BindProperty]
    public string[] Which { get; set; } = [];

    [BindProperty]
    public DateOnly? From { get; set; }

    [BindProperty]
    public DateOnly? Until { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    /// <summary>The number of tasks that the preview said.</summary>
    [BindProperty]
    public long? Expected { get; set; }

    [BindProperty]
    public bool Confirmed { get; set; }

    public HandoverPreview? Preview { get; private set; }
    public IReadOnlyList<Portfolio> Held { get; private set; } = [];
    public IReadOnlyList<SelectListItem> GiverChoices { get; private set; } = [];

    public bool IsChosen(string portfolioId) => Which.Length == 0 || Which.Contains(portfolioId);

    public async Task OnGetAsync()
    {
        await Load();
        From = Today;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await Load();
        Need(Giver, "giver", "Portfolios.NeedPerson");
        Need(Taker, nameof(Taker), "Portfolios.NeedPerson");
        Need(From, nameof(From), "Portfolios.NeedFrom");
        AtField("Portfolios.ToOneself", nameof(Taker));
        AtField("Portfolios.OtherOffice", nameof(Taker));
        AtField("Portfolios.CannotFollow", nameof(Taker));
        AtField("Portfolios.InPast", nameof(From));
        AtField("Portfolios.EndsBefore", nameof(Until));
        return await Try(async () =>
        {
            // All ticked, or none shown to be ticked: everything the person has.
            var order = new Handover(Giver!, Taker!, From!.Value, Until, Which.Length == 0 || Which.Length == Held.Count ? null : Which, Note ?? "");
            Preview = await Module.Preview(Me.Scope, order);
            if (!Confirmed)
            {
                return Page();
            }

            if (Expected != Preview.Taken)
            {
                throw new Refusal("Portfolios.ChangedMeanwhile");
            }

            var result = await Module.HandOver(Me.Actor, Me.Scope, order);
            return Done("/work/portfolios" + InProvince, result.Later
                ? Words.T("Portfolios.HandedOverLater", result.Portfolios, Show.Date(order.From))
                : Words.T("Portfolios.HandedOver", result.Portfolios, Show.Number(result.Employers), Show.Number(result.Tasks)));
        });
    }

    private async Task Load()
    {
        await LoadPeople();
        var all = await Module.All(Me.Scope, Province);
        Held = [.. all.Where(p => p.Holders.Any(h => h.UserId == Giver))];
        // Who has left still has something to hand over.
        var gone = all.SelectMany(p => p.Holders).Where(h => h.IsGone).DistinctBy(h => h.UserId).Select(h => new SelectListItem(h.UserName + " – " + Words.T("Portfolios.Gone"), h.UserId));
        GiverChoices = [.. PersonChoices, .. gone];
    }
}
