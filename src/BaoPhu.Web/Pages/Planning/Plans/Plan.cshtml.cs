using BaoPhu.Core.Identity;
using BaoPhu.Core.Planning;
using BaoPhu.Rules.Planning;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Planning.Plans;

/// <summary>One plan, line by line: planned, done, still open; what moved since it was proposed; approved, amended, closed.</summary>
public sealed class PlanModel(Core.Planning.Plans plans) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    /// <summary>Changes that the person saw.</summary>
    [BindProperty]
    public int Changes { get; set; }

    /// <summary>Act whose lines are shown one by one, "all" for those of every act.</summary>
    [BindProperty(Name = "lines", SupportsGet = true)]
    public string? Opened { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public string? Results { get; set; }

    [BindProperty]
    public int? Line { get; set; }

    [BindProperty]
    public string? Outcome { get; set; }

    public PlanDetail Detail { get; private set; } = null!;
    public WorkPlan Plan => Detail.Plan;

    /// <summary>Lines whose outcome a person notes.</summary>
    public IReadOnlyList<SelectListItem> ByHand => [.. Detail.Lines.Where(l => !l.Line.IsCounted).Select(l => new SelectListItem(l.Line.Title, l.Line.No.ToString(System.Globalization.CultureInfo.InvariantCulture)))];

    /// <summary>The lines of each act together, those written by hand alone.</summary>
    public IEnumerable<IReadOnlyList<PlanProgress>> Groups => Detail.Lines.GroupBy(l => (l.Line.Act, l.Line.Act is null ? l.Line.No : 0)).Select(g => (IReadOnlyList<PlanProgress>)[.. g]);
    public bool Moved => Detail.Switches > 0 || Detail.Missing.Count > 0;

    public bool May(PlanAct act) => PlanActs.Allows(Plan.PlanState, act) && Me.Scope.CoversWhole(Plan.Province)
        && Me.May("/planning/plans", act is PlanAct.Approve or PlanAct.Amend or PlanAct.Close ? "approve" : Permissions.Change);

    public async Task OnGetAsync()
    {
        await Load();
        Changes = Plan.Changes;
    }

    public Task<IActionResult> OnPostProposeAsync() => Act(PlanAct.Propose, "", () => plans.ProposeAnew(Me.Actor, Me.Scope, Id, Changes));

    public Task<IActionResult> OnPostNoteAsync() => Act(PlanAct.Note, nameof(Outcome), () => plans.Note(Me.Actor, Me.Scope, Id, Changes, Line ?? 0, Outcome));

    [Act("approve")]
    public Task<IActionResult> OnPostApproveAsync() => Act(PlanAct.Approve, "", () => plans.Approve(Me.Actor, Me.Scope, Id, Changes));

    [Act("approve")]
    public Task<IActionResult> OnPostAmendAsync() => Act(PlanAct.Amend, nameof(Reason), () => plans.Amend(Me.Actor, Me.Scope, Id, Changes, Reason));

    [Act("approve")]
    public Task<IActionResult> OnPostCloseAsync() => Act(PlanAct.Close, nameof(Results), () => plans.Close(Me.Actor, Me.Scope, Id, Changes, Results));

    private Task<IActionResult> Act(PlanAct act, string field, Func<Task> does)
    {
        AtField("Plans.NeedWords", field);
        return Try(
            async () =>
            {
                await does();
                return Done("/planning/plans/" + Id, Words.T("Plans.Done_" + act.ToString().ToLowerInvariant()));
            },
            Load);
    }

    public bool IsOpen(IReadOnlyList<PlanProgress> group) => group.Count == 1 || Opened == "all" || (Opened is not null && Opened == group[0].Line.Act);

    private async Task Load() => Detail = await plans.Find(Me.Scope, Id);
}
