using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using static BaoPhu.Core.Documents.Writing.Word;

namespace BaoPhu.Core.Documents.Writing;

/// <summary>
/// Builds the shipped template of a paper in the layout of NĐ 30/2020/NĐ-CP, Phụ lục I: A4, Times New Roman, the two blocks of titles with their rules, number and date, type
/// and abstract, body, recipients and signature, page number from the second page on. Text carries fields as <c>{tag|name on the control}</c> and bold as <c>**…**</c>.
/// The words are those of the paper and are not translated.
/// </summary>
internal sealed partial class PaperBuilder
{
    /// <summary>Text between the margins of an A4 page, in twentieths of a point: 210 mm − 30 − 15.</summary>
    public const int TextWidth = 9355;
    private const int Left = 1701, Right = 850, TopBottom = 1134, Indent = 720;
    private const int LeftBlock = 3855;
    private readonly List<XElement> _body = [];
    private readonly string _title;
    private string? _mark;

    public PaperBuilder(string title) => _title = title;

    /// <summary>How a paragraph stands: alignment, size in points, spaces before and after in points, first-line indent in twips.</summary>
    internal sealed record Look(string Align = "both", double Size = 14, bool Bold = false, bool Italic = false, double Before = 6, double After = 0, int FirstLine = 0, int Side = 0, bool Keep = false);

    private static readonly Look Running = new(Size: 13, FirstLine: Indent);
    private static readonly Look Centre = new("center", 12, Before: 0);

    /// <summary>The two blocks at the head. <paramref name="about"/>: the "V/v" of a letter, under its number.</summary>
    public PaperBuilder Head(string? about = null, bool numbered = true)
    {
        const int rightBlock = TextWidth - LeftBlock;
        var office = new List<XElement>
        {
            Line("{office.parent|cơ quan cấp trên}", Centre),
            Line("{office.name|cơ quan ban hành}", Centre with { Bold = true }),
            Rule(LeftBlock, 1400),
        };
        var nation = new List<XElement>
        {
            Line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", Centre with { Bold = true }),
            Line("Độc lập - Tự do - Hạnh phúc", Centre with { Bold = true, Size = 13 }),
            Rule(rightBlock, 3300),
        };
        var number = new List<XElement>();
        if (numbered)
        {
            number.Add(Line("Số: {paper.number|số}/{paper.symbol|ký hiệu}", Centre with { Size = 13 }));
        }

        if (about is not null)
        {
            number.Add(Line(about, Centre));
        }

        if (number.Count == 0)
        {
            number.Add(Line("", Centre));
        }

        var date = Line("{paper.place|địa danh}, {paper.date|ngày tháng năm}", Centre with { Italic = true, Size = 14 });
        _body.Add(Table([LeftBlock, rightBlock], borders: false, Row([LeftBlock, rightBlock], [office, nation]), Row([LeftBlock, rightBlock], [number, [date]])));
        return this;
    }

    public PaperBuilder Type(string name, string about)
    {
        _body.Add(Line(name, new Look("center", 14, Bold: true, Before: 12)));
        _body.Add(Line(about, new Look("center", 14, Bold: true, Before: 0)));
        _body.Add(Rule(TextWidth, 2000));
        return this;
    }

    public PaperBuilder Addressee(string text)
    {
        _body.Add(Line(text, new Look("center", 14, Before: 10, After: 4)));
        return this;
    }

    public PaperBuilder Body(string text)
    {
        _body.Add(Line(text, Running));
        return this;
    }

    public PaperBuilder Plain(string text, Look look)
    {
        _body.Add(Line(text, look));
        return this;
    }

    /// <summary>Text that is not to be stretched: codes, references.</summary>
    public PaperBuilder Unstretched(string text)
    {
        _body.Add(Line(text, Running with { Align = "left" }));
        return this;
    }

    /// <summary>Name of a prescribed form, over the head on the right.</summary>
    public PaperBuilder FormName(string name, string issuedWith)
    {
        _body.Add(Line(name, new Look("right", 12, Bold: true, Before: 0)));
        _body.Add(Line(issuedWith, new Look("right", 11, Italic: true, Before: 0, After: 6)));
        return this;
    }

