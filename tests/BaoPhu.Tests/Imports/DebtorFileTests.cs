using BaoPhu.Core.Demonstration;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Imports;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Imports;

/// <summary>Printed debtor lists (B03-TS) as offices send them, against a ledger of six employers.</summary>
public sealed class DebtorFileTests
{
    // Debts at the close of October 2021: A 1 month, B 2 months, C 4 months, D 4 months, E none, F 1 month.
    private static readonly string[] Employers =
    [
        "TA0001A,07903,Công ty An Phú,,1 Sông Lam,27367,,,,5,Đang tham gia,", "TA0002B,07903,Công ty Bình Minh,,2 Sông Lam,27367,,,,5,Đang tham gia,",
        "TA0003C,07903,Công ty Cửu Long,,3 Sông Lam,27367,,,,5,Đang tham gia,", "TA0004D,07903,Công ty Đại Lộc,,4 Sông Lam,27367,,,,5,Đang giải thể,",
        "TA0005E,07903,Công ty Én Vàng,,5 Sông Lam,27367,,,,5,Đang tham gia,", "TA0006F,07903,Công ty Phúc An,,6 Sông Lam,27367,,,,5,Đang tham gia,",
    ];

    private static readonly object?[] Upper = ["STT", "Tên đơn vị", "Mã ĐV", "Số LĐ", "Địa chỉ", "Số tháng nợ", "Số tiền nợ", null, null, null, null, "Biện pháp đã thực hiện", "Số, ngày văn bản", "Ghi chú"];
    private static readonly object?[] Lower = [null, null, null, null, null, null, "Tổng số", "BHXH", "BHYT", "BHTN", "Lãi"];
    private static readonly object?[] Numbers = ["A", "B", "C", 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L];

