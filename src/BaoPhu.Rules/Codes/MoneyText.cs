using System.Text;
using System.Text.Unicode;

namespace BaoPhu.Rules.Codes;

/// <summary>What an amount's cell turned out to be.</summary>
public enum MoneyVerdict : byte
{
    Ok = 0,

    /// <summary>Nothing in the cell; the value is 0 and whether that is meant is the caller's to say.</summary>
    Empty = 1,

    /// <summary>A readable amount below 0; the value carries the sign.</summary>
    Negative = 2,

    /// <summary>Not a whole number of đồng.</summary>
    Fraction = 3,

    /// <summary>More than 63 bits.</summary>
    Overflow = 4,

    /// <summary>"1,5E+6": digits may be lost.</summary>
    ScientificNotation = 5,

    NotANumber = 6,
}

/// <summary>
/// Whole đồng out of what people and spreadsheets write: "14.000.000", "14,000,000", "1.234.567,00", "(1.000)", "1 000 đ". Dot and comma are told apart
/// by what stands behind them (domain §10): a mark that occurs several times, or once before exactly three digits, groups; otherwise it is the decimal
/// mark and only zeros may follow it.
/// </summary>
public static class MoneyText
{
    private const int Longest = 64;

    private static readonly string[] Units = ["đồng", "dong", "vnđ", "vnd", "đ", "₫", "d"];

    private static readonly string[] VerdictNames = ["ok", "empty", "negative", "fraction", "overflow", "scientific-notation", "not-a-number"];

    public static string Name(MoneyVerdict verdict) => VerdictNames[(int)verdict];

    /// <summary>True for Ok, and for Empty, which counts as 0. <paramref name="value"/> is set for Ok and Negative.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out long value) => Parse(text, out value) is MoneyVerdict.Ok or MoneyVerdict.Empty;

    /// <summary>The same of UTF-8 bytes.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out long value) => Parse(utf8, out value) is MoneyVerdict.Ok or MoneyVerdict.Empty;

    /// <summary>Of UTF-8 bytes; plain digits, which nearly every cell of an import is, never leave the first loop.</summary>
    public static MoneyVerdict Parse(ReadOnlySpan<byte> utf8, out long value)
    {
        if ((uint)(utf8.Length - 1) < 18)
        {
            long plain = 0;
            foreach (var b in utf8)
            {
                var digit = (uint)(b - '0');
                if (digit > 9)
                {
                    return ParseSlow(utf8, out value);
                }

                plain = (plain * 10) + digit;
            }

            value = plain;
            return MoneyVerdict.Ok;
        }

        return ParseSlow(utf8, out value);
    }

    public static MoneyVerdict Parse(ReadOnlySpan<char> text, out long value)
    {
        value = 0;
        Span<char> buffer = stackalloc char[Longest];
        if (!TryCompact(text, buffer, out var length))
        {
            return MoneyVerdict.NotANumber;
        }

        ReadOnlySpan<char> rest = buffer[..length];
        var negative = false;
        if (rest is ['(', .. var inner, ')'])
        {
            negative = true;
            rest = inner;
        }

        rest = WithoutUnit(rest);
        if (rest.Length > 1 && rest[0] is '-' or '+')
        {
            if (negative)
            {
                return MoneyVerdict.NotANumber;
            }

            negative = rest[0] == '-';
            rest = WithoutUnit(rest[1..]);
        }
        else if (rest.Length > 1 && rest[^1] == '-')
        {
            if (negative)
            {
                return MoneyVerdict.NotANumber;
            }

            negative = true;
            rest = rest[..^1];
        }

        if (rest.Length == 0)
        {
            return length == 0 ? MoneyVerdict.Empty : MoneyVerdict.NotANumber;
        }

        // Accounting formats print zero as a dash.
        if (rest is "-" && !negative)
        {
            return MoneyVerdict.Ok;
        }

        var verdict = ParseMagnitude(rest, out var magnitude);
        if (verdict != MoneyVerdict.Ok)
        {
            return verdict;
        }

        value = negative ? -magnitude : magnitude;
        return value < 0 ? MoneyVerdict.Negative : MoneyVerdict.Ok;
    }

    private static MoneyVerdict ParseSlow(ReadOnlySpan<byte> utf8, out long value)
    {
        Span<char> chars = stackalloc char[Longest * 2];
        if (Utf8.ToUtf16(utf8, chars, out _, out var written) != System.Buffers.OperationStatus.Done)
        {
            value = 0;
            return MoneyVerdict.NotANumber;
        }

        return Parse(chars[..written], out value);
    }

