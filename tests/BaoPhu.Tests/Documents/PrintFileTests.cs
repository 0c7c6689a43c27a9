using System.IO.Compression;
using System.Xml.Linq;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Texts;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Documents;

/// <summary>Many papers as one file to print.</summary>
public sealed class PrintFileTests
{
    private static readonly XNamespace W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    private static readonly XNamespace R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Each_paper_is_a_section_of_its_own_with_its_header_and_its_pages_from_1(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await SmallOffice.Open(test, employers: 4);
        Assert.Equal("Papers.NothingToPrint", (await Assert.ThrowsAsync<Refusal>(() => office.Lists.Print(office.Officer.Actor, SmallOffice.Own, new PaperFilter(), new MemoryStream()))).Key);
        foreach (var code in (string[])["TA0001A", "TA0002A", "TA0003A"])
        {
            await office.Numbered(code);
        }

        await office.Papers.Void(office.Officer.Actor, SmallOffice.Own, (await office.Numbered("TA0004A")).ToString(), 1, "Sai đơn vị");
        using var file = new MemoryStream();
        Assert.Equal(new PrintedPapers(1, 1), await office.Lists.Print(office.Officer.Actor, SmallOffice.Own, new PaperFilter { State = "voided" }, new MemoryStream()));
        Assert.Equal(new PrintedPapers(3, 1), await office.Lists.Print(office.Officer.Actor, SmallOffice.Own, new PaperFilter(), file));
        var (document, parts, relations) = Read(file);
        var sections = document.Descendants(W + "sectPr").ToList();
        Assert.Equal(3, sections.Count);
        Assert.Equal(document.Root!.Element(W + "body")!.Elements().Last(), sections[^1]);
        Assert.All(sections, s =>
        {
            Assert.Equal("1", s.Element(W + "pgNumType")!.Attribute(W + "start")!.Value);
            Assert.Equal(["pgSz", "pgMar", "pgNumType", "titlePg"], s.Elements().SkipWhile(e => e.Name != W + "pgSz").Select(e => e.Name.LocalName));
            Assert.All(s.Elements().Attributes(R + "id"), id => Assert.Contains("word/" + relations[id.Value], parts));
        });
        Assert.Equal(["TA0001A", "TA0002A", "TA0003A"], Controls(document, "employer.code"));
        Assert.Equal(["01", "02", "03"], Controls(document, "paper.number"));
        // The header is the same for all and stands there once.
        Assert.Single(sections.Select(s => s.Element(W + "headerReference")!.Attribute(R + "id")!.Value).Distinct());
        Assert.Equal(2, await test.Db.Read(s => s.One<long>("select count(*) from aud_entries where act = 'documents.print'")));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_long_list_comes_in_numbered_parts_that_together_hold_every_paper_once(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await SmallOffice.Open(test, employers: 5);
        await office.Bulk.Make(office.Officer.Actor, SmallOffice.Own, "79", "run", new BulkOrder("TB-NO", [.. Enumerable.Range(1, 5).Select(i => $"79-TA{i:0000}A-notice-1")], office.Answers));
        using var file = new MemoryStream();
        Assert.Equal(new PrintedPapers(5, 3), await new PaperLists(test.Db, test.Clock) { PrintPart = 2 }.Print(office.Officer.Actor, SmallOffice.Own, new PaperFilter { Run = "run" }, file));
        file.Position = 0;
        using var zip = new ZipArchive(file);
        Assert.Equal(["in-001.docx", "in-002.docx", "in-003.docx"], zip.Entries.Select(e => e.FullName));
        var numbers = new List<string>();
        foreach (var entry in zip.Entries)
        {
            using var part = new MemoryStream();
            await using (var stream = await entry.OpenAsync(TestContext.Current.CancellationToken))
            {
                await stream.CopyToAsync(part, TestContext.Current.CancellationToken);
            }

            numbers.AddRange(Controls(Read(part).Document, "paper.number"));
        }

        Assert.Equal(["01", "02", "03", "04", "05"], numbers);
    }

    private static IEnumerable<string> Controls(XDocument document, string tag) => document.Descendants(W + "sdt")
        .Where(c => c.Element(W + "sdtPr")?.Element(W + "tag")?.Attribute(W + "val")?.Value == tag).Select(c => string.Concat(c.Descendants(W + "t").Select(t => t.Value)));

    private static (XDocument Document, HashSet<string> Parts, Dictionary<string, string> Relations) Read(MemoryStream file)
    {
        file.Position = 0;
        using var zip = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        XDocument Xml(string name)
        {
            using var stream = zip.GetEntry(name)!.Open();
            return XDocument.Load(stream);
        }

        return (Xml("word/document.xml"), [.. zip.Entries.Select(e => e.FullName)],
            Xml("word/_rels/document.xml.rels").Root!.Elements().ToDictionary(r => r.Attribute("Id")!.Value, r => r.Attribute("Target")!.Value, StringComparer.Ordinal));
    }
}
