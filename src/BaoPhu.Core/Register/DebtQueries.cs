using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Rules;

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
