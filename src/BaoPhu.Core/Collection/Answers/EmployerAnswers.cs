using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Register;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Codes;
using BaoPhu.Rules.Debts;
using BaoPhu.Rules.Planning;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Collection.Answers;

/// <summary>
/// What employers answer: that they have paid, when they will, what of the figures does not agree, whom to speak to. Through its link the employer answers alone; what it says by telephone,
/// Zalo, Facebook, letter an officer writes down, in the same way. Each answer is recorded on the task where the task knows such an outcome, and waits on the day of the person in charge.
/// </summary>
public sealed class EmployerAnswers(Db db, TimeProvider clock, Cases cases)
{
    public const int MostInstalments = 12;
    private const int MostWords = 1000;

    // For the contact of one employer: it plans no province and applies no switch, so nobody follows.
    private readonly TaskRecords _records = new(db, clock, new PlanningPass(db, clock, []));

    /// <summary>What the page of a link shows: as little as the employer needs. Null for every token that does not hold and for a debt that is paid; these must look alike.</summary>
    public Task<AnswerView?> Open(string? token) => db.Read(async s => (await Opened(s, token))?.View);

    /// <summary>
    /// Takes an answer through a link. False: the token does not hold, or the debt is paid. Refused: what is said is not whole, or the link was used too often today.
    /// </summary>
    public Task<bool> Give(string? token, string kind, AnswerSaid said) => db.Write(async tx =>
    {
        // Only who holds a token that is signed may wait for the lock of a province; what was paid meanwhile is seen behind it.
        if (await Opened(tx, token) is not { } claimed)
        {
            return false;
        }

        await tx.Lock(PlanningPass.LockOf(EmployerKey.Province(claimed.Link.SubjectId)));
        if (await Opened(tx, token) is not { } found)
        {
            return false;
        }

        var link = found.Link;
        var task = await Work.Tasks.Find(tx, Scope.Nation, link.Task);
        var most = await Settings.Number(tx, task.Province, Settings.AnswersADay, clock.Today());
        var sent = await tx.One<long>(
            "select count(*) from col_answers a where a.subject_id = @SubjectId and a.link_no = @LinkNo and a.at >= @since", new { link.SubjectId, link.LinkNo, since = Instant.StartOf(clock.Today()) });
        if (sent >= most)
        {
            throw new Refusal("Answers.TooMany");
        }

        await Take(tx, Actor.Employer(task.OfficeCode), Scope.Nation, task, AnswerKinds.Link, kind, said, link.LinkNo);
        return true;
    });

    /// <summary>Writes down what an employer said to an officer. Missing outside the scope. Refused: an unknown channel or kind, what is said is not whole.</summary>
    public Task<AnswerKey> Note(Actor actor, Scope scope, string taskKey, string channel, string kind, AnswerSaid said) => db.Write(async tx =>
    {
        var key = TaskKey.Parse(taskKey);
        await tx.Lock(PlanningPass.LockOf(EmployerKey.Province(key.SubjectId)));
        var task = await Work.Tasks.Find(tx, scope, key);
        return AnswerKinds.Channels.Contains(channel) ? await Take(tx, actor, scope, task, channel, kind, said, null) : throw new Refusal("Answers.NeedChannel");
    });

    /// <summary>One answer with its instalments. Missing outside the scope.</summary>
    public Task<AnswerDetail> Find(Scope scope, string key) => db.Read(async s =>
    {
        var answer = await Find(s, scope, AnswerKey.Parse(key));
        var debt = await EmployerViews.DebtNow(s, answer.SubjectId, clock.Today());
        return new AnswerDetail(answer, await PromisesOf(s, answer.Key, debt.Total), debt.Total, await Work.Tasks.Find(s, scope, answer.Task));
    });

    /// <summary>
    /// The answer has been dealt with: what was done. Missing outside the scope. Refused: nothing said, dealt with already, changed in between, a new contact (it is accepted or declined).
    /// </summary>
    public Task Close(Actor actor, Scope scope, string key, int version, string? note) => db.Write(async tx =>
    {
        var (answer, said) = (await Locked(tx, scope, key), VietnameseText.Normalise(note ?? ""));
        if (answer.Kind == AnswerKinds.Contact)
        {
            throw new Refusal("Answers.AcceptOrDecline");
        }

        await Close(tx, actor, answer, version, said);
        await AuditTrail.Write(tx, clock, actor, "collection.answer-done", "answer:" + key, new { answer.Kind, said });
    });

