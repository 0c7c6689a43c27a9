using System.Text;
using System.Text.Unicode;

namespace BaoPhu.Rules.Codes;

/// <summary>What a date's or month's cell turned out to be.</summary>
public enum DateVerdict : byte
{
    Ok = 0,
    Empty = 1,

    /// <summary>Not in any form that is read, or in one that means several days (two-digit years).</summary>
    NotADate = 2,

    /// <summary>In the form of a date, but there is no such day or month: 31/02/2021, 13/2021.</summary>
    Impossible = 3,
}

/// <summary>The numbers of a date cell and what stands around them, shared by <see cref="DateText"/> and <see cref="PeriodText"/>.</summary>
internal ref struct DateParts
{
    public int A, B, C, Count;
    public int LengthA, LengthB, LengthC;

    /// <summary>Spreadsheets count days from 30/12/1899 (right for every day after 28/02/1900); five digits are 18/05/1927 to 12/10/2173.</summary>
    public static bool TrySerial(int number, int length, out DateOnly day)
    {
        day = default;
        if (length != 5 || number is < 10_000 or > 99_999)
        {
            return false;
        }

        day = new DateOnly(1899, 12, 30).AddDays(number);
        return true;
    }

    /// <summary>
    /// Up to three runs of digits with one separator (/ - .) or Vietnamese words (ngày, tháng, năm, T) between them; a time of day of zero behind is dropped.
    /// False when anything else stands in the cell.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<char> text, out DateParts parts)
    {
        parts = default;
        text = WithoutMidnight(text);
        var i = 0;
        var word = true;
        while (i < text.Length)
        {
            if (char.IsAsciiDigit(text[i]))
            {
                if (!word || parts.Count == 3)
                {
                    return false;
                }

                var start = i;
                var number = 0;
                while (i < text.Length && char.IsAsciiDigit(text[i]))
                {
                    if (i - start == 8)
                    {
                        return false;
                    }

                    number = (number * 10) + text[i++] - '0';
                }

                parts.Add(number, i - start);
                word = false;
                continue;
            }

            var gap = i;
            while (i < text.Length && !char.IsAsciiDigit(text[i]))
            {
                i++;
            }

            if (i == text.Length || !IsGap(text[gap..i], first: parts.Count == 0))
            {
                return false;
            }

            word = true;
        }

        return parts.Count > 0;
    }

    private void Add(int number, int length)
    {
        switch (Count++)
        {
            case 0: (A, LengthA) = (number, length); break;
            case 1: (B, LengthB) = (number, length); break;
            default: (C, LengthC) = (number, length); break;
        }
    }

    private static bool IsGap(ReadOnlySpan<char> gap, bool first)
    {
        gap = gap.Trim();
        if (gap.Length == 1 && gap[0] is '/' or '-' or '.')
        {
            return !first;
        }

        return gap.Length <= 8 && Text.VietnameseText.Fold(gap.ToString()) is "thang" or "nam" or "ngay" or "t" or "t." or "ky" or "ky thang" or "ky:";
    }

    private static ReadOnlySpan<char> WithoutMidnight(ReadOnlySpan<char> text)
    {
        foreach (var midnight in Midnights)
        {
            if (text.Length > midnight.Length && text.EndsWith(midnight, StringComparison.OrdinalIgnoreCase))
            {
                return text[..^midnight.Length].TrimEnd();
            }
        }

        return text;
    }

    private static readonly string[] Midnights = ["T00:00:00Z", "T00:00:00.000", "T00:00:00", " 00:00:00", " 0:00:00", " 00:00", " 0:00", " 12:00:00 AM"];
}

/// <summary>Days out of cells: dd/MM/yyyy, d/M/yyyy (also with - or .), yyyy-MM-dd, "ngày 3 tháng 11 năm 2021", a spreadsheet's serial number.</summary>
public static class DateText
{
    public static bool TryParse(ReadOnlySpan<char> text, out DateOnly day) => Parse(text, out day) == DateVerdict.Ok;

    /// <summary>The same of UTF-8 bytes.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out DateOnly day)
    {
        Span<char> chars = stackalloc char[64];
        day = default;
        return Utf8.ToUtf16(utf8, chars, out _, out var written) == System.Buffers.OperationStatus.Done && TryParse(chars[..written], out day);
    }

