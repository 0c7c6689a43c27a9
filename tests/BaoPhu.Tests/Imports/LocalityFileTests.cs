using BaoPhu.Core.Imports;
using BaoPhu.Core.Organisation;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Imports;

public sealed class LocalityFileTests
{
    private const string Headings = "Mã TP,Tỉnh Thành Phố,Mã QH,Quận Huyện,Mã PX,Phường Xã,Cấp";
    private const string Commune = "79,Thành phố Hồ Chí Minh,775,Quận 6,27367,Phường 06,Phường";

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Provinces_districts_and_communes_hold_since_the_beginning(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        var localities = new Localities(desk.Db, desk.Clock);
        var commune = await localities.Find("27367");
        Assert.Equal(("commune", "Phường 06", "775", "79"), (commune!.Kind, commune.Name, commune.ParentCode, commune.Province));
        Assert.Equal("district", (await localities.Find("498"))!.Kind);
        Assert.Equal(2, (await localities.Below("775")).Count);
        Assert.Equal(3, await desk.Count("org_localities", "kind = 'commune'"));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_same_list_again_changes_nothing_and_a_later_one_ends_the_old_name(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        var before = SampleTests.WithoutAudit(await desk.Everything());
        var again = await desk.Run(ImportKinds.Localities, desk.File("lai.csv", [Headings, Commune]));
        Assert.Equal((0, 0, 1), (again.Created, again.Changed, again.Unchanged));
        Assert.Equal(before, SampleTests.WithoutAudit(await desk.Everything()));

        var later = await desk.Run(new ImportRequest(ImportKinds.Localities, desk.File("moi.csv", [Headings, Commune.Replace("Phường 06", "Phường Bình Phú", StringComparison.Ordinal)])) { ValidFrom = new DateOnly(2025, 7, 1) });
        Assert.Equal((0, 1), (later.Created, later.Changed));
        var localities = new Localities(desk.Db, desk.Clock);
        Assert.Equal("Phường 06", (await localities.Find("27367", new DateOnly(2025, 6, 30)))!.Name);
        Assert.Equal("Phường Bình Phú", (await localities.Find("27367", new DateOnly(2025, 7, 1)))!.Name);
    }

    /// <summary>The list of administrative units as it is handed out: an old workbook with titles above; the codes are text, or numbers that have lost their zeros.</summary>
    [Theory]
    [InlineData(Engine.Sqlite, false)]
    [InlineData(Engine.Sqlite, true)]
    [InlineData(Engine.Postgres, false)]
    [InlineData(Engine.Postgres, true)]
    public async Task An_old_workbook_goes_in(Engine engine, bool numbers)
    {
        await using var desk = await ImportDesk.Open(engine);
        await Holds(desk, desk.Bytes("dvhc.xls", XlsFile.Make(("DVHC", false, [], [], Old(numbers)))));
    }

    [Theory]
    [InlineData(Engine.Sqlite, false)]
    [InlineData(Engine.Sqlite, true)]
    [InlineData(Engine.Postgres, false)]
    [InlineData(Engine.Postgres, true)]
    public async Task An_old_workbook_saved_by_LibreOffice_goes_in(Engine engine, bool numbers)
    {
        await using var desk = await ImportDesk.Open(engine);
        var path = await LibreOffice.Convert(desk.Workbook("dvhc.xlsx", ("DVHC", false, ["A1:G1"], Old(numbers))), "xls:MS Excel 97");
        Assert.Equal([0xD0, 0xCF, 0x11, 0xE0], (await File.ReadAllBytesAsync(path)).Take(4));
        await Holds(desk, path);
    }

    private static object?[][] Old(bool numbers)
    {
        object Code(string code) => numbers ? long.Parse(code, System.Globalization.CultureInfo.InvariantCulture) : code;
        return
        [
            ["DANH MỤC ĐƠN VỊ HÀNH CHÍNH", null, null, null, null, null, null],
            ["Tỉnh Thành Phố", "Mã TP", "Quận Huyện", "Mã QH", "Phường Xã", "Mã PX", "Cấp"],
            ["Thành phố Hà Nội", Code("01"), "Quận Ba Đình", Code("001"), "Phường Phúc Xá", Code("00001"), "Phường"],
            ["Thành phố Hà Nội", Code("01"), "Quận Ba Đình", Code("001"), "Phường Trúc Bạch", Code("00004"), "Phường"],
            ["Thành phố Hồ Chí Minh", Code("79"), "Quận 8", Code("776"), "Phường 08", Code("27388"), "Phường"],
            ["Thành phố Đà Nẵng", Code("48"), "Huyện Hoàng Sa", Code("498"), null, null, "Huyện"],
        ];
    }

    private static async Task Holds(ImportDesk desk, string path)
    {
        var result = await desk.Run(ImportKinds.Localities, path);
        Assert.True(result.Rejected == 0, string.Join("\n", result.Refusals));
        var localities = new Localities(desk.Db, desk.Clock);
        Assert.Equal(("commune", "Phường Phúc Xá", "001", "01"), await localities.Find("00001") is { } c ? (c.Kind, c.Name, c.ParentCode, c.Province) : default);
        Assert.Equal(("district", "Quận Ba Đình", "01"), await localities.Find("001") is { } d ? (d.Kind, d.Name, d.ParentCode) : default);
        Assert.Equal("Phường 08", (await localities.Find("27388"))?.Name);
        // Again: nothing changes.
        Assert.Equal((0, 0), await desk.Run(ImportKinds.Localities, path) is var again ? (again.Created, again.Changed) : default);
    }

    [Fact]
    public async Task Faulty_rows_are_refused_with_the_reason()
    {
        await using var desk = await ImportDesk.Open(Engine.Sqlite);
        var result = await desk.Run(ImportKinds.Localities, desk.File("loi.csv", [
            Headings, "79,Thành phố Hồ Chí Minh,775,Quận 6,abc,Phường X,Phường", "79,Thành phố Hồ Chí Minh,775,Quận 6,27373,,Phường",
            "79,Thành phố Hồ Chí Minh,776,Quận 8,27376,Phường A,Phường", "79,Thành phố Hồ Chí Minh,776,Quận Tám,27379,Phường B,Phường", "79,Thành phố Hồ Chí Minh,776,Quận 8,27376,Phường C,Phường"]));
        Assert.Equal((5, 0, 5), (result.Rows, result.Created, result.Rejected));
        Assert.Contains("abc", result.Refusals[0], StringComparison.Ordinal);
        Assert.Contains("thiếu tên", result.Refusals[1], StringComparison.Ordinal);
        Assert.Contains("khác với dòng 4", result.Refusals[3], StringComparison.Ordinal);
    }
}
