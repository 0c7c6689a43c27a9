using BaoPhu.Core.Collection.Inspection;
using BaoPhu.Core.Collection.Penalty;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Collection.Inspections;

/// <summary>One finding: the act of violation, what, whom, which months, how much of each fund.</summary>
[Act(Permissions.Change)]
public sealed class FindingModel(Core.Collection.Inspection.Inspections inspections, ContactCards cards) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public string? Violation { get; set; }

    [BindProperty]
    public string? What { get; set; }

    [BindProperty]
    public int? Workers { get; set; }

    [BindProperty]
    public string? FromMonth { get; set; }

    [BindProperty]
    public string? ToMonth { get; set; }

    [BindProperty]
    public long? Social { get; set; }

    [BindProperty]
    public long? Health { get; set; }

    [BindProperty]
    public long? Unemployment { get; set; }

    [BindProperty]
    public long? Accident { get; set; }

    public InspectionView View { get; private set; } = null!;
    public HouseholdMask Households { get; private set; } = HouseholdMask.None;
    public IReadOnlyList<SelectListItem> Violations { get; } = [.. ViolationBook.All.Select(v => new SelectListItem(v.Name, v.Code))];

    public async Task<IActionResult> OnGetAsync()
    {
        await Load();
        (FromMonth, ToMonth) = (MonthText.Of(View.File?.ScopeFrom), MonthText.Of(View.File?.ScopeTo));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var (from, to) = (MonthText.Read(FromMonth), MonthText.Read(ToMonth));
        Need(from, nameof(FromMonth), "Inspections.NeedPeriod");
        Need(to, nameof(ToMonth), "Inspections.NeedPeriod");
        AtField("Inspections.FindingNeedsWords", nameof(What));
        AtField("Inspections.UnknownViolation", nameof(Violation));
        AtField("Inspections.BadPeriods", nameof(FromMonth));
        AtField("Inspections.BadFigures", nameof(Workers));
        return await Try(
            async () =>
            {
                var found = new FoundViolation(Violation ?? "", What ?? "", Workers ?? 0, from!.Value, to!.Value, Social ?? 0, Health ?? 0, Unemployment ?? 0, Accident ?? 0);
                await inspections.AddFinding(Me.Actor, Me.Scope, Id, Version, found);
                return Done("/collection/inspections/" + Id, Words.T("Inspections.Done_step", Words.T("Inspections.Step_find")));
            },
            Load);
    }

    private async Task Load()
    {
        View = await inspections.Find(Me.Scope, Id);
        Households = await cards.Households(Me.Province);
    }
}