    /// <summary>Labels in rows of two, each with a frame to cut along.</summary>
    public PaperBuilder Labels(string group, string name, params (string Text, Look Look)[] lines)
    {
        int[] widths = [TextWidth / 2, TextWidth - (TextWidth / 2)];
        var cells = ((string[])["left", "right"]).Select(side => lines.Select(l => Line(l.Text.Replace("{", "{" + side + ".", StringComparison.Ordinal), l.Look)).ToList());
        _body.Add(Table(widths, borders: true, Control(group, name, Row(widths, cells, height: 2835))));
        return this;
    }

    public PaperBuilder Heading(string text)
    {
        _body.Add(Line(text, Running with { Bold = true, Keep = true }));
        return this;
    }

    /// <summary>A passage that stands once for each row of the group, or not at all.</summary>
    public PaperBuilder Group(string group, string name, Action<PaperBuilder> passage)
    {
        var inner = new PaperBuilder(_title);
        passage(inner);
        _body.Add(Control(group, name, [.. inner._body]));
        return this;
    }

    /// <summary>
    /// A ruled table: a heading row repeated on every page, a row that stands once for each row of the group, and rows below it. <paramref name="aligns"/>: left, center or right for
    /// each column.
    /// </summary>
    public PaperBuilder Rows(string group, string name, int[] widths, string[] aligns, string[] headings, string[] cells, params string[][] below)
    {
        var rows = new List<XElement>
        {
            Row(widths, headings.Select(h => (List<XElement>)[Line(h, new Look("center", 12, Bold: true, Before: 2, After: 2))]), heading: true),
            Control(group, name, Row(widths, cells.Select((c, i) => (List<XElement>)[Line(c, new Look(aligns[i], 12, Before: 2, After: 2))]))),
        };
        _body[^1].Descendants(W + "spacing").FirstOrDefault()?.SetAttributeValue(W + "after", 120);
        rows.AddRange(below.Select(row => Row(widths, row.Select((c, i) => (List<XElement>)[Line(c, new Look(aligns[i], 12, Bold: true, Before: 2, After: 2))]))));
        _body.Add(Table(widths, borders: true, [.. rows]));
        return this;
    }

    /// <summary>Recipients on the left, signature on the right.</summary>
    public PaperBuilder Foot(string filed, params string[] recipients)
    {
        var left = new List<XElement> { Line("**Nơi nhận:**", new Look("left", 12, Italic: true, Before: 0)) };
        left.AddRange(recipients.Select(r => Line($"- {r};", new Look("left", 11, Before: 0))));
        return Foot(left, filed);
    }

    /// <summary>The same with the recipients that the paper names: the group "recipients".</summary>
    public PaperBuilder FootOfRecipients(string filed) => Foot(
        [
            Line("**Nơi nhận:**", new Look("left", 12, Italic: true, Before: 0)),
            Control("recipients", "nơi nhận", Line("- {recipient|nơi nhận};", new Look("left", 11, Before: 0))),
        ],
        filed);

    private PaperBuilder Foot(List<XElement> left, string filed)
    {
        left.Add(Line($"- Lưu: {filed}.", new Look("left", 11, Before: 0)));
        _body.Add(Line("", new Look(Before: 0)));
        const int half = TextWidth / 2;
        _body.Add(Table([half, TextWidth - half], borders: false, Row([half, TextWidth - half], [left, Signature("signer", "người ký")], whole: true)));
        return this;
    }

    /// <summary>The signature alone, on the right.</summary>
    public PaperBuilder Signature()
    {
        const int half = TextWidth / 2;
        _body.Add(Line("", new Look(Before: 0)));
        _body.Add(Table([half, TextWidth - half], borders: false, Row([half, TextWidth - half], [[Line("", new Look(Before: 0))], Signature("signer", "người ký")], whole: true)));
        return this;
    }

