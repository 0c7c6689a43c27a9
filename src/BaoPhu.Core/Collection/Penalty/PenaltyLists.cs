using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Core.Collection.Penalty;

/// <summary>Penalties in the scope of the person: those to begin (the plan orders them, no minutes yet) and those under way, the next deadline first.</summary>
public sealed class PenaltyLists(Db db, TimeProvider clock)
{
    private const string Joins = """
        left join (select a.subject_id, a.act, a.occurrence, cast(sum(coalesce(a.fine, 0)) as bigint) as fine from col_penalty_acts a group by a.subject_id, a.act, a.occurrence) f
            on f.subject_id = t.subject_id and f.act = t.act and f.occurrence = t.occurrence
        left join (select p.subject_id, p.act, p.occurrence, cast(sum(p.amount) as bigint) as paid from col_penalty_payments p group by p.subject_id, p.act, p.occurrence) m
            on m.subject_id = t.subject_id and m.act = t.act and m.occurrence = t.occurrence
        """;

    public Task<PenaltyPage> List(Scope scope, CaseFilter filter) => db.Read(async s =>
    {
        var query = new CaseQuery(scope, ActNames.Penalise, filter, clock.Today(), Joins);
        var count = await query.Count<PenaltyCount>(s, "cast(coalesce(sum(coalesce(f.fine, 0)), 0) as bigint) as fine, cast(coalesce(sum(coalesce(m.paid, 0)), 0) as bigint) as paid");
        var page = await query.Page<PenaltyRow>(s, "t.amount, coalesce(f.fine, 0) as fine, coalesce(m.paid, 0) as paid");
        return new PenaltyPage(page.Rows, count.Cases, count.Overdue, count.Fine, count.Paid, page.Previous, page.Next);
    });

    private sealed class PenaltyCount : CaseCount
    {
        public long Fine { get; init; }
        public long Paid { get; init; }
    }
}

/// <summary>Fines and payments in đồng.</summary>
public sealed record PenaltyPage(IReadOnlyList<PenaltyRow> Rows, long Cases, long Overdue, long Fine, long Paid, string? Previous, string? Next);

/// <summary>A penalty as a list shows it, fine and payments in đồng.</summary>
public sealed class PenaltyRow : CaseRow
{
    public long Fine { get; init; }
    public long Paid { get; init; }
}
