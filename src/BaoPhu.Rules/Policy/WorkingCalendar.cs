using System.Globalization;

namespace BaoPhu.Rules.Policy;

/// <summary>Working days of an office: Monday to Friday without the days off, with the Saturdays worked in their stead.</summary>
public sealed class WorkingCalendar
{
    private readonly HashSet<DateOnly> daysOff;
    private readonly HashSet<DateOnly> workedWeekends;

    public WorkingCalendar(IEnumerable<DateOnly> daysOff, IEnumerable<DateOnly> workedWeekends)
    {
        this.daysOff = [.. daysOff];
        this.workedWeekends = [.. workedWeekends];
    }

    public bool IsWorking(DateOnly day) =>
        day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday ? workedWeekends.Contains(day) : !daysOff.Contains(day);

    /// <summary>The working day that is <paramref name="count"/> (0 or more) working days after <paramref name="day"/>, which is not counted itself; with 0 the day or the next working one.</summary>
    public DateOnly Add(DateOnly day, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var left = count;
        while (left > 0)
        {
            day = day.AddDays(1);
            left -= IsWorking(day) ? 1 : 0;
        }

        while (!IsWorking(day))
        {
            day = day.AddDays(1);
        }

        return day;
    }

    /// <summary>The day itself or the working day before it.</summary>
    public DateOnly OnOrBefore(DateOnly day)
    {
        while (!IsWorking(day))
        {
            day = day.AddDays(-1);
        }

        return day;
    }

    /// <summary>Working days from one day to another, both counted; 0 where the last is before the first.</summary>
    public int Count(DateOnly first, DateOnly last)
    {
        var count = 0;
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            count += IsWorking(day) ? 1 : 0;
        }

        return count;
    }

    /// <summary>From lines "date,kind,name" under a heading: date yyyy-mm-dd, kind "off" or "work". Throws <see cref="FormatException"/> naming the line.</summary>
    public static WorkingCalendar Parse(string csv)
    {
        var (off, work) = (new List<DateOnly>(), new List<DateOnly>());
        var number = 0;
        foreach (var line in csv.EnumerateLines())
        {
            number++;
            if (number == 1 || line.IsWhiteSpace())
            {
                continue;
            }

            var cells = line.ToString().Split(',');
            if (cells.Length < 3 || !DateOnly.TryParseExact(cells[0], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) || cells[1] is not ("off" or "work"))
            {
                throw new FormatException($"line {number}: '{line}' is not date,kind,name");
            }

            (cells[1] is "off" ? off : work).Add(day);
        }

        return new WorkingCalendar(off, work);
    }
}
