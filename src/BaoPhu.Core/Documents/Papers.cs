using System.Globalization;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Register;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Papers;
using BaoPhu.Rules.Planning;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Documents;

/// <summary>
/// The life of papers, act by act: prepared, numbered, signed, sent, answered; replaced or voided. Each act is one transaction with its history line and its audit entry, is held
/// to the truth table of <see cref="PaperActs"/>, never overwrites what a colleague did in between, and tells the task of the paper in the same transaction.
/// <para>Locks in the order of the house: planning of the province, rows (the register is one), audit chain.</para>
/// </summary>
public sealed class Papers(Db db, TimeProvider clock) : IPaperActs
{
    // For the contact of one employer: it plans no province and applies no switch, so nobody follows.
    private readonly TaskRecords _records = new(db, clock, new PlanningPass(db, clock, []));

    /// <summary>
    /// Begins a paper of a task with the answers given; its values come from the ledger when it is numbered. Refused: a form that the task does not ask for, a task that is
    /// closed, a paper of the form that lives already, a person who may not sign, a channel that is not the task's.
    /// </summary>
    public Task<PaperKey> Prepare(Actor actor, Scope scope, string taskKey, string form, PaperAnswers answers) => db.Write(async tx =>
    {
        var task = await LockedTask(tx, scope, taskKey);
        return await Prepare(tx, actor, task, form, answers, null);
    });

    /// <summary>What may be chosen for a paper of a task: its forms with who may sign them, its channels, and the deadline that the office usually gives.</summary>
    public Task<PaperChoices> Choices(Actor actor, Scope scope, string taskKey, string? issuer = null) => db.Read(async s =>
    {
        var task = await Work.Tasks.Find(s, scope, TaskKey.Parse(taskKey));
        var office = issuer ?? await IssuerOf(s, actor, task);
        var forms = new List<(IForm, IReadOnlyList<SigningPerson>)>();
        foreach (var form in FormBook.For(task.Act).Where(f => f.Kind != PaperKind.None))
        {
            forms.Add((form, await Signers.Of(s, await form.Issuer(s, task) ?? office, form, clock.Today())));
        }

        var days = (int)await Settings.Number(s, task.Province, Settings.PaperDeadline, clock.Today());
        var debt = await EmployerViews.DebtNow(s, task.SubjectId, clock.Today());
        var known = (await Offices.Find(s, office, clock.Today()))?.Name ?? office;
        var particulars = await OfficeParticulars.Of(s, office, clock.Today());
        return new PaperChoices(task, forms, office, known, particulars, (await OfficeCalendar.Of(s)).Add(clock.Today(), days), debt.Total, await TaskPapers.Of(s, task.Key));
    });

    /// <summary>What the paper would say now, and what would stop its number; nothing is stored.</summary>
    public Task<PaperPreview> Preview(Actor actor, Scope scope, string taskKey, string form, PaperAnswers answers) => db.Read(async s =>
    {
        var task = await Work.Tasks.Find(s, scope, TaskKey.Parse(taskKey));
        var found = FormFor(task, form);
        return await Preview(s, task, found, answers, await IssuerOf(s, actor, task, found));
    });

    /// <summary>Everything about one paper: what it says with the source of every value, its history, what may be done next. Missing outside the scope.</summary>
    public Task<PaperDetail> Find(Scope scope, string key) => db.Read(async s =>
    {
        var paper = await Find(s, scope, PaperKey.Parse(key));
        var task = await Work.Tasks.Find(s, scope, paper.TaskKey);
        var sheets = await Sheets(s, paper);
        var preview = paper.PaperState == PaperState.Draft ? await Preview(s, task, paper.FormOf, paper.Answered, paper.Issuer) : null;
        var events = await s.Query<PaperEvent>(
            """
            select v.seq, v.at, v.user_id, v.event, v.detail, coalesce(u.name, '') as user_name from doc_paper_events v left join idn_users u on u.user_id = v.user_id
            where v.subject_id = @SubjectId and v.paper_no = @PaperNo order by v.seq desc
            """,
            paper);
        var debt = await EmployerViews.DebtNow(s, paper.SubjectId, clock.Today());
        var office = await Offices.Find(s, paper.Issuer, clock.Today());
        return new PaperDetail(paper, task, sheets, preview, events, debt.Total, office?.Name ?? paper.Issuer);
    });

