namespace BaoPhu.Rules.Debts;

/// <summary>The two groups of funds with a rate of their own (QĐ 595/QĐ-BHXH Điều 37).</summary>
public enum InterestGroup : byte
{
    /// <summary>BHXH, BHTN, TNLĐ-BNN: average return of the invested fund in the year before.</summary>
    Insurance = 0,

    /// <summary>BHYT: interbank rate of nine months at 31/12 of the year before.</summary>
    Health = 1,
}

/// <summary>
/// A yearly rate in force from a day up to and including another, in percent per year (5.80 means 5.80 %). <see cref="AnnualPercent"/> null: the notice is known to
/// be due but was not found; nothing is guessed in its place. Not <see cref="Verified"/>: entered, but not seen in its source.
/// </summary>
public sealed record InterestRate(InterestGroup Group, DateOnly From, DateOnly? To, decimal? AnnualPercent, string Citation, bool Verified);

/// <summary>How k, a percentage per month, is rounded before it is used. The worked example of the guidance truncates it to four decimals.</summary>
public enum KRounding : byte
{
    Exact = 0,
    TruncateToFourDecimals = 1,
}

/// <summary>How far a line of interest can be relied on.</summary>
public enum InterestState : byte
{
    Computed = 0,

    /// <summary>Computed with a rate marked "chưa xác minh".</summary>
    RateNotVerified = 1,

    /// <summary>No rate: no amount.</summary>
    RateMissing = 2,
}

/// <summary>
/// One line of interest: at <see cref="On"/>, for a fund, base (đồng) × k = amount (đồng, rounded half away from zero; null without a rate). <see cref="KPercent"/> is percent per
/// month in the first regime and percent per day in the second, where <see cref="Days"/> counts the days and <see cref="Origin"/> is the month that fell due.
/// </summary>
public sealed record InterestLine(
    DateOnly On, Fund Fund, Period? Origin, long Base, int? Days, decimal? KPercent, long? Amount, InterestState State, string Citation);

/// <summary>Lines and their sum in đồng over those that have an amount. Not complete: a rate was missing. Not verified: a rate in use was not.</summary>
public sealed record InterestResult(IReadOnlyList<InterestLine> Lines, long Total, bool Complete, bool Verified)
{
    /// <summary>Sums the lines. Throws <see cref="OverflowException"/> beyond 63 bits.</summary>
    public static InterestResult Of(IReadOnlyList<InterestLine> lines)
    {
        long total = 0;
        var (complete, verified) = (true, true);
        foreach (var line in lines)
        {
            total = checked(total + (line.Amount ?? 0));
            complete &= line.State != InterestState.RateMissing;
            verified &= line.State == InterestState.Computed;
        }

        return new InterestResult(lines, total, complete, verified);
    }
}

/// <summary>A payment into a fund with its day, for the regime that counts days. Đồng.</summary>
public readonly record struct DatedPayment(DateOnly On, Fund Fund, long Amount);

/// <summary>Amount collected back for a month (truy thu): P × N × k with N in months. Đồng.</summary>
public readonly record struct BackCollected(long Amount, int Months, decimal KPercent);

/// <summary>
/// Interest on late contributions. Two regimes: to 30/6/2025 on the first day of each month, Lcđ = (Plk − Sps) × k (QĐ 595/QĐ-BHXH Điều 37, domain §3.1);
/// from 1/7/2025 0.03 % a day from the day after the latest payment date (Luật 41/2024/QH15 Đ.34, 40, 41, domain §3.2). The base never contains interest.
/// </summary>
public static class LateInterest
{
    public const string MonthlyCitation = "QĐ 595/QĐ-BHXH, Điều 37";
    public const string DailyCitation = "Luật 41/2024/QH15, Điều 34, 40, 41";

    /// <summary>Percent per day of the second regime.</summary>
    public const decimal DailyPercent = 0.03m;

    /// <summary>First day of the second regime.</summary>
    public static readonly DateOnly SecondRegimeFrom = new(2025, 7, 1);

