using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Npgsql;

namespace BaoPhu.Core.Data;

/// <summary>COPY … FROM STDIN in PostgreSQL's binary format, written by hand: no per-cell call into the driver.</summary>
internal sealed class PostgresBulkWriter : BulkWriter
{
    private static readonly int Epoch = new DateOnly(2000, 1, 1).DayNumber;
    private readonly NpgsqlRawCopyStream _stream;
    private readonly byte[] _buffer = new byte[1 << 17];
    private readonly short _width;
    private int _used;
    private long _rows;
    private bool _completed;

    public PostgresBulkWriter(NpgsqlConnection connection, string table, IReadOnlyList<string> columns)
    {
        _width = (short)columns.Count;
        _stream = connection.BeginRawBinaryCopy($"copy {table} ({string.Join(", ", columns)}) from stdin (format binary)");
        ReadOnlySpan<byte> header = [.. "PGCOPY\n"u8, 0xFF, .. "\r\n\0"u8, 0, 0, 0, 0, 0, 0, 0, 0];
        header.CopyTo(_buffer);
        _used = header.Length;
    }

    public override void StartRow()
    {
        _rows++;
        BinaryPrimitives.WriteInt16BigEndian(Room(2), _width);
    }

    public override void Write(long value)
    {
        var room = Room(12);
        BinaryPrimitives.WriteInt32BigEndian(room, 8);
        BinaryPrimitives.WriteInt64BigEndian(room[4..], value);
    }

    public override void Write(int value)
    {
        var room = Room(8);
        BinaryPrimitives.WriteInt32BigEndian(room, 4);
        BinaryPrimitives.WriteInt32BigEndian(room[4..], value);
    }

    public override void Write(short value)
    {
        var room = Room(6);
        BinaryPrimitives.WriteInt32BigEndian(room, 2);
        BinaryPrimitives.WriteInt16BigEndian(room[4..], value);
    }

    public override void Write(bool value)
    {
        var room = Room(5);
        BinaryPrimitives.WriteInt32BigEndian(room, 1);
        room[4] = value ? (byte)1 : (byte)0;
    }

    public override void Write(DateOnly value) => Write(value.DayNumber - Epoch);

    public override void Write(ReadOnlySpan<char> value)
    {
        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (most + 4 > _buffer.Length)
        {
            WriteUtf8(Encoding.UTF8.GetBytes(value.ToString()));
            return;
        }

        if (_buffer.Length - _used < most + 4)
        {
            Flush();
        }

        var length = Encoding.UTF8.GetBytes(value, _buffer.AsSpan(_used + 4));
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(_used), length);
        _used += length + 4;
    }

    public override void WriteUtf8(ReadOnlySpan<byte> value)
    {
        BinaryPrimitives.WriteInt32BigEndian(Room(4), value.Length);
        while (value.Length > 0)
        {
            if (_used == _buffer.Length)
            {
                Flush();
            }

            var part = Math.Min(value.Length, _buffer.Length - _used);
            value[..part].CopyTo(_buffer.AsSpan(_used));
            _used += part;
            value = value[part..];
        }
    }

    public override void WriteBytes(ReadOnlySpan<byte> value) => WriteUtf8(value);

    public override void WriteNull() => BinaryPrimitives.WriteInt32BigEndian(Room(4), -1);

    public override long Complete()
    {
        BinaryPrimitives.WriteInt16BigEndian(Room(2), -1);
        Flush();
        _completed = true;
        _stream.Dispose();
        return _rows;
    }

    protected override void Dispose(bool disposing)
    {
        if (!_completed)
        {
            _completed = true;
            try
            {
                _stream.Cancel();
            }
            catch (Exception gone) when (gone is NpgsqlException or InvalidOperationException or IOException)
            {
                // The connection is lost or the load failed already: the first error is the one to be told.
            }
        }
    }

    private Span<byte> Room(int bytes)
    {
        if (_buffer.Length - _used < bytes)
        {
            Flush();
        }

        var room = _buffer.AsSpan(_used, bytes);
        _used += bytes;
        return room;
    }

    private void Flush()
    {
        _stream.Write(_buffer.AsSpan(0, _used));
        _used = 0;
    }
}

/// <summary>COPY (query) TO STDOUT in binary, decoded in place.</summary>
internal sealed class PostgresBulkReader : BulkReader
{
    private static readonly int Epoch = new DateOnly(2000, 1, 1).DayNumber;
    private readonly NpgsqlRawCopyStream _stream;
    private byte[] _buffer = new byte[1 << 17];
    private int _from;
    private int _to;
    private bool _ended;

    public PostgresBulkReader(NpgsqlConnection connection, string query)
    {
        _stream = connection.BeginRawBinaryCopy($"copy ({query}) to stdout (format binary)");
        Take(11);
        Take(4);
        Take(BinaryPrimitives.ReadInt32BigEndian(Take(4)));
    }

    public override bool Read()
    {
        if (_ended)
        {
            return false;
        }

        _ended = BinaryPrimitives.ReadInt16BigEndian(Take(2)) < 0;
        return !_ended;
    }

    public override long Int64() => BinaryPrimitives.ReadInt64BigEndian(Cell(8));
    public override int Int32() => BinaryPrimitives.ReadInt32BigEndian(Cell(4));
    public override short Int16() => BinaryPrimitives.ReadInt16BigEndian(Cell(2));
    public override bool Boolean() => Cell(1)[0] != 0;
    public override DateOnly Date() => DateOnly.FromDayNumber(Int32() + Epoch);

    public override string Text()
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(Take(4));
        return length < 0 ? throw new InvalidOperationException("null where text was expected") : Encoding.UTF8.GetString(Take(length));
    }

    public override void Skip(int cells)
    {
        for (; cells > 0; cells--)
        {
            Take(Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(Take(4))));
        }
    }

    public override ReadOnlySpan<byte> Utf8()
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(Take(4));
        return length <= 0 ? [] : Take(length);
    }

    public override bool Null()
    {
        Fill(4);
        if (BinaryPrimitives.ReadInt32BigEndian(_buffer.AsSpan(_from)) >= 0)
        {
            return false;
        }

        _from += 4;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (!_ended)
        {
            _stream.Cancel();
        }

        _stream.Dispose();
    }

    private ReadOnlySpan<byte> Cell(int width)
    {
        var cell = Take(width + 4);
        var length = BinaryPrimitives.ReadInt32BigEndian(cell);
        return length == width
            ? cell[4..]
            : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"a cell of {length} bytes where {width} were expected"));
    }

    private ReadOnlySpan<byte> Take(int bytes)
    {
        Fill(bytes);
        var taken = _buffer.AsSpan(_from, bytes);
        _from += bytes;
        return taken;
    }

    private void Fill(int bytes)
    {
        if (_to - _from >= bytes)
        {
            return;
        }

        if (bytes > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(bytes, _buffer.Length * 2));
        }

        _buffer.AsSpan(_from, _to - _from).CopyTo(_buffer);
        (_from, _to) = (0, _to - _from);
        while (_to < bytes)
        {
            var read = _stream.Read(_buffer.AsSpan(_to));
            if (read == 0)
            {
                throw new EndOfStreamException("the database ended its answer in the middle of a row");
            }

            _to += read;
        }
    }
}
