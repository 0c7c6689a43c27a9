using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Register;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Cases;
using BaoPhu.Rules.Policy;
using BaoPhu.Rules.Prosecution;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Collection.Referral;

/// <summary>Files under Article 216 from the first look at the ledger to the authority's last answer. Every step goes through <see cref="Cases"/> in the transaction that writes what it says.</summary>
public sealed class Referrals(Db db, TimeProvider clock) : CaseDesk(ActNames.Refer)
{
    private readonly Cases _cases = new(db, clock);

    /// <summary>One file with everything about it, assessed on the ledger of the moment. Missing: outside the scope, or a task that is none.</summary>
    public Task<ReferralView> Find(Scope scope, string key) => db.ReadConsistently(async s =>
    {
        var parsed = KeyOf(key);
        var standing = await _cases.Find(s, scope, parsed);
        var task = await Tasks.Find(s, scope, parsed);
        var file = await ReferralFile.Of(s, parsed);
        var (law, finding) = await Assess(s, parsed, clock.Today());
        // The steps are told by the ledger of the moment, as they will be asked when one is done.
        if (file is not null && file.Complete != finding.Complete)
        {
            var findings = standing.Facts.Findings.Where(f => f != ReferralTable.Complete).Concat(finding.Complete ? [ReferralTable.Complete] : []).ToHashSet(StringComparer.Ordinal);
            var facts = standing.Facts with { Findings = findings };
            standing = standing with { Facts = facts, Steps = standing.Procedure.Procedure.All(standing.Case?.State ?? "", facts) };
        }

        var employer = await Employers.Find(s, scope, task.Province, task.Code);
        return new ReferralView(standing, task, file, law, finding)
        {
            RegisteredWorkers = employer.Workers, Confirmations = await ReferralFile.Confirmations(s, parsed), Sanctions = await Sanctions.Of(s, parsed, clock.Today()),
            Points = await ReferralFile.Points(s, parsed), Answers = await ReferralFile.Answers(s, parsed), Papers = await TaskPapers.Of(s, parsed),
            Items = file?.DossierNo is { } number ? await Dossier.Items(s, parsed, number) : [],
        };
    });

    /// <summary>Opens the file; the usual authority is that of the province.</summary>
    public Task Open(Actor actor, Scope scope, string key, string? authority) => db.Write(async tx =>
    {
        var (parsed, task) = await Locked(tx, scope, key);
        var province = Reference.Provinces.First(p => p.Code == task.Province);
        var to = Said(authority, "Referrals.NeedAuthority");
        await _cases.Do(tx, actor, scope, parsed, new CaseStep("open", 0, new { authority = to }) { Due = task.Due, Office = province.OfficeCode });
        var (_, finding) = await Assess(tx, parsed, clock.Today());
        await tx.Execute(
            """
            insert into col_referrals (subject_id, act, occurrence, assessed_on, clause, complete, months, amount, authority)
            values (@SubjectId, @Act, @Occurrence, @today, @clause, @Complete, @months, @Amount, @to)
            """,
            new { parsed.SubjectId, parsed.Act, parsed.Occurrence, today = clock.Today(), clause = (short)finding.Clause, finding.Complete, months = finding.Months.Count, finding.Amount, to });
    });

    /// <summary>Says of something that no figure shows whether it holds, with the evidence. Refused without evidence: nothing here is inferred.</summary>
    public Task Confirm(Actor actor, Scope scope, string key, int version, string kind, bool holds, int? number, string? evidence) => db.Write(async tx =>
    {
        var (parsed, _) = await Locked(tx, scope, key);
        var why = Said(evidence, "Referrals.NeedEvidence");
        if (!ReferralConfirmation.All.Contains(kind) || (kind == ReferralConfirmation.Workers && number is null or < 0 or > 10_000_000))
        {
            throw new Refusal("Referrals.BadConfirmation");
        }

        await _cases.Do(tx, actor, scope, parsed, new CaseStep("confirm", version, new { kind, holds, number, note = why }) { Due = await DueOf(tx, parsed) });
        await tx.Execute(
            """
            insert into col_referral_confirmations (subject_id, act, occurrence, kind, holds, number, evidence, confirmed_by, confirmed_at)
            values (@SubjectId, @Act, @Occurrence, @kind, @holds, @number, @why, @by, @now)
            on conflict (subject_id, act, occurrence, kind) do update set holds = excluded.holds, number = excluded.number, evidence = excluded.evidence, confirmed_by = excluded.confirmed_by,
                confirmed_at = excluded.confirmed_at
            """,
            new { parsed.SubjectId, parsed.Act, parsed.Occurrence, kind, holds, number = kind == ReferralConfirmation.Workers ? number : null, why, by = actor.UserId, now = clock.Now() });
        await Reassess(tx, parsed);
    });

