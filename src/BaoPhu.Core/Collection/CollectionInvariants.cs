using BaoPhu.Core.Data;

namespace BaoPhu.Core.Collection;

/// <summary>What must always hold of cases.</summary>
public static class CollectionInvariants
{
    public static IReadOnlyList<Invariant> All { get; } =
    [
        Invariant.Nothing(
            "case-of-a-task",
            """
            select cast(c.subject_id as text) || ' ' || c.act as broken from col_cases c
            where not exists (select 1 from wrk_tasks t where t.subject_id = c.subject_id and t.act = c.act and t.occurrence = c.occurrence)
            """),
        Invariant.Nothing(
            "case-history-is-whole",
            """
            select cast(c.subject_id as text) || ' ' || c.act as broken from col_cases c
            where c.version <> (select count(*) from col_case_events v where v.subject_id = c.subject_id and v.act = c.act and v.occurrence = c.occurrence)
                or c.state <> (select v.state from col_case_events v where v.subject_id = c.subject_id and v.act = c.act and v.occurrence = c.occurrence order by v.seq desc limit 1)
            """),
        Invariant.Nothing(
            "open-case-holds-its-task",
            """
            select cast(c.subject_id as text) || ' ' || c.act as broken from col_cases c join wrk_tasks t on t.subject_id = c.subject_id and t.act = c.act and t.occurrence = c.occurrence
            where (c.ended_on is null and t.state in ('open', 'started', 'suspended')) <> t.held
            """),
        Invariant.Nothing(
            "inspection-and-penalty-have-their-file",
            """
            select cast(c.subject_id as text) || ' ' || c.act as broken from col_cases c
            where c.act = 'inspect' and not exists (select 1 from col_inspections i where i.subject_id = c.subject_id and i.act = c.act and i.occurrence = c.occurrence)
                or c.act = 'penalise' and not exists (select 1 from col_penalties p where p.subject_id = c.subject_id and p.act = c.act and p.occurrence = c.occurrence)
            """),
        Invariant.Nothing(
            "decided-penalties-are-fined",
            """
            select cast(c.subject_id as text) || ' ' || cast(a.act_no as text) as broken from col_cases c join col_penalty_acts a on a.subject_id = c.subject_id and a.act = c.act and a.occurrence = c.occurrence
            where c.state in ('decided', 'served', 'enforcing', 'settled') and (a.fine is null or a.citation is null)
            """),
        Invariant.Nothing(
            "no-more-paid-than-fined",
            """
            select cast(m.subject_id as text) as broken from (select p.subject_id, p.act, p.occurrence, cast(sum(p.amount) as bigint) as paid from col_penalty_payments p group by p.subject_id, p.act, p.occurrence) m
            where m.paid > (select cast(coalesce(sum(a.fine), 0) as bigint) from col_penalty_acts a where a.subject_id = m.subject_id and a.act = m.act and a.occurrence = m.occurrence)
            """),
        Invariant.Nothing(
            "evidence-has-its-file",
            """
            select cast(v.subject_id as text) || ' ' || cast(v.evidence_no as text) as broken from col_evidence v
            where not exists (select 1 from col_evidence_files f where f.subject_id = v.subject_id and f.digest = v.digest)
            """),
        new("case-steps-are-of-the-table", async s =>
        {
            var steps = await s.Query<CaseEvent>("select distinct v.act, v.state_before, v.step, v.state from col_case_events v");
            var broken = steps.Where(v => CaseBook.Find(v.Act) is not { } known || !known.Procedure.Steps.Any(p => p.From == v.StateBefore && p.Act == v.Step && p.To == v.State))
                .Select(v => $"{v.Act}: {v.StateBefore} {v.Step} {v.State}").ToList();
            return broken.Count == 0 ? null : string.Join("; ", broken.Take(10));
        }),
    ];
}
