using BaoPhu.Core.Collection;
using BaoPhu.Core.Identity;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Collection.Teams;

/// <summary>One proposal: its candidates, its paper, and the committee's answer for some or all of them.</summary>
public sealed class TeamModel(Core.Collection.Teams teams) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty(Name = "code", SupportsGet = true)]
    public string? Code { get; set; }

    [BindProperty]
    public List<string> Codes { get; set; } = [];

    /// <summary>"accepted" or "refused".</summary>
    [BindProperty]
    public string? Outcome { get; set; }

    [BindProperty]
    public string? Number { get; set; }

    [BindProperty]
    public DateOnly? On { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    public TeamDetail Detail { get; private set; } = null!;
    public bool MayAct => Me.May("/collection/teams", Permissions.Change);
    public bool MayAnswer => MayAct && Detail.Team is { SentAt: not null, State: not "answered" };

    /// <summary>The form was sent and is shown again: the ticks are the person's.</summary>
    public bool Asked { get; private set; }

    public IReadOnlyList<SelectListItem> Outcomes { get; } = [new(Words.T("Teams.Answer_accepted"), "accepted"), new(Words.T("Teams.Answer_refused"), "refused")];

    public async Task<IActionResult> OnGetAsync()
    {
        await Load();
        return Page();
    }

    public Task<IActionResult> OnPostPrepareAsync() => Act(() => teams.PrepareAgain(Me.Actor, Me.Scope, Id), "Teams.Begun");

    public Task<IActionResult> OnPostRemoveAsync() => Act(() => teams.Remove(Me.Actor, Me.Scope, Id, Code ?? ""), "Teams.Removed");

    public Task<IActionResult> OnPostAnswerAsync()
    {
        Asked = true;
        Need(Outcome, nameof(Outcome), "Teams.NeedOutcome");
        Need(Number, nameof(Number), "Teams.NeedNumber");
        Need(On, nameof(On), "Papers.NeedOn");
        AtField("Teams.BadAnswer", nameof(On));
        return Act(() => teams.Answer(Me.Actor, Me.Scope, Id, Codes, Outcome == "accepted", Number, On!.Value, Note), "Teams.Answered");
    }

    private Task<IActionResult> Act(Func<Task> act, string said) => Try(
        async () =>
        {
            await act();
            return Done("/collection/teams/" + Id, Words.T(said));
        },
        Load);

    private async Task Load() => Detail = await teams.Find(Me.Scope, Id);
}
