using System.Buffers;
using System.Text.Unicode;
using BaoPhu.Core.Texts;

namespace BaoPhu.Core.Imports.Reading;

/// <summary>
/// Delimited text, parsed by hand over UTF-8 bytes in one buffer (ADR 0004). Quoted cells may hold delimiters, doubled quotes and line breaks; rows end
/// with CR, LF or both. Memory is bounded by the longest allowed row, not by the file.
/// </summary>
public sealed class CsvTable : ITableReader
{
    /// <summary>Beyond this a row is no row: a quote was opened and never closed, or the file is no table.</summary>
    private const int LongestRow = 1 << 20;

    private readonly Stream _stream;
    private readonly byte _delimiter;
    private readonly SearchValues<byte> _ends;
    private readonly Func<long>? _done;
    private byte[] _buffer = new byte[1 << 18];
    private int[] _starts = new int[32];
    private int[] _lengths = new int[32];
    private int _from;
    private int _to;

    // Bytes of the buffer that were found to be valid UTF-8; a sequence cut by the end of a read waits for its rest.
    private int _checked;
    private long _before;
    private bool _ended;

    /// <param name="stream">UTF-8 without byte order mark; disposed with the table.</param>
    /// <param name="delimiter">One ASCII character.</param>
    /// <param name="total">Length of the underlying file for progress.</param>
    /// <param name="done">Position in the underlying file, where the stream is transcoded.</param>
    public CsvTable(Stream stream, char delimiter, long total = 0, Func<long>? done = null)
    {
        (_stream, _delimiter, Total, _done) = (stream, (byte)delimiter, total, done);
        _ends = SearchValues.Create([(byte)delimiter, (byte)'\n', (byte)'\r']);
    }

    public int Row { get; private set; }
    public int Count { get; private set; }
    public long Done => _done?.Invoke() ?? _before + _from;
    public long Total { get; }
    public bool IsUnended { get; private set; }

    public CellKind Kind(int column) => CellKind.Text;

    public bool HasMerged => false;

    public IReadOnlyList<FormulaCell> Formulas => [];

    public bool IsMerged(int column) => false;

    public ReadOnlySpan<byte> Cell(int column)
    {
        if ((uint)column >= (uint)Count)
        {
            return default;
        }

        var length = _lengths[column];
        return length >= 0 ? _buffer.AsSpan(_starts[column], length) : Unquote(_buffer.AsSpan(_starts[column], ~length));
    }

    public bool Read()
    {
        Count = 0;
        if (_from == _to && !Fill())
        {
            return false;
        }

        Row++;
        while (!TryRow())
        {
            if (_to - _from >= LongestRow)
            {
                throw new Refusal(_buffer.AsSpan(_from, _to - _from).Contains((byte)'"') ? "Imports.QuoteOpen" : "Imports.RowTooLong", Row);
            }

            Fill();
        }

        return true;
    }

    public void Dispose() => _stream.Dispose();

    /// <summary>Finds the cells of the row that begins at _from; false if its end is not in the buffer yet.</summary>
    private bool TryRow()
    {
        var buffer = _buffer;
        var (at, to, count) = (_from, _to, 0);
        while (true)
        {
            if (count == _starts.Length)
            {
                Array.Resize(ref _starts, count * 2);
                Array.Resize(ref _lengths, count * 2);
            }

            if (at < to && buffer[at] == '"')
            {
                var (start, doubled) = (at + 1, false);
                at = start;
                while (true)
                {
                    var quote = buffer.AsSpan(at, to - at).IndexOf((byte)'"');
                    if (quote < 0)
                    {
                        return _ended ? throw new Refusal("Imports.QuoteOpen", Row) : false;
                    }

                    at += quote;
                    if (at + 1 == to && !_ended)
                    {
                        return false;
                    }

                    if (at + 1 < to && buffer[at + 1] == '"')
                    {
                        doubled = true;
                        at += 2;
                        continue;
                    }

                    break;
                }

                _starts[count] = start;
                _lengths[count] = doubled ? ~(at - start) : at - start;
                at++;

                // Text behind a closing quote belongs to no dialect: spaces are dropped, anything else means that the row cannot be told apart.
                while (at < to && buffer[at] == ' ')
                {
                    at++;
                }

                if (at < to && buffer[at] != _delimiter && buffer[at] is not ((byte)'\n' or (byte)'\r'))
                {
                    throw new Refusal("Imports.QuoteStray", Row);
                }
            }
            else
            {
                var length = buffer.AsSpan(at, to - at).IndexOfAny(_ends);
                if (length < 0)
                {
                    if (!_ended)
                    {
                        return false;
                    }

                    length = to - at;
                }

                _starts[count] = at;
                _lengths[count] = length;
                at += length;
            }

            count++;
            if (at == to)
            {
                if (!_ended)
                {
                    return false;
                }

                IsUnended = true;
                break;
            }

            if (buffer[at] == _delimiter)
            {
                at++;
                continue;
            }

            if (buffer[at] == '\r')
            {
                if (at + 1 == to && !_ended)
                {
                    return false;
                }

                at += at + 1 < to && buffer[at + 1] == '\n' ? 2 : 1;
                break;
            }

            at++;
            break;
        }

        (Count, _from) = (count, at);
        return true;
    }

    private bool Fill()
    {
        if (_ended)
        {
            return false;
        }

        if (_from > 0)
        {
            _buffer.AsSpan(_from, _to - _from).CopyTo(_buffer);
            _before += _from;
            _checked -= _from;
            (_from, _to) = (0, _to - _from);
        }

        if (_to == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        while (_to < _buffer.Length)
        {
            var read = _stream.Read(_buffer.AsSpan(_to));
            if (read == 0)
            {
                _ended = true;
                break;
            }

            _to += read;
        }

        Check();
        return _from < _to;
    }

    private void Check()
    {
        var fresh = _buffer.AsSpan(_checked, _to - _checked);
        var end = fresh.Length - (_ended ? 0 : Unfinished(fresh));
        if (!Utf8.IsValid(fresh[..end]) || fresh.Contains((byte)0))
        {
            var bad = 0;
            while (bad < end && fresh[bad] != 0 && System.Text.Rune.DecodeFromUtf8(fresh[bad..end], out _, out var used) == OperationStatus.Done)
            {
                bad += used;
            }

            var row = Row + fresh[..bad].Count((byte)'\n') + (Row == 0 ? 1 : _buffer.AsSpan(_from, _checked - _from).Count((byte)'\n'));
            throw new Refusal("Imports.BadBytes", _before + _checked + bad + 1, row, fresh[bad].ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
        }

        _checked += end;
    }

    /// <summary>Bytes at the end that begin a sequence whose rest was not read yet.</summary>
    private static int Unfinished(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= 3 && back <= bytes.Length; back++)
        {
            var b = bytes[^back];
            if (b >= 0xC0)
            {
                var length = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2;
                return length > back ? back : 0;
            }

            if (b < 0x80)
            {
                return 0;
            }
        }

        return 0;
    }

    private static ReadOnlySpan<byte> Unquote(ReadOnlySpan<byte> raw)
    {
        // Several cells of a row may be alive at once, so each gets its own room.
        var room = new byte[raw.Length];
        var length = 0;
        for (var i = 0; i < raw.Length; i++)
        {
            room[length++] = raw[i];
            if (raw[i] == '"')
            {
                i++;
            }
        }

        return room.AsSpan(0, length);
    }
}