    /// <summary>Signature blocks side by side, each with its heading.</summary>
    public PaperBuilder Signatures(params (string Heading, string Tag, string Name)[] blocks)
    {
        var widths = blocks.Select((_, i) => (TextWidth * (i + 1) / blocks.Length) - (TextWidth * i / blocks.Length)).ToArray();
        _body.Add(Line("", new Look(Before: 0)));
        _body.Add(Table(widths, borders: false, Row(widths, blocks.Select(b =>
        {
            var lines = new List<XElement> { Line(b.Heading, new Look("center", 13, Bold: true, Before: 0)), Line("(Ký, ghi rõ họ tên)", new Look("center", 12, Italic: true, Before: 0)) };
            lines.AddRange(Enumerable.Range(0, 4).Select(_ => Line("", new Look("center", 13, Before: 0))));
            lines.Add(Line($"{{{b.Tag}|{b.Name}}}", new Look("center", 13, Bold: true, Before: 0)));
            return lines;
        }), whole: true)));
        return this;
    }

    /// <summary>The footer of a paper whose printed layout no source shows.</summary>
    public PaperBuilder Mark(string text)
    {
        _mark = text;
        return this;
    }

    public byte[] Build()
    {
        var section = new XElement(W + "sectPr",
            new XElement(W + "headerReference", Val("type", "default"), new XAttribute(R + "id", "rHeader")),
            new XElement(W + "footerReference", Val("type", "default"), new XAttribute(R + "id", "rFooter")),
            new XElement(W + "footerReference", Val("type", "first"), new XAttribute(R + "id", "rFooter")),
            new XElement(W + "pgSz", Val("w", 11906), Val("h", 16838)),
            new XElement(W + "pgMar", Val("top", TopBottom), Val("right", Right), Val("bottom", TopBottom), Val("left", Left), Val("header", 567), Val("footer", 567), Val("gutter", 0)),
            new XElement(W + "titlePg"));
        var document = Part("document", new XElement(W + "body", _body, section));
        var header = Part("hdr", new XElement(W + "p",
            new XElement(W + "pPr", new XElement(W + "spacing", Val("before", 0), Val("after", 0)), new XElement(W + "jc", Val("val", "center"))),
            new XElement(W + "fldSimple", Val("instr", " PAGE "), Run("2", 14, bold: false, italic: false))));
        var footer = Part("ftr", Line(_mark ?? "", new Look("right", 9, Italic: true, Before: 0)));
        return WordPackage.Build(_title, document, header, footer);
    }

    private static XElement Part(string root, params XElement[] content) =>
        new(W + root, new XAttribute(XNamespace.Xmlns + "w", W), new XAttribute(XNamespace.Xmlns + "r", R), content);

    private static List<XElement> Signature(string prefix, string name)
    {
        var lines = new List<XElement> { Line($"{{{prefix}.title|chức vụ {name}}}", new Look("center", 14, Bold: true, Before: 0)) };
        lines.AddRange(Enumerable.Range(0, 5).Select(_ => Line("", new Look("center", 14, Before: 0))));
        lines.Add(Line($"{{{prefix}.name|{name}}}", new Look("center", 14, Bold: true, Before: 0)));
        return lines;
    }

    /// <summary>A rule of a length in the middle of a width: the top border of an empty line, which the office can move and shorten.</summary>
    private static XElement Rule(int width, int length)
    {
        var side = (width - length) / 2;
        return new XElement(W + "p",
            new XElement(W + "pPr",
                new XElement(W + "pBdr", new XElement(W + "top", Val("val", "single"), Val("sz", 6), Val("space", 1), Val("color", "auto"))),
                new XElement(W + "spacing", Val("before", 40), Val("after", 0), Val("line", 120), Val("lineRule", "exact")),
                new XElement(W + "ind", Val("left", side), Val("right", side)),
                new XElement(W + "jc", Val("val", "center"))));
    }

