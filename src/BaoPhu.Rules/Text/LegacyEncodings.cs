using System.Text;

namespace BaoPhu.Rules.Text;

/// <summary>
/// Text of TCVN3 (.VnTime: "NguyÔn V¨n Hïng") and VNI ("Nguyeãn Vaên Huøng") fonts that was read as Latin-1. It is repaired only when it is certain: some word is no Vietnamese
/// syllable as it stands, nothing above Latin-1 occurs, and by exactly one of the two tables every accented word becomes a syllable.
/// </summary>
internal static class LegacyEncodings
{
    // 0xA1–0xFE of TCVN 5712:1993 (VN3); a middle dot where the fonts have no letter.
    private const string Tcvn3 =
        "ĂÂÊÔƠƯĐăâêôơưđ······àảãáạ·ằẳẵắ·······ặầẩẫấậè·ẻẽéẹềểễếệìỉ···ĩíịò·ỏõóọồổỗốộờởỡớợù·ủũúụừửữứựỳỷỹýỵ";

    private static readonly Dictionary<(char, char), char> VniPairs = MakeVniPairs();

    private static readonly Dictionary<char, char> VniSingles = new()
    {
        ['ñ'] = 'đ', ['Ñ'] = 'Đ', ['ô'] = 'ơ', ['Ô'] = 'Ơ', ['ö'] = 'ư', ['Ö'] = 'Ư', ['æ'] = 'ỉ', ['Æ'] = 'Ỉ', ['ó'] = 'ĩ', ['Ó'] = 'Ĩ',
        ['ò'] = 'ị', ['Ò'] = 'Ị', ['î'] = 'ỵ', ['Î'] = 'Ỵ',
    };

    /// <summary>The repaired text, or null when it is not certainly one of the two.</summary>
    public static string? Repair(string text)
    {
        var accented = false;
        foreach (var c in text)
        {
            if (c > '\u00FF')
            {
                return null;
            }

            accented |= c > '\u00A0';
        }

        if (!accented || text.Length > 1_000 || AllSyllables(text))
        {
            return null;
        }

        var tcvn = FromTcvn3(text);
        var vni = FromVni(text);
        var tcvnFits = tcvn is not null && AllSyllables(tcvn);
        var vniFits = AllSyllables(vni) && !string.Equals(vni, text, StringComparison.Ordinal);
        return tcvnFits == vniFits ? null : tcvnFits ? tcvn : vni;
    }

    /// <summary>True if each word that has an accented character is a syllable.</summary>
    /// <summary>The text as it stands in a file of a TCVN3 font that is read as Latin; null where the font has not one of its letters (capitals with a tone).</summary>
    public static string? ToTcvn3(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            var place = c <= '\u007F' ? -1 : Tcvn3.IndexOf(c, StringComparison.Ordinal);
            if (c > '\u007F' && place < 0)
            {
                return null;
            }

            result.Append(place < 0 ? c : (char)('\u00A1' + place));
        }

        return result.ToString();
    }

    /// <summary>The same of a VNI font; null where it has not one of its letters.</summary>
    public static string? ToVni(string text)
    {
        var result = new StringBuilder(text.Length * 2);
        foreach (var c in text)
        {
            var (pair, single) = (VniPairs.LastOrDefault(p => p.Value == c).Key, VniSingles.FirstOrDefault(s => s.Value == c).Key);
            if (c > '\u007F' && pair.Item1 == '\0' && single == '\0')
            {
                return null;
            }

            result.Append(c <= '\u007F' ? c.ToString() : pair.Item1 != '\0' ? $"{pair.Item1}{pair.Item2}" : single.ToString());
        }

        return result.ToString();
    }

    private static bool AllSyllables(ReadOnlySpan<char> text)
    {
        var i = 0;
        while (i < text.Length)
        {
            if (!IsWordCharacter(text[i]))
            {
                i++;
                continue;
            }

            var start = i;
            var accented = false;
            while (i < text.Length && IsWordCharacter(text[i]))
            {
                accented |= text[i++] > '\u00A0';
            }

            if (accented && !Syllables.IsSyllable(text[start..i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsWordCharacter(char c) => char.IsAsciiLetter(c) || c > '\u00A0';

    private static string? FromTcvn3(string text)
    {
        // The capitals of a .VnTimeH font have the codes of small letters; a capital within a word tells such text from "X· A Lï", where words only begin with one.
        var capitals = !text.AsSpan().ContainsAnyInRange('a', 'z') && HasInnerCapital(text);
        var result = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (c <= '\u00A0')
            {
                result.Append(c);
                continue;
            }

            var place = c - '\u00A1';
            if (place >= Tcvn3.Length || Tcvn3[place] == '·')
            {
                return null;
            }

            result.Append(capitals ? char.ToUpperInvariant(Tcvn3[place]) : Tcvn3[place]);
        }

        return result.ToString();
    }

    private static bool HasInnerCapital(string text)
    {
        for (var i = 1; i < text.Length; i++)
        {
            if (char.IsAsciiLetterUpper(text[i]) && IsWordCharacter(text[i - 1]))
            {
                return true;
            }
        }

        return false;
    }

    private static string FromVni(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && VniPairs.TryGetValue((text[i], text[i + 1]), out var pair))
            {
                result.Append(pair);
                i++;
            }
            else
            {
                result.Append(VniSingles.GetValueOrDefault(text[i], text[i]));
            }
        }

        return result.ToString();
    }

    private static Dictionary<(char, char), char> MakeVniPairs()
    {
        var pairs = new Dictionary<(char, char), char>();
        // Marks in the order of VietnameseLetters: huyền, hỏi, ngã, sắc, nặng.
        AddTones("aeouy", "aeouy", "øûõùï");
        AddTones("ôö", "ơư", "øûõùï");
        AddTones("aeo", "âêô", "àåãáä");
        AddTones("a", "ă", "èúüéë");
        foreach (var (letter, marked) in "aâeêoô".Chunk(2).Select(c => (c[0], c[1])))
        {
            Add(letter, 'â', marked);
        }

        Add('a', 'ê', 'ă');
        return pairs;

        void AddTones(string letters, string marked, string tones)
        {
            for (var l = 0; l < letters.Length; l++)
            {
                for (var t = 0; t < tones.Length; t++)
                {
                    Add(letters[l], tones[t], VietnameseLetters.Join(marked[l], t + 1));
                }
            }
        }

        void Add(char letter, char mark, char result)
        {
            var (upperLetter, upperMark, upperResult) = (char.ToUpperInvariant(letter), char.ToUpperInvariant(mark), char.ToUpperInvariant(result));
            pairs[(letter, mark)] = result;
            pairs[(upperLetter, upperMark)] = upperResult;
            pairs[(upperLetter, mark)] = upperResult;
        }
    }
}