    /// <summary>The file of a sheet: of a draft as it would be now, else as it was numbered.</summary>
    public Task<(string Name, ReadOnlyMemory<byte> Bytes)> File(Scope scope, string key, int place) => db.Read<(string, ReadOnlyMemory<byte>)>(async s =>
    {
        var paper = await Find(s, scope, PaperKey.Parse(key));
        if (paper.PaperState == PaperState.Draft)
        {
            var preview = await Preview(s, await Work.Tasks.Find(s, scope, paper.TaskKey), paper.FormOf, paper.Answered, paper.Issuer);
            return preview.Made.ElementAtOrDefault(place) is { } made ? (FileName(paper, made.Form), made.File) : throw NoPaper(key);
        }

        var sheet = (await Sheets(s, paper)).Find(x => x.Place == place) ?? throw NoPaper(key);
        return (FileName(paper, FormBook.Find(sheet.Form)), await PaperFile.Of(s, sheet));
    });

    /// <summary>Changes the answers of a draft.</summary>
    public Task Change(Actor actor, Scope scope, string key, int version, PaperAnswers answers) => db.Write(async tx =>
    {
        var paper = await Locked(tx, scope, key);
        Next(paper, PaperAct.Change);
        var task = await Work.Tasks.Find(tx, scope, paper.TaskKey);
        await Check(tx, task, paper.FormOf, answers, paper.Issuer, clock.Today());
        await Update(tx, actor, paper, version, PaperState.Draft, "changed", "answers = @answers, signer_id = @SignerId, channel = @Channel", new { answers = answers.ToJson(), answers.SignerId, answers.Channel });
        await AuditTrail.Write(tx, clock, actor, "documents.change", "paper:" + key, new { answers.SignerId, answers.Channel, answers.Deadline });
    });

    /// <summary>
    /// Draws the number of a draft: composed from the ledger as it is in this transaction, filled, inspected, then numbered and stored. An employer who has paid meanwhile gets
    /// no paper: the draft is dropped, its tasks close by themselves, and the result says so. Refused with every fault that the inspection finds; then no number is used.
    /// </summary>
    public Task<NumberResult> Number(Actor actor, Scope scope, string key, int version) => db.Write(async tx =>
    {
        var paper = await Locked(tx, scope, key);
        Next(paper, PaperAct.Number);
        var task = await Work.Tasks.Find(tx, scope, paper.TaskKey);
        var debt = await EmployerViews.DebtNow(tx, paper.SubjectId, clock.Today());
        if (paper.FormOf.OfDebt && HasPaid(task, debt.Total))
        {
            await Update(tx, actor, paper, version, PaperState.Discarded, "paid", "reason = @reason", new { reason = Text.Of("Papers.PaidMeanwhile") });
            await PlanningPass.PlanOne(tx, clock, paper.SubjectId);
            await AuditTrail.Write(tx, clock, actor, "documents.paid-meanwhile", "paper:" + key, new { });
            return new NumberResult(null, PaidUp: true);
        }

        if (paper.Replaces is null)
        {
            RequireOpen(task);
        }

        var form = paper.FormOf;
        var office = await IssuingOffice.Open(tx, clock, paper.Issuer, aboutEmployers: await form.Issuer(tx, task) is null);
        office.RequireAccount(form);
        var signer = await office.Signer(form, paper.SignerId);
        var register = await NumberRegister.Hold(tx, paper.Issuer, clock.Today().Year, NumberRegister.KindOf(form));
        var about = office.Case([task], paper.Answered, signer.Signer, register.Next);
        var sheets = await office.Sheets(form, about);
        var faults = sheets.SelectMany(s => s.Faults).Distinct(StringComparer.Ordinal).ToList();
        if (faults.Count > 0)
        {
            throw new Refusal("Papers.Faulty", string.Join(" ", faults));
        }

        var label = LabelOf(register.Take(), form.Kind, about);
        await register.Note(tx);
        await WriteSheets(tx, paper.SubjectId, paper.PaperNo, sheets);
        await Update(
            tx, actor, paper, version, PaperState.Numbered, "numbered",
            "kind = @Kind, year = @Year, number = @number, label = @label, dated_on = @today, amount = @Total, numbered_at = @now",
            new { register.Kind, register.Year, number = about.Number, label, today = clock.Today(), debt.Total, now = clock.Now() }, label);
        await AuditTrail.Write(tx, clock, actor, "documents.number", "paper:" + key, new { label, debt.Total, digest = sheets[0].Content.Digest });
        return new NumberResult(label, PaidUp: false);
    });

