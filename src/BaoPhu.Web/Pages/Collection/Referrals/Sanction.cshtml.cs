using BaoPhu.Core.Collection.Referral;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Collection.Referrals;

/// <summary>Enters a sanction that was decided elsewhere, with its paper.</summary>
[Act(Permissions.Change)]
public sealed class SanctionModel(Core.Collection.Referral.Referrals referrals, ContactCards cards) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public string? Number { get; set; }

    [BindProperty]
    public DateOnly? DecidedOn { get; set; }

    [BindProperty]
    public string? Authority { get; set; }

    [BindProperty]
    public string? Conduct { get; set; }

    [BindProperty]
    public bool SameConduct { get; set; }

    [BindProperty]
    public bool Warning { get; set; }

    [BindProperty]
    public DateOnly? ExecutedOn { get; set; }

    [BindProperty]
    public string? Evidence { get; set; }

    public ReferralView View { get; private set; } = null!;
    public HouseholdMask Households { get; private set; } = HouseholdMask.None;

    public Task OnGetAsync() => Load();

    public async Task<IActionResult> OnPostAsync()
    {
        Need(DecidedOn, nameof(DecidedOn), "Referrals.NeedDay");
        Need(Number, nameof(Number), "Referrals.NeedNumber");
        Need(Authority, nameof(Authority), "Referrals.NeedAuthority");
        Need(Conduct, nameof(Conduct), "Referrals.NeedConduct");
        Need(Evidence, nameof(Evidence), "Referrals.NeedEvidence");
        if (DecidedOn > Today || ExecutedOn > Today || ExecutedOn < DecidedOn)
        {
            ModelState.AddModelError(nameof(DecidedOn), Words.T("Referrals.BadSanctionDays"));
        }

        return await Try(
            async () =>
            {
                await referrals.Enter(Me.Actor, Me.Scope, Id, Version, new EnteredSanction(Number, DecidedOn!.Value, Authority, Conduct, SameConduct, Warning, ExecutedOn, Evidence));
                return Done("/collection/referrals/" + Id, Words.T("Referrals.Done_sanction"));
            },
            Load);
    }

    private async Task Load()
    {
        View = await referrals.Find(Me.Scope, Id);
        Households = await cards.Households(Me.Province);
    }
}
