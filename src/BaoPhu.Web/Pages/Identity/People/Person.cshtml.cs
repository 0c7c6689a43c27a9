using BaoPhu.Core.Audit;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Identity.People;

/// <summary>One person's account: where, which role, in which state; what may be done to it, and what was done.</summary>
public sealed class PersonModel(Personnel personnel, Sessions sessions, Delegations delegations) : HousePage
{
    private const int HistoryRows = 15;

    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty]
    public string? Reason { get; set; }

    public Person Person { get; private set; } = null!;
    public List<OpenSession> Open { get; private set; } = [];
    public List<Delegation> Delegations { get; private set; } = [];
    public List<AuditEntry> History { get; private set; } = [];
    public bool MayChange => Me.May("/identity/people", Permissions.Change) && By.MayChange(Person);
    public bool IsLocked => Person.LockedUntilAt > Now;

    private Appointer By => new(Me.Actor, Me.Scope, Me.Role);

    public static string StateOf(Person person, Core.Data.Instant now) => Text.Of("People.State_"
        + (!person.Active ? "inactive" : person.LockedUntilAt > now ? "locked" : person.MustChangePassword ? "first" : person.FactorSinceAt is null ? "active" : "factor"));

    /// <summary>An act of the log in words; acts of other modules by their name.</summary>
    public static string ActOf(string act) => Text.Find("People.Log_" + act) ?? act;

    public async Task OnGetAsync() => await Load();

    public Task<IActionResult> OnPostPasswordAsync() => Do(async () => Text.Of("People.FirstPassword", Person.SignIn, await personnel.NewPassword(By, Id)));

    public Task<IActionResult> OnPostUnlockAsync() => Do(() => personnel.LiftLock(By, Id), "People.LockLifted");

    public Task<IActionResult> OnPostEndSessionsAsync() => Do(() => personnel.EndSessions(By, Id), "People.SessionsOfEnded");

    public Task<IActionResult> OnPostFactorAsync() => WithReason(async () => await Said(() => personnel.ResetFactor(By, Id, Reason!), "People.FactorReset"));

    public Task<IActionResult> OnPostDeactivateAsync() => WithReason(async () => await Said(() => personnel.Deactivate(By, Id, Reason!), "People.Deactivated"));

    public Task<IActionResult> OnPostReactivateAsync() => WithReason(async () => Text.Of("People.FirstPassword", Person.SignIn, await personnel.Reactivate(By, Id, Reason!)));

    private Task<IActionResult> Do(Func<Task> act, string done) => Do(() => Said(act, done));

    private Task<IActionResult> WithReason(Func<Task<string>> act)
    {
        Need(Reason, nameof(Reason), "People.NeedReason");
        return Do(act);
    }

    private async Task<IActionResult> Do(Func<Task<string>> act)
    {
        Person = await personnel.Find(Me.Scope, Id);
        return await Try(async () => Done("/identity/people/" + Id, await act()), Load);
    }

    private async Task<string> Said(Func<Task> act, string done)
    {
        await act();
        return Text.Of(done, Person.Name);
    }

    private async Task Load()
    {
        Person = await personnel.Find(Me.Scope, Id);
        Open = await sessions.Of(Id);
        Delegations = await delegations.Of(Id);
        History = await personnel.History(Id, HistoryRows);
    }
}
