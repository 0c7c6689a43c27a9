using BaoPhu.Rules.Clock;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Rules.Reporting;

/// <summary>How often a report comes round.</summary>
public enum ReportRecurrence : byte
{
    Daily = 0,

    /// <summary>On a day of every month.</summary>
    DayOfMonth = 1,

    /// <summary>On the last day of every month.</summary>
    MonthEnd = 2,

    /// <summary>On a day of the month that follows a quarter.</summary>
    Quarterly = 3,
}

/// <summary>What becomes of a deadline on a day on which offices are closed: the documents do not say.</summary>
public enum ClosedDay : byte
{
    /// <summary>It stays as it is written.</summary>
    Stays = 0,

    /// <summary>The working day before.</summary>
    Before = 1,

    /// <summary>The working day after.</summary>
    After = 2,
}

/// <summary>
/// When a report is due, as its document writes it. The words differ in what they mean to the second, and all of it is here: "trước 16 giờ" is <see cref="Until"/> and leaves 16:00:00 late;
/// "trước ngày 15" is <see cref="Strictly"/> and ends with the 14th; "ngày 15" ends with the 15th; the 30th of a month that has none is its last day unless <see cref="NextMonth"/>.
/// </summary>
public sealed record ReportRule(string Code, ReportRecurrence Recurrence)
{
    /// <summary>Day of the month, 1 to 31; without meaning for daily ones and month ends.</summary>
    public int Day { get; init; } = 1;

    /// <summary>The hour on the day at which it is late; null: the end of the day.</summary>
    public TimeOnly? Until { get; init; }

    /// <summary>Before the day begins, not on it.</summary>
    public bool Strictly { get; init; }

    /// <summary>In a month without that day: the first of the next, instead of its own last.</summary>
    public bool NextMonth { get; init; }

    /// <summary>Daily: on working days only.</summary>
    public bool WorkingDays { get; init; }
    public ClosedDay Closed { get; init; }

    /// <summary>The term that a day belongs to: the first whose last day is that day or later.</summary>
    public ReportTerm TermOf(DateOnly day, WorkingCalendar calendar) => Terms(day, day.AddMonths(7), calendar).First();

    /// <summary>The terms whose last day lies between two days (both counted), in their order.</summary>
    public IEnumerable<ReportTerm> Terms(DateOnly first, DateOnly last, WorkingCalendar calendar)
    {
        // The term before the first one is looked up too: where a term begins is the day after its predecessor.
        DateOnly? before = null;
        foreach (var written in Written(first.AddMonths(-7), last.AddMonths(1), calendar))
        {
            var to = Strictly ? written.AddDays(-1) : written;
            if (before is { } predecessor && to >= first && to <= last)
            {
                yield return new ReportTerm(Code, predecessor.AddDays(1), to, Deadline(written, calendar));
            }

            before = to;
        }
    }

    private long Deadline(DateOnly written, WorkingCalendar calendar)
    {
        var open = Closed switch
        {
            ClosedDay.Before => calendar.OnOrBefore(Strictly ? written.AddDays(-1) : written),
            ClosedDay.After => calendar.Add(Strictly ? written.AddDays(-1) : written, 0),
            _ => Strictly ? written.AddDays(-1) : written,
        };
        return Until is { } hour ? VietnamTime.ToUtcMs(open, hour) : VietnamTime.ToUtcMs(open.AddDays(1));
    }

    /// <summary>The days that the rule names.</summary>
    private IEnumerable<DateOnly> Written(DateOnly first, DateOnly last, WorkingCalendar calendar)
    {
        if (Recurrence == ReportRecurrence.Daily)
        {
            for (var day = first; day <= last; day = day.AddDays(1))
            {
                if (!WorkingDays || calendar.IsWorking(day))
                {
                    yield return day;
                }
            }

            yield break;
        }

        for (var month = new DateOnly(first.Year, first.Month, 1); month <= last; month = month.AddMonths(1))
        {
            if (Recurrence == ReportRecurrence.Quarterly && month.Month % 3 != 1)
            {
                continue;
            }

            var days = DateTime.DaysInMonth(month.Year, month.Month);
            yield return Recurrence == ReportRecurrence.MonthEnd ? month.AddDays(days - 1)
                : Day <= days ? month.AddDays(Day - 1)
                : NextMonth ? month.AddMonths(1)
                : month.AddDays(days - 1);
        }
    }
}

/// <summary>A period to be reported. <paramref name="Deadline"/>: the first instant (UTC milliseconds) at which it is late.</summary>
public sealed record ReportTerm(string Code, DateOnly From, DateOnly To, long Deadline)
{
    public bool IsLate(long sentAt) => sentAt >= Deadline;

    /// <summary>No hour was named: it ends with a day.</summary>
    public bool EndsWithDay => VietnamTime.ToLocal(Deadline).TimeOfDay == TimeSpan.Zero;
}

/// <summary>Terms of a report that several rules order ("ngày 15 và ngày 30"): they follow each other as if one rule had said them.</summary>
public static class ReportTerms
{
    /// <summary>The term that a day belongs to.</summary>
    public static ReportTerm Of(IReadOnlyList<ReportRule> rules, DateOnly day, WorkingCalendar calendar) => Between(rules, day, day.AddMonths(7), calendar).First();

    /// <summary>The terms whose last day lies between two days (both counted), in their order.</summary>
    public static IEnumerable<ReportTerm> Between(IReadOnlyList<ReportRule> rules, DateOnly first, DateOnly last, WorkingCalendar calendar)
    {
        DateOnly? before = null;
        foreach (var term in rules.SelectMany(r => r.Terms(first.AddMonths(-7), last, calendar)).OrderBy(t => t.To).DistinctBy(t => t.To))
        {
            if (term.To >= first)
            {
                yield return before is { } predecessor ? term with { From = predecessor.AddDays(1) } : term;
            }

            before = term.To;
        }
    }
}
