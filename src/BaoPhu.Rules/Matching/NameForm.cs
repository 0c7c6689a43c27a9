using System.Numerics;
using BaoPhu.Rules.Text;

namespace BaoPhu.Rules.Matching;

/// <summary>What a name is, read once.</summary>
/// <param name="Parts">How many numbers its syllables are: one for each, more for one of over six letters.</param>
/// <param name="Letters">Letters without spaces.</param>
/// <param name="Given">The last syllable, or its first six letters; 0 where there is none.</param>
/// <param name="Odd">One bit a letter: set where the letter stands an odd number of times. One slip changes two of them at the most.</param>
/// <param name="Toned">Digest of the name with its accents.</param>
public readonly record struct NameRead(int Parts, int Letters, int Given, uint Odd, uint Toned, bool Accented);

/// <summary>
/// The form in which a Vietnamese name is compared (domain §13): titles dropped ("Ông", "Bà", "Mr."), points of initials as spaces, i for a y that stands alone behind its consonants ("Lý" is "Lí", never
/// "Thúy" "Thúi"), apostrophes and hyphens gone. Two readings of it: with its accents, and folded.
/// </summary>
public static class NameForm
{
    /// <summary>Parts beyond it are left out; the longest names of the country have seven syllables.</summary>
    public const int MostParts = 10;

    /// <summary>Letters that one part holds, in five bits each: a is 1, z is 26; what is no Latin letter shares the five numbers above.</summary>
    public const int LettersOfPart = 6;

    /// <summary>Marks a part whose syllable goes on in the next.</summary>
    private const int GoesOn = 1 << (LettersOfPart * 5);

    // Folded. Ông is a family name of the Hoa too, so it is a title only where a whole name follows.
    private const int LongestTitle = 3;
    private static readonly HashSet<string> Titles = new(StringComparer.Ordinal) { "ong", "ba", "anh", "chi", "co", "mr", "mrs", "ms", "ths", "bs" };

    /// <summary>Reads a name in the one spelling of <see cref="VietnameseText.Normalise"/>. <paramref name="parts"/> (room for <see cref="MostParts"/>) gets its folded syllables as numbers.</summary>
    public static NameRead Read(string name, Span<int> parts)
    {
        Span<char> room = stackalloc char[128];
        var lower = room[..Math.Max(0, name.AsSpan(0, Math.Min(name.Length, room.Length)).ToLowerInvariant(room))];
        var (count, letters, given, odd, toned, accented) = (0, 0, 0, 0U, 14695981039346656037UL, false);
        var skip = IsTitled(lower) ? 1 : 0;
        var at = 0;
        while (Next(lower, ref at, out var start, out var length))
        {
            if (skip-- > 0 || count == MostParts)
            {
                continue;
            }

            var (first, part) = (count, 0);
            for (var i = 0; i < length; i++)
            {
                var whole = lower[start + i];
                var plain = VietnameseLetters.Fold(whole);
                if (plain == 'y' && i > 0 && i == length - 1 && !IsVowel(VietnameseLetters.Fold(lower[start + i - 1])))
                {
                    (whole, plain) = (WithI(whole), 'i');
                }

                accented |= whole != plain;
                toned = (toned ^ whole) * 1099511628211UL;
                if (i > 0 && i % LettersOfPart == 0 && count < MostParts)
                {
                    (parts[count++], part) = (part | GoesOn, 0);
                }

                if (count < MostParts)
                {
                    var letter = char.IsAsciiLetter(plain) ? plain - 'a' + 1 : 27 + (plain % 5);
                    (part, odd, letters) = ((part << 5) | letter, odd ^ (1U << letter), letters + 1);
                }
            }

            if (count < MostParts)
            {
                parts[count++] = part;
            }

            given = parts[first];
            toned = (toned ^ ' ') * 1099511628211UL;
        }

        return new(count, letters, given, odd, (uint)(toned ^ (toned >> 32)), accented);
    }

    /// <summary>The letters of parts, in their order without spaces; returns how many.</summary>
    internal static int Letters(ReadOnlySpan<int> parts, Span<byte> into)
    {
        var count = 0;
        foreach (var part in parts)
        {
            for (var shift = Top(part); shift >= 0; shift -= 5)
            {
                into[count++] = (byte)((part >> shift) & 31);
            }
        }

        return count;
    }

    /// <summary>The first letter of a part; 0 of 0.</summary>
    internal static int Initial(int part) => (part >> Top(part)) & 31;

    /// <summary>The first letters of all syllables but the last, as one number.</summary>
    internal static ulong Initials(ReadOnlySpan<int> parts)
    {
        var (initials, begins) = (0UL, true);
        foreach (var part in parts)
        {
            initials = begins ? (initials << 5) | (uint)Initial(part) : initials;
            begins = (part & GoesOn) == 0;
        }

        return initials >> 5;
    }

    private static int Top(int part) => BitOperations.Log2((uint)(part & ~GoesOn)) / 5 * 5;

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
