using BaoPhu.Core.Documents;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Identity;
using BaoPhu.Rules.Papers;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Documents.Papers;

/// <summary>The papers in the scope, filtered; from here what waits for the person's signature is signed in one act, and a list is taken out as one file.</summary>
public sealed class IndexModel(PaperLists lists) : ListPage
{
    [BindProperty(Name = "q", SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(Name = "state", SupportsGet = true)]
    public string? State { get; set; }

    [BindProperty(Name = "form", SupportsGet = true)]
    public string? Form { get; set; }

    [BindProperty(Name = "run", SupportsGet = true)]
    public string? Run { get; set; }

    [BindProperty(Name = "manifest", SupportsGet = true)]
    public string? Manifest { get; set; }

    [BindProperty(Name = "format", SupportsGet = true)]
    public string? Format { get; set; }

    public PaperPage List { get; private set; } = null!;

    /// <summary>Papers of the list that wait for this person's signature.</summary>
    public (long Papers, long Amount) ToSign { get; private set; }
    public bool MayMake => Me.May("/documents/papers", Permissions.Change);
    public IReadOnlyList<SelectListItem> States { get; } = [.. PaperNames.States.Select(s => new SelectListItem(Words.T("Papers.State_" + s), s))];
    public IReadOnlyList<SelectListItem> Forms { get; } = [.. FormBook.All.Where(f => f.Kind != PaperKind.None).Select(f => new SelectListItem(Words.T(f.TitleKey), f.Code))];
    /// <summary>The same list as one file to print.</summary>
    public string PrintAddress => Address.With(Request, ("format", "print"), ("after", null), ("before", null));
    private PaperFilter Filter => new() { Text = Q, State = State, Form = Form, Run = Run, Manifest = Manifest, After = After, Before = Before };

    public async Task<IActionResult> OnGetAsync()
    {
        if (Format is "zip" or "print")
        {
            return await FileAside(async file =>
            {
                var name = Words.T("Papers.ZipName", Today.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
                if (Format == "print" && (await lists.Print(Me.Actor, Me.Scope, Filter, file)).Files == 1)
                {
                    return ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", name + "-in.docx");
                }

                if (Format == "zip")
                {
                    await lists.Zip(Me.Actor, Me.Scope, Filter, file);
                }

                return ("application/zip", name + (Format == "print" ? "-in.zip" : ".zip"));
            });
        }

        List = await lists.List(Me.Scope, Filter);
        ToSign = Me.May("/documents/papers", "sign") ? await lists.WaitingFor(Me.Actor, Me.Scope, Filter) : default;
        return Page();
    }
}
