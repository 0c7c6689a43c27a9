using BaoPhu.Core.Collection;
using BaoPhu.Core.Collection.Referral;
using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Collection.Referrals;

/// <summary>Files under Article 216: those to be looked at and those under way.</summary>
public sealed class IndexModel(ReferralLists lists, ContactCards cards) : ListPage
{
    /// <summary>"begin": tasks without a file; else the files.</summary>
    [BindProperty(Name = "view", SupportsGet = true)]
    public string? View { get; set; }

    [BindProperty(Name = "state", SupportsGet = true)]
    public string? State { get; set; }

    [BindProperty(Name = "province", SupportsGet = true)]
    public string? Province { get; set; }

    [BindProperty(Name = "q", SupportsGet = true)]
    public string? Q { get; set; }

    public ReferralPage List { get; private set; } = null!;
    public HouseholdMask Households { get; private set; } = HouseholdMask.None;
    public bool IsToBegin => View == "begin";

    public IReadOnlyList<SelectListItem> States { get; } =
        [.. ((string[])["gathering", "checking", "approved", "sent", "verifying", "returned", "overdue", "ended"]).Select(s => new SelectListItem(Words.T("Referrals.State_" + s), s))];

    public async Task OnGetAsync()
    {
        Households = await cards.Households(Me.Province);
        List = await lists.List(Me.Scope, new CaseFilter { ToBegin = IsToBegin, State = State, Province = Province, Text = Q, After = After, Before = Before });
    }
}
