using System.Buffers;
using System.Globalization;
using System.Text;
using BaoPhu.Core.Documents.Forms;

namespace BaoPhu.Core.Documents.Writing;

/// <summary>
/// A stretch of a template part: bytes as they are, a place to fill, or a repeated stretch. Made by splitting the part's text at marks, which are private-use characters that no
/// document holds: ⟨kind tag⟩, with the kinds
/// <c>v</c> a value whose lines are divided by line breaks, <c>p</c>…<c>/p</c> a paragraph that stands once for each line of a value, <c>g</c>…<c>/g</c> a group that
/// stands once for each row, <c>c</c> a cell of a sheet ("tag column row style"), <c>r</c> the number of a sheet's row ("12,group": moved by the rows of these groups),
/// <c>h</c> the height of a sheet's row for its texts ("tag width tag width").
/// </summary>
internal sealed record TemplatePiece(char Kind, string Tag, byte[] Bytes, TemplatePiece[] Inner)
{
    /// <summary>The tag divided at its blanks, once for all the rows it will stand in.</summary>
    public string[] Words { get; } = Tag.Split(' ');

    public const char Open = '\uE000';
    public const char Close = '\uE001';

    public static string Mark(char kind, string tag) => $"{Open}{kind}{tag}{Close}";
    public static string End(char kind) => $"{Open}/{kind}{Close}";

    public static TemplatePiece[] Split(string text)
    {
        var at = 0;
        return Split(text, ref at, '\0');
    }

    private static TemplatePiece[] Split(string text, ref int at, char until)
    {
        var pieces = new List<TemplatePiece>();
        while (at < text.Length)
        {
            var open = text.IndexOf(Open, at);
            var end = open < 0 ? text.Length : open;
            if (end > at)
            {
                pieces.Add(new TemplatePiece('t', "", Encoding.UTF8.GetBytes(text[at..end]), []));
            }

            if (open < 0)
            {
                at = end;
                break;
            }

            var close = text.IndexOf(Close, open);
            var mark = text[(open + 1)..close];
            at = close + 1;
            if (mark[0] == '/')
            {
                return mark[1] == until ? [.. pieces] : throw new InvalidDataException($"mark {mark} ends what {until} began");
            }

            pieces.Add(new TemplatePiece(mark[0], mark[1..], [], mark[0] is 'g' or 'p' ? Split(text, ref at, mark[0]) : []));
        }

        return until == '\0' ? [.. pieces] : throw new InvalidDataException($"mark {until} does not end");
    }
}

/// <summary>Writes pieces with the values of one paper.</summary>
internal sealed class Filling(FormContent content, IBufferWriter<byte> to, Action written)
{
    private static readonly byte[] Break = "</w:t><w:br/><w:t xml:space=\"preserve\">"u8.ToArray();
    private static readonly byte[] NewLine = "\n"u8.ToArray();
    private readonly Dictionary<string, int> _rows = new(StringComparer.Ordinal);
    private FormRow? _row;
    private int _index;
    private string? _line;

    public void Write(TemplatePiece[] pieces)
    {
        foreach (var piece in pieces)
        {
            switch (piece.Kind)
            {
                case 't':
                    to.Write(piece.Bytes);
                    break;
                case 'v':
                    Text(_line ?? Value(piece.Tag)?.Text ?? "", Break);
                    break;
                case 'c':
                    Cell(piece.Words);
                    break;
                case 'r':
                    Invariant(RowOf(piece.Tag));
                    break;
                case 'h':
                    Invariant(HeightOf(piece.Words));
                    break;
                case 'p':
                    Lines(piece);
                    break;
                case 'g':
                    Rows(piece);
                    break;
            }
        }
    }

    private FormValue? Value(string tag) => _row?.Values.GetValueOrDefault(tag) ?? content.Values.GetValueOrDefault(tag);

    private void Lines(TemplatePiece piece)
    {
        foreach (var line in (Value(piece.Tag)?.Text ?? "").Split('\n'))
        {
            _line = line;
            Write(piece.Inner);
            _line = null;
        }
    }

    private void Rows(TemplatePiece piece)
    {
        if (!content.Groups.TryGetValue(piece.Tag, out var rows))
        {
            return;
        }

        for (_index = 0; _index < rows.Count; _index++)
        {
            _row = rows[_index];
            Write(piece.Inner);
            written();
        }

        (_row, _index) = (null, 0);
    }

    private int RowOf(string spec)
    {
        if (!_rows.TryGetValue(spec, out var row))
        {
            var parts = spec.Split(',');
            row = int.Parse(parts[0], CultureInfo.InvariantCulture) + parts.Skip(1).Sum(group => (content.Groups.TryGetValue(group, out var rows) ? rows.Count : 0) - 1);
            _rows.Add(spec, row);
        }

        return row + _index;
    }

    /// <summary>Points: 16 for each line that the longest text needs.</summary>
    private int HeightOf(string[] parts)
    {
        var lines = 1;
        for (var i = 0; i + 1 < parts.Length; i += 2)
        {
            var length = Value(parts[i])?.Text.Length ?? 0;
            var width = int.Parse(parts[i + 1], CultureInfo.InvariantCulture);
            lines = Math.Max(lines, (length + width - 1) / width);
        }

        return 16 * lines;
    }

    private void Cell(string[] parts)
    {
        var value = Value(parts[0]);
        to.Write("<c r=\""u8);
        Encoding.ASCII.GetBytes(parts[1], to);
        Invariant(RowOf(parts[2]));
        to.Write("\" s=\""u8);
        Encoding.ASCII.GetBytes(parts[3], to);
        if (value?.Number is { } number)
        {
            to.Write("\"><v>"u8);
            Invariant(number);
            to.Write("</v></c>"u8);
        }
        else
        {
            to.Write("\" t=\"inlineStr\"><is><t xml:space=\"preserve\">"u8);
            Text(value?.Text ?? "", NewLine);
            to.Write("</t></is></c>"u8);
        }
    }

    private void Invariant(long number)
    {
        var span = to.GetSpan(20);
        number.TryFormat(span, out var length, provider: CultureInfo.InvariantCulture);
        to.Advance(length);
    }

    /// <summary>Text of a run: XML's own characters escaped, those that XML cannot hold left out, lines divided by a break.</summary>
    private void Text(string text, ReadOnlySpan<byte> lineBreak)
    {
        var from = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var replaced = text[i] switch
            {
                '&' => "&amp;"u8,
                '<' => "&lt;"u8,
                '>' => "&gt;"u8,
                '\n' => lineBreak,
                _ => default,
            };
            if (replaced.IsEmpty && System.Xml.XmlConvert.IsXmlChar(text[i]))
            {
                continue;
            }

            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
                continue;
            }

            Encoding.UTF8.GetBytes(text.AsSpan(from, i - from), to);
            to.Write(replaced);
            from = i + 1;
        }

        Encoding.UTF8.GetBytes(text.AsSpan(from), to);
    }
}
