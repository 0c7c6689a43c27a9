using BaoPhu.Core.Collection.Referral;
using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Collection.PenaltyChecks;

/// <summary>Penalty decisions and how far each was checked.</summary>
public sealed class IndexModel(Core.Collection.Referral.PenaltyChecks checks, ContactCards cards) : ListPage
{
    /// <summary>"open", "faults" or all.</summary>
    [BindProperty(Name = "view", SupportsGet = true)]
    public string? View { get; set; }

    public PenaltyCheckPage List { get; private set; } = null!;
    public HouseholdMask Households { get; private set; } = HouseholdMask.None;

    public async Task OnGetAsync()
    {
        Households = await cards.Households(Me.Province);
        List = await checks.List(Me.Scope, View, After, Before);
    }
}
