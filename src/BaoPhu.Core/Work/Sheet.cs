using System.Globalization;
using System.IO.Compression;
using System.Security;
using System.Xml;

namespace BaoPhu.Core.Work;

/// <summary>A workbook of one sheet, written straight through: the container's other parts first, then row after row, nothing held in memory.</summary>
internal sealed class Sheet : IDisposable
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Package = "http://schemas.openxmlformats.org/package/2006/";
    private const string Kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml.";

    // Of cells: 0 a line of its own, 1 a number, 2 text, 3 a heading. Thousands are parted from ten thousand on, so that a year stays one.
    private const string Styles = """<numFmts count="1"><numFmt numFmtId="164" formatCode="[&gt;=10000]#,##0;[&lt;=-10000]-#,##0;General"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Times New Roman"/></font><font><b/><sz val="11"/><name val="Times New Roman"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="2"><border/><border><left style="thin"/><right style="thin"/><top style="thin"/><bottom style="thin"/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyFont="1" applyBorder="1" applyAlignment="1"><alignment vertical="top"/></xf><xf numFmtId="0" fontId="0" fillId="0" borderId="1" xfId="0" applyFont="1" applyBorder="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf><xf numFmtId="0" fontId="1" fillId="0" borderId="1" xfId="0" applyFont="1" applyBorder="1" applyAlignment="1"><alignment horizontal="center" vertical="center" wrapText="1"/></xf></cellXfs>""";
    private const double UsualWidth = 18;
    private const int LineHeight = 15;

    private readonly ZipArchive _file;
    private readonly XmlWriter _rows;
    private readonly IReadOnlyList<double> _widths;

    /// <summary><paramref name="widths"/>: of the first columns, in characters; the others have the usual one.</summary>
    public Sheet(Stream into, string name, IReadOnlyList<double>? widths = null)
    {
        _file = new(into, ZipArchiveMode.Create, leaveOpen: true);
        _widths = widths ?? [];
        Part("[Content_Types].xml", $"""<Types xmlns="{Package}content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{Kinds}sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="{Kinds}styles+xml"/><Override PartName="/xl/sheet1.xml" ContentType="{Kinds}worksheet+xml"/></Types>""");
        Part("_rels/.rels", $"""<Relationships xmlns="{Package}relationships"><Relationship Id="r1" Type="{Office}/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
        Part("xl/workbook.xml", $"""<workbook xmlns="{Main}" xmlns:r="{Office}"><sheets><sheet name="{SecurityElement.Escape(name)}" sheetId="1" r:id="r1"/></sheets></workbook>""");
        Part("xl/_rels/workbook.xml.rels", $"""<Relationships xmlns="{Package}relationships"><Relationship Id="r1" Type="{Office}/worksheet" Target="sheet1.xml"/><Relationship Id="r2" Type="{Office}/styles" Target="styles.xml"/></Relationships>""");
        Part("xl/styles.xml", $"""<styleSheet xmlns="{Main}">{Styles}</styleSheet>""");
        _rows = XmlWriter.Create(_file.CreateEntry("xl/sheet1.xml", CompressionLevel.Fastest).Open(), new XmlWriterSettings { CloseOutput = true, CheckCharacters = false });
        _rows.WriteStartElement("worksheet", Main);
        // Printed lying, as wide as its page.
        _rows.WriteRaw("""<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>""");
        _rows.WriteRaw(string.Create(CultureInfo.InvariantCulture, $"""<sheetFormatPr defaultColWidth="{UsualWidth}" defaultRowHeight="{LineHeight}"/>"""));
        if (_widths.Count > 0)
        {
            _rows.WriteRaw($"<cols>{string.Concat(_widths.Select((w, i) => string.Create(CultureInfo.InvariantCulture, $"<col min=\"{i + 1}\" max=\"{i + 1}\" width=\"{w}\" customWidth=\"1\"/>")))}</cols>");
        }

        _rows.WriteStartElement("sheetData", Main);
    }

    /// <summary>The heads of the columns.</summary>
    public void Heading(IEnumerable<string> titles) => Write(titles.Select(t => (t, false)), "3");

    /// <summary>A line of text over or under the rows.</summary>
    public void Line(params IEnumerable<string> texts) => Write(texts.Select(t => (t, false)), "0");

    public void Row(IEnumerable<(string Text, bool Number)> cells) => Write(cells, "2");

    private void Write(IEnumerable<(string Text, bool Number)> cells, string style)
    {
        var row = cells.ToList();
        _rows.WriteStartElement("row", Main);
        // Not every program makes a row as high as its wrapped text.
        if (style != "0" && row.Select((c, i) => Math.Ceiling(c.Text.Length / (_widths.ElementAtOrDefault(i) is > 0 and var width ? width : UsualWidth))).DefaultIfEmpty().Max() is > 1 and var lines)
        {
            _rows.WriteAttributeString("ht", (lines * LineHeight).ToString(CultureInfo.InvariantCulture));
            _rows.WriteAttributeString("customHeight", "1");
        }

        foreach (var (text, number) in row)
        {
            _rows.WriteStartElement("c", Main);
            _rows.WriteAttributeString("s", number ? "1" : style);
            if (number)
            {
                _rows.WriteElementString("v", Main, text);
            }
            else
            {
                _rows.WriteAttributeString("t", "inlineStr");
                _rows.WriteStartElement("is", Main);
                _rows.WriteElementString("t", Main, string.Concat(text.Where(c => c >= ' ' || c is '\t' or '\n')));
                _rows.WriteEndElement();
            }

            _rows.WriteEndElement();
        }

        _rows.WriteEndElement();
    }

    public void Dispose()
    {
        _rows.WriteEndElement();
        _rows.WriteRaw("""<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>""");
        _rows.WriteEndElement();
        _rows.Dispose();
        _file.Dispose();
    }

    private void Part(string name, string xml)
    {
        using var part = new StreamWriter(_file.CreateEntry(name, CompressionLevel.Fastest).Open());
        part.Write("""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""");
        part.Write(xml);
    }
}
