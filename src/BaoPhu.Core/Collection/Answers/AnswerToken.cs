using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using BaoPhu.Core.Data;
using BaoPhu.Core.Work;

namespace BaoPhu.Core.Collection.Answers;

/// <summary>
/// What stands in the address of an answer link: employer, number of the link, its last second, and an HMAC-SHA-256 (its first 128 bits) over these and the task of the debt. 43 letters, so
/// that it fits into an SMS. Nothing of it can be changed or guessed without the key of the house.
/// </summary>
internal readonly record struct AnswerToken(long SubjectId, int LinkNo, uint ExpiresAt)
{
    private const int Head = 8 + 4 + 4;
    private const int Tag = 16;

    /// <summary>Purpose of its key among <see cref="Identity.SigningKeys"/>.</summary>
    public const string Purpose = "answers";

    public Instant Expires => new(ExpiresAt * 1000L);

    public static AnswerToken Of(long subjectId, int linkNo, Instant expires) => new(subjectId, linkNo, checked((uint)(expires.Milliseconds / 1000)));

    public string Sign(byte[] key, TaskKey task)
    {
        Span<byte> bytes = stackalloc byte[Head + Tag];
        Write(bytes);
        TagOf(key, bytes[..Head], task).AsSpan(0, Tag).CopyTo(bytes[Head..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>What a text claims to be; nothing of it is true before <see cref="IsSigned"/> says so. Null: not even the shape.</summary>
    public static AnswerToken? Read(string? text)
    {
        Span<byte> bytes = stackalloc byte[Head + Tag];
        return text is { Length: 43 } && Base64Url.IsValid(text, out var length) && length == bytes.Length && Base64Url.TryDecodeFromChars(text, bytes, out _)
            ? new AnswerToken(BinaryPrimitives.ReadInt64BigEndian(bytes), BinaryPrimitives.ReadInt32BigEndian(bytes[8..]), BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]))
            : null;
    }

    public bool IsSigned(string text, byte[] key, TaskKey task) => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(text), Encoding.ASCII.GetBytes(Sign(key, task)));

    private void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteInt64BigEndian(bytes, SubjectId);
        BinaryPrimitives.WriteInt32BigEndian(bytes[8..], LinkNo);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[12..], ExpiresAt);
    }

    private static byte[] TagOf(byte[] key, ReadOnlySpan<byte> head, TaskKey task)
    {
        byte[] signed = [.. head, .. Encoding.ASCII.GetBytes(task.ToString())];
        return HMACSHA256.HashData(key, signed);
    }
}