    /// <summary>Sections out of order and in other words, a total that is wrong, headings again in the middle, a sum of a page, an employer without code, one unknown, signatures.</summary>
    private static readonly object?[][] List =
    [
        ["BẢO HIỂM XÃ HỘI VIỆT NAM"], ["DANH SÁCH ĐƠN VỊ CHẬM ĐÓNG BHXH, BHYT, BHTN"], ["Tháng 10 năm 2021"], [null, null, null, null, null, null, null, null, null, null, "Đơn vị tính: đồng"],
        Upper, Lower, Numbers,
        [null, "III. Nợ từ 3 tháng trở lên"],
        [1L, "Công ty Cửu Long", "TA0003C", 5L, "3 Sông Lam", 4.0, 4400L, 4000L, 400L, 0L, 0L, "Đã mời làm việc", "12/BHXH ngày 05/10/2021", null],
        [null, "Cộng mục III", null, null, null, null, 4500L, 4000L, 400L, 0L, 0L],
        ["II", "Đơn vị nợ đọng"],
        [1L, "Công ty Bình Minh", "TA0002B", 5L, "2 Sông Lam", "2,00", 2300L, 2100L, 200L, 0L, 0L],
        [null, "Cộng trang", null, null, null, null, 6700L, 6100L, 600L, 0L, 0L],
        Upper, Lower, Numbers,
        [null, "Cộng", null, null, null, null, 2300L, 2100L, 200L, 0L, 0L],
        [null, "I. Đơn vị chậm đóng (dưới 1 tháng)"],
        [1L, "Công ty An Phú", "ta0001a", 5L, "1 Sông Lam", 1.0, 1100L, 1000L, 100L, "-", null],
        [2L, "Công ty Én Vàng", "TA0005E", 5L, "5 Sông Lam", 0.5, 77L, 70L, 7L, 0L, 0L],
        [3L, "Công ty Phúc An", null, 5L, "6 Sông Lam", 1.0, 1100L, 1000L, 100L, 0L, 0L],
        [4L, "Công ty Lạ", "TZ9999Z", 5L, "9 Sông Lam", 1.0, 5L, 5L, 0L, 0L, 0L],
        [null, "IV. Nợ khó thu"], [null, "1. Đơn vị không còn tại địa chỉ đăng ký"], [null, "3. Đơn vị đã giải thể, phá sản, chấm dứt hoạt động"],
        [1L, "Công ty Đại Lộc", "TA0004D", 5L, "4 Sông Lam", 4.0, 4401L, 4000L, 400L, 0L, 0L, null, "77/QĐ-TA", null],
        [null, "Tổng cộng", null, null, null, null, 13083L, 12175L, 1207L, 0L, 0L],
        [], ["Ngày 03 tháng 11 năm 2021"], [null, "Người lập biểu", "Trưởng phòng", null, null, null, "Giám đốc"], [null, "Nguyễn Văn A", "Trần Thị B", null, null, null, "Lê Văn C"],
    ];

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_printed_list_is_read_as_it_is_and_held_against_the_ledger(Engine engine)
    {
        await using var desk = await WithLedger(engine);
        var before = await desk.Everything();
        var request = Of(desk.Workbook("b03.xlsx", ("B03-TS", false, ["A2:N2", "A3:N3", "G5:K5", "A5:A6", "B5:B6", "C5:C6", "B8:D8"], List)));
        var result = await desk.Run(request);
        Assert.Equal((7, 5, 5, 2, 1), (result.Rows, result.Accepted, result.Created, result.Rejected, result.Warnings));
        var list = result.Debtors!;
        Assert.Equal((202110, 3L, 1L, 1L, 1L), (list.Period, list.Equal, list.Differs, list.OnlyList, list.OnlyLedger));
        Assert.Equal(["I", "II", "III", "IV.3", "*"], list.Sections.Select(s => s.Name));
        Assert.Equal([4L, 1L, 1L, 1L, 7L], list.Sections.Select(s => s.Rows));
        Assert.Equal(["III", "*"], list.Sections.Where(s => s.Differs).Select(s => s.Name));
        Assert.Equal((4500, 4400), (list.Sections[2].Printed!.Total, list.Sections[2].Sum.Total));
        Assert.Contains(result.Messages, m => m.Contains("Mục III", StringComparison.Ordinal) && m.Contains("4.500", StringComparison.Ordinal) && m.Contains("4.400", StringComparison.Ordinal));

        // The employer without a code is likely TA0006F, never taken for it.
        Assert.Contains(result.Refusals, r => r.Contains("TA0006F", StringComparison.Ordinal));
        Assert.Contains(result.Refusals, r => r.Contains("TZ9999Z", StringComparison.Ordinal));
        Assert.Contains("4401", Assert.Single(result.WarningTexts), StringComparison.Ordinal);
        // Funds that agree with a total that does not: the funds count. Nothing but the audit entry and the list itself is written.
        Assert.Equal(SampleTests.WithoutAudit(before), SampleTests.WithoutAudit(await desk.Everything()));
        Assert.Equal(1, await desk.Count("imp_debtors", "section = 'III' and measures = 'Đã mời làm việc' and document like '12/%' and months = 400 and list_interest = 0 and own_social = 4000 and own_band = 3"));

        // The same list again: nothing new, and the comparison of before is shown.
        var again = await desk.Run(request);
        Assert.Equal((0, 5, result.RunId), (again.Created, again.Unchanged, again.Debtors!.SameAs));
        Assert.Equal(6, await desk.Count("imp_debtors"));
        var lists = new DebtorLists(desk.Db, desk.Clock, desk.Runs);
        Assert.Equal(6, (await lists.Page(Someone, Scope.OfProvince("79"), again.RunId!, null, null, null, null)).Count);
        var differs = await lists.Page(Someone, Scope.OfProvince("79"), result.RunId!, DebtorOutcome.Differs, null, null, null);
        Assert.Equal(["TA0002B"], differs.Rows.Select(r => r.Code));
        Assert.Equal((Fund.Social, 2100L, 2000L), Assert.Single(differs.Rows[0].Differences));
        await Assert.ThrowsAsync<Refusal>(() => lists.Find(Someone, Scope.OfProvince("48"), result.RunId!));
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("xls")]
    public async Task The_list_saved_as_csv_or_xls_says_the_same(string form)
    {
        await using var desk = await WithLedger(Engine.Sqlite);
        var path = form == "xls"
            ? desk.Bytes("b03.xls", XlsFile.Make(("B03-TS", false, [], [], List)))
            : desk.File("b03.csv", List.Select(r => string.Join(';', Enumerable.Range(0, 14).Select(c => c < r.Length ? Convert.ToString(r[c], System.Globalization.CultureInfo.InvariantCulture) : ""))));
        var result = await desk.Run(Of(path));
        Assert.Equal((7, 5, 2), (result.Rows, result.Accepted, result.Rejected));
        Assert.Equal((3L, 1L, 1L, 1L), (result.Debtors!.Equal, result.Debtors.Differs, result.Debtors.OnlyList, result.Debtors.OnlyLedger));
    }

