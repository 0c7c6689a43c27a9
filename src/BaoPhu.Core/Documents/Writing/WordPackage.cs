using System.IO.Compression;
using System.Text;
using System.Xml.Linq;

namespace BaoPhu.Core.Documents.Writing;

/// <summary>The parts of a DOCX around its text: types, relations, styles, settings, properties.</summary>
internal static class WordPackage
{
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private const string Types = "application/vnd.openxmlformats-officedocument.wordprocessingml";

    public static byte[] Build(string title, XElement document, XElement header, XElement footer)
    {
        using var memory = new MemoryStream();
        var package = new PackageWriter(memory);
        Add("[Content_Types].xml",
            $"""
            <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{Types}.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="{Types}.styles+xml"/><Override PartName="/word/settings.xml" ContentType="{Types}.settings+xml"/><Override PartName="/word/header1.xml" ContentType="{Types}.header+xml"/><Override PartName="/word/footer1.xml" ContentType="{Types}.footer+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>
            """);
        Add("_rels/.rels",
            $"""
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rDocument" Type="{Office}/officeDocument" Target="word/document.xml"/><Relationship Id="rCore" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>
            """);
        Add("docProps/core.xml",
            $"""
            <cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{new XText(title)}</dc:title><dc:language>vi-VN</dc:language></cp:coreProperties>
            """);
        Add("word/_rels/document.xml.rels",
            $"""
            <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rStyles" Type="{Office}/styles" Target="styles.xml"/><Relationship Id="rSettings" Type="{Office}/settings" Target="settings.xml"/><Relationship Id="rHeader" Type="{Office}/header" Target="header1.xml"/><Relationship Id="rFooter" Type="{Office}/footer" Target="footer1.xml"/></Relationships>
            """);
        Add("word/styles.xml",
            """
            <w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="Times New Roman" w:cs="Times New Roman"/><w:sz w:val="26"/><w:szCs w:val="26"/><w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style><w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style></w:styles>
            """);
        Add("word/settings.xml",
            """
            <w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="vi-VN"/></w:settings>
            """);
        Add("word/header1.xml", header.ToString(SaveOptions.DisableFormatting));
        Add("word/footer1.xml", footer.ToString(SaveOptions.DisableFormatting));
        Add("word/document.xml", document.ToString(SaveOptions.DisableFormatting));
        package.Finish();
        return memory.ToArray();

        void Add(string name, string xml) => package.Add(PackagePart.Of(name, Encoding.UTF8.GetBytes(Word.Declaration + xml), CompressionLevel.Optimal));
    }
}