    /// <summary>
    /// Signs for the office. Refused: anybody but the signer that the paper names, somebody who no longer may, and (unless the office's setting allows it) who prepared it; minutes are
    /// signed by the officer who held them.
    /// </summary>
    public Task Sign(Actor actor, Scope scope, string key, int version) => db.Write(async tx =>
    {
        var paper = await Locked(tx, scope, key);
        Next(paper, PaperAct.Sign);
        await RequireSigner(tx, actor, paper, clock.Today());
        await Update(tx, actor, paper, version, PaperState.Signed, "signed", "signed_at = @now", new { now = clock.Now() });
        await AuditTrail.Write(tx, clock, actor, "documents.sign", "paper:" + key, new { paper.Label });
    });

    /// <summary>Notes that a signed paper went out by hand, e-mail or Zalo. By post it goes on a manifest.</summary>
    public Task Send(Actor actor, Scope scope, string key, int version, string? note) => db.Write(async tx =>
    {
        var paper = await Locked(tx, scope, key);
        Next(paper, PaperAct.Send);
        if (paper.Channel == "post")
        {
            throw new Refusal("Papers.PostByManifest", paper.Called);
        }

        await Update(tx, actor, paper, version, PaperState.Sent, "sent", "sent_at = @now", new { now = clock.Now() }, detail: new { paper.Channel, note = VietnameseText.Normalise(note ?? "") });
        await AuditTrail.Write(tx, clock, actor, "documents.send", "paper:" + key, new { paper.Label, paper.Channel });
    });

    /// <summary>
    /// Records how minutes ended: signed by the employer (at once or come back by post) or refused with grounds, which set the mark. The contact on the task is recorded with it: one
    /// act for the person.
    /// </summary>
    public Task<RecordResult?> Answer(Actor actor, Scope scope, string key, int version, PaperAnswer answer) => db.Write(async tx =>
    {
        var paper = await Locked(tx, scope, key);
        var next = Next(paper, answer.Refused ? PaperAct.UnitRefuses : PaperAct.UnitSigns);
        var note = VietnameseText.Normalise(answer.Note ?? "");
        if (answer.On > clock.Today())
        {
            throw new Refusal("Papers.AnswerInFuture");
        }

        if (answer.Refused && note.Length == 0)
        {
            throw new Refusal("Work.OutcomeNeedsGrounds");
        }

        await Update(
            tx, actor, paper, version, next, answer.Refused ? "unit-refused" : "unit-signed", "reason = coalesce(nullif(@note, ''), reason)", new { note },
            detail: new { answer.On, answer.SignedBy, answer.ItemCode, note });
        await AuditTrail.Write(tx, clock, actor, "documents.answer", "paper:" + key, new { paper.Label, answer.Refused, answer.On });
        var task = await Work.Tasks.Find(tx, scope, paper.TaskKey);
        // Minutes of a case are a step of it: what came of the task is recorded by the case.
        return task.TaskState is TaskState.Open or TaskState.Started && !task.Held && !PaperNeeds.Beside.Contains(paper.Form)
            ? await _records.Record(tx, actor, scope, task.Key.ToString(), new ContactRecord(task.Version, paper.Channel, answer.Refused ? "refused-to-sign" : "signed", note))
            : null;
    });

    /// <summary>Puts a new draft with the same answers in the paper's place; each points to the other and the old number stays used.</summary>
    public Task<PaperKey> Replace(Actor actor, Scope scope, string key, int version, string? reason) => db.Write(async tx =>
    {
        var paper = await Locked(tx, scope, key);
        Next(paper, PaperAct.Replace);
        var why = Grounds(reason);
        var task = await Work.Tasks.Find(tx, scope, paper.TaskKey);
        var next = 1 + await LastOf(tx, paper.SubjectId);
        await Update(tx, actor, paper, version, PaperState.Replaced, "replaced", "reason = @why, replaced_by = @next, manifest = null", new { why, next }, detail: new { note = why, next });
        var made = await Prepare(tx, actor, task, paper.Form, paper.Answered, paper);
        await AuditTrail.Write(tx, clock, actor, "documents.replace", "paper:" + key, new { paper.Label, why, by = made.ToString() });
        return made;
    });

