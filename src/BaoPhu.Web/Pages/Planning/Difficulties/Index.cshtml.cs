using BaoPhu.Core.Planning;
using BaoPhu.Rules.Planning;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Planning.Difficulties;

/// <summary>Difficulties within reach, found without accents, by subject and state; those the own office owes an answer to.</summary>
public sealed class IndexModel(Core.Planning.Difficulties difficulties) : HousePage
{
    [BindProperty(Name = "q", SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(Name = "subject", SupportsGet = true)]
    public string? Subject { get; set; }

    [BindProperty(Name = "state", SupportsGet = true)]
    public string? State { get; set; }

    [BindProperty(Name = "owed", SupportsGet = true)]
    public bool Owed { get; set; }

    [BindProperty(Name = "overdue", SupportsGet = true)]
    public bool Overdue { get; set; }

    [BindProperty(Name = "after", SupportsGet = true)]
    public string? After { get; set; }

    [BindProperty(Name = "before", SupportsGet = true)]
    public string? Before { get; set; }

    public DifficultyPage List { get; private set; } = null!;
    public bool MayRaise => Me.Province is not null && Me.May("/planning/difficulties", Core.Identity.Permissions.Change);
    public IReadOnlyList<SelectListItem> Subjects { get; } = SubjectList.All;
    public IReadOnlyList<SelectListItem> States { get; } = [.. Enum.GetNames<DifficultyState>().Select(s => new SelectListItem(Words.T("Difficulties.State_" + s), s))];

    public async Task OnGetAsync() => List = await difficulties.List(Me.Scope, new(Me.Actor.OfficeCode, Q, Subject, State, Owed, Overdue, After, Before));
}
