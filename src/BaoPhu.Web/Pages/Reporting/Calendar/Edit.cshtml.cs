using System.Globalization;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Reporting;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Reporting;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Reporting.Calendar;

/// <summary>One line of the calendar from a day on, with the paper that orders it.</summary>
[Act(Permissions.Change)]
public sealed class EditModel(ReportCalendar calendar) : HousePage
{
    [BindProperty(Name = "kind", SupportsGet = true)]
    public string? Kind { get; set; }

    [BindProperty(Name = "line", SupportsGet = true)]
    public int Line { get; set; }

    [BindProperty]
    public int? Day { get; set; }

    /// <summary>"16:00"; empty: the end of the day.</summary>
    [BindProperty]
    public string? Until { get; set; }

    [BindProperty]
    public bool NextMonth { get; set; }

    [BindProperty]
    public bool WorkingDays { get; set; }

    [BindProperty]
    public string? Closed { get; set; }

    [BindProperty]
    public DateOnly? ValidFrom { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    public ReportRuleLine Before { get; private set; } = null!;
    public IReadOnlyList<SelectListItem> ClosedChoices { get; } = [.. ReportCalendar.ClosedNames.Select(c => new SelectListItem(Words.T("Reporting.Closed_" + c), c))];

    public async Task OnGetAsync()
    {
        await Load();
        (Day, Until, NextMonth, WorkingDays, Closed, ValidFrom) =
            (Before.Day, Before.Until?.ToString("HH:mm", CultureInfo.InvariantCulture), Before.NextMonth, Before.WorkingDays, Before.Closed, Today.AddDays(1));
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await Load();
        TimeOnly? until = null;
        if (!string.IsNullOrWhiteSpace(Until))
        {
            if (TimeOnly.TryParseExact(Until.Trim(), ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var hour))
            {
                until = hour;
            }
            else
            {
                ModelState.AddModelError(nameof(Until), Text.Of("Reporting.BadHour"));
            }
        }

        Need(ValidFrom, nameof(ValidFrom), "Reporting.NeedFrom");
        AtField("Reporting.RuleNeedsGround", nameof(Note));
        AtField("Reporting.BadDay", nameof(Day));
        return await Try(async () =>
        {
            var closed = (ClosedDay)Math.Max(0, ReportCalendar.ClosedNames.ToList().IndexOf(Closed ?? ""));
            await calendar.Set(Me.Actor, Me.Scope, Kind!, Line, ValidFrom!.Value, new ReportRuleEntry(Day ?? Before.Day, until, NextMonth, WorkingDays, closed, Note ?? ""));
            return Done("/reporting/calendar", Words.T("Reporting.CalendarSaved"));
        });
    }

    private async Task Load() => Before = Me.Scope.IsNation && (await calendar.On(Today)).Find(r => r.Kind == Kind && r.Line == Line) is { } found
        ? found : throw new Refusal("Reporting.NoRule") { Kind = RefusalKind.Missing };
}
