using System.Runtime.InteropServices;

namespace BaoPhu.Rules.Debts;

/// <summary>Value and band of a debt by one method. Value in months, unrounded; null when the method has none.</summary>
public readonly record struct MethodValue(AgeMethod Method, decimal? Value, DebtBand Band);

/// <summary>
/// Age of a debt as an exact fraction of months: whole months + days over ÷ days of the running month.
/// The band depends on the whole months alone, because the fraction is below one.
/// </summary>
public readonly record struct DebtAge(int WholeMonths, int DaysOver, int DaysInRunningMonth)
{
    /// <summary>Months, unrounded (28 digits).</summary>
    public decimal Months => WholeMonths + ((decimal)DaysOver / DaysInRunningMonth);

    public DebtBand Band => DebtKernel.BandOfWholeMonths(WholeMonths);

    /// <summary>Age at a day of the oldest open month, or null if that month is not in arrears yet (meanings settled, design §3).</summary>
    public static DebtAge? At(DateOnly asOf, Period oldest)
    {
        var whole = Period.Of(asOf).Index - oldest.Index - 1;
        return whole < 0 ? null : new DebtAge(whole, asOf.Day - 1, DateTime.DaysInMonth(asOf.Year, asOf.Month));
    }
}

/// <summary>
/// Debt of one employer at a day: rest by fund (whole đồng, without interest), the oldest open month over all funds, and the band by each of the
/// three methods. Made only by <see cref="DebtKernel"/>.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct DebtAssessment
{
    private readonly int _oldest;
    private readonly int _stated;

    internal DebtAssessment(long social, long health, long unemployment, long accident, long total, long dueLastMonth, int oldest, DateOnly asOf, AgeMethod asked, int stated)
    {
        (Social, Health, Unemployment, Accident, Total, DueLastMonth) = (social, health, unemployment, accident, total, dueLastMonth);
        (_oldest, _stated, AsOf, Asked) = (oldest, stated, asOf, asked);
    }

    /// <summary>Rest of BHXH in đồng.</summary>
    public long Social { get; }

    /// <summary>Rest of BHYT in đồng.</summary>
    public long Health { get; }

    /// <summary>Rest of BHTN in đồng.</summary>
    public long Unemployment { get; }

    /// <summary>Rest of TNLĐ-BNN in đồng.</summary>
    public long Accident { get; }

    /// <summary>Sum of the four rests; an overpaid fund takes nothing off.</summary>
    public long Total { get; }

    /// <summary>Total due of the last month in arrears with any due; 0 when no month in arrears has any.</summary>
    public long DueLastMonth { get; }

    public DateOnly AsOf { get; }

    /// <summary>The method that was asked to decide.</summary>
    public AgeMethod Asked { get; }

    /// <summary>The method that decided: the one asked, or the oldest unpaid month where that has no value.</summary>
    public AgeMethod DecidedBy => Asked == AgeMethod.Stated && _stated < 0 ? AgeMethod.OldestUnpaid : Asked;

    /// <summary>True when the asked method had no value and the oldest unpaid month decided instead.</summary>
    public bool FellBack => DecidedBy != Asked;

    /// <summary>Number of months in debt as the source stated it, in hundredths, or null.</summary>
    public int? StatedHundredths => _stated < 0 ? null : _stated;

    /// <summary>The oldest open month over all funds, or null without debt.</summary>
    public Period? OldestPeriod => Total == 0 ? null : Period.FromIndex(_oldest);

    /// <summary>Year × 100 + month of the oldest open month, 0 without debt: the form of the database.</summary>
    public int OldestNumber => Total == 0 ? 0 : Period.FromIndex(_oldest).Number;

    /// <summary>Total debt ÷ total due of the last month with any due, unrounded; null without debt (domain §2.2).</summary>
    public decimal? Ratio => Total == 0 ? null : (decimal)Total / DueLastMonth;

    /// <summary>The band that decides. Without debt it is none by every method.</summary>
    public DebtBand Band => BandBy(DecidedBy);

    public MethodValue ByOldestUnpaid => new(AgeMethod.OldestUnpaid, AgeOfOldest()?.Months, BandBy(AgeMethod.OldestUnpaid));
    public MethodValue ByRatio => new(AgeMethod.Ratio, Ratio, BandBy(AgeMethod.Ratio));
    public MethodValue ByStated => new(AgeMethod.Stated, _stated < 0 ? null : _stated / 100m, BandBy(AgeMethod.Stated));

    /// <summary>Rest of one fund in đồng. Throws <see cref="ArgumentOutOfRangeException"/> for an unknown fund.</summary>
    public long Of(Fund fund) => fund switch
    {
        Fund.Social => Social,
        Fund.Health => Health,
        Fund.Unemployment => Unemployment,
        Fund.Accident => Accident,
        _ => throw new ArgumentOutOfRangeException(nameof(fund), fund, "not a fund of the ledger"),
    };

    public MethodValue By(AgeMethod method) => method switch
    {
        AgeMethod.Ratio => ByRatio,
        AgeMethod.Stated => ByStated,
        _ => ByOldestUnpaid,
    };

    /// <summary>Band by one method; none without debt, and none by the stated figure where there is no such figure.</summary>
    public DebtBand BandBy(AgeMethod method)
    {
        if (Total == 0)
        {
            return DebtBand.None;
        }

        return method switch
        {
            AgeMethod.Ratio => DebtKernel.BandOfWholeMonths(Total / DueLastMonth),
            AgeMethod.Stated => _stated < 0 ? DebtBand.None : DebtKernel.BandOfWholeMonths(_stated / 100),
            _ => DebtKernel.BandOfWholeMonths(Period.Of(AsOf).Index - _oldest - 1),
        };
    }

    /// <summary>Age of the oldest open month at the day of the assessment, null without debt.</summary>
    public DebtAge? AgeOfOldest() => OldestPeriod is { } oldest ? DebtAge.At(AsOf, oldest) : null;

    /// <summary>
    /// Age in months, unrounded, of the oldest open month at a day; null without debt or where that month is not in arrears at the day. For a day other than
    /// <see cref="AsOf"/> it is right only while no month was paid or fell due in between.
    /// </summary>
    public decimal? Age(DateOnly asOf) => OldestPeriod is { } oldest ? DebtAge.At(asOf, oldest)?.Months : null;
}
