using System.Globalization;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Register;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Rules.Planning;
using BaoPhu.Rules.Policy;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Work;

/// <summary>
/// What people do to tasks: take one, arrange a slot, record a contact and its outcome. Each is one transaction with its history line and its audit entry, is held to the truth
/// table of <see cref="TaskActs"/> and to the outcomes of the row, and never overwrites what a colleague did in between.
/// <para>Each takes the lock of its province's planning before it touches a row: the order is everywhere planning, rows, audit chain, so that nobody waits in a circle.</para>
/// </summary>
public sealed class TaskRecords(Db db, TimeProvider clock, PlanningPass pass)
{
    /// <summary>Outcome of a collective task whose employer was left out with a reason.</summary>
    public const string LeftOut = "excluded";

    /// <summary>Takes a task upon oneself. Refused where a colleague has it.</summary>
    public Task Take(Actor actor, Scope scope, string key) => db.Write(async tx =>
    {
        var task = await Locked(tx, scope, key);
        Allow(task, TaskActs.May(task.TaskState, TaskAct.Take));
        if (task.Assignee == actor.UserId)
        {
            return;
        }

        if (task.Assignee is not null)
        {
            throw new Refusal("Work.TakenBy", await NameOf(tx, task.Assignee));
        }

        await Change(tx, task, task.Version, "assignee = @by", new { by = actor.UserId });
        await Event(tx, actor, task, "taken", new { });
        await AuditTrail.Write(tx, clock, actor, "work.take", "task:" + task.Key, new { });
    });

    /// <summary>
    /// Arranges the slot of an in-person task, or another in place of the one it holds. Refused: nobody named, hours that end before they begin or lie in the past, no space or
    /// place, an act that is not in person, a slot that does not fit the limits in force at its place and hour.
    /// </summary>
    public Task Arrange(Actor actor, Scope scope, string key, int version, Arrangement slot) => db.Write(async tx =>
    {
        var task = await Locked(tx, scope, key);
        Allow(task, TaskActs.MayArrange(task.TaskState, ActOf(task)));
        slot = slot.Checked(clock.Now());
        await Change(tx, task, version, "assignee = assignee", new { });
        await Slots.Take(tx, clock, actor, new SlotHolder(task.Key, task.Province, task.CommuneCode), slot);
        await Event(tx, actor, task, "arranged", slot);
        await AuditTrail.Write(tx, clock, actor, "work.arrange", "task:" + task.Key, slot);
    });

    /// <summary>Gives the slot of a task back, with the reason. Refused: a task that holds none of its own, no reason.</summary>
    public Task CancelSlot(Actor actor, Scope scope, string key, int version, string? reason) => db.Write(async tx =>
    {
        var task = await Locked(tx, scope, key);
        var note = VietnameseText.Normalise(reason ?? "");
        if (note.Length == 0)
        {
            throw new Refusal("Limits.CancelNeedsReason");
        }

        if (!task.TaskState.IsOpen() || !await Slots.GiveBack(tx, task.Key, clock.Now(), "cancelled"))
        {
            throw new Refusal("Limits.NoSlotHeld", task.Title);
        }

        await Change(tx, task, version, "assignee = assignee", new { });
        await Event(tx, actor, task, "slot-cancelled", new { note });
        await AuditTrail.Write(tx, clock, actor, "work.slot-cancel", "task:" + task.Key, new { note });
    });

    /// <summary>
    /// Records a contact and what came of it: the task is done or goes on by the outcome's rule, marks that the outcome sets are set with their grounds, and what the plan orders
    /// next for the employer is planned in the same transaction. Refused with the reason where the state, the row or a colleague's record in between does not allow it.
    /// </summary>
    public Task<RecordResult> Record(Actor actor, Scope scope, string key, ContactRecord contact) => db.Write(tx => Record(tx, actor, scope, key, contact));

