using BaoPhu.Core.Planning;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Planning.Difficulties;

/// <summary>Raises a difficulty: by itself, from a task, or from a report with what was written there.</summary>
[Act(Core.Identity.Permissions.Change)]
public sealed class NewModel(Core.Planning.Difficulties difficulties) : HousePage
{
    [BindProperty(Name = "about", SupportsGet = true)]
    public string? About { get; set; }

    [BindProperty]
    public string? Subject { get; set; }

    [BindProperty]
    public string? Heading { get; set; }

    [BindProperty]
    public string? Body { get; set; }

    public IReadOnlyList<SelectListItem> Subjects { get; } = SubjectList.All;

    public async Task<IActionResult> OnGetAsync()
    {
        Body = await difficulties.Beginning(Me.Scope, About);
        return Page();
    }

    public Task<IActionResult> OnPostAsync()
    {
        Need(Subject, nameof(Subject), "Difficulties.NeedSubject");
        AtField("Difficulties.NeedTitle", nameof(Heading));
        AtField("Difficulties.NeedBody", nameof(Body));
        return Try(async () => Done("/planning/difficulties/" + await difficulties.Raise(Me.Actor, Me.Scope, new(Subject, Heading, Body, About)), Words.T("Difficulties.Raised")));
    }
}