    /// <summary>Enters a sanction decided elsewhere. Refused: without number, authority, conduct or evidence; days that cannot be.</summary>
    public Task Enter(Actor actor, Scope scope, string key, int version, EnteredSanction entered) => db.Write(async tx =>
    {
        var (parsed, _) = await Locked(tx, scope, key);
        var row = new
        {
            parsed.SubjectId, parsed.Act, parsed.Occurrence, number = Said(entered.Number, "Referrals.NeedNumber"), authority = Said(entered.Authority, "Referrals.NeedAuthority"),
            conduct = Said(entered.Conduct, "Referrals.NeedConduct"), evidence = Said(entered.Evidence, "Referrals.NeedEvidence"), entered.DecidedOn, entered.SameConduct, entered.Warning, entered.ExecutedOn,
            by = actor.UserId, now = clock.Now(),
        };
        if (entered.DecidedOn > clock.Today() || entered.ExecutedOn < entered.DecidedOn || entered.ExecutedOn > clock.Today())
        {
            throw new Refusal("Referrals.BadSanctionDays");
        }

        await _cases.Do(tx, actor, scope, parsed, new CaseStep("sanction", version, new { row.number, row.DecidedOn, row.authority, note = row.conduct }) { Due = await DueOf(tx, parsed) });
        await tx.Execute(
            """
            insert into col_referral_sanctions (subject_id, act, occurrence, sanction_no, number, decided_on, authority, conduct, same_conduct, warning, executed_on, evidence, recorded_by, recorded_at)
            select @SubjectId, @Act, @Occurrence, coalesce(max(x.sanction_no), 0) + 1, @number, @DecidedOn, @authority, @conduct, @SameConduct, @Warning, @ExecutedOn, @evidence, @by, @now
            from col_referral_sanctions x where x.subject_id = @SubjectId and x.act = @Act and x.occurrence = @Occurrence
            """,
            row);
        await Reassess(tx, parsed);
    });

    /// <summary>Strikes a sanction that was entered wrongly; it stays readable with the reason.</summary>
    public Task Strike(Actor actor, Scope scope, string key, int version, int number, string? reason) => db.Write(async tx =>
    {
        var (parsed, _) = await Locked(tx, scope, key);
        var why = Said(reason, "Referrals.NeedReason");
        await _cases.Do(tx, actor, scope, parsed, new CaseStep("strike", version, new { number, note = why }) { Due = await DueOf(tx, parsed) });
        var struck = await tx.Execute(
            "update col_referral_sanctions set struck = @why where subject_id = @SubjectId and act = @Act and occurrence = @Occurrence and sanction_no = @number and struck is null",
            new { why, parsed.SubjectId, parsed.Act, parsed.Occurrence, number = (short)number });
        if (struck == 0)
        {
            throw new Refusal("Referrals.NoSanction") { Kind = RefusalKind.Missing };
        }

        await Reassess(tx, parsed);
    });

    /// <summary>Hands the file to the legal check. Refused while a condition is not met or waits to be confirmed.</summary>
    public Task Submit(Actor actor, Scope scope, string key, int version) => db.Write(async tx =>
    {
        var (parsed, _) = await Locked(tx, scope, key);
        await Reassess(tx, parsed);
        await _cases.Do(tx, actor, scope, parsed, new CaseStep("submit", version, new { }) { Due = await In(tx, parsed, Settings.ReferralReviewDays) });
        // Every check is a new one: what was answered of another state of the file says nothing of this one. The steps keep it.
        await tx.Execute("delete from col_referral_points where subject_id = @SubjectId and act = @Act and occurrence = @Occurrence", parsed);
        await Set(tx, parsed, "update col_referrals set submitted_by = @by, approved_by = null, approved_on = null, dossier_no = null", new { by = actor.UserId });
    });

