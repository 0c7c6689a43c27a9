namespace BaoPhu.Rules.Cases;

/// <summary>
/// When the results of inspections are due (plan IV.2.4): strictly before the 15th and strictly before the last day of the month, so the last moments are the ends of the 14th and of the day before
/// the last.
/// </summary>
public static class ResultDays
{
    /// <summary>The first such day from <paramref name="day"/> on; on that day it may still be sent.</summary>
    public static DateOnly Next(DateOnly day)
    {
        var middle = new DateOnly(day.Year, day.Month, 14);
        var end = new DateOnly(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month) - 1);
        return day <= middle ? middle : day <= end ? end : middle.AddMonths(1);
    }
}
