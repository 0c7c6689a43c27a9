using System.Security.Cryptography;
using System.Text;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;

namespace BaoPhu.Core.Documents;

/// <summary>
/// Undoes with a switch what was made under it: papers of the tasks that were put back, begun since the switch was applied and not yet gone out, are voided or dropped in
/// the same transaction, with one audit entry. Papers of before stay. What was numbered under it and stays in force (gone out, on a manifest, of a task somebody acted on) is told.
/// </summary>
public sealed class SwitchedPapers(Papers papers, TimeProvider clock) : ISwitchFollower
{
    /// <summary>So many of those left are named to who undoes.</summary>
    private const int MostNamed = 20;

    public Task Applied(Session tx, SwitchRecord applied) => Task.CompletedTask;

    public async Task<UndonePapers?> Undone(Session tx, Actor actor, SwitchRecord undone)
    {
        var tasks = await tx.Query<WorkTask>(
            """
            select w.subject_id, w.act, w.occurrence from wrk_switch_tasks w where w.switch_id = @SwitchId and w.undo = 'undone'
                and exists (select 1 from doc_papers p where p.subject_id = w.subject_id and p.act = w.act and p.occurrence = w.occurrence and p.made_at >= @AppliedAt)
            order by w.subject_id, w.act, w.occurrence
            """,
            undone);
        var (voided, left) = await papers.VoidFor(tx, actor, tasks.ConvertAll(t => t.Key), Text.Of("Papers.SwitchUndone", undone.DecisionNumber), undone.AppliedAt);
        left.AddRange(await tx.Query<Paper>(
            $"""
            select {Paper.Columns} from {Paper.From} join wrk_switch_tasks w on w.subject_id = p.subject_id and w.act = p.act and w.occurrence = p.occurrence
            where w.switch_id = @SwitchId and w.undo = 'kept' and p.made_at >= @AppliedAt and p.number is not null and p.state {"{any:live}"} order by p.subject_id, p.paper_no
            """,
            new { undone.SwitchId, undone.AppliedAt, live = tx.List(Papers.LiveStates) }));
        if (voided.Count + left.Count == 0)
        {
            return null;
        }

        await AuditTrail.Write(tx, clock, actor, "documents.void-undone", "switch:" + undone.SwitchId, new
        {
            count = voided.Count, left = left.Count, digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join(',', voided.Select(p => p.Key)))))[..16],
        });
        return new UndonePapers(voided.Count, left.Count, [.. left.Take(MostNamed).Select(p => new LeftPaper(p.Key.ToString(), p.Called))]);
    }
}
