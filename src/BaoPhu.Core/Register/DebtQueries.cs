using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Rules;
using BaoPhu.Rules.Debts;

namespace BaoPhu.Core.Register;

/// <summary>Debts as the last pass found them, summed for lists and reports.</summary>
public sealed class DebtQueries(Db db)
{
    /// <summary>Employers and debt (đồng, by fund) of each band in the scope.</summary>
    public Task<List<BandDebt>> ByBand(Scope scope) => db.Read(s => s.Query<BandDebt>(
        $"""
        select d.band, count(*) as employers, cast(sum(d.debt_social) as bigint) as social, cast(sum(d.debt_health) as bigint) as health,
            cast(sum(d.debt_unemployment) as bigint) as unemployment, cast(sum(d.debt_accident) as bigint) as accident
        from reg_debts d join reg_employers e on e.employer_id = d.employer_id where {scope.On("e")} group by d.band order by d.band
        """));

    /// <summary>Debts (đồng, without interest) of these employers as the ledger shows them now, read in bulk; one without months owes nothing.</summary>
    internal static async Task<IReadOnlyDictionary<long, long>> TotalsNow(Session s, IReadOnlyCollection<long> employers, DateOnly day)
    {
        if (employers.Count == 0)
        {
            return new Dictionary<long, long>();
        }

        var months = await s.Query<EmployerMonth>(
            """
            select m.employer_id, m.period, m.due_social, m.due_health, m.due_unemployment, m.due_accident, m.paid_social, m.paid_health, m.paid_unemployment, m.paid_accident
            from reg_months m where m.employer_id {any:employers} order by m.employer_id, m.period
            """,
            new { employers = s.List(employers) });
        return months.GroupBy(m => m.EmployerId).ToDictionary(g => g.Key, g => DebtKernel.Assess([.. g.Select(m => m.Line)], day).Total);
    }

    private sealed class EmployerMonth
    {
        public long EmployerId { get; init; }
        public int Period { get; init; }
        public long DueSocial { get; init; }
        public long DueHealth { get; init; }
        public long DueUnemployment { get; init; }
        public long DueAccident { get; init; }
        public long PaidSocial { get; init; }
        public long PaidHealth { get; init; }
        public long PaidUnemployment { get; init; }
        public long PaidAccident { get; init; }
        public MonthLine Line => new(Rules.Period.FromNumber(Period), DueSocial, DueHealth, DueUnemployment, DueAccident, PaidSocial, PaidHealth, PaidUnemployment, PaidAccident);
    }
}

public sealed class BandDebt
{
    public short Band { get; init; }
    public long Employers { get; init; }
    public long Social { get; init; }
    public long Health { get; init; }
    public long Unemployment { get; init; }
    public long Accident { get; init; }
    public long Total => Social + Health + Unemployment + Accident;
    public DebtBand DebtBand => (DebtBand)Band;
}
