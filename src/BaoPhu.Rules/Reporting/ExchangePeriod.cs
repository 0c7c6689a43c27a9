using System.Globalization;

namespace BaoPhu.Rules.Reporting;

/// <summary>
/// Days of a value, both counted, as other systems write them: DHIS2's codes (20211103 a day, 202111 a month, 2021Q4 a quarter, 2021 a year) and ADX's interval of ISO 8601
/// (2021-11-01/P15D: from the day, so long).
/// </summary>
public readonly record struct ExchangePeriod(DateOnly From, DateOnly To)
{
    /// <summary>False for what is no period of either kind.</summary>
    public static bool TryParse(string? text, out ExchangePeriod period)
    {
        period = default;
        var code = text ?? "";
        if (code.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash)
        {
            return Interval(code[..slash], code[(slash + 1)..], out period);
        }

        if (code.Length == 8 && Day(code, "yyyyMMdd", out var day))
        {
            period = new(day, day);
        }
        else if (code.Length == 6 && code[4] == 'Q' && Year(code[..4], out var year) && code[5] is >= '1' and <= '4')
        {
            var first = new DateOnly(year, ((code[5] - '1') * 3) + 1, 1);
            period = new(first, first.AddMonths(3).AddDays(-1));
        }
        else if (code.Length == 6 && Day(code + "01", "yyyyMMdd", out day))
        {
            period = new(day, day.AddMonths(1).AddDays(-1));
        }
        else if (code.Length == 4 && Year(code, out year))
        {
            period = new(new(year, 1, 1), new(year, 12, 31));
        }

        return period != default;
    }

    /// <summary>DHIS2's code; the last day for days that have none of their own.</summary>
    public string Code =>
        From == To ? Format("{0:yyyyMMdd}", To)
        : From.Day == 1 && To == From.AddMonths(1).AddDays(-1) ? Format("{0:yyyyMM}", From)
        : From.Day == 1 && From.Month % 3 == 1 && To == From.AddMonths(3).AddDays(-1) ? string.Create(CultureInfo.InvariantCulture, $"{From.Year}Q{((From.Month - 1) / 3) + 1}")
        : From.DayOfYear == 1 && To == From.AddYears(1).AddDays(-1) ? Format("{0:yyyy}", From)
        : Format("{0:yyyyMMdd}", To);

    /// <summary>ADX's interval: whole months as months, all else in days.</summary>
    public string Interval8601 => From.Day == 1 && To == From.AddMonths(1).AddDays(-1)
        ? Format("{0:yyyy-MM-dd}/P1M", From)
        : string.Create(CultureInfo.InvariantCulture, $"{From:yyyy-MM-dd}/P{To.DayNumber - From.DayNumber + 1}D");

    private static bool Interval(string start, string length, out ExchangePeriod period)
    {
        period = default;
        if (!Day(start, "yyyy-MM-dd", out var from) || length.Length < 3 || length[0] != 'P' || !int.TryParse(length.AsSpan(1, length.Length - 2), NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count is < 1 or > 3660)
        {
            return false;
        }

        DateOnly? after = length[^1] switch { 'D' => from.AddDays(count), 'W' => from.AddDays(count * 7), 'M' => from.AddMonths(count), 'Y' when count < 100 => from.AddYears(count), _ => null };
        period = after is { } end ? new(from, end.AddDays(-1)) : default;
        return after is not null;
    }

    private static bool Day(string text, string format, out DateOnly day) => DateOnly.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    private static bool Year(string text, out int year) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out year) && year is >= 1995 and <= 2200;

    private static string Format(string format, DateOnly day) => string.Format(CultureInfo.InvariantCulture, format, day);
}
