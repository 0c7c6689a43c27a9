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
    private readonly ZipArchive _file;
    private readonly XmlWriter _rows;

    public Sheet(Stream into, string name)
    {
        _file = new(into, ZipArchiveMode.Create, leaveOpen: true);
        Part("[Content_Types].xml", $"""<Types xmlns="{Package}content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{Kinds}sheet.main+xml"/><Override PartName="/xl/sheet1.xml" ContentType="{Kinds}worksheet+xml"/></Types>""");
        Part("_rels/.rels", $"""<Relationships xmlns="{Package}relationships"><Relationship Id="r1" Type="{Office}/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
        Part("xl/workbook.xml", $"""<workbook xmlns="{Main}" xmlns:r="{Office}"><sheets><sheet name="{SecurityElement.Escape(name)}" sheetId="1" r:id="r1"/></sheets></workbook>""");
        Part("xl/_rels/workbook.xml.rels", $"""<Relationships xmlns="{Package}relationships"><Relationship Id="r1" Type="{Office}/worksheet" Target="sheet1.xml"/></Relationships>""");
        _rows = XmlWriter.Create(_file.CreateEntry("xl/sheet1.xml", CompressionLevel.Fastest).Open(), new XmlWriterSettings { CloseOutput = true, CheckCharacters = false });
        _rows.WriteStartElement("worksheet", Main);
        _rows.WriteStartElement("sheetData", Main);
    }

    public void Row(IEnumerable<(string Text, bool Number)> cells)
    {
        _rows.WriteStartElement("row", Main);
        foreach (var (text, number) in cells)
        {
            _rows.WriteStartElement("c", Main);
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
