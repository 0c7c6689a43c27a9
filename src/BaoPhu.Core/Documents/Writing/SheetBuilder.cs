using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace BaoPhu.Core.Documents.Writing;

/// <summary>
/// Builds the shipped template of a list as XLSX, A4 across, Times New Roman. A cell is text, or a field written <c>{tag}</c>: the name of the cell in the workbook, by which the
/// writer finds it and the office may move it.
/// </summary>
internal sealed partial class SheetBuilder(string sheet, double[] widths)
{
    private static readonly XNamespace S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private readonly List<XElement> _rows = [];
    private readonly List<string> _merged = [];
    private readonly SortedDictionary<string, string> _names = new(StringComparer.Ordinal);
    private int _heading;

    private int Next => _rows.Count + 1;

    /// <summary>Looks of a cell, in the order of the styles part.</summary>
    internal enum Look
    {
        Plain = 0,
        Centre = 1,
        CentreBold = 2,
        CentreItalic = 3,
        Title = 4,
        Heading = 5,
        Text = 6,
        Middle = 7,
        Number = 8,
        BoldText = 9,
        BoldNumber = 10,
        Right = 11,
    }

    /// <summary>A row of cells over several columns each: first column, last column (from 0), text, look.</summary>
    public SheetBuilder Row(params (int First, int Last, string Text, Look Look)[] cells) => Add(null, cells);

    public SheetBuilder Empty() => Add(null, []);

    /// <summary>The heading of the table, repeated on every printed page.</summary>
    public SheetBuilder Heading(params string[] texts)
    {
        _heading = Next;
        return Add(32, [.. texts.Select((t, i) => (i, i, t, Look.Heading))]);
    }

    /// <summary>The row that stands once for each row of the group.</summary>
    public SheetBuilder Group(string group, params (string Text, Look Look)[] cells)
    {
        _names.Add(group, $"'{sheet}'!$A${Next}:${Column(widths.Length - 1)}${Next}");
        return Add(null, [.. cells.Select((c, i) => (i, i, c.Text, c.Look))]);
    }

    public byte[] Build(string footer)
    {
        _names.Add("_xlnm.Print_Titles", $"'{sheet}'!${_heading}:${_heading}");
        var worksheet = new XElement(S + "worksheet",
            new XElement(S + "sheetPr", new XElement(S + "pageSetUpPr", new XAttribute("fitToPage", "1"))),
            new XElement(S + "sheetFormatPr", new XAttribute("defaultRowHeight", "15.75")),
            new XElement(S + "cols", widths.Select((w, i) => new XElement(S + "col", new XAttribute("min", i + 1), new XAttribute("max", i + 1), new XAttribute("width", w.ToString(CultureInfo.InvariantCulture)), new XAttribute("customWidth", "1")))),
            new XElement(S + "sheetData", _rows),
            new XElement(S + "mergeCells", new XAttribute("count", _merged.Count), _merged.Select(m => new XElement(S + "mergeCell", new XAttribute("ref", m)))),
            // Inches: 20 mm at the top, bottom and right, 30 mm on the left as of a paper that is bound.
            new XElement(S + "pageMargins", Inches("left", 30), Inches("right", 15), Inches("top", 20), Inches("bottom", 20), Inches("header", 10), Inches("footer", 10)),
            new XElement(S + "pageSetup", new XAttribute("paperSize", "9"), new XAttribute("orientation", "landscape"), new XAttribute("fitToHeight", "0")),
            new XElement(S + "headerFooter", new XAttribute("differentFirst", "1"),
                new XElement(S + "oddHeader", "&C&\"Times New Roman,Regular\"&13&P"), new XElement(S + "oddFooter", "&R&\"Times New Roman,Italic\"&9" + footer),
                new XElement(S + "firstFooter", "&R&\"Times New Roman,Italic\"&9" + footer)));
        return SheetPackage.Build(sheet, worksheet, _names);
    }

    private SheetBuilder Add(double? height, (int First, int Last, string Text, Look Look)[] cells)
    {
        var number = Next;
        var row = new XElement(S + "row", new XAttribute("r", number));
        if (height is { } points)
        {
            row.Add(new XAttribute("ht", points.ToString(CultureInfo.InvariantCulture)), new XAttribute("customHeight", "1"));
        }

        foreach (var (first, last, text, look) in cells)
        {
            for (var column = first; column <= last; column++)
            {
                var cell = new XElement(S + "c", new XAttribute("r", Column(column) + number), new XAttribute("s", (int)look));
                if (column == first)
                {
                    Put(cell, text, column, number);
                }

                row.Add(cell);
            }

            if (last > first)
            {
                _merged.Add($"{Column(first)}{number}:{Column(last)}{number}");
            }
        }

        _rows.Add(row);
        return this;
    }

    private void Put(XElement cell, string text, int column, int row)
    {
        if (Field().Match(text) is { Success: true } field)
        {
            _names.Add(field.Groups["tag"].Value, $"'{sheet}'!${Column(column)}${row}");
        }
        else if (text.Length > 0)
        {
            cell.Add(new XAttribute("t", "inlineStr"), new XElement(S + "is", new XElement(S + "t", new XAttribute(XNamespace.Xml + "space", "preserve"), text)));
        }
    }

    private static XAttribute Inches(string name, double millimetres) => new(name, (millimetres / 25.4).ToString("0.####", CultureInfo.InvariantCulture));

    private static string Column(int index) => ((char)('A' + index)).ToString();

    [GeneratedRegex(@"^\{(?<tag>[^{}]+)\}$", RegexOptions.ExplicitCapture)]
    private static partial Regex Field();
}
