using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Cases;
using BaoPhu.Rules.Policy;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Collection.Penalty;

/// <summary>Penalties from the first act stated to the fine paid. Every step goes through <see cref="Cases"/> in the transaction that writes what it says.</summary>
public sealed class Penalties(Db db, TimeProvider clock) : CaseDesk(ActNames.Penalise)
{
    private readonly Cases _cases = new(db, clock);

    /// <summary>One penalty with everything about it. Missing: outside the scope, or a task that is none.</summary>
    public Task<PenaltyView> Find(Scope scope, string key) => db.ReadConsistently(async s =>
    {
        var parsed = KeyOf(key);
        var standing = await _cases.Find(s, scope, parsed);
        var task = await Tasks.Find(s, scope, parsed);
        return new PenaltyView(standing, task, await PenaltyFile.Of(s, parsed), await PenaltyFile.Acts(s, parsed), await PenaltyFile.Payments(s, parsed), await TaskPapers.Of(s, parsed),
            await PenaltyFile.Signed(s, parsed.SubjectId), await PenaltyFile.LedgerDebt(s, parsed.SubjectId));
    });

    /// <summary>
    /// The gravest finding of the employer's last inspection as an act to be stated, null where there is none. Its amount is that of social and unemployment insurance, by which Điều 38 NĐ 28/2020 and
    /// Điều 39 NĐ 12/2022 measure the percent; health insurance has a decree of its own. The person may change it.
    /// </summary>
    public Task<StatedAct?> FromInspection(Scope scope, string key) => db.Read(async s =>
    {
        var task = await Tasks.Find(s, scope, KeyOf(key));
        var last = await s.One<int?>("select max(c.occurrence) from col_cases c where c.subject_id = @SubjectId and c.act = 'inspect' and c.state = 'violation'", task);
        var found = last is { } occurrence ? await Inspection.InspectionFile.Found(s, new TaskKey(task.SubjectId, ActNames.Inspect, occurrence)) : [];
        return found.Where(f => f.Dropped is null).MaxBy(f => f.Total) is { } most
            ? new StatedAct(most.Violation, most.What, Period.FromNumber(most.FromPeriod).ArrearsFrom, clock.Today(), most.Total - most.Health, most.Workers)
            : null;
    });

    /// <summary>Opens the minutes on violation: who committed it, an organisation or not.</summary>
    public Task Open(Actor actor, Scope scope, string key, string? offender, bool organisation) => db.Write(async tx =>
    {
        var (parsed, task) = await Locked(tx, scope, key);
        await _cases.Do(tx, actor, scope, parsed, new CaseStep("open", 0, new { organisation }) { Due = task.Due, Office = Reference.Provinces.First(p => p.Code == task.Province).OfficeCode });
        await tx.Execute(
            "insert into col_penalties (subject_id, act, occurrence, organisation, offender) values (@SubjectId, @Act, @Occurrence, @organisation, @offender)",
            new { parsed.SubjectId, parsed.Act, parsed.Occurrence, organisation, offender = VietnameseText.Normalise(offender ?? "") is { Length: > 0 } said ? said : task.Name });
    });

