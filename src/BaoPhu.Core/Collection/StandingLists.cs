using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Core.Collection;

/// <summary>Make-ups, claims and reconciliations in the scope of the person: those to begin (the plan orders them, no case yet) and those under way, the next deadline first.</summary>
public sealed class StandingLists(Db db, TimeProvider clock)
{
    /// <summary>What is due and what has come in, by act; due null: not known (a payroll is missing, nothing sent).</summary>
    private static readonly Dictionary<string, string> Figures = new(StringComparer.Ordinal)
    {
        [ActNames.Makeup] = """
            (select case when count(*) = count(m.amount) then cast(sum(m.amount) as bigint) end from col_makeup_months m where m.subject_id = t.subject_id and m.act = t.act and m.occurrence = t.occurrence) as due,
            (select cast(coalesce(sum(p.amount), 0) as bigint) from col_makeup_payments p where p.subject_id = t.subject_id and p.act = t.act and p.occurrence = t.occurrence) as paid
            """,
        [ActNames.Claim] = """
            (select m.social + m.health + m.unemployment + m.accident from col_claims m where m.subject_id = t.subject_id and m.act = t.act and m.occurrence = t.occurrence and m.sent_on is not null) as due,
            (select cast(coalesce(sum(r.social + r.health + r.unemployment + r.accident), 0) as bigint) from col_claim_recoveries r
                where r.subject_id = t.subject_id and r.act = t.act and r.occurrence = t.occurrence) as paid
            """,
        [ActNames.Reconcile] = """
            (select coalesce(m.confirmed, m.due) from col_reconciliations m where m.subject_id = t.subject_id and m.act = t.act and m.occurrence = t.occurrence) as due,
            coalesce((select m.transferred from col_reconciliations m where m.subject_id = t.subject_id and m.act = t.act and m.occurrence = t.occurrence), 0)
                + (select cast(coalesce(sum(p.amount), 0) as bigint) from col_reconciliation_payments p where p.subject_id = t.subject_id and p.act = t.act and p.occurrence = t.occurrence) as paid
            """,
    };

    public Task<StandingPage> List(Scope scope, string act, CaseFilter filter) => db.Read(async s =>
    {
        var query = new CaseQuery(scope, act, filter, clock.Today(), asleep: true);
        var count = await query.Count<CaseCount>(s);
        var page = await query.Page<StandingRow>(s, "t.state as task_state, t.amount, t.level, " + Figures[act]);
        return new StandingPage(page.Rows, count.Cases, count.Overdue, page.Previous, page.Next);
    });
}

public sealed record StandingPage(IReadOnlyList<StandingRow> Rows, long Cases, long Overdue, string? Previous, string? Next);

/// <summary>A case as a list shows it; due null: not known. Đồng.</summary>
public sealed class StandingRow : CaseRow
{
    public string TaskState { get; init; } = "";
    public short Level { get; init; }
    public long? Due { get; init; }
    public long Paid { get; init; }
}
