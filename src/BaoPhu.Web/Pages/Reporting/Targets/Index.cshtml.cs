using BaoPhu.Core.Organisation;
using BaoPhu.Core.Reporting;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Reporting;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Reporting.Targets;

/// <summary>What an office was given for a period, how it stands, and by how much the sum of what it gave differs.</summary>
public sealed class IndexModel(Core.Reporting.Targets targets, Offices offices) : HousePage
{
    [BindProperty(Name = "office", SupportsGet = true)]
    public string? Office { get; set; }

    [BindProperty(Name = "period", SupportsGet = true)]
    public string? Period { get; set; }

    public TargetBoard Board { get; private set; } = null!;
    public IReadOnlyList<SelectListItem> OfficeChoices { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Periods { get; private set; } = [];

    public async Task OnGetAsync()
    {
        // Whoever sits in a unit of the centre looks at the centre's.
        Office ??= Me.Office?.Province is null ? Core.Identity.Actor.CentreCode : Me.Office.Code;
        var period = TargetPeriod.Year(Today.Year);
        if (!string.IsNullOrEmpty(Period) && !TargetPeriod.TryParse(Period, out period))
        {
            throw new Refusal("Targets.NoPeriod", Period) { Kind = RefusalKind.Missing };
        }

        Period = period.Key;
        Board = await targets.Of(Me.Scope, Office, period);
        var known = await targets.Periods(Me.Scope);
        Periods = [.. known.Append(period).Append(TargetPeriod.Year(Today.Year)).Append(TargetPeriod.Year(Today.Year + 1)).Distinct()
            .OrderBy(p => p.Span).ThenByDescending(p => p.FirstYear).Select(p => new SelectListItem(Tell.Period(p), p.Key, p == period))];
        OfficeChoices = [.. (await offices.Tree(Me.Scope)).Where(o => Me.Scope.CoversOffice(o.Province, o.Code) && (o.Kind is OfficeKind.Centre or OfficeKind.Province || (o.Kind == OfficeKind.District && !Me.Scope.IsNation)))
            .Append(Board.Office).DistinctBy(o => o.Code).Select(o => new SelectListItem(o.Name, o.Code, o.Code == Office))];
    }
}