    /// <summary>
    /// Takes the proposed contact into the register and closes the answer; the contact before is kept. Missing outside the scope. Refused: an answer that proposes none, dealt with already, changed in
    /// between, a telephone that is none.
    /// </summary>
    public Task Accept(Actor actor, Scope scope, string key, int version) => db.Write(async tx =>
    {
        var answer = await Locked(tx, scope, key);
        var said = Proposed(answer);
        var phone = PhoneNumber.Read(said.Phone ?? "");
        if (phone.Verdict == CellVerdict.Refused)
        {
            throw new Refusal("Answers.BadPhone", said.Phone);
        }

        await Close(tx, actor, answer, version, Text.Of("Answers.AcceptedNote"));
        await EmployerContacts.Change(tx, clock, actor, answer.SubjectId, said.Name!, phone.Value, said.Email, "answer " + answer.Key);
        await AuditTrail.Write(tx, clock, actor, "collection.contact-accept", "answer:" + key, new { phone = phone.Value is not null, email = said.Email is not null });
    });

    /// <summary>Leaves the register as it is and closes the answer with the reason. Refused as <see cref="Accept"/>, and without a reason.</summary>
    public Task Decline(Actor actor, Scope scope, string key, int version, string? reason) => db.Write(async tx =>
    {
        var (answer, said) = (await Locked(tx, scope, key), VietnameseText.Normalise(reason ?? ""));
        Proposed(answer);
        await Close(tx, actor, answer, version, said);
        await AuditTrail.Write(tx, clock, actor, "collection.contact-decline", "answer:" + key, new { said });
    });

    /// <summary>An instalment whose day has passed was looked at: what was found. Refused: a day that has not come, nothing said, looked at already.</summary>
    public Task Follow(Actor actor, Scope scope, string key, int place, string? note) => db.Write(async tx =>
    {
        var (answer, said) = (await Locked(tx, scope, key), VietnameseText.Normalise(note ?? ""));
        if (said.Length == 0)
        {
            throw new Refusal("Answers.CloseNeedsNote");
        }

        var changed = await tx.Execute(
            """
            update col_promises set followed_at = @now, followed_by = @UserId, followed_note = @said
            where subject_id = @SubjectId and answer_no = @AnswerNo and place = @place and followed_at is null and due_on < @today
            """,
            new { now = clock.Now(), actor.UserId, said, answer.SubjectId, answer.AnswerNo, place = (short)place, today = clock.Today() });
        if (changed == 0)
        {
            throw new Refusal("Answers.NothingToFollow");
        }

        await AuditTrail.Write(tx, clock, actor, "collection.promise-followed", "answer:" + key, new { place, said });
    });

    /// <summary>
    /// What waits on a person's day: answers not dealt with, by day, and promises whose day passed without the payment. <paramref name="mine"/>: of tasks the person took, of employers the
    /// person follows, and of those that nobody does in the own office; else of the whole scope.
    /// </summary>
    public Task<WaitingAnswers> Waiting(Actor actor, Scope scope, bool mine, int most) => db.Read(async s =>
    {
        var whose = mine
            ? "(t.assignee = @UserId or (t.assignee is null and (c.user_id = @UserId or (c.user_id is null and e.office_code = @OfficeCode))))"
            : "1 = 1";
        const string joins = """
            left join wrk_tasks t on t.subject_id = a.subject_id and t.act = a.act and t.occurrence = a.occurrence and t.state in ('open', 'started', 'suspended')
            left join wrk_in_charge c on c.subject_id = a.subject_id
            """;
        var args = new { actor.UserId, actor.OfficeCode, today = clock.Today() };
        var answers = await s.Query<Answer>(
            $"select {Answer.Columns} from {Answer.From} {joins} where a.done_at is null and {scope.On("a", "subject_id")} and {scope.On("e")} and {whose} order by a.due_on, a.subject_id, a.answer_no limit {most + 1}", args);
        var promises = await s.Query<Promise>(
            $"""
            select {PromiseColumns}, coalesce(d.debt_social + d.debt_health + d.debt_unemployment + d.debt_accident, 0) as debt_now, e.code, e.name
            from col_promises p join col_answers a on a.subject_id = p.subject_id and a.answer_no = p.answer_no join reg_employers e on e.employer_id = p.subject_id
            left join reg_debts d on d.employer_id = p.subject_id {joins}
            where p.followed_at is null and p.due_on < @today and {scope.On("e")} and {whose}
                and coalesce(d.debt_social + d.debt_health + d.debt_unemployment + d.debt_accident, 0) > case when a.amount > p.total then a.amount - p.total else 0 end
            order by p.due_on, p.subject_id, p.answer_no, p.place limit {most + 1}
            """,
            args);
        return new WaitingAnswers([.. answers.Take(most)], [.. promises.Take(most)], answers.Count > most || promises.Count > most);
    });

