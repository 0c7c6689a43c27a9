using BaoPhu.Rules.Text;

namespace BaoPhu.Rules.Matching;

/// <summary>An employer that a name may mean. <paramref name="Row"/>: its number in the list; <paramref name="Bits"/>: log-odds that it is meant.</summary>
public readonly record struct EmployerFound(int Row, double Bits);

/// <summary>
/// Finds the employer of a register that a name and an address mean. Its legal form is no part of the name; each word weighs what it tells: one that a third of all bear ("thương mại") nearly nothing, one that
/// a single employer bears as much as there are employers.
/// </summary>
public sealed class EmployerNames
{
    /// <summary>A word is looked up under at most so many employers; a name has a rarer one, or tells nobody apart.</summary>
    private const int MostOfWord = 500;

    private const int RarestWords = 3;

    // Folded, with spaces around; the longer before those they begin with.
    private static readonly string[] Forms =
    [
        .. new[]
        {
            "cong ty trach nhiem huu han mot thanh vien", "cong ty trach nhiem huu han 1 thanh vien", "cong ty trach nhiem huu han hai thanh vien tro len", "cong ty trach nhiem huu han", "cong ty tnhh mot thanh vien",
            "cong ty tnhh 1 thanh vien", "cong ty tnhh mtv", "cong ty tnhh 1tv", "cong ty tnhh hai thanh vien tro len", "cong ty tnhh 2tv", "cong ty tnhh", "cty tnhh mtv", "cty tnhh", "cong ty co phan", "cong ty cp",
            "cty co phan", "cty cp", "ctcp", "cong ty hop danh", "tong cong ty", "tct", "cong ty", "cty", "doanh nghiep tu nhan", "dntn", "doanh nghiep", "lien hiep hop tac xa", "hop tac xa", "htx",
            "chi nhanh", "van phong dai dien", "vpdd", "dia diem kinh doanh", "ho kinh doanh", "hkd", "tap doan", "tnhh mtv", "tnhh", "mtv", "cp",
        }.Select(f => $" {f} ").OrderByDescending(f => f.Length),
    ];

    private static readonly Dictionary<string, string[]> Abbreviations = new(StringComparer.Ordinal)
    {
        ["tm"] = ["thuong", "mai"], ["dv"] = ["dich", "vu"], ["tmdv"] = ["thuong", "mai", "dich", "vu"], ["sx"] = ["san", "xuat"], ["sxtm"] = ["san", "xuat", "thuong", "mai"], ["xd"] = ["xay", "dung"],
        ["xnk"] = ["xuat", "nhap", "khau"], ["dt"] = ["dau", "tu"], ["vn"] = ["viet", "nam"], ["kt"] = ["ky", "thuat"], ["vlxd"] = ["vat", "lieu", "xay", "dung"], ["dl"] = ["du", "lich"], ["gd"] = ["giao", "duc"],
        ["va"] = [], ["tai"] = [],
    };

    private readonly string[][] _names;
    private readonly string[][] _addresses;
    private readonly Dictionary<string, List<int>> _byWord = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _inAddresses = new(StringComparer.Ordinal);

    public EmployerNames(IReadOnlyList<(string Name, string? Address)> register)
    {
        (_names, _addresses) = ([.. register.Select(e => WordsOf(e.Name))], [.. register.Select(e => Words(e.Address ?? ""))]);
        for (var row = 0; row < _names.Length; row++)
        {
            foreach (var word in _names[row].Distinct(StringComparer.Ordinal))
            {
                (_byWord.TryGetValue(word, out var rows) ? rows : _byWord[word] = []).Add(row);
            }

            foreach (var word in _addresses[row].Distinct(StringComparer.Ordinal))
            {
                _inAddresses[word] = _inAddresses.GetValueOrDefault(word) + 1;
            }
        }
    }

    /// <summary>The words of a name without its legal form, abbreviations written out: "Cty TNHH MTV TM-DV Hoàng Phát" → thuong mai dich vu hoang phat.</summary>
    public static string[] WordsOf(string name)
    {
        var key = VietnameseText.WordKey(name);
        while (Array.Find(Forms, f => key.StartsWith(f, StringComparison.Ordinal)) is { } form)
        {
            key = key[(form.Length - 1)..];
        }

        return [.. key.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(word => Abbreviations.TryGetValue(word, out var whole) ? whole : [word])];
    }

    /// <summary>
    /// The employer that is meant, if it is as sure as <paramref name="precision"/> wants and no other comes near it; null: nobody, or not sure. The name must have a word that tells employers apart.
    /// <paramref name="mayBe"/>: whether an employer may be meant at all.
    /// </summary>
    public EmployerFound? Find(string name, string? address, double precision, Func<int, bool> mayBe)
    {
        var (words, places, wanted) = (WordsOf(name), Words(address ?? ""), Math.Log2(precision / (1 - precision)));
        var rarest = words.Distinct(StringComparer.Ordinal).Where(w => _byWord.TryGetValue(w, out var rows) && rows.Count <= MostOfWord).OrderBy(w => _byWord[w].Count).Take(RarestWords);
        var (best, second) = (new EmployerFound(-1, double.NegativeInfinity), double.NegativeInfinity);
        foreach (var row in rarest.SelectMany(w => _byWord[w]).Distinct().Where(mayBe))
        {
            var bits = Bits(words, places, row);
            (best, second) = bits > best.Bits ? (new(row, bits), best.Bits) : (best, Math.Max(second, bits));
        }

        return best.Bits >= wanted && best.Bits - second >= wanted ? best : null;
    }

    /// <summary>What the name shares speaks for the employer, what only one of the two says speaks against it; a shared address speaks for it, another one against nobody, because employers move.</summary>
    private double Bits(string[] words, string[] places, int row)
    {
        var (bits, distinctive, rest) = (-Math.Log2(_names.Length + 1), false, _names[row].ToList());
        foreach (var word in words)
        {
            var weight = Weight(word);
            if (rest.Remove(word))
            {
                bits += weight;
                distinctive |= weight >= Math.Log2(_names.Length + 1) / 2;
            }
            else if (rest.Find(w => Slip(w, word)) is { } slipped && rest.Remove(slipped))
            {
                bits += Weight(slipped) / 2;
            }
            else
            {
                bits -= weight;
            }
        }

        bits -= rest.Sum(Weight);
        var shared = places.Intersect(_addresses[row], StringComparer.Ordinal).Sum(w => Math.Log2((_names.Length + 1.0) / _inAddresses[w]));
        return distinctive ? bits + Math.Min(shared, Math.Log2(_names.Length + 1)) : double.NegativeInfinity;
    }

    /// <summary>Bits of a word: how rare it is among the names. One that nobody bears weighs as one that a single employer bears.</summary>
    private double Weight(string word) => Math.Log2((_names.Length + 1.0) / (_byWord.TryGetValue(word, out var rows) ? rows.Count : 1));

    private static bool Slip(string a, string b) =>
        a.Length >= 4 && b.Length >= 4 && Math.Abs(a.Length - b.Length) <= 1 && Comparison.IsSlip(System.Text.Encoding.ASCII.GetBytes(a), System.Text.Encoding.ASCII.GetBytes(b));

    private static string[] Words(string text) => VietnameseText.WordKey(text).Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
