using BaoPhu.Core.Organisation;
using BaoPhu.Core.Reporting;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Reporting.Boards;

/// <summary>Who has sent a report of a day, who is late and who is missing, with the figures of those sent and their sum.</summary>
public sealed class IndexModel(ReportBoards boards, ReportReminders reminders) : HousePage
{
    [BindProperty(Name = "kind", SupportsGet = true)]
    public string? Kind { get; set; }

    [BindProperty(Name = "day", SupportsGet = true)]
    public DateOnly? Day { get; set; }

    public ReportBoard Board { get; private set; } = null!;
    public SentByTime Sent { get; private set; } = null!;

    /// <summary>Who was told that a report is due or missing, by office.</summary>
    public ILookup<string, ToldOf> Told { get; private set; } = null!;
    public IReadOnlyList<SelectListItem> Kinds { get; private set; } = [];

    public async Task OnGetAsync()
    {
        // Who sees one province has its districts below, who sees the nation its provinces.
        Kind ??= Me.Scope.IsNation ? "daily" : "district-daily";
        Day ??= Today;
        Kinds = [.. ReportKind.All.Select(k => new SelectListItem(Words.T("Reporting.Kind_" + k.Code), k.Code, k.Code == Kind))];
        Board = await boards.Of(Me.Scope, Kind, Day.Value);
        Sent = new SentByTime(Board);
        Told = (await reminders.On(Me.Scope, Kind, Board.Term.To)).ToLookup(t => t.OfficeCode, StringComparer.Ordinal);
    }
}
