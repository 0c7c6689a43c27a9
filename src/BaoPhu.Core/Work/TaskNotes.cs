using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;

namespace BaoPhu.Core.Work;

/// <summary>What a module above Work has to say in a task's history, where no outcome of its row says it: told in the transaction of the event and under the lock of the province's planning.</summary>
public static class TaskNotes
{
    /// <summary>Adds a line. <paramref name="what"/>: a text "Work.Event_…". Who has the task open sees that it changed.</summary>
    public static async Task Add(Session tx, TimeProvider clock, Actor actor, WorkTask task, string what, string note)
    {
        var (now, by) = (clock.Now(), actor.UserId);
        await tx.Execute(
            "update wrk_tasks set version = version + 1, updated_at = @now where subject_id = @SubjectId and act = @Act and occurrence = @Occurrence",
            new { task.SubjectId, task.Act, task.Occurrence, now });
        await tx.Execute(
            """
            insert into wrk_task_events (subject_id, act, occurrence, seq, at, user_id, event, detail)
            select t.subject_id, t.act, t.occurrence, t.version, @now, @by, @what, @detail from wrk_tasks t
            where t.subject_id = @SubjectId and t.act = @Act and t.occurrence = @Occurrence
            """,
            new { task.SubjectId, task.Act, task.Occurrence, now, by, what, detail = TaskEvents.Write(new { note }) });
        await TaskChanges.Note(tx, task.Province, task.OfficeCode);
    }
}