    /// <summary>Drops every kind of space but one between digits, makes minus signs one, lower-cases; false if too long.</summary>
    private static bool TryCompact(ReadOnlySpan<char> text, Span<char> into, out int length)
    {
        length = 0;
        var space = false;
        foreach (var c in text)
        {
            if (char.IsWhiteSpace(c) || c is '\u200B' or '\uFEFF' or '\'' or '\u2060')
            {
                space |= char.IsWhiteSpace(c);
                continue;
            }

            if (length >= into.Length - 1)
            {
                return false;
            }

            if (space && char.IsAsciiDigit(c) && length > 0 && char.IsAsciiDigit(into[length - 1]))
            {
                into[length++] = ' ';
            }

            space = false;

            into[length++] = c switch
            {
                '\u2212' or '\u2013' or '\u2010' or '\u2011' => '-',
                'Đ' or '\u00D0' => 'đ',
                _ => char.ToLowerInvariant(c),
            };
        }

        // "đồng" in decomposed form.
        if (!into[..length].ContainsAnyInRange('\u0300', '\u036F'))
        {
            return true;
        }

        var composed = into[..length].ToString().Normalize(NormalizationForm.FormC);
        composed.CopyTo(into);
        length = composed.Length;
        return true;
    }

    private static ReadOnlySpan<char> WithoutUnit(ReadOnlySpan<char> text)
    {
        foreach (var unit in Units)
        {
            if (text.Length > unit.Length && text.EndsWith(unit, StringComparison.Ordinal))
            {
                return text[..^unit.Length];
            }

            if (text.Length > unit.Length && text.StartsWith(unit, StringComparison.Ordinal))
            {
                return text[unit.Length..];
            }
        }

        return text;
    }

    private static MoneyVerdict ParseMagnitude(ReadOnlySpan<char> text, out long magnitude)
    {
        magnitude = 0;
        if (Cell.IsScientific(text))
        {
            return MoneyVerdict.ScientificNotation;
        }

        if (text.ContainsAnyExcept("0123456789., "))
        {
            return MoneyVerdict.NotANumber;
        }

        var (dots, commas) = (text.Count('.'), text.Count(','));
        var whole = text;
        var fraction = ReadOnlySpan<char>.Empty;
        var group = '\0';
        if (text.Contains(' '))
        {
            // "1 234 567" or "1 234 567,00": spaces group, so that two numbers in one cell are not read as one.
            var mark = text.IndexOfAny('.', ',');
            group = ' ';
            if (mark >= 0)
            {
                whole = text[..mark];
                fraction = text[(mark + 1)..];
            }

            if (fraction.ContainsAnyExceptInRange('0', '9'))
            {
                return MoneyVerdict.NotANumber;
            }
        }
        else if (dots > 0 && commas > 0)
        {
            var mark = text.LastIndexOfAny('.', ',');
            if ((text[mark] == '.' ? dots : commas) != 1)
            {
                return MoneyVerdict.NotANumber;
            }

            whole = text[..mark];
            fraction = text[(mark + 1)..];
            group = text[mark] == '.' ? ',' : '.';
        }
        else if (dots + commas > 1)
        {
            group = dots > 0 ? '.' : ',';
        }
        else if (dots + commas == 1)
        {
            var mark = text.IndexOfAny('.', ',');
            if (text.Length - mark == 4 && mark is >= 1 and <= 3 && text[0] != '0')
            {
                group = text[mark];
            }
            else
            {
                whole = text[..mark];
                fraction = text[(mark + 1)..];
                if (fraction.Length == 0)
                {
                    return MoneyVerdict.NotANumber;
                }
            }
        }

        if (group != '\0' && !IsGrouped(whole, group))
        {
            return MoneyVerdict.NotANumber;
        }

        if (whole.Length == 0)
        {
            return MoneyVerdict.NotANumber;
        }

        foreach (var c in whole)
        {
            if (c == group)
            {
                continue;
            }

            var digit = c - '0';
            if (magnitude > (long.MaxValue - digit) / 10)
            {
                magnitude = 0;
                return MoneyVerdict.Overflow;
            }

            magnitude = (magnitude * 10) + digit;
        }

        if (!fraction.ContainsAnyExcept('0'))
        {
            return MoneyVerdict.Ok;
        }

        magnitude = 0;
        return MoneyVerdict.Fraction;
    }

    /// <summary>One to three digits, then groups of exactly three.</summary>
    private static bool IsGrouped(ReadOnlySpan<char> text, char mark)
    {
        var run = 0;
        var first = true;
        foreach (var c in text)
        {
            if (c != mark)
            {
                run++;
                continue;
            }

            if (first ? run is < 1 or > 3 : run != 3)
            {
                return false;
            }

            (first, run) = (false, 0);
        }

        return first ? run > 0 : run == 3;
    }
}
