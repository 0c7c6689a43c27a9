using System.IO.Compression;
using System.Text;
using BaoPhu.Core.Documents.Forms;
using BaoPhu.Core.Documents.Layout;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Documents;

/// <summary>Each rule of the inspector fails on the fault planted for it in a paper that was faultless, and says where.</summary>
public sealed class LayoutInspectorTests
{
    private const string Document = "word/document.xml";

    [Theory]
    [InlineData("notice", Document, "w:w=\"11906\" w:h=\"16838\"", "w:w=\"12240\" w:h=\"15840\"", "paper")]
    [InlineData("notice", Document, "w:left=\"1701\"", "w:left=\"1134\"", "margin")]
    [InlineData("notice", Document, "w:right=\"850\"", "w:right=\"1701\"", "margin")]
    [InlineData("notice", Document, "w:top=\"1134\"", "w:top=\"1701\"", "margin")]
    [InlineData("notice", "word/styles.xml", "w:ascii=\"Times New Roman\"", "w:ascii=\"Calibri\"", "font")]
    [InlineData("notice", Document, "<w:sz w:val=\"26\" /><w:szCs w:val=\"26\" /></w:rPr><w:t", "<w:color w:val=\"FF0000\" /><w:sz w:val=\"26\" /></w:rPr><w:t", "colour")]
    [InlineData("notice", Document, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "missing")]
    [InlineData("notice", Document, "Độc lập - Tự do - Hạnh phúc", "Độc lập – Tự do – Hạnh phúc", "missing")]
    [InlineData("notice", Document, "<w:b /><w:sz w:val=\"24\" /><w:szCs w:val=\"24\" /></w:rPr><w:t xml:space=\"preserve\">CỘNG", "<w:sz w:val=\"24\" /><w:szCs w:val=\"24\" /></w:rPr><w:t xml:space=\"preserve\">CỘNG", "looks")]
    [InlineData("notice", Document, "<w:pBdr>.*?</w:pBdr>", "", "rule")]
    [InlineData("notice", Document, "BẢO HIỂM XÃ HỘI HUYỆN BÌNH CHÁNH", "Bảo hiểm xã hội huyện Bình Chánh", "capitals")]
    [InlineData("notice", Document, ">07</w:t>", ">7</w:t>", "leading-zero")]
    [InlineData("notice", Document, ">07</w:t>", "> </w:t>", "not-numbered")]
    [InlineData("notice", Document, ">TB-BHXH<", ">BB-BHXH<", "symbol")]
    [InlineData("notice", Document, ">TB-BHXH<", ">tb bhxh<", "number")]
    [InlineData("notice", Document, ">ngày 03 tháng 11 năm 2021<", ">ngày 3 tháng 11 năm 2021<", "date-zero")]
    [InlineData("notice", Document, ">ngày 03 tháng 11 năm 2021<", ">ngày 31 tháng 11 năm 2021<", "date")]
    [InlineData("notice", Document, ">THÔNG BÁO<", ">Thông báo<", "missing")]
    [InlineData("notice", Document, ">Nơi nhận:<", ">Gửi:<", "missing")]
    [InlineData("notice", Document, "Lưu: VT", "Lưu: hồ sơ", "filed")]
    [InlineData("notice", Document, "- Như trên;", "- Như trên.", "recipient")]
    [InlineData("notice", Document, "KT. GIÁM ĐỐC", "GIÁM ĐỐC", "authority")]
    [InlineData("notice", Document, ">Nguyễn Thị Minh Khai<", ">TS. Nguyễn Thị Minh Khai<", "academic")]
    [InlineData("notice", Document, ">Nguyễn Thị Minh Khai<", "><", "empty")]
    [InlineData("notice", Document, "thực hiện./.", "thực hiện.", "end")]
    [InlineData("notice", "word/header1.xml", "PAGE", "DATE", "pages")]
    [InlineData("notice", Document, "<w:titlePg />", "", "first-page")]
    [InlineData("notice", Document, ">25.000.000<", ">25.000.001<", "sum")]
    [InlineData("notice", Document, ">25.000.000<", ">25 triệu<", "not-a-number")]
    [InlineData("notice", Document, "Hai mươi bảy triệu năm trăm nghìn đồng", "Hai mươi bẩy triệu năm trăm ngàn đồng", "words")]
    [InlineData("demand", Document, ">V/v ", ">Về việc ", "missing")]
    [InlineData("demand", Document, ">Kính gửi: <", ">Gửi <", "missing")]
    [InlineData("demand", Document, ">BHXH-QLT<", ">CV-BHXH<", "symbol")]
    [InlineData("annex", "word/footer1.xml", "Mẫu dựng lại", "Mẫu", "mark")]
    [InlineData("annex", Document, ">27.500.000<", ">27.500.001<", "sum")]
    [InlineData("minutes-signed", Document, ">ĐẠI DIỆN ĐƠN VỊ<", ">ĐƠN VỊ<", "minutes-signatures")]
    [InlineData("manifest", "xl/worksheets/sheet1.xml", "paperSize=\"9\"", "paperSize=\"1\"", "paper")]
    [InlineData("manifest", "xl/styles.xml", "Times New Roman", "Arial", "font")]
    [InlineData("manifest", "xl/worksheets/sheet1.xml", "Độc lập - Tự do", "Độc lập Tự do", "missing")]
    [InlineData("manifest", "xl/worksheets/sheet1.xml", "<v>26</v>", "<v>27</v>", "sum")]
    [InlineData("manifest", "xl/worksheets/sheet1.xml", "Mẫu dựng lại.*?Mẫu dựng lại", "", "mark")]
    public async Task A_planted_fault_is_found(string paper, string part, string from, string to, string rule)
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        var samples = await SampleCases.Create(test);
        var (_, code, about) = samples.All().First(c => c.Name == paper);
        var form = FormBook.Find(code);
        var right = await samples.Paper(code, about);
        Assert.Empty(LayoutInspector.Inspect(new MemoryStream(right), form, form.Kind != PaperKind.None));

