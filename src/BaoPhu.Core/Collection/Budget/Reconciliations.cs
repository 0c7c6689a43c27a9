using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Register;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Cases;
using BaoPhu.Rules.Policy;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Collection.Budget;

/// <summary>Reconciliations from the figures of a quarter to the last đồng transferred or explained. Every step goes through <see cref="Cases"/> in the transaction that writes what it says.</summary>
public sealed class Reconciliations(Db db, TimeProvider clock) : CaseDesk(ActNames.Reconcile)
{
    /// <summary>Cơ quan tài chính, cơ quan quản lý đối tượng.</summary>
    public static IReadOnlyList<string> BodyKinds { get; } = ["finance", "managing"];

    /// <summary>Means of working with a body online (E13).</summary>
    public static IReadOnlyList<string> OnlineMeans { get; } = ["phone", "zalo", "email", "facebook"];

    private const long Most = 1_000_000_000_000_000;
    private readonly Cases _cases = new(db, clock);

    /// <summary>One reconciliation with everything about it. Missing: outside the scope, or a task that is none.</summary>
    public Task<BudgetView> Find(Scope scope, string key) => db.ReadConsistently(async s =>
    {
        var parsed = KeyOf(key);
        var standing = await _cases.Find(s, scope, parsed);
        var (task, file) = (await Tasks.Find(s, scope, parsed), await BudgetFile.Of(s, parsed));
        var all = await Settlements.Of(s, parsed.SubjectId);
        List<int> quarters = [.. all.Select(f => f.Quarter).Distinct()];
        var quarter = file?.Quarter ?? quarters.FirstOrDefault();
        return new BudgetView(
            standing, task, file, await BudgetFile.Body(s, parsed.SubjectId), all.FindAll(f => f.Quarter == quarter), quarters, await BudgetFile.Payments(s, parsed), await TaskPapers.Of(s, parsed));
    });

    /// <summary>Opens the reconciliation of a quarter that has figures, and says who the body is.</summary>
    public Task Open(Actor actor, Scope scope, string key, int quarter, BudgetBody body) => db.Write(async tx =>
    {
        var (parsed, task) = await Locked(tx, scope, key);
        var addressee = Said(body.Addressee, "Budget.NeedAddressee");
        if (!BodyKinds.Contains(body.Kind))
        {
            throw new Refusal("Budget.NeedKind");
        }

        if ((await Settlements.Of(tx, parsed.SubjectId, quarter)).Count == 0)
        {
            throw new Refusal("Budget.NoFigures");
        }

        await _cases.Do(tx, actor, scope, parsed, new CaseStep("open", 0, new { quarter, addressee }) { Due = task.Due });
        await tx.Execute(
            "insert into col_reconciliations (subject_id, act, occurrence, quarter) values (@SubjectId, @Act, @Occurrence, @quarter)", new { parsed.SubjectId, parsed.Act, parsed.Occurrence, quarter });
        await tx.Execute(
            """
            insert into col_budget_bodies (employer_id, kind, addressee, managed, updated_by, updated_at) values (@SubjectId, @Kind, @addressee, @managed, @by, @now)
            on conflict (employer_id) do update set kind = excluded.kind, addressee = excluded.addressee, managed = excluded.managed, updated_by = excluded.updated_by, updated_at = excluded.updated_at
            """,
            new { parsed.SubjectId, body.Kind, addressee, managed = VietnameseText.Normalise(body.Managed), by = actor.UserId, now = clock.Now() });
    });

    /// <summary>The letter with both tables is on its way: the figures stand from now on, and a confirmation is waited for.</summary>
    public Task Send(Actor actor, Scope scope, string key, int version) => db.Write(async tx =>
    {
        var (parsed, task) = await Locked(tx, scope, key);
        var figures = await BudgetFile.Of(tx, parsed) is { } file ? await Settlements.Of(tx, parsed.SubjectId, file.Quarter) : [];
        var (due, transferred) = (figures.Sum(f => f.Due), figures.Sum(f => f.Transferred));
        var by = (await OfficeCalendar.Of(tx)).Add(clock.Today(), (int)await Settings.Number(tx, task.Province, Settings.BudgetDays, clock.Today()));
        await _cases.Do(tx, actor, scope, parsed, new CaseStep("send", version, new { paper = await LabelOf(tx, parsed, SpecialStandings.BudgetLetter), due, transferred }) { Due = by });
        await Set(tx, parsed, "update col_reconciliations set due = @due, transferred = @transferred, sent_on = @today", new { due, transferred, today = clock.Today() });
    });

    /// <summary>Work with the body online, logged with its means and what came of it.</summary>
    public Task Online(Actor actor, Scope scope, string key, int version, string means, string? note) => db.Write(async tx =>
    {
        if (!OnlineMeans.Contains(means))
        {
            throw new Refusal("Budget.NeedMeans");
        }

        var (parsed, _) = await Locked(tx, scope, key);
        await _cases.Do(tx, actor, scope, parsed, new CaseStep("online", version, new { channel = means, note = Said(note, "Budget.NeedNote") }) { Due = await DueOf(tx, parsed) });
    });

