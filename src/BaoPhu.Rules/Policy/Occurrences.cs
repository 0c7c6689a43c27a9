namespace BaoPhu.Rules.Policy;

/// <summary>
/// What a deadline may hang on. <paramref name="Opened"/> is the day the occurrence opens. <paramref name="InterestFrom"/> overrides the first day of
/// late interest where the regime gives another one than <see cref="Occurrences.InterestFrom"/>.
/// </summary>
public readonly record struct OccurrenceFacts(DateOnly Opened, Period? Oldest = null, DateOnly? SuspensionEnd = null, DateOnly? InterestFrom = null);

/// <summary>The last occurrence of an act for a subject; <paramref name="Closed"/> null while it is open.</summary>
public readonly record struct LastOccurrence(DateOnly Opened, DateOnly? Closed);

/// <summary>When an act is due and when it comes round again. Pure.</summary>
public static class Occurrences
{
    /// <summary>
    /// First day of late interest on a month: interest is worked out on the first of each month over what is a month late (QĐ 595 Đ.37), so on the day
    /// the debt leaves the first band.
    /// </summary>
    public static DateOnly InterestFrom(Period oldest) => oldest.ArrearsFrom.AddMonths(1);

    /// <summary>The due date, or null when there is none or the fact it hangs on is not known.</summary>
    public static DateOnly? Due(PolicyAct act, in OccurrenceFacts facts, WorkingCalendar calendar) => act.Deadline switch
    {
        { WorkingDays: { } days } => calendar.Add(facts.Opened, days),
        { Anchor: DeadlineAnchor.BeforeInterest } => (facts.InterestFrom ?? (facts.Oldest is { } oldest ? InterestFrom(oldest) : null))?.AddDays(-1),
        { Anchor: DeadlineAnchor.SuspensionEnd } => facts.SuspensionEnd,
        { Anchor: DeadlineAnchor.MonthEnd } => Period.Of(facts.Opened).ArrearsFrom.AddDays(-1),
        { Anchor: DeadlineAnchor.QuarterEnd } => QuarterStart(facts.Opened).AddMonths(3).AddDays(-1),
        _ => null,
    };

    /// <summary>The first day on which the task is to be opened, or null for at once.</summary>
    public static DateOnly? OpensOn(PolicyAct act, in OccurrenceFacts facts) =>
        act.Deadline is { Anchor: DeadlineAnchor.SuspensionEnd, OpensDaysBefore: { } days } ? facts.SuspensionEnd?.AddDays(-days) : null;

    /// <summary>
    /// True when a new occurrence opens: none was yet; or the last is closed and its recurrence has passed or the band was left and entered again. Months and
    /// quarters count from the day the last one opened (a report handed in late does not swallow the next), days from its closing.
    /// </summary>
    public static bool Opens(PolicyAct act, LastOccurrence? last, bool bandReentered, DateOnly asOf)
    {
        if (last is not { } known)
        {
            return true;
        }

        if (known.Closed is not { } closed)
        {
            return false;
        }

        return bandReentered || act.Recurrence.Kind switch
        {
            RecurrenceKind.Monthly => Period.Of(asOf) > Period.Of(known.Opened),
            RecurrenceKind.Quarterly => QuarterStart(asOf) > QuarterStart(known.Opened),
            RecurrenceKind.EveryDays => asOf >= closed.AddDays(act.Recurrence.Days),
            _ => false,
        };
    }

    private static DateOnly QuarterStart(DateOnly day) => new(day.Year, ((day.Month - 1) / 3 * 3) + 1, 1);
}
