using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Register;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Papers;
using BaoPhu.Rules.Planning;

namespace BaoPhu.Core.Collection;

/// <summary>
/// What may be done next for one employer, and what may not and why, from the three truth tables of the house: of its tasks (<see cref="TaskActs"/>), its papers
/// (<see cref="PaperActs"/>) and its cases (<see cref="Rules.Cases.Procedure"/>). They are the tables that the acts themselves are held to, so nothing is offered that would be refused.
/// </summary>
public sealed class NextActs(Db db, Cases cases)
{
    /// <summary>Grouped by what the acts are about: tasks by due day, papers, cases in the order of the book. Missing outside the scope.</summary>
    public async Task<IReadOnlyList<ActGroup>> Of(Scope scope, string province, string code)
    {
        var groups = await db.ReadConsistently(async s =>
        {
            var employer = await Employers.Find(s, scope, province, code);
            return (List<ActGroup>)[.. await OfTasks(s, employer), .. await OfPapers(s, employer)];
        });
        // Several acts share a procedure (a reconciliation hangs on whichever task urges the debt): what is not begun is shown once, what has ended not at all.
        foreach (var same in (await cases.OfEmployer(scope, province, code)).GroupBy(s => s.Procedure.Texts, StringComparer.Ordinal))
        {
            groups.AddRange(same.Where(s => s.Case is { EndedOn: null }).Select(OfCase));
            if (!same.Any(s => s.Case is { EndedOn: null }))
            {
                groups.AddRange(same.Where(s => s.Case is null).OrderByDescending(s => s.Steps.Any(a => a.Allowed)).Take(1).Select(OfCase));
            }
        }

        return groups;
    }

    private static async Task<List<ActGroup>> OfTasks(Session s, Employer employer)
    {
        await PlanTable.Load(s);
        var tasks = await s.Query<WorkTask>(
            $"select {WorkTask.Columns} from wrk_tasks t join reg_employers e on e.employer_id = t.subject_id where t.subject_id = @EmployerId and t.state in ('open', 'started', 'suspended') order by t.due_on, t.act",
            employer);
        var papers = (await s.Query<TaskPaper>("select p.subject_id, p.paper_no, p.act, p.occurrence, p.form, p.state, p.label from wrk_papers p where p.subject_id = @EmployerId", employer))
            .Where(p => p.PaperState.IsLive() && !PaperNeeds.Beside.Contains(p.Form)).ToLookup(p => (p.Act, p.Occurrence));
        var groups = new List<ActGroup>();
        foreach (var task in tasks)
        {
            var group = new ActGroup("task", task.Title, "/work/tasks/" + task.Key, Text.Of("Work.State_" + task.State)) { Key = task.Key.ToString(), Due = task.Due, Clause = task.Clause };
            groups.Add(group);
            if (task.Collective || task.Ordered is not { } ordered)
            {
                group.Add("record", Text.Of("CasePage.Act_record"), group.Address, "/work/tasks", task.Collective ? Text.Of("Work.CollectiveOnly", task.Title) : Text.Of("Work.RowNotHeld", task.Rule, task.PolicyNumber));
                continue;
            }

            var arranged = await Slots.Of(s, task) is not null;
            var open = ordered.Act.Outcomes.Any(o => TaskActs.MayRecord(task.TaskState, ordered.Act, o.Outcome, arranged, out _) == TaskRefusal.None);
            var first = ordered.Act.Outcomes.Select(o => TaskActs.MayRecord(task.TaskState, ordered.Act, o.Outcome, arranged, out _)).FirstOrDefault(r => r != TaskRefusal.None);
            group.Add("record", Text.Of("CasePage.Act_record"), group.Address, "/work/tasks", task.Held ? Text.Of("Work.InCase", task.Title) : open ? null : Why(task, first));
            group.Add("take", Text.Of("Work.TakeButton"), group.Address, "/work/tasks", task.Assignee is null ? Why(task, TaskActs.May(task.TaskState, TaskAct.Take)) : Text.Of("CasePage.TakenAlready"));
            if (ordered.Act.Stream == Rules.WorkStream.InPerson && ordered.Act.With is null)
            {
                group.Add("arrange", Text.Of("Work.ArrangeButton"), group.Address + "/arrange", "/work/tasks", Why(task, TaskActs.MayArrange(task.TaskState, ordered.Act)));
            }

            if (PaperNeeds.HasPaper(ordered.Act))
            {
                var living = papers[(task.Act, task.Occurrence)].FirstOrDefault();
                group.Add(
                    "paper", Text.Of("CasePage.Act_paper", task.Form), "/documents/papers/new?task=" + task.Key, "/documents/papers",
                    living is not null ? Text.Of("CasePage.PaperLives", living.Label.Length > 0 ? living.Label : living.Form, Text.Of("Papers.State_" + living.State))
                    : Why(task, TaskActs.May(task.TaskState, TaskAct.Record)));
            }
        }

        return groups;
    }

