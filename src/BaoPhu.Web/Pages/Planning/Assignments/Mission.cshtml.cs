using BaoPhu.Core.Identity;
using BaoPhu.Core.Planning;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Planning.Assignments;

/// <summary>A mission of a unit in a province: who goes and when, what it found, what came of it.</summary>
public sealed class MissionModel(Core.Planning.Assignments assignments) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    /// <summary>Changes that the person saw.</summary>
    [BindProperty]
    public int Changes { get; set; }

    [BindProperty]
    public string? Findings { get; set; }

    [BindProperty]
    public string? Result { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public Mission One { get; private set; } = null!;
    public bool MayChange => One.State == "planned" && One.Unit == Me.Actor.OfficeCode && Me.May("/planning/assignments", Permissions.Change);

    public async Task OnGetAsync()
    {
        await Load();
        Changes = One.Changes;
    }

    public Task<IActionResult> OnPostTellAsync()
    {
        AtField("Assignments.NeedFindings", nameof(Findings));
        return Act("Assignments.Told", () => assignments.Tell(Me.Actor, Me.Scope, Id, Changes, Findings, Result));
    }

    public Task<IActionResult> OnPostOffAsync()
    {
        AtField("Assignments.NeedReason", nameof(Reason));
        return Act("Assignments.Off", () => assignments.CallOff(Me.Actor, Me.Scope, Id, Changes, Reason));
    }

    private Task<IActionResult> Act(string said, Func<Task> act) => Try(
        async () =>
        {
            await act();
            return Done("/planning/assignments/missions/" + Id, Words.T(said));
        },
        Load);

    private async Task Load() => One = await assignments.Mission(Me.Scope, Id);
}