    /// <summary>Within the caller's transaction: what came of a paper is recorded with the paper.</summary>
    internal async Task<RecordResult> Record(Session tx, Actor actor, Scope scope, string key, ContactRecord contact, RecordOf of = RecordOf.Person)
    {
        var task = await Locked(tx, scope, key);
        var ofCase = of != RecordOf.Person;
        if (task.Held && !ofCase)
        {
            throw new Refusal("Work.InCase", task.Title);
        }

        var act = ActOf(task);
        var today = clock.Today();
        var slot = await Slots.Of(tx, task);
        var state = of == RecordOf.CaseCameIn && task.TaskState is TaskState.Suspended ? TaskState.Started : task.TaskState;
        Allow(task, TaskActs.MayRecord(state, act, contact.Outcome, slot is not null || ofCase, out var next));
        var rule = act.Outcomes.First(o => o.Outcome == contact.Outcome);
        if (!task.ChannelList.Contains(contact.Channel))
        {
            throw new Refusal("Work.ChannelNotOfTask", Text.Find("Work.Channel_" + contact.Channel) ?? contact.Channel);
        }

        await TaskPapers.Require(tx, task, act, contact.Outcome, contact.Channel);
        var note = VietnameseText.Normalise(contact.Note ?? "");
        CheckPromise(contact, today);
        if (rule.Mark != CaseFlags.None && note.Length == 0)
        {
            throw new Refusal("Work.OutcomeNeedsGrounds");
        }

        var days = rule.RetryDays ?? rule.CheckDays;
        var calendar = await OfficeCalendar.Of(tx);
        var follow = days is { } count ? calendar.Add(today, count) : (DateOnly?)null;
        if (contact.PromisedOn is { } promised)
        {
            follow = calendar.Add(promised, 0);
        }

        var debt = await EmployerViews.DebtNow(tx, task.SubjectId, today);
        await Change(
            tx, task, contact.Version,
            "state = @state, suspended_on = null, outcome = @Outcome, closed_on = @closed, follow_on = @follow, tries = tries + @tried, assignee = coalesce(assignee, @by)",
            new
            {
                state = PlanNames.Of(next), contact.Outcome, closed = next == TaskState.Done ? today : (DateOnly?)null, follow,
                tried = (short)(rule.RetryDays is null ? 0 : 1), by = actor.IsPerson ? actor.UserId : null,
            });
        await tx.Execute(
            """
            insert into wrk_contacts (subject_id, contact_id, at, act, occurrence, channel, outcome, note, promised_on, promised_amount, amount, level, rule, user_id, user_name)
            values (@SubjectId, @id, @at, @Act, @Occurrence, @Channel, @Outcome, @note, @PromisedOn, @PromisedAmount, @Total, @Level, @Rule, @UserId, @Name)
            """,
            new
            {
                task.SubjectId, id = Guid.CreateVersion7().ToString("N"), at = clock.Now(), task.Act, task.Occurrence, contact.Channel, contact.Outcome, note,
                contact.PromisedOn, contact.PromisedAmount, debt.Total, task.Level, task.Rule, actor.UserId, actor.Name,
            });
        await Event(tx, actor, task, "recorded", new { contact.Channel, contact.Outcome, note, contact.PromisedOn, contact.PromisedAmount, follow, state = PlanNames.Of(next) });
        await AuditTrail.Write(tx, clock, actor, "work.record", "task:" + task.Key, new { contact.Channel, contact.Outcome, task.Rule, task.Level, contact.PromisedOn, contact.PromisedAmount });
        foreach (var flag in Names.AllFlags)
        {
            if (Names.TryFlag(flag, out var bit) && rule.Mark.HasFlag(bit))
            {
                await Marks.Set(tx, clock, actor, task.SubjectId, flag, today, note, keep: true);
            }
        }

        // A slot that was lent by another task (minutes with the visit) stays with it, unless nothing is owed any more.
        if (slot?.FromAt > clock.Now() && (contact.Outcome == "paid" || (next == TaskState.Done && slot.Key == task.Key)))
        {
            await Slots.GiveBack(tx, slot.Key, clock.Now(), contact.Outcome == "paid" ? "paid" : "done");
        }

        await PlanningPass.PlanOne(tx, clock, task.SubjectId);
        var open = await tx.Query<WorkTask>(
            $"""
            select {WorkTask.Columns} from wrk_tasks t join reg_employers e on e.employer_id = t.subject_id
            where t.subject_id = @SubjectId and t.state in ('open', 'started') and t.collective = false order by t.due_on, t.act
            """,
            task);
        return new RecordResult(next, follow, rule, open.Find(t => t.Act == rule.Next) ?? open.Find(t => t.Key != task.Key), debt.Total == 0 && task.Band != (short)DebtBand.None);
    }

