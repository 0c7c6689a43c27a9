using System.Xml.Linq;
using static BaoPhu.Core.Documents.Writing.Word;

namespace BaoPhu.Core.Documents.Writing;

/// <summary>
/// Finds the tagged content controls of a Word part. A control that holds other tagged controls is a group and is repeated whole (a row of a table, a passage); any other is a
/// value and keeps the looks of its first run. The controls stay in the paper, so that each value can be found in it again.
/// </summary>
internal sealed class WordMarks(IDictionary<string, string> tags) : ITemplateMarks
{
    public bool MayHold(string part) =>
        part == "word/document.xml" || (part.EndsWith(".xml", StringComparison.Ordinal) && (part.StartsWith("word/header", StringComparison.Ordinal) || part.StartsWith("word/footer", StringComparison.Ordinal)));

    public string Mark(string part, XDocument xml)
    {
        foreach (var control in xml.Descendants(W + "sdt").ToList())
        {
            if (TagOf(control) is { } tag)
            {
                Mark(control, tag);
            }
        }

        return Declaration + xml.ToString(SaveOptions.DisableFormatting);
    }

    private void Mark(XElement control, string tag)
    {
        var properties = control.Element(W + "sdtPr")!;
        properties.Elements().Where(e => e.Name == W + "id" || e.Name == W + "showingPlcHdr" || e.Name == W + "placeholder").Remove();
        var content = control.Element(W + "sdtContent") ?? throw new InvalidDataException($"control {tag} has no content");
        var group = control.Ancestors(W + "sdt").Select(TagOf).FirstOrDefault(t => t is not null);
        tags[group is null ? tag : group + "/" + tag] = properties.Element(W + "alias")?.Attribute(W + "val")?.Value ?? tag;
        if (content.Descendants(W + "sdt").Any(inner => TagOf(inner) is not null))
        {
            control.AddBeforeSelf(new XText(TemplatePiece.Mark('g', tag)));
            control.AddAfterSelf(new XText(TemplatePiece.End('g')));
            return;
        }

        var value = new XText(TemplatePiece.Mark('v', tag));
        if (content.Descendants(W + "p").FirstOrDefault() is { } paragraph)
        {
            paragraph.Parent!.Elements(W + "p").Where(p => p != paragraph).Remove();
            paragraph.ReplaceNodes(paragraph.Element(W + "pPr"), Run(paragraph, value));
            paragraph.AddBeforeSelf(new XText(TemplatePiece.Mark('p', tag)));
            paragraph.AddAfterSelf(new XText(TemplatePiece.End('p')));
        }
        else
        {
            content.ReplaceNodes(Run(content, value));
        }
    }

    /// <summary>A run with the looks of the first one there, but not those of a placeholder.</summary>
    private static XElement Run(XElement within, XText value)
    {
        var looks = within.Descendants(W + "r").Select(r => r.Element(W + "rPr")).FirstOrDefault();
        looks?.Elements(W + "rStyle").Where(s => s.Attribute(W + "val")?.Value == "PlaceholderText").Remove();
        return new XElement(W + "r", looks, new XElement(W + "t", new XAttribute(XNamespace.Xml + "space", "preserve"), value));
    }
}

/// <summary>Names of WordprocessingML.</summary>
internal static class Word
{
    public const string Declaration = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""";
    public static readonly XNamespace W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    public static readonly XNamespace R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    public static string? TagOf(XElement control) =>
        control.Element(W + "sdtPr")?.Element(W + "tag")?.Attribute(W + "val")?.Value is { Length: > 0 } tag ? tag : null;
}
