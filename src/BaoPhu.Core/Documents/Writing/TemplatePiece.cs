using System.Buffers;
using System.Globalization;
using System.Text;
using BaoPhu.Core.Documents.Forms;

namespace BaoPhu.Core.Documents.Writing;

/// <summary>
/// A stretch of a template part: bytes as they are, a place to fill, or a repeated stretch. Made by splitting the part's text at marks, which are private-use characters that no
/// document holds: ⟨kind tag⟩, with the kinds
/// <c>v</c> a value whose lines are divided by <see cref="LineBreak"/>, <c>p</c>…<c>/p</c> a paragraph that stands once for each line of a value, <c>g</c>…<c>/g</c> a group that
/// stands once for each row, <c>n</c> a number, <c>r</c> the number of a sheet's row.
/// </summary>
internal sealed record TemplatePiece(char Kind, string Tag, byte[] Bytes, TemplatePiece[] Inner)
{
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
    private FormRow? _row;
    private string? _line;
    private int _shift;

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
                    Text(_line ?? Value(piece.Tag)?.Text ?? "");
                    break;
                case 'n':
                    Number(Value(piece.Tag));
                    break;
                case 'r':
                    Invariant(int.Parse(piece.Tag, CultureInfo.InvariantCulture) + _shift);
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

    /// <summary>A group stands once for each of its rows. What follows it in a sheet moves down by the rows that were added.</summary>
    private void Rows(TemplatePiece piece)
    {
        var rows = content.Groups.GetValueOrDefault(piece.Tag) ?? [];
        var before = _shift;
        for (var i = 0; i < rows.Count; i++)
        {
            (_row, _shift) = (rows[i], before + i);
            Write(piece.Inner);
            written();
        }

        (_row, _shift) = (null, before + rows.Count - 1);
    }

    private void Number(FormValue? value)
    {
        if (value?.Number is { } number)
        {
            Invariant(number);
        }
    }

    private void Invariant(long number)
    {
        var span = to.GetSpan(20);
        number.TryFormat(span, out var length, provider: CultureInfo.InvariantCulture);
        to.Advance(length);
    }

    /// <summary>Text of a run: XML's own characters escaped, those that XML cannot hold left out, lines divided by a break.</summary>
    private void Text(string text)
    {
        var from = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var replaced = text[i] switch
            {
                '&' => "&amp;"u8,
                '<' => "&lt;"u8,
                '>' => "&gt;"u8,
                '\n' => "</w:t><w:br/><w:t xml:space=\"preserve\">"u8,
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