    /// <summary>
    /// Records a collective act (monthly report, publication) for the employers on the list that is due: in one transaction, with one audit entry of count and digest.
    /// The province is planned first, so that who has paid since drops out. Refused: a list that is not as the person saw it, an act that is not of the person's role.
    /// </summary>
    public Task<CollectiveResult> RecordCollective(Actor actor, Scope scope, string role, string province, CollectiveRecord record) => db.Write(tx =>
        scope.CoversWhole(province) ? RecordCollective(tx, actor, province, record, role) : throw new Refusal("Work.CollectiveByProvince") { Kind = RefusalKind.Forbidden });

    /// <summary>Within the caller's transaction: what a paper does when it goes out. Without a role the caller has looked at the right; a list that is closed already stays as it is.</summary>
    internal async Task<CollectiveResult> RecordCollective(Session tx, Actor actor, string province, CollectiveRecord record, string? role = null)
    {
        await tx.Lock(PlanningPass.LockOf(province));
        var (first, last) = EmployerKey.Range(province);
        await PlanTable.Load(tx);
        var seen = await tx.Query<WorkTask>(
            $"""
            select {WorkTask.Columns} from wrk_tasks t join reg_employers e on e.employer_id = t.subject_id
            where t.subject_id between @first and @last and t.collective = true and t.act = @Act and t.due_on = @DueOn and t.state in ('open', 'started') order by t.subject_id
            """,
            new { first, last, record.Act, record.DueOn });
        if (seen.Count == 0)
        {
            return role is null ? new CollectiveResult(0, 0) : throw new Refusal("Work.NothingCollective");
        }

        if (record.Expected is { } expected && seen.Count != expected)
        {
            throw new Refusal("Work.CollectiveChanged", expected, seen.Count);
        }

        var stranger = role is null ? null : seen.Find(t => !TaskOwners.MayRecord(role, t.Owner));
        if (stranger is not null)
        {
            throw new Refusal("Work.CollectiveNotYours", stranger.Title, Text.Find("Work.Owner_" + stranger.Owner) ?? stranger.Owner) { Kind = RefusalKind.Forbidden };
        }

        await pass.PlanWithin(tx, actor, province, await PlanningPass.Moment(tx, clock, province), new PassOptions());
        var keys = seen.Select(t => t.Key).ToHashSet();
        var tasks = await tx.Query<WorkTask>(
            $"""
            select {WorkTask.Columns} from wrk_tasks t join reg_employers e on e.employer_id = t.subject_id
            where t.subject_id between @first and @last and t.collective = true and t.act = @Act and t.state in ('open', 'started') order by t.subject_id
            """,
            new { first, last, record.Act });
        tasks.RemoveAll(t => !keys.Contains(t.Key));
        var (outcome, dropped) = (record.Outcome, seen.Count - tasks.Count);
        foreach (var rule in tasks.DistinctBy(t => t.Rule))
        {
            if (ActOf(rule).Outcomes.FirstOrDefault(o => o.Outcome == outcome) is not { Done: true })
            {
                throw new Refusal("Work.Refused_OutcomeNotOfRow");
            }
        }

        var note = VietnameseText.Normalise(record.Note);
        var (today, now) = (clock.Today(), clock.Now());
        await List(tx, tasks, t => record.Excluded.TryGetValue(t.SubjectId, out var why) ? (LeftOut, why) : (outcome, note));
        await tx.Execute(
            """
            insert into wrk_task_events (subject_id, act, occurrence, seq, at, user_id, event, detail)
            select t.subject_id, t.act, t.occurrence, t.version + 1, @now, @by, 'recorded', l.detail
            from scratch_collective l join wrk_tasks t on t.subject_id = l.subject_id and t.act = @Act and t.occurrence = l.occurrence
            """,
            new { record.Act, now, by = actor.UserId });
        var done = await tx.Execute(
            """
            update wrk_tasks as t set state = 'done', outcome = l.outcome, closed_on = @today, assignee = @by, version = t.version + 1, updated_at = @now
            from scratch_collective as l where t.subject_id = l.subject_id and t.act = @Act and t.occurrence = l.occurrence
            """,
            new { record.Act, today, now, by = actor.UserId });
        await TaskChanges.NoteProvince(tx, province);
        var digest = KeyDigest.Of(tasks.Select(t => t.Key.ToString()), 16);
        await AuditTrail.Write(tx, clock, actor, "work.collective", $"province:{province}/{record.Act}", new { outcome, note, record.DueOn, employers = done, excluded = tasks.Count(t => record.Excluded.ContainsKey(t.SubjectId)), dropped, digest });
        return new CollectiveResult(done, dropped);
    }

