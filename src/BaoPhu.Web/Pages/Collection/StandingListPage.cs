using BaoPhu.Core.Collection;
using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Collection;

/// <summary>The list of a procedure for employers in a special standing: those to begin and those under way.</summary>
public abstract class StandingListPage(StandingLists lists, ContactCards cards, string act) : ListPage
{
    /// <summary>"begin", else the cases.</summary>
    [BindProperty(Name = "view", SupportsGet = true)]
    public string? View { get; set; }

    [BindProperty(Name = "state", SupportsGet = true)]
    public string? State { get; set; }

    [BindProperty(Name = "q", SupportsGet = true)]
    public string? Q { get; set; }

    public ICaseProcedure Procedure { get; } = CaseBook.Of(act);
    public StandingPage List { get; private set; } = null!;
    public HouseholdMask Households { get; private set; } = HouseholdMask.None;
    public bool IsToBegin => View == "begin";

    public IReadOnlyList<SelectListItem> States =>
        [.. Procedure.Procedure.States.Where(Procedure.Procedure.IsOpen).Select(s => new SelectListItem(StateOf(s), s)), .. ((string[])["overdue", "ended"]).Select(s => new SelectListItem(Words.T("Standings." + s), s))];

    public string StateOf(string state) => Core.Collection.Cases.StateOf(Procedure, state);

    public async Task OnGetAsync()
    {
        Households = await cards.Households(Me.Province);
        List = await lists.List(Me.Scope, act, new CaseFilter { ToBegin = IsToBegin, State = State, Text = Q, After = After, Before = Before });
    }
}
