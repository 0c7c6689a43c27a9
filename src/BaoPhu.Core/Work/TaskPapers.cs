using BaoPhu.Core.Data;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Papers;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Core.Work;

/// <summary>
/// What Work knows of the papers of a task. Documents stands above Work and tells every change of a paper here, in the transaction of the change; a record that needs a paper
/// asks here and nowhere else.
/// </summary>
public static class TaskPapers
{
    /// <summary>Notes where a paper of a task stands.</summary>
    public static Task Tell(Session tx, TaskPaper paper) => tx.Execute(
        """
        insert into wrk_papers (subject_id, paper_no, act, occurrence, form, state, label) values (@SubjectId, @PaperNo, @Act, @Occurrence, @Form, @State, @Label)
        on conflict (subject_id, paper_no) do update set state = excluded.state, label = excluded.label
        """,
        paper);

    /// <summary>The same for many papers at once.</summary>
    public static async Task Tell(Session tx, IReadOnlyCollection<TaskPaper> papers)
    {
        await tx.Scratch("scratch_papers", "subject_id bigint, paper_no integer, act text, occurrence integer, form text, state text, label text");
        using (var bulk = tx.BulkInto("scratch_papers", "subject_id", "paper_no", "act", "occurrence", "form", "state", "label"))
        {
            foreach (var paper in papers)
            {
                bulk.StartRow();
                bulk.Write(paper.SubjectId);
                bulk.Write(paper.PaperNo);
                bulk.Write(paper.Act);
                bulk.Write(paper.Occurrence);
                bulk.Write(paper.Form);
                bulk.Write(paper.State);
                bulk.Write(paper.Label);
            }

            bulk.Complete();
        }

        await tx.Execute(
            """
            insert into wrk_papers (subject_id, paper_no, act, occurrence, form, state, label)
            select s.subject_id, s.paper_no, s.act, s.occurrence, s.form, s.state, s.label from scratch_papers s where true
            on conflict (subject_id, paper_no) do update set state = excluded.state, label = excluded.label
            """);
    }

    /// <summary>The papers of all tasks of a subject, the last made first.</summary>
    public static Task<List<TaskPaper>> OfSubject(Session s, long subjectId) => s.Query<TaskPaper>(
        "select p.subject_id, p.paper_no, p.act, p.occurrence, p.form, p.state, p.label from wrk_papers p where p.subject_id = @subjectId order by p.paper_no desc", new { subjectId });

    /// <summary>The papers of a task, the last made first.</summary>
    public static Task<List<TaskPaper>> Of(Session s, TaskKey key) => s.Query<TaskPaper>(
        """
        select p.subject_id, p.paper_no, p.act, p.occurrence, p.form, p.state, p.label from wrk_papers p
        where p.subject_id = @SubjectId and p.act = @Act and p.occurrence = @Occurrence order by p.paper_no desc
        """,
        key);

    /// <summary>Refuses an outcome whose paper is not there, not signed or not on its way, and says what to do.</summary>
    internal static async Task Require(Session s, WorkTask task, PolicyAct act, string outcome, string channel)
    {
        var need = PaperNeeds.Of(act, outcome, channel);
        if (need == PaperNeed.None)
        {
            return;
        }

        var papers = (await Of(s, task.Key)).Where(p => p.PaperState.IsLive() && !PaperNeeds.Beside.Contains(p.Form)).ToList();
        if (!papers.Exists(p => PaperNeeds.Met(need, p.PaperState)))
        {
            var furthest = papers.MaxBy(p => p.PaperState);
            throw furthest is null
                ? new Refusal("Papers.NeedsPaper", task.Title, task.Form)
                : new Refusal("Papers.Needs_" + need, task.Title, furthest.Label.Length > 0 ? furthest.Label : furthest.Form, Text.Of("Papers.State_" + furthest.State));
        }
    }
}

/// <summary>A paper as its task shows it. The label is its number and symbol, empty while a draft.</summary>
public sealed class TaskPaper
{
    public long SubjectId { get; init; }
    public int PaperNo { get; init; }
    public string Act { get; init; } = "";
    public int Occurrence { get; init; }
    public string Form { get; init; } = "";
    public string State { get; init; } = "";
    public string Label { get; init; } = "";
    public PaperState PaperState => PaperNames.State(State);
}
