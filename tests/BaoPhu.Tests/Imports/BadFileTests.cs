using System.IO.Compression;
using System.Text;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Imports;
using BaoPhu.Core.Texts;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Imports;

/// <summary>Files that cannot be taken in as a whole: each says what it is and what to do, and changes nothing.</summary>
public sealed class BadFileTests
{
    public static TheoryData<string, byte[], string> Strangers => new()
    {
        { "trong.csv", [], "trống" },
        { "bom.csv", [0xEF, 0xBB, 0xBF], "trống" },
        { "trang.csv", "\r\n\r\n  \r\n"u8.ToArray(), "trống" },
        { "bao-cao.csv", "%PDF-1.7 ..."u8.ToArray(), "PDF" },
        { "nen.csv", Zip(), "Giải nén" },
        { "van-ban.xlsx", Zip("word/document.xml"), "Word" },
        { "so.xlsx", Zip("xl/workbook.bin"), "XLSB" },
        { "so.ods", Zip("content.xml", "mimetype"), "ODS" },
        { "hong.xlsx", [.. "PK\u0003\u0004"u8, 1, 2, 3], "hỏng" },
        { "bang.xls", "<html><body><table><tr><td>Mã đơn vị</td></tr></table></body></html>"u8.ToArray(), "HTML" },
        { "bang.xml", "<?xml version=\"1.0\"?><Workbook/>"u8.ToArray(), "XML" },
        { "anh.csv", [0x89, (byte)'P', (byte)'N', (byte)'G', 1, 2], "ảnh" },
        { "rac.csv", [.. Enumerable.Range(0, 600).Select(i => (byte)((i * 37) ^ (i >> 3)))], "nhị phân" },
        { "khac.csv", Encoding.UTF8.GetBytes("Họ tên,Tuổi\r\nAn,5\r\n"), "Không tìm thấy dòng tiêu đề" },
        { "thieu.csv", Encoding.UTF8.GetBytes("Mã đơn vị,Địa chỉ\r\nTA0001A,x\r\n"), "Thiếu cột Tên đơn vị" },
        { "hai.csv", Encoding.UTF8.GetBytes("Mã đơn vị,Tên đơn vị,Mã ĐV\r\nTA0001A,x,TA0001A\r\n"), "--map code=" },
        { "tieu-de.csv", Encoding.UTF8.GetBytes(ImportDesk.EmployerHeadings + "\r\n"), "không có dòng dữ liệu" },
        { "nhay.csv", Encoding.UTF8.GetBytes(ImportDesk.EmployerHeadings + "\r\nTA0001A,07903,\"Công ty\r\nTA0002B,07903,B\r\n"), "dòng 2" },
        { "cut.csv", Encoding.UTF8.GetBytes(ImportDesk.EmployerHeadings + "\r\n" + ImportDesk.Employers[0] + "\r\nTA0002B,07903,Công t"), "cắt cụt: dòng cuối (3)" },
        { "bytes.csv", [.. Encoding.UTF8.GetBytes(ImportDesk.EmployerHeadings + "\r\nTA0001A,07903,Công ty "), 0xC3, 0x28, .. ",,,,,,,,Đang tham gia,\r\n"u8], "(dòng 2, giá trị C3)" },
    };

    [Theory]
    [MemberData(nameof(Strangers))]
    public async Task A_file_that_is_no_table_is_named_for_what_it_is(string name, byte[] bytes, string words)
    {
        await using var desk = await ImportDesk.Open(Engine.Sqlite);
        await desk.Refused(new ImportRequest(ImportKinds.Employers, desk.Bytes(name, bytes)), words);
    }

    [Fact]
    public async Task A_missing_file_and_a_missing_province_are_told()
    {
        await using var desk = await ImportDesk.Open(Engine.Sqlite);
        await desk.Refused(new ImportRequest(ImportKinds.Employers, Path.Combine(desk.Folder, "khong-co.csv")), "khong-co.csv");
        var refusal = await Assert.ThrowsAsync<Refusal>(() => desk.Runs.Run(Actor.System, new ImportRequest(ImportKinds.Months, "x.csv")));
        Assert.Contains("mã tỉnh", refusal.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<Refusal>(() => desk.Runs.Run(Actor.System, new ImportRequest(ImportKinds.Months, "x.csv") { Province = "7x" }));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_fault_deep_in_the_file_leaves_nothing_of_the_rows_before_it(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        var rows = Enumerable.Range(0, 30_000).Select(i => $"TA{i / 1000:00}".Insert(2, "") is var head ? $"{head[..2]}{(char)('A' + (i / 1000 % 26))}{i % 1000:000}{(char)('A' + (i / 26_000))},07903,Đơn vị {i},,,27367,,,,1,Đang tham gia," : "");
        var text = Encoding.UTF8.GetBytes(ImportDesk.EmployerHeadings + "\r\n" + string.Join("\r\n", rows) + "\r\n");
        await desk.Refused(new ImportRequest(ImportKinds.Employers, desk.Bytes("sau.csv", [.. text, .. "TA0001A,07903,x"u8, 0xFF, .. "\r\n"u8])), $"Byte thứ {text.Length + 16:N0}".Replace(",", ".", StringComparison.Ordinal)[..9], "dòng 30");
        Assert.Equal(0, await desk.Count("reg_employers"));
        Assert.Equal(30_000, (await desk.Run(ImportKinds.Employers, desk.Bytes("sau.csv", text))).Created);
    }

    [Fact]
    public async Task A_truncated_workbook_is_refused()
    {
        await using var desk = await ImportDesk.Open(Engine.Sqlite);
        var path = desk.Workbook("so.xlsx", ("A", false, [], [["Mã đơn vị", "Tên đơn vị"], ["TA0001A", "A"]]));
        var bytes = await File.ReadAllBytesAsync(path);
        await desk.Refused(new ImportRequest(ImportKinds.Employers, desk.Bytes("cut.xlsx", bytes[..(bytes.Length / 2)])), "hỏng hoặc bị cắt cụt");
    }

    [Fact]
    public async Task A_mapping_that_names_what_is_not_there_is_refused()
    {
        await using var desk = await ImportDesk.Open(Engine.Sqlite);
        var file = desk.EmployerFile(ImportDesk.Employers);
        await desk.Refused(new ImportRequest(ImportKinds.Employers, file) { Map = new Dictionary<string, string> { ["ten"] = "Tên đơn vị" } }, "Không có trường \"ten\"");
        await desk.Refused(new ImportRequest(ImportKinds.Employers, file) { Map = new Dictionary<string, string> { ["name"] = "Tên gì đó" } }, "Không có cột \"Tên gì đó\"");
    }

    private static byte[] Zip(params string[] names)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            foreach (var name in names.Length == 0 ? ["don-vi.csv"] : names)
            {
                zip.CreateEntry(name);
            }
        }

        return stream.ToArray();
    }
}
