using BaoPhu.Core.Collection.Inspection;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Cases;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Collection.Inspections;

/// <summary>Minutes of a working day; the first is the one on which the decision is announced.</summary>
[Act(Permissions.Change)]
public sealed class DayModel(Core.Collection.Inspection.Inspections inspections, ContactCards cards) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    /// <summary>announce or work.</summary>
    [BindProperty(SupportsGet = true)]
    public string Step { get; set; } = "";

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public DateOnly? On { get; set; }

    [BindProperty]
    public string? Way { get; set; }

    [BindProperty]
    public string? Place { get; set; }

    [BindProperty]
    public string? Present { get; set; }

    [BindProperty]
    public string? Told { get; set; }

    public InspectionView View { get; private set; } = null!;
    public HouseholdMask Households { get; private set; } = HouseholdMask.None;
    public bool IsAnnouncement => Step == "announce";
    public IReadOnlyList<SelectListItem> Ways => [.. InspectionDay.Ways.Where(w => w != "visit" || InspectionForms.Visits(View.FormNow)).Select(w => new SelectListItem(Words.T("Inspections.Way_" + w), w))];

    public async Task<IActionResult> OnGetAsync()
    {
        await Load();
        On = Today;
        Way = InspectionForms.Visits(View.FormNow) ? "visit" : "post";
        Place = View.Task.Address;
        Present = string.Join('\n', View.Team.Select(m => m.Name).Append(View.Task.ContactName ?? "").Where(n => n.Length > 0));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        Need(On, nameof(On), "Inspections.NeedDay");
        AtField("Inspections.DayIncomplete", nameof(Told));
        AtField("Inspections.DayInFuture", nameof(On));
        AtField("Inspections.DayBeforeAnnouncement", nameof(On));
        AtField("Inspections.WayNotOfForm", nameof(Way));
        return await Try(
            async () =>
            {
                var day = new DayMinutes(On!.Value, Way ?? "", Place ?? "", Present ?? "", Told ?? "");
                await (IsAnnouncement ? inspections.Announce(Me.Actor, Me.Scope, Id, Version, day) : inspections.RecordDay(Me.Actor, Me.Scope, Id, Version, day));
                return Done("/collection/inspections/" + Id, Words.T("Inspections.Done_step", Words.T("Inspections.Step_" + Step)));
            },
            Load);
    }

    private async Task Load()
    {
        View = await inspections.Find(Me.Scope, Id);
        Households = await cards.Households(Me.Province);
    }
}
