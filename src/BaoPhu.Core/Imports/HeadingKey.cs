using System.Text;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Imports;

/// <summary>
/// What a heading means apart from how it is written: without accents, case, punctuation, units in brackets and spaces, its short forms made long.
/// "MÃ ĐV", "Ma don vi" and "MA_DON_VI" have one key.
/// </summary>
internal static class HeadingKey
{
    private static readonly Dictionary<string, string> Long = new(StringComparer.Ordinal)
    {
        ["dv"] = "don vi", ["dvi"] = "don vi", ["madv"] = "ma don vi", ["tendv"] = "ten don vi", ["cq"] = "co quan", ["cqbhxh"] = "co quan bhxh",
        ["ld"] = "lao dong", ["sld"] = "so lao dong", ["mst"] = "ma so thue", ["pd"] = "phai dong", ["pn"] = "phai dong", ["dd"] = "da dong",
        ["px"] = "phuong xa", ["qh"] = "quan huyen", ["tp"] = "thanh pho", ["sdt"] = "dien thoai", ["dt"] = "dien thoai", ["tel"] = "dien thoai",
        ["phone"] = "dien thoai", ["qd"] = "quyet dinh", ["hl"] = "hieu luc", ["tnldbnn"] = "tnld", ["bnn"] = "", ["httt"] = "huu tri tu tuat", ["vnd"] = "", ["dbhc"] = "dia ban",
        ["dvhc"] = "dia ban", ["ttdv"] = "tinh trang don vi", ["dc"] = "dia chi",
    };

    private static readonly (string From, string To)[] Phrases =
    [
        ("phai nop", "phai dong"), ("da nop", "da dong"), ("phai thu", "phai dong"), ("da thu", "da dong"), ("ht tt", "huu tri tu tuat"), ("xa phuong", "phuong xa"),
        ("huyen quan", "quan huyen"), ("so tien ", ""), ("so phai dong", "phai dong"), ("so da dong", "da dong"), ("e mail", "email"), ("quy ", ""), ("hanh chinh", ""),
        ("xa phuong thi tran", "phuong xa"), ("phuong xa thi tran", "phuong xa"),
    ];

    /// <summary>The key; empty for a blank heading.</summary>
    public static string Of(string heading)
    {
        var text = VietnameseText.Fold(VietnameseText.Normalise(heading));
        var words = new List<string>();
        var word = new StringBuilder();
        var depth = 0;
        foreach (var c in text + " ")
        {
            depth += c == '(' ? 1 : c == ')' && depth > 0 ? -1 : 0;
            if (char.IsLetterOrDigit(c) && depth == 0)
            {
                word.Append(c);
            }
            else if (word.Length > 0)
            {
                words.Add(Long.GetValueOrDefault(word.ToString(), word.ToString()));
                word.Clear();
            }
        }

        var whole = string.Join(' ', words.Where(w => w.Length > 0)) + " ";
        var key = whole;
        foreach (var (from, to) in Phrases)
        {
            key = key.Replace(from, to, StringComparison.Ordinal);
        }

        // A heading that is nothing but such a word ("Quý") is told by it.
        return (key.Trim().Length == 0 ? whole : key).Replace(" ", "", StringComparison.Ordinal);
    }
}
