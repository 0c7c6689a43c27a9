namespace BaoPhu.Core.Data;

/// <summary>
/// Loads rows at the speed of the engine: COPY in binary on PostgreSQL, one prepared insert on SQLite. Cells are written left to right; the type
/// written must have the width of the column (long → bigint, int → integer, short → smallint, bool → boolean, date → date, text → text).
/// Dispose without <see cref="Complete"/> gives the load up.
/// </summary>
public abstract class BulkWriter : IDisposable
{
    public abstract void StartRow();
    public abstract void Write(long value);
    public abstract void Write(int value);
    public abstract void Write(short value);
    public abstract void Write(bool value);
    public abstract void Write(DateOnly value);
    public abstract void Write(ReadOnlySpan<char> value);

    /// <summary>Text that is UTF-8 already; it must be valid and without NUL.</summary>
    public abstract void WriteUtf8(ReadOnlySpan<byte> value);

    /// <summary>Bytes that are no text.</summary>
    public abstract void WriteBytes(ReadOnlySpan<byte> value);

    public abstract void WriteNull();

    public void Write(string? value)
    {
        if (value is null)
        {
            WriteNull();
        }
        else
        {
            Write(value.AsSpan());
        }
    }

    public void Write(long? value)
    {
        if (value is { } some)
        {
            Write(some);
        }
        else
        {
            WriteNull();
        }
    }

    public void Write(int? value)
    {
        if (value is { } some)
        {
            Write(some);
        }
        else
        {
            WriteNull();
        }
    }

    public void Write(short? value)
    {
        if (value is { } some)
        {
            Write(some);
        }
        else
        {
            WriteNull();
        }
    }

    public void Write(DateOnly? value)
    {
        if (value is { } some)
        {
            Write(some);
        }
        else
        {
            WriteNull();
        }
    }

    /// <summary>Ends the load and returns the number of rows written. The rows belong to the surrounding transaction.</summary>
    public abstract long Complete();

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}

/// <summary>Reads a query's rows forward, cell by cell, left to right, without boxing. The type read must be the column's.</summary>
public abstract class BulkReader : IDisposable
{
    /// <summary>Steps to the next row; false after the last.</summary>
    public abstract bool Read();

    public abstract long Int64();
    public abstract int Int32();
    public abstract short Int16();
    public abstract bool Boolean();
    public abstract DateOnly Date();
    public abstract string Text();

    /// <summary>The UTF-8 of a text cell, without making a string; valid until the next cell is read. Empty also where the cell is null.</summary>
    public abstract ReadOnlySpan<byte> Utf8();

    /// <summary>The bytes of a cell that is no text; valid until the next cell is read.</summary>
    public ReadOnlySpan<byte> Bytes() => Utf8();

    /// <summary>Passes over cells: a row's cells are all read or skipped before the next row.</summary>
    public abstract void Skip(int cells);

    /// <summary>True, and the cell is passed, if the next cell is null.</summary>
    public abstract bool Null();

    public long? NullableInt64() => Null() ? null : Int64();
    public int? NullableInt32() => Null() ? null : Int32();
    public short? NullableInt16() => Null() ? null : Int16();
    public DateOnly? NullableDate() => Null() ? null : Date();
    public string? NullableText() => Null() ? null : Text();

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}
