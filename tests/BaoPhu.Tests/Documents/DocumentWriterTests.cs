using System.IO.Compression;
using System.Text;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Documents.Writing;

namespace BaoPhu.Tests.Documents;

/// <summary>Templates as an office may have edited them.</summary>
public sealed class DocumentWriterTests
{
    private const string Namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    private static readonly ValueSource Somebody = ValueSource.Person("thử");

    [Fact]
    public void Text_around_the_controls_stays_and_a_value_keeps_the_looks_of_its_first_run()
    {
        var (xml, faults) = Fill(
            "<w:p><w:r><w:t>Gửi: </w:t></w:r>" + Run("name", "<w:r><w:rPr><w:rStyle w:val=\"PlaceholderText\"/><w:i/></w:rPr><w:t>Bấm</w:t></w:r><w:r><w:t>vào đây</w:t></w:r>") + "<w:r><w:t>!</w:t></w:r></w:p>",
            new FormContent("X").Add("name", "A & B <C>", Somebody));
        Assert.Empty(faults);
        Assert.Contains("<w:r><w:rPr><w:i /></w:rPr><w:t xml:space=\"preserve\">A &amp; B &lt;C&gt;</w:t></w:r>", xml, StringComparison.Ordinal);
        Assert.Contains("Gửi: ", xml, StringComparison.Ordinal);
        Assert.DoesNotContain("vào đây", xml, StringComparison.Ordinal);
        Assert.DoesNotContain("showingPlcHdr", xml, StringComparison.Ordinal);
        Assert.DoesNotContain("w:id", xml, StringComparison.Ordinal);
        Assert.Contains("w:tag w:val=\"name\"", xml, StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_are_broken_within_a_paragraph_and_become_paragraphs_in_a_control_of_paragraphs()
    {
        var content = new FormContent("X").Add("name", "một\nhai", Somebody);
        Assert.Contains("một</w:t><w:br/><w:t xml:space=\"preserve\">hai", Fill($"<w:p>{Run("name", "<w:r><w:t>x</w:t></w:r>")}</w:p>", content).Xml, StringComparison.Ordinal);
        var paragraphs = Fill(Run("name", "<w:p><w:pPr><w:jc w:val=\"both\"/></w:pPr><w:r><w:t>x</w:t></w:r></w:p><w:p><w:r><w:t>y</w:t></w:r></w:p>"), content).Xml;
        Assert.Equal(3, paragraphs.Split("<w:p>").Length);
        Assert.Equal(3, paragraphs.Split("<w:jc w:val=\"both\" />").Length);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    public void A_group_stands_once_for_each_row(int rows, int times)
    {
        var content = new FormContent("X").AddGroup("rows");
        for (var i = 0; i < rows; i++)
        {
            content.AddRow("rows").Add("cell", "giá trị " + i, Somebody);
        }

        var (xml, faults) = Fill(Run("rows", $"<w:p><w:r><w:t>dòng </w:t></w:r>{Run("cell", "<w:r><w:t>x</w:t></w:r>")}</w:p>") + "<w:p/>", content);
        Assert.Empty(faults);
        Assert.Equal(times + 1, xml.Split("dòng ").Length);
        Assert.Equal(times > 0, xml.Contains("giá trị 0", StringComparison.Ordinal));
    }

    [Fact]
    public void Tags_on_one_side_only_are_told()
    {
        var content = new FormContent("X").Add("name", "a", Somebody).Add("extra", "b", Somebody);
        content.AddRow("rows").Add("cell", "c", Somebody);
        var (_, faults) = Fill($"<w:p>{Run("name", "<w:r><w:t>x</w:t></w:r>")}{Run("stranger", "<w:r><w:t>x</w:t></w:r>")}</w:p>", content);
        Assert.Equal(["LackedByTemplate extra", "LackedByTemplate rows", "LackedByTemplate rows/cell", "UnknownToForm stranger"], faults.Select(f => $"{f.Kind} {f.Tag}"));
        Assert.All(faults, f => Assert.Contains(f.Tag, f.ToString(), StringComparison.Ordinal));
    }

    [Fact]
    public void Characters_that_XML_cannot_hold_are_left_out()
    {
        var xml = Fill($"<w:p>{Run("name", "<w:r><w:t>x</w:t></w:r>")}</w:p>", new FormContent("X").Add("name", "a\u0001b\uFFFFc😀d\uD800e", Somebody)).Xml;
        Assert.Contains(">abc😀de<", xml, StringComparison.Ordinal);
    }

    [Fact]
    public void A_manifest_of_twenty_thousand_rows_is_written_in_little_memory()
    {
        var content = new FormContent("X");
        foreach (var tag in (string[])["office.parent", "office.name", "paper.place-date", "batch", "post", "items.count", "items.grams", "signer.name"])
        {
            content.Add(tag, "", Somebody);
        }

        for (var i = 0; i < 20_000; i++)
        {
            content.AddRow("items").Add("item.name", "Công ty " + i, Somebody).Add("item.grams", "20", Somebody, 20);
        }

        var template = Templates.Of(FormBook.Find("BANGKE-BCCI"));
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var file = new MemoryStream();
        template.Write(content, file);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        using var zip = new ZipArchive(file);
        var sheet = zip.GetEntry("xl/worksheets/sheet1.xml")!;
        Assert.True(sheet.Length > 10_000_000, "the sheet is not as long as it should be: " + sheet.Length);
        Assert.True(allocated < sheet.Length * 4, $"{allocated} bytes for a sheet of {sheet.Length}");
        using var reader = new StreamReader(sheet.Open());
        Assert.Contains("Công ty 19999", reader.ReadToEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_neither_DOCX_nor_XLSX_is_refused() =>
        Assert.Throws<InvalidDataException>(() => DocumentTemplate.Parse(new MemoryStream(Zip("a.txt", "x"))));

    private static string Run(string tag, string content) =>
        $"<w:sdt><w:sdtPr><w:id w:val=\"77\"/><w:alias w:val=\"{tag}\"/><w:tag w:val=\"{tag}\"/><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>";

    private static (string Xml, IReadOnlyList<TagFault> Faults) Fill(string body, FormContent content)
    {
        var template = Zip("word/document.xml", $"<w:document xmlns:w=\"{Namespace}\"><w:body>{body}</w:body></w:document>");
        using var file = new MemoryStream();
        var faults = DocumentWriter.Write(new MemoryStream(template), content, file);
        using var zip = new ZipArchive(file);
        using var reader = new StreamReader(zip.Entries.Single().Open());
        var xml = reader.ReadToEnd();
        System.Xml.Linq.XDocument.Parse(xml);
        return (xml, faults);
    }

    private static byte[] Zip(string name, string text)
    {
        using var memory = new MemoryStream();
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var writer = new StreamWriter(zip.CreateEntry(name).Open(), new UTF8Encoding(false));
            writer.Write(text);
        }

        return memory.ToArray();
    }
}
