using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Cases;
using BaoPhu.Rules.Codes;
using BaoPhu.Rules.Policy;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Collection.Claim;

/// <summary>Claims from the authority named to the last worker whose entitlement is settled. Every step goes through <see cref="Cases"/> in the transaction that writes what it says.</summary>
public sealed class Claims(Db db, TimeProvider clock) : CaseDesk(ActNames.Claim)
{
    /// <summary>Thi hành án, kế hoạch và đầu tư, tòa án, quản tài viên.</summary>
    public static IReadOnlyList<string> AuthorityKinds { get; } = ["enforcement", "planning", "court", "administrator"];

    /// <summary>Giải thể, phá sản, dừng hoạt động.</summary>
    public static IReadOnlyList<string> Grounds { get; } = ["dissolved", "bankrupt", "ceased"];

    private const long Most = 100_000_000_000_000;
    private readonly Cases _cases = new(db, clock);

    /// <summary>One claim with everything about it. Missing: outside the scope, or a task that is none.</summary>
    public Task<ClaimView> Find(Scope scope, string key) => db.ReadConsistently(async s =>
    {
        var parsed = KeyOf(key);
        var standing = await _cases.Find(s, scope, parsed);
        var task = await Tasks.Find(s, scope, parsed);
        return new ClaimView(
            standing, task, await ClaimFile.Of(s, parsed), await DebtOf(s, parsed), await ClaimFile.Recoveries(s, parsed), await ClaimFile.Workers(s, parsed), await TaskPapers.Of(s, parsed));
    });

    /// <summary>Opens the claim: who liquidates, on what ground, by what paper.</summary>
    public Task Open(Actor actor, Scope scope, string key, ClaimTerms terms) => db.Write(async tx =>
    {
        var (parsed, task) = await Locked(tx, scope, key);
        var kept = Checked(terms);
        await _cases.Do(tx, actor, scope, parsed, new CaseStep("open", 0, kept) { Due = task.Due });
        await Keep(tx, parsed, kept);
    });

    /// <summary>Names another authority or paper while the letter has no number.</summary>
    public Task Correct(Actor actor, Scope scope, string key, int version, ClaimTerms terms) => db.Write(async tx =>
    {
        var (parsed, _) = await Locked(tx, scope, key);
        var kept = Checked(terms);
        await _cases.Do(tx, actor, scope, parsed, new CaseStep("authority", version, kept) { Due = await DueOf(tx, parsed) });
        await Keep(tx, parsed, kept);
    });

    /// <summary>The letter is on its way: what is claimed by fund stands from now on, and an answer is waited for.</summary>
    public Task Send(Actor actor, Scope scope, string key, int version) => db.Write(async tx =>
    {
        var (parsed, _) = await Locked(tx, scope, key);
        var debt = await DebtOf(tx, parsed);
        await _cases.Do(tx, actor, scope, parsed, new CaseStep("send", version, new { paper = await LabelOf(tx, parsed, SpecialStandings.ClaimLetter), debt }) { Due = await AnswerBy(tx, parsed) });
        await Set(
            tx, parsed, "update col_claims set sent_on = @today, as_of = @today, social = @Social, health = @Health, unemployment = @Unemployment, accident = @Accident",
            new { today = clock.Today(), debt.Social, debt.Health, debt.Unemployment, debt.Accident });
    });

    /// <summary>Reminds the authority of the claim; the time to answer begins anew.</summary>
    public Task Remind(Actor actor, Scope scope, string key, int version, string? note) => db.Write(async tx =>
    {
        var (parsed, _) = await Locked(tx, scope, key);
        await _cases.Do(tx, actor, scope, parsed, new CaseStep("remind", version, new { note = Said(note, "Claims.NeedReason") }) { Due = await AnswerBy(tx, parsed) });
    });

    /// <summary>The authority's answer, with its paper and day: <paramref name="step"/> accept, or reject, which ends the claim.</summary>
    public Task Answer(Actor actor, Scope scope, string key, int version, string step, DateOnly on, string? paper, string? note) => db.Write(async tx =>
    {
        if (step is not ("accept" or "reject"))
        {
            throw new Refusal("Cases.NoProcedure", step);
        }

        var (parsed, _) = await Locked(tx, scope, key);
        var proof = Said(paper, "Claims.NeedPaper");
        await NotEarly(tx, parsed, on);
        await _cases.Do(
            tx, actor, scope, parsed,
            new CaseStep(step, version, new { paper = proof, on, note = VietnameseText.Normalise(note ?? "") }) { Due = step == "accept" ? await AnswerBy(tx, parsed) : null, Note = proof });
        await Set(tx, parsed, "update col_claims set answer_paper = @proof, answered_on = @on", new { proof, on });
    });

