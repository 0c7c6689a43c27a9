using BaoPhu.Core.Identity;
using BaoPhu.Core.Planning;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Planning.Difficulties;

/// <summary>Which unit of the centre answers difficulties of which subject, since when and on what ground.</summary>
public sealed class RoutesModel(DifficultyRoutes routes) : HousePage
{
    [BindProperty]
    public string? Subject { get; set; }

    [BindProperty]
    public string? Unit { get; set; }

    [BindProperty]
    public DateOnly? From { get; set; }

    [BindProperty]
    public string? Ground { get; set; }

    public List<DifficultyRoute> List { get; private set; } = [];
    public bool MayRoute => Me.May("/planning/difficulties", "route");
    public IReadOnlyList<SelectListItem> Subjects { get; } = SubjectList.All;
    public IReadOnlyList<SelectListItem> Units { get; } = [.. UnitSubject.All.Select(u => new SelectListItem(Words.T("People.Subject_" + u), u))];

    public Task OnGetAsync() => Load();

    [Act("route")]
    public Task<IActionResult> OnPostAsync()
    {
        Need(Subject, nameof(Subject), "Difficulties.NeedSubject");
        Need(Unit, nameof(Unit), "Difficulties.NeedUnit");
        Need(From, nameof(From), "Difficulties.NeedFrom");
        AtField("Difficulties.RouteNeedsGround", nameof(Ground));
        return Try(
            async () =>
            {
                await routes.Set(Me.Actor, Me.Scope, Subject!, Unit!, From!.Value, Ground);
                return Done("/planning/difficulties/routes", Words.T("Difficulties.RouteSaved"));
            },
            Load);
    }

    private async Task Load() => List = await routes.History();
}
