using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Planning;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Planning.Plans;

/// <summary>A line of a plan that is a draft: written by hand, or the number, day and office of one that tasks count.</summary>
[Act(Permissions.Change)]
public sealed class LineModel(Core.Planning.Plans plans, Offices offices) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    /// <summary>Number of the line, 0 for a new one.</summary>
    [BindProperty(Name = "no", SupportsGet = true)]
    public int No { get; set; }

    /// <summary>Changes that the person saw.</summary>
    [BindProperty]
    public int Changes { get; set; }

    [BindProperty]
    public string? Area { get; set; }

    [BindProperty]
    public string? Heading { get; set; }

    [BindProperty]
    public long? Planned { get; set; }

    [BindProperty]
    public DateOnly? DueOn { get; set; }

    [BindProperty]
    public string? OfficeCode { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    public WorkPlan Plan { get; private set; } = null!;
    public PlanLine? Line { get; private set; }
    public IReadOnlyList<SelectListItem> Areas { get; } = [.. Core.Planning.Plans.Areas.Select(a => new SelectListItem(Words.T("Plans.Area_" + a), a))];
    public IReadOnlyList<SelectListItem> OfficeList { get; private set; } = [];

    public async Task OnGetAsync()
    {
        await Load();
        (Changes, Area, Heading, Planned, DueOn, OfficeCode, Note) = (Plan.Changes, Line?.Area, Line?.Title, Line?.Planned, Line?.DueOn ?? Plan.ToDate, Line?.OfficeCode, Line?.Note);
    }

    public Task<IActionResult> OnPostAsync()
    {
        Need(Planned, nameof(Planned), "Plans.NeedPlanned");
        Need(DueOn, nameof(DueOn), "Plans.NeedDue");
        AtField("Plans.NeedPlanned", nameof(Planned));
        AtField("Plans.OutsideTerm", nameof(DueOn));
        AtField("Plans.NeedTitle", nameof(Heading));
        AtField("Plans.NoOffice", nameof(OfficeCode));
        return Act(() => plans.Save(Me.Actor, Me.Scope, Id, Changes, No, new(Area, Heading, OfficeCode, Planned!.Value, DueOn!.Value, Note)));
    }

    public Task<IActionResult> OnPostRemoveAsync() => Act(() => plans.Remove(Me.Actor, Me.Scope, Id, Changes, No));

    private Task<IActionResult> Act(Func<Task> act) => Try(
        async () =>
        {
            await act();
            return Done("/planning/plans/" + Id, Words.T("Plans.Done_edit"));
        },
        Load);

    private async Task Load()
    {
        Plan = (await plans.Find(Me.Scope, Id)).Plan;
        Line = No == 0 ? null : await plans.Line(Me.Scope, Id, No);
        OfficeList = [.. (await offices.Tree(Me.Scope)).Where(o => o.Province == Plan.Province).Select(o => new SelectListItem(o.Name, o.Code))];
    }
}