    /// <summary>The body confirms what it is to transfer, by its paper; what differs from the figures is explained.</summary>
    public Task Confirm(Actor actor, Scope scope, string key, int version, DateOnly on, string? paper, long amount, string? difference) => db.Write(async tx =>
    {
        var (parsed, _) = await Locked(tx, scope, key);
        var (file, proof, why) = (await BudgetFile.Of(tx, parsed), Said(paper, "Budget.NeedPaper"), VietnameseText.Normalise(difference ?? ""));
        NotEarly(file, on);
        if (amount is < 0 or > Most)
        {
            throw new Refusal("Budget.BadAmount");
        }

        if (file?.Due is { } due && due != amount && why.Length == 0)
        {
            throw new Refusal("Budget.NeedDifference");
        }

        await _cases.Do(tx, actor, scope, parsed, new CaseStep("confirm", version, new { paper = proof, on, amount, note = why }) { Due = await DueOf(tx, parsed), Note = proof });
        await Set(tx, parsed, "update col_reconciliations set confirmed_on = @on, confirm_paper = @proof, confirmed = @amount, difference = @why", new { on, proof, amount, why });
    });

    /// <summary>The body does not agree: <paramref name="step"/> dispute; redraft takes the figures anew.</summary>
    public Task Dispute(Actor actor, Scope scope, string key, int version, string step, string? note) => db.Write(async tx =>
    {
        if (step is not ("dispute" or "redraft"))
        {
            throw new Refusal("Cases.NoProcedure", step);
        }

        var (parsed, _) = await Locked(tx, scope, key);
        var why = Said(note, "Budget.NeedNote");
        await _cases.Do(tx, actor, scope, parsed, new CaseStep(step, version, new { note = why }) { Due = await DueOf(tx, parsed), Note = why });
        if (step == "redraft")
        {
            await Set(tx, parsed, "update col_reconciliations set due = null, transferred = null, sent_on = null", new { });
        }
    });

    /// <summary>Money that was transferred, in whole or in part. Refused: more than the rest.</summary>
    public Task Receive(Actor actor, Scope scope, string key, int version, DateOnly on, long amount, string? paper) => db.Write(async tx =>
    {
        var (parsed, _) = await Locked(tx, scope, key);
        var (file, before, proof) = (await BudgetFile.Of(tx, parsed), await BudgetFile.Payments(tx, parsed), Said(paper, "Budget.NeedPaper"));
        NotEarly(file, on);
        if (amount <= 0 || amount > file?.RestAfter(before))
        {
            throw new Refusal("Budget.MoreThanRest", (file?.RestAfter(before) ?? 0).ToString("#,0", Text.Vietnamese));
        }

        await _cases.Do(tx, actor, scope, parsed, new CaseStep("receive", version, new { on, amount, paper = proof }) { Due = await DueOf(tx, parsed) });
        await tx.Execute(
            """
            insert into col_reconciliation_payments (subject_id, act, occurrence, payment_no, paid_on, amount, paper, recorded_by, recorded_at)
            values (@SubjectId, @Act, @Occurrence, @number, @on, @amount, @proof, @by, @now)
            """,
            new { parsed.SubjectId, parsed.Act, parsed.Occurrence, number = (short)(before.Count + 1), on, amount, proof, by = actor.UserId, now = clock.Now() });
    });

    /// <summary>Ends the reconciliation: <paramref name="step"/> settle (all is transferred) or explain (what is left is explained).</summary>
    public Task Close(Actor actor, Scope scope, string key, int version, string step, string? reason) => db.Write(async tx =>
    {
        if (step is not ("settle" or "explain"))
        {
            throw new Refusal("Cases.NoProcedure", step);
        }

        var (parsed, _) = await Locked(tx, scope, key);
        var why = step == "explain" ? Said(reason, "Budget.NeedNote") : VietnameseText.Normalise(reason ?? "");
        await _cases.Do(tx, actor, scope, parsed, new CaseStep(step, version, new { note = why }) { Note = why });
        if (step == "explain")
        {
            await Set(tx, parsed, "update col_reconciliations set difference = @why", new { why });
        }
    });

    /// <summary>
    /// What every body in the scope has not transferred of a year, the largest first. What was transferred is the larger of what the last file of figures says and what the reconciliation saw: a
    /// later file may tell the same money again.
    /// </summary>
    public Task<List<YearEndRow>> YearEnd(Scope scope, int year) => db.Read(s => s.Query<YearEndRow>(
        $"""
        select q.employer_id, e.code, e.name, e.province, b.addressee, cast(sum(q.due) as bigint) as due, cast(sum(case when q.seen > q.transferred then q.seen else q.transferred end) as bigint) as transferred
        from (
            select m.employer_id, m.quarter, cast(sum(m.due) as bigint) as due, cast(sum(m.transferred) as bigint) as transferred, coalesce((
                select max(r.transferred + coalesce((select cast(sum(p.amount) as bigint) from col_reconciliation_payments p
                    where p.subject_id = r.subject_id and p.act = r.act and p.occurrence = r.occurrence), 0))
                from col_reconciliations r where r.subject_id = m.employer_id and r.quarter = m.quarter), 0) as seen
            from reg_settlements m where m.quarter between @first and @last group by m.employer_id, m.quarter) q
        join reg_employers e on e.employer_id = q.employer_id left join col_budget_bodies b on b.employer_id = q.employer_id
        where {scope.On("e")} group by q.employer_id, e.code, e.name, e.province, b.addressee
        having cast(sum(q.due) as bigint) > cast(sum(case when q.seen > q.transferred then q.seen else q.transferred end) as bigint)
        order by cast(sum(q.due) as bigint) - cast(sum(case when q.seen > q.transferred then q.seen else q.transferred end) as bigint) desc, q.employer_id
        """,
        new { first = (year * 10) + 1, last = (year * 10) + 4 }));

    private void NotEarly(BudgetFile? file, DateOnly on)
    {
        if (on > clock.Today() || on < file?.SentOn)
        {
            throw new Refusal("Budget.BadDay");
        }
    }
}