    /// <summary>Answers points of the legal check. Refused: the hand that gathered the file, "no" and "does not concern" without words.</summary>
    public Task Answer(Actor actor, Scope scope, string key, int version, IReadOnlyList<(string Point, string Answer, string? Note)> answers) => db.Write(async tx =>
    {
        var (parsed, _) = await Locked(tx, scope, key);
        await OtherHand(tx, actor, parsed);
        CheckPointAnswers.Check(CheckPoints.Referral, answers);
        await _cases.Do(tx, actor, scope, parsed, new CaseStep("answer", version, new { points = answers.ToDictionary(a => a.Point, a => a.Answer, StringComparer.Ordinal) }) { Due = await DueOf(tx, parsed) });
        await CheckPointAnswers.Write(tx, "insert into col_referral_points", parsed, answers, actor, clock.Now());
    });

    /// <summary>Finds that the file may leave. Refused: the hand that gathered it, a point without an answer or with "no", a condition that the ledger does not show any more.</summary>
    public Task Approve(Actor actor, Scope scope, string key, int version) => db.Write(async tx =>
    {
        var (parsed, _) = await Locked(tx, scope, key);
        await OtherHand(tx, actor, parsed);
        await Reassess(tx, parsed);
        await _cases.Do(tx, actor, scope, parsed, new CaseStep("approve", version, new { }) { Due = await In(tx, parsed, Settings.ReferralSendDays) });
        await Set(tx, parsed, "update col_referrals set approved_by = @by, approved_on = @today", new { by = actor.UserId, today = clock.Today() });
    });

    /// <summary>Gives the file back to those who gather, with what is to be done.</summary>
    public Task Return(Actor actor, Scope scope, string key, int version, string? reason) => db.Write(async tx =>
    {
        var (parsed, _) = await Locked(tx, scope, key);
        await _cases.Do(tx, actor, scope, parsed, new CaseStep("return", version, new { note = Said(reason, "Referrals.NeedReason") }) { Due = await In(tx, parsed, Settings.ReferralGatherDays) });
        await Unbind(tx, parsed);
    });

    /// <summary>Binds the dossier: its index is drawn up from everything on record of the employer, in order of time, and stays as it is.</summary>
    public Task<int> Bind(Actor actor, Scope scope, string key, int version) => db.Write(async tx =>
    {
        var (parsed, task) = await Locked(tx, scope, key);
        var number = 1 + (await tx.One<int?>("select max(d.dossier_no) from col_dossier_sheets d where d.subject_id = @SubjectId and d.act = @Act and d.occurrence = @Occurrence", parsed) ?? 0);
        await _cases.Do(tx, actor, scope, parsed, new CaseStep("bind", version, new { number }) { Due = await DueOf(tx, parsed) });
        await Dossier.Bind(tx, clock, actor, scope, task, number);
        await Set(tx, parsed, "update col_referrals set dossier_no = @number", new { number });
        return number;
    });

    /// <summary>The letter with its dossier goes to the authority. Refused: a letter that is not signed, a dossier that is not bound, a task that the level puts off.</summary>
    public Task Send(Actor actor, Scope scope, string key, int version, string? channel) => db.Write(async tx =>
    {
        var (parsed, task) = await Locked(tx, scope, key);
        var letter = (await TaskPapers.Of(tx, parsed)).FirstOrDefault(p => p.Form == ReferralTable.Letter && p.Label.Length > 0)?.Label ?? "";
        await _cases.Do(tx, actor, scope, parsed, new CaseStep("send", version, new { letter })
        {
            Due = await In(tx, parsed, Settings.ReferralAnswerDays), Note = letter, Channel = task.ChannelList.Contains(channel ?? "") ? channel : null,
        });
        await Set(tx, parsed, "update col_referrals set sent_on = @today, letter = @letter", new { today = clock.Today(), letter });
    });

