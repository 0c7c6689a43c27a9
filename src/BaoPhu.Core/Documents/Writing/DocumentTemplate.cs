using System.Buffers;
using System.Collections.Concurrent;
using System.IO.Compression;
using System.Text;
using System.Xml.Linq;
using BaoPhu.Core.Documents.Forms;

namespace BaoPhu.Core.Documents.Writing;

/// <summary>
/// A template read once and filled many times. The parts that hold tags become a list of fixed bytes and places to fill; everything else stays as the office edited it and is
/// deflated once. Safe to use from several threads.
/// </summary>
public sealed class DocumentTemplate
{
    private const int FlushAt = 64 * 1024;
    private readonly List<(string Name, PackagePart? Fixed, TemplatePiece[]? Pieces)> _parts = [];

    private DocumentTemplate()
    {
    }

    public FormFormat Format { get; private init; }

    /// <summary>Tags of the template in the order of the paper, with the name that the office sees on the control. Tags within a group: "group/tag".</summary>
    public IReadOnlyDictionary<string, string> Tags { get; private init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Reads a DOCX or XLSX. Throws <see cref="InvalidDataException"/> where it is neither.</summary>
    public static DocumentTemplate Parse(Stream template)
    {
        using var zip = new ZipArchive(template, ZipArchiveMode.Read, leaveOpen: true);
        var docx = zip.GetEntry("word/document.xml") is not null;
        if (!docx && zip.GetEntry("xl/workbook.xml") is null)
        {
            throw new InvalidDataException("neither a DOCX nor an XLSX");
        }

        var tags = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        var read = new DocumentTemplate { Format = docx ? FormFormat.Docx : FormFormat.Xlsx, Tags = tags };
        var marks = docx ? new WordMarks(tags) : (ITemplateMarks)new SheetMarks(zip, tags);
        foreach (var entry in zip.Entries.Where(e => e.Length > 0 || !e.FullName.EndsWith('/')))
        {
            var pieces = marks.MayHold(entry.FullName) ? TemplatePiece.Split(marks.Mark(entry.FullName, Load(entry))) : null;
            read._parts.Add((entry.FullName, pieces is { Length: > 1 } ? null : PackagePart.Of(entry.FullName, Bytes(entry)), pieces is { Length: > 1 } ? pieces : null));
        }

        return read;
    }

    /// <summary>Fills the template. Returns the tags that the template lacks or does not know; those it does not know keep the template's own text.</summary>
    public IReadOnlyList<TagFault> Write(FormContent content, Stream to)
    {
        var package = new PackageWriter(to);
        foreach (var (name, whole, pieces) in _parts)
        {
            package.Add(whole ?? Fill(name, pieces!, content));
        }

        package.Finish();
        return Compare(content);
    }

    private static PackagePart Fill(string name, TemplatePiece[] pieces, FormContent content)
    {
        using var part = new PartStream(CompressionLevel.Fastest);
        var buffer = new ArrayBufferWriter<byte>(FlushAt + 4096);
        var filling = new Filling(content, buffer, () =>
        {
            if (buffer.WrittenCount >= FlushAt)
            {
                part.Write(buffer.WrittenSpan);
                buffer.ResetWrittenCount();
            }
        });
        filling.Write(pieces);
        part.Write(buffer.WrittenSpan);
        return part.Finish(name);
    }

    private List<TagFault> Compare(FormContent content)
    {
        var faults = new List<TagFault>();
        var given = new HashSet<string>(content.Values.Keys, StringComparer.Ordinal);
        foreach (var (group, rows) in content.Groups)
        {
            given.Add(group);
            foreach (var row in rows)
            {
                given.UnionWith(row.Values.Keys.Select(tag => group + "/" + tag));
            }
        }

        faults.AddRange(given.Where(tag => !Tags.ContainsKey(tag)).Order(StringComparer.Ordinal).Select(tag => new TagFault(TagFaultKind.LackedByTemplate, tag)));
        // The tags of a group without rows are not missed: nothing of it is printed.
        faults.AddRange(Tags.Keys.Where(tag => !given.Contains(tag) && !(tag.IndexOf('/', StringComparison.Ordinal) is > 0 and var at
            && content.Groups.TryGetValue(tag[..at], out var rows) && rows.Count == 0)).Order(StringComparer.Ordinal).Select(tag => new TagFault(TagFaultKind.UnknownToForm, tag)));
        return faults;
    }

    private static XDocument Load(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        return XDocument.Load(stream, LoadOptions.PreserveWhitespace);
    }

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}

/// <summary>A tag on one side only: the form gives a value that the template has no place for, or the template has a place that the form does not know.</summary>
public sealed record TagFault(TagFaultKind Kind, string Tag)
{
    /// <summary>As told to the person.</summary>
    public override string ToString() => Texts.Text.Of(Kind == TagFaultKind.LackedByTemplate ? "Forms.Tag_lacked" : "Forms.Tag_unknown", Tag);
}

public enum TagFaultKind : byte
{
    LackedByTemplate = 0,
    UnknownToForm = 1,
}

/// <summary>Puts marks into the XML of a part where values go.</summary>
internal interface ITemplateMarks
{
    /// <summary>True if a part of this name can hold tags.</summary>
    bool MayHold(string part);

    /// <summary>The part as text with marks (see <see cref="TemplatePiece"/>).</summary>
    string Mark(string part, XDocument xml);
}

/// <summary>Fills templates.</summary>
public static class DocumentWriter
{
    /// <summary>Fills a template with one paper's values and writes the file. Returns the faults of its tags; none is passed over in silence.</summary>
    public static IReadOnlyList<TagFault> Write(Stream template, FormContent content, Stream to) => DocumentTemplate.Parse(template).Write(content, to);

    /// <summary>Fills the shipped template of a form.</summary>
    public static IReadOnlyList<TagFault> Write(IPrintedForm form, FormContent content, Stream to) => Templates.Of(form).Write(content, to);
}

/// <summary>The shipped templates.</summary>
public static class Templates
{
    private static readonly ConcurrentDictionary<string, Lazy<DocumentTemplate>> Parsed = new(StringComparer.Ordinal);

    /// <summary>The shipped template of a form's code as bytes, for an office to open and edit. Refused as missing where there is no such form.</summary>
    public static byte[] Default(string code) => OfficeFormBook.Printed(code).Template();

    /// <summary>The same, parsed once.</summary>
    public static DocumentTemplate Of(IPrintedForm form) =>
        Parsed.GetOrAdd(form.Code, static (_, f) => new Lazy<DocumentTemplate>(() => DocumentTemplate.Parse(new MemoryStream(f.Template()))), form).Value;
}
