using System.Buffers.Binary;
using System.Security.Cryptography;

namespace BaoPhu.Core.Identity;

/// <summary>One-time codes of an authenticator app: RFC 6238 with HMAC-SHA1, thirty seconds, six digits, as every app understands them.</summary>
public static class TimeCode
{
    /// <summary>Length of a key, bytes (RFC 4226, section 4: 160 bits).</summary>
    public const int KeyBytes = 20;

    private const int Seconds = 30;
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The code of a step of thirty seconds since 1970.</summary>
    public static int At(ReadOnlySpan<byte> key, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> digest = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // RFC 6238 as the apps speak it; HMAC does not rest on SHA-1's collisions.
        HMACSHA1.HashData(key, counter, digest);
#pragma warning restore CA5350
        return (BinaryPrimitives.ReadInt32BigEndian(digest[(digest[^1] & 0xf)..]) & 0x7fffffff) % 1_000_000;
    }

    public static long StepOf(DateTimeOffset moment) => moment.ToUnixTimeSeconds() / Seconds;

    /// <summary>
    /// The step whose code was typed: the present one or its neighbours (a telephone's clock is a little off), and later than <paramref name="last"/>, so that a code
    /// seen over a shoulder is worth nothing. Null: wrong.
    /// </summary>
    public static long? Find(ReadOnlySpan<byte> key, string typed, DateTimeOffset moment, long last)
    {
        typed = string.Concat(typed.Where(c => !char.IsWhiteSpace(c)));
        if (typed.Length != 6 || !typed.All(char.IsAsciiDigit))
        {
            return null;
        }

        var code = int.Parse(typed, System.Globalization.CultureInfo.InvariantCulture);
        var now = StepOf(moment);
        for (var step = now - 1; step <= now + 1; step++)
        {
            if (step > last && At(key, step) == code)
            {
                return step;
            }
        }

        return null;
    }

    /// <summary>A key in base 32 (RFC 4648), as it is typed where no camera reads it.</summary>
    public static string ToText(ReadOnlySpan<byte> key)
    {
        var text = new char[key.Length * 8 / 5];
        for (var i = 0; i < text.Length; i++)
        {
            var bit = i * 5;
            var pair = (key[bit / 8] << 8) | (bit / 8 + 1 < key.Length ? key[bit / 8 + 1] : 0);
            text[i] = Alphabet[(pair >> (11 - bit % 8)) & 31];
        }

        return new(text);
    }

    /// <summary>Null where the text is no key of ours.</summary>
    public static byte[]? FromText(string? text)
    {
        text = string.Concat((text ?? "").Where(c => !char.IsWhiteSpace(c))).ToUpperInvariant();
        if (text.Length != KeyBytes * 8 / 5 || text.Any(c => !Alphabet.Contains(c, StringComparison.Ordinal)))
        {
            return null;
        }

        var key = new byte[KeyBytes];
        for (var i = 0; i < text.Length; i++)
        {
            var bit = i * 5;
            var value = Alphabet.IndexOf(text[i], StringComparison.Ordinal) << (11 - bit % 8);
            key[bit / 8] |= (byte)(value >> 8);
            if ((byte)value != 0)
            {
                key[bit / 8 + 1] |= (byte)value;
            }
        }

        return key;
    }
}

/// <summary>The world's time, by which a telephone makes its codes; the site's own clock may stand elsewhere (demonstration, rehearsal).</summary>
public sealed class WorldClock(TimeProvider time)
{
    public DateTimeOffset Now => time.GetUtcNow();
}
