using BaoPhu.Core.Work;
using BaoPhu.Rules.Planning;

namespace BaoPhu.Web.Shell;

/// <summary>
/// Names of employers as pages may show them: those of household businesses are persons' names and masked where the internal rule of the reader's province says so. The one place
/// that pages ask (injected into all of them); asked once a request.
/// </summary>
public sealed class EmployerNames(ContactCards cards, CurrentUser me)
{
    private Task<HouseholdMask>? _mask;

    public async Task<string> Of(string name) => (await (_mask ??= cards.Households(me.Province))).Name(name);

    /// <summary>In a list of tasks: whole where the reader took the task, as on the task's own page.</summary>
    public Task<string> Of(WorkTask task) => task.Assignee == me.User.UserId && task.TaskState is TaskState.Open or TaskState.Started ? Task.FromResult(task.Name) : Of(task.Name);
}
