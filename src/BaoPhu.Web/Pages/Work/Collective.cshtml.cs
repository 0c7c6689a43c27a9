using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Work;

/// <summary>Records an act that is one list for the province (monthly report, publication), for all employers on it.</summary>
[Act(Permissions.Change)]
public sealed class CollectiveModel(Core.Work.Tasks tasks, TaskRecords records) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Act { get; set; } = "";

    [BindProperty(Name = "due", SupportsGet = true)]
    public DateOnly? Due { get; set; }

    [BindProperty]
    public string? Outcome { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    /// <summary>How many stood on the list that the person saw.</summary>
    [BindProperty]
    public long Expected { get; set; }

    public CollectiveTask Item { get; private set; } = null!;
    public IReadOnlyList<SelectListItem> Outcomes { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync()
    {
        await Load();
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        Need(Outcome, nameof(Outcome), "Work.NeedOutcome");
        Need(Note, nameof(Note), "Work.NeedPaper");
        return await Try(
            async () =>
            {
                var province = Me.Province ?? throw new Refusal("Work.CollectiveByProvince") { Kind = RefusalKind.Forbidden };
                var result = await records.RecordCollective(Me.Actor, Me.Scope, Me.Role, province, new CollectiveRecord(Act, Due ?? Today, Expected, Outcome!, Note!));
                var said = Words.T("Work.CollectiveDone", Show.Number(result.Employers));
                return Done("/work/today", result.Dropped == 0 ? said : said + " " + Words.T("Work.CollectiveDropped", Show.Number(result.Dropped)));
            },
            Load);
    }

    private async Task Load()
    {
        var page = await tasks.List(Me.Scope, new TaskFilter { Act = Act, Collective = true });
        Item = page.Collective.FirstOrDefault(c => c.Act == Act && (Due is null || c.DueOn == Due)) ?? throw new Refusal("Work.NothingCollective") { Kind = RefusalKind.Missing };
        Due = Item.DueOn;
        Outcomes = [.. (Item.Ordered?.Act.Outcomes ?? []).Where(o => o.Done).Select(o => new SelectListItem(Words.T("Work.Outcome_" + o.Outcome), o.Outcome, selected: true))];
    }
}
