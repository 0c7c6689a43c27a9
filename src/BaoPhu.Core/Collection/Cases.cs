using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Register;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Cases;
using BaoPhu.Rules.Papers;
using BaoPhu.Rules.Planning;

namespace BaoPhu.Core.Collection;

/// <summary>
/// What follows a debt that is not paid: inspection, penalty, recommendation to prosecute, claim and the rest, each a <see cref="Procedure"/>. All of them take their steps
/// here: one transaction with its history line and its audit entry, held to the truth table, never over what a colleague did in between, and told to the task.
/// <para>Locks in the order of the house: planning of the province, rows, audit chain.</para>
/// </summary>
public sealed class Cases(Db db, TimeProvider clock)
{
    // For the record of one employer: it plans no province and applies no switch, so nobody follows.
    private readonly TaskRecords _records = new(db, clock, new PlanningPass(db, clock, []));

    /// <summary>What the records of a procedure say of a case; random walks put their own words in its place.</summary>
    public Func<ICaseProcedure, Session, TaskKey, Task<IReadOnlySet<string>>> FindingsOf { get; init; } = (procedure, s, key) => procedure.Findings(s, key);

    /// <summary>A case or what would be one, with every step and why it may not be done. Missing: outside the scope, or an act without a procedure.</summary>
    public Task<CaseStanding> Find(Scope scope, string key) => db.ReadConsistently(s => Find(s, scope, TaskKey.Parse(key)));

    /// <summary>All procedures of an employer: begun cases and what could be begun, in the order of the book.</summary>
    public Task<List<CaseStanding>> OfEmployer(Scope scope, string province, string code) => db.ReadConsistently(async s =>
    {
        var employer = await Employers.Find(s, scope, province, code);
        var last = (await s.Query<WorkTask>("select t.subject_id, t.act, max(t.occurrence) as occurrence from wrk_tasks t where t.subject_id = @EmployerId group by t.subject_id, t.act", employer))
            .ToDictionary(t => t.Act, t => t.Key, StringComparer.Ordinal);
        var standings = new List<CaseStanding>();
        if (last.Count > 0)
        {
            var ground = await Ground(s, employer.EmployerId);
            foreach (var procedure in CaseBook.All.Where(p => last.ContainsKey(p.Procedure.Act)))
            {
                standings.Add(await Find(s, scope, last[procedure.Procedure.Act], ground));
            }
        }

        return standings;
    });

    /// <summary>The steps done in a case, the last first.</summary>
    public Task<List<CaseEvent>> Events(Scope scope, string key) => db.Read(async s =>
    {
        var task = await Work.Tasks.Find(s, scope, TaskKey.Parse(key));
        return await s.Query<CaseEvent>(
            """
            select v.act, v.occurrence, v.seq, v.at, v.user_id, coalesce(u.name, '') as user_name, v.step, v.state_before, v.state, v.level, v.rule, v.detail
            from col_case_events v left join idn_users u on u.user_id = v.user_id
            where v.subject_id = @SubjectId and v.act = @Act and v.occurrence = @Occurrence order by v.seq desc
            """,
            task);
    });

    /// <summary>A step that needs nothing beside the case itself.</summary>
    public Task<Case> Do(Actor actor, Scope scope, string key, CaseStep step) => db.Write(tx => Do(tx, actor, scope, TaskKey.Parse(key), step));

