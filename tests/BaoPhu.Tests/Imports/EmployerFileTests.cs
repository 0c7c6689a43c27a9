using BaoPhu.Core.Data;
using BaoPhu.Core.Imports;
using BaoPhu.Rules;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Imports;

public sealed class EmployerFileTests
{
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Each_fault_has_its_verdict(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        var result = await desk.Run(ImportKinds.Employers, desk.EmployerFile(ImportDesk.Employers));

        Assert.Equal((9, 5, 4, 0, 1, 4, 2), (result.Rows, result.Accepted, result.Created, result.Changed, result.Unchanged, result.Rejected, result.Warnings));
        Assert.Equal("Dòng 7: mã đơn vị \"TA12\" không đúng 7 ký tự. Sửa trong tệp rồi nhập lại; các dòng khác vẫn được nhận.", result.Refusals[1]);
        Assert.Contains("thiếu tên đơn vị", result.Refusals[0], StringComparison.Ordinal);
        Assert.Contains("Dòng 8: dòng 9 nói khác", result.Refusals[2], StringComparison.Ordinal);
        Assert.Contains("Dòng 9: dòng 8 nói khác", result.Refusals[3], StringComparison.Ordinal);
        Assert.Contains("\"0524008335\" sai số kiểm tra", result.WarningTexts[0], StringComparison.Ordinal);
        Assert.Contains("\"99999\"", result.WarningTexts[1], StringComparison.Ordinal);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Text_is_normalised_and_the_original_kept(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        await desk.Run(ImportKinds.Employers, desk.EmployerFile(ImportDesk.Employers));

        var row = await Employer(desk, "TA0002Z");
        Assert.Equal("Công ty TNHH Mỹ Á", row.Name);
        Assert.Equal("cong ty tnhh my a", row.Folded);
        Assert.Equal("Trần Văn Hòa", row.ContactName);
        Assert.Contains("Trần Văn Hoà", row.Originals!, StringComparison.Ordinal);
        Assert.Equal((short)Standing.PensionSuspended, row.Standing);
        Assert.Equal(new DateOnly(2021, 12, 31), row.StandingUntil);
        var clean = await Employer(desk, "HC0001E");
        Assert.Null(clean.Originals);
        Assert.Equal("cong ty co phan du lich an phu", clean.Folded);
        Assert.Equal("173 đường Thịnh Vượng, Phường 02", clean.Address);
        Assert.Equal((short)Standing.BudgetHealthOnly, (await Employer(desk, "TB0004D")).Standing);
        Assert.Equal(4, await desk.Count("reg_standings"));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Unknown_offices_join_the_tree_to_be_confirmed(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        await desk.Run(ImportKinds.Employers, desk.EmployerFile(ImportDesk.Employers));
        Assert.Equal(3, await desk.Count("org_offices", "kind = 'District' and parent_code = '07900' and province = '79' and not confirmed and name = 'BHXH ' || code"));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_same_file_twice_changes_nothing_and_a_corrected_one_only_what_differs(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        await desk.Run(ImportKinds.Employers, desk.EmployerFile(ImportDesk.Employers));
        var before = SampleTests.WithoutAudit(await desk.Everything());
        desk.Clock.Moment = desk.Clock.Moment.AddDays(1);

        var again = await desk.Run(ImportKinds.Employers, desk.EmployerFile(ImportDesk.Employers));
        Assert.Equal((0, 0, 5), (again.Created, again.Changed, again.Unchanged));
        Assert.Equal(before, SampleTests.WithoutAudit(await desk.Everything()));

        var corrected = await desk.Run(ImportKinds.Employers, desk.EmployerFile(
            ImportDesk.Employers[0].Replace("Đang tham gia", "Đã phá sản", StringComparison.Ordinal), ImportDesk.Employers[1], ImportDesk.Employers[6], ImportDesk.Employers[3]));
        Assert.Equal((1, 1, 2, 0), (corrected.Created, corrected.Changed, corrected.Unchanged, corrected.Rejected));
        Assert.Equal(1, corrected.Absent);
        Assert.Contains(corrected.Messages, m => m.Contains("không có trong tệp này", StringComparison.Ordinal));
        Assert.Equal((short)Standing.Ceased, (await Employer(desk, "HC0001E")).Standing);
        Assert.Equal(1, await desk.Count("reg_standings", "standing = 2 and from_date = '2021-11-04'"));
        Assert.Equal(6, await desk.Count("reg_standings"));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_column_that_the_file_lacks_is_left_as_it_is(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        await desk.Run(ImportKinds.Employers, desk.EmployerFile(ImportDesk.Employers));
        var result = await desk.Run(ImportKinds.Employers, desk.File("ngan.csv", ["MÃ ĐV;TEN DV;Ghi chú", "HC0001E;Tên mới;x", "TA0009K;Đơn vị mới;"]));

        Assert.Equal((1, 1), (result.Created, result.Changed));
        Assert.Contains(result.Messages, m => m.Contains("\"Ghi chú\"", StringComparison.Ordinal));
        var row = await Employer(desk, "HC0001E");
        Assert.Equal(("Tên mới", "07914", 8), (row.Name, row.OfficeCode, row.Workers));
        Assert.Equal("07900", (await Employer(desk, "TA0009K")).OfficeCode);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_file_without_the_end_of_a_suspension_keeps_it_while_the_standing_is_the_same(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        await desk.Run(ImportKinds.Employers, desk.EmployerFile(ImportDesk.Employers));
        desk.Clock.Moment = desk.Clock.Moment.AddDays(1);
        const string Headings = "Mã đơn vị,Tên đơn vị,Tình trạng";
        var same = await desk.Run(ImportKinds.Employers, desk.File("ngan.csv", [Headings, "TA0002Z,Công ty TNHH Mỹ Á,Tạm dừng đóng quỹ HT-TT"]));
        Assert.Equal((0, 0, 1), (same.Created, same.Changed, same.Unchanged));
        Assert.Equal(new DateOnly(2021, 12, 31), (await Employer(desk, "TA0002Z")).StandingUntil);

        // Another name writes the row, and still keeps the end; so does a row beside it of an employer that is new.
        var named = await desk.Run(ImportKinds.Employers, desk.File("ngan.csv", [Headings, "TA0002Z,Công ty TNHH Mỹ Á Mới,Tạm dừng đóng quỹ HT-TT", "TA0009K,Đơn vị mới,Tạm dừng đóng quỹ HT-TT"]));
        Assert.Equal((1, 1), (named.Created, named.Changed));
        Assert.Equal(new DateOnly(2021, 12, 31), (await Employer(desk, "TA0002Z")).StandingUntil);
        Assert.Null((await Employer(desk, "TA0009K")).StandingUntil);
        Assert.Equal(5, await desk.Count("reg_standings"));

        await desk.Run(ImportKinds.Employers, desk.File("ngan.csv", [Headings, "TA0002Z,Công ty TNHH Mỹ Á Mới,Đang tham gia"]));
        var active = await Employer(desk, "TA0002Z");
        Assert.Equal(((short)Standing.Active, null), (active.Standing, active.StandingUntil));
        Assert.Equal(1, await desk.Count("reg_standings", "standing = 0 and until_date is null and from_date = '2021-11-04'"));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_dry_run_tells_what_would_change_and_changes_nothing(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        await desk.Run(ImportKinds.Employers, desk.EmployerFile(ImportDesk.Employers));
        var before = await desk.Everything();
        var dry = await desk.Run(new ImportRequest(ImportKinds.Employers, desk.EmployerFile(ImportDesk.Employers[0].Replace(",8,", ",9,", StringComparison.Ordinal))) { DryRun = true });

        Assert.Equal((0, 1), (dry.Created, dry.Changed));
        Assert.Equal(new ImportChange("HC0001E", "Số lao động", "8", "9"), Assert.Single(dry.Examples));
        Assert.Null(dry.RunId);
        Assert.Equal(before, await desk.Everything());
    }

    [Theory]
    [InlineData("TA0001A,07903,A,,,,,,,1,Ngủ đông,", "tình trạng \"Ngủ đông\" không rõ")]
    [InlineData("TA0001A,07903,A,,,,,,,1,Tạm ngừng hoạt động,", "không rõ")]
    [InlineData("TA0001A,07903,A,,,,,,,1,Tạm dừng đóng quỹ HT-TT,31/02/2021", "không có trên lịch")]
    [InlineData("TA0001A,07903,A,,,,,,,1,Đang tham gia,mai", "không phải ngày")]
    [InlineData("TA0001A,04803,A,,,,,,,1,Đang tham gia,", "thuộc tỉnh khác")]
    [InlineData("TA0001A,79,A,,,,,,,1,Đang tham gia,", "không đúng 5 chữ số")]
    [InlineData("1E+06,07903,A,,,,,,,1,Đang tham gia,", "Excel")]
    [InlineData("1234567,07903,A,,,,,,,1,Đang tham gia,", "không đúng dạng")]
    [InlineData("TA0001A,07903,A,,,,,,,1,Đang tham gia,,thừa ô", "nhiều ô hơn tiêu đề")]
    public async Task A_refused_row_says_what_and_what_to_do(string row, string words)
    {
        await using var desk = await ImportDesk.Open(Engine.Sqlite);
        var result = await desk.Run(ImportKinds.Employers, desk.EmployerFile(row, ImportDesk.Employers[0]));
        Assert.Equal((2, 1, 1), (result.Rows, result.Created, result.Rejected));
        Assert.StartsWith("Dòng 2: ", Assert.Single(result.Refusals), StringComparison.Ordinal);
        Assert.Contains(words, result.Refusals[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doubtful_cells_are_warnings_and_the_row_stays()
    {
        await using var desk = await ImportDesk.Open(Engine.Sqlite);
        var result = await desk.Run(ImportKinds.Employers, desk.EmployerFile(
            "TA0001A,07903,A,123,,27,0901234567 / 0907654321,khong-phai-email,,năm,,", "TA0002B,7903,B,100109106,,,901234567,,,1.200,Đang hoạt động,44561"));
        Assert.Equal((2, 2, 1), (result.Rows, result.Created, result.Warnings));
        var row = await Employer(desk, "TA0002B");
        Assert.Equal(("07903", "0100109106", "0901234567", 1200, new DateOnly(2021, 12, 31)), (row.OfficeCode, row.TaxCode, row.Phone, row.Workers, row.StandingUntil));
        Assert.Null((await Employer(desk, "TA0001A")).Workers);
    }

    internal static Task<EmployerRow> Employer(ImportDesk desk, string code) => desk.Db.Read(async s =>
        await s.One<EmployerRow>("select * from reg_employers where employer_id = @id", new { id = EmployerKey.Id("79", code) }) ?? throw new InvalidOperationException("no " + code));

    internal sealed class EmployerRow
    {
        public string OfficeCode { get; init; } = "";
        public string Name { get; init; } = "";
        public string Folded { get; init; } = "";
        public string? TaxCode { get; init; }
        public string? Address { get; init; }
        public string? Phone { get; init; }
        public string? ContactName { get; init; }
        public int? Workers { get; init; }
        public short Standing { get; init; }
        public DateOnly? StandingUntil { get; init; }
        public string? Originals { get; init; }
        public Instant UpdatedAt { get; init; }
    }
}
