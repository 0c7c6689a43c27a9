using BaoPhu.Core.Collection;
using BaoPhu.Core.Collection.Penalty;
using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Collection.Penalties;

/// <summary>Those with an established violation and no minutes yet, and the penalties under way.</summary>
public sealed class IndexModel(PenaltyLists lists, ContactCards cards) : ListPage
{
    /// <summary>"begin", else the penalties.</summary>
    [BindProperty(Name = "view", SupportsGet = true)]
    public string? View { get; set; }

    [BindProperty(Name = "state", SupportsGet = true)]
    public string? State { get; set; }

    [BindProperty(Name = "q", SupportsGet = true)]
    public string? Q { get; set; }

    public PenaltyPage List { get; private set; } = null!;
    public HouseholdMask Households { get; private set; } = HouseholdMask.None;
    public bool IsToBegin => View == "begin";
    public IReadOnlyList<SelectListItem> States { get; } =
        [.. ((string[])["drafting", "minuted", "decided", "served", "enforcing", "overdue", "ended"]).Select(s => new SelectListItem(Words.T("Penalties.State_" + s), s))];

    public async Task OnGetAsync()
    {
        Households = await cards.Households(Me.Province);
        List = await lists.List(Me.Scope, new CaseFilter { ToBegin = IsToBegin, State = State, Text = Q, After = After, Before = Before });
    }
}
