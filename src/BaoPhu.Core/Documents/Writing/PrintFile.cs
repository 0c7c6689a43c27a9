using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using static BaoPhu.Core.Documents.Writing.Word;

namespace BaoPhu.Core.Documents.Writing;

/// <summary>
/// Many finished DOCX as one to print: each keeps its page, margins, header and footer and begins on a new page that is numbered 1. The text is written as it comes and deflated at
/// once, so that memory holds one paper and what is deflated. All must have the same styles (<see cref="LooksOf"/>); what they refer to (headers, pictures) is taken along once.
/// </summary>
internal sealed class PrintFile : IDisposable
{
    private const string Document = "word/document.xml";
    private const string DocumentRelations = "word/_rels/document.xml.rels";
    private const string ContentTypes = "[Content_Types].xml";
    private static readonly XNamespace Relations = "http://schemas.openxmlformats.org/package/2006/relationships";
    private static readonly XNamespace Types = "http://schemas.openxmlformats.org/package/2006/content-types";
    private static readonly XName[] BeforePageNumber = [W + "pgSz", W + "pgMar", W + "paperSrc", W + "pgBorders", W + "lnNumType"];

    private readonly PartStream _text = new(CompressionLevel.Fastest);
    private readonly List<PackagePart> _parts = [];
    private readonly Dictionary<string, string> _taken = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _relationOf = new(StringComparer.Ordinal);
    private XmlWriter? _writer;
    private XDocument _relations = null!;
    private XDocument _types = null!;
    private XElement? _last;
    private XElement? _section;

    /// <summary>Papers in it.</summary>
    public int Papers { get; private set; }

    /// <summary>Digest of what all papers of one print file share: styles, numbering of lists, fonts. Papers that differ in it go into different files.</summary>
    public static string LooksOf(ReadOnlyMemory<byte> paper)
    {
        using var zip = Open(paper);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in (string[])["word/styles.xml", "word/numbering.xml", "word/fontTable.xml", "word/theme/theme1.xml", "word/settings.xml"])
        {
            hash.AppendData(zip.GetEntry(part) is { } entry ? Bytes(entry) : []);
            hash.AppendData([0]);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    public void Add(ReadOnlyMemory<byte> paper)
    {
        using var zip = Open(paper);
        var document = Xml(zip, Document);
        var relations = Xml(zip, DocumentRelations);
        var types = Xml(zip, ContentTypes);
        if (_writer is null)
        {
            Begin(zip, document, relations, types);
        }
        else
        {
            EndPaper();
        }

        var body = document.Root!.Element(W + "body")!;
        Relink(zip, body, relations, types);
        // Bookmarks are known by their names, which would stand there once for each paper.
        body.Descendants().Where(e => e.Name == W + "bookmarkStart" || e.Name == W + "bookmarkEnd").Remove();
        var sections = body.Descendants(W + "sectPr").ToList();
        if (sections.Count == 0)
        {
            throw new InvalidDataException("a paper without a section");
        }

        // On a new page, whatever the template says of its first section, and numbered anew.
        sections[0].Elements(W + "type").Remove();
        sections[0].Elements(W + "pgNumType").Remove();
        var number = new XElement(W + "pgNumType", new XAttribute(W + "start", 1));
        if (sections[0].Elements().LastOrDefault(e => BeforePageNumber.Contains(e.Name)) is { } before)
        {
            before.AddAfterSelf(number);
        }
        else
        {
            sections[0].AddFirst(number);
        }

        var content = body.Elements().ToList();
        if (content[^1].Name != W + "sectPr")
        {
            throw new InvalidDataException("a paper that does not end in its section");
        }

        (_section, _last) = (content[^1], content.Count > 1 ? content[^2] : null);
        foreach (var element in content.SkipLast(2))
        {
            element.WriteTo(_writer!);
        }

        Papers++;
    }

    /// <summary>Writes the file. Nothing may be added afterwards.</summary>
    public void Finish(Stream to)
    {
        _last?.WriteTo(_writer!);
        _section!.WriteTo(_writer!);
        _writer!.WriteEndElement();
        _writer.WriteEndElement();
        _writer.Dispose();
        var package = new PackageWriter(to);
        package.Add(Part(ContentTypes, _types));
        foreach (var part in _parts)
        {
            package.Add(part);
        }

        package.Add(Part(DocumentRelations, _relations));
        package.Add(_text.Finish(Document));
        package.Finish();
    }

    public void Dispose()
    {
        _writer?.Dispose();
        _text.Dispose();
    }

    /// <summary>The first paper gives the package its parts; its headers and pictures are taken like those of the others.</summary>
    private void Begin(ZipArchive zip, XDocument document, XDocument relations, XDocument types)
    {
        (_types, _relations) = (new XDocument(types), new XDocument(relations));
        foreach (var entry in zip.Entries.Where(e => e.FullName is not (Document or DocumentRelations or ContentTypes) && !e.FullName.EndsWith('/')))
        {
            _parts.Add(PackagePart.Of(entry.FullName, Bytes(entry), CompressionLevel.Fastest));
        }

        _writer = XmlWriter.Create(_text, new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), CloseOutput = false });
        _writer.WriteStartDocument(standalone: true);
        _writer.WriteStartElement("w", "document", W.NamespaceName);
        foreach (var attribute in document.Root!.Attributes().Where(a => !(a.IsNamespaceDeclaration && a.Name.LocalName is ("w" or "xmlns"))))
        {
            _writer.WriteAttributeString(attribute.IsNamespaceDeclaration ? "xmlns" : document.Root.GetPrefixOfNamespace(attribute.Name.Namespace), attribute.Name.LocalName, attribute.Name.NamespaceName, attribute.Value);
        }

