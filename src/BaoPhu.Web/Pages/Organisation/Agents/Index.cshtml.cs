using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Organisation.Agents;

/// <summary>The collection agents of the own offices, and the form for a new one.</summary>
public sealed class IndexModel(Core.Organisation.Agents agents, Core.Organisation.Offices offices) : HousePage
{
    [BindProperty]
    public string? Office { get; set; }

    [BindProperty]
    public string? Code { get; set; }

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public DateOnly? Since { get; set; }

    public IReadOnlyList<Agent> Shown { get; private set; } = [];
    public int Holding => Shown.Count(a => a.HoldsOn(Today));
    public IReadOnlyList<SelectListItem> Offices { get; private set; } = [];

    /// <summary>The nation enters none: an agent is its office's.</summary>
    public bool MayAdd => Me.May("/organisation/agents", Permissions.Change) && !Me.Scope.IsNation;

    public Task OnGetAsync() => Load();

    [Act(Permissions.Change)]
    public async Task<IActionResult> OnPostAsync()
    {
        Need(Office, nameof(Office), "Agents.NeedOffice");
        Need(Code, nameof(Code), "Agents.NeedCode");
        Need(Name, nameof(Name), "Agents.NeedName");
        Need(Since, nameof(Since), "Agents.NeedSince");
        AtField("Agents.CodeShape", nameof(Code));
        AtField("Agents.CodeTaken", nameof(Code));
        AtField("Agents.NeedName", nameof(Name));
        return await Try(
            async () =>
            {
                await agents.Add(Me.Actor, Me.Scope, new(Code!, Office!, Name!, Since!.Value));
                return Done("/organisation/agents", Text.Of("Agents.Added", Name));
            },
            Load);
    }

    private async Task Load()
    {
        Shown = await agents.Of(Me.Scope);
        Offices = MayAdd
            ? [.. (await offices.Tree(Me.Scope)).Where(o => o.Kind is OfficeKind.Province or OfficeKind.District && Me.Scope.CoversOffice(o.Province, o.Code)).Select(o => new SelectListItem(o.Name, o.Code, o.Code == Me.Office?.Code))]
            : [];
    }
}
