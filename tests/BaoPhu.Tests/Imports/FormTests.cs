using System.Text;
using BaoPhu.Core.Imports;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Imports;

/// <summary>The same table in the forms in which offices send it gives the same result.</summary>
public sealed class FormTests
{
    static FormTests() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    private static readonly string[] Plain =
    [
        "Mã đơn vị,Mã CQ BHXH,Tên đơn vị,Địa chỉ,Người liên hệ,Số lao động,Tình trạng", "TA0001A,07903,Công ty Điện tử Mỹ Á,\"12 đường Thịnh Vượng, Quận 6\",Nguyễn Thị Hằng,8,Đang tham gia",
        "TA0002B,07903,Trường Mầm non Hoa Sen,1 Sông Lam,Đỗ Văn Dũng,12,Đang giải thể",
    ];

    public static TheoryData<string> Forms => new() { "utf-8", "utf-8 bom", "nfd", "utf-16le", "utf-16be", "utf-16 no bom", "1258", "semicolon", "tab", "pipe", "titles", "lf", "cr", "capitals", "sep", "two rows" };

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Every_form_of_the_table_is_read_alike(string form)
    {
        await using var desk = await ImportDesk.Open(Engine.Sqlite);
        var result = await desk.Run(ImportKinds.Employers, desk.Bytes("bang.csv", Make(form)));
        Assert.Equal((2, 2, 0, 0), (result.Rows, result.Created, result.Rejected, result.Warnings));
        var row = await EmployerFileTests.Employer(desk, "TA0001A");
        Assert.Equal(("Công ty Điện tử Mỹ Á", "12 đường Thịnh Vượng, Quận 6", "Nguyễn Thị Hằng", 8), (row.Name, row.Address, row.ContactName, row.Workers));
        Assert.Equal("cong ty dien tu my a", row.Folded);
        Assert.Equal(2, (await EmployerFileTests.Employer(desk, "TA0002B")).Standing);
    }

    [Fact]
    public async Task Fonts_of_TCVN3_are_repaired()
    {
        await using var desk = await ImportDesk.Open(Engine.Sqlite);
        var lines = "Ma don vi,Ten don vi,Nguoi lien he\r\nTA0001A,C«ng ty §iÖn tö Hoa Sen,NguyÔn V¨n Hïng\r\n";
        var preview = await desk.Runs.Inspect(desk.Bytes("tcvn3.csv", Encoding.Latin1.GetBytes(lines)));
        Assert.Contains("TCVN3", preview.Encoding, StringComparison.Ordinal);
        await desk.Run(ImportKinds.Employers, Path.Combine(desk.Folder, "tcvn3.csv"));
        Assert.Equal(("Công ty Điện tử Hoa Sen", "Nguyễn Văn Hùng"), ((await EmployerFileTests.Employer(desk, "TA0001A")).Name, (await EmployerFileTests.Employer(desk, "TA0001A")).ContactName));
    }

    [Fact]
    public async Task A_mapping_given_once_is_remembered_for_the_same_headings()
    {
        await using var desk = await ImportDesk.Open(Engine.Sqlite);
        string[] lines = ["K1,K2,K3", "TA0001A,Đơn vị A,07903"];
        var map = new Dictionary<string, string> { ["code"] = "K1", ["name"] = "K2", ["office"] = "K3" };
        Assert.Equal(1, (await desk.Run(new ImportRequest(ImportKinds.Employers, desk.File("a.csv", lines)) { Map = map })).Created);
        Assert.Equal(1, (await desk.Run(ImportKinds.Employers, desk.File("b.csv", lines))).Unchanged);
        await desk.Refused(new ImportRequest(ImportKinds.Employers, desk.File("c.csv", lines)) { Province = "48" }, "Không tìm thấy dòng tiêu đề");
    }

