using BaoPhu.Rules.Policy;

namespace BaoPhu.Rules.Reporting;

/// <summary>
/// How a target stands on a day. <paramref name="Falls"/>: it is met by having less (debt). <paramref name="WorkingDays"/>: those left in the period, today counted.
/// </summary>
public sealed record TargetProgress(long Target, long? Actual, bool Falls, int WorkingDays)
{
    /// <summary>Working days of the period that are over, today not counted.</summary>
    public int DaysGone { get; init; }

    public static TargetProgress Of(long target, long? actual, bool falls, TargetPeriod period, DateOnly today, WorkingCalendar calendar) =>
        new(target, actual, falls, calendar.Count(today < period.From ? period.From : today, period.To))
        {
            DaysGone = calendar.Count(period.From, today > period.To ? period.To : today.AddDays(-1)),
        };

    /// <summary>What is still missing, 0 where it is met; null: no data.</summary>
    public long? Gap => Actual is { } actual ? Math.Max(0, Falls ? actual - Target : Target - actual) : null;

    public bool IsMet => Gap == 0;

    /// <summary>
    /// Actual in thousandths of the target, rounded, and never to 1000 by rounding: who has "100,0 %" has met it. Null without data, without a target above 0, and where less is better: a share would say the
    /// wrong thing.
    /// </summary>
    public int? PerMille => Falls || Target <= 0 || Actual is not { } actual ? null
        : Rounded((Int128)actual * 1000, Target) is var rate && rate >= 1000 && actual < Target ? 999 : (int)Int128.Clamp(rate, int.MinValue, int.MaxValue);

    /// <summary>
    /// The share of the target that is reached against the share of the working days that are over, in thousandths: 1000 goes with the calendar, less lags behind. Null where there is no share, and on
    /// the first day, when nothing is over. Says nothing of a number that stands from the year before.
    /// </summary>
    public int? Tempo => PerMille is not null && DaysGone > 0 ? (int)Int128.Clamp(Rounded((Int128)Actual!.Value * 1000 * (DaysGone + WorkingDays), (Int128)Target * DaysGone), int.MinValue, int.MaxValue) : null;

    /// <summary>What every working day left must bring, rounded up; null: met, no data, or no working day left.</summary>
    public long? Pace => Gap is > 0 and { } gap && WorkingDays > 0 ? (gap + WorkingDays - 1) / WorkingDays : null;

    /// <summary>Halves away from zero; <paramref name="of"/> above 0.</summary>
    private static Int128 Rounded(Int128 part, Int128 of) => (part + (part < 0 ? -of : of) / 2) / of;
}
