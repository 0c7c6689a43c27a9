namespace BaoPhu.Rules.Text;

/// <summary>Vietnamese vowels taken apart and put together: letter (a ă â e ê i o ô ơ u ư y, both cases) and tone.</summary>
internal static class VietnameseLetters
{
    public const int NoTone = 0;

    // Row: letter; column: none, huyền, hỏi, ngã, sắc, nặng.
    private const string Table =
        "aàảãáạ" + "ăằẳẵắặ" + "âầẩẫấậ" + "eèẻẽéẹ" + "êềểễếệ" + "iìỉĩíị" + "oòỏõóọ" + "ôồổỗốộ" + "ơờởỡớợ" + "uùủũúụ" + "ưừửữứự" + "yỳỷỹýỵ"
        + "AÀẢÃÁẠ" + "ĂẰẲẴẮẶ" + "ÂẦẨẪẤẬ" + "EÈẺẼÉẸ" + "ÊỀỂỄẾỆ" + "IÌỈĨÍỊ" + "OÒỎÕÓỌ" + "ÔỒỔỖỐỘ" + "ƠỜỞỠỚỢ" + "UÙỦŨÚỤ" + "ƯỪỬỮỨỰ" + "YỲỶỸÝỴ";

    private const int Highest = 0x1EFA;

    // Place in the table + 1, 0 for other characters.
    private static readonly byte[] Place = MakePlaces();
    private static readonly char[] FoldTable = MakeFolds();

    /// <summary>Letter without its tone (case and shape kept) and tone 0–5; false for what is not a Vietnamese vowel.</summary>
    public static bool TrySplit(char c, out char letter, out int tone)
    {
        var place = c < Highest ? Place[c] : 0;
        if (place == 0)
        {
            (letter, tone) = (c, NoTone);
            return false;
        }

        tone = (place - 1) % 6;
        letter = Table[place - 1 - tone];
        return true;
    }

    public static bool IsVowel(char c) => c < Highest && Place[c] != 0;

    public static int ToneOf(char c) => c < Highest && Place[c] is > 0 and var place ? (place - 1) % 6 : NoTone;

    /// <summary>A vowel with a tone. The letter must be toneless and Vietnamese.</summary>
    public static char Join(char letter, int tone) => Table[Place[letter] - 1 + tone];

    /// <summary>Lower-case unaccented letter, or the character itself where it is no Latin letter of Vietnamese.</summary>
    public static char Fold(char c) => c < Highest ? FoldTable[c] : c;

    private static byte[] MakePlaces()
    {
        var places = new byte[Highest];
        for (var i = 0; i < Table.Length; i++)
        {
            places[Table[i]] = (byte)(i + 1);
        }

        return places;
    }

    private static char[] MakeFolds()
    {
        const string Plain = "aaaeeiooouuy";
        var folds = new char[Highest];
        for (var i = 0; i < folds.Length; i++)
        {
            folds[i] = char.ToLowerInvariant((char)i);
        }

        for (var i = 0; i < Table.Length; i++)
        {
            folds[Table[i]] = Plain[i / 6 % 12];
        }

        foreach (var d in "đĐÐðƉɖ")
        {
            folds[d] = 'd';
        }

        return folds;
    }
}