    [Fact]
    public async Task Inspecting_tells_kind_form_columns_and_first_rows()
    {
        await using var desk = await ImportDesk.Open(Engine.Sqlite);
        var preview = await desk.Runs.Inspect(desk.Bytes("x", Make("titles")));
        Assert.Equal((ImportKinds.Employers, "UTF-8", ",", 4), (preview.Kind, preview.Encoding, preview.Delimiter, preview.HeadingRow));
        Assert.Equal("Tên đơn vị", preview.Mapping["name"]);
        Assert.Equal(2, preview.Rows.Count);
        Assert.Empty(preview.Problems);
        Assert.Equal(ImportKinds.Months, (await desk.Runs.Inspect(desk.MonthFile(ImportDesk.Months))).Kind);
        Assert.Equal(ImportKinds.Levels, (await desk.Runs.Inspect(desk.LevelFile("79,2,1,20/10/2021,U,21/10/2021"))).Kind);
        Assert.Equal(ImportKinds.Localities, (await desk.Runs.Inspect(Path.Combine(desk.Folder, "danh-muc.csv"))).Kind);
        Assert.Contains("PDF", Assert.Single((await desk.Runs.Inspect(desk.Bytes("y", "%PDF-"u8.ToArray()))).Problems), StringComparison.Ordinal);
        Assert.Contains("Tên đơn vị", (await desk.Runs.Inspect(desk.File("z.csv", ["Mã đơn vị,Địa chỉ", "TA0001A,x"]), ImportKinds.Employers)).Problems[0], StringComparison.Ordinal);
    }

    private static byte[] Make(string form)
    {
        var text = string.Join("\r\n", Plain) + "\r\n";
        return form switch
        {
            "utf-8 bom" => [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)],
            "nfd" => Encoding.UTF8.GetBytes(text.Normalize(NormalizationForm.FormD)),
            "utf-16le" => [.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(text)],
            "utf-16be" => [.. Encoding.BigEndianUnicode.GetPreamble(), .. Encoding.BigEndianUnicode.GetBytes(text)],
            "utf-16 no bom" => Encoding.Unicode.GetBytes(text),
            "1258" => Encoding.GetEncoding(1258).GetBytes(For1258(text)),
            "semicolon" => Encoding.UTF8.GetBytes(Delimited(text, ';')),
            "tab" => Encoding.UTF8.GetBytes(Delimited(text, '\t')),
            "pipe" => Encoding.UTF8.GetBytes(Delimited(text, '|')),
            "titles" => Encoding.UTF8.GetBytes("BẢO HIỂM XÃ HỘI VIỆT NAM,,,,,,\r\n\r\nDANH SÁCH ĐƠN VỊ,,,,,,\r\n" + text),
            "lf" => Encoding.UTF8.GetBytes(text.Replace("\r\n", "\n", StringComparison.Ordinal)),
            "cr" => Encoding.UTF8.GetBytes(text.Replace("\r\n", "\r", StringComparison.Ordinal)),
            "capitals" => Encoding.UTF8.GetBytes(text.Replace(Plain[0], "MÃ ĐV,MÃ CQ BHXH,TÊN ĐV,DIA CHI,NGƯỜI LH,SỐ LĐ,TÌNH TRẠNG", StringComparison.Ordinal).Replace("NGƯỜI LH", "Nguoi lien he", StringComparison.Ordinal)),
            "sep" => Encoding.UTF8.GetBytes("sep=,\r\n" + text),
            "two rows" => Encoding.UTF8.GetBytes(text.Replace(Plain[0], "Mã,,Tên đơn vị,Địa chỉ,Người liên hệ,Số lao động,Tình trạng\r\nđơn vị,CQ BHXH,,,,,", StringComparison.Ordinal)),
            _ => Encoding.UTF8.GetBytes(text),
        };
    }

    /// <summary>Windows-1258 has the letters and, apart from them, the five tones.</summary>
    private static string For1258(string text)
    {
        var result = new StringBuilder();
        foreach (var c in text)
        {
            var parts = c.ToString().Normalize(NormalizationForm.FormD);
            var tone = parts.Length > 1 && parts[^1] is '\u0300' or '\u0301' or '\u0303' or '\u0309' or '\u0323' || parts.Length > 2;
            if (!tone)
            {
                result.Append(c);
                continue;
            }

            var mark = parts.First(p => p is '\u0300' or '\u0301' or '\u0303' or '\u0309' or '\u0323');
            result.Append(parts.Replace(mark.ToString(), "", StringComparison.Ordinal).Normalize(NormalizationForm.FormC)).Append(mark);
        }

        return result.ToString();
    }

    private static string Delimited(string text, char delimiter)
    {
        var (result, quoted) = (new StringBuilder(), false);
        foreach (var c in text)
        {
            quoted ^= c == '"';
            result.Append(c == ',' && !quoted ? delimiter : c);
        }

        return result.ToString();
    }
}
