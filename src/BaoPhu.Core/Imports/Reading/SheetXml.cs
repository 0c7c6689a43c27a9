using System.Globalization;
using System.IO.Compression;
using System.Xml;
using BaoPhu.Core.Texts;

namespace BaoPhu.Core.Imports.Reading;

/// <summary>What stands behind a value: nothing, or a formula with or without a value that was kept when the file was saved.</summary>
public enum FormulaState : byte
{
    None,

    /// <summary>A formula; the cell's value is the one kept at the last save.</summary>
    Cached,

    /// <summary>A formula whose value was never kept: the program that wrote the file did not compute.</summary>
    Empty,

    /// <summary>#REF!, #N/A and the like, by formula or typed.</summary>
    Error,
}

/// <summary>A cell that is a formula or an error. Text: the formula with its sign ("=SUM(A1:A3)"), or the error.</summary>
public readonly record struct FormulaCell(int Column, FormulaState State, string Text);

/// <summary>
/// The XML of one XLSX sheet, read forward for what ExcelDataReader does not tell: formulas, error values, hidden rows and columns. Nothing of the sheet is kept.
/// </summary>
internal sealed class SheetXml : IDisposable
{
    private static readonly byte[][] Signs = ["<f>"u8.ToArray(), "<f "u8.ToArray(), "<f/"u8.ToArray(), ":f>"u8.ToArray(), ":f "u8.ToArray(), ":f/"u8.ToArray(), "t=\"e\""u8.ToArray(), " hidden=\""u8.ToArray()];

    private readonly ZipArchive _zip;
    private readonly XmlReader _xml;
    private int _column;
    private bool _hiddenTold;

    public SheetXml(string path, int sheet)
    {
        _zip = ZipFile.OpenRead(path);
        try
        {
            _xml = XmlReader.Create(Part(_zip, sheet).Open(), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, IgnoreComments = true, IgnoreWhitespace = true, CloseInput = true });
        }
        catch
        {
            _zip.Dispose();
            throw;
        }
    }

    /// <summary>Row of the last find, from 1.</summary>
    public int Row { get; private set; }

    /// <summary>True if that row is hidden.</summary>
    public bool IsHidden { get; private set; }

    /// <summary>The find is a formula or an error; else it is the first value of a hidden row.</summary>
    public FormulaCell? Cell { get; private set; }

    /// <summary>Hidden columns from 0, known once the first row is reached.</summary>
    public SortedSet<int> HiddenColumns { get; } = [];

    /// <summary>True if the sheet can hold anything worth reading its XML for: a look at its bytes, many times faster.</summary>
    public static bool IsWorthReading(string path, int sheet)
    {
        using var zip = ZipFile.OpenRead(path);
        using var stream = Part(zip, sheet).Open();
        var buffer = new byte[1 << 17];
        var kept = 0;
        while (stream.Read(buffer.AsSpan(kept)) is > 0 and var read)
        {
            var bytes = buffer.AsSpan(0, kept + read);
            foreach (var sign in Signs)
            {
                if (bytes.IndexOf(sign) >= 0)
                {
                    return true;
                }
            }

            // A sign may be cut by the end of a read.
            kept = Math.Min(16, bytes.Length);
            bytes[^kept..].CopyTo(buffer);
        }

        return false;
    }

    /// <summary>Steps to the next formula, error or hidden row with a value; false at the end.</summary>
    public bool Read()
    {
        Cell = null;
        while (_xml.Read())
        {
            if (_xml.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            switch (_xml.LocalName)
            {
                case "col" when IsTrue(_xml.GetAttribute("hidden")):
                    // A sheet may hide all columns to its right end; 16,384 is the last there is.
                    for (var c = Number("min", 1); c <= Math.Min(Number("max", 1), 16_384); c++)
                    {
                        HiddenColumns.Add(c - 1);
                    }

                    break;
                case "row":
                    Row = Number("r", Row + 1);
                    IsHidden = IsTrue(_xml.GetAttribute("hidden"));
                    _hiddenTold = false;
                    _column = -1;
                    break;
                case "c":
                    _column = _xml.GetAttribute("r") is { Length: > 0 } reference ? ColumnOf(reference) : _column + 1;
                    if (TakeCell(_xml.GetAttribute("t") == "e"))
                    {
                        return true;
                    }

                    break;
            }
        }

        return false;
    }

    public void Dispose()
    {
        _xml.Dispose();
        _zip.Dispose();
    }

    /// <summary>"AB" of a column from 0.</summary>
    public static string Letters(int column)
    {
        var letters = "";
        for (var c = column; c >= 0; c = (c / 26) - 1)
        {
            letters = (char)('A' + (c % 26)) + letters;
        }

        return letters;
    }

    private bool TakeCell(bool error)
    {
        string? formula = null;
        string? value = null;
        if (!_xml.IsEmptyElement)
        {
            var depth = _xml.Depth;
            _xml.Read();
            while (_xml.Depth > depth)
            {
                if (_xml.NodeType != XmlNodeType.Element)
                {
                    _xml.Read();
                }
                else if (_xml.LocalName == "f")
                {
                    formula = "=" + _xml.ReadElementContentAsString();
                }
                else if (_xml.LocalName == "v")
                {
                    value = _xml.ReadElementContentAsString();
                }
                else
                {
                    value = "";
                    _xml.Skip();
                }
            }
        }

        if (formula is not null || error)
        {
            var state = error ? FormulaState.Error : string.IsNullOrEmpty(value) ? FormulaState.Empty : FormulaState.Cached;
            // A formula that other cells share is written only in the first of them.
            Cell = new(_column, state, formula is null ? value ?? "" : (formula.Length == 1 ? "=…" : formula) + (error ? " → " + value : ""));
            return true;
        }

        if (IsHidden && value is not null && !_hiddenTold)
        {
            return _hiddenTold = true;
        }

        return false;
    }

    private static ZipArchiveEntry Part(ZipArchive zip, int sheet)
    {
        const string relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        const string strict = "http://purl.oclc.org/ooxml/officeDocument/relationships";
        var id = "";
        using (var workbook = XmlReader.Create(Entry(zip, "xl/workbook.xml").Open(), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, CloseInput = true }))
        {
            for (var n = 0; workbook.Read();)
            {
                if (workbook.NodeType == XmlNodeType.Element && workbook.LocalName == "sheet" && n++ == sheet)
                {
                    id = workbook.GetAttribute("id", relations) ?? workbook.GetAttribute("id", strict) ?? "";
                    break;
                }
            }
        }

        using var links = XmlReader.Create(Entry(zip, "xl/_rels/workbook.xml.rels").Open(), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, CloseInput = true });
        while (links.Read())
        {
            if (links.NodeType == XmlNodeType.Element && links.LocalName == "Relationship" && links.GetAttribute("Id") == id)
            {
                var target = links.GetAttribute("Target") ?? "";
                return Entry(zip, target.StartsWith('/') ? target[1..] : "xl/" + target);
            }
        }

        throw new Refusal("Imports.WorkbookBroken");
    }

    private static ZipArchiveEntry Entry(ZipArchive zip, string name) =>
        zip.Entries.FirstOrDefault(e => string.Equals(e.FullName.Replace('\\', '/'), name, StringComparison.OrdinalIgnoreCase)) ?? throw new Refusal("Imports.WorkbookBroken");

    private int Number(string attribute, int otherwise) => int.TryParse(_xml.GetAttribute(attribute), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : otherwise;

    private static bool IsTrue(string? value) => value is "1" or "true";

    private static int ColumnOf(string reference)
    {
        var column = 0;
        foreach (var c in reference)
        {
            if (!char.IsAsciiLetterUpper(c))
            {
                break;
            }

            column = (column * 26) + c - 'A' + 1;
        }

        return column - 1;
    }
}