        _writer.WriteStartElement("w", "body", W.NamespaceName);
    }

    /// <summary>Ends the section of the paper before: in its last paragraph, or in one of no height behind its last table.</summary>
    private void EndPaper()
    {
        var bearer = _last;
        if (bearer?.Name != W + "p" || bearer.Element(W + "pPr")?.Element(W + "sectPr") is not null)
        {
            _last?.WriteTo(_writer!);
            bearer = new XElement(W + "p", new XElement(W + "pPr",
                new XElement(W + "spacing", Value("before", 0), Value("after", 0), Value("line", 20), Value("lineRule", "exact")), new XElement(W + "rPr", new XElement(W + "sz", Value("val", 2)))));
        }

        var properties = bearer.Element(W + "pPr");
        if (properties is null)
        {
            bearer.AddFirst(properties = new XElement(W + "pPr"));
        }

        // The section stands behind everything but the record of a change.
        if (properties.Element(W + "pPrChange") is { } change)
        {
            change.AddBeforeSelf(_section);
        }
        else
        {
            properties.Add(_section);
        }

        bearer.WriteTo(_writer!);
    }

    /// <summary>Lets every reference of a paper's text point to a part of this file.</summary>
    private void Relink(ZipArchive zip, XElement body, XDocument relations, XDocument types)
    {
        var targets = relations.Root!.Elements(Relations + "Relationship").ToDictionary(r => (string)r.Attribute("Id")!, StringComparer.Ordinal);
        foreach (var reference in body.Descendants().Attributes().Where(a => a.Name.Namespace == R))
        {
            if (targets.TryGetValue(reference.Value, out var relation))
            {
                var outside = (string?)relation.Attribute("TargetMode") == "External";
                var target = (string)relation.Attribute("Target")!;
                reference.Value = RelationOf((string)relation.Attribute("Type")!, outside ? target : Take(zip, types, Resolve(target))[5..], outside);
            }
        }
    }

    private string RelationOf(string type, string target, bool outside)
    {
        if (!_relationOf.TryGetValue(type + " " + target, out var id))
        {
            id = _relationOf[type + " " + target] = "rPrint" + (_relationOf.Count + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
            _relations.Root!.Add(new XElement(Relations + "Relationship",
                new XAttribute("Id", id), new XAttribute("Type", type), new XAttribute("Target", target), outside ? new XAttribute("TargetMode", "External") : null));
        }

        return id;
    }

    /// <summary>Takes a part and what it refers to into this file, once for all papers that have the same. Returns its name here.</summary>
    private string Take(ZipArchive zip, XDocument types, string name)
    {
        var bytes = Bytes(zip.GetEntry(name) ?? throw new InvalidDataException($"no part {name}"));
        var (folder, file) = (name[..(name.LastIndexOf('/') + 1)], name[(name.LastIndexOf('/') + 1)..]);
        XDocument? relations = null;
        if (zip.GetEntry($"{folder}_rels/{file}.rels") is not null)
        {
            relations = Xml(zip, $"{folder}_rels/{file}.rels");
            foreach (var target in relations.Root!.Elements(Relations + "Relationship").Where(r => (string?)r.Attribute("TargetMode") != "External").Attributes("Target"))
            {
                target.Value = "/" + Take(zip, types, Resolve(target.Value));
            }
        }

        var key = Convert.ToHexStringLower(SHA256.HashData(bytes)) + relations?.ToString(SaveOptions.DisableFormatting);
        if (_taken.TryGetValue(key, out var known))
        {
            return known;
        }

        var taken = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"word/print{_taken.Count + 1}{Path.GetExtension(file)}");
        _taken[key] = taken;
        _parts.Add(PackagePart.Of(taken, bytes));
        if (relations is not null)
        {
            _parts.Add(Part($"word/_rels/{Path.GetFileName(taken)}.rels", relations));
        }

        var type = (string?)types.Root!.Elements(Types + "Override").FirstOrDefault(t => (string?)t.Attribute("PartName") == "/" + name)?.Attribute("ContentType")
            ?? (string?)types.Root.Elements(Types + "Default").FirstOrDefault(t => "." + (string?)t.Attribute("Extension") == Path.GetExtension(name))?.Attribute("ContentType")
            ?? throw new InvalidDataException($"no content type of {name}");
        _types.Root!.Add(new XElement(Types + "Override", new XAttribute("PartName", "/" + taken), new XAttribute("ContentType", type)));
        return taken;
    }

    /// <summary>Name of a part that is referred to from the folder of the text.</summary>
    private static string Resolve(string target) => Uri.UnescapeDataString(new Uri(new Uri("http://part/word/"), target).AbsolutePath)[1..];

    private static XAttribute Value(string name, object value) => new(W + name, value);

    private static PackagePart Part(string name, XDocument xml) => PackagePart.Of(name, Encoding.UTF8.GetBytes(Declaration + xml.ToString(SaveOptions.DisableFormatting)));

    private static ZipArchive Open(ReadOnlyMemory<byte> paper) => new(new MemoryStream(paper.ToArray(), writable: false), ZipArchiveMode.Read);

    private static XDocument Xml(ZipArchive zip, string name)
    {
        using var stream = (zip.GetEntry(name) ?? throw new InvalidDataException($"no part {name}")).Open();
        return XDocument.Load(stream, LoadOptions.PreserveWhitespace);
    }

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var memory = new MemoryStream((int)entry.Length);
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