    /// <summary>States an act of violation with its figures. Refused: unknown, no words, days that cannot be, one that can no longer be fined.</summary>
    public Task State(Actor actor, Scope scope, string key, int version, StatedAct stated) => db.Write(async tx =>
    {
        var (parsed, _) = await Locked(tx, scope, key);
        var what = VietnameseText.Normalise(stated.What);
        if (ViolationBook.Find(stated.Violation) is null)
        {
            throw new Refusal("Inspections.UnknownViolation", stated.Violation);
        }

        if (what.Length == 0)
        {
            throw new Refusal("Inspections.FindingNeedsWords");
        }

        if (stated.Until < stated.From || stated.Until > clock.Today())
        {
            throw new Refusal("Penalties.BadDays");
        }

        if (stated.Amount is < 0 or > 100_000_000_000_000 || stated.Workers is < 0 or > 10_000_000)
        {
            throw new Refusal("Inspections.BadFigures");
        }

        if (stated.Amount == 0 && Fines.Range(ViolationBook.Brackets, stated.Violation, stated.Until, 0, stated.Workers, organisation: true) is { Bracket.Kind: BracketKind.Percent } share)
        {
            throw new Refusal("Penalties.NeedAmount", share.Bracket.Citation);
        }

        var months = (int)await Settings.Number(tx, Settings.NationScope, Settings.PenaltyLimitMonths, stated.Until);
        if (stated.Until.AddMonths(months) <= clock.Today())
        {
            throw new Refusal("Penalties.Barred", Day(stated.Until), months);
        }

        await _cases.Do(tx, actor, scope, parsed, new CaseStep("state", version, new { stated.Violation, what, stated.Amount, stated.Workers }) { Due = await DueOf(tx, parsed) });
        // A number is never given again: files attached to an act that was struck prove nothing of the next.
        var number = await tx.One<int>(
            """
            select coalesce(max(x.no), 0) + 1 from (
                select cast(a.act_no as integer) as no from col_penalty_acts a where a.subject_id = @SubjectId and a.act = @Act and a.occurrence = @Occurrence
                union all
                select v.about_no as no from col_evidence v where v.subject_id = @SubjectId and v.act = @Act and v.occurrence = @Occurrence and v.about = 'element') x
            """,
            parsed);
        await tx.Execute(
            """
            insert into col_penalty_acts (subject_id, act, occurrence, act_no, violation, what, from_day, until_day, amount, workers)
            values (@SubjectId, @Act, @Occurrence, @number, @Violation, @what, @From, @Until, @Amount, @Workers)
            """,
            new { parsed.SubjectId, parsed.Act, parsed.Occurrence, number, stated.Violation, what, stated.From, stated.Until, stated.Amount, stated.Workers });
    });

    /// <summary>
    /// Says of elements of an act what proves them: words, and a basis, "paper-3" (a signed paper of the employer) or "ledger" (what it owes by the ledger today). Files are attached to the
    /// element itself (<see cref="EvidenceFiles"/>). Neither words nor basis: what was said is taken back. Refused: an element or a paper that is none, a ledger that owes less than the act states.
    /// </summary>
    public Task Prove(Actor actor, Scope scope, string key, int version, int number, IReadOnlyDictionary<string, string> sources, IReadOnlyDictionary<string, string>? bases = null) => db.Write(async tx =>
    {
        var basis = bases ?? new Dictionary<string, string>(StringComparer.Ordinal);
        var (parsed, _) = await Locked(tx, scope, key);
        var act = await ActOf(tx, parsed, number);
        var known = act.Known?.Elements ?? [];
        var said = sources.Keys.Union(basis.Keys, StringComparer.Ordinal)
            .ToDictionary(e => e, e => (Words: VietnameseText.Normalise(sources.GetValueOrDefault(e, "")), Basis: basis.GetValueOrDefault(e, "")), StringComparer.Ordinal);
        if (said.Keys.Any(k => !known.Any(e => e.Code == k)))
        {
            throw new Refusal("Penalties.NoElement") { Kind = RefusalKind.Missing };
        }

        await _cases.Do(tx, actor, scope, parsed, new CaseStep("prove", version, new { number, proofs = said.ToDictionary(p => p.Key, p => string.Join("; ", new[] { p.Value.Words, p.Value.Basis }.Where(w => w.Length > 0))) }) { Due = await DueOf(tx, parsed) });
        var (signed, owed) = (await PenaltyFile.Signed(tx, parsed.SubjectId), await PenaltyFile.LedgerDebt(tx, parsed.SubjectId));
        foreach (var (element, (words, from)) in said)
        {
            var paper = from.StartsWith("paper-", StringComparison.Ordinal)
                ? signed.Find(p => from == string.Create(CultureInfo.InvariantCulture, $"paper-{p.PaperNo}")) ?? throw new Refusal("Penalties.NoPaper") { Kind = RefusalKind.Missing } : null;
            long? ledger = from == "ledger" ? OwedFor(act, known.First(e => e.Code == element), owed) : null;
            if (from.Length > 0 && paper is null && ledger is null)
            {
                throw new Refusal("Penalties.NoPaper") { Kind = RefusalKind.Missing };
            }

            // The minutes take these words: they are Vietnamese whoever ticks.
            var source = words.Length > 0 ? words
                : ledger is { } debt ? string.Format(Text.Vietnamese, Text.OnPaper("Penalties.LedgerSource")!, Money(debt), Day(clock.Today())) : paper?.Label ?? "";
            var row = new
            {
                parsed.SubjectId, parsed.Act, parsed.Occurrence, number = (short)number, element, source, paperNo = paper?.PaperNo, ledger, by = actor.UserId, now = clock.Now(),
            };
            await tx.Execute(
                source.Length == 0
                    ? "delete from col_penalty_proofs where subject_id = @SubjectId and act = @Act and occurrence = @Occurrence and act_no = @number and element = @element"
                    : """
                    insert into col_penalty_proofs (subject_id, act, occurrence, act_no, element, source, paper_no, ledger_debt, recorded_by, recorded_at)
                    values (@SubjectId, @Act, @Occurrence, @number, @element, @source, @paperNo, @ledger, @by, @now)
                    on conflict (subject_id, act, occurrence, act_no, element) do update set source = excluded.source, paper_no = excluded.paper_no, ledger_debt = excluded.ledger_debt, recorded_by = excluded.recorded_by, recorded_at = excluded.recorded_at
                    """,
                row);
        }
    });

