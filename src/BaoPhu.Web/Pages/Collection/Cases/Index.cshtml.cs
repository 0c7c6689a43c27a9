using BaoPhu.Core.Collection;
using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Collection.Cases;

/// <summary>The cases of every procedure whose folder this person may see.</summary>
public sealed class IndexModel(CaseLists lists, ContactCards cards) : ListPage
{
    /// <summary>Words of the procedure ("Inspections"); all without.</summary>
    [BindProperty(Name = "procedure", SupportsGet = true)]
    public string? Procedure { get; set; }

    /// <summary>A state of the chosen procedure, or "ended"; all open ones without.</summary>
    [BindProperty(Name = "state", SupportsGet = true)]
    public string? State { get; set; }

    [BindProperty(Name = "overdue", SupportsGet = true)]
    public bool Overdue { get; set; }

    [BindProperty(Name = "mine", SupportsGet = true)]
    public bool Mine { get; set; }

    [BindProperty(Name = "q", SupportsGet = true)]
    public string? Q { get; set; }

    public CasePage List { get; private set; } = null!;
    public HouseholdMask Households { get; private set; } = HouseholdMask.None;
    public IReadOnlyList<SelectListItem> Procedures { get; private set; } = [];
    public IReadOnlyList<SelectListItem> States { get; private set; } = [];

    public async Task OnGetAsync()
    {
        // The acts by which a debt is urged share one procedure.
        var seen = CaseBook.All.Where(p => Me.May(p.Folder)).GroupBy(p => p.Texts, StringComparer.Ordinal).ToList();
        Procedures = [.. seen.Select(g => new SelectListItem(Words.T(g.Key + ".Title"), g.Key))];
        var chosen = seen.Find(g => g.Key == Procedure);
        var states = chosen?.First() is { } one ? one.Procedure.States.Where(one.Procedure.IsOpen).Select(s => new SelectListItem(Core.Collection.Cases.StateOf(one, s), s)) : [];
        States = [.. states, new SelectListItem(Words.T("Cases.Ended"), CaseListFilter.Ended)];
        Households = await cards.Households(Me.Province);
        List = await lists.List(Me.Actor, Me.Scope, [.. (chosen ?? seen.SelectMany(g => g)).Select(p => p.Procedure.Act)], new CaseListFilter
        {
            // A state of another procedure, left in the address: no filter.
            State = States.Any(s => s.Value == State) ? State : null, Overdue = Overdue, Mine = Mine, Text = Q, After = After, Before = Before,
        });
    }

    /// <summary>Page of the procedure for the case, "" where its steps are done on the page of the employer's case.</summary>
    public static string PageOf(ListedCase row) => CaseBook.Of(row.Act).PageOf(row.Key, "");

    public static string TitleOf(ListedCase row) => Words.T(CaseBook.Of(row.Act).Texts + ".Title");

    public static string StateOf(ListedCase row) => Core.Collection.Cases.StateOf(CaseBook.Of(row.Act), row.State);
}
