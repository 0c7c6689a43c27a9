using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Work.Scenarios;

/// <summary>Writes one activity of a scenario: what, by whom, what must be ready and by when.</summary>
[Act(Permissions.Change)]
public sealed class ActivityModel(Core.Work.Scenarios scenarios) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    /// <summary>Empty: a new one.</summary>
    [BindProperty(Name = "activity", SupportsGet = true)]
    public string? ActivityId { get; set; }

    [BindProperty]
    public int Edits { get; set; }

    [BindProperty]
    public string? What { get; set; }

    /// <summary>One a line.</summary>
    [BindProperty]
    public string? People { get; set; }

    [BindProperty]
    public string? Needs { get; set; }

    [BindProperty]
    public DateOnly? ReadyBy { get; set; }

    public Core.Work.Scenario Scenario { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync()
    {
        var detail = await Load();
        if (!string.IsNullOrEmpty(ActivityId))
        {
            var activity = detail.Activities.FirstOrDefault(a => a.ActivityId == ActivityId) ?? throw new Refusal("Scenarios.NoActivity") { Kind = RefusalKind.Missing };
            (What, Needs, ReadyBy) = (activity.What, activity.Needs, activity.ReadyBy);
            People = string.Join('\n', activity.PeopleIds.Select(p => detail.People.GetValueOrDefault(p)?.SignIn).OfType<string>());
        }

        Edits = Scenario.Edits;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await Load();
        Need(What, nameof(What), "Scenarios.NeedWhat");
        AtField("Scenarios.UnknownPerson", nameof(People));
        AtField("Scenarios.SeveralPeople", nameof(People));
        return await Try(async () =>
        {
            var people = (People ?? "").Split((char[])['\n', ',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            await scenarios.SaveActivity(Me.Actor, Me.Scope, Id, Edits, string.IsNullOrEmpty(ActivityId) ? null : ActivityId, new ActivityWords(What!, people, Needs, ReadyBy));
            return Done("/work/scenarios/" + Id, Words.T("Scenarios.Saved"));
        });
    }

    private async Task<ScenarioDetail> Load()
    {
        var detail = await scenarios.Find(Me.Scope, Id);
        Scenario = detail.Scenario;
        return detail;
    }
}
