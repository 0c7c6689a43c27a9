using BaoPhu.Core.Collection.Inspection;
using BaoPhu.Core.Coverage;
using BaoPhu.Rules;
using BaoPhu.Rules.Coverage;
using BaoPhu.Web.Pages.Collection;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Coverage.Units;

/// <summary>Who inspects a unit that refused, which months and for how long: one form makes the draft of the decision.</summary>
[Act(UnitProcedure.MayInspect)]
public sealed class InspectModel(Core.Coverage.Units units, UnitCases cases, UnitInspections inspections) : UnitStepPage(units, cases)
{
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

    public IReadOnlyList<SelectListItem> Staff { get; private set; } = [];

    public async Task OnGetAsync()
    {
        await Load();
        var ordered = Detail.Case.State == UnitProcedure.Refused && Detail.Inspection is { AnnouncedOn: null } open ? open : null;
        Days = ordered?.Days ?? await inspections.UsualDays(Me.Scope, Number);
        FromMonth = MonthText.Of(ordered?.ScopeFrom ?? (Unit.TaxYear * 100) + 1);
        ToMonth = MonthText.Of(ordered?.ScopeTo ?? Period.Of(Today).AddMonths(-1).Number);
        if (ordered is not null)
        {
            HeadId = Detail.Team.FirstOrDefault(m => m.Duty == TeamMember.Head)?.UserId;
            Members = [.. Detail.Team.Where(m => m.Duty == TeamMember.Member).Select(m => m.UserId)];
        }
    }

    public Task<IActionResult> OnPostAsync()
    {
        var (from, to) = (MonthText.Read(FromMonth), MonthText.Read(ToMonth));
        Need(HeadId, nameof(HeadId), "Inspections.NeedHead");
        Need(Days, nameof(Days), "Inspections.NeedDays");
        Need(from, nameof(FromMonth), "Inspections.NeedPeriod");
        Need(to, nameof(ToMonth), "Inspections.NeedPeriod");
        AtField("Inspections.BadScope", nameof(FromMonth));
        AtField("Inspections.BadDays", nameof(Days));
        AtField("Inspections.NotStaff", nameof(HeadId));
        return Try(
            async () => Done(
                "/documents/office/" + await inspections.Order(Me.Actor, Me.Scope, Number, Seen, new InspectionOrder("", Days!.Value, from!.Value, to!.Value, HeadId!, Members)), Words.T("UnitInspections.OrderDone")),
            Load);
    }

    private async Task Load()
    {
        await LoadUnit();
        Staff = [.. (await inspections.Staff(Me.Scope, Number)).Select(p => new SelectListItem(Words.T("Papers.PersonLine", p.Name, Words.T("Identity.Role_" + p.Role)), p.UserId))];
    }
}
