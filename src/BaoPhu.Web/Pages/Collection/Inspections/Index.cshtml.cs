using BaoPhu.Core.Collection.Inspection;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Collection.Inspections;

/// <summary>Candidates for inspection, taken singly or many at once into the plan of a month, and the inspections under way.</summary>
public sealed class IndexModel(InspectionLists lists, Core.Collection.Inspection.Inspections inspections, ContactCards cards) : ListPage
{
    /// <summary>"candidates", else the inspections.</summary>
    [BindProperty(Name = "view", SupportsGet = true)]
    public string? View { get; set; }

    [BindProperty(Name = "state", SupportsGet = true)]
    public string? State { get; set; }

    [BindProperty(Name = "q", SupportsGet = true)]
    public string? Q { get; set; }

    [BindProperty(Name = "min", SupportsGet = true)]
    public long? MinAmount { get; set; }

    [BindProperty(Name = "since", SupportsGet = true)]
    public string? OwesSince { get; set; }

    [BindProperty(Name = "level", SupportsGet = true)]
    public int? Level { get; set; }

    [BindProperty(Name = "month", SupportsGet = true)]
    public string? OfMonth { get; set; }

    [BindProperty(Name = "centre", SupportsGet = true)]
    public bool CentreOnly { get; set; }

    [BindProperty(Name = "sort", SupportsGet = true)]
    public string? Sort { get; set; }

    /// <summary>Keys of the tasks that were ticked.</summary>
    [BindProperty]
    public IReadOnlyList<string> Chosen { get; set; } = [];

    [BindProperty]
    public string? PlanMonth { get; set; }

    [BindProperty]
    public int? PlanWeek { get; set; }

    [BindProperty]
    public bool ByCentre { get; set; }

    public CandidatePage? Candidates { get; private set; }
    public InspectionPage? Cases { get; private set; }
    public HouseholdMask Households { get; private set; } = HouseholdMask.None;
    public bool IsCandidates => View != "cases";
    public bool MayPlan => Me.May("/collection/inspections", Permissions.Change);
    public IReadOnlyList<SelectListItem> States { get; } =
        [.. ((string[])["planned", "prepared", "decided", "inspecting", "minuted", "overdue", "suspended", "ended"]).Select(s => new SelectListItem(Words.T("Inspections.State_" + s), s))];

    public IReadOnlyList<SelectListItem> Levels { get; } =
        [.. Enumerable.Range(1, 4).Select(n => new SelectListItem(Show.Level(n), n.ToString(System.Globalization.CultureInfo.InvariantCulture)))];

    public async Task<IActionResult> OnGetAsync()
    {
        PlanMonth = MonthText.Of(Period.Of(Today).Number);
        await Load();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        AtField("Inspections.BadMonth", nameof(PlanMonth));
        var month = MonthText.Read(PlanMonth);
        Need(month, nameof(PlanMonth), "Inspections.NeedMonth");
        return await Try(
            async () =>
            {
                var result = await inspections.Plan(Me.Actor, Me.Scope, Chosen, month!.Value, PlanWeek, ByCentre);
                var said = MonthText.Of(month.Value);
                return Done("/collection/inspections?view=cases&state=planned", result.Refused.Count == 0
                    ? Words.T("Inspections.Planned", Show.Number(result.Planned), said)
                    : Words.T("Inspections.PlannedExcept", Show.Number(result.Planned), said, Show.Number(result.Refused.Count), string.Join(" ", result.Refused.Take(5))));
            },
            Load);
    }

    private async Task Load()
    {
        var filter = new InspectionFilter
        {
            State = State, Text = Q, MinAmount = MinAmount, OwesSince = MonthText.Read(OwesSince), Level = Level, Month = MonthText.Read(OfMonth), Centre = CentreOnly, Sort = Sort ?? "amount",
            After = After, Before = Before,
        };
        Households = await cards.Households(Me.Province);
        if (IsCandidates)
        {
            Candidates = await lists.Candidates(Me.Scope, filter);
        }
        else
        {
            Cases = await lists.Cases(Me.Scope, filter);
        }
    }
}
