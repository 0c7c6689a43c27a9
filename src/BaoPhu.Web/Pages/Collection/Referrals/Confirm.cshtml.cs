using BaoPhu.Core.Collection.Referral;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Collection.Referrals;

/// <summary>Says of something that no figure shows whether it holds, with the evidence.</summary>
[Act(Permissions.Change)]
public sealed class ConfirmModel(Core.Collection.Referral.Referrals referrals, ContactCards cards) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty]
    public int Version { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Kind { get; set; }

    /// <summary>"yes" or "no".</summary>
    [BindProperty]
    public string? Holds { get; set; }

    [BindProperty]
    public int? Number { get; set; }

    [BindProperty]
    public string? Evidence { get; set; }

    public ReferralView View { get; private set; } = null!;
    public HouseholdMask Households { get; private set; } = HouseholdMask.None;
    public IReadOnlyList<SelectListItem> Kinds { get; } = [.. ReferralConfirmation.All.Select(k => new SelectListItem(Words.T("Referrals.Kind_" + k), k))];
    public IReadOnlyList<SelectListItem> YesNo { get; } = [new(Words.T("Referrals.Holds"), "yes"), new(Words.T("Referrals.HoldsNot"), "no")];

    public async Task<IActionResult> OnGetAsync()
    {
        await Load();
        if (View.Confirmations.FirstOrDefault(c => c.Kind == Kind) is { } known)
        {
            (Holds, Number, Evidence) = (known.Holds ? "yes" : "no", known.Number, known.Evidence);
        }

        Number ??= Kind == ReferralConfirmation.Workers ? View.RegisteredWorkers : null;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        Need(Holds, nameof(Holds), "Referrals.NeedHolds");
        AtField("Referrals.NeedEvidence", nameof(Evidence));
        AtField("Referrals.BadConfirmation", nameof(Number));
        return await Try(
            async () =>
            {
                await referrals.Confirm(Me.Actor, Me.Scope, Id, Version, Kind ?? "", Holds == "yes", Number, Evidence);
                return Done("/collection/referrals/" + Id, Words.T("Referrals.Done_confirm"));
            },
            Load);
    }

    private async Task Load()
    {
        View = await referrals.Find(Me.Scope, Id);
        Households = await cards.Households(Me.Province);
    }
}
