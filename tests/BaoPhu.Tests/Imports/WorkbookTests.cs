using BaoPhu.Core.Imports;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Imports;

public sealed class WorkbookTests
{
    private static readonly object?[] Headings = ["Mã đơn vị", "Mã CQ BHXH", "Tên đơn vị", "Mã số thuế", "Số lao động", "Tình trạng", "Đến ngày"];

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Typed_cells_lose_nothing(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        var result = await desk.Run(ImportKinds.Employers, desk.Workbook("so.xlsx", ("Đơn vị", false, ["A1:G1"], [
            ["DANH SÁCH ĐƠN VỊ"], [], Headings, ["A", "B", "C", 1L, 2L, 3L, 4L],
            ["TA0001A", 7903L, "Công ty A", 100109106L, 8.0, "Tạm dừng đóng quỹ HT-TT", new DateTime(2021, 12, 31)], [], ["TA0002B", "07903", "Công ty B", null, 1200L, "Đang tham gia", null]])));
        Assert.Equal((2, 2, 0), (result.Rows, result.Created, result.Warnings));
        var row = await EmployerFileTests.Employer(desk, "TA0001A");
        Assert.Equal(("07903", "0100109106", 8, new DateOnly(2021, 12, 31)), (row.OfficeCode, row.TaxCode, row.Workers, row.StandingUntil));
    }

    [Fact]
    public async Task The_sheet_with_the_headings_is_read_and_the_others_are_named()
    {
        await using var desk = await ImportDesk.Open(Engine.Sqlite);
        var result = await desk.Run(ImportKinds.Employers, desk.Workbook(
            "so.xlsx", ("Bìa", false, [], [["Kính gửi"]]), ("Ẩn", true, [], [Headings, ["TA0009A", "07903", "Ẩn"]]), ("Số liệu", false, [], [Headings, ["TA0001A", "07903", "A", null, null, "Đang tham gia", null]])));
        Assert.Equal((1, 1), (result.Rows, result.Created));
        Assert.Contains(result.Messages, m => m.Contains("\"Ẩn\"", StringComparison.Ordinal) && m.Contains("ẩn không đọc", StringComparison.Ordinal));
        Assert.Contains(result.Messages, m => m.Contains("\"Bìa\"", StringComparison.Ordinal));
        var hidden = desk.Workbook("an.xlsx", ("Bìa", false, [], [["Kính gửi"]]), ("Ẩn", true, [], [Headings, ["TA0009A", "07903", "Ẩn", null, null, "Đang tham gia", null]]));
        await desk.Refused(new ImportRequest(ImportKinds.Employers, hidden), "trang tính ẩn", "\"Ẩn\"");
        Assert.Equal(1, (await desk.Run(new ImportRequest(ImportKinds.Employers, hidden) { Sheet = 1 })).Created);
    }

    [Fact]
    public async Task Merged_headings_are_understood_and_merged_data_refused()
    {
        await using var desk = await MonthFileTests.WithEmployers(Engine.Sqlite);
        var result = await desk.Run(ImportKinds.Months, desk.Workbook("so.xlsx", ("Thu", false, ["A1:A2", "B1:B2", "C1:F1", "G1:J1", "A4:A5"], [
            ["Mã đơn vị", "Kỳ", "Phải đóng", null, null, null, "Đã đóng", null, null, null], [null, null, "BHXH", "BHYT", "BHTN", "TNLĐ-BNN", "BHXH", "BHYT", "BHTN", "TNLĐ-BNN"],
            ["HC0001E", new DateTime(2021, 9, 1), 14000000L, 1L, 2L, 3L, 14000000.0, 4L, 5L, 6L], ["HC0001E", "10/2021", 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L], [null, "11/2021", 1L, 1L, 1L, 1L, 1L, 1L, 1L, 1L]])));
        Assert.Equal((3, 1, 2), (result.Rows, result.Created, result.Rejected));
        Assert.Equal(1, await desk.Count("reg_months", "period = 202109 and due_social = 14000000 and due_accident = 3 and paid_health = 4"));
        Assert.All(result.Refusals, r => Assert.Contains("ô gộp", r, StringComparison.Ordinal));

        // The rejects of a workbook are a workbook that can be read again.
        Assert.EndsWith(".xlsx", result.RejectsFile!, StringComparison.Ordinal);
        Assert.Equal(2, (await desk.Run(ImportKinds.Months, result.RejectsFile!)).Rows);
    }

    [Theory]
    [InlineData("10/2021", 1000.5, "không phải số đồng chẵn")]
    [InlineData("10/2021", 1.5e17, "mất chữ số")]
    public async Task Numbers_that_are_no_amounts_are_refused(string period, double amount, string words)
    {
        await using var desk = await MonthFileTests.WithEmployers(Engine.Sqlite);
        var result = await desk.Run(ImportKinds.Months, desk.Workbook("so.xlsx", ("Thu", false, [], [
            [.. ImportDesk.MonthHeadings.Split(',')], ["HC0001E", period, amount, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L]])));
        Assert.Equal(1, result.Rejected);
        Assert.Contains(words, result.Refusals[0], StringComparison.Ordinal);
    }
}
