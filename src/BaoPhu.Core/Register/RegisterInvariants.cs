using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Rules;
using BaoPhu.Rules.Debts;

namespace BaoPhu.Core.Register;

/// <summary>What must always hold of employers and their ledger.</summary>
public static class RegisterInvariants
{
    private const int Sample = 500;

    public static IReadOnlyList<Invariant> All { get; } =
    [
        Invariant.Nothing(
            "month-of-a-known-employer",
            "select cast(m.employer_id as text) as broken from reg_months m where not exists (select 1 from reg_employers e where e.employer_id = m.employer_id)"),
        Invariant.Nothing(
            "amounts-not-negative",
            """
            select cast(m.employer_id as text) || ' ' || cast(m.period as text) as broken from reg_months m
            where m.due_social < 0 or m.due_health < 0 or m.due_unemployment < 0 or m.due_accident < 0
                or m.paid_social < 0 or m.paid_health < 0 or m.paid_unemployment < 0 or m.paid_accident < 0
            """),
        Invariant.Nothing(
            "debt-of-a-known-employer",
            "select cast(d.employer_id as text) as broken from reg_debts d where not exists (select 1 from reg_employers e where e.employer_id = d.employer_id)"),
        Invariant.Nothing("mark-has-grounds", "select cast(m.employer_id as text) || ' ' || m.mark as broken from reg_marks m where m.grounds = ''"),
        new("debt-as-the-ledger-says", DebtsOfASample),
    ];

    /// <summary>
    /// For a sample of employers the stored debt is what the kernel finds in the ledger at the day of the pass that stored it: judged only where no month was loaded since,
    /// which the oldest open month shows.
    /// </summary>
    private static async Task<string?> DebtsOfASample(Session s)
    {
        var faults = new List<string>();
        var stored = await s.Query<StoredDebt>(
            $"""
            select d.employer_id, d.debt_social + d.debt_health + d.debt_unemployment + d.debt_accident as total, d.oldest_period, p.as_of_at
            from reg_debts d join reg_employers e on e.employer_id = d.employer_id
            join (select province, max(as_of_at) as as_of_at, max(finished_at) as finished_at from wrk_passes group by province) p on p.province = e.province
            left join (select m.employer_id, max(i.finished_at) as created_at from reg_months m join imp_runs i on i.run_id = m.import_run group by m.employer_id) r
                on r.employer_id = d.employer_id
            where r.created_at is null or r.created_at < p.finished_at
            order by d.employer_id limit {Sample}
            """);
        foreach (var debt in stored)
        {
            var months = (await Ledger.Months(s, debt.EmployerId)).Select(m => m.Line).ToArray();
            var found = DebtKernel.Assess(months, new Instant(debt.AsOfAt).Day);
            if (found.Total != debt.Total || found.OldestNumber != (debt.OldestPeriod ?? 0))
            {
                faults.Add(string.Create(CultureInfo.InvariantCulture, $"{EmployerKey.Province(debt.EmployerId)}-{EmployerKey.Code(debt.EmployerId)}: {debt.Total} ≠ {found.Total}"));
            }
        }

        return faults.Count == 0 ? null : string.Join("; ", faults.Take(10));
    }

    private sealed class StoredDebt
    {
        public long EmployerId { get; init; }
        public long Total { get; init; }
        public int? OldestPeriod { get; init; }
        public long AsOfAt { get; init; }
    }
}