    /// <summary>Notes what the authority answered: a step of the table. Refused without its paper; what it declines or sends back with its reasons.</summary>
    public Task Receive(Actor actor, Scope scope, string key, int version, string answer, DateOnly on, string? paper, string? reasons) => db.Write(async tx =>
    {
        var (parsed, _) = await Locked(tx, scope, key);
        var (says, why) = (Said(paper, "Referrals.NeedPaper"), VietnameseText.Normalise(reasons ?? ""));
        if (answer is not ("accept" or "ask-more" or "prosecute" or "decline"))
        {
            throw new Refusal("Referrals.NoAnswer");
        }

        if (answer is "ask-more" or "decline" && why.Length == 0)
        {
            throw new Refusal("Referrals.NeedReason");
        }

        var file = await ReferralFile.Of(tx, parsed);
        if (on > clock.Today() || on < file?.SentOn)
        {
            throw new Refusal("Referrals.BadAnswerDay");
        }

        var due = answer switch
        {
            "accept" => await In(tx, parsed, Settings.ReferralVerifyDays),
            "ask-more" => await In(tx, parsed, Settings.ReferralGatherDays),
            _ => (DateOnly?)null,
        };
        await _cases.Do(tx, actor, scope, parsed, new CaseStep(answer, version, new { on, paper = says, note = why }) { Due = due, Note = why.Length > 0 ? $"{says}: {why}" : says });
        await tx.Execute(
            """
            insert into col_referral_answers (subject_id, act, occurrence, answer_no, answer, received_on, paper, reasons, recorded_by, recorded_at)
            select @SubjectId, @Act, @Occurrence, coalesce(max(a.answer_no), 0) + 1, @answer, @on, @says, @why, @by, @now
            from col_referral_answers a where a.subject_id = @SubjectId and a.act = @Act and a.occurrence = @Occurrence
            """,
            new { parsed.SubjectId, parsed.Act, parsed.Occurrence, answer, on, says, why, by = actor.UserId, now = clock.Now() });
    });

    /// <summary>Takes up a file that the authority returned.</summary>
    public Task Resume(Actor actor, Scope scope, string key, int version) => db.Write(async tx =>
    {
        var (parsed, _) = await Locked(tx, scope, key);
        await _cases.Do(tx, actor, scope, parsed, new CaseStep("resume", version, new { }) { Due = await In(tx, parsed, Settings.ReferralGatherDays) });
        await Unbind(tx, parsed);
        await Reassess(tx, parsed);
    });

    /// <summary>Ends the file because what the article asks is not there, with the reason.</summary>
    public Task Drop(Actor actor, Scope scope, string key, int version, string? reason) => db.Write(async tx =>
    {
        var (parsed, _) = await Locked(tx, scope, key);
        var why = Said(reason, "Referrals.NeedReason");
        await _cases.Do(tx, actor, scope, parsed, new CaseStep("drop", version, new { note = why }) { Note = why });
    });

    /// <summary>The law and the finding of one employer on a day.</summary>
    internal static async Task<(ProsecutionLaw Law, ProsecutionFinding Finding)> Assess(Session s, TaskKey key, DateOnly today)
    {
        var law = ProsecutionLaws.On(today) ?? throw new Refusal("Referrals.NoLaw");
        var (months, confirmed) = ((await Ledger.Months(s, key.SubjectId)).Select(m => m.Line).ToArray(), await ReferralFile.Confirmations(s, key));
        var workers = confirmed.Find(c => c.Kind == ReferralConfirmation.Workers && c.Holds)?.Number;
        var facts = await AssessmentRules.Of(s, today);
        facts = facts with
        {
            Workers = workers ?? await s.One<int?>("select e.workers from reg_employers e where e.employer_id = @SubjectId", key), WorkersConfirmed = workers is not null,
            Fraud = Said(ReferralConfirmation.Fraud), Deducted = Said(ReferralConfirmation.Deducted), Repeated = Said(ReferralConfirmation.Repeated),
            Sanctions = [.. (await Sanctions.Of(s, key, today)).Where(x => x.Struck is null).Select(x => x.Prior)],
        };
        return (law, ProsecutionCheck.Of(law, months, facts));

        Confirmation Said(string kind) => confirmed.Find(c => c.Kind == kind) is { } found ? found.Holds ? Confirmation.Yes : Confirmation.No : Confirmation.Open;
    }

    private async Task Reassess(Session tx, TaskKey key)
    {
        var (_, finding) = await Assess(tx, key, clock.Today());
        await Set(tx, key, "update col_referrals set assessed_on = @today, clause = @clause, complete = @Complete, months = @months, amount = @Amount",
            new { today = clock.Today(), clause = (short)finding.Clause, finding.Complete, months = finding.Months.Count, finding.Amount });
    }

