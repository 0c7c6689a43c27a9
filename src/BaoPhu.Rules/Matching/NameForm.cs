using BaoPhu.Rules.Text;

namespace BaoPhu.Rules.Matching;

/// <summary>Folded syllables of names, each with a number: names are compared as numbers.</summary>
public sealed class SyllableBook
{
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly List<char> _initials = ['\0'];

    public SyllableBook() => _lookup = _ids.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The number of a syllable; the same for the same letters, never 0.</summary>
    public int Id(ReadOnlySpan<char> syllable)
    {
        if (!_lookup.TryGetValue(syllable, out var id))
        {
            id = _ids.Count + 1;
            _ids.Add(syllable.ToString(), id);
            _initials.Add(syllable.IsEmpty ? '\0' : syllable[0]);
        }

        return id;
    }

    /// <summary>The first letter of a syllable by its number; '\0' of 0.</summary>
    internal char Initial(int id) => _initials[id];
}

/// <summary>
/// The form in which a Vietnamese name is compared (domain §13): titles dropped ("Ông", "Bà", "Mr."), points of initials as spaces, i for a y that stands alone behind its consonants ("Lý" is "Lí", never
/// "Thúy" "Thúi"), apostrophes and hyphens gone. Two readings of it: with its accents, and folded.
/// </summary>
public static class NameForm
{
    /// <summary>Syllables beyond it are left out; the longest names of the country have seven.</summary>
    public const int MostSyllables = 10;

    // Folded. Ông is a family name of the Hoa too, so it is a title only where a whole name follows.
    private const int LongestTitle = 3;
    private static readonly HashSet<string> Titles = new(StringComparer.Ordinal) { "ong", "ba", "anh", "chi", "co", "mr", "mrs", "ms", "ths", "bs" };

    /// <summary>
    /// Reads a name in the one spelling of <see cref="VietnameseText.Normalise"/>. <paramref name="parts"/> (room for <see cref="MostSyllables"/>) gets the numbers of its folded syllables,
    /// <paramref name="letters"/> its folded letters without spaces (cut at its length), <paramref name="toned"/> a digest of the name with its accents, <paramref name="accented"/> whether it has any.
    /// Returns the number of syllables.
    /// </summary>
    public static int Read(string name, SyllableBook book, Span<int> parts, Span<byte> letters, out int lettersLength, out ulong toned, out bool accented)
    {
        Span<char> room = stackalloc char[128];
        var lower = room[..Math.Max(0, name.AsSpan(0, Math.Min(name.Length, room.Length)).ToLowerInvariant(room))];
        (lettersLength, toned, accented) = (0, 14695981039346656037UL, false);
        var count = 0;
        Span<char> whole = stackalloc char[32], plain = stackalloc char[32];
        var skip = IsTitled(lower) ? 1 : 0;
        var seen = 0;
        var at = 0;
        while (Next(lower, ref at, out var start, out var length))
        {
            if (seen++ < skip || count == MostSyllables)
            {
                continue;
            }

            length = Math.Min(length, whole.Length);
            lower.Slice(start, length).CopyTo(whole);
            for (var i = 0; i < length; i++)
            {
                plain[i] = VietnameseLetters.Fold(whole[i]);
            }

            if (length > 1 && plain[length - 1] == 'y' && !IsVowel(plain[length - 2]))
            {
                plain[length - 1] = 'i';
                whole[length - 1] = WithI(whole[length - 1]);
            }

            for (var i = 0; i < length; i++)
            {
                accented |= whole[i] != plain[i];
                toned = (toned ^ whole[i]) * 1099511628211UL;
                if (lettersLength < letters.Length)
                {
                    letters[lettersLength++] = (byte)plain[i];
                }
            }

            toned = (toned ^ ' ') * 1099511628211UL;
            parts[count++] = book.Id(plain[..length]);
        }

        return count;
    }

    private static int WordsOf(ReadOnlySpan<char> lower)
    {
        var (count, at) = (0, 0);
        while (Next(lower, ref at, out _, out _))
        {
            count++;
        }

        return count;
    }

    private static bool IsTitled(ReadOnlySpan<char> lower)
    {
        var at = 0;
        if (!Next(lower, ref at, out var start, out var length) || length > LongestTitle)
        {
            return false;
        }

        Span<char> first = stackalloc char[LongestTitle];
        for (var i = 0; i < length; i++)
        {
            first[i] = VietnameseLetters.Fold(lower[start + i]);
        }

        return Titles.GetAlternateLookup<ReadOnlySpan<char>>().Contains(first[..length]) && WordsOf(lower) >= (first[0] == 'o' ? 4 : 3);
    }

    /// <summary>The next run of letters; whatever stands between runs (points, apostrophes, hyphens) divides them.</summary>
    private static bool Next(ReadOnlySpan<char> text, ref int at, out int start, out int length)
    {
        while (at < text.Length && !char.IsLetter(text[at]))
        {
            at++;
        }

        start = at;
        while (at < text.Length && char.IsLetter(text[at]))
        {
            at++;
        }

        length = at - start;
        return length > 0;
    }

    private static bool IsVowel(char c) => c is 'a' or 'e' or 'i' or 'o' or 'u';

    private static char WithI(char y) => y switch { 'ỳ' => 'ì', 'ý' => 'í', 'ỷ' => 'ỉ', 'ỹ' => 'ĩ', 'ỵ' => 'ị', _ => 'i' };
}
