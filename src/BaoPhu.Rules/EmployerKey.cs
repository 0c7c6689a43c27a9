namespace BaoPhu.Rules;

/// <summary>
/// An employer is (province, code). Its id is that pair packed into one number, so that an id can be computed from a row of a file without asking
/// the database, the uniqueness of the pair is the uniqueness of the id (what a table distributed by employer id needs), and the employers of a
/// province are one range of ids. Codes are seven characters (domain §1.1): province × 36⁷ + code in base 36.
/// </summary>
public static class EmployerKey
{
    public const int CodeLength = 7;
    private const long Span = 36L * 36 * 36 * 36 * 36 * 36 * 36;

    /// <summary>True for two letters, a letter or digit, three digits, a letter, all capital ASCII (shape of domain §1.1).</summary>
    public static bool IsCode(ReadOnlySpan<char> code) =>
        code.Length == CodeLength && char.IsAsciiLetterUpper(code[0]) && char.IsAsciiLetterUpper(code[1])
        && (char.IsAsciiLetterUpper(code[2]) || char.IsAsciiDigit(code[2]))
        && char.IsAsciiDigit(code[3]) && char.IsAsciiDigit(code[4]) && char.IsAsciiDigit(code[5]) && char.IsAsciiLetterUpper(code[6]);

    /// <summary>True for a two-digit province code.</summary>
    public static bool IsProvince(ReadOnlySpan<char> province) =>
        province.Length == 2 && char.IsAsciiDigit(province[0]) && char.IsAsciiDigit(province[1]);

    /// <summary>The id of (province, code). Throws <see cref="ArgumentException"/> if either has not its shape.</summary>
    public static long Id(ReadOnlySpan<char> province, ReadOnlySpan<char> code) => IsProvince(province) && IsCode(code)
        ? (ProvinceNumber(province) * Span) + Pack(code)
        : throw new ArgumentException($"'{province}'/'{code}' is not a province and an employer code", nameof(code));

    /// <summary>First and last id (inclusive) that an employer of the province can have.</summary>
    public static (long First, long Last) Range(ReadOnlySpan<char> province)
    {
        var first = ProvinceNumber(province) * Span;
        return (first, first + Span - 1);
    }

    /// <summary>
    /// The id under which stands what concerns an office and no single employer: province × 36⁷ + the office's digits, below every employer's (whose code begins with a letter). Throws
    /// <see cref="ArgumentException"/> for an office code that is not of 1 to 9 digits.
    /// </summary>
    public static long OfficeId(ReadOnlySpan<char> province, ReadOnlySpan<char> office) =>
        IsProvince(province) && office.Length is > 0 and < 10 && int.TryParse(office, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number)
            ? (ProvinceNumber(province) * Span) + number
            : throw new ArgumentException($"'{province}'/'{office}' is not a province and an office code", nameof(office));

    public static string Province(long id)
    {
        var number = (int)(id / Span);
        return string.Create(2, number, (chars, n) => { chars[0] = (char)('0' + (n / 10)); chars[1] = (char)('0' + (n % 10)); });
    }

    public static string Code(long id) => string.Create(CodeLength, id % Span, (chars, rest) =>
    {
        for (var i = CodeLength - 1; i >= 0; i--)
        {
            var digit = (int)(rest % 36);
            chars[i] = (char)(digit < 10 ? '0' + digit : 'A' + digit - 10);
            rest /= 36;
        }
    });

    private static long ProvinceNumber(ReadOnlySpan<char> province) => ((province[0] - '0') * 10) + province[1] - '0';

    private static long Pack(ReadOnlySpan<char> code)
    {
        long packed = 0;
        foreach (var c in code)
        {
            packed = (packed * 36) + (c <= '9' ? c - '0' : c - 'A' + 10);
        }

        return packed;
    }
}