    /// <summary>Takes an act out of the minutes that are not closed; the step keeps what it said.</summary>
    public Task Strike(Actor actor, Scope scope, string key, int version, int number, string? reason) => db.Write(async tx =>
    {
        var (parsed, _) = await Locked(tx, scope, key);
        var why = Said(reason, "Inspections.NeedsReason");
        var act = await ActOf(tx, parsed, number);
        await _cases.Do(tx, actor, scope, parsed, new CaseStep("strike", version, new { number, act.Violation, act.What, note = why }) { Due = await DueOf(tx, parsed) });
        var row = new { parsed.SubjectId, parsed.Act, parsed.Occurrence, number = (short)number };
        await tx.Execute("delete from col_penalty_proofs where subject_id = @SubjectId and act = @Act and occurrence = @Occurrence and act_no = @number", row);
        await tx.Execute("delete from col_penalty_acts where subject_id = @SubjectId and act = @Act and occurrence = @Occurrence and act_no = @number", row);
    });

    /// <summary>What the offender and the witnesses said; the minutes take it from here.</summary>
    public Task Say(Actor actor, Scope scope, string key, string? offender, string? witnesses, string? opinion) => db.Write(async tx =>
    {
        var (parsed, _) = await Locked(tx, scope, key);
        var changed = await tx.Execute(
            """
            update col_penalties set offender = @who, witnesses = @seen, opinion = @said where subject_id = @SubjectId and act = @Act and occurrence = @Occurrence and minuted_on is null
            """,
            new
            {
                who = VietnameseText.Normalise(offender ?? "") is { Length: > 0 } who ? who : throw new Refusal("Penalties.NeedOffender"), seen = VietnameseText.Normalise(witnesses ?? ""),
                said = VietnameseText.Normalise(opinion ?? ""), parsed.SubjectId, parsed.Act, parsed.Occurrence,
            });
        if (changed == 0)
        {
            throw new Refusal("Penalties.NotDrafting");
        }

        await Audit.AuditTrail.Write(tx, clock, actor, "collection.penalty-minutes", "case:" + parsed, new { });
    });

    /// <summary>Closes the minutes: every element of every act is proved and the minutes are signed. The time for the decision runs.</summary>
    public Task Close(Actor actor, Scope scope, string key, int version) => db.Write(async tx =>
    {
        var (parsed, task) = await Locked(tx, scope, key);
        var days = (int)await Settings.Number(tx, task.Province, Settings.PenaltyDecisionDays, clock.Today());
        await _cases.Do(tx, actor, scope, parsed, new CaseStep("close", version, new { paper = await LabelOf(tx, parsed, PenaltyProcedure.Minutes) }) { Due = (await OfficeCalendar.Of(tx)).Add(clock.Today(), days) });
        await Set(tx, parsed, "update col_penalties set minuted_on = @today", new { today = clock.Today() });
    });

