using System.Buffers.Text;
using System.Globalization;
using System.Text;
using BaoPhu.Core.Texts;
using ExcelDataReader;

namespace BaoPhu.Core.Imports.Reading;

/// <summary>A sheet of a workbook.</summary>
public sealed record Sheet(int Index, string Name, bool Hidden);

/// <summary>
/// One sheet of an XLSX or XLS workbook, row by row. Numbers come as their shortest digits, dates as yyyy-MM-dd; formulas as their last value and, in an XLSX, named as such
/// (an XLS gives error values as empty cells and its formulas as plain values: ExcelDataReader does not tell them).
/// </summary>
internal sealed class WorkbookTable : ITableReader
{
    private readonly FileStream _stream;
    private readonly IExcelDataReader _reader;
    private readonly CellRange[] _merges;
    private readonly List<CellRange> _met = [];
    private readonly SheetNotes? _leaveOut;
    private readonly SheetXml? _xml;
    private readonly List<FormulaCell> _formulas = [];
    private bool _xmlMore;
    private int _next;
    private int _metRow;
    private byte[] _text = new byte[1 << 12];
    private int[] _starts = new int[32];
    private int[] _lengths = new int[32];
    private CellKind[] _kinds = new CellKind[32];

    /// <param name="path">The workbook.</param>
    /// <param name="sheet">From 0.</param>
    /// <param name="notes">What is known of the sheet; formulas are told only with it.</param>
    /// <param name="leaveHidden">Pass over hidden rows.</param>
    public WorkbookTable(string path, int sheet, SheetNotes? notes = null, bool leaveHidden = false)
    {
        _leaveOut = leaveHidden ? notes : null;
        _stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        try
        {
            _reader = Create(_stream);
            for (var i = 0; i < sheet; i++)
            {
                _reader.NextResult();
            }

            // A merged range of one cell is none.
            _merges = [.. (_reader.MergeCells ?? []).Where(m => m.FromRow != m.ToRow || m.FromColumn != m.ToColumn).OrderBy(m => m.FromRow)];
            Total = _reader.RowCount;
            if (notes is { HasFormulas: true })
            {
                _xml = new SheetXml(path, sheet);
                _xmlMore = NextFormula();
            }
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            Dispose();
            throw Broken(broken);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public int Row { get; private set; }
    public int Count { get; private set; }
    public long Done => Row;
    public long Total { get; }
    public bool IsUnended => false;

    public static List<Sheet> Sheets(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        try
        {
            using var reader = Create(stream);
            var sheets = new List<Sheet>();
            do
            {
                sheets.Add(new(sheets.Count, reader.Name, reader.VisibleState != "visible"));
            }
            while (reader.NextResult());
            return sheets;
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            throw Broken(broken);
        }
    }

    public bool Read()
    {
        try
        {
            do
            {
                if (!_reader.Read())
                {
                    Count = 0;
                    return false;
                }

                Row++;
            }
            while (_leaveOut?.IsHidden(Row) == true);

            Count = _reader.FieldCount;
            Take();
            TakeFormulas();
            return true;
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            throw Broken(broken);
        }
    }

    public ReadOnlySpan<byte> Cell(int column) => (uint)column < (uint)Count ? _text.AsSpan(_starts[column], _lengths[column]) : default;

    public CellKind Kind(int column) => (uint)column < (uint)Count ? _kinds[column] : CellKind.Text;

    public IReadOnlyList<FormulaCell> Formulas => _formulas;

    public bool HasMerged => _merges.Length > 0;

    public bool IsMerged(int column)
    {
        if (_metRow != Row)
        {
            // Merged ranges come in the order of their first row: those that end above are met no more.
            _metRow = Row;
            while (_next < _merges.Length && _merges[_next].FromRow < Row)
            {
                _met.Add(_merges[_next++]);
            }

            _met.RemoveAll(m => m.ToRow < Row - 1);
        }

        foreach (var merge in _met)
        {
            if (column >= merge.FromColumn && column <= merge.ToColumn)
            {
                return true;
            }
        }

        return false;
    }

    public void Dispose()
    {
        _xml?.Dispose();
        _reader?.Dispose();
        _stream.Dispose();
    }

    /// <summary>Hidden rows and columns of an XLS sheet: they have no height or width.</summary>
    public static SheetNotes Notes(string path, int sheet)
    {
        using var table = new WorkbookTable(path, sheet);
        var (rows, columns) = (new List<int>(), new SortedSet<int>());
        while (table.Read())
        {
            if (table.Row == 1)
            {
                columns.UnionWith(Enumerable.Range(0, table.Count).Where(c => table._reader.GetColumnWidth(c) == 0));
            }

            if (table._reader.RowHeight == 0 && table._lengths.AsSpan(0, table.Count).ContainsAnyExcept(0))
            {
                rows.Add(table.Row);
            }
        }

        return SheetNotes.OfHidden(rows, columns);
    }

    private static Refusal Broken(Exception broken) => new(broken is ExcelDataReader.Exceptions.InvalidPasswordException ? "Imports.IsEncrypted" : "Imports.WorkbookBroken");

    private void TakeFormulas()
    {
        _formulas.Clear();
        while (_xmlMore && _xml!.Row <= Row)
        {
            if (_xml.Row == Row)
            {
                _formulas.Add(_xml.Cell!.Value);
            }

            _xmlMore = NextFormula();
        }
    }

    private bool NextFormula()
    {
        while (_xml!.Read())
        {
            if (_xml.Cell is not null)
            {
                return true;
            }
        }

        return false;
    }

    private static IExcelDataReader Create(Stream stream) =>
        ExcelReaderFactory.CreateReader(stream, new ExcelReaderConfiguration { LeaveOpen = true, FallbackEncoding = Encoding.GetEncoding(1258) });

    /// <summary>What the library throws on a file that is damaged, cut off, encrypted or not what it says.</summary>
    private static bool IsBroken(Exception e) => e is not (Refusal or OperationCanceledException or OutOfMemoryException);

    private void Take()
    {
        if (Count > _starts.Length)
        {
            Array.Resize(ref _starts, Count);
            Array.Resize(ref _lengths, Count);
            Array.Resize(ref _kinds, Count);
        }

        var used = 0;
        for (var i = 0; i < Count; i++)
        {
            var value = _reader.GetValue(i);
            _starts[i] = used;
            _kinds[i] = CellKind.Text;
            switch (value)
            {
                case null:
                    break;
                case string text:
                    Room(used, Encoding.UTF8.GetMaxByteCount(text.Length));
                    // Half a surrogate pair or NUL in a cell would be no text for the database.
                    used += Encoding.UTF8.GetBytes(text.Contains('\0', StringComparison.Ordinal) ? text.Replace("\0", "", StringComparison.Ordinal) : text, _text.AsSpan(used));
                    break;
                case double number:
                    Room(used, 64);
                    _kinds[i] = CellKind.Number;
                    used += Number(number, _text.AsSpan(used));
                    break;
                case int number:
                    Room(used, 64);
                    _kinds[i] = CellKind.Number;
                    Utf8Formatter.TryFormat(number, _text.AsSpan(used), out var digits);
                    used += digits;
                    break;
                case DateTime date:
                    Room(used, 64);
                    _kinds[i] = CellKind.Date;
                    date.TryFormat(_text.AsSpan(used), out var written, date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
                    used += written;
                    break;
                default:
                    var other = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
                    Room(used, Encoding.UTF8.GetMaxByteCount(other.Length));
                    used += Encoding.UTF8.GetBytes(other, _text.AsSpan(used));
                    break;
            }

            _lengths[i] = used - _starts[i];
        }
    }

    /// <summary>Whole numbers without decimals or exponent; beyond 2⁵³ digits are lost already and the exponent stays to say so.</summary>
    private static int Number(double number, Span<byte> into)
    {
        int written;
        if (Math.Abs(number) < 9.007199254740992e15 && Math.Floor(number) == number)
        {
            Utf8Formatter.TryFormat((long)number, into, out written);
        }
        else if (Math.Abs(number) >= 9.007199254740992e15)
        {
            number.TryFormat(into, out written, "E15", CultureInfo.InvariantCulture);
        }
        else
        {
            number.TryFormat(into, out written, "0.###############", CultureInfo.InvariantCulture);
        }

        return written;
    }

    private void Room(int used, int more)
    {
        if (_text.Length - used < more)
        {
            Array.Resize(ref _text, Math.Max(_text.Length * 2, used + more));
        }
    }
}