    /// <summary>The rates that were seen in a source, and 2021 as a gap that must be filled by hand (its notice was not found).</summary>
    public static IReadOnlyList<InterestRate> KnownRates { get; } =
    [
        new(InterestGroup.Insurance, new DateOnly(2020, 1, 1), new DateOnly(2020, 12, 31), 5.80m, "TB 63/TB-BHXH ngày 08/01/2020", Verified: true),
        new(InterestGroup.Health, new DateOnly(2020, 1, 1), new DateOnly(2020, 12, 31), 5.86m, "TB 63/TB-BHXH ngày 08/01/2020", Verified: true),
        new(InterestGroup.Insurance, new DateOnly(2021, 1, 1), new DateOnly(2021, 12, 31), null, "chưa xác minh", Verified: false),
        new(InterestGroup.Health, new DateOnly(2021, 1, 1), new DateOnly(2021, 12, 31), null, "chưa xác minh", Verified: false),
    ];

    public static InterestGroup GroupOf(Fund fund) => fund == Fund.Health ? InterestGroup.Health : InterestGroup.Insurance;

    /// <summary>The rate of a group in force at a day, or null. Of several the one that began last.</summary>
    public static InterestRate? RateAt(IEnumerable<InterestRate> rates, InterestGroup group, DateOnly day)
    {
        InterestRate? found = null;
        foreach (var rate in rates)
        {
            if (rate.Group == group && rate.From <= day && !(rate.To < day) && (found is null || rate.From > found.From))
            {
                found = rate;
            }
        }

        return found;
    }

    /// <summary>k in percent per month: 2 × yearly rate ÷ 12.</summary>
    public static decimal MonthlyPercent(decimal annualPercent, KRounding rounding)
    {
        var k = 2 * annualPercent / 12;
        return rounding == KRounding.Exact ? k : decimal.Truncate(k * 10_000) / 10_000;
    }

    /// <summary>One line of the first regime: base = Plk − Sps, not below 0, at the first day of a month.</summary>
    public static InterestLine Monthly(DateOnly on, Fund fund, long cumulative, long notOverdue, IEnumerable<InterestRate> rates, KRounding rounding)
    {
        var principal = Math.Max(0, checked(cumulative - notOverdue));
        var rate = RateAt(rates, GroupOf(fund), on);
        if (rate?.AnnualPercent is not { } annual)
        {
            return new InterestLine(on, fund, Origin: null, principal, Days: null, KPercent: null, Amount: null, InterestState.RateMissing, rate?.Citation ?? MonthlyCitation);
        }

        var k = MonthlyPercent(annual, rounding);
        // Multiplied before it is divided: a k with endless decimals would lose the last đồng of a large base.
        var amount = rounding == KRounding.Exact ? principal * 2m * annual / 1200 : principal * k / 100;
        return new InterestLine(on, fund, Origin: null, principal, Days: null, k, Whole(amount), rate.Verified ? InterestState.Computed : InterestState.RateNotVerified, rate.Citation);
    }

    /// <summary>
    /// First regime over an employer's ledger: a line for each first of a month up to <paramref name="asOf"/> (and not after 1/6/2025) and fund whose base is above 0.
    /// A payment counts from the end of the month in whose row it is booked, the ledger knowing no day. <paramref name="cycleMonths"/> is 1, 3 or 6: what arose in a
    /// cycle that has only just ended is not overdue yet (Sps), which is also how "late 30 days or more" is measured. Months as for the debt kernel.
    /// </summary>
    public static InterestResult MonthlyOver(ReadOnlySpan<MonthLine> months, DateOnly asOf, IReadOnlyList<InterestRate> rates, KRounding rounding, int cycleMonths = 1)
    {
        if (cycleMonths is not (1 or 3 or 6))
        {
            throw new ArgumentOutOfRangeException(nameof(cycleMonths), cycleMonths, "employers pay every 1, 3 or 6 months");
        }

        var lines = new List<InterestLine>();
        if (months.Length == 0)
        {
            return InterestResult.Of(lines);
        }

        var last = Period.Of(asOf) < Period.Of(2025, 6) ? Period.Of(asOf) : Period.Of(2025, 6);
        for (var at = months[0].Period.AddMonths(1); at <= last; at = at.AddMonths(1))
        {
            for (var fund = Fund.Social; fund <= Fund.Accident; fund++)
            {
                long cumulative = 0, notOverdue = 0;
                foreach (ref readonly var line in months)
                {
                    if (line.Period < at)
                    {
                        cumulative = checked(cumulative + line.Due(fund) - line.Paid(fund));
                        var cycleEnd = (((line.Period.Index / cycleMonths) + 1) * cycleMonths) - 1;
                        notOverdue = checked(notOverdue + (cycleEnd >= at.Index - 1 ? line.Due(fund) : 0));
                    }
                }

                if (cumulative > notOverdue)
                {
                    lines.Add(Monthly(new DateOnly(at.Year, at.Month, 1), fund, cumulative, notOverdue, rates, rounding));
                }
            }
        }

        return InterestResult.Of(lines);
    }