    /// <summary>
    /// Works a follow-up whose day has come on a task that is done (a promise that was not kept, a payment that did not arrive): what was found, and the next day to look at
    /// it or none any more. Refused: a task that is not done, a day that has not come, nothing said, a next day that is not ahead.
    /// </summary>
    public Task Follow(Actor actor, Scope scope, string key, int version, string? note, DateOnly? next) => db.Write(async tx =>
    {
        var task = await Locked(tx, scope, key);
        var today = clock.Today();
        if (task.TaskState != TaskState.Done || task.FollowOn is not { } due || due > today)
        {
            throw new Refusal("Work.NoFollowDue", task.Title);
        }

        var said = VietnameseText.Normalise(note ?? "");
        if (said.Length == 0)
        {
            throw new Refusal("Work.FollowNeedsNote");
        }

        if (next <= today)
        {
            throw new Refusal("Work.FollowInPast");
        }

        await Change(tx, task, version, "follow_on = @next", new { next });
        await Event(tx, actor, task, "followed", new { note = said, due, next });
        await AuditTrail.Write(tx, clock, actor, "work.follow", "task:" + task.Key, new { due, next });
    });

    private static async Task List(Session tx, List<WorkTask> tasks, Func<WorkTask, (string Outcome, string Note)> of)
    {
        await tx.Scratch("scratch_collective", "subject_id bigint, occurrence integer, outcome text, detail text");
        using var bulk = tx.BulkInto("scratch_collective", "subject_id", "occurrence", "outcome", "detail");
        foreach (var task in tasks)
        {
            var (outcome, note) = of(task);
            bulk.StartRow();
            bulk.Write(task.SubjectId);
            bulk.Write(task.Occurrence);
            bulk.Write(outcome);
            bulk.Write(TaskEvents.Write(new { outcome, note, state = "done" }));
        }

        bulk.Complete();
    }

    /// <summary>The task, under the lock of its province's planning. Collective ones are recorded as a list only.</summary>
    private static async Task<WorkTask> Locked(Session tx, Scope scope, string text)
    {
        var key = TaskKey.Parse(text);
        await tx.Lock(PlanningPass.LockOf(EmployerKey.Province(key.SubjectId)));
        var task = await Tasks.Find(tx, scope, key);
        return task.Collective ? throw new Refusal("Work.CollectiveOnly", task.Title) : task;
    }

    private static void CheckPromise(ContactRecord contact, DateOnly today)
    {
        var promised = contact.Outcome == "promised";
        if (promised && (contact.PromisedOn is null || contact.PromisedAmount is null))
        {
            throw new Refusal("Work.PromiseIncomplete");
        }

        if (!promised && (contact.PromisedOn is not null || contact.PromisedAmount is not null))
        {
            throw new Refusal("Work.PromiseNotPromised");
        }

        if (promised && (contact.PromisedOn < today || contact.PromisedAmount <= 0))
        {
            throw new Refusal("Work.PromiseInPast");
        }
    }

    private static PolicyAct ActOf(WorkTask task) => task.Ordered?.Act ?? throw new Refusal("Work.RowNotHeld", task.Rule, task.PolicyNumber);

