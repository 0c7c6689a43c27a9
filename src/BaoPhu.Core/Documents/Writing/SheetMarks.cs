using System.Globalization;
using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace BaoPhu.Core.Documents.Writing;

/// <summary>
/// Finds the tagged cells of a workbook by its defined names: a name of one cell is a value, a name of a stretch of one row is a group whose row stands once for each of its
/// rows; names of cells in that row are values of the row. Rows below a group, merged cells and the names themselves move with it. A value with a number is written as a number.
/// </summary>
internal sealed partial class SheetMarks : ITemplateMarks
{
    private static readonly XNamespace S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Workbook = "xl/workbook.xml";
    private readonly Dictionary<string, string> _sheets;
    private readonly List<(string Name, string Sheet, string Column, int Row)> _cells = [];
    private readonly List<(string Name, string Sheet, int Row)> _groups = [];

    public SheetMarks(ZipArchive zip, IDictionary<string, string> tags)
    {
        var workbook = Load(zip, Workbook);
        var targets = Load(zip, "xl/_rels/workbook.xml.rels").Root!.Elements().ToDictionary(r => r.Attribute("Id")!.Value, r => r.Attribute("Target")!.Value, StringComparer.Ordinal);
        _sheets = workbook.Descendants(S + "sheet").ToDictionary(
            s => s.Attribute("name")!.Value,
            s => targets[s.Attribute(Word.R + "id")!.Value] is var target && target.StartsWith('/') ? target[1..] : "xl/" + target,
            StringComparer.Ordinal);
        foreach (var name in workbook.Descendants(S + "definedName"))
        {
            var tag = name.Attribute("name")!.Value;
            if (!tag.StartsWith("_xlnm", StringComparison.Ordinal) && Place().Match(name.Value) is { Success: true } place && _sheets.TryGetValue(place.Groups["sheet"].Value.Trim('\''), out var sheet))
            {
                var row = int.Parse(place.Groups["row"].Value, CultureInfo.InvariantCulture);
                if (!place.Groups["to"].Success)
                {
                    _cells.Add((tag, sheet, place.Groups["column"].Value, row));
                }
                else if (place.Groups["to"].Value == place.Groups["row"].Value)
                {
                    _groups.Add((tag, sheet, row));
                }
            }
        }

        foreach (var (name, sheet, row) in _groups)
        {
            tags[name] = name;
        }

        foreach (var (name, sheet, _, row) in _cells)
        {
            var group = _groups.Find(g => g.Sheet == sheet && g.Row == row).Name;
            tags[group is null ? name : group + "/" + name] = name;
        }
    }

    public bool MayHold(string part) => part == Workbook || _sheets.ContainsValue(part);

    public string Mark(string part, XDocument xml)
    {
        if (part == Workbook)
        {
            foreach (var name in xml.Descendants(S + "definedName"))
            {
                var sheet = SheetName().Match(name.Value) is { Success: true } found ? _sheets.GetValueOrDefault(found.Groups["sheet"].Value.Trim('\'')) : null;
                name.Value = AbsoluteRow().Replace(name.Value, m => "$" + m.Groups["column"].Value + "$" + RowMark(sheet, m.Groups["row"].Value, last: m.Groups["last"].Success));
            }
        }
        else
        {
            MarkSheet(part, xml);
        }

        return Word.Declaration + xml.ToString(SaveOptions.DisableFormatting);
    }

    private void MarkSheet(string part, XDocument xml)
    {
        xml.Descendants(S + "dimension").Remove();
        foreach (var attribute in xml.Root!.Elements().Where(e => e.Name != S + "sheetData").SelectMany(e => e.DescendantsAndSelf()).Attributes().Where(a => a.Name == "ref" || a.Name == "sqref"))
        {
            attribute.Value = RelativeRow().Replace(attribute.Value, m => m.Groups["column"].Value + RowMark(part, m.Groups["row"].Value, last: m.Groups["last"].Success));
        }

        foreach (var row in xml.Descendants(S + "row").ToList())
        {
            var number = row.Attribute("r")!.Value;
            var at = int.Parse(number, CultureInfo.InvariantCulture);
            var mark = RowMark(part, number, last: false);
            row.SetAttributeValue("r", mark);
            row.Attribute("spans")?.Remove();
            foreach (var cell in row.Elements(S + "c").ToList())
            {
                var column = cell.Attribute("r")!.Value.TrimEnd([.. "0123456789"]);
                cell.SetAttributeValue("r", column + mark);
                if (_cells.Find(c => c.Sheet == part && c.Row == at && c.Column == column).Name is { } tag)
                {
                    cell.ReplaceWith(new XText(TemplatePiece.Mark('c', string.Join(' ', tag, column, RowSpec(part, number, last: false), cell.Attribute("s")?.Value ?? "0"))));
                }
            }

            if (_groups.Find(g => g.Sheet == part && g.Row == at).Name is { } group)
            {
                // LibreOffice does not measure rows when it opens a workbook: long names would run into the next line.
                row.SetAttributeValue("ht", TemplatePiece.Mark('h', string.Join(' ', _cells.Where(c => c.Sheet == part && c.Row == at).Select(c => $"{c.Name} {WidthOf(xml, c.Column)}"))));
                row.AddBeforeSelf(new XText(TemplatePiece.Mark('g', group)));
                row.AddAfterSelf(new XText(TemplatePiece.End('g')));
            }
        }
    }

    /// <summary>Whole characters that a column holds.</summary>
    private static int WidthOf(XDocument xml, string column)
    {
        var number = column.Aggregate(0, (sum, letter) => (sum * 26) + letter - 'A' + 1);
        var width = xml.Descendants(S + "col").FirstOrDefault(c => (int)c.Attribute("min")! <= number && (int)c.Attribute("max")! >= number)?.Attribute("width")?.Value;
        return width is null ? 8 : Math.Max(1, (int)double.Parse(width, CultureInfo.InvariantCulture));
    }

    private string RowMark(string? sheet, string row, bool last) => sheet is null ? row : TemplatePiece.Mark('r', RowSpec(sheet, row, last));

    /// <summary>"12,group": row 12 of the template, moved by the rows of these groups. The last row of a range that ends in a group's row moves with it.</summary>
    private string RowSpec(string sheet, string row, bool last)
    {
        var at = int.Parse(row, CultureInfo.InvariantCulture);
        return string.Join(',', _groups.Where(g => g.Sheet == sheet && (g.Row < at || (last && g.Row == at))).OrderBy(g => g.Row).Select(g => g.Name).Prepend(row));
    }

    private static XDocument Load(ZipArchive zip, string part)
    {
        using var stream = (zip.GetEntry(part) ?? throw new InvalidDataException("no " + part)).Open();
        return XDocument.Load(stream);
    }

    [GeneratedRegex(@"^(?<sheet>'[^']+'|[^!]+)!\$(?<column>[A-Z]+)\$(?<row>\d+)(:\$[A-Z]+\$(?<to>\d+))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Place();

    [GeneratedRegex(@"^(?<sheet>'[^']+'|[^!]+)!", RegexOptions.ExplicitCapture)]
    private static partial Regex SheetName();

    [GeneratedRegex(@"(?<last>(?<=:))?\$(?<column>[A-Z]+)\$(?<row>\d+)", RegexOptions.ExplicitCapture)]
    private static partial Regex AbsoluteRow();

    [GeneratedRegex(@"(?<last>(?<=:))?(?<column>[A-Z]+)(?<row>\d+)", RegexOptions.ExplicitCapture)]
    private static partial Regex RelativeRow();
}