    /// <summary>
    /// Answers of an employer not dealt with yet, its last promise with what became of it, and the task that a new answer would be about: an open one, else the last there was. Missing
    /// outside the scope.
    /// </summary>
    public Task<(List<Answer> Waiting, List<Promise> Promises, TaskKey? Task)> OfEmployer(Scope scope, string province, string code) => db.Read(async s =>
    {
        var employer = await Employers.Find(s, scope, province, code);
        var waiting = await s.Query<Answer>($"select {Answer.Columns} from {Answer.From} where a.subject_id = @EmployerId and a.done_at is null order by a.due_on, a.answer_no", employer);
        var last = await s.One<int?>("select max(p.answer_no) from col_promises p where p.subject_id = @EmployerId", employer);
        var debt = last is null ? 0 : (await EmployerViews.DebtNow(s, employer.EmployerId, clock.Today())).Total;
        var task = await s.One<WorkTask>(
            """
            select t.subject_id, t.act, t.occurrence from wrk_tasks t where t.subject_id = @EmployerId and t.collective = false
            order by case when t.state in ('open', 'started') then 0 when t.state = 'suspended' then 1 else 2 end, t.due_on, t.opened_at desc, t.act limit 1
            """,
            employer);
        return (waiting, last is { } no ? await PromisesOf(s, new AnswerKey(employer.EmployerId, no), debt) : [], task?.Key);
    });

    private const string PromiseColumns = "p.subject_id, p.answer_no, p.place, p.due_on, p.amount, p.total, p.followed_at, p.followed_note, a.amount as debt_then";

    private static Task<List<Promise>> PromisesOf(Session s, AnswerKey key, long debtNow) => s.Query<Promise>(
        $"""
        select {PromiseColumns}, @debtNow as debt_now from col_promises p join col_answers a on a.subject_id = p.subject_id and a.answer_no = p.answer_no
        where p.subject_id = @SubjectId and p.answer_no = @AnswerNo order by p.place
        """,
        new { key.SubjectId, key.AnswerNo, debtNow });

    private static async Task<Answer> Locked(Session tx, Scope scope, string key)
    {
        var parsed = AnswerKey.Parse(key);
        await tx.Lock(PlanningPass.LockOf(EmployerKey.Province(parsed.SubjectId)));
        return await Find(tx, scope, parsed);
    }

    private static AnswerSaid Proposed(Answer answer) => answer.Kind == AnswerKinds.Contact ? answer.What : throw new Refusal("Answers.NoContactProposed");

    private async Task Close(Session tx, Actor actor, Answer answer, int version, string said)
    {
        if (said.Length == 0)
        {
            throw new Refusal("Answers.CloseNeedsNote");
        }

        var changed = await tx.Execute(
            """
            update col_answers set done_at = @now, done_by = @UserId, done_note = @said, version = version + 1
            where subject_id = @SubjectId and answer_no = @AnswerNo and done_at is null and version = @version
            """,
            new { now = clock.Now(), actor.UserId, said, answer.SubjectId, answer.AnswerNo, version });
        if (changed == 0)
        {
            throw new Refusal("Answers.ClosedAlready");
        }
    }

    private static async Task<Answer> Find(Session s, Scope scope, AnswerKey key) =>
        await s.One<Answer>($"select {Answer.Columns} from {Answer.From} where a.subject_id = @SubjectId and a.answer_no = @AnswerNo and {scope.On("e")}", key)
        ?? throw new Refusal("Answers.NoAnswer", key.ToString()) { Kind = RefusalKind.Missing };

