using BaoPhu.Core.Collection.Referral;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Collection.PenaltyChecks;

/// <summary>One penalty decision, checked point by point.</summary>
public sealed class CheckModel(Core.Collection.Referral.PenaltyChecks checks, ContactCards cards) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty]
    public Dictionary<string, string?> Points { get; set; } = [];

    [BindProperty]
    public Dictionary<string, string?> Notes { get; set; } = [];

    public PenaltyCheck View { get; private set; } = null!;
    public HouseholdMask Households { get; private set; } = HouseholdMask.None;
    public bool MayChange => Me.May("/collection/penalty-checks", Permissions.Change);

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostAsync() => Try(
        async () =>
        {
            await checks.Answer(Me.Actor, Me.Scope, Id, [.. Points.Where(p => !string.IsNullOrEmpty(p.Value)).Select(p => (p.Key, p.Value!, Notes.GetValueOrDefault(p.Key)))]);
            return Done("/collection/penalty-checks/" + Id, Words.T("PenaltyChecks.Done"));
        },
        Load);

    private async Task Load()
    {
        View = await checks.Find(Me.Scope, Id);
        Households = await cards.Households(Me.Province);
    }
}