    /// <summary>Money that came in, by fund, with its paper. Refused: more of a fund than was claimed.</summary>
    public Task Receive(Actor actor, Scope scope, string key, int version, DateOnly on, string? paper, FundAmounts amounts) => db.Write(async tx =>
    {
        var (parsed, _) = await Locked(tx, scope, key);
        var (file, before) = (await ClaimFile.Of(tx, parsed), await ClaimFile.Recoveries(tx, parsed));
        var proof = Said(paper, "Claims.NeedPaper");
        await NotEarly(tx, parsed, on);
        if (amounts.IsNegative || amounts.Total is <= 0 or > Most)
        {
            throw new Refusal("Claims.BadAmount");
        }

        if (file is not null && (file.Claimed - FundAmounts.Sum(before.Select(r => r.Amounts)) - amounts).IsNegative)
        {
            throw new Refusal("Claims.MoreThanClaimed");
        }

        await _cases.Do(tx, actor, scope, parsed, new CaseStep("receive", version, new { on, paper = proof, amounts }) { Due = await DueOf(tx, parsed) });
        await tx.Execute(
            """
            insert into col_claim_recoveries (subject_id, act, occurrence, recovery_no, received_on, paper, social, health, unemployment, accident, recorded_by, recorded_at)
            values (@SubjectId, @Act, @Occurrence, @number, @on, @proof, @Social, @Health, @Unemployment, @Accident, @by, @now)
            """,
            new
            {
                parsed.SubjectId, parsed.Act, parsed.Occurrence, number = (short)(before.Count + 1), on, proof, amounts.Social, amounts.Health, amounts.Unemployment, amounts.Accident,
                by = actor.UserId, now = clock.Now(),
            });
    });

    /// <summary>Lists a worker whose entitlement the money settles. Refused: a number that is none, one listed for the same months, more than came in of a fund.</summary>
    public Task AddWorker(Actor actor, Scope scope, string key, int version, SettledWorker worker) => db.Write(async tx =>
    {
        var (parsed, _) = await Locked(tx, scope, key);
        var (name, what) = (Said(worker.Name, "Claims.NeedName"), Said(worker.Entitlement, "Claims.NeedEntitlement"));
        var number = worker.InsuranceNumber.Trim();
        if (number.Length != 10 || !number.All(char.IsAsciiDigit))
        {
            throw new Refusal("Claims.BadInsuranceNumber", number);
        }

        if (!Period.TryFromNumber(worker.FromPeriod, out var from) || !Period.TryFromNumber(worker.ToPeriod, out var to) || to < from)
        {
            throw new Refusal("Claims.BadMonths");
        }

        if (worker.Amounts.IsNegative || worker.Amounts.Total is <= 0 or > Most)
        {
            throw new Refusal("Claims.BadAmount");
        }

        var workers = await ClaimFile.Workers(tx, parsed);
        if (workers.Exists(w => w.Struck is null && w.InsuranceNumber == number && w.FromPeriod <= worker.ToPeriod && worker.FromPeriod <= w.ToPeriod))
        {
            throw new Refusal("Claims.WorkerTwice", number);
        }

        var left = FundAmounts.Sum((await ClaimFile.Recoveries(tx, parsed)).Select(r => r.Amounts)) - FundAmounts.Sum(workers.Where(w => w.Struck is null).Select(w => w.Amounts));
        // Names stay out of the history: it is read by more people than the list.
        await _cases.Do(tx, actor, scope, parsed, new CaseStep("worker", version, new { number = workers.Count + 1, worker.Amounts }) { Due = await DueOf(tx, parsed) });
        if ((left - worker.Amounts).IsNegative)
        {
            throw new Refusal("Claims.MoreThanReceived");
        }

        await tx.Execute(
            """
            insert into col_claim_workers
                (subject_id, act, occurrence, worker_no, name, insurance_number, from_period, to_period, entitlement, social, health, unemployment, accident, recorded_by, recorded_at)
            values (@SubjectId, @Act, @Occurrence, @place, @name, @number, @FromPeriod, @ToPeriod, @what, @Social, @Health, @Unemployment, @Accident, @by, @now)
            """,
            new
            {
                parsed.SubjectId, parsed.Act, parsed.Occurrence, place = workers.Count + 1, name, number, worker.FromPeriod, worker.ToPeriod, what, worker.Amounts.Social, worker.Amounts.Health,
                worker.Amounts.Unemployment, worker.Amounts.Accident, by = actor.UserId, now = clock.Now(),
            });
    });