    /// <summary>Cancels a numbered paper or calls a signed one back. The number stays used and the register says why.</summary>
    public Task Void(Actor actor, Scope scope, string key, int version, string? reason) => db.Write(async tx =>
    {
        var paper = await Locked(tx, scope, key);
        await Void(tx, actor, paper, version, Grounds(reason));
        await AuditTrail.Write(tx, clock, actor, "documents.void", "paper:" + key, new { paper.Label, reason });
    });

    /// <summary>Throws a draft away. One that replaces another paper stays: the other points to it.</summary>
    public Task Discard(Actor actor, Scope scope, string key, int version) => db.Write(async tx =>
    {
        var paper = await Locked(tx, scope, key);
        Next(paper, PaperAct.Discard);
        if (paper.Replaces is not null)
        {
            throw new Refusal("Papers.ReplacementStays");
        }

        await Update(tx, actor, paper, version, PaperState.Discarded, "discarded");
        await AuditTrail.Write(tx, clock, actor, "documents.discard", "paper:" + key, new { });
    });

    /// <summary>
    /// For the undoing of a switch, in its transaction and under its lock of the province: voids the numbered and signed papers of the tasks and drops their drafts. What has gone out is a
    /// fact and is left. <paramref name="since"/>: only papers begun from then on.
    /// </summary>
    public async Task<(List<Paper> Voided, List<Paper> Left)> VoidFor(Session tx, Actor actor, IEnumerable<TaskKey> tasks, string reason, Instant? since = null)
    {
        var (voided, left) = (new List<Paper>(), new List<Paper>());
        foreach (var task in tasks)
        {
            foreach (var paper in await tx.Query<Paper>($"select {Paper.Columns} from {Paper.From} where p.subject_id = @SubjectId and p.act = @Act and p.occurrence = @Occurrence and p.made_at >= @from",
                new { task.SubjectId, task.Act, task.Occurrence, from = since ?? new Instant(0) }))
            {
                switch (paper.PaperState)
                {
                    case PaperState.Draft:
                        await Update(tx, actor, paper, paper.Version, PaperState.Discarded, "discarded", "reason = @reason", new { reason });
                        voided.Add(paper);
                        break;
                    case PaperState.Numbered or PaperState.Signed when paper.Manifest is null:
                        await Void(tx, actor, paper, paper.Version, reason);
                        voided.Add(paper);
                        break;
                    case var state when state.IsLive():
                        left.Add(paper);
                        break;
                }
            }
        }

        return (voided, left);
    }

    /// <summary>A message that carried the paper has left, in its transaction and under its lock of the province: a signed paper is sent. One that was sent already stays so.</summary>
    internal async Task WentOut(Session tx, Actor actor, PaperKey key, string channel)
    {
        var paper = await Find(tx, Scope.Nation, key);
        if (paper.PaperState == PaperState.Signed)
        {
            await Update(tx, actor, paper, paper.Version, PaperState.Sent, "sent", "sent_at = @now", new { now = clock.Now() }, detail: new { channel });
        }
    }

    internal static bool HasPaid(WorkTask task, long debt) => debt == 0 && task.DebtBand != DebtBand.None;

    internal static string LabelOf(int number, PaperKind kind, FormCase about) => number.ToString("00", CultureInfo.InvariantCulture) + "/" + OfficialWords.Symbol(kind, about.IssuerShort, about.DraftingUnit);

    internal static async Task<Paper> Find(Session s, Scope scope, PaperKey key) =>
        await s.One<Paper>($"select {Paper.Columns} from {Paper.From} where p.subject_id = @SubjectId and p.paper_no = @PaperNo and {scope.On("e")}", key) ?? throw NoPaper(key.ToString());

    internal static Task<List<PaperSheet>> Sheets(Session s, Paper paper) => s.Query<PaperSheet>(
        """
        select h.subject_id, h.paper_no, h.place, h.form, h.content, h.content_digest, h.template_scope, h.template_version, h.file_digest
        from doc_sheets h where h.subject_id = @SubjectId and h.paper_no = @PaperNo order by h.place
        """,
        paper);

