using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using Run = DocumentFormat.OpenXml.Wordprocessing.Run;
using Table = DocumentFormat.OpenXml.Wordprocessing.Table;
using Text = DocumentFormat.OpenXml.Wordprocessing.Text;

namespace BaoPhu.Tests.Documents;

/// <summary>A finished paper as lines of text with its structure, for comparison; and what Microsoft's validator says of it.</summary>
internal static class PaperText
{
    public static IReadOnlyList<string> Faults(byte[] file, bool docx)
    {
        using var stream = new MemoryStream(file);
        using OpenXmlPackage package = docx ? WordprocessingDocument.Open(stream, false) : SpreadsheetDocument.Open(stream, false);
        return [.. new OpenXmlValidator(FileFormatVersions.Office2016).Validate(package).Select(e => $"{e.Part?.Uri} {e.Path?.XPath}: {e.Description}")];
    }

    public static string Of(byte[] file, bool docx) => docx ? OfWord(file) : OfSheet(file);

    private static string OfWord(byte[] file)
    {
        using var stream = new MemoryStream(file);
        using var document = WordprocessingDocument.Open(stream, false);
        var main = document.MainDocumentPart!;
        var text = new StringBuilder();
        Write(text, main.Document.Body!, "");
        text.AppendLine("-- head").AppendJoin('\n', main.HeaderParts.Select(h => h.Header.InnerText)).AppendLine();
        text.AppendLine("-- foot").AppendJoin('\n', main.FooterParts.Select(f => f.Footer.InnerText)).AppendLine();
        return text.ToString();
    }

    private static void Write(StringBuilder text, OpenXmlElement element, string indent)
    {
        foreach (var child in element.ChildElements)
        {
            switch (child)
            {
                case Paragraph paragraph:
                    var size = paragraph.Descendants<Run>().Select(r => r.RunProperties?.FontSize?.Val?.Value).FirstOrDefault(s => s is not null);
                    var bold = paragraph.Descendants<Run>().Any() && paragraph.Descendants<Run>().All(r => r.RunProperties?.Bold is not null) ? "b" : "";
                    var rule = paragraph.ParagraphProperties?.ParagraphBorders is null ? "" : "rule";
                    text.Append(indent).Append($"[{paragraph.ParagraphProperties?.Justification?.Val?.InnerText} {size}{bold}{rule}] ").AppendLine(Words(paragraph));
                    break;
                case Table table:
                    text.Append(indent).AppendLine("table");
                    Write(text, table, indent + "  ");
                    break;
                case TableRow row:
                    text.Append(indent).AppendLine("row");
                    foreach (var cell in row.Elements<TableCell>())
                    {
                        text.Append(indent).AppendLine("| cell");
                        Write(text, cell, indent + "|   ");
                    }

                    break;
                case SdtElement control:
                    text.Append(indent).Append('<').Append(control.SdtProperties?.GetFirstChild<Tag>()?.Val?.Value).AppendLine(">");
                    Write(text, control.ChildElements.First(c => c.LocalName == "sdtContent"), indent + "  ");
                    break;
            }
        }
    }

    /// <summary>Text of a paragraph with its controls as {tag=value}.</summary>
    private static string Words(Paragraph paragraph)
    {
        var words = new StringBuilder();
        foreach (var child in paragraph.ChildElements)
        {
            if (child is SdtRun control)
            {
                words.Append('{').Append(control.SdtProperties?.GetFirstChild<Tag>()?.Val?.Value).Append('=').Append(Plain(control)).Append('}');
            }
            else
            {
                words.Append(Plain(child));
            }
        }

        return words.ToString();
    }

    private static string Plain(OpenXmlElement element) =>
        string.Concat(element.Descendants().Select(d => d switch { Text t => t.Text, DocumentFormat.OpenXml.Wordprocessing.Break => "⏎", _ => "" }));

    private static string OfSheet(byte[] file)
    {
        using var stream = new MemoryStream(file);
        using var document = SpreadsheetDocument.Open(stream, false);
        var text = new StringBuilder();
        var sheet = document.WorkbookPart!.WorksheetParts.Single().Worksheet;
        foreach (var row in sheet.Descendants<Row>())
        {
            text.AppendLine($"row {row.RowIndex} {row.Height}");
            foreach (var cell in row.Elements<Cell>().Where(c => c.InnerText.Length > 0))
            {
                text.AppendLine($"  {cell.CellReference} {cell.DataType?.InnerText ?? "number"}: {cell.InnerText}");
            }
        }

        text.AppendLine("merged " + string.Join(' ', sheet.Descendants<MergeCell>().Select(m => m.Reference)));
        text.AppendJoin('\n', document.WorkbookPart.Workbook.Descendants<DefinedName>().Select(n => $"name {n.Name} {n.Text}")).AppendLine();
        return text.ToString();
    }
}