    private static void Allow(WorkTask task, TaskRefusal refusal)
    {
        if (refusal != TaskRefusal.None)
        {
            throw new Refusal("Work.Refused_" + refusal, task.Title, Text.Find("Work.Reason_" + task.CloseReason) ?? "");
        }
    }

    private static async Task<string> NameOf(Session s, string userId) => await s.One<string>("select name from idn_users where user_id = @userId", new { userId }) ?? userId;

    /// <summary>Changes the row only if nobody did since it was read; otherwise says who did what.</summary>
    private async Task Change(Session tx, WorkTask task, int version, string set, object values)
    {
        var args = new Dapper.DynamicParameters(values);
        args.Add("subject", task.SubjectId);
        args.Add("ofAct", task.Act);
        args.Add("number", task.Occurrence);
        args.Add("read", version);
        args.Add("updated", clock.Now());
        var changed = await tx.Execute(
            $"""
            update wrk_tasks set {set}, version = version + 1, updated_at = @updated
            where subject_id = @subject and act = @ofAct and occurrence = @number and version = @read
            """,
            args);
        if (changed == 0)
        {
            var last = await tx.One<TaskEvent>(
                "select v.act, v.occurrence, v.seq, v.at, v.user_id, v.event, v.detail from wrk_task_events v where v.subject_id = @SubjectId and v.act = @Act and v.occurrence = @Occurrence order by v.seq desc limit 1",
                task);
            throw new Refusal(
                "Work.ChangedMeanwhile", last is null ? "" : await NameOf(tx, last.UserId), last?.At.Local.ToString("HH:mm dd/MM/yyyy", CultureInfo.InvariantCulture),
                last is null ? "" : Text.Find("Work.Event_" + last.Event) ?? last.Event);
        }

        await TaskChanges.Note(tx, task.Province, task.OfficeCode);
    }

    private Task Event(Session tx, Actor actor, WorkTask task, string what, object detail) => tx.Execute(
        """
        insert into wrk_task_events (subject_id, act, occurrence, seq, at, user_id, event, detail)
        select t.subject_id, t.act, t.occurrence, t.version, @at, @by, @what, @detail from wrk_tasks t
        where t.subject_id = @SubjectId and t.act = @Act and t.occurrence = @Occurrence
        """,
        new { task.SubjectId, task.Act, task.Occurrence, at = clock.Now(), by = actor.UserId, what, detail = TaskEvents.Write(detail) });
}

/// <summary>
/// A contact to be recorded on a task. <paramref name="Version"/> is the version of the task that the person saw. A promise has its day and amount (đồng); the note carries
/// the grounds where the outcome sets a mark.
/// </summary>
public sealed record ContactRecord(int Version, string Channel, string Outcome, string? Note = null, DateOnly? PromisedOn = null, long? PromisedAmount = null);

/// <summary>
/// The list of a collective act as the person saw it (<paramref name="Expected"/> employers; null: whoever is on it), what came of it and its paper.
/// </summary>
public sealed record CollectiveRecord(string Act, DateOnly DueOn, long? Expected, string Outcome, string Note)
{
    /// <summary>Employers for whom the act was considered and not done, each with its reason: their tasks are closed as left out.</summary>
    public IReadOnlyDictionary<long, string> Excluded { get; init; } = new Dictionary<long, string>();
}

/// <summary><paramref name="Dropped"/>: employers that stood on the list and for whom nothing is ordered any more, so that nothing was recorded for them.</summary>
public sealed record CollectiveResult(int Employers, int Dropped);

/// <summary>
/// What came of a record. <paramref name="Next"/>: the task to be taken up next, if any. <paramref name="PaidUp"/>: the ledger shows no debt any more; the employer's
/// other tasks closed by themselves.
/// </summary>
public sealed record RecordResult(TaskState State, DateOnly? FollowOn, OutcomeRule Rule, WorkTask? Next, bool PaidUp);

/// <summary>Who records an outcome: a person; a step of the task's case, which has asked for slot and papers itself (anybody else is refused while a case holds the task); such a step that writes down
/// what came in from outside, which a level that suspends the task does not put off.</summary>
internal enum RecordOf : byte
{
    Person = 0,
    Case = 1,
    CaseCameIn = 2,
}
