using System.Globalization;
using System.IO.Compression;
using System.Xml.Linq;
using static BaoPhu.Core.Documents.Writing.Word;

namespace BaoPhu.Core.Documents.Layout;

/// <summary>A stretch of text with the looks it is printed in (size in half points).</summary>
internal sealed record PrintedRun(string Text, int HalfPoints, bool Bold, bool Italic, string Font, string Colour);

/// <summary>A paragraph as it is printed. <paramref name="Ruled"/>: it is a rule (an empty line with a border).</summary>
internal sealed record PrintedParagraph(string Text, IReadOnlyList<PrintedRun> Runs, string Align, bool Ruled)
{
    public bool AllBold => Runs.Count > 0 && Runs.All(r => r.Bold);
    public bool AllItalic => Runs.Count > 0 && Runs.All(r => r.Italic);

    /// <summary>True if every run is between two sizes in points, both included.</summary>
    public bool Sized(int from, int to) => Runs.All(r => r.HalfPoints >= from * 2 && r.HalfPoints <= to * 2);
}

/// <summary>A DOCX as it is printed: page, paragraphs in their order with looks resolved through styles, tagged values.</summary>
internal sealed class WordPaper
{
    private readonly Dictionary<string, XElement> _styles;
    private readonly XElement? _defaults;

    private WordPaper(XDocument styles)
    {
        _styles = styles.Descendants(W + "style").Where(s => s.Attribute(W + "styleId") is not null).ToDictionary(s => s.Attribute(W + "styleId")!.Value, StringComparer.Ordinal);
        _defaults = styles.Descendants(W + "rPrDefault").Elements(W + "rPr").FirstOrDefault();
    }

    public required XElement Section { get; init; }
    public IReadOnlyList<PrintedParagraph> Paragraphs { get; private set; } = [];
    public IReadOnlyList<PrintedParagraph> Headers { get; private set; } = [];
    public bool NumbersPages { get; private set; }
    public PaperValues Values { get; } = new();
    public string AllText { get; private set; } = "";

    public static WordPaper Read(Stream file)
    {
        using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        var document = Load(zip, "word/document.xml") ?? throw new InvalidDataException("no DOCX");
        var paper = new WordPaper(Load(zip, "word/styles.xml") ?? new XDocument(new XElement(W + "styles"))) { Section = document.Descendants(W + "sectPr").LastOrDefault() ?? new XElement(W + "sectPr") };
        paper.Paragraphs = [.. document.Descendants(W + "p").Select(paper.Print)];
        var headers = zip.Entries.Where(e => e.FullName.StartsWith("word/header", StringComparison.Ordinal)).Select(e => Load(zip, e.FullName)!).ToList();
        paper.Headers = [.. headers.SelectMany(h => h.Descendants(W + "p")).Select(paper.Print)];
        paper.NumbersPages = headers.Any(h => h.Descendants(W + "fldSimple").Any(f => IsPage(f.Attribute(W + "instr")?.Value)) || h.Descendants(W + "instrText").Any(i => IsPage(i.Value)));
        var footers = zip.Entries.Where(e => e.FullName.StartsWith("word/footer", StringComparison.Ordinal)).SelectMany(e => Load(zip, e.FullName)!.Descendants(W + "p")).Select(paper.Print);
        paper.AllText = string.Join('\n', paper.Paragraphs.Concat(paper.Headers).Concat(footers).Select(p => p.Text));
        foreach (var control in document.Descendants(W + "sdt").Where(c => TagOf(c) is not null))
        {
            paper.AddValue(control);
        }

        return paper;
    }

    private void AddValue(XElement control)
    {
        var tag = TagOf(control)!;
        if (control.Ancestors(W + "sdt").Any(a => TagOf(a) is not null))
        {
            return;
        }

        var inner = control.Descendants(W + "sdt").Where(c => TagOf(c) is not null).ToList();
        if (inner.Count == 0)
        {
            Values.Single.TryAdd(tag, TextOf(control));
            return;
        }

        if (!Values.Groups.TryGetValue(tag, out var rows))
        {
            Values.Groups.Add(tag, rows = []);
        }

        rows.Add(inner.GroupBy(c => TagOf(c)!, StringComparer.Ordinal).ToDictionary(g => g.Key, g => TextOf(g.First()), StringComparer.Ordinal));
    }

    private PrintedParagraph Print(XElement paragraph)
    {
        var properties = paragraph.Element(W + "pPr");
        var style = properties?.Element(W + "pStyle")?.Attribute(W + "val")?.Value;
        var runs = paragraph.Descendants(W + "r").Where(r => r.Ancestors(W + "p").First() == paragraph).Select(r => Print(r, style)).Where(r => r.Text.Length > 0).ToList();
        return new PrintedParagraph(
            string.Concat(runs.Select(r => r.Text)).Trim(), [.. runs.Where(r => !string.IsNullOrWhiteSpace(r.Text))],
            properties?.Element(W + "jc")?.Attribute(W + "val")?.Value ?? "left", properties?.Element(W + "pBdr") is not null && runs.Count == 0);
    }

    private PrintedRun Print(XElement run, string? paragraphStyle)
    {
        var looks = run.Element(W + "rPr");
        var sources = new List<XElement?> { looks };
        sources.AddRange(Chain(looks?.Element(W + "rStyle")?.Attribute(W + "val")?.Value));
        sources.AddRange(Chain(paragraphStyle ?? "Normal"));
        sources.Add(_defaults);
        var fonts = First(sources, "rFonts");
        var size = First(sources, "sz")?.Attribute(W + "val")?.Value;
        return new PrintedRun(
            TextOf(run), size is null ? 20 : int.Parse(size, CultureInfo.InvariantCulture), IsOn(First(sources, "b")), IsOn(First(sources, "i")),
            // A theme's font wins over a named one in Word.
            fonts?.Attribute(W + "asciiTheme")?.Value ?? fonts?.Attribute(W + "ascii")?.Value ?? "", First(sources, "color")?.Attribute(W + "val")?.Value ?? "auto");
    }

    private IEnumerable<XElement?> Chain(string? style)
    {
        for (var depth = 0; style is not null && _styles.TryGetValue(style, out var found) && depth < 12; depth++)
        {
            yield return found.Element(W + "rPr");
            style = found.Element(W + "basedOn")?.Attribute(W + "val")?.Value;
        }
    }

    private static XElement? First(List<XElement?> sources, string name) => sources.Select(s => s?.Element(W + name)).FirstOrDefault(e => e is not null);

    private static bool IsOn(XElement? toggle) => toggle is not null && toggle.Attribute(W + "val")?.Value is not ("0" or "false" or "off");

    private static bool IsPage(string? instruction) => instruction?.Trim().Split(' ')[0] == "PAGE";

    private static string TextOf(XElement element) => string.Concat(element.Descendants().Where(e => e.Name == W + "t" || e.Name == W + "br" || e.Name == W + "tab")
        .Select(e => e.Name == W + "t" ? e.Value : e.Name == W + "br" ? "\n" : " "));

    private static XDocument? Load(ZipArchive zip, string part)
    {
        using var stream = zip.GetEntry(part)?.Open();
        return stream is null ? null : XDocument.Load(stream, LoadOptions.PreserveWhitespace);
    }
}