/// <summary>What a sheet keeps from the eye: hidden rows with data, hidden columns, and how many of its cells are formulas.</summary>
internal sealed class SheetNotes
{
    /// <summary>More stretches of hidden rows than this are not listed one by one, only kept.</summary>
    private const int MostTold = 8;

    private readonly List<(int From, int To)> _rows = [];

    public static readonly SheetNotes None = new();

    /// <summary>Stretches of hidden rows that hold something, ascending.</summary>
    public IReadOnlyList<(int From, int To)> HiddenRows => _rows;

    /// <summary>From 0.</summary>
    public IReadOnlySet<int> HiddenColumns { get; private set; } = new SortedSet<int>();

    public bool HasFormulas { get; private set; }

    /// <summary>Goes through the sheet once where that can tell anything. Throws <see cref="Refusal"/> if the workbook is broken.</summary>
    public static SheetNotes Of(TableFile file, int sheet)
    {
        try
        {
            return file.Format == TableFormat.Xlsx ? OfXlsx(file.Path, sheet) : WorkbookTable.Notes(file.Path, sheet);
        }
        catch (Exception broken) when (broken is XmlException or InvalidDataException)
        {
            throw new Refusal("Imports.WorkbookBroken");
        }
    }

    public bool IsHidden(int row)
    {
        var (low, high) = (0, _rows.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (row < _rows[middle].From)
            {
                high = middle - 1;
            }
            else if (row > _rows[middle].To)
            {
                low = middle + 1;
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Hidden rows below the headings: how many, and "12, 15–20" of the first.</summary>
    public (int Count, string Told) HiddenBelow(int headingRow)
    {
        var below = _rows.Where(r => r.To > headingRow).Select(r => (From: Math.Max(r.From, headingRow + 1), r.To)).ToList();
        var told = string.Join(", ", below.Take(MostTold).Select(r => r.From == r.To
            ? r.From.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{r.From}–{r.To}")));
        return (below.Sum(r => r.To - r.From + 1), below.Count > MostTold ? told + "…" : told);
    }

    internal static SheetNotes OfHidden(IEnumerable<int> rows, SortedSet<int> columns)
    {
        var notes = new SheetNotes { HiddenColumns = columns };
        foreach (var row in rows)
        {
            notes.Add(row);
        }

        return notes;
    }

    private static SheetNotes OfXlsx(string path, int sheet)
    {
        if (!SheetXml.IsWorthReading(path, sheet))
        {
            return None;
        }

        using var xml = new SheetXml(path, sheet);
        var notes = new SheetNotes { HiddenColumns = xml.HiddenColumns };
        while (xml.Read())
        {
            if (xml.IsHidden)
            {
                notes.Add(xml.Row);
            }

            notes.HasFormulas |= xml.Cell is not null;
        }

        return notes;
    }

    private void Add(int row)
    {
        if (_rows.Count > 0 && _rows[^1].To >= row - 1)
        {
            _rows[^1] = (_rows[^1].From, row);
        }
        else
        {
            _rows.Add((row, row));
        }
    }
}
