using System.Globalization;
using BaoPhu.Core.Imports;
using BaoPhu.Rules;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Imports;

public sealed class MonthFileTests
{
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Each_fault_has_its_verdict(Engine engine)
    {
        await using var desk = await WithEmployers(engine);
        var result = await desk.Run(ImportKinds.Months, desk.MonthFile(ImportDesk.Months));

        Assert.Equal((11, 4, 3, 0, 1, 7, 0), (result.Rows, result.Accepted, result.Created, result.Changed, result.Unchanged, result.Rejected, result.Warnings));
        string[] expected =
        [
            "Dòng 5: dòng 6 nói khác về cùng tháng của đơn vị \"TA0003C\"", "Dòng 6: dòng 5 nói khác", "Dòng 7: phải đóng BHXH \"12x\" không phải số tiền",
            "Dòng 8: phải đóng BHXH \"-5\" là số âm", "Dòng 9: đơn vị \"TZ9999Z\" chưa có", "Dòng 10: thiếu mã đơn vị", "Dòng 11: kỳ \"13/2021\" không có trên lịch",
        ];
        Assert.Equal(expected.Length, result.Refusals.Count);
        Assert.All(expected.Zip(result.Refusals), pair => Assert.StartsWith(pair.First, pair.Second, StringComparison.Ordinal));
        Assert.Equal(1, await desk.Count("reg_months", string.Create(CultureInfo.InvariantCulture, $"employer_id = {EmployerKey.Id("79", "HC0001E")} and period = 202102 and due_social = 14000000 and stated_interest = 1500")));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_rejects_file_has_the_shape_of_the_file_and_comes_in_once_it_is_mended(Engine engine)
    {
        await using var desk = await WithEmployers(engine);
        var result = await desk.Run(ImportKinds.Months, desk.MonthFile(ImportDesk.Months));
        var lines = await File.ReadAllLinesAsync(result.RejectsFile!);

        Assert.Equal(ImportDesk.MonthHeadings + ",Dòng,Lý do", lines[0]);
        Assert.Equal(8, lines.Length);
        Assert.StartsWith("HC0001E,11/2020,12x,1000,1000,1000,1000,1000,1000,1000,0,7,", lines[3], StringComparison.Ordinal);
        Assert.Equal([0xEF, 0xBB, 0xBF], (await File.ReadAllBytesAsync(result.RejectsFile!))[..3]);

        // Mended in place, the two added columns still there.
        var mended = await desk.Run(ImportKinds.Months, desk.File("sua.csv", lines.Select(l => l.Replace("12x", "1200", StringComparison.Ordinal).Replace("-5", "500", StringComparison.Ordinal))));
        Assert.Equal((7, 2, 5), (mended.Rows, mended.Created, mended.Rejected));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Months_refused_for_an_unknown_employer_come_in_after_it(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        var first = await desk.Run(ImportKinds.Months, desk.MonthFile(ImportDesk.Months[..3]));
        Assert.Equal((0, 3), (first.Created, first.Rejected));
        Assert.Contains(first.Messages, m => m.Contains("Chưa có đơn vị nào", StringComparison.Ordinal));
        await desk.Run(ImportKinds.Employers, desk.EmployerFile(ImportDesk.Employers));
        Assert.Equal(3, (await desk.Run(ImportKinds.Months, desk.MonthFile(ImportDesk.Months[..3]))).Created);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_corrected_file_writes_only_what_differs(Engine engine)
    {
        await using var desk = await WithEmployers(engine);
        var first = await desk.Run(ImportKinds.Months, desk.MonthFile(ImportDesk.Months));
        var again = await desk.Run(ImportKinds.Months, desk.MonthFile(ImportDesk.Months));
        Assert.Equal((0, 0, 4), (again.Created, again.Changed, again.Unchanged));
        Assert.Equal(3, await desk.Count("reg_months", $"import_run = '{first.RunId}'"));

        var corrected = await desk.Run(ImportKinds.Months, desk.MonthFile(
            ImportDesk.Months[0], ImportDesk.Months[1].Replace(",0,0,0,0,", ",7,0,0,0,", StringComparison.Ordinal), ImportDesk.Months[4]));
        Assert.Equal((1, 1, 1), (corrected.Created, corrected.Changed, corrected.Unchanged));
        Assert.Equal(2, await desk.Count("reg_months", $"import_run = '{corrected.RunId}'"));
        Assert.Equal(1, await desk.Count("reg_months", "paid_social = 7"));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Pension_part_and_stated_months_are_kept_where_the_file_has_them(Engine engine)
    {
        await using var desk = await WithEmployers(engine);
        await desk.Run(ImportKinds.Months, desk.File("day-du.csv", [
            ImportDesk.MonthHeadings + ",Phải đóng HT-TT,Đã đóng HT-TT,Số tháng nợ",
            ImportDesk.Months[0] + ",9000000,8000000,\"3,07\"", ImportDesk.Months[2] + ",,,"]));
        Assert.Equal(1, await desk.Count("reg_months", "due_pension = 9000000 and paid_pension = 8000000 and stated_age = 307"));
        Assert.Equal(1, await desk.Count("reg_months", "due_pension is null and paid_pension is null and stated_age is null"));
    }

    [Theory]
    [InlineData("99999999999999999999", "quá lớn")]
    [InlineData("9000000000000000000", "quá lớn")]
    [InlineData("-1.000", "là số âm")]
    [InlineData("(1.000)", "là số âm")]
    [InlineData("\"1000,5\"", "không phải số đồng chẵn")]
    [InlineData("1.5E+7", "mất chữ số")]
    [InlineData("", "Ghi 0 nếu không phát sinh")]
    [InlineData("abc", "không phải số tiền")]
    public async Task An_amount_that_cannot_be_taken_is_refused_with_its_reason(string amount, string words)
    {
        await using var desk = await WithEmployers(Engine.Sqlite);
        var result = await desk.Run(ImportKinds.Months, desk.MonthFile($"HC0001E,01/2021,{amount},0,0,0,0,0,0,0,0"));
        Assert.Equal((1, 1, 0), (result.Rows, result.Rejected, result.Created));
        Assert.Contains(words, Assert.Single(result.Refusals), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("09/2021", 202109)]
    [InlineData("T9/2021", 202109)]
    [InlineData("Tháng 9 năm 2021", 202109)]
    [InlineData("202109", 202109)]
    [InlineData("2021-09", 202109)]
    [InlineData("00/2021", 0)]
    [InlineData("9/21", 0)]
    [InlineData("", 0)]
    public async Task Months_are_read_in_the_forms_that_exports_use(string text, int period)
    {
        await using var desk = await WithEmployers(Engine.Sqlite);
        var result = await desk.Run(ImportKinds.Months, desk.MonthFile($"HC0001E,{text},0,0,0,0,0,0,0,0,0"));
        Assert.Equal(period > 0 ? 1 : 0, result.Created);
        Assert.Equal(result.Created, await desk.Count("reg_months", string.Create(CultureInfo.InvariantCulture, $"period = {period}")));
    }

    internal static async Task<ImportDesk> WithEmployers(Engine engine)
    {
        var desk = await ImportDesk.Open(engine);
        await desk.Run(ImportKinds.Employers, desk.EmployerFile(ImportDesk.Employers));
        return desk;
    }
}
