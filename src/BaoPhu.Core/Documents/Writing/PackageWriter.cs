using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace BaoPhu.Core.Documents.Writing;

/// <summary>
/// Writes the zip file that a DOCX or XLSX is. Unlike the framework's archive it takes parts that are deflated already, so that of ten thousand papers only what differs is
/// deflated ten thousand times; and the bytes depend on nothing but the parts (every entry carries the first moment a zip can express).
/// </summary>
internal sealed class PackageWriter(Stream to)
{
    private const ushort Deflated = 8;
    private const ushort Utf8Names = 1 << 11;
    private const uint FirstMoment = (1 << 21) | (1 << 16);
    private readonly List<(PackagePart Part, uint At)> _entries = [];
    private uint _at;

    public void Add(PackagePart part)
    {
        Span<byte> header = stackalloc byte[30];
        header.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(header, 0x04034b50);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], 20);
        WriteCommon(header[6..], part);
        _entries.Add((part, _at));
        Write(header);
        Write(part.Name);
        Write(part.Deflated.Span);
    }

    /// <summary>Writes the directory. Nothing may be added afterwards.</summary>
    public void Finish()
    {
        var start = _at;
        Span<byte> header = stackalloc byte[46];
        foreach (var (part, at) in _entries)
        {
            header.Clear();
            BinaryPrimitives.WriteUInt32LittleEndian(header, 0x02014b50);
            BinaryPrimitives.WriteUInt16LittleEndian(header[4..], 20);
            BinaryPrimitives.WriteUInt16LittleEndian(header[6..], 20);
            WriteCommon(header[8..], part);
            BinaryPrimitives.WriteUInt32LittleEndian(header[42..], at);
            Write(header);
            Write(part.Name);
        }

        var size = _at - start;
        Span<byte> end = stackalloc byte[22];
        end.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(end, 0x06054b50);
        BinaryPrimitives.WriteUInt16LittleEndian(end[8..], (ushort)_entries.Count);
        BinaryPrimitives.WriteUInt16LittleEndian(end[10..], (ushort)_entries.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(end[12..], size);
        BinaryPrimitives.WriteUInt32LittleEndian(end[16..], start);
        Write(end);
    }

    /// <summary>The fields that the two headers share, in one order: flags, method, time, checksum, sizes, length of the name.</summary>
    private static void WriteCommon(Span<byte> into, PackagePart part)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(into, Utf8Names);
        BinaryPrimitives.WriteUInt16LittleEndian(into[2..], Deflated);
        BinaryPrimitives.WriteUInt32LittleEndian(into[4..], FirstMoment);
        BinaryPrimitives.WriteUInt32LittleEndian(into[8..], part.Checksum);
        BinaryPrimitives.WriteUInt32LittleEndian(into[12..], checked((uint)part.Deflated.Length));
        BinaryPrimitives.WriteUInt32LittleEndian(into[16..], part.Length);
        BinaryPrimitives.WriteUInt16LittleEndian(into[20..], (ushort)part.Name.Length);
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        to.Write(bytes);
        _at = checked(_at + (uint)bytes.Length);
    }
}

/// <summary>A part of a package, deflated. Name in UTF-8 without a leading slash; checksum and length are those of the plain bytes.</summary>
internal sealed record PackagePart(byte[] Name, ReadOnlyMemory<byte> Deflated, uint Checksum, uint Length)
{
    public static PackagePart Of(string name, ReadOnlySpan<byte> plain, CompressionLevel level = CompressionLevel.Optimal)
    {
        using var stream = new PartStream(level);
        stream.Write(plain);
        return stream.Finish(name);
    }
}

/// <summary>Takes the plain bytes of a part and keeps only the deflated ones, so that a manifest of many pages never stands in memory.</summary>
internal sealed class PartStream : Stream
{
    private static readonly uint[] Table = MakeTable();
    private readonly MemoryStream _deflated = new();
    private readonly DeflateStream _deflate;
    private uint _checksum = uint.MaxValue;
    private uint _length;

    public PartStream(CompressionLevel level) => _deflate = new DeflateStream(_deflated, level, leaveOpen: true);

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => _length;
    public override long Position { get => _length; set => throw new NotSupportedException(); }

    public PackagePart Finish(string name)
    {
        _deflate.Dispose();
        return new PackagePart(Encoding.UTF8.GetBytes(name), _deflated.GetBuffer().AsMemory(0, (int)_deflated.Length), ~_checksum, _length);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        var checksum = _checksum;
        foreach (var b in buffer)
        {
            checksum = Table[(byte)(checksum ^ b)] ^ (checksum >> 8);
        }

        _checksum = checksum;
        _length = checked(_length + (uint)buffer.Length);
        _deflate.Write(buffer);
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));
    public override void Flush() => _deflate.Flush();
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _deflate.Dispose();
        base.Dispose(disposing);
    }

    // CRC-32 of the zip format (reflected polynomial 0x04C11DB7).
    private static uint[] MakeTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            var value = i;
            for (var bit = 0; bit < 8; bit++)
            {
                value = (value & 1) == 0 ? value >> 1 : 0xEDB88320 ^ (value >> 1);
            }

            table[i] = value;
        }

        return table;
    }
}
