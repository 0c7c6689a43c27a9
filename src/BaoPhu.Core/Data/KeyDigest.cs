using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace BaoPhu.Core.Data;

/// <summary>Says in few characters whether two lists hold the same keys in the same order: what a person was shown and what an act was done to.</summary>
public static class KeyDigest
{
    /// <summary>First characters of the SHA-256 (lower-case hexadecimal) over the keys, divided by commas.</summary>
    public static string Of(IEnumerable<string> keys, int length = 32) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join(',', keys))))[..length];

    /// <summary>A text as one number, for keys of rows that are the same when their words are: first 64 bits of the SHA-256 over its UTF-8.</summary>
    public static long Number(string key) => BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
}
