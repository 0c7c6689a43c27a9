using System.Runtime.InteropServices;

namespace BaoPhu.Rules.Debts;

/// <summary>
/// What is known of a task that was put off: debts by fund in đồng, the oldest open month, the band, the task's due date (null for none) and the working days for which
/// its clock stood still.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct WaitingFacts(long Social, long Health, long Unemployment, long Accident, Period? Oldest, DebtBand Band, DateOnly? Due, int DaysLost)
{
    public long Debt => Social + Health + Unemployment + Accident;
}

/// <summary>The next day on which waiting becomes worse.</summary>
public enum WaitingDate : byte
{
    None = 0,

    /// <summary>The debt enters the next band.</summary>
    Band = 1,

    /// <summary>The task falls due.</summary>
    Due = 2,
}

/// <summary>Interest of a day on the debts of one group of funds: base (đồng) × annual percent, null where the rate is not known.</summary>
public sealed record WaitingInterest(InterestGroup Group, long Base, decimal? AnnualPercent, decimal? PerDay, bool Verified, string Citation);

/// <summary>
/// What one more day of waiting costs, and why. <see cref="PerDay"/>: đồng of late interest a day over the groups whose rate is known; not <see cref="Complete"/> where one is
/// not. <see cref="DaysLeft"/>: calendar days to <see cref="Next"/>, negative when it has passed, null where there is none.
/// </summary>
public sealed record WaitingCost(WaitingFacts Facts, IReadOnlyList<WaitingInterest> Interest, decimal PerDay, bool Complete, WaitingDate Next, DateOnly? NextOn, int? DaysLeft)
{
    /// <summary>A date within so many calendar days goes before money.</summary>
    public const int PressingDays = 7;

    private const decimal DaysOfYear = 365m;

    public bool IsPressing => DaysLeft <= PressingDays;

    /// <summary>
    /// Works the cost out as of a day. To 30/6/2025 interest is 2 × the yearly rate ÷ 12 a month (QĐ 595 Điều 37), spread over the days of the year; from 1/7/2025
    /// 0.03 % a day (Luật 41/2024/QH15).
    /// </summary>
    public static WaitingCost Of(in WaitingFacts facts, DateOnly day, IReadOnlyList<InterestRate> rates)
    {
        var interest = new List<WaitingInterest>(2);
        Add(InterestGroup.Insurance, facts.Social + facts.Unemployment + facts.Accident);
        Add(InterestGroup.Health, facts.Health);
        var (next, on) = NearestDate(facts);
        return new WaitingCost(facts, interest, interest.Sum(i => i.PerDay ?? 0), interest.TrueForAll(i => i.PerDay is not null), next, on, on is { } date ? date.DayNumber - day.DayNumber : null);

        void Add(InterestGroup group, long debt)
        {
            if (debt <= 0)
            {
                return;
            }

            if (day >= LateInterest.SecondRegimeFrom)
            {
                interest.Add(new(group, debt, LateInterest.DailyPercent * DaysOfYear, debt * LateInterest.DailyPercent / 100, Verified: true, LateInterest.DailyCitation));
                return;
            }

            var rate = LateInterest.RateAt(rates, group, day);
            var perDay = rate?.AnnualPercent is { } annual ? debt * 2 * annual / 100 / DaysOfYear : (decimal?)null;
            interest.Add(new(group, debt, rate?.AnnualPercent, perDay, rate?.Verified ?? false, rate?.Citation ?? LateInterest.MonthlyCitation));
        }
    }

    /// <summary>
    /// The dearest first: what has passed its date or will within a week, the nearest date first; then by interest a day, by debt where no rate is known, by days lost.
    /// </summary>
    public static int Compare(WaitingCost a, WaitingCost b)
    {
        var pressing = b.IsPressing.CompareTo(a.IsPressing);
        if (pressing != 0)
        {
            return pressing;
        }

        var date = a.IsPressing ? a.DaysLeft!.Value.CompareTo(b.DaysLeft!.Value) : 0;
        return date != 0 ? date
            : b.PerDay.CompareTo(a.PerDay) is not 0 and var money ? money
            : b.Facts.Debt.CompareTo(a.Facts.Debt) is not 0 and var debt ? debt
            : b.Facts.DaysLost.CompareTo(a.Facts.DaysLost);
    }

    private static (WaitingDate, DateOnly?) NearestDate(in WaitingFacts facts)
    {
        DateOnly? band = (facts.Oldest, facts.Band) switch
        {
            ({ } oldest, DebtBand.UnderOneMonth) => oldest.ArrearsFrom.AddMonths(1),
            ({ } oldest, DebtBand.OneToThree) => oldest.ArrearsFrom.AddMonths(3),
            _ => null,
        };
        return facts.Due is { } due && !(band < due) ? (WaitingDate.Due, due) : band is { } entered ? (WaitingDate.Band, entered) : (WaitingDate.None, null);
    }
}