    internal static string FileName(Paper paper, IPrintedForm form) =>
        string.Create(CultureInfo.InvariantCulture, $"{form.Code}-{paper.Code}{(paper.Number is { } number ? $"-{paper.Year}-{number:00}" : "")}{OfficeTemplates.Extension(form)}").Replace('/', '-');

    /// <summary>The office that issues: that of the person who makes it, if it is one of the employer's province, else the employer's own.</summary>
    internal static async Task<string> IssuerOf(Session s, Actor actor, WorkTask task, IForm? form = null)
    {
        if (form is not null && await form.Issuer(s, task) is { } fixedly)
        {
            return fixedly;
        }

        var own = await Offices.Find(s, actor.OfficeCode, task.OpenedOn);
        return own?.Province == task.Province ? own.Code : task.OfficeCode;
    }

    /// <summary>The form, if a task of this act may produce it.</summary>
    internal static IForm FormFor(WorkTask task, string form)
    {
        var found = FormBook.Find(form);
        return found.Kind != PaperKind.None && found.Acts.Contains(task.Act) ? found : throw new Refusal("Papers.FormNotOfTask", Text.Of(found.TitleKey), task.Title);
    }

    internal static async Task<int> LastOf(Session s, long subjectId) => await s.One<int?>("select max(paper_no) from doc_papers where subject_id = @subjectId", new { subjectId }) ?? 0;

    internal static async Task Check(Session s, WorkTask task, IForm form, PaperAnswers answers, string issuer, DateOnly today)
    {
        if (!(await Signers.Of(s, issuer, form, today)).Any(p => p.UserId == answers.SignerId))
        {
            throw new Refusal("Papers.NotASigner", Text.Of(form.TitleKey), (await Offices.Find(s, issuer, task.OpenedOn))?.Name ?? issuer);
        }

        if (!task.ChannelList.Contains(answers.Channel))
        {
            throw new Refusal("Work.ChannelNotOfTask", Text.Find("Work.Channel_" + answers.Channel) ?? answers.Channel);
        }
    }

    internal static void RequireOpen(WorkTask task)
    {
        if (task.TaskState is not (TaskState.Open or TaskState.Started))
        {
            throw new Refusal("Papers.TaskNotOpen", task.Title, Text.Of("Work.State_" + task.State));
        }
    }

    /// <summary>Refuses anybody but the person the paper names as its signer, who must still be one of the office's: by role, or acting under the delegation that lets them sign.</summary>
    internal static async Task RequireSigner(Session tx, Actor actor, Paper paper, DateOnly today)
    {
        await Signers.Require(tx, actor, paper.Issuer, paper.FormOf, today, (paper.Called, paper.SignerId, paper.SignerName));
        if (paper.MadeBy == actor.UserId && !paper.IsMinutes && await Settings.Value(tx, paper.Province, Settings.SignOwnPaper, paper.MadeAt.Day) != "yes")
        {
            throw new Refusal("Papers.PreparerSigns", paper.Called);
        }
    }

    internal static async Task WriteSheets(Session tx, long subjectId, int paperNo, IReadOnlyList<MadeSheet> sheets)
    {
        for (var place = 0; place < sheets.Count; place++)
        {
            var (sheet, json) = (sheets[place], sheets[place].Content.ToJson());
            await tx.Execute(
                """
                insert into doc_sheets (subject_id, paper_no, place, form, content, content_digest, template_scope, template_version, file_digest)
                values (@subjectId, @paperNo, @place, @form, @json, @digest, @scope, @version, @file)
                """,
                new
                {
                    subjectId, paperNo, place = (short)place, form = sheet.Form.Code, json, digest = sheet.Content.Digest, scope = sheet.Template.Scope, version = sheet.Template.Version, file = sheet.FileDigest,
                });
        }
    }

