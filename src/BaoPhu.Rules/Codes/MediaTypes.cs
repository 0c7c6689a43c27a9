namespace BaoPhu.Rules.Codes;

/// <summary>What a file is by its first bytes, whatever it is called and whatever its sender says of it.</summary>
public static class MediaTypes
{
    public const string Pdf = "application/pdf";
    public const string Png = "image/png";
    public const string Jpeg = "image/jpeg";
    public const string Tiff = "image/tiff";
    public const string Docx = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    /// <summary>One of the types above, null for every other file.</summary>
    public static string? Of(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith("%PDF-"u8) ? Pdf
        : bytes.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]) ? Png
        : bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) ? Jpeg
        : bytes.StartsWith("II*\0"u8) || bytes.StartsWith("MM\0*"u8) ? Tiff
        : bytes.StartsWith("PK\u0003\u0004"u8) && bytes.IndexOf("word/"u8) > 0 ? Docx
        : null;

    /// <summary>".pdf"</summary>
    public static string Extension(string mediaType) => mediaType switch
    {
        Pdf => ".pdf",
        Png => ".png",
        Jpeg => ".jpg",
        Tiff => ".tif",
        Docx => ".docx",
        _ => throw new ArgumentException($"'{mediaType}' is not known", nameof(mediaType)),
    };
}
