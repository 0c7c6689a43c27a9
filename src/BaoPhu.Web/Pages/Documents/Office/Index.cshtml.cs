using BaoPhu.Core.Documents;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Rules.Papers;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Documents.Office;

/// <summary>Papers of the offices in reach that are not about one employer: reports, proposals, lists, letters between authorities.</summary>
public sealed class IndexModel(OfficePapers papers) : ListPage
{
    [BindProperty(Name = "state", SupportsGet = true)]
    public string? State { get; set; }

    [BindProperty(Name = "form", SupportsGet = true)]
    public string? Form { get; set; }

    public OfficePaperPage List { get; private set; } = null!;

    /// <summary>The employer's signature is none of theirs.</summary>
    public IReadOnlyList<SelectListItem> States { get; } =
        [.. PaperNames.States.Where(s => PaperNames.State(s) is not (PaperState.UnitSigned or PaperState.UnitRefused)).Select(s => new SelectListItem(Words.T("Papers.State_" + s), s))];

    public IReadOnlyList<SelectListItem> Forms { get; } = [.. OfficeFormBook.All.Where(f => f.Kind != PaperKind.None).Select(f => new SelectListItem(Words.T(f.TitleKey), f.Code))];

    public async Task OnGetAsync() => List = await papers.List(Me.Scope, new OfficePaperFilter(State, Form, null, After, Before));
}
