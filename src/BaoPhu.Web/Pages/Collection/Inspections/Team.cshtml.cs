using BaoPhu.Core.Collection.Inspection;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Cases;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Collection.Inspections;

/// <summary>Who inspects, what months, in which form and for how long: what the decision will say.</summary>
[Act(Permissions.Change)]
public sealed class TeamModel(Core.Collection.Inspection.Inspections inspections, ContactCards cards) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public string? Form { get; set; }

    [BindProperty]
    public int? Days { get; set; }

    [BindProperty]
    public string? FromMonth { get; set; }

    [BindProperty]
    public string? ToMonth { get; set; }

    [BindProperty]
    public string? HeadId { get; set; }

    [BindProperty]
    public IReadOnlyList<string> Members { get; set; } = [];

    public InspectionView View { get; private set; } = null!;
    public HouseholdMask Households { get; private set; } = HouseholdMask.None;
    public IReadOnlyList<SelectListItem> Staff { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Forms { get; } = [.. InspectionForms.All.Select(f => new SelectListItem(Words.T("Inspections.Form_" + f), f))];

    public async Task<IActionResult> OnGetAsync()
    {
        await Load();
        var file = View.File;
        Form = file?.Form ?? View.FormNow;
        Days = file?.Days ?? View.Guide.FirstOrDefault(g => g.Step == InspectionSteps.Work)?.Days;
        FromMonth = MonthText.Of(file?.ScopeFrom ?? View.Task.OldestPeriod);
        ToMonth = MonthText.Of(file?.ScopeTo ?? Rules.Period.Of(Today).AddMonths(-1).Number);
        HeadId = View.Team.FirstOrDefault(m => m.Duty == TeamMember.Head)?.UserId;
        Members = [.. View.Team.Where(m => m.Duty == TeamMember.Member).Select(m => m.UserId)];
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var (from, to) = (MonthText.Read(FromMonth), MonthText.Read(ToMonth));
        Need(HeadId, nameof(HeadId), "Inspections.NeedHead");
        Need(Days, nameof(Days), "Inspections.NeedDays");
        Need(from, nameof(FromMonth), "Inspections.NeedPeriod");
        Need(to, nameof(ToMonth), "Inspections.NeedPeriod");
        AtField("Inspections.BadScope", nameof(FromMonth));
        AtField("Inspections.BadDays", nameof(Days));
        AtField("Inspections.NotStaff", nameof(HeadId));
        AtField("Inspections.UnknownForm", nameof(Form));
        return await Try(
            async () =>
            {
                await inspections.Team(Me.Actor, Me.Scope, Id, Version, new InspectionOrder(Form ?? "", Days!.Value, from!.Value, to!.Value, HeadId!, Members));
                return Done("/collection/inspections/" + Id, Words.T("Inspections.Done_step", Words.T("Inspections.Step_team")));
            },
            Load);
    }

    private async Task Load()
    {
        View = await inspections.Find(Me.Scope, Id);
        Households = await cards.Households(Me.Province);
        Staff = [.. (await inspections.Staff(Me.Scope, Id)).Select(p => new SelectListItem(Words.T("Papers.PersonLine", p.Name, Words.T("Identity.Role_" + p.Role)), p.UserId))];
    }
}