    private static XElement Line(string text, Look look)
    {
        var properties = new XElement(W + "pPr",
            look.Keep ? new XElement(W + "keepNext") : null,
            new XElement(W + "spacing", Val("before", (int)(look.Before * 20)), Val("after", (int)(look.After * 20))),
            new XElement(W + "ind", look.Side > 0 ? Val("left", look.Side) : null, look.Side > 0 ? Val("right", look.Side) : null, Val("firstLine", look.FirstLine)),
            new XElement(W + "jc", Val("val", look.Align)),
            // The mark of the paragraph has a size too: without it an empty line is as high as one of body text.
            Looks(look.Size, look.Bold, look.Italic));
        var paragraph = new XElement(W + "p", properties);
        var bold = look.Bold;
        foreach (Match part in Parts().Matches(text))
        {
            if (part.Value == "**")
            {
                bold = !bold;
            }
            else if (part.Groups["tag"].Success)
            {
                var name = part.Groups["name"].Value;
                paragraph.Add(Control(part.Groups["tag"].Value, name, Run($"[{name}]", look.Size, bold, look.Italic)));
            }
            else
            {
                paragraph.Add(Run(part.Value, look.Size, bold, look.Italic));
            }
        }

        return paragraph;
    }

    private static XElement Looks(double size, bool bold, bool italic) => new(W + "rPr",
        bold ? new XElement(W + "b") : null,
        italic ? new XElement(W + "i") : null,
        new XElement(W + "sz", Val("val", (int)(size * 2))),
        new XElement(W + "szCs", Val("val", (int)(size * 2))));

    private static XElement Run(string text, double size, bool bold, bool italic) => new(W + "r",
        Looks(size, bold, italic),
        new XElement(W + "t", new XAttribute(XNamespace.Xml + "space", "preserve"), text));

    private static XElement Control(string tag, string name, params XElement[] content) => new(W + "sdt",
        new XElement(W + "sdtPr", new XElement(W + "alias", Val("val", name)), new XElement(W + "tag", Val("val", tag))),
        new XElement(W + "sdtContent", content.Cast<object>().ToArray()));

    private static XElement Table(int[] widths, bool borders, params XElement[] rows) => new(W + "tbl",
        new XElement(W + "tblPr",
            new XElement(W + "tblW", Val("w", widths.Sum()), Val("type", "dxa")),
            borders ? new XElement(W + "jc", Val("val", "center")) : null,
            borders ? new XElement(W + "tblBorders", ((string[])["top", "left", "bottom", "right", "insideH", "insideV"]).Select(side =>
                new XElement(W + side, Val("val", "single"), Val("sz", 4), Val("space", 0), Val("color", "auto")))) : null,
            new XElement(W + "tblLayout", Val("type", "fixed")),
            new XElement(W + "tblCellMar", ((string[])["left", "right"]).Select(side => new XElement(W + side, Val("w", borders ? 85 : 0), Val("type", "dxa"))))),
        new XElement(W + "tblGrid", widths.Select(w => new XElement(W + "gridCol", Val("w", w)))),
        rows);

    private static XElement Row(int[] widths, IEnumerable<List<XElement>> cells, bool heading = false, bool whole = false, int height = 0) => new(W + "tr",
        new XElement(W + "trPr", new XElement(W + "cantSplit"), height > 0 ? new XElement(W + "trHeight", Val("val", height), Val("hRule", "atLeast")) : null, heading ? new XElement(W + "tblHeader") : null),
        cells.Select((cell, i) => new XElement(W + "tc",
            new XElement(W + "tcPr", new XElement(W + "tcW", Val("w", widths[i]), Val("type", "dxa")), whole ? null : new XElement(W + "vAlign", Val("val", heading ? "center" : "top"))),
            cell)));

    private static XAttribute Val(string name, object value) => new(W + name, Convert.ToString(value, CultureInfo.InvariantCulture)!);

    [GeneratedRegex(@"\*\*|\{(?<tag>[^|{}]+)\|(?<name>[^{}]+)\}|(?:(?!\*\*)[^{])+", RegexOptions.ExplicitCapture)]
    private static partial Regex Parts();
}
