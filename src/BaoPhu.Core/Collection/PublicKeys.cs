using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using BaoPhu.Core.Data;

namespace BaoPhu.Core.Collection;

/// <summary>
/// Page keys of lists that anybody sees. They name the row at which a page begins, and with it the employer's id: sealed (AES-256-GCM), so that an address says nothing of a row that the page does not.
/// The same key gives the same address, which caches need: the nonce is an HMAC of what is sealed.
/// </summary>
internal sealed class PublicKeys
{
    /// <summary>Purpose of its key among <see cref="Identity.SigningKeys"/>.</summary>
    public const string Purpose = "public-pages";

    private const int Nonce = 12;
    private const int Tag = 16;
    private readonly byte[] _sealing;
    private readonly byte[] _marking;

    public PublicKeys(byte[] key)
    {
        _sealing = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, info: "seal"u8.ToArray());
        _marking = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, info: "nonce"u8.ToArray());
    }

    /// <summary>Null for none.</summary>
    public string? Seal(string? pageKey)
    {
        if (pageKey is null)
        {
            return null;
        }

        var plain = Encoding.UTF8.GetBytes(pageKey);
        var made = new byte[Nonce + Tag + plain.Length];
        var nonce = made.AsSpan(0, Nonce);
        HMACSHA256.HashData(_marking, plain).AsSpan(0, Nonce).CopyTo(nonce);
        using var aes = new AesGcm(_sealing, Tag);
        aes.Encrypt(nonce, plain, made.AsSpan(Nonce + Tag), made.AsSpan(Nonce, Tag));
        return Base64Url.EncodeToString(made);
    }

    /// <summary>Null for none. Refused: a key that was not sealed here.</summary>
    public string? Open(string? sealedKey)
    {
        if (string.IsNullOrEmpty(sealedKey))
        {
            return null;
        }

        if (sealedKey.Length > 200 || !Base64Url.IsValid(sealedKey) || Base64Url.DecodeFromChars(sealedKey) is not { Length: > Nonce + Tag } made)
        {
            throw Keyset.Unreadable();
        }

        var plain = new byte[made.Length - Nonce - Tag];
        using var aes = new AesGcm(_sealing, Tag);
        try
        {
            aes.Decrypt(made.AsSpan(0, Nonce), made.AsSpan(Nonce + Tag), made.AsSpan(Nonce, Tag), plain);
        }
        catch (AuthenticationTagMismatchException)
        {
            throw Keyset.Unreadable();
        }

        return Encoding.UTF8.GetString(plain);
    }
}