    /// <summary>Interest on amounts collected back: Σ P × N × k, N = (month of collection − month of origin) − 1 (QĐ 595 Điều 37). Đồng.</summary>
    public static long BackCollection(IEnumerable<BackCollected> parts)
    {
        decimal sum = 0;
        foreach (var part in parts)
        {
            sum += part.Amount * (decimal)part.Months * part.KPercent / 100;
        }

        return Whole(sum);
    }

    /// <summary>N of the formula for amounts collected back, not below 0.</summary>
    public static int BackCollectionMonths(Period collectedIn, Period origin) => Math.Max(0, collectedIn.Index - origin.Index - 1);

    /// <summary>Latest payment date of a month: last day of the next month, or of the month after its cycle (Luật 41/2024/QH15 Đ.34 k.4).</summary>
    public static DateOnly LatestPaymentDate(Period period, int cycleMonths = 1)
    {
        var cycleEnd = (((period.Index / cycleMonths) + 1) * cycleMonths) - 1;
        return Period.FromIndex(cycleEnd + 1).ArrearsFrom.AddDays(-1);
    }

    /// <summary>
    /// One line of the second regime: 0.03 % a day on an amount of a month, from the day after the latest payment date (not before 1/7/2025) through
    /// <paramref name="until"/>, the day of payment or of the account. That the day of payment counts is a reading of NĐ 274/2025 that was not verified.
    /// </summary>
    public static InterestLine Daily(Fund fund, Period origin, long amount, DateOnly until, int cycleMonths = 1)
    {
        var first = LatestPaymentDate(origin, cycleMonths).AddDays(1);
        first = first < SecondRegimeFrom ? SecondRegimeFrom : first;
        var days = Math.Max(0, until.DayNumber - first.DayNumber + 1);
        return new InterestLine(until, fund, origin, amount, days, DailyPercent, Whole(amount * (decimal)days * DailyPercent / 100), InterestState.Computed, DailyCitation);
    }

    /// <summary>
    /// Second regime over an employer's ledger: amounts due from the lines, payments with their days (in any order; those after <paramref name="asOf"/> do not count), oldest
    /// month first in each fund. A line for every part that was paid late or is still open, and for it the days.
    /// </summary>
    public static InterestResult DailyOver(ReadOnlySpan<MonthLine> months, IEnumerable<DatedPayment> payments, DateOnly asOf, int cycleMonths = 1)
    {
        var lines = new List<InterestLine>();
        var dated = payments.Where(p => p.On <= asOf).OrderBy(p => p.On).ToList();
        for (var fund = Fund.Social; fund <= Fund.Accident; fund++)
        {
            using var queue = dated.Where(p => p.Fund == fund && p.Amount > 0).GetEnumerator();
            long inHand = 0;
            var more = true;
            foreach (ref readonly var line in months)
            {
                var open = line.Due(fund);
                while (open > 0 && more)
                {
                    if (inHand == 0)
                    {
                        more = queue.MoveNext();
                        inHand = more ? queue.Current.Amount : 0;
                        continue;
                    }

                    var part = Math.Min(open, inHand);
                    AddIfLate(Daily(fund, line.Period, part, queue.Current.On, cycleMonths));
                    open -= part;
                    inHand -= part;
                }

                if (open > 0)
                {
                    AddIfLate(Daily(fund, line.Period, open, asOf, cycleMonths));
                }
            }
        }

        return InterestResult.Of(lines);

        void AddIfLate(InterestLine line)
        {
            if (line.Days > 0)
            {
                lines.Add(line);
            }
        }
    }

    private static long Whole(decimal amount) => (long)decimal.Round(amount, 0, MidpointRounding.AwayFromZero);
}
