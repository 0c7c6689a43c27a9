using System.Text;
using System.Xml.Linq;

namespace BaoPhu.Core.Documents.Writing;

/// <summary>The parts of an XLSX of one sheet around it.</summary>
internal static class SheetPackage
{
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private const string Types = "application/vnd.openxmlformats-officedocument.spreadsheetml";

    public static byte[] Build(string sheet, XElement worksheet, IReadOnlyDictionary<string, string> names)
    {
        XNamespace s = Main;
        var workbook = new XElement(s + "workbook", new XAttribute(XNamespace.Xmlns + "r", Office),
            new XElement(s + "sheets", new XElement(s + "sheet", new XAttribute("name", sheet), new XAttribute("sheetId", "1"), new XAttribute(Word.R + "id", "rSheet"))),
            new XElement(s + "definedNames", names.Select(n => new XElement(s + "definedName", new XAttribute("name", n.Key), n.Key.StartsWith("_xlnm", StringComparison.Ordinal) ? new XAttribute("localSheetId", "0") : null, n.Value))));
        using var memory = new MemoryStream();
        var package = new PackageWriter(memory);
        Add("[Content_Types].xml",
            $"""
            <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{Types}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="{Types}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="{Types}.styles+xml"/></Types>
            """);
        Add("_rels/.rels",
            $"""
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rWorkbook" Type="{Office}/officeDocument" Target="xl/workbook.xml"/></Relationships>
            """);
        Add("xl/_rels/workbook.xml.rels",
            $"""
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rSheet" Type="{Office}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rStyles" Type="{Office}/styles" Target="styles.xml"/></Relationships>
            """);
        Add("xl/styles.xml", Styles());
        Add("xl/workbook.xml", workbook.ToString(SaveOptions.DisableFormatting));
        Add("xl/worksheets/sheet1.xml", worksheet.ToString(SaveOptions.DisableFormatting));
        package.Finish();
        return memory.ToArray();

        void Add(string name, string xml) => package.Add(PackagePart.Of(name, Encoding.UTF8.GetBytes(Word.Declaration + xml)));
    }

    /// <summary>One format for each <see cref="SheetBuilder.Look"/>, in its order. Format 3 is #,##0, which shows dots where the computer is set to Vietnamese.</summary>
    private static string Styles()
    {
        var font = (string size, string more) => $"<font>{more}<sz val=\"{size}\"/><name val=\"Times New Roman\"/><family val=\"1\"/></font>";
        var cell = (int font, int border, string align, int format) =>
            $"<xf numFmtId=\"{format}\" fontId=\"{font}\" fillId=\"0\" borderId=\"{border}\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\" applyBorder=\"1\" applyAlignment=\"1\"><alignment horizontal=\"{align}\" vertical=\"center\" wrapText=\"1\"/></xf>";
        const string side = " style=\"thin\"><color auto=\"1\"/>";
        return $"""
            <styleSheet xmlns="{Main}"><fonts count="4">{font("12", "")}{font("12", "<b/>")}{font("12", "<i/>")}{font("14", "<b/>")}</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border><left{side}</left><right{side}</right><top{side}</top><bottom{side}</bottom><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="12">{cell(0, 0, "left", 0)}{cell(0, 0, "center", 0)}{cell(1, 0, "center", 0)}{cell(2, 0, "center", 0)}{cell(3, 0, "center", 0)}{cell(1, 1, "center", 0)}{cell(0, 1, "left", 0)}{cell(0, 1, "center", 0)}{cell(0, 1, "right", 3)}{cell(1, 1, "left", 0)}{cell(1, 1, "right", 3)}{cell(0, 0, "right", 0)}</cellXfs></styleSheet>
            """;
    }
}
