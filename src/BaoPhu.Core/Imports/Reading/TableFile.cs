using System.IO.Compression;
using System.Text;
using System.Text.Unicode;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Imports.Reading;

public enum TableFormat
{
    Csv,
    Xlsx,
    Xls,
}

/// <summary>What a file turned out to be, from its first bytes: format, encoding, or why it cannot be a table. Nothing is believed of its name.</summary>
public sealed class TableFile
{
    private const int SampleBytes = 1 << 18;

    /// <summary>A workbook may not unfold to more than this: a small file that does is a trap, a large one belongs into CSV.</summary>
    private const long LargestWorkbook = 2L << 30;

    private static readonly Encoding Strict8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    static TableFile() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    private TableFile(string path, TableFormat format, Encoding encoding, string encodingName, int preamble) =>
        (Path, Format, Encoding, EncodingName, Preamble) = (path, format, encoding, encodingName, preamble);

    public string Path { get; }
    public TableFormat Format { get; }

    /// <summary>As shown: "UTF-8", "UTF-16", "Windows-1258", "Windows-1252 (TCVN3/VNI)"; empty for a workbook.</summary>
    public string EncodingName { get; }

    public long Bytes => new FileInfo(Path).Length;
    internal Encoding Encoding { get; }
    internal int Preamble { get; }

