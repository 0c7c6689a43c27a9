using BaoPhu.Core.Collection.Penalty;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Collection.Penalties;

/// <summary>States an act of violation with its figures.</summary>
[Act(Permissions.Change)]
public sealed class StateModel(Core.Collection.Penalty.Penalties penalties, ContactCards cards) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public string? Violation { get; set; }

    [BindProperty]
    public string? What { get; set; }

    [BindProperty]
    public DateOnly? From { get; set; }

    [BindProperty]
    public DateOnly? Until { get; set; }

    [BindProperty]
    public long? Amount { get; set; }

    [BindProperty]
    public int? Workers { get; set; }

    public PenaltyView View { get; private set; } = null!;
    public HouseholdMask Households { get; private set; } = HouseholdMask.None;
    public IReadOnlyList<SelectListItem> Violations { get; } = [.. ViolationBook.All.Select(v => new SelectListItem(v.Name, v.Code))];

    public async Task<IActionResult> OnGetAsync()
    {
        await Load();
        if (View.Acts.Count == 0 && await penalties.FromInspection(Me.Scope, Id) is { } known)
        {
            (Violation, What, From, Amount, Workers) = (known.Violation, known.What, known.From, known.Amount, known.Workers);
        }

        Until = Today;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        Need(From, nameof(From), "Inspections.NeedDay");
        Need(Until, nameof(Until), "Inspections.NeedDay");
        AtField("Inspections.UnknownViolation", nameof(Violation));
        AtField("Inspections.FindingNeedsWords", nameof(What));
        AtField("Inspections.BadFigures", nameof(Amount));
        AtField("Penalties.NeedAmount", nameof(Amount));
        AtField("Penalties.BadDays", nameof(From));
        AtField("Penalties.Barred", nameof(Until));
        return await Try(
            async () =>
            {
                await penalties.State(Me.Actor, Me.Scope, Id, Version, new StatedAct(Violation ?? "", What ?? "", From!.Value, Until!.Value, Amount ?? 0, Workers ?? 0));
                return Done("/collection/penalties/" + Id, Words.T("Inspections.Done_step", Words.T("Penalties.Step_state")));
            },
            Load);
    }

    private async Task Load()
    {
        View = await penalties.Find(Me.Scope, Id);
        Households = await cards.Households(Me.Province);
    }
}