    private async Task<PaperKey> Prepare(Session tx, Actor actor, WorkTask task, string form, PaperAnswers answers, Paper? replaces)
    {
        if (replaces is null)
        {
            RequireOpen(task);
        }

        var found = FormFor(task, form);
        var issuer = replaces?.Issuer ?? await IssuerOf(tx, actor, task, found);
        await Check(tx, task, found, answers, issuer, clock.Today());
        var living = await tx.One<string>(
            $"select p.label || '|' || p.state from doc_papers p where p.subject_id = @SubjectId and p.act = @Act and p.occurrence = @Occurrence and p.form = @form and p.state {{any:live}}",
            new { task.SubjectId, task.Act, task.Occurrence, form, live = tx.List(LiveStates) });
        if (living is not null)
        {
            throw new Refusal("Papers.LivesAlready", task.Title, living.Split('|')[0] is { Length: > 0 } label ? label : form);
        }

        var paperNo = 1 + await LastOf(tx, task.SubjectId);
        var debt = await EmployerViews.DebtNow(tx, task.SubjectId, clock.Today());
        await tx.Execute(
            """
            insert into doc_papers (subject_id, paper_no, province, issuer, act, occurrence, form, state, channel, answers, amount, made_at, made_by, signer_id, replaces)
            values (@SubjectId, @paperNo, @Province, @issuer, @Act, @Occurrence, @form, 'draft', @Channel, @answers, @Total, @now, @by, @SignerId, @replaces)
            """,
            new
            {
                task.SubjectId, paperNo, task.Province, issuer, task.Act, task.Occurrence, form, answers.Channel, answers = answers.ToJson(), debt.Total, now = clock.Now(), by = actor.UserId, answers.SignerId,
                replaces = replaces?.PaperNo,
            });
        var key = new PaperKey(task.SubjectId, paperNo);
        await TaskPapers.Tell(tx, new TaskPaper { SubjectId = task.SubjectId, PaperNo = paperNo, Act = task.Act, Occurrence = task.Occurrence, Form = form, State = "draft" });
        await AuditTrail.Write(tx, clock, actor, "documents.prepare", "paper:" + key, new { form, task = task.Key.ToString(), answers.SignerId });
        return key;
    }

    internal static IReadOnlyList<string> LiveStates { get; } = [.. PaperNames.States.Where(n => PaperNames.State(n).IsLive())];

    private async Task<PaperPreview> Preview(Session s, WorkTask task, IForm form, PaperAnswers answers, string issuer)
    {
        var office = await IssuingOffice.Open(s, clock, issuer, writes: false, aboutEmployers: await form.Issuer(s, task) is null);
        var signer = (await office.Signers(form)).FirstOrDefault(p => p.UserId == answers.SignerId);
        // A number that is not drawn yet is no fault of a draft: it is inspected as if it had the next one.
        var made = await office.Sheets(form, office.Case([task], answers, signer?.Signer, 1));
        var shown = await office.Sheets(form, office.Case([task], answers, signer?.Signer, null));
        return new PaperPreview([.. shown], [.. made.SelectMany(m => m.Faults).Distinct(StringComparer.Ordinal)], office.LacksAccount(form) ? issuer : null);
    }

    private Task Void(Session tx, Actor actor, Paper paper, int version, string reason)
    {
        var next = Next(paper, PaperAct.Void);
        return Update(tx, actor, paper, version, next, "voided", "reason = @reason, manifest = null", new { reason }, detail: new { note = reason });
    }

    private static string Grounds(string? reason) => VietnameseText.Normalise(reason ?? "") is { Length: > 0 } why ? why : throw new Refusal("Papers.NeedsReason");

    private static Refusal NoPaper(string key) => new("Papers.NoPaper", key) { Kind = RefusalKind.Missing };

    /// <summary>The state after the act, or the refusal that says in which state the paper is and what cannot be done.</summary>
    internal static PaperState Next(Paper paper, PaperAct act) => PaperActs.Next(paper.PaperState, act, paper.IsMinutes)
        ?? throw new Refusal("Papers.NotInThisState", paper.Called, Text.Of("Papers.State_" + paper.State), Text.Of("Papers.Act_" + act).ToLower(Text.Vietnamese));

    private static async Task<WorkTask> LockedTask(Session tx, Scope scope, string text)
    {
        var key = TaskKey.Parse(text);
        await tx.Lock(PlanningPass.LockOf(EmployerKey.Province(key.SubjectId)));
        return await Work.Tasks.Find(tx, scope, key);
    }

    private static async Task<Paper> Locked(Session tx, Scope scope, string text)
    {
        var key = PaperKey.Parse(text);
        await tx.Lock(PlanningPass.LockOf(EmployerKey.Province(key.SubjectId)));
        return await Find(tx, scope, key);
    }

