using System.Buffers;
using System.Globalization;
using System.Text;

namespace BaoPhu.Rules.Messages;

/// <summary><paramref name="Unicode"/>: at least one letter is not in the alphabet of GSM 03.38, so that a part holds 70 letters and not 160.</summary>
public readonly record struct SmsSize(int Parts, int Letters, bool Unicode);

/// <summary>
/// How a text travels by SMS (3GPP TS 23.038 and 23.040): 160 septets in one part, 153 in each of several; letters of the extension table take two and are never cut; a text with any
/// other letter goes in UCS-2, 70 and 67.
/// </summary>
public static class SmsText
{
    private const int Single = 160;
    private const int Joined = 153;
    private const int UnicodeSingle = 70;
    private const int UnicodeJoined = 67;

    private static readonly SearchValues<char> Basic = SearchValues.Create(
        "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà");

    private static readonly SearchValues<char> Extension = SearchValues.Create("\f^{}\\[~]|€");

    public static SmsSize Size(string text)
    {
        var unicode = text.AsSpan().ContainsAnyExcept(Basic) && !text.All(c => Basic.Contains(c) || Extension.Contains(c));
        var (single, joined) = unicode ? (UnicodeSingle, UnicodeJoined) : (Single, Joined);
        var (letters, parts, room) = (0, 1, joined);
        for (var i = 0; i < text.Length; i++)
        {
            // A pair (extension letter, or a letter beyond the first plane) stays in one part.
            var pair = unicode && char.IsHighSurrogate(text[i]) && i + 1 < text.Length;
            var width = pair || (!unicode && Extension.Contains(text[i])) ? 2 : 1;
            i += pair ? 1 : 0;
            letters += width;
            if (width > room)
            {
                (parts, room) = (parts + 1, joined);
            }

            room -= width;
        }

        return new(letters <= single ? 1 : parts, letters, unicode);
    }

    /// <summary>The text without accents, in its own case and with plain signs, so that it fits the alphabet of GSM: "Quý đơn vị – nợ 2 tháng" → "Quy don vi - no 2 thang".</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark)
            {
                continue;
            }

            _ = c switch
            {
                'đ' => plain.Append('d'),
                'Đ' => plain.Append('D'),
                '–' or '—' or '‑' => plain.Append('-'),
                '“' or '”' or '„' => plain.Append('"'),
                '‘' or '’' => plain.Append('\''),
                '…' => plain.Append("..."),
                '\u00a0' => plain.Append(' '),
                _ => plain.Append(c),
            };
        }

        return plain.ToString();
    }
}
