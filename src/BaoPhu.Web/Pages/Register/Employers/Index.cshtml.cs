using System.Globalization;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Register;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Register.Employers;

/// <summary>The employers that the person sees: found by code, tax code or words of the name, with the debt that the last pass found.</summary>
public sealed class IndexModel(Core.Register.Employers employers, Offices offices) : ListPage
{
    [BindProperty(Name = "q", SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(Name = "band", SupportsGet = true)]
    public string? Band { get; set; }

    [BindProperty(Name = "level", SupportsGet = true)]
    public int? Level { get; set; }

    [BindProperty(Name = "standing", SupportsGet = true)]
    public string? Standing { get; set; }

    [BindProperty(Name = "office", SupportsGet = true)]
    public string? Office { get; set; }

    [BindProperty(Name = "sort", SupportsGet = true)]
    public string? Sort { get; set; }

    public EmployerPage List { get; private set; } = null!;
    public IReadOnlyList<SelectListItem> OfficeList { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Bands { get; } = [.. Names.AllBands.Select((b, i) => new SelectListItem(Words.T("Web.Band_" + i.ToString(CultureInfo.InvariantCulture)), b))];
    public IReadOnlyList<SelectListItem> Levels { get; } = [.. Enumerable.Range(1, 4).Select(n => new SelectListItem(Show.Level(n), n.ToString(CultureInfo.InvariantCulture)))];
    public IReadOnlyList<SelectListItem> Standings { get; } = [.. Names.AllStandings.Select(s => new SelectListItem(Words.T("Web.Standing_" + s), s))];

    public async Task<IActionResult> OnGetAsync()
    {
        List = await employers.Search(Me.Scope, new EmployerSearch(Q, Band, Level, Standing, Office, Sort ?? "code", After, Before));
        // A code, typed whole, opens its employer.
        if (List is { Rows: [var only], Employers: 1 } && Q is { Length: > 0 } && (Q.Trim().Equals(only.Code, StringComparison.OrdinalIgnoreCase) || Q.Trim() == only.TaxCode))
        {
            return LocalRedirect("/register/employers/" + only.Key);
        }

        if (Me.Province is { } province)
        {
            OfficeList = [.. (await offices.Tree(Me.Scope)).Where(o => o.Province == province && Me.Scope.Covers(province, o.Code)).Select(o => new SelectListItem(o.Name, o.Code))];
        }

        return Page();
    }
}