    /// <summary>
    /// The fine of an act. Refused outside the bracket of the decree in force on the day of the act, which is named; what differs from the middle of the bracket says why (aggravating or mitigating
    /// circumstances).
    /// </summary>
    public Task Fine(Actor actor, Scope scope, string key, int version, int number, long fine, string? reason) => db.Write(async tx =>
    {
        var (parsed, _) = await Locked(tx, scope, key);
        var file = await PenaltyFile.Of(tx, parsed) ?? throw new Refusal("Penalties.NotDrafting");
        var act = await ActOf(tx, parsed, number);
        var range = act.Range(file.Organisation) ?? throw new Refusal("Penalties.NoBracket", act.Known?.Name ?? act.Violation, Day(act.UntilDay));
        if (!range.Holds(fine))
        {
            throw new Refusal("Penalties.OutsideBracket", Money(fine), Money(range.Low), Money(range.High), range.Bracket.Citation);
        }

        var why = VietnameseText.Normalise(reason ?? "");
        if (fine != range.Middle && why.Length == 0)
        {
            throw new Refusal("Penalties.NeedCircumstances", Money(range.Middle));
        }

        await _cases.Do(tx, actor, scope, parsed, new CaseStep("fine", version, new { number, fine, range.Low, range.High, range.Bracket.Citation, note = why }) { Due = await DueOf(tx, parsed) });
        await tx.Execute(
            "update col_penalty_acts set fine = @fine, fine_reason = @why, citation = @Citation where subject_id = @SubjectId and act = @Act and occurrence = @Occurrence and act_no = @number",
            new { fine, why, range.Bracket.Citation, parsed.SubjectId, parsed.Act, parsed.Occurrence, number = (short)number });
    });

    /// <summary>The decision signed by one who has the power for each of its fines is issued.</summary>
    public Task Decide(Actor actor, Scope scope, string key, int version) => db.Write(async tx =>
    {
        var (parsed, _) = await Locked(tx, scope, key);
        await _cases.Do(tx, actor, scope, parsed, new CaseStep("decide", version, new { paper = await LabelOf(tx, parsed, PenaltyProcedure.Decision) }) { Due = (await OfficeCalendar.Of(tx)).Add(clock.Today(), 2) });
        await Set(tx, parsed, "update col_penalties set decided_on = @today", new { today = clock.Today() });
    });

    /// <summary>The decision reached the offender, by hand or by post; the time to pay runs from that day.</summary>
    public Task Serve(Actor actor, Scope scope, string key, int version, DateOnly on, string how, string? item) => db.Write(async tx =>
    {
        var (parsed, task) = await Locked(tx, scope, key);
        var file = await PenaltyFile.Of(tx, parsed);
        var code = VietnameseText.Normalise(item ?? "");
        if (how is not ("hand" or "post"))
        {
            throw new Refusal("Penalties.HowServed");
        }

        if (how == "post" && code.Length == 0)
        {
            throw new Refusal("Penalties.NeedItem");
        }

        if (on > clock.Today() || on < file?.DecidedOn)
        {
            throw new Refusal("Penalties.BadServed");
        }

        var until = on.AddDays((int)await Settings.Number(tx, task.Province, Settings.PenaltyPayDays, on));
        await _cases.Do(tx, actor, scope, parsed, new CaseStep("serve", version, new { on, how, item = code }) { Due = until, Channel = how == "post" ? "post" : "document" });
        await Set(tx, parsed, "update col_penalties set served_on = @on, served_by = @how, served_item = @code, pay_until = @until", new { on, how, code, until });
    });

    /// <summary>Money that came in for the fine. What is more than the rest is refused.</summary>
    public Task Receive(Actor actor, Scope scope, string key, int version, DateOnly on, long amount, string? receipt) => db.Write(async tx =>
    {
        var (parsed, _) = await Locked(tx, scope, key);
        var file = await PenaltyFile.Of(tx, parsed);
        var paper = VietnameseText.Normalise(receipt ?? "");
        var rest = (await PenaltyFile.Acts(tx, parsed)).Sum(a => a.Fine ?? 0) - (await PenaltyFile.Payments(tx, parsed)).Sum(p => p.Amount);
        if (amount <= 0 || amount > rest)
        {
            throw new Refusal("Penalties.BadPayment", Money(Math.Max(0, rest)));
        }

        if (paper.Length == 0)
        {
            throw new Refusal("Penalties.NeedReceipt");
        }

        if (on > clock.Today() || on < file?.DecidedOn)
        {
            throw new Refusal("Penalties.BadPaid");
        }

        await _cases.Do(tx, actor, scope, parsed, new CaseStep("receive", version, new { on, amount, paper }) { Due = await DueOf(tx, parsed) });
        await tx.Execute(
            """
            insert into col_penalty_payments (subject_id, act, occurrence, payment_no, paid_on, amount, receipt, recorded_at)
            select @SubjectId, @Act, @Occurrence, coalesce(max(p.payment_no), 0) + 1, @on, @amount, @paper, @now
            from col_penalty_payments p where p.subject_id = @SubjectId and p.act = @Act and p.occurrence = @Occurrence
            """,
            new { parsed.SubjectId, parsed.Act, parsed.Occurrence, on, amount, paper, now = clock.Now() });
    });

