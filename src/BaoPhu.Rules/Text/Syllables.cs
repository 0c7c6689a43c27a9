namespace BaoPhu.Rules.Text;

/// <summary>Which strings can be a Vietnamese syllable: an onset, a rhyme, and after p, t, c, ch no tone but sắc and nặng. The judge of repairs of old encodings.</summary>
internal static class Syllables
{
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Onsets = Lookup(
        "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x "
        + "kr br pr đr dr j"); // Đắk, Krông, Jơ: places of the Central Highlands

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Rhymes = Lookup(
        "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
        + "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu êng i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu "
        + "o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong ooc oong op ot "
        + "ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ up ut uy uya uych uyên uyêt uynh uyt uyu uôc uôi uôm uôn uông uôt "
        + "ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu y yêm yên yêng yêt yêu ynh yt yn ych ăk ak ek êk ok ôk");

    /// <summary>True for one syllable in any case, composed (NFC) letters. The tone must stand where a careful writer of either style puts it, unless any place will do.</summary>
    public static bool IsSyllable(ReadOnlySpan<char> word, bool anyPlace = false)
    {
        if (word.Length is 0 or > 7)
        {
            return false;
        }

        Span<char> bare = stackalloc char[word.Length];
        var tone = VietnameseLetters.NoTone;
        var at = -1;
        for (var i = 0; i < word.Length; i++)
        {
            var lower = char.ToLowerInvariant(word[i]);
            if (VietnameseLetters.TrySplit(lower == 'ð' ? 'đ' : lower, out bare[i], out var here) && here != VietnameseLetters.NoTone)
            {
                if (tone != VietnameseLetters.NoTone)
                {
                    return false;
                }

                (tone, at) = (here, i);
            }
        }

        for (var onset = Math.Min(3, bare.Length - 1); onset >= 0; onset--)
        {
            var rhyme = bare[onset..];
            if ((onset == 0 || Onsets.Contains(bare[..onset])) && Rhymes.Contains(rhyme))
            {
                return (!IsStopped(rhyme) || tone is 4 or 5) && (anyPlace || at < 0 || IsPlaced(rhyme, at - onset));
            }
        }

        // "quốc" is q + uôc, "gì" is g + i: neither splits after the longest onset.
        return bare[0] == 'q' && bare.Length > 2 && bare[1] == 'u' && Rhymes.Contains(bare[1..]) && (!IsStopped(bare) || tone is 4 or 5)
            && (anyPlace || at < 0 || IsPlaced(bare[1..], at - 1));
    }

    /// <summary>The last shaped vowel bears the tone; else in oa, oe, uy either letter; else the last vowel before a consonant and the last but one of an open rhyme.</summary>
    private static bool IsPlaced(ReadOnlySpan<char> rhyme, int at)
    {
        var shaped = rhyme.LastIndexOfAny("ăâêôơư");
        if (shaped >= 0)
        {
            return at == shaped;
        }

        var vowels = rhyme.IndexOfAnyExcept("aeiouy");
        var open = vowels < 0;
        vowels = open ? rhyme.Length : vowels;
        return vowels switch
        {
            1 => at == 0,
            2 when rhyme[..2] is "oa" or "oe" or "uy" => at is 0 or 1,
            _ => at == vowels - (open ? 2 : 1),
        };
    }

    private static bool IsStopped(ReadOnlySpan<char> rhyme) => rhyme[^1] is 'p' or 't' or 'c' || (rhyme.Length > 1 && rhyme[^1] == 'h' && rhyme[^2] == 'c');

    private static HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup(string words) =>
        new HashSet<string>(words.Split(' '), StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
}