        var faults = LayoutInspector.Inspect(new MemoryStream(Plant(right, part, from, to)), form, form.Kind != PaperKind.None);
        Assert.Contains(faults, f => f.Rule == rule && f.Place.Length > 0 && f.Text.Length > 0);
    }

    [Fact]
    public void What_is_no_document_is_said_so()
    {
        Assert.Throws<InvalidDataException>(() => LayoutInspector.Inspect(new MemoryStream("not a zip"u8.ToArray()), FormBook.Find("TB-NO")));
        Assert.Throws<InvalidDataException>(() => LayoutInspector.Inspect(new MemoryStream(FormBook.Find("BANGKE-BCCI").Template()), FormBook.Find("TB-NO")));
    }

    private static byte[] Plant(byte[] paper, string part, string from, string to)
    {
        using var memory = new MemoryStream();
        memory.Write(paper);
        using (var zip = new ZipArchive(memory, ZipArchiveMode.Update, leaveOpen: true))
        {
            var entry = zip.GetEntry(part)!;
            string text;
            using (var reader = new StreamReader(entry.Open()))
            {
                text = reader.ReadToEnd();
            }

            // Only the first place: the rest of the paper stays as it was.
            var regex = new System.Text.RegularExpressions.Regex(from.Contains(".*?", StringComparison.Ordinal) ? from : System.Text.RegularExpressions.Regex.Escape(from));
            var planted = regex.Replace(text, to, 1);
            Assert.NotEqual(text, planted);
            entry.Delete();
            using var writer = new StreamWriter(zip.CreateEntry(part).Open(), new UTF8Encoding(false));
            writer.Write(planted);
        }

        return memory.ToArray();
    }
}
