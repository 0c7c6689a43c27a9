using System.Buffers;
using System.Globalization;
using System.Text;

namespace BaoPhu.Rules.Text;

/// <summary>
/// One spelling for Vietnamese text of one line (names, addresses), as it enters (domain §13): composed Unicode; tone marks in the place that official names use
/// ("hòa, thúy, khỏe"; "hoàn, quý, già"); Đ U+0110 for its look-alikes; single ordinary spaces; nothing invisible; TCVN3 and VNI leftovers repaired where that is certain.
/// </summary>
public static class VietnameseText
{
    // ASCII that can stay as it is; a space needs a look at its neighbours.
    private static readonly SearchValues<char> PlainAscii = SearchValues.Create("!\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~ ");
    private static readonly SearchValues<char> PlainKey = SearchValues.Create("!\"#$%&'()*+,-./0123456789:;<=>?@[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~ ");

    /// <summary>The text in its one spelling; the same instance where nothing changes. Idempotent. Line breaks become spaces.</summary>
    public static string Normalise(string text)
    {
        if (text.Length == 0 || (!text.AsSpan().ContainsAnyExcept(PlainAscii) && IsSpacedWell(text)))
        {
            return text;
        }

        // One step can lay open another (a zero-width character between a letter and its accent); then it runs again, until nothing changes.
        var result = text;
        var again = true;
        for (var pass = 0; again && pass < 4; pass++)
        {
            var repaired = LegacyEncodings.Repair(result) ?? result;
            var composed = Compose(repaired);
            var next = Clean(composed, out var laidOpen);
            if (string.Equals(next, result, StringComparison.Ordinal))
            {
                break;
            }

            again = laidOpen || !ReferenceEquals(composed, result);
            result = next;
        }

        return string.Equals(result, text, StringComparison.Ordinal) ? text : result;
    }

    /// <summary>The text as a file of an old font (TCVN3, or VNI) has it: what <see cref="Normalise"/> repairs. Null where the font has not one of its letters.</summary>
    public static string? InOldFont(string text, bool vni) => vni ? LegacyEncodings.ToVni(text) : LegacyEncodings.ToTcvn3(text);

    /// <summary>As <see cref="Normalise"/>, null for null and for what is nothing but white space.</summary>
    public static string? NormaliseOrNull(string? text) => text is null || Normalise(text) is not { Length: > 0 } result ? null : result;

    /// <summary>
    /// Search key: lower case, without accents, đ → d, single spaces, trimmed. "Nguyễn Thị HÒA" and "nguyen thi hoa" have the same key, composed or not. Punctuation stays.
    /// The same instance where nothing changes.
    /// </summary>
    public static string Fold(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(PlainKey) && IsSpacedWell(text))
        {
            return text;
        }

        char[]? rented = null;
        Span<char> buffer = text.Length <= 256 ? stackalloc char[256] : rented = ArrayPool<char>.Shared.Rent(text.Length);
        var count = 0;
        var space = false;
        foreach (var c in text)
        {
            if (c < 0x80 ? c <= ' ' : char.IsWhiteSpace(c))
            {
                space = count > 0;
                continue;
            }

            if (c >= 0x80 && IsDropped(c))
            {
                continue;
            }

            if (space)
            {
                buffer[count++] = ' ';
                space = false;
            }

            buffer[count++] = Unaccented(c);
        }

