using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Organisation.Agents;

/// <summary>One collection agent: its contract, its targets, and the form that changes its name or ends the contract.</summary>
public sealed class AgentModel(Core.Organisation.Agents agents) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Code { get; set; } = "";

    [BindProperty]
    public string? Name { get; set; }

    /// <summary>The contract's last day; null: it goes on.</summary>
    [BindProperty]
    public DateOnly? LastDay { get; set; }

    public Agent Agent { get; private set; } = null!;
    public bool MayChange => Me.May("/organisation/agents", Permissions.Change) && !Me.Scope.IsNation;

    public async Task OnGetAsync()
    {
        await Load();
        (Name, LastDay) = (Agent.Name, Agent.Until?.AddDays(-1));
    }

    [Act(Permissions.Change)]
    public async Task<IActionResult> OnPostAsync()
    {
        await Load();
        Need(Name, nameof(Name), "Agents.NeedName");
        AtField("Agents.NeedName", nameof(Name));
        AtField("Agents.EndBeforeBegin", nameof(LastDay));
        return await Try(
            async () =>
            {
                await agents.Change(Me.Actor, Me.Scope, Code, Name!, LastDay?.AddDays(1));
                return Done("/organisation/agents/" + Code, Text.Of("Agents.Changed", Name));
            },
            Load);
    }

    private async Task Load() => Agent = await agents.Find(Me.Scope, Code);
}
