using BaoPhu.Core.Data;

namespace BaoPhu.Core.Work;

/// <summary>
/// What Work knows of the cases of a task. Collection stands above Work and tells here, in the transaction of the step, that a case is being worked on: the planner then
/// leaves the task open although it would not order it any more. Levels still suspend, convert and reopen it.
/// </summary>
public static class TaskHolds
{
    /// <summary>Holds the task, or lets it go. Does nothing to a task that is closed.</summary>
    public static async Task Hold(Session tx, WorkTask task, bool held)
    {
        await tx.Execute(
            "update wrk_tasks set held = @held where subject_id = @SubjectId and act = @Act and occurrence = @Occurrence and state in ('open', 'started', 'suspended')",
            new { held, task.SubjectId, task.Act, task.Occurrence });
        await TaskChanges.Note(tx, task.Province, task.OfficeCode);
    }
}
