using BaoPhu.Core.Identity;
using BaoPhu.Core.Reporting;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Reporting.Calendar;

/// <summary>One rule by which figures are looked at: its threshold from a day on, on or off, and why.</summary>
[Act(Permissions.Change)]
public sealed class CheckModel(FigureChecks checks) : HousePage
{
    [BindProperty(Name = "code", SupportsGet = true)]
    public string? Code { get; set; }

    [BindProperty]
    public int? Threshold { get; set; }

    [BindProperty]
    public bool Active { get; set; }

    [BindProperty]
    public DateOnly? ValidFrom { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    public FigureCheckLine Before { get; private set; } = null!;

    public async Task OnGetAsync()
    {
        await Load();
        (Threshold, Active, ValidFrom) = ((int)Before.Threshold, Before.Active, Today);
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await Load();
        Need(ValidFrom, nameof(ValidFrom), "Reporting.NeedFrom");
        if (Before.HasThreshold)
        {
            Need(Threshold, nameof(Threshold), "Reporting.NeedThreshold");
        }

        AtField("Reporting.RuleNeedsGround", nameof(Note));
        return await Try(async () =>
        {
            await checks.Set(Me.Actor, Me.Scope, Code!, ValidFrom!.Value, Threshold ?? (int)Before.Threshold, Active, Note);
            return Done("/reporting/calendar", Words.T("Reporting.CalendarSaved"));
        });
    }

    private async Task Load() => Before = Me.Scope.IsNation && (await checks.On(Today)).Find(c => c.Code == Code) is { } found
        ? found : throw new Refusal("Reporting.NoRule") { Kind = RefusalKind.Missing };
}