    private async Task<(LinkRow Link, AnswerView View)?> Opened(Session s, string? token)
    {
        if (await AnswerLinks.Find(s, token, clock.Now()) is not { } link)
        {
            return null;
        }

        var employer = await Employers.Find(s, Scope.Nation, EmployerKey.Province(link.SubjectId), EmployerKey.Code(link.SubjectId));
        var why = DebtExplanation.Of((await Ledger.Months(s, link.SubjectId)).Select(m => m.Line).ToArray(), clock.Today());
        var through = Period.FromNumber(link.ThroughPeriod);
        var funds = why.Funds.Select(f => (f.Fund, Debt: f.Months.Where(m => m.Period <= through).Sum(m => m.Debt))).Where(f => f.Debt > 0).ToList();
        if (funds.Count == 0)
        {
            return null;
        }

        var open = why.Funds.SelectMany(f => f.Months).Where(m => m.Debt > 0 && m.Period <= through).Select(m => m.Period).ToList();
        var office = await Offices.Find(s, employer.OfficeCode, clock.Today());
        var particulars = await OfficeParticulars.Of(s, employer.OfficeCode, clock.Today());
        return (link, new AnswerView(
            employer.Name, office?.Name ?? "", particulars.Phone, funds, funds.Sum(f => f.Debt), open.Min(), open.Max(), DateOnly.FromDateTime(link.ExpiresAt.Local.AddSeconds(-1).Date),
            PaperHead.TransferReference(employer.Code, employer.OfficeCode)));
    }

    private async Task<AnswerKey> Take(Session tx, Actor actor, Scope scope, WorkTask task, string channel, string kind, AnswerSaid said, int? linkNo)
    {
        said = Checked(kind, said, clock.Today(), task.Code);
        var debt = await EmployerViews.DebtNow(tx, task.SubjectId, clock.Today());
        var no = await tx.One<int>("select coalesce(max(a.answer_no), 0) + 1 from col_answers a where a.subject_id = @SubjectId", task);
        var days = (int)await Settings.Number(tx, task.Province, Settings.AnswerDays, clock.Today());
        await tx.Execute(
            """
            insert into col_answers (subject_id, answer_no, province, office_code, act, occurrence, link_no, channel, kind, said, amount, at, noted_by, due_on)
            values (@SubjectId, @no, @Province, @OfficeCode, @Act, @Occurrence, @linkNo, @channel, @kind, @said, @Total, @now, @by, @due)
            """,
            new
            {
                task.SubjectId, no, task.Province, task.OfficeCode, task.Act, task.Occurrence, linkNo, channel, kind, said = said.ToJson(), debt.Total, now = clock.Now(),
                by = actor.IsPerson ? actor.UserId : null, due = (await OfficeCalendar.Of(tx)).Add(clock.Today(), days),
            });
        long total = 0;
        for (var place = 0; place < said.Instalments.Count; place++)
        {
            total += said.Instalments[place].Amount;
            await tx.Execute(
                "insert into col_promises (subject_id, answer_no, place, province, due_on, amount, total) values (@SubjectId, @no, @place, @Province, @On, @Amount, @total)",
                new { task.SubjectId, no, place = (short)place, task.Province, said.Instalments[place].On, said.Instalments[place].Amount, total });
        }

        var key = new AnswerKey(task.SubjectId, no);
        await AuditTrail.Write(tx, clock, actor, "collection.answer", "answer:" + key, new { kind, channel, task = task.Key.ToString(), linkNo });
        await RecordOnTask(tx, actor, scope, task, channel, kind, said);
        if (kind == AnswerKinds.Dispute)
        {
            await OpenReconciliation(tx, actor, scope, task.Key, key);
        }

        return key;
    }

    /// <summary>The contact on the task, where it is open and its row knows the outcome and a channel of the kind; a paper that the outcome needs and lacks leaves only the answer.</summary>
    private async Task RecordOnTask(Session tx, Actor actor, Scope scope, WorkTask task, string channel, string kind, AnswerSaid said)
    {
        var outcome = kind switch { AnswerKinds.Paid => "paid", AnswerKinds.Promise => "promised", AnswerKinds.Dispute => "disputed", _ => "answered" };
        var by = channel == AnswerKinds.Link ? task.ChannelList.FirstOrDefault(c => c is "zalo" or "email" or "phone" or "facebook") : task.ChannelList.Contains(channel) ? channel : null;
        var rule = task.Ordered?.Act.Outcomes.FirstOrDefault(o => o.Outcome == outcome);
        // A new contact is no answer about the debt: the task stays to be done with it. A dispute that would end the task is told by its reconciliation instead.
        if (kind == AnswerKinds.Contact || (kind == AnswerKinds.Dispute && rule is { Done: true }) || task.Collective || task.Held || task.TaskState is not (TaskState.Open or TaskState.Started) || by is null || rule is null || rule.Mark != Rules.CaseFlags.None)
        {
            return;
        }

        var first = said.Instalments.Count > 0 ? said.Instalments[0] : null;
        try
        {
            await _records.Record(tx, actor, scope, task.Key.ToString(), new ContactRecord(task.Version, by, outcome, said.Words, first?.On, first?.Amount));
        }
        catch (Refusal lacking) when (lacking.Key.StartsWith("Papers.", StringComparison.Ordinal) || lacking.Key.StartsWith("Work.Refused_", StringComparison.Ordinal))
        {
            // The refusal comes before anything is written.
        }
    }