    [Fact]
    public async Task A_list_of_another_month_unit_or_the_future_is_refused()
    {
        await using var desk = await WithLedger(Engine.Sqlite);
        var path = desk.Workbook("b03.xlsx", ("B03-TS", false, [], List));
        await desk.Refused(Of(path) with { Period = 202109 }, "10/2021", "09/2021");
        var untitled = desk.Workbook("khong-thang.xlsx", ("B03-TS", false, [], List[4..]));
        await desk.Refused(Of(untitled), "--period");
        Assert.Equal(202110, (await desk.Run(Of(untitled) with { Period = 202110 })).Debtors!.Period);
        await desk.Refused(Of(untitled) with { Period = 202112 }, "12/2021");
        object?[][] thousands = [["Tháng 10 năm 2021"], ["Đơn vị tính: nghìn đồng"], .. List[4..]];
        await desk.Refused(Of(desk.Workbook("nghin.xlsx", ("B03-TS", false, [], thousands))), "đồng");
    }

    [Fact]
    public async Task A_section_of_which_only_the_total_is_printed_names_nobody()
    {
        await using var desk = await WithLedger(Engine.Sqlite);
        object?[][] rows =
        [
            ["Tháng 10 năm 2021"], Upper, Lower, [null, "I. Đơn vị chậm đóng", null, null, null, null, 2200L, 2000L, 200L, 0L, 0L], [null, "II. Đơn vị nợ đọng"],
            [1L, "Công ty Bình Minh", "TA0002B", 5L, null, 2L, 2200L, 2000L, 200L, 0L, 0L],
        ];
        var list = (await desk.Run(Of(desk.Workbook("tong.xlsx", ("B03-TS", false, [], rows))))).Debtors!;
        Assert.True(list.Sections[0].IsTotalOnly);
        // A month that is whole on the first day of the next is under one month still: A and F.
        Assert.Equal((1L, 2L, 2L, 2200L), (list.Equal, list.OnlyLedger, list.InTotal, list.InTotalDebt));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Section_four_is_grounds_for_a_mark_only_where_a_person_says_so(Engine engine)
    {
        await using var desk = await WithLedger(engine);
        var run = (await desk.Run(Of(desk.Workbook("b03.xlsx", ("B03-TS", false, [], List))))).RunId!;
        Assert.Equal(0, await desk.Count("reg_marks"));
        var lists = new DebtorLists(desk.Db, desk.Clock, desk.Runs);
        await Assert.ThrowsAsync<Refusal>(() => lists.MarkHardToCollect(Someone, Scope.OfProvince("79"), run, ["TA0004D", "TA0001A"]));
        await Assert.ThrowsAsync<Refusal>(() => lists.MarkHardToCollect(Someone, Scope.OfProvince("79"), run, []));
        Assert.Equal(0, await desk.Count("reg_marks"));
        Assert.Equal((1, 0), await lists.MarkHardToCollect(Someone, Scope.OfProvince("79"), run, ["TA0004D"]));
        Assert.Equal(1, await desk.Count("reg_marks", "mark = 'hard-to-collect' and grounds = 'Danh sách B03-TS tháng 10/2021, mục IV.3; văn bản 77/QĐ-TA'"));
        Assert.Equal((0, 1), await lists.MarkHardToCollect(Someone, Scope.OfProvince("79"), run, ["TA0004D"]));
        Assert.Equal(1, await desk.Count("imp_debtors", "marked_at is not null"));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_list_printed_from_the_ledger_agrees_with_it(Engine engine)
    {
        await using var desk = await WithLedger(engine);
        var path = Path.Combine(desk.Folder, "in-ra.xlsx");
        Assert.Equal(5, await PrintedList.Write(desk.Db, "79", Period.FromNumber(202110), path, faulty: false));
        var result = await desk.Run(Of(path));
        Assert.Equal((5L, 5L, 0L, 0L, 0L), (result.Rows, result.Debtors!.Equal, result.Debtors.Differs, result.Debtors.OnlyLedger, result.Rejected));
        Assert.DoesNotContain(result.Debtors.Sections, s => s.Differs);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_sample_list_of_province_79_agrees_with_the_ledger(Engine engine)
    {
        var list = Repository.Sample("b03-ts-79-2021-10.xlsx");
        await using var desk = await ImportDesk.Open(engine);
        await desk.Run(ImportKinds.Localities, Path.Combine(Path.GetDirectoryName(list)!, "..", "data", "danh-muc-hanh-chinh-2021.csv"));
        await desk.Run(ImportKinds.Employers, Repository.Sample("don-vi-79.csv"));
        await desk.Run(ImportKinds.Months, Repository.Sample("thu-no-79-2021.csv"));
        var result = await desk.Run(Of(list));
        Assert.Equal((322, 322L, 0L, 0L, 0L), (result.Rows, result.Debtors!.Equal, result.Debtors.Differs, result.Debtors.OnlyList, result.Debtors.OnlyLedger));
        Assert.Equal([110L, 100L, 97L, 15L, 322L], result.Debtors.Sections.Select(s => s.Rows));
    }

    [Theory]
    [InlineData("I. Đơn vị chậm đóng (dưới 1 tháng)", "", "I")]
    [InlineData("2. Nợ đọng: từ 1 đến dưới 3 tháng", "I", null)]
    [InlineData("II/ NỢ ĐỌNG", "", "II")]
    [InlineData("III - Kéo dài", "", "III")]
    [InlineData("Đơn vị nợ khó thu", "III", "IV")]
    [InlineData("IV.2 Đang làm thủ tục phá sản", "IV", "IV.2")]
    [InlineData("a) Đơn vị mất tích", "IV", "IV.1")]
    [InlineData("Tạm dừng đóng, khoanh nợ", "IV.3", "IV.4")]
    [InlineData("Đơn vị mất tích", "I", null)]
    [InlineData("Công ty TNHH Việt", "I", null)]
    [InlineData("DANH SÁCH ĐƠN VỊ CHẬM ĐÓNG", "", null)]
    public void Sections_are_known_by_their_words(string title, string current, string? section) => Assert.Equal(section, DebtorSections.Read(title, current));

    private static readonly Actor Someone = new("u1", "Cán bộ", "07900");

    private static ImportRequest Of(string path) => new(ImportKinds.Debtors, path) { Province = "79" };

    internal static async Task<ImportDesk> WithLedger(Engine engine)
    {
        var desk = await ImportDesk.Open(engine);
        await desk.Run(ImportKinds.Employers, desk.EmployerFile(Employers));
        (string Code, int Paid)[] paid = [("TA0001A", 3), ("TA0002B", 2), ("TA0003C", 0), ("TA0004D", 0), ("TA0005E", 4), ("TA0006F", 3)];
        await desk.Run(ImportKinds.Months, desk.MonthFile(paid.SelectMany(e => Enumerable.Range(0, 4).Select(m =>
            $"{e.Code},{m + 7:00}/2021,1000,100,0,0,{(m < e.Paid ? "1000,100" : "0,0")},0,0,0"))));
        // A month beyond the list's: it must not count.
        await desk.Run(ImportKinds.Months, desk.MonthFile("TA0001A,11/2021,1000,100,0,0,1000,100,0,0,0"));
        return desk;
    }
}
