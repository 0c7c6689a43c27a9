using BaoPhu.Core.Collection.Budget;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Collection.Budget;

/// <summary>What is not transferred of a year, with the days by which it is to be.</summary>
public sealed class YearModel(Reconciliations budget) : HousePage
{
    /// <summary>The year that is asked for; this year otherwise.</summary>
    [BindProperty(Name = "year", SupportsGet = true)]
    public int? Asked { get; set; }

    public int Year => Asked is >= 2000 and <= 2060 ? Asked.Value : Today.Year;
    public IReadOnlyList<YearEndRow> Rows { get; private set; } = [];

    public async Task OnGetAsync() => Rows = await budget.YearEnd(Me.Scope, Year);
}