        var result = text.AsSpan().SequenceEqual(buffer[..count]) ? text : buffer[..count].ToString();
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return result;
    }

    /// <summary>The words of a cell as a key to look phrases up in: folded, letters and digits only, one space before, between and behind: " chuyen hoan do tu choi ".</summary>
    public static string WordKey(string text)
    {
        var words = new StringBuilder(" ");
        foreach (var c in Fold(Normalise(text)))
        {
            if (char.IsLetterOrDigit(c))
            {
                words.Append(c);
            }
            else if (words[^1] != ' ')
            {
                words.Append(' ');
            }
        }

        return words[^1] == ' ' ? words.ToString() : words.Append(' ').ToString();
    }

    /// <summary>True for a Vietnamese syllable in any case, as far as spelling tells.</summary>
    public static bool IsSyllable(ReadOnlySpan<char> word) => Syllables.IsSyllable(word);

    /// <summary>Vietnamese letters from the table, other accented Latin letters (é of foreign names apart, also ü, ñ) by their decomposition.</summary>
    private static char Unaccented(char c)
    {
        var folded = VietnameseLetters.Fold(c);
        if (folded < 0x80 || !char.IsLetter(folded) || folded is > '\u024F' and (< '\u1E00' or > '\u1EFF'))
        {
            return folded;
        }

        var decomposed = folded.ToString().Normalize(NormalizationForm.FormD);
        return decomposed[0];
    }

    private static bool IsDropped(char c) => c is >= '\u0300' and <= '\u036F' or '\u00AD' || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.Control;

    private static bool IsSpacedWell(string text) => text.Length == 0 || (text[0] != ' ' && text[^1] != ' ' && !text.Contains("  ", StringComparison.Ordinal));

    /// <summary>NFC; then a tone typed before the shape of its letter (ẽ + ◌̂), which Unicode leaves apart, is joined too.</summary>
    private static string Compose(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\u0300', '\u036F'))
        {
            return text;
        }

        string composed;
        try
        {
            composed = text.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            // Half a surrogate pair: no Unicode text, left as it came.
            return text;
        }

        if (!composed.AsSpan().ContainsAny('\u0302', '\u0306', '\u031B'))
        {
            return composed;
        }

        var result = new StringBuilder(composed.Length);
        foreach (var c in composed)
        {
            if (result.Length > 0 && c is '\u0302' or '\u0306' or '\u031B'
                && VietnameseLetters.TrySplit(result[^1], out var letter, out var tone) && Shaped(letter, c) is { } shaped)
            {
                result[^1] = VietnameseLetters.Join(shaped, tone);
            }
            else
            {
                result.Append(c);
            }
        }

        return result.ToString();
    }

    private static char? Shaped(char letter, char mark) => (letter, mark) switch
    {
        ('a', '\u0302') => 'â', ('e', '\u0302') => 'ê', ('o', '\u0302') => 'ô', ('a', '\u0306') => 'ă', ('o', '\u031B') => 'ơ', ('u', '\u031B') => 'ư',
        ('A', '\u0302') => 'Â', ('E', '\u0302') => 'Ê', ('O', '\u0302') => 'Ô', ('A', '\u0306') => 'Ă', ('O', '\u031B') => 'Ơ', ('U', '\u031B') => 'Ư',
        _ => null,
    };

    /// <summary>Spaces, invisible characters, look-alikes of Đ, and the place of tone marks.</summary>
    private static string Clean(string text, out bool laidOpen)
    {
        laidOpen = false;
        char[]? rented = null;
        Span<char> buffer = text.Length <= 256 ? stackalloc char[256] : rented = ArrayPool<char>.Shared.Rent(text.Length);
        var count = 0;
        var space = false;
        var toned = false;
        var keepSoftHyphens = MayBeTcvn3(text);
        foreach (var c in text)
        {
            if (c is <= ' ' or (>= '\u007F' and <= '\u00A0') or '\u00AD' || (c > '\u0250' && !VietnameseLetters.IsVowel(c)))
            {
                if (char.IsWhiteSpace(c))
                {
                    space = count > 0;
                    laidOpen |= c > '\u00A0';
                    continue;
                }

                if (!(keepSoftHyphens && c == '\u00AD') && char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.Control)
                {
                    laidOpen = true;
                    continue;
                }
            }

            if (space)
            {
                buffer[count++] = ' ';
                space = false;
            }

            var kept = c switch
            {
                '\u00D0' or '\u0189' => 'Đ',
                '\u00F0' or '\u0256' => 'đ',
                _ => c,
            };
            laidOpen |= kept != c;
            toned |= VietnameseLetters.ToneOf(c) != VietnameseLetters.NoTone;
            buffer[count++] = kept;
        }

        var cleaned = buffer[..count];
        if (toned)
        {
            PlaceTones(cleaned);
        }

        var result = cleaned.SequenceEqual(text) ? text : cleaned.ToString();
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return result;
    }

    /// <summary>A soft hyphen is the ư of TCVN3: in Latin-1 text with further accents, which was not certain enough to be repaired, dropping it would lose the letter.</summary>
    private static bool MayBeTcvn3(string text)
    {
        if (!text.Contains('\u00AD', StringComparison.Ordinal))
        {
            return false;
        }

        return !text.AsSpan().ContainsAnyInRange('\u0100', '\uFFFF')
            && (text.AsSpan().ContainsAnyInRange('\u00A1', '\u00AC') || text.AsSpan().ContainsAnyInRange('\u00AE', '\u00FF'));
    }

    private static void PlaceTones(Span<char> text)
    {
        var i = 0;
        while (i < text.Length)
        {
            if (!IsLetter(text[i]))
            {
                i++;
                continue;
            }

            var start = i;
            while (i < text.Length && IsLetter(text[i]))
            {
                i++;
            }

            PlaceTone(text[start..i]);
        }
    }

    /// <summary>
    /// Moves the tone of a syllable to where it belongs, if the word is a syllable apart from that. Open oa, oe, uy: on the first letter; before a further letter and after qu and gi: on
    /// the second; iê, yê, uô, ươ, uyê: on the shaped letter.
    /// </summary>
    private static void PlaceTone(Span<char> word)
    {
        if (word.Length is < 2 or > 7)
        {
            return;
        }

        int at = -1, tone = VietnameseLetters.NoTone;
        Span<char> bare = stackalloc char[word.Length];
        for (var i = 0; i < word.Length; i++)
        {
            if (VietnameseLetters.TrySplit(word[i], out bare[i], out var here) && here != VietnameseLetters.NoTone)
            {
                if (at >= 0)
                {
                    return;
                }

                (at, tone) = (i, here);
            }
        }

        if (at < 0)
        {
            return;
        }

        var target = Target(bare, at);
        if (target == at || !Syllables.IsSyllable(word, anyPlace: true))
        {
            return;
        }

        word[at] = bare[at];
        word[target] = VietnameseLetters.Join(bare[target], tone);
    }

    private static int Target(ReadOnlySpan<char> bare, int at)
    {
        var second = IsPair(bare, at) ? at + 1 : IsPair(bare, at - 1) ? at : -1;
        if (second < 0)
        {
            return at;
        }

        var first = second - 1;
        var afterOnset = first > 0 && (Is(bare[first - 1], 'q') ? Is(bare[first], 'u') : Is(bare[first - 1], 'g') && Is(bare[first], 'i'));
        if (afterOnset)
        {
            // "qùyên": the nucleus may be the pair behind.
            return second + 1 < bare.Length && IsShapedPair(bare[second], bare[second + 1]) ? second + 1 : second;
        }

        if (IsShapedPair(bare[first], bare[second]))
        {
            return second;
        }

        if (second + 1 < bare.Length)
        {
            return IsShapedPair(bare[second], bare[second + 1]) ? second + 1 : IsOpening(bare[first], bare[second]) ? second : at;
        }

        return IsOpening(bare[first], bare[second]) ? first : at;
    }

    private static bool IsPair(ReadOnlySpan<char> bare, int first) =>
        first >= 0 && first + 1 < bare.Length
        && (IsOpening(bare[first], bare[first + 1]) || IsShapedPair(bare[first], bare[first + 1])
            || (first > 0 && Is(bare[first - 1], 'q') && Is(bare[first], 'u') && VietnameseLetters.TrySplit(bare[first + 1], out _, out _))
            || (first > 0 && Is(bare[first - 1], 'g') && Is(bare[first], 'i') && VietnameseLetters.TrySplit(bare[first + 1], out _, out _)));

    private static bool IsOpening(char first, char second) =>
        (Is(first, 'o') && (Is(second, 'a') || Is(second, 'e'))) || (Is(first, 'u') && Is(second, 'y'));

    private static bool IsShapedPair(char first, char second) =>
        ((Is(first, 'i') || Is(first, 'y')) && Is(second, 'ê')) || (Is(first, 'u') && Is(second, 'ô')) || (Is(first, 'ư') && Is(second, 'ơ'));

    // A loose accent belongs to its word, which is then no syllable and keeps its tone where it is.
    private static bool IsLetter(char c) => c < 0x80 ? char.IsAsciiLetter(c) : VietnameseLetters.IsVowel(c) || char.IsLetter(c) || c is >= '\u0300' and <= '\u036F';

    private static bool Is(char c, char lower) => c == lower || char.ToLowerInvariant(c) == lower;
}
