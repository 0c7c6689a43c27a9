using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace BaoPhu.Core.Data;

/// <summary>One prepared insert, bound and stepped through SQLite's own interface.</summary>
internal sealed class SqliteBulkWriter : BulkWriter
{
    private readonly sqlite3 _db;
    private readonly sqlite3_stmt _insert;
    private readonly int _width;
    private int _column;
    private long _rows;
    private bool _disposed;

    public SqliteBulkWriter(SqliteConnection connection, string table, IReadOnlyList<string> columns)
    {
        _db = connection.Handle ?? throw new InvalidOperationException("the connection is closed");
        _width = columns.Count;
        var places = string.Join(", ", columns.Select((_, i) => "?" + (i + 1).ToString(CultureInfo.InvariantCulture)));
        Check(raw.sqlite3_prepare_v2(_db, $"insert into {table} ({string.Join(", ", columns)}) values ({places})", out _insert));
    }

    public override void StartRow()
    {
        if (_rows > 0)
        {
            Step();
        }

        _rows++;
        _column = 0;
    }

    public override void Write(long value) => Check(raw.sqlite3_bind_int64(_insert, ++_column, value));
    public override void Write(int value) => Check(raw.sqlite3_bind_int64(_insert, ++_column, value));
    public override void Write(short value) => Check(raw.sqlite3_bind_int64(_insert, ++_column, value));
    public override void Write(bool value) => Check(raw.sqlite3_bind_int64(_insert, ++_column, value ? 1 : 0));

    public override void Write(DateOnly value)
    {
        Span<char> text = stackalloc char[10];
        value.TryFormat(text, out _, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        Write(text);
    }

    public override void Write(ReadOnlySpan<char> value)
    {
        var most = Encoding.UTF8.GetMaxByteCount(value.Length);
        if (most <= 1024)
        {
            Span<byte> bytes = stackalloc byte[1024];
            WriteUtf8(bytes[..Encoding.UTF8.GetBytes(value, bytes)]);
        }
        else
        {
            WriteUtf8(Encoding.UTF8.GetBytes(value.ToString()));
        }
    }

    public override void WriteUtf8(ReadOnlySpan<byte> value) => Check(raw.sqlite3_bind_text(_insert, ++_column, value));

    public override void WriteBytes(ReadOnlySpan<byte> value) => Check(raw.sqlite3_bind_blob(_insert, ++_column, value));

    public override void WriteNull() => Check(raw.sqlite3_bind_null(_insert, ++_column));

    public override long Complete()
    {
        if (_rows > 0)
        {
            Step();
        }

        return _rows;
    }

    protected override void Dispose(bool disposing)
    {
        if (!_disposed)
        {
            _disposed = true;
            _insert.Dispose();
        }
    }

    private void Step()
    {
        if (_column != _width)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{_column} cells written where the table load has {_width}"));
        }

        var code = raw.sqlite3_step(_insert);
        if (code != raw.SQLITE_DONE)
        {
            throw new SqliteException(raw.sqlite3_errmsg(_db).utf8_to_string(), code);
        }

        raw.sqlite3_reset(_insert);
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw new SqliteException(raw.sqlite3_errmsg(_db).utf8_to_string(), code);
        }
    }
}

/// <summary>A prepared select, read column by column.</summary>
internal sealed class SqliteBulkReader : BulkReader
{
    private readonly sqlite3 _db;
    private readonly sqlite3_stmt _select;
    private int _column;

    public SqliteBulkReader(SqliteConnection connection, string query)
    {
        _db = connection.Handle ?? throw new InvalidOperationException("the connection is closed");
        var code = raw.sqlite3_prepare_v2(_db, query, out _select);
        if (code != raw.SQLITE_OK)
        {
            throw new SqliteException(raw.sqlite3_errmsg(_db).utf8_to_string(), code);
        }
    }

    public override bool Read()
    {
        _column = 0;
        var code = raw.sqlite3_step(_select);
        return code switch
        {
            raw.SQLITE_ROW => true,
            raw.SQLITE_DONE => false,
            _ => throw new SqliteException(raw.sqlite3_errmsg(_db).utf8_to_string(), code),
        };
    }

    public override long Int64() => raw.sqlite3_column_int64(_select, _column++);
    public override int Int32() => raw.sqlite3_column_int(_select, _column++);
    public override short Int16() => (short)raw.sqlite3_column_int(_select, _column++);
    public override void Skip(int cells) => _column += cells;
    public override ReadOnlySpan<byte> Utf8() => raw.sqlite3_column_blob(_select, _column++);
    public override bool Boolean() => raw.sqlite3_column_int(_select, _column++) != 0;
    public override DateOnly Date() => DateOnly.ParseExact(Text(), "yyyy-MM-dd", CultureInfo.InvariantCulture);
    public override string Text() => raw.sqlite3_column_text(_select, _column++).utf8_to_string();

    public override bool Null()
    {
        if (raw.sqlite3_column_type(_select, _column) != raw.SQLITE_NULL)
        {
            return false;
        }

        _column++;
        return true;
    }

    protected override void Dispose(bool disposing) => _select.Dispose();
}
