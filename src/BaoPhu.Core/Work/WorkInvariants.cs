using BaoPhu.Core.Data;

namespace BaoPhu.Core.Work;

/// <summary>What must always hold of tasks.</summary>
public static class WorkInvariants
{
    public static IReadOnlyList<Invariant> All { get; } =
    [
        new("task-rule-exists", async s =>
        {
            await PlanTable.Load(s);
            var rules = await s.Query<PlannedUnder>(
                "select distinct t.policy_number, t.policy_version, t.rule, t.act from wrk_tasks t where t.state in ('open', 'started', 'suspended')");
            var missing = rules.Where(r => PlanTable.Find(r.PolicyNumber, r.PolicyVersion, r.Rule, r.Act) is null).Select(r => $"{r.PolicyNumber} v{r.PolicyVersion} {r.Rule}/{r.Act}").ToList();
            return missing.Count == 0 ? null : string.Join("; ", missing.Take(10));
        }),
        Invariant.Nothing(
            "one-open-task-per-act",
            """
            select cast(t.subject_id as text) || ' ' || t.act as broken from wrk_tasks t where t.state in ('open', 'started', 'suspended')
            group by t.subject_id, t.act having count(*) > 1
            """),
        Invariant.Nothing(
            "open-task-is-the-last",
            """
            select cast(t.subject_id as text) || ' ' || t.act as broken from wrk_tasks t where t.state in ('open', 'started', 'suspended')
                and exists (select 1 from wrk_tasks n where n.subject_id = t.subject_id and n.act = t.act and n.occurrence > t.occurrence)
            """),
        Invariant.Nothing(
            "closed-task-says-why",
            """
            select cast(t.subject_id as text) || ' ' || t.act as broken from wrk_tasks t
            where (t.state = 'closed' and (t.close_reason is null or t.closed_on is null)) or (t.state = 'done' and (t.outcome is null or t.closed_on is null))
            """),
        Invariant.Nothing(
            "suspended-task-has-its-day",
            "select cast(t.subject_id as text) || ' ' || t.act as broken from wrk_tasks t where (t.state = 'suspended') <> (t.suspended_on is not null)"),
        Invariant.Nothing(
            "history-is-whole",
            """
            select cast(t.subject_id as text) || ' ' || t.act as broken from wrk_tasks t
            where t.version <> (select count(*) from wrk_task_events v where v.subject_id = t.subject_id and v.act = t.act and v.occurrence = t.occurrence)
            """),
        Invariant.Nothing(
            "slot-of-a-task",
            """
            select cast(v.subject_id as text) || ' ' || v.act as broken from wrk_slots v
            where v.unit_name is null and not exists (select 1 from wrk_tasks t where t.subject_id = v.subject_id and t.act = v.act and t.occurrence = v.occurrence)
            """),
        Invariant.Nothing(
            "task-of-a-known-employer",
            "select cast(t.subject_id as text) as broken from wrk_tasks t where not exists (select 1 from reg_employers e where e.employer_id = t.subject_id)"),
        Invariant.Nothing(
            "in-charge-of-a-known-employer",
            "select cast(c.subject_id as text) as broken from wrk_in_charge c where not exists (select 1 from reg_employers e where e.employer_id = c.subject_id)"),
        Invariant.Nothing(
            "portfolio-has-one-holder-at-a-time",
            """
            select h.portfolio_id as broken from wrk_portfolio_holders h join wrk_portfolio_holders o on o.portfolio_id = h.portfolio_id and o.holder_id > h.holder_id
            where h.known_to_at is null and o.known_to_at is null and (o.to_date is null or h.from_date < o.to_date) and (h.to_date is null or o.from_date < h.to_date)
            """),
    ];

    private sealed class PlannedUnder
    {
        public string PolicyNumber { get; init; } = "";
        public int PolicyVersion { get; init; }
        public string Rule { get; init; } = "";
        public string Act { get; init; } = "";
    }
}