    /// <summary>Takes a worker off the list, with the reason; the line stays.</summary>
    public Task Strike(Actor actor, Scope scope, string key, int version, int number, string? reason) => db.Write(async tx =>
    {
        var (parsed, _) = await Locked(tx, scope, key);
        var why = Said(reason, "Claims.NeedReason");
        await _cases.Do(tx, actor, scope, parsed, new CaseStep("strike", version, new { number, note = why }) { Due = await DueOf(tx, parsed) });
        if (await tx.Execute(
            "update col_claim_workers set struck = @why where subject_id = @SubjectId and act = @Act and occurrence = @Occurrence and worker_no = @number and struck is null",
            new { why, parsed.SubjectId, parsed.Act, parsed.Occurrence, number }) == 0)
        {
            throw new Refusal("Claims.NoWorker") { Kind = RefusalKind.Missing };
        }
    });

    /// <summary>Closes the claim: <paramref name="step"/> settle (money and workers agree), nothing (no assets were left) or stop (the debt was paid otherwise), each with its evidence.</summary>
    public Task Close(Actor actor, Scope scope, string key, int version, string step, string? evidence) => db.Write(async tx =>
    {
        if (step is not ("settle" or "nothing" or "stop"))
        {
            throw new Refusal("Cases.NoProcedure", step);
        }

        var (parsed, _) = await Locked(tx, scope, key);
        var proof = Said(evidence, "Claims.NeedEvidence");
        await _cases.Do(tx, actor, scope, parsed, new CaseStep(step, version, new { note = proof }) { Note = proof });
    });

    /// <summary>The debt by fund as the last pass found it.</summary>
    internal static async Task<FundAmounts> DebtOf(Session s, TaskKey key) =>
        await s.One<DebtRow>("select d.debt_social as social, d.debt_health as health, d.debt_unemployment as unemployment, d.debt_accident as accident from reg_debts d where d.employer_id = @SubjectId", key)
            is { } row ? new(row.Social, row.Health, row.Unemployment, row.Accident) : new(0, 0, 0, 0);

    private static ClaimTerms Checked(ClaimTerms terms) => AuthorityKinds.Contains(terms.AuthorityKind) && Grounds.Contains(terms.Ground)
        ? terms with { Authority = Said(terms.Authority, "Claims.NeedAuthority"), GroundPaper = Said(terms.GroundPaper, "Claims.NeedGroundPaper") }
        : throw new Refusal("Claims.NeedKind");

    private async Task Keep(Session tx, TaskKey key, ClaimTerms terms) => await tx.Execute(
        """
        insert into col_claims (subject_id, act, occurrence, authority_kind, authority, ground, ground_paper, as_of, social, health, unemployment, accident)
        values (@SubjectId, @Act, @Occurrence, @AuthorityKind, @Authority, @Ground, @GroundPaper, @today, 0, 0, 0, 0)
        on conflict (subject_id, act, occurrence) do update set authority_kind = excluded.authority_kind, authority = excluded.authority, ground = excluded.ground, ground_paper = excluded.ground_paper
        """,
        new { key.SubjectId, key.Act, key.Occurrence, terms.AuthorityKind, terms.Authority, terms.Ground, terms.GroundPaper, today = clock.Today() });

    private async Task NotEarly(Session tx, TaskKey key, DateOnly on)
    {
        if (on > clock.Today() || on < (await ClaimFile.Of(tx, key))?.SentOn)
        {
            throw new Refusal("Claims.BadDay");
        }
    }

    private async Task<DateOnly> AnswerBy(Session tx, TaskKey key) => (await OfficeCalendar.Of(tx)).Add(
        clock.Today(), (int)await Settings.Number(tx, EmployerKey.Province(key.SubjectId), Settings.ClaimDays, clock.Today()));

    private sealed class DebtRow
    {
        public long Social { get; init; }
        public long Health { get; init; }
        public long Unemployment { get; init; }
        public long Accident { get; init; }
    }
}
