using System.Globalization;
using System.Text;

namespace BaoPhu.Rules.Codes;

/// <summary>Numbers as official documents write them (domain §10): "1.234.567", "1.234,5", and amounts in words.</summary>
public static class VietnameseNumbers
{
    private static readonly string[] Digits = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];

    /// <summary>Dots between thousands and a decimal comma, the same on every machine whatever locale data it carries.</summary>
    public static CultureInfo Format { get; } = MakeFormat();

    /// <summary>"1.234.567"; negative with a hyphen.</summary>
    public static string Amount(long value) => value.ToString("N0", Format);

    /// <summary>A number with up to <paramref name="decimals"/> decimals: "1.234,5".</summary>
    public static string Number(decimal value, int decimals = 2) =>
        value.ToString(string.Concat("#,##0.", new string('#', decimals)), Format);

    /// <summary>"Một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi bảy đồng": first letter capital, "lẻ" for zero tens.</summary>
    public static string AmountInWords(long value)
    {
        var words = InWords(value);
        return string.Concat(char.ToUpperInvariant(words[0]).ToString(), words.AsSpan(1), " đồng");
    }

    /// <summary>A whole number in lower-case words. Negative: "âm …".</summary>
    public static string InWords(long value)
    {
        if (value == 0)
        {
            return Digits[0];
        }

        var text = new StringBuilder(value < 0 ? "âm" : "");
        Write(text, value < 0 ? 0UL - (ulong)value : (ulong)value, leading: true);
        return text[0] == ' ' ? text.ToString(1, text.Length - 1) : text.ToString();
    }

    private static void Write(StringBuilder text, ulong value, bool leading)
    {
        // Beyond a thousand million the number of "tỷ" is itself read as a number: nghìn tỷ, triệu tỷ.
        if (value >= 1_000_000_000)
        {
            Write(text, value / 1_000_000_000, leading);
            text.Append(" tỷ");
            value %= 1_000_000_000;
            leading = false;
        }

        WriteGroup(text, (int)(value / 1_000_000), " triệu", ref leading);
        WriteGroup(text, (int)(value / 1_000 % 1_000), " nghìn", ref leading);
        WriteGroup(text, (int)(value % 1_000), "", ref leading);
    }

    private static void WriteGroup(StringBuilder text, int group, string unit, ref bool leading)
    {
        if (group == 0)
        {
            return;
        }

        var (hundreds, tens, ones) = (group / 100, group / 10 % 10, group % 10);
        if (hundreds > 0 || !leading)
        {
            text.Append(' ').Append(Digits[hundreds]).Append(" trăm");
        }

        if (tens > 1)
        {
            text.Append(' ').Append(Digits[tens]).Append(" mươi");
        }
        else if (tens == 1)
        {
            text.Append(" mười");
        }
        else if (ones > 0 && (hundreds > 0 || !leading))
        {
            text.Append(" lẻ");
        }

        if (ones > 0)
        {
            text.Append(' ').Append((tens, ones) switch
            {
                ( > 1, 1) => "mốt",
                ( > 1, 4) => "tư",
                ( > 0, 5) => "lăm",
                _ => Digits[ones],
            });
        }

        text.Append(unit);
        leading = false;
    }

    private static CultureInfo MakeFormat()
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat = new NumberFormatInfo
        {
            NumberGroupSeparator = ".",
            NumberDecimalSeparator = ",",
            PercentGroupSeparator = ".",
            PercentDecimalSeparator = ",",
            CurrencyGroupSeparator = ".",
            CurrencyDecimalSeparator = ",",
        };
        return CultureInfo.ReadOnly(culture);
    }
}