    /// <summary>The whole fine is paid (of a warning: it was served): the penalty is over.</summary>
    public Task Settle(Actor actor, Scope scope, string key, int version) => db.Write(async tx =>
    {
        var (parsed, _) = await Locked(tx, scope, key);
        await _cases.Do(tx, actor, scope, parsed, new CaseStep("settle", version, new { }) { Note = Text.Of("Penalties.Step_settle") });
    });

    /// <summary>What the director decides with a reason: no ground for a penalty, enforcement, the decision can no longer be carried out.</summary>
    public Task Rule(Actor actor, Scope scope, string key, int version, string step, string? reason) => db.Write(async tx =>
    {
        if (step is not ("drop" or "enforce" or "lapse"))
        {
            throw new Refusal("Cases.NoStep", step);
        }

        var (parsed, _) = await Locked(tx, scope, key);
        var why = Said(reason, "Inspections.NeedsReason");
        // What is enforced has until the decision can no longer be carried out.
        var lapses = step == "enforce" && (await PenaltyFile.Of(tx, parsed))?.DecidedOn is { } decided ? await PenaltyFile.LapsesOn(tx, decided) : (DateOnly?)null;
        await _cases.Do(tx, actor, scope, parsed, new CaseStep(step, version, new { note = why }) { Note = why, Due = lapses });
    });

    /// <summary>A debt recorded before stays the proof, whatever was paid since.</summary>
    private static long OwedFor(PenaltyAct act, ViolationElement element, long owed)
    {
        if (act.ProofOf(element.Code)?.LedgerDebt is { } recorded)
        {
            return recorded;
        }

        return element.Ledger && owed > 0 && owed >= act.Amount ? owed : throw new Refusal("Penalties.LedgerShort", element.Words, Money(owed), Money(act.Amount));
    }

    private static async Task<PenaltyAct> ActOf(Session tx, TaskKey key, int number) =>
        (await PenaltyFile.Acts(tx, key)).Find(a => a.ActNo == number) ?? throw new Refusal("Penalties.NoAct") { Kind = RefusalKind.Missing };

    private static string Money(long amount) => amount.ToString("#,0", Text.Vietnamese);

    private static string Day(DateOnly day) => day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
}

/// <summary>An act of violation as it is stated; <paramref name="Until"/>: the day it ended, today while it lasts. Đồng.</summary>
public sealed record StatedAct(string Violation, string What, DateOnly From, DateOnly Until, long Amount, int Workers);

/// <summary>A penalty as its page shows it. <paramref name="Signed"/>: papers of the employer that may prove an element; <paramref name="LedgerDebt"/>: what it owes today, đồng.</summary>
public sealed record PenaltyView(
    CaseStanding Standing, WorkTask Task, PenaltyFile? File, IReadOnlyList<PenaltyAct> Acts, IReadOnlyList<PenaltyPayment> Payments, IReadOnlyList<TaskPaper> Papers,
    IReadOnlyList<TaskPaper> Signed, long LedgerDebt)
{
    /// <summary>The ledger proves an element that it may prove when the employer owes at least what the act states.</summary>
    public bool LedgerProves(PenaltyAct act, ViolationElement element) => element.Ledger && LedgerDebt > 0 && LedgerDebt >= act.Amount;

    public Case? Case => Standing.Case;
    public long Fine => Acts.Sum(a => a.Fine ?? 0);
    public long Paid => Payments.Sum(p => p.Amount);
    public long Rest => Fine - Paid;
}