    private async Task OpenReconciliation(Session tx, Actor actor, Scope scope, TaskKey task, AnswerKey answer)
    {
        // What the record planned anew may have closed this task: then the dispute hangs on the one that urges the debt now.
        var open = await tx.Query<WorkTask>(
            "select t.subject_id, t.act, t.occurrence from wrk_tasks t where t.subject_id = @SubjectId and t.state in ('open', 'started') and t.collective = false and t.act {any:acts} order by t.due_on, t.act",
            new { task.SubjectId, acts = tx.List(Reconciliation.Acts) });
        foreach (var key in open.Select(t => t.Key).OrderByDescending(k => k == task))
        {
            var now = await cases.Find(tx, scope, key);
            if (now.Case is { EndedOn: null } || (now.Case is null && now.Steps.Any(s => s.Act == Reconciliation.Open && s.Allowed)))
            {
                if (now.Case is null)
                {
                    await cases.Do(tx, actor, scope, key, new CaseStep(Reconciliation.Open, 0, new { answer = answer.ToString() }));
                }

                return;
            }
        }
    }

    private static AnswerSaid Checked(string kind, AnswerSaid said, DateOnly today, string code)
    {
        var words = VietnameseText.Normalise(said.Words ?? "");
        if (words.Length > MostWords)
        {
            throw new Refusal("Answers.TooLong", MostWords);
        }

        var kept = new AnswerSaid { Words = words.Length == 0 ? null : words };
        switch (kind)
        {
            case AnswerKinds.Paid:
                if (said.Amount is not > 0 || said.PaidOn is not { } on || on > today || on < today.AddYears(-3))
                {
                    throw new Refusal("Answers.PaidIncomplete");
                }

                var reference = VietnameseText.Normalise(said.Reference ?? "");
                return kept with { Amount = said.Amount, PaidOn = on, Reference = reference.Length > 200 ? reference[..200] : reference, Other = TransferReference.Parse(reference)?.EmployerCode is { } named && named != code ? named : null };
            case AnswerKinds.Promise:
                var instalments = said.Instalments.OrderBy(i => i.On).ToList();
                return instalments.Count is 0 or > MostInstalments || instalments.Exists(i => i.Amount is <= 0 or > 1_000_000_000_000_000 || i.On < today || i.On > today.AddYears(2))
                    ? throw new Refusal("Answers.PromiseIncomplete", MostInstalments)
                    : kept with { Instalments = instalments };
            case AnswerKinds.Dispute:
                var points = said.Points.Where(AnswerKinds.Points.Contains).Distinct(StringComparer.Ordinal).ToList();
                return points.Count == 0 || words.Length == 0 ? throw new Refusal("Answers.DisputeIncomplete") : kept with { Points = points };
            case AnswerKinds.Contact:
                var (name, phone, email) = (VietnameseText.Normalise(said.Name ?? ""), VietnameseText.Normalise(said.Phone ?? ""), VietnameseText.Normalise(said.Email ?? ""));
                return name.Length is 0 or > 100 || (phone.Length == 0 && email.Length == 0) || phone.Length > 20 || email.Length > 100 || (email.Length > 0 && !email.Contains('@', StringComparison.Ordinal))
                    ? throw new Refusal("Answers.ContactIncomplete")
                    : kept with { Name = name, Phone = phone.Length == 0 ? null : phone, Email = email.Length == 0 ? null : email };
            default:
                throw new Refusal("Answers.NeedKind");
        }
    }
}

/// <summary>What an employer sees of its debt through a link: nothing of workers, of other debts or of what the house thinks of it. Money in đồng.</summary>
public sealed record AnswerView(
    string Name, string Office, string? Phone, IReadOnlyList<(Fund Fund, long Debt)> Funds, long Total, Period From, Period To, DateOnly Until, string Transfer);

/// <summary>An answer with its instalments, the debt now and its task.</summary>
public sealed record AnswerDetail(Answer Answer, IReadOnlyList<Promise> Promises, long DebtNow, WorkTask Task);

/// <summary>What waits; <paramref name="More"/>: there is more than is shown.</summary>
public sealed record WaitingAnswers(IReadOnlyList<Answer> Answers, IReadOnlyList<Promise> Broken, bool More);