    /// <summary>Who gathered a file does not check it.</summary>
    private static async Task OtherHand(Session tx, Actor actor, TaskKey key)
    {
        if ((await ReferralFile.Of(tx, key))?.SubmittedBy == actor.UserId)
        {
            throw new Refusal("Referrals.SameHand");
        }
    }

    private static Task Unbind(Session tx, TaskKey key) => Set(tx, key, "update col_referrals set approved_by = null, approved_on = null, dossier_no = null", new { });

    private async Task<DateOnly?> In(Session s, TaskKey key, string setting) =>
        clock.Today().AddDays((int)await Settings.Number(s, Rules.EmployerKey.Province(key.SubjectId), setting, clock.Today()));
}

/// <summary>A sanction decided elsewhere, as its paper says it.</summary>
public sealed record EnteredSanction(string? Number, DateOnly DecidedOn, string? Authority, string? Conduct, bool SameConduct, bool Warning, DateOnly? ExecutedOn, string? Evidence);

/// <summary>A file with what may be done now. <paramref name="File"/> null: not opened.</summary>
public sealed record ReferralView(CaseStanding Standing, WorkTask Task, ReferralFile? File, ProsecutionLaw Law, ProsecutionFinding Finding)
{
    public Case? Case => Standing.Case;

    /// <summary>Workers by the register, null where it does not say.</summary>
    public int? RegisteredWorkers { get; init; }
    public IReadOnlyList<ReferralConfirmation> Confirmations { get; init; } = [];
    public IReadOnlyList<Sanction> Sanctions { get; init; } = [];
    public IReadOnlyList<PointAnswer> Points { get; init; } = [];
    public IReadOnlyList<AuthorityAnswer> Answers { get; init; } = [];
    public IReadOnlyList<TaskPaper> Papers { get; init; } = [];

    /// <summary>Index of the bound dossier.</summary>
    public IReadOnlyList<DossierItem> Items { get; init; } = [];
}

/// <summary>How the house reads what the article leaves open, dated settings.</summary>
internal static class AssessmentRules
{
    public static async Task<ProsecutionFacts> Of(Session s, DateOnly today) => new()
    {
        AsOf = today,
        CountsAccident = await Settings.Value(s, Settings.NationScope, Settings.ReferralAccident, today) == "yes",
        OnlyAfterSanction = await Settings.Value(s, Settings.NationScope, Settings.ReferralAfterSanction, today) == "yes",
    };
}

/// <summary>Answers to points, checked and written.</summary>
internal static class CheckPointAnswers
{
    /// <summary>Refused: a point or an answer that is not there, "no" and "does not concern" without words.</summary>
    public static void Check(IReadOnlyList<CheckPoint> points, IReadOnlyList<(string Point, string Answer, string? Note)> answers)
    {
        if (answers.Count == 0 || answers.Any(a => !points.Any(p => p.Code == a.Point) || !CheckPoints.Answers.Contains(a.Answer)))
        {
            throw new Refusal("Referrals.NoPoint");
        }

        if (answers.FirstOrDefault(a => a.Answer != CheckPoints.Yes && string.IsNullOrWhiteSpace(a.Note)).Point is { } bare)
        {
            throw new Refusal("Referrals.PointNeedsWords", points.First(p => p.Code == bare).Words);
        }
    }

    /// <param name="into">"insert into" the table of the check.</param>
    public static async Task Write(Session tx, string into, TaskKey key, IReadOnlyList<(string Point, string Answer, string? Note)> answers, Actor actor, Instant now)
    {
        foreach (var (point, answer, note) in answers)
        {
            await tx.Execute(
                $"""
                {into} (subject_id, act, occurrence, point, answer, note, answered_by, answered_at) values (@SubjectId, @Act, @Occurrence, @point, @answer, @note, @by, @now)
                on conflict (subject_id, act, occurrence, point) do update set answer = excluded.answer, note = excluded.note, answered_by = excluded.answered_by, answered_at = excluded.answered_at
                """,
                new { key.SubjectId, key.Act, key.Occurrence, point, answer, note = VietnameseText.Normalise(note ?? ""), by = actor.UserId, now });
        }
    }
}
