using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;

namespace BaoPhu.Core.Documents;

/// <summary>
/// Undoes with a switch what was made under it: papers of the tasks that were put back, begun since the switch was applied and not yet gone out, are voided or dropped in
/// the same transaction. Papers of before stay.
/// </summary>
public sealed class SwitchedPapers(Papers papers) : ISwitchFollower
{
    public Task Applied(Session tx, SwitchRecord applied) => Task.CompletedTask;

    public async Task Undone(Session tx, SwitchRecord undone)
    {
        var tasks = await tx.Query<WorkTask>(
            """
            select w.subject_id, w.act, w.occurrence from wrk_switch_tasks w where w.switch_id = @SwitchId and w.undo = 'undone'
                and exists (select 1 from doc_papers p where p.subject_id = w.subject_id and p.act = w.act and p.occurrence = w.occurrence and p.made_at >= @AppliedAt)
            order by w.subject_id, w.act, w.occurrence
            """,
            undone);
        if (tasks.Count > 0)
        {
            var by = await tx.One<User>($"select {Users.Columns} from idn_users u where u.user_id = @UndoneBy", undone);
            await papers.VoidFor(tx, by?.Actor ?? Actor.System, tasks.ConvertAll(t => t.Key), Text.Of("Papers.SwitchUndone", undone.DecisionNumber), undone.AppliedAt);
        }
    }
}
