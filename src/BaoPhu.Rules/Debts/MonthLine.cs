namespace BaoPhu.Rules.Debts;

/// <summary>
/// One month of one employer as the ledger holds it: what fell due for the month and what was paid in the month's row, by fund.
/// Whole đồng, never negative. A payment stands in the row in which the source booked it, not in the month that it settles.
/// </summary>
public readonly record struct MonthLine(
    Period Period,
    long DueSocial, long DueHealth, long DueUnemployment, long DueAccident,
    long PaidSocial, long PaidHealth, long PaidUnemployment, long PaidAccident)
{
    /// <summary>What fell due for the month in a fund. Throws <see cref="ArgumentOutOfRangeException"/> for an unknown fund.</summary>
    public long Due(Fund fund) => fund switch
    {
        Fund.Social => DueSocial,
        Fund.Health => DueHealth,
        Fund.Unemployment => DueUnemployment,
        Fund.Accident => DueAccident,
        _ => throw new ArgumentOutOfRangeException(nameof(fund), fund, "not a fund of the ledger"),
    };

    /// <summary>What was paid in the month's row into a fund. Throws <see cref="ArgumentOutOfRangeException"/> for an unknown fund.</summary>
    public long Paid(Fund fund) => fund switch
    {
        Fund.Social => PaidSocial,
        Fund.Health => PaidHealth,
        Fund.Unemployment => PaidUnemployment,
        Fund.Accident => PaidAccident,
        _ => throw new ArgumentOutOfRangeException(nameof(fund), fund, "not a fund of the ledger"),
    };
}
