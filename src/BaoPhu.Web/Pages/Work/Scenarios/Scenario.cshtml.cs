using BaoPhu.Core.Identity;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Planning;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Work.Scenarios;

/// <summary>One scenario: its activities in order, who does them and what is ready; the limits that will hold; rehearsals and versions.</summary>
public sealed class ScenarioModel(Core.Work.Scenarios scenarios, Core.Organisation.Localities localities) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    /// <summary>The number of changes at which the person read it.</summary>
    [BindProperty]
    public int Edits { get; set; }

    [BindProperty]
    public string Activity { get; set; } = "";

    [BindProperty]
    public bool Ready { get; set; }

    public ScenarioDetail Detail { get; private set; } = null!;
    public Core.Work.Scenario Scenario => Detail.Scenario;
    public Dictionary<string, Core.Organisation.Locality> Places { get; private set; } = [];
    public bool MayEdit => May(Permissions.Change, ScenarioAct.Edit);
    public bool MayRehearse => May(Permissions.Change, ScenarioAct.Rehearse);
    public bool MayApprove => May("approve", ScenarioAct.Approve);
    public bool MayRevise => May(Permissions.Change, ScenarioAct.Revise) && !Detail.Versions.Any(v => ScenarioActs.May(v.Holds, ScenarioAct.Edit, out _) == ScenarioRefusal.None);

    /// <summary>The limits are not those that held when it was approved.</summary>
    public bool LimitsChanged => Scenario.ApprovedAt is not null && !Scenario.LimitIds.ToHashSet(StringComparer.Ordinal).SetEquals(Detail.Limits.Select(l => l.LimitId));

    public bool MayReport(Activity activity) => Me.May("/work/scenarios", "ready") && ScenarioActs.May(Scenario.Holds, ScenarioAct.ReportReady, out _) == ScenarioRefusal.None
        && (Me.Scope.CoversWhole(Scenario.Province) || activity.PeopleIds.Contains(Me.User.UserId));

    public async Task<IActionResult> OnGetAsync()
    {
        await Load();
        return Page();
    }

    [Act("approve")]
    public Task<IActionResult> OnPostApproveAsync() => Do(() => scenarios.Approve(Me.Actor, Me.Scope, Id, Edits), "Scenarios.ApprovedDone");

    [Act("ready")]
    public Task<IActionResult> OnPostReadyAsync() => Do(() => scenarios.ReportReady(Me.Actor, Me.Scope, Id, Activity, Ready), "Scenarios.ReadyDone");

    public Task<IActionResult> OnPostUpAsync() => Do(() => scenarios.MoveUp(Me.Actor, Me.Scope, Id, Edits, Activity), "Scenarios.Saved");

    public Task<IActionResult> OnPostRemoveAsync() => Do(() => scenarios.RemoveActivity(Me.Actor, Me.Scope, Id, Edits, Activity), "Scenarios.Removed");

    public async Task<IActionResult> OnPostReviseAsync()
    {
        await Load();
        return await Try(async () => Done("/work/scenarios/" + await scenarios.Begin(Me.Actor, Me.Scope, Scenario.Province, Scenario.FromLevel, Scenario.ToLevel), Words.T("Scenarios.Saved")));
    }

    private Task<IActionResult> Do(Func<Task> act, string said) => Try(
        async () =>
        {
            await act();
            return Done("/work/scenarios/" + Id, Words.T(said));
        },
        Load);

    private bool May(string permission, ScenarioAct act) =>
        Me.May("/work/scenarios", permission) && Me.Scope.CoversWhole(Scenario.Province) && ScenarioActs.May(Scenario.Holds, act, out _) == ScenarioRefusal.None;

    private async Task Load()
    {
        Detail = await scenarios.Find(Me.Scope, Id);
        Places = await localities.ByCodes(Detail.Limits.Select(l => l.LocalityCode));
    }
}