    /// <summary>Changes the row only if nobody did since it was read; writes the history line and tells the task.</summary>
    private async Task Update(Session tx, Actor actor, Paper paper, int version, PaperState state, string what, string? set = null, object? values = null, string? label = null, object? detail = null)
    {
        var args = new Dapper.DynamicParameters(values);
        args.Add("ofSubject", paper.SubjectId);
        args.Add("ofPaper", paper.PaperNo);
        args.Add("read", version);
        args.Add("toState", PaperNames.Of(state));
        var also = set is null ? "" : ", " + set;
        var changed = await tx.Execute($"update doc_papers set state = @toState{also}, version = version + 1 where subject_id = @ofSubject and paper_no = @ofPaper and version = @read", args);
        if (changed == 0)
        {
            throw new Refusal("Papers.ChangedMeanwhile", paper.Called);
        }

        await tx.Execute(
            "insert into doc_paper_events (subject_id, paper_no, seq, at, user_id, event, detail) values (@SubjectId, @PaperNo, @seq, @at, @by, @what, @detail)",
            new { paper.SubjectId, paper.PaperNo, seq = version + 1, at = clock.Now(), by = actor.UserId, what, detail = TaskEvents.Write(detail ?? new { }) });
        await TaskPapers.Tell(tx, new TaskPaper
        {
            SubjectId = paper.SubjectId, PaperNo = paper.PaperNo, Act = paper.Act, Occurrence = paper.Occurrence, Form = paper.Form, State = PaperNames.Of(state), Label = label ?? paper.Label,
        });
    }
}

/// <summary><paramref name="Deadline"/>: the usual one (an internal rule). <paramref name="DebtNow"/>: đồng. <paramref name="Present"/>: papers that the task has already.</summary>
public sealed record PaperChoices(
    WorkTask Task, IReadOnlyList<(IForm Form, IReadOnlyList<SigningPerson> Signers)> Forms, string IssuerCode, string Issuer, Particulars Particulars, DateOnly Deadline, long DebtNow, IReadOnlyList<TaskPaper> Present)
{
    /// <summary>True if the form tells where to pay and the issuing office has no account on record: no number is drawn then.</summary>
    public bool LacksAccount(IForm form) => IssuingOffice.LacksAccount(Particulars, form);
}

/// <summary>A paper as it would be, sheet by sheet, and what would stop its number.</summary>
public sealed class PaperPreview
{
    internal PaperPreview(IReadOnlyList<MadeSheet> made, IReadOnlyList<string> faults, string? withoutAccount) => (Made, Faults, WithoutAccount) = (made, faults, withoutAccount);

    internal IReadOnlyList<MadeSheet> Made { get; }
    public IReadOnlyList<FormContent> Sheets => [.. Made.Select(m => m.Content)];

    /// <summary>The file of the paper's own sheet.</summary>
    public ReadOnlyMemory<byte> File => Made[0].File;
    public IReadOnlyList<string> Faults { get; }

    /// <summary>Code of the issuing office whose account the paper needs and nobody has entered; null: nothing is missing.</summary>
    public string? WithoutAccount { get; }
}

/// <summary><paramref name="DebtNow"/>: đồng, read again. <paramref name="Preview"/>: of a draft only.</summary>
public sealed record PaperDetail(
    Paper Paper, WorkTask Task, IReadOnlyList<PaperSheet> Sheets, PaperPreview? Preview, IReadOnlyList<PaperEvent> Events, long DebtNow, string IssuerName)
{
    /// <summary>What it says: as numbered, of a draft as it would be now.</summary>
    public IReadOnlyList<FormContent> Contents => Preview?.Sheets ?? [.. Sheets.Select(s => s.FormContent)];

    /// <summary>What may be done next by somebody with the right.</summary>
    public IReadOnlyList<PaperAct> Lawful => [.. PaperActs.Lawful(Paper.PaperState, Paper.IsMinutes)];
}

/// <summary><paramref name="PaidUp"/>: nothing was numbered, because the ledger shows no debt any more.</summary>
public sealed record NumberResult(string? Label, bool PaidUp);

/// <summary>How minutes ended. The note carries the grounds of a refusal; item code and day are those of the post where they came back by it.</summary>
public sealed record PaperAnswer(bool Refused, DateOnly On, string? Note, string? SignedBy = null, string? ItemCode = null);