    /// <summary>Looks at the file. Throws <see cref="Refusal"/> naming what it is if it is no table.</summary>
    public static TableFile Sniff(string path)
    {
        var sample = new byte[SampleBytes];
        int length;
        try
        {
            using var stream = File.OpenRead(path);
            length = stream.ReadAtLeast(sample, sample.Length, throwOnEndOfStream: false);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new Refusal("Common.FileMissing", System.IO.Path.GetFileName(path), unreadable.Message);
        }

        var head = sample.AsSpan(0, length);
        if (head.IsEmpty)
        {
            throw new Refusal("Imports.Empty");
        }

        if (head.StartsWith("PK\u0003\u0004"u8) || head.StartsWith("PK\u0005\u0006"u8))
        {
            return Zip(path);
        }

        if (head.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]))
        {
            return OfOle(path, head);
        }

        RefuseKnown(head);
        if (head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            return head.Length == 3 ? throw new Refusal("Imports.Empty") : new(path, TableFormat.Csv, Strict8, "UTF-8", 3);
        }

        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
        {
            return head.Length == 2 ? throw new Refusal("Imports.Empty") : new(path, TableFormat.Csv, Utf16(bigEndian: head[0] == 0xFE), "UTF-16", 2);
        }

        if (Utf16WithoutMark(head) is { } bigEndian)
        {
            return new(path, TableFormat.Csv, Utf16(bigEndian), "UTF-16", 0);
        }

        RefuseJunk(head);
        if (IsBlank(head))
        {
            throw new Refusal("Imports.Empty");
        }

        return IsUtf8(head)
            ? new(path, TableFormat.Csv, Strict8, "UTF-8", 0)
            : SingleByte(path, head);
    }

    /// <summary>The file as UTF-8 text behind its byte order mark, and where in the file the reading stands.</summary>
    internal (Stream Utf8, Func<long>? Position) OpenText(Func<Stream, Stream>? wrap = null)
    {
        Stream raw = new FileStream(Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        var file = raw;
        raw = wrap?.Invoke(raw) ?? raw;
        raw.ReadExactly(stackalloc byte[Preamble]);
        if (ReferenceEquals(Encoding, Strict8))
        {
            return (raw, null);
        }

        return (Encoding.CreateTranscodingStream(new BufferedStream(raw, 1 << 17), Encoding, Strict8), () => file.Position);
    }

    private static TableFile Zip(string path)
    {
        try
        {
            using var zip = ZipFile.OpenRead(path);
            var names = zip.Entries.Select(e => e.FullName).ToHashSet(StringComparer.OrdinalIgnoreCase);
            if (!names.Contains("xl/workbook.xml"))
            {
                throw new Refusal(
                    names.Contains("xl/workbook.bin") ? "Imports.IsXlsb"
                    : names.Contains("word/document.xml") ? "Imports.IsDocument"
                    : names.Contains("content.xml") && names.Contains("mimetype") ? "Imports.IsOds"
                    : "Imports.IsZip");
            }

            if (zip.Entries.Sum(e => e.Length) > LargestWorkbook)
            {
                throw new Refusal("Imports.WorkbookTooLarge");
            }
        }
        catch (InvalidDataException)
        {
            throw new Refusal("Imports.WorkbookBroken");
        }

        return new(path, TableFormat.Xlsx, Strict8, "", 0);
    }

    private static TableFile OfOle(string path, ReadOnlySpan<byte> head)
    {
        // Streams of an OLE file are named in UTF-16: an encrypted XLSX carries EncryptedPackage, a DOC WordDocument.
        if (head.IndexOf(Encoding.Unicode.GetBytes("EncryptedPackage")) >= 0)
        {
            throw new Refusal("Imports.IsEncrypted");
        }

        return head.IndexOf(Encoding.Unicode.GetBytes("WordDocument")) >= 0 ? throw new Refusal("Imports.IsDocument") : new(path, TableFormat.Xls, Strict8, "", 0);
    }

    private static void RefuseKnown(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("%PDF"u8))
        {
            throw new Refusal("Imports.IsPdf");
        }

        if (head.StartsWith("{\\rtf"u8))
        {
            throw new Refusal("Imports.IsDocument");
        }

        if (head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) || head.StartsWith((ReadOnlySpan<byte>)[(byte)'7', (byte)'z', 0xBC, 0xAF]) || head.StartsWith("Rar!"u8))
        {
            throw new Refusal("Imports.IsZip");
        }

        if (head.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']) || head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
        {
            throw new Refusal("Imports.IsImage");
        }

        if (head.StartsWith("SQLite format 3"u8) || head.StartsWith((ReadOnlySpan<byte>)[0x7F, (byte)'E', (byte)'L', (byte)'F']) || (head.StartsWith("MZ"u8) && head.Contains((byte)0)))
        {
            throw new Refusal("Imports.IsBinary");
        }

        var text = head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? head[3..] : head;
        text = text.TrimStart(" \t\r\n"u8);
        foreach (var tag in (string[])["<!doctype html", "<html", "<table", "<head", "<meta", "<style", "<script"])
        {
            if (text.Length >= tag.Length && Ascii.EqualsIgnoreCase(text[..tag.Length], tag))
            {
                throw new Refusal("Imports.IsHtml");
            }
        }

        if (text.StartsWith("<?xml"u8))
        {
            throw new Refusal(text.IndexOf("<html"u8) >= 0 ? "Imports.IsHtml" : "Imports.IsXml");
        }

        if (text.StartsWith("{"u8) || text.StartsWith("[{"u8))
        {
            throw new Refusal("Imports.IsJson");
        }
    }

    private static void RefuseJunk(ReadOnlySpan<byte> head)
    {
        var control = 0;
        foreach (var b in head)
        {
            control += b is < 0x20 and not ((byte)'\t' or (byte)'\r' or (byte)'\n' or 0x0C) or 0x7F ? 1 : 0;
        }

        if (head.Contains((byte)0) || control * 100 > head.Length)
        {
            throw new Refusal("Imports.IsBinary");
        }
    }

    private static bool IsBlank(ReadOnlySpan<byte> head) => head.Length < SampleBytes && head.IndexOfAnyExcept(" \t\r\n,;|"u8) < 0;

    private static Encoding Utf16(bool bigEndian) => new UnicodeEncoding(bigEndian, byteOrderMark: false, throwOnInvalidBytes: true);

    /// <summary>Mostly ASCII text in UTF-16 has a zero in every other byte.</summary>
    private static bool? Utf16WithoutMark(ReadOnlySpan<byte> head)
    {
        if (head.Length < 8 || !head.Contains((byte)0))
        {
            return null;
        }

        int even = 0, odd = 0;
        for (var i = 0; i + 1 < head.Length; i += 2)
        {
            even += head[i] == 0 ? 1 : 0;
            odd += head[i + 1] == 0 ? 1 : 0;
        }

        var pairs = head.Length / 2;
        return odd * 10 > pairs * 3 && even * 50 < pairs ? false : even * 10 > pairs * 3 && odd * 50 < pairs ? true : null;
    }

    /// <summary>Valid UTF-8, or UTF-8 with a few broken bytes: then the reader names the first of them instead of somebody guessing another encoding.</summary>
    private static bool IsUtf8(ReadOnlySpan<byte> head)
    {
        if (Utf8.IsValid(head))
        {
            return true;
        }

        int good = 0, bad = 0, at = 0;
        while (at < head.Length)
        {
            var status = Rune.DecodeFromUtf8(head[at..], out _, out var used);
            if (status == System.Buffers.OperationStatus.NeedMoreData && head.Length == SampleBytes)
            {
                break;
            }

            good += status == System.Buffers.OperationStatus.Done && used > 1 ? 1 : 0;
            bad += status == System.Buffers.OperationStatus.Done ? 0 : 1;
            at += used;
        }

        return bad == 0 || good > bad * 10;
    }

    /// <summary>Windows-1258, or Latin-1 for the fonts of TCVN3 and VNI (their letters are repaired cell by cell): whichever gives more Vietnamese syllables.</summary>
    private static TableFile SingleByte(string path, ReadOnlySpan<byte> head)
    {
        var sample = head[..Math.Min(head.Length, 1 << 15)];
        var vietnamese = Encoding.GetEncoding(1258);
        var (by1258, by1252) = (Syllables(vietnamese.GetString(sample)), Syllables(Encoding.Latin1.GetString(sample)));
        // Both alike: nothing in the sample is Windows-1258's own, so it is a font's text that was repaired, or neither.
        return by1258 > by1252 || by1252 <= 0
            ? new(path, TableFormat.Csv, vietnamese, "Windows-1258", 0)
            : new(path, TableFormat.Csv, Encoding.Latin1, "Windows-1252 (TCVN3/VNI)", 0);
    }

    private static int Syllables(string text)
    {
        var score = 0;
        foreach (var cell in text.Split(['\n', '\r', '\t', ',', ';', '|', '"'], StringSplitOptions.RemoveEmptyEntries))
        {
            foreach (var word in VietnameseText.Normalise(cell).Split([' ', '.', '-', '/', '(', ')', ':'], StringSplitOptions.RemoveEmptyEntries))
            {
                if (word.AsSpan().ContainsAnyExceptInRange('\0', '\u007F'))
                {
                    score += VietnameseText.IsSyllable(word) ? 1 : -1;
                }
            }
        }

        return score;
    }
}
