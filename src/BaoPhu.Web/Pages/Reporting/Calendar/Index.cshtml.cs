using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Reporting;
using BaoPhu.Rules.Policy;
using BaoPhu.Rules.Reporting;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Reporting.Calendar;

/// <summary>When reports are due, by which clause, and what comes next; the days off and worked weekends behind it; the rules by which figures are looked at.</summary>
public sealed class IndexModel(ReportCalendar calendar, Holidays holidays, FigureChecks checks) : HousePage
{
    [BindProperty(Name = "year", SupportsGet = true)]
    public int? Year { get; set; }

    [BindProperty]
    public DateOnly? Day { get; set; }

    [BindProperty]
    public string? Kind { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    public List<ReportRuleLine> Lines { get; private set; } = [];
    public List<ReportRuleLine> Past { get; private set; } = [];
    public List<ReportTerm> Next { get; private set; } = [];
    public List<Holiday> Days { get; private set; } = [];
    public List<FigureCheckLine> Checks { get; private set; } = [];
    public WorkingCalendar Working { get; private set; } = null!;
    public int Shown { get; private set; }

    /// <summary>The calendar is the centre's; who leads there or works on collection changes it.</summary>
    public bool MayChange => Me.Scope.IsNation && Me.May("/reporting/calendar", Permissions.Change);
    public IReadOnlyList<SelectListItem> Kinds { get; } = [.. ((string[])[Holidays.Off, Holidays.Work]).Select(k => new SelectListItem(Words.T("Organisation.Holiday_" + k), k))];

    public Task OnGetAsync() => Load();

    [Act(Permissions.Change)]
    public Task<IActionResult> OnPostHolidayAsync()
    {
        Need(Day, nameof(Day), "Organisation.HolidayNeedsDay");
        AtField("Organisation.HolidayNeedsGround", nameof(Name));
        AtField("Organisation.HolidayIsWeekend", nameof(Kind));
        AtField("Organisation.HolidayIsWeekday", nameof(Kind));
        return Act(() => holidays.Set(Me.Actor, Me.Scope, Day!.Value, Kind ?? "", Name));
    }

    [Act(Permissions.Change)]
    public Task<IActionResult> OnPostRemoveAsync()
    {
        Need(Day, nameof(Day), "Organisation.HolidayNeedsDay");
        return Act(() => holidays.Remove(Me.Actor, Me.Scope, Day!.Value));
    }

    private Task<IActionResult> Act(Func<Task> act) => Try(
        async () =>
        {
            await act();
            return Done("/reporting/calendar?year=" + (Day?.Year ?? Today.Year).ToString(System.Globalization.CultureInfo.InvariantCulture), Words.T("Reporting.CalendarSaved"));
        },
        Load);

    private async Task Load()
    {
        Shown = Year is >= 2000 and <= 2100 ? Year.Value : Today.Year;
        Lines = await calendar.On(Today);
        Past = [.. (await calendar.History()).Where(h => h.SetBy != "system" || h.KnownToAt is not null)];
        Next = [.. (await calendar.Next(Today, 3)).Where(t => !t.IsLate(Now.Milliseconds))];
        Days = await holidays.Of(Shown);
        Checks = await checks.On(Today);
        Working = await holidays.Calendar();
    }
}
