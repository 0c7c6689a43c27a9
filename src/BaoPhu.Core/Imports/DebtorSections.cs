using System.Globalization;
using System.Text.RegularExpressions;
using BaoPhu.Rules;
using BaoPhu.Rules.Debts;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Imports;

/// <summary>
/// The words of a printed debtor list (mẫu B03-TS): sections I under one month, II one to under three, III three and over, IV hard to collect with IV.1 to IV.4
/// (QĐ 959/QĐ-BHXH of 2015, Điều 40). The words decide before the number, because offices number and order them as they like.
/// </summary>
public static partial class DebtorSections
{
    public const string HardToCollect = "IV";

    private static readonly (string Section, string[] Words)[] Kinds =
    [
        ("IV", ["kho thu"]), ("III", ["keo dai", "tu 3 thang", "3 thang tro len", "tren 3 thang"]), ("II", ["no dong", "1 den duoi 3", "1 thang den duoi 3", "1 - 3 thang", "1-3 thang"]),
        ("I", ["cham dong", "duoi 1 thang"]),
    ];

    /// <summary>Why a debt is hard to collect, as IV.1 to IV.4 tell it.</summary>
    private static readonly (string Section, string[] Words)[] Reasons =
    [
        ("IV.1", ["mat tich", "khong con tai dia chi", "khong con hoat dong tai", "khong ton tai tai"]), ("IV.2", ["dang trong thoi gian", "dang lam thu tuc", "bo tron", "khong co nguoi quan ly"]),
        ("IV.3", ["cham dut hoat dong", "da giai the", "da pha san", "tuyen bo pha san"]), ("IV.4", ["tam dung", "khoanh no", "khac"]),
    ];

    private static readonly string[] PageSums = ["cong trang", "mang sang", "chuyen sang", "trang truoc", "luy ke", "cong don"];

    [GeneratedRegex(@"^(?<section>IV|III|II|I)(\s*\.?\s*(?<part>[1-4]))?\s*([.:)/-]|\s|$)", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Roman();

    [GeneratedRegex(@"(?<signed>ngay\s*\d{1,2}\s*)?thang\s*(?<month>\d{1,2})\s*(nam|/|-)\s*(?<year>\d{4})", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Month();

    [GeneratedRegex(@"(don vi tinh|dvt)\s*:?\s*(1\.?000\s*(d|dong)|nghin|ngan|trieu|ty)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex OtherUnit();

    /// <summary>The section that a heading opens; null if the text is none. "1. Đơn vị mất tích" is understood within section IV only.</summary>
    public static string? Read(string title, string current)
    {
        var text = Words(title);
        var roman = Roman().Match(text);
        var number = roman.Success ? roman.Groups["section"].Value.ToUpperInvariant() : null;
        var part = roman.Success && number == HardToCollect && roman.Groups["part"].Success ? "IV." + roman.Groups["part"].Value : null;
        var said = Kinds.FirstOrDefault(k => k.Words.Any(w => text.Contains(w, StringComparison.Ordinal))).Section;
        if (part is not null)
        {
            return part;
        }

        if (number is not null)
        {
            return said ?? number;
        }

        if (current.StartsWith(HardToCollect, StringComparison.Ordinal) && Reasons.FirstOrDefault(k => k.Words.Any(w => text.Contains(w, StringComparison.Ordinal))).Section is { } reason)
        {
            return reason;
        }

        // Words alone: "Đơn vị nợ đọng", "Nợ kéo dài từ 3 tháng trở lên", but not the title of the whole list.
        return said is not null && !text.StartsWith("danh sach", StringComparison.Ordinal) && (text.StartsWith("don vi", StringComparison.Ordinal) || text.StartsWith("no ", StringComparison.Ordinal)
            || text.StartsWith("muc ", StringComparison.Ordinal) || text.StartsWith("nhom ", StringComparison.Ordinal)) ? said : null;
    }

    /// <summary>True for "Cộng", "Tổng cộng", "Cộng mục II"; the section it names, or null for one that names none.</summary>
    public static bool IsTotal(string title, out string? section, out bool grand)
    {
        var text = Words(title);
        section = null;
        grand = text.StartsWith("tong", StringComparison.Ordinal) && !text.StartsWith("tong muc", StringComparison.Ordinal);
        if (!text.StartsWith("cong ", StringComparison.Ordinal) && text != "cong" && !text.StartsWith("tong ", StringComparison.Ordinal) && !text.StartsWith("cong:", StringComparison.Ordinal))
        {
            return false;
        }

        // "Công ty…" folds to "cong ty": no total.
        if (text.StartsWith("cong ty", StringComparison.Ordinal) || text.StartsWith("tong cong ty", StringComparison.Ordinal))
        {
            return false;
        }

        var rest = text;
        foreach (var word in (string[])["tong cong", "tong so", "tong", "cong", "muc", "phan", "nhom"])
        {
            rest = rest.StartsWith(word, StringComparison.Ordinal) ? rest[word.Length..].Trim(' ', ':', '(') : rest;
        }

        section = rest.Length > 0 ? Read(rest, "") : null;
        grand &= section is null && (rest.Length == 0 || !char.IsAsciiLetter(rest[0]) || rest.StartsWith("toan", StringComparison.Ordinal) || rest.Contains('+', StringComparison.Ordinal));
        return true;
    }

    /// <summary>Sums of a printed page and what is carried over to the next: no rows of the list.</summary>
    public static bool IsPageSum(string title) => PageSums.Any(w => Words(title).StartsWith(w, StringComparison.Ordinal));

    /// <summary>The month in the titles ("Tháng 10 năm 2021"), not the day on which they were signed; null if none or several are named.</summary>
    public static Period? MonthOf(IEnumerable<string> titles)
    {
        var found = new HashSet<int>();
        foreach (Match match in titles.SelectMany(t => Month().Matches(Words(t))))
        {
            if (!match.Groups["signed"].Success
                && Period.TryFromNumber((int.Parse(match.Groups["year"].Value, CultureInfo.InvariantCulture) * 100) + int.Parse(match.Groups["month"].Value, CultureInfo.InvariantCulture), out var period))
            {
                found.Add(period.Number);
            }
        }

        return found.Count == 1 ? Period.FromNumber(found.First()) : null;
    }

    /// <summary>True if the titles say that amounts are in thousands or millions.</summary>
    public static bool IsInOtherUnit(IEnumerable<string> titles) => titles.Any(t => OtherUnit().IsMatch(Words(t)));

    /// <summary>The band that a section stands for; null for IV, which stands beside the bands.</summary>
    public static DebtBand? Band(string section) => section switch
    {
        "I" => DebtBand.UnderOneMonth,
        "II" => DebtBand.OneToThree,
        "III" => DebtBand.ThreeAndOver,
        _ => null,
    };

    private static string Words(string text) => VietnameseText.Fold(VietnameseText.Normalise(text));
}
