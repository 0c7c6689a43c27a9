using System.Globalization;

namespace BaoPhu.Rules;

/// <summary>
/// A calendar month of contributions (kỳ). Stored as year × 100 + month (202109), computed with as a running month number.
/// Its amount falls into arrears on the first day of the next month.
/// </summary>
public readonly record struct Period : IComparable<Period>
{
    private Period(int index) => Index = index;

    /// <summary>Months since year 0: the difference of two is a number of months.</summary>
    public int Index { get; }

    public int Year => Index / 12;
    public int Month => (Index % 12) + 1;

    /// <summary>Year × 100 + month, the form of the database and of files.</summary>
    public int Number => (Year * 100) + Month;

    /// <summary>First day of the next month: the day from which an unpaid rest is debt.</summary>
    public DateOnly ArrearsFrom => new DateOnly(Year, Month, 1).AddMonths(1);

    public static Period FromIndex(int index) => new(index);
    public static Period Of(int year, int month) => new((year * 12) + month - 1);
    public static Period Of(DateOnly day) => Of(day.Year, day.Month);

    /// <summary>From year × 100 + month. Throws <see cref="ArgumentOutOfRangeException"/> if that is no month of 1900–2999.</summary>
    public static Period FromNumber(int number) => TryFromNumber(number, out var period)
        ? period
        : throw new ArgumentOutOfRangeException(nameof(number), number, "not a month as yyyymm");

    public static bool TryFromNumber(int number, out Period period)
    {
        var (year, month) = (number / 100, number % 100);
        var ok = year is >= 1900 and <= 2999 && month is >= 1 and <= 12;
        period = ok ? Of(year, month) : default;
        return ok;
    }

    public Period AddMonths(int months) => new(Index + months);
    public int CompareTo(Period other) => Index.CompareTo(other.Index);
    public static bool operator <(Period a, Period b) => a.Index < b.Index;
    public static bool operator >(Period a, Period b) => a.Index > b.Index;
    public static bool operator <=(Period a, Period b) => a.Index <= b.Index;
    public static bool operator >=(Period a, Period b) => a.Index >= b.Index;

    /// <summary>"2021-09", the form of JSON.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-{Month:00}");
}