    /// <summary>
    /// Does a step within the caller's transaction, in which the procedure writes its own records too: before this call what the step needs to find, after it what follows.
    /// Refused: a step that the state does not allow, needs that are not met (each named), a step done by a colleague in between.
    /// </summary>
    internal async Task<Case> Do(Session tx, Actor actor, Scope scope, TaskKey key, CaseStep step)
    {
        await tx.Lock(PlanningPass.LockOf(EmployerKey.Province(key.SubjectId)));
        var now = await Find(tx, scope, key);
        var (before, version) = (now.Case?.State ?? "", now.Case?.Version ?? 0);
        var answer = now.Procedure.Procedure.May(before, step.Act, now.Facts);
        if (!answer.InState)
        {
            throw new Refusal("Cases.NotInState", NameOf(now.Procedure, step.Act), StateOf(now.Procedure, before));
        }

        if (!answer.Allowed)
        {
            throw new Refusal("Cases.NeedsUnmet", NameOf(now.Procedure, step.Act), string.Join(' ', answer.Unmet.Select(n => ReasonOf(now.Procedure, n))));
        }

        if (version != step.Version)
        {
            throw new Refusal("Cases.ChangedMeanwhile", StateOf(now.Procedure, before));
        }

        var task = await Work.Tasks.Find(tx, scope, key);
        var to = answer.Step!.To;
        var (open, at, today) = (now.Procedure.Procedure.IsOpen(to), clock.Now(), clock.Today());
        var row = new
        {
            key.SubjectId, key.Act, key.Occurrence, task.Province, office = step.Office ?? now.Case?.OfficeCode ?? task.OfficeCode, state = to, today, step.Due, ended = open ? (DateOnly?)null : today,
            version = version + 1, at, before, by = actor.UserId, stepAct = step.Act, task.Level, task.Rule, detail = TaskEvents.Write(step.Detail),
        };
        await tx.Execute(
            """
            insert into col_cases (subject_id, act, occurrence, province, office_code, state, opened_on, due_on, ended_on, version, updated_at)
            values (@SubjectId, @Act, @Occurrence, @Province, @office, @state, @today, @Due, @ended, @version, @at)
            on conflict (subject_id, act, occurrence) do update set office_code = excluded.office_code, state = excluded.state, due_on = excluded.due_on, ended_on = excluded.ended_on,
                version = excluded.version, updated_at = excluded.updated_at
            """,
            row);
        await tx.Execute(
            """
            insert into col_case_events (subject_id, act, occurrence, seq, at, user_id, step, state_before, state, level, rule, detail)
            values (@SubjectId, @Act, @Occurrence, @version, @at, @by, @stepAct, @before, @state, @Level, @Rule, @detail)
            """,
            row);
        await AuditTrail.Write(tx, clock, actor, "collection.step", "case:" + key, new { step.Act, from = before, to, step.Detail });
        await TaskHolds.Hold(tx, task, open);
        // A suspended task takes no record but of what came in: let go, the plan closes it for its own reason.
        if (answer.Step.Outcome is { } outcome && (task.TaskState is TaskState.Open or TaskState.Started || (answer.Step.CameIn && task.TaskState is TaskState.Suspended)))
        {
            await _records.Record(
                tx, actor, scope, key.ToString(), new ContactRecord(task.Version, step.Channel ?? task.ChannelList[0], outcome, step.Note), answer.Step.CameIn ? RecordOf.CaseCameIn : RecordOf.Case);
        }
        else if (!open)
        {
            await PlanningPass.PlanOne(tx, clock, key.SubjectId);
        }

        return (await tx.One<Case>($"select {Case.Columns} from {Case.From} where c.subject_id = @SubjectId and c.act = @Act and c.occurrence = @Occurrence", key))!;
    }

    /// <summary>The facts come from the kernel that plans the province at night, so that a case and its task never see two different debts.</summary>
    internal Task<CaseStanding> Find(Session s, Scope scope, TaskKey key) => Find(s, scope, key, null);

    private async Task<CaseStanding> Find(Session s, Scope scope, TaskKey key, (Situation Now, List<Case> Cases)? known)
    {
        var procedure = CaseBook.Of(key.Act);
        var task = await Work.Tasks.Find(s, scope, key);
        var (now, cases) = known ?? await Ground(s, key.SubjectId);
        var papers = (await TaskPapers.Of(s, key)).FindAll(p => p.PaperState.IsLive());
        var facts = new CaseFacts
        {
            Today = clock.Today(), Standing = now.Standing, Band = now.Band, Level = now.Level, Flags = now.Flags, Debt = now.Amount, Task = task.TaskState,
            Signed = papers.Where(p => p.PaperState.IsSigned()).Select(p => p.Form).ToHashSet(StringComparer.Ordinal),
            Sent = papers.Where(p => p.PaperState is PaperState.Sent or PaperState.UnitSigned or PaperState.UnitRefused).Select(p => p.Form).ToHashSet(StringComparer.Ordinal),
            Findings = await FindingsOf(procedure, s, key),
            Others = cases.Where(c => c.Act != key.Act).GroupBy(c => c.Act, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last().State, StringComparer.Ordinal),
        };
        var found = cases.Find(c => c.Key == key);
        return new CaseStanding(procedure, key, found, facts, procedure.Procedure.All(found?.State ?? "", facts));
    }

    /// <summary>What all cases of an employer share: how it stands now, and its cases.</summary>
    private async Task<(Situation Now, List<Case> Cases)> Ground(Session s, long employerId)
    {
        var debts = new DebtFindings(await EmployerBatch.Load(s, EmployerKey.Province(employerId), employerId, employerId, clock.Now()), 1);
        debts.Read(s, 0, 1);
        return (debts.SituationOf(0, 0), await s.Query<Case>($"select {Case.Columns} from {Case.From} where c.subject_id = @employerId order by c.act, c.occurrence", new { employerId }));
    }

    /// <summary>The step in words: "Công bố quyết định thanh tra".</summary>
    public static string NameOf(ICaseProcedure procedure, string step) => Text.Of($"{procedure.Texts}.Step_{step}");

    /// <summary>Where the case stands, in words; "" is a case not begun.</summary>
    public static string StateOf(ICaseProcedure procedure, string state) => state.Length == 0 ? Text.Of("Cases.NotBegun") : Text.Of($"{procedure.Texts}.State_{state}");

    /// <summary>Why a step may not be done: the procedure's own words, or those that all share.</summary>
    public static string ReasonOf(ICaseProcedure procedure, Need need) =>
        Text.Find($"{procedure.Texts}.Need_{need.Key}") is { } own ? own : Text.Of("Cases.Need_" + need.Key, [.. need.Values.Select(Called)]);

    /// <summary>A form by its name: nobody is told a code alone.</summary>
    private static string Called(string value) => FormBook.All.FirstOrDefault(f => f.Code == value) is { } form ? $"{Text.Of(form.TitleKey)} ({value})" : value;
}
