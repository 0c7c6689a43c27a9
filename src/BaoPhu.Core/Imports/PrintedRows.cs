using System.Text.RegularExpressions;
using BaoPhu.Core.Imports.Reading;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Imports;

/// <summary>What is printed among and below the rows of a list of persons, told by its words. Names of persons ("Tống Văn An", "Công Minh") are none of it.</summary>
internal static partial class PrintedRows
{
    private const int FewestDigits = 5;

    /// <summary>True for a cell with a number of a person, employer or card: digits, and no word.</summary>
    public static bool IsNumber(ReadOnlySpan<byte> cell)
    {
        var (digits, letters) = (0, 0);
        foreach (var b in cell)
        {
            digits += b is >= (byte)'0' and <= (byte)'9' ? 1 : 0;
            letters += b is >= (byte)'A' and <= (byte)'Z' or >= (byte)'a' and <= (byte)'z' or >= 0x80 ? 1 : 0;
        }

        return digits >= FewestDigits && letters <= 3;
    }

    /// <summary>The first cell with a letter, folded and behind the Roman number of a section ("II", "Hộ nghèo"), and its column; how many cells are not blank, a number before it not counted.</summary>
    public static string FirstWords(ITableReader row, out int column, out int cells)
    {
        (column, cells) = (-1, 0);
        var (text, roman, before) = ("", "", 0);
        for (var c = 0; c < row.Count; c++)
        {
            var cell = Headings.Show(row.Cell(c));
            if (cell.Length == 0)
            {
                continue;
            }

            cells++;
            if (text.Length == 0 && Roman().IsMatch(cell))
            {
                roman = cell.TrimEnd('.', ')') + ". ";
            }
            else if (text.Length == 0 && cell.Any(char.IsLetter))
            {
                (text, column) = (VietnameseText.Fold(roman + cell), c);
                before = cells - 1;
            }
        }

        cells -= before == 1 ? 1 : 0;
        return text;
    }

    public static bool IsSum(string folded) => Sum().IsMatch(folded);

    public static bool IsSection(string folded) => Section().IsMatch(folded);

    public static bool IsSignature(string folded) => Signature().IsMatch(folded);

    [GeneratedRegex("^[IVX]{1,4}[.)]?$", RegexOptions.CultureInvariant)]
    private static partial Regex Roman();

    [GeneratedRegex(
        @"^(tong cong|tong so|tong|cong)(\s*[:.(+-]|\s+\d|\s*$|\s+(nguoi|lao dong|danh sach|muc|phan|nhom|trang|toan|so nguoi|so lao dong|so tien|don vi|xa|phuong|quan|huyen)\b)|^(cong trang|cong don|mang sang|chuyen sang|luy ke)\b",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Sum();

    [GeneratedRegex(@"^([ivx]{1,4}|[a-h])\s*[.)/:-]\s*\p{L}|^(nhom|muc|phan|doi tuong)\s+[\divx]+\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Section();

    [GeneratedRegex(
        @"^(nguoi lap|lap bieu|thu truong|giam doc|pho giam doc|ke toan|ky ten|\(ky|xac nhan cua|noi nhan|(tm|kt|tl|tuq)\s*\.\s*(uy ban|ubnd|chu tich|giam doc|truong)|chu tich|danh sach (nay )?(co|gom|an dinh))\b|\bngay\s*[\d.… ]*\s*thang\s*[\d.… ]*\s*nam\b",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Signature();
}