    private static async Task<List<ActGroup>> OfPapers(Session s, Employer employer)
    {
        var groups = new List<ActGroup>();
        foreach (var paper in await s.Query<Paper>(
            $"select {Paper.Columns} from {Paper.From} where p.subject_id = @EmployerId and p.state in ('draft', 'numbered', 'signed', 'sent') order by p.paper_no desc", employer))
        {
            var state = Text.Of("Papers.State_" + paper.State);
            var group = new ActGroup("paper", paper.Called, "/documents/papers/" + paper.Key, state);
            groups.Add(group);
            foreach (var act in Enum.GetValues<PaperAct>().Where(a => paper.IsMinutes || a is not (PaperAct.UnitSigns or PaperAct.UnitRefuses)))
            {
                var right = act == PaperAct.Sign ? "sign" : Permissions.Change;
                group.Add(
                    act.ToString(), Text.Of("Papers.Act_" + act), group.Address, "/documents/papers",
                    PaperActs.Next(paper.PaperState, act, paper.IsMinutes) is null ? Text.Of("CasePage.NotInPaperState", state.ToLower(Text.Vietnamese)) : null, right);
            }
        }

        return groups;
    }

    private static ActGroup OfCase(CaseStanding standing)
    {
        var (procedure, state) = (standing.Procedure, standing.Case?.State ?? "");
        var words = Cases.StateOf(procedure, state);
        var group = new ActGroup("case", Text.Of(procedure.Texts + ".Title"), standing.Case is null ? "" : procedure.PageOf(standing.Key, ""), words)
        {
            Key = standing.Key.ToString(), Version = standing.Case?.Version ?? 0, Due = standing.Case?.DueOn,
        };
        // What a step done here waits for is one step away too.
        foreach (var form in standing.Steps.Where(s => s.InState && procedure.PageOf(standing.Key, s.Act).Length == 0).SelectMany(s => s.Unmet).Where(n => n.Key == "Signed").SelectMany(n => n.Values).Distinct(StringComparer.Ordinal))
        {
            group.Add("paper", Text.Of("CasePage.Act_paper", form), $"/documents/papers/new?task={standing.Key}&form={form}", "/documents/papers", null);
        }

        foreach (var answer in standing.Steps)
        {
            string? reason = !answer.InState ? Text.Of("CasePage.NotInCaseState", words)
                : answer.Allowed ? null : string.Join(' ', answer.Unmet.Select(n => Cases.ReasonOf(procedure, n)));
            group.Add(answer.Act, Cases.NameOf(procedure, answer.Act), procedure.PageOf(standing.Key, answer.Act), procedure.Folder, reason, answer.Step?.Right ?? Permissions.Change);
        }

        return group;
    }

    private static string? Why(WorkTask task, TaskRefusal refusal) =>
        refusal == TaskRefusal.None ? null : Text.Of("Work.Refused_" + refusal, task.Title, Text.Find("Work.Reason_" + task.CloseReason) ?? "");
}

/// <summary>The acts about one task, paper or case. <paramref name="State"/>: where it stands, in words. <paramref name="Address"/>: its page, "" where it has none.</summary>
public sealed record ActGroup(string Kind, string Title, string Address, string State)
{
    private readonly List<NextAct> _acts = [];

    public DateOnly? Due { get; init; }
    public string Clause { get; init; } = "";

    /// <summary>Key of the task, or of the case, whose version its steps ask for; "" for a paper.</summary>
    public string Key { get; init; } = "";
    public int Version { get; init; }
    public IReadOnlyList<NextAct> Acts => _acts;

    internal void Add(string act, string name, string address, string folder, string? reason, string right = Permissions.Change) => _acts.Add(new(act, name, address, folder, right, reason));
}

/// <summary>
/// One act. <paramref name="Address"/>: the page on which it is done in one step, "" where it is done on the page that shows it. <paramref name="Folder"/> and <paramref name="Right"/>: who
/// may, by <see cref="Permissions"/>. <paramref name="Reason"/>: why it may not be done now; null: it may.
/// </summary>
public sealed record NextAct(string Act, string Name, string Address, string Folder, string Right, string? Reason);