    /// <summary>Day before month always; a year of two digits is refused. <paramref name="day"/> is set for Ok alone.</summary>
    public static DateVerdict Parse(ReadOnlySpan<char> text, out DateOnly day)
    {
        day = default;
        text = Cell.Trim(text);
        if (text.Length == 0)
        {
            return DateVerdict.Empty;
        }

        if (!DateParts.TryRead(Cell.WithoutPointZero(text), out var parts))
        {
            return DateVerdict.NotADate;
        }

        if (parts.Count == 1)
        {
            return DateParts.TrySerial(parts.A, parts.LengthA, out day) ? DateVerdict.Ok : DateVerdict.NotADate;
        }

        if (parts.Count != 3 || parts.LengthB > 2)
        {
            return DateVerdict.NotADate;
        }

        return (parts.LengthA, parts.LengthC) switch
        {
            (<= 2, 4) => Make(parts.C, parts.B, parts.A, out day),
            (4, <= 2) => Make(parts.A, parts.B, parts.C, out day),
            _ => DateVerdict.NotADate,
        };
    }

    private static DateVerdict Make(int year, int month, int number, out DateOnly day)
    {
        day = default;
        if (year is < 1800 or > 2999 || month is < 1 or > 12 || number < 1 || number > DateTime.DaysInMonth(year, month))
        {
            return DateVerdict.Impossible;
        }

        day = new DateOnly(year, month, number);
        return DateVerdict.Ok;
    }
}

/// <summary>
/// Months out of cells: "01/2021", "1-2021", "2021-01", "202101", "012021", "T01/2021", "Tháng 1 năm 2021", and a date or serial number that is the first day of a month.
/// </summary>
public static class PeriodText
{
    public static bool TryParse(ReadOnlySpan<char> text, out Period period) => Parse(text, out period) == DateVerdict.Ok;

    /// <summary>Of UTF-8 bytes; MM/yyyy and yyyy-MM are read in place.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out Period period)
    {
        if (utf8.Length == 7)
        {
            if (utf8[2] == '/' && TryDigits(utf8[..2], out var month) && TryDigits(utf8[3..], out var year))
            {
                return Make(year, month, out period) == DateVerdict.Ok;
            }

            if (utf8[4] == '-' && TryDigits(utf8[..4], out year) && TryDigits(utf8[5..], out month))
            {
                return Make(year, month, out period) == DateVerdict.Ok;
            }
        }

        Span<char> chars = stackalloc char[64];
        period = default;
        return Utf8.ToUtf16(utf8, chars, out _, out var written) == System.Buffers.OperationStatus.Done && TryParse(chars[..written], out period);
    }

    /// <summary>A year of two digits is refused. <paramref name="period"/> is set for Ok alone.</summary>
    public static DateVerdict Parse(ReadOnlySpan<char> text, out Period period)
    {
        period = default;
        text = Cell.Trim(text);
        if (text.Length == 0)
        {
            return DateVerdict.Empty;
        }

        if (!DateParts.TryRead(Cell.WithoutPointZero(text), out var parts))
        {
            return DateVerdict.NotADate;
        }

        switch (parts.Count)
        {
            case 1 when parts.LengthA == 6:
                // 202101; only where that is no month can it be 012021.
                return Make(parts.A / 100, parts.A % 100, out period) == DateVerdict.Ok ? DateVerdict.Ok : Make(parts.A % 10_000, parts.A / 10_000, out period);
            case 1 when DateParts.TrySerial(parts.A, parts.LengthA, out var serial):
                return OfFirstDay(serial, out period);
            case 2 when parts.LengthA <= 2 && parts.LengthB == 4:
                return Make(parts.B, parts.A, out period);
            case 2 when parts.LengthA == 4 && parts.LengthB <= 2:
                return Make(parts.A, parts.B, out period);
            case 3:
                var verdict = DateText.Parse(text, out var day);
                return verdict == DateVerdict.Ok ? OfFirstDay(day, out period) : verdict;
            default:
                return DateVerdict.NotADate;
        }
    }

    private static DateVerdict OfFirstDay(DateOnly day, out Period period)
    {
        period = default;
        return day.Day == 1 ? Make(day.Year, day.Month, out period) : DateVerdict.NotADate;
    }

    private static DateVerdict Make(int year, int month, out Period period) =>
        Period.TryFromNumber((year * 100) + (month > 99 ? 0 : month), out period) ? DateVerdict.Ok : DateVerdict.Impossible;

    private static bool TryDigits(ReadOnlySpan<byte> digits, out int number)
    {
        number = 0;
        foreach (var b in digits)
        {
            var digit = (uint)(b - '0');
            if (digit > 9)
            {
                return false;
            }

            number = (number * 10) + (int)digit;
        }

        return true;
    }
}
