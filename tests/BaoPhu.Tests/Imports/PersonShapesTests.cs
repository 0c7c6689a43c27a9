using System.Text;
using BaoPhu.Core.Data;
using BaoPhu.Core.Imports;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Imports;

/// <summary>Files about persons as other authorities print and save them: headings of two rows and in their own words, titles, sections, sums, signatures, old encodings, workbooks of 1997.</summary>
public sealed class PersonShapesTests
{
    private static readonly object?[] Upper = ["STT", "Tổ chức trả thu nhập", null, null, "Người lao động", null, null, null, "Thu nhập chịu thuế"];
    private static readonly object?[] Lower = [null, "Tên", "Mã số thuế", "Địa chỉ", "Họ và tên", "Mã số thuế", "Số định danh cá nhân", "Ngày sinh", null];
    private static readonly object?[] Numbers = ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)"];

    /// <summary>Three workers, one of them named as a sum is, between titles, sections, sums of pages, headings again and signatures; and one whose payer nobody wrote.</summary>
    private static readonly object?[][] Printed =
    [
        ["CỤC THUẾ THÀNH PHỐ HỒ CHÍ MINH"], ["DANH SÁCH CÁ NHÂN QUYẾT TOÁN THUẾ TNCN"], ["Kỳ tính thuế: 2019"], Upper, Lower, Numbers,
        ["I. Chi cục Thuế quận 6"],
        [1L, "Công ty An Phú", "0100109106", "12 Sông Lam", "Nguyễn Văn A", "8012345673", "079085000123", "01/01/1985", 120_000_000L],
        [2L, "Công ty An Phú", "0100109106", "12 Sông Lam", "Tống Văn An", null, null, "1990", 60_000_000L],
        [null, "Cộng trang", null, null, null, null, null, null, 180_000_000L],
        Upper, Lower, Numbers,
        ["II", "Chi cục Thuế quận 7"],
        [3L, "Công ty Bình Minh", "0100100008", "1 Sông Đà", "Lê Thị B", null, null, null, 1_000_000L],
        [4L, "Công ty Quên Mã", null, "2 Sông Đà", "Phạm C", null, null, null, 1_000_000L],
        [null, "Tổng cộng: 4 người", null, null, null, null, null, null, 182_000_000L],
        [null, null, null, null, null, "TP. Hồ Chí Minh, ngày 05 tháng 3 năm 2020"], [null, "Người lập biểu", null, null, null, "KT. CỤC TRƯỞNG"], [null, "Trần Văn X", null, null, null, "Đỗ Thị Y"],
    ];

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_printed_list_of_the_tax_side_is_read_as_it_is(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        var result = await desk.Run(ImportKinds.Tax, desk.Workbook("thue.xlsx", ("Sheet1", false, ["A2:I2", "B4:D4", "E4:H4", "A7:I7", "A4:A5", "I4:I5"], Printed)));
        Assert.Equal((4, 3, 3, 1), (result.Rows, result.Accepted, result.Created, result.Rejected));
        // What is refused says the row, and what to do; what was passed over says which rows.
        var refused = Assert.Single(result.Refusals);
        Assert.Contains("16", refused, StringComparison.Ordinal);
        Assert.Contains("Sửa trong tệp rồi nhập lại", refused, StringComparison.Ordinal);
        Assert.Contains(result.Messages, m => m.Contains("Bỏ qua", StringComparison.Ordinal) && m.Contains("10, 11, 12, 13, 14, 17", StringComparison.Ordinal));
        Assert.Equal(
            ["2019 0100100008 Lê Thị B  ", "2019 0100109106 Nguyễn Văn A 8012345673 079085000123", "2019 0100109106 Tống Văn An  "],
            await desk.Db.Read(s => s.Query<string>(
                "select tax_year || ' ' || payer_tax_code || ' ' || name || ' ' || coalesce(tax_code, '') || ' ' || coalesce(citizen_id, '') from reg_tax_incomes order by payer_tax_code, name")));
    }

    [Theory]
    [InlineData("Mã số thuế,Tên tổ chức trả thu nhập,Họ và tên,Số căn cước|0100109106,Công ty An Phú,Nguyễn Văn A,079085000123", "0100109106  079085000123")]
    [InlineData("Mã số thuế,Tên tổ chức chi trả thu nhập,Họ và tên người lao động,Mã số thuế,Số định danh cá nhân|0100109106,Công ty An Phú,Nguyễn Văn A,8012345673,079085000123", "0100109106 8012345673 079085000123")]
    [InlineData("Họ tên người nộp thuế,Mã số thuế,Số CMT/CCCD,Tên cơ quan chi trả thu nhập,Mã số thuế|Nguyễn Văn A,8012345673,079085000123,Công ty An Phú,0100109106", "0100109106 8012345673 079085000123")]
    [InlineData("Mã số thuế tổ chức cá nhân trả thu nhập,Tên tổ chức cá nhân trả thu nhập,Họ và tên,Mã số thuế,Căn cước công dân|0100109106,Công ty An Phú,Nguyễn Văn A,8012345673,079085000123", "0100109106 8012345673 079085000123")]
    [InlineData("MST CQCT,Tên CQCT,HỌ TÊN NLĐ,MST NLĐ,CMND/CCCD/Hộ chiếu|0100109106,Công ty An Phú,Nguyễn Văn A,8012345673,", "0100109106 8012345673 ")]
    public async Task Headings_of_the_tax_side_are_known_by_their_own_words(string file, string expected)
    {
        await using var desk = await ImportDesk.Open(Engine.Sqlite);
        var result = await desk.Run(ImportKinds.Tax, desk.File("thue.csv", file.Split('|')));
        Assert.Equal((1, 0, 0), (result.Created, result.Rejected, result.Warnings));
        Assert.Equal([expected], await desk.Db.Read(s => s.Query<string>("select payer_tax_code || ' ' || coalesce(tax_code, '') || ' ' || coalesce(citizen_id, '') from reg_tax_incomes")));
    }

    [Fact]
    public async Task A_tax_code_that_stands_with_the_worker_is_never_taken_for_the_payer_s()
    {
        await using var desk = await ImportDesk.Open(Engine.Sqlite);
        var only = desk.File("thue.csv", ["Tên tổ chức trả thu nhập,Địa chỉ,Họ và tên,Mã số thuế", "Công ty An Phú,12 Sông Lam,Nguyễn Văn A,8012345673"]);
        await desk.Refused(new ImportRequest(ImportKinds.Tax, only), "MST đơn vị chi trả");
        var three = desk.File("ba.csv", ["Tên tổ chức trả thu nhập,Mã số thuế,Họ và tên,Mã số thuế,Mã số thuế", "Công ty An Phú,0100109106,Nguyễn Văn A,8012345673,1"]);
        await desk.Refused(new ImportRequest(ImportKinds.Tax, three), "Mã số thuế");
        Assert.Equal(0, await desk.Count("reg_tax_incomes"));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_register_of_an_old_workbook_with_titles_sums_and_signatures_is_read(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        object?[][] rows =
        [
            ["BẢO HIỂM XÃ HỘI QUẬN 6"], ["DANH SÁCH NGƯỜI THAM GIA"], ["STT", "Mã số", "Thông tin người tham gia", null, null, "Số căn cước", "Nơi cư trú"], [null, "BHXH", "Họ và tên", "Ngày, tháng, năm sinh", "Giới tính", null, null],
            [1L, 2L, 3L, 4L, 5L, 6L, 7L],
            [1L, "7912345678", "Nguyễn Thị Hòa", "05/03/1985", "Nữ", "079185000123", "Tổ 1"], [2L, null, "Trần Không Số", "1990", "Nam", null, "Tổ 2"], [3L, "79123", "Lê Ngắn Số", "1991", "Nam", null, "Tổ 3"],
            [null, "Tổng số", 3L], [null, null, null, null, "Quận 6, ngày    tháng    năm 2021"], [null, "Người lập biểu", null, null, "Giám đốc"],
        ];
        var result = await desk.Run(ImportKinds.Persons, desk.Bytes("so.xls", XlsFile.Make(("DS", false, [], [], rows))));
        Assert.Equal((3, 1, 2), (result.Rows, result.Created, result.Rejected));
        Assert.Contains(result.Refusals, r => r.Contains("7", StringComparison.Ordinal) && r.Contains("thiếu mã số BHXH", StringComparison.Ordinal));
        Assert.Contains(result.Refusals, r => r.Contains("79123", StringComparison.Ordinal));
        Assert.Equal(["7912345678 Nguyễn Thị Hòa 079185000123 Tổ 1"], await desk.Db.Read(s => s.Query<string>("select person_id || ' ' || name || ' ' || citizen_id || ' ' || address from reg_persons")));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Participations_in_UTF_16_and_cards_with_a_heading_of_two_rows_are_read(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        var unicode = desk.File("qt.txt", [
            "QUÁ TRÌNH THAM GIA", "STT\tMã số BHXH\tMã đơn vị tham gia\tThời gian đóng\t", "\t\t\tTừ tháng\tĐến tháng", "1\t7912345678\tTA0001A\t01/2021\t08/2021", "2\t7912345679\tTA0001A\t02/2021\t", "\tCộng: 2 người\t\t\t",
        ], Encoding.Unicode);
        var told = await desk.Run(ImportKinds.Participations, unicode);
        Assert.Equal((2, 2, 0), (told.Rows, told.Created, told.Rejected));
        var cards = desk.File("the.csv", [
            "TT;Mã số thẻ;Hạn sử dụng;", ";;Từ ngày;Đến ngày", "A;B;1;2", "I. Người nghèo;;;", "1;HN2797912345678;01/01/2021;31/12/2021", "2;TE1797912345679;01/02/2021;", ";Tổng cộng;;", ";;;Ngày 03 tháng 11 năm 2021",
        ]);
        var taken = await desk.Run(ImportKinds.Cards, cards);
        Assert.Equal((2, 2, 0), (taken.Rows, taken.Created, taken.Rejected));
        Assert.Equal(["7912345678 HN 20211231", "7912345679 TE "], await desk.Db.Read(s => s.Query<string>(
            "select person_id || ' ' || grp || ' ' || coalesce(replace(cast(valid_to as text), '-', ''), '') from reg_cards order by person_id")));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_commune_s_list_in_the_fonts_of_TCVN3_is_read_with_groups_by_their_names(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        // Typed in TCVN3: "Nhóm đối tượng", "Họ và tên", "Số định danh", "Mã xã, phường", "Nơi ở"; "Người thuộc hộ nghèo"; "Nguyễn Văn Hùng".
        var lines = "STT;Nhãm ®èi t­îng;Hä vµ tªn;Sè ®Þnh danh;M· x·/ph­êng;N¬i ë\r\n1;Ng­êi thuéc hé nghÌo;NguyÔn V¨n Hïng;079050000011;27367;Th«n §«ng\r\n2;Ng­êi l¹;TrÇn ThÞ B;;27367;Tæ 2\r\n;Tæng céng;;;;\r\n";
        var result = await desk.Run(ImportKinds.Entitled, desk.Bytes("tcvn3.csv", Encoding.Latin1.GetBytes(lines)));
        Assert.Equal((2, 1, 1), (result.Rows, result.Created, result.Rejected));
        Assert.Contains("Người lạ", Assert.Single(result.Refusals), StringComparison.Ordinal);
        Assert.Equal(["HN Nguyễn Văn Hùng 079050000011 Thôn Đông"], await desk.Db.Read(s => s.Query<string>("select grp || ' ' || name || ' ' || citizen_id || ' ' || address from reg_entitled")));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_column_of_birth_dates_for_each_sex_tells_both(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        string[] rows = ["1;HN;Nguyễn Văn A;1950;;27367", "2;HN;Trần Thị B;;03/04/1952;27367", "3;HN;Lê C;1960;1961;27367", "4;HN;Phạm D;;;27367"];
        var list = await desk.Run(ImportKinds.Entitled, desk.File("ns.csv", ["STT;Mã nhóm;Họ và tên;Năm sinh;;Mã xã", ";;;Nam;Nữ;", .. rows]));
        Assert.Equal((4, 4, 1), (list.Rows, list.Created, list.Warnings));
        string[] expected = ["Lê C 1960 ", "Nguyễn Văn A 1950 m", "Phạm D  ", "Trần Thị B 1952 f"];
        const string Told = "name || ' ' || coalesce(cast(birth_year as text), '') || ' ' || case when male is null then '' when male then 'm' else 'f' end";
        Assert.Equal(expected.Order(StringComparer.Ordinal), (await desk.Db.Read(s => s.Query<string>($"select {Told} from reg_entitled"))).Order(StringComparer.Ordinal));
        var register = await desk.Run(ImportKinds.Persons, desk.File("so.csv", [
            "STT;Mã số BHXH;Họ và tên;Ngày, tháng, năm sinh;", ";;;Nam;Nữ", "1;7912345671;Nguyễn Văn A;1950;", "2;7912345672;Trần Thị B;;03/04/1952", "3;7912345673;Lê C;1960;1961", "4;7912345674;Phạm D;;",
        ]));
        Assert.Equal((4, 1), (register.Created, register.Warnings));
        Assert.Equal(expected.Order(StringComparer.Ordinal), (await desk.Db.Read(s => s.Query<string>($"select {Told} from reg_persons"))).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(ImportKinds.Tax, "MST đơn vị chi trả,Tên đơn vị chi trả,Họ và tên,Số tháng", "0100109106,Công ty An Phú,Nguyễn Văn A,15", "15")]
    [InlineData(ImportKinds.Persons, "Mã số BHXH,Họ và tên", "79123,Nguyễn Văn A", "79123")]
    [InlineData(ImportKinds.Participations, "Mã số BHXH,Mã đơn vị,Từ tháng", "7912345678,TA0001A,13/2021", "13/2021")]
    [InlineData(ImportKinds.Cards, "Số thẻ BHYT,Giá trị từ ngày", "HN97912,01/01/2021", "HN97912")]
    [InlineData(ImportKinds.Entitled, "Mã nhóm,Họ và tên,Mã xã/phường", "ZZ,Nguyễn Văn A,27367", "ZZ")]
    public async Task A_bad_cell_is_told_with_row_value_and_what_to_do_and_changes_nothing(string kind, string headings, string row, string value)
    {
        await using var desk = await ImportDesk.Open(Engine.Sqlite);
        var result = await desk.Run(kind, desk.File("hong.csv", ["DANH SÁCH", headings, row, "Tổng cộng"]));
        Assert.Equal((1, 0, 1), (result.Rows, result.Created, result.Rejected));
        var refused = Assert.Single(result.Refusals);
        Assert.All((string[])["3", value, "nhập lại"], w => Assert.Contains(w, refused, StringComparison.Ordinal));
        Assert.Equal(0, await desk.Count("reg_tax_incomes") + await desk.Count("reg_persons") + await desk.Count("reg_participations") + await desk.Count("reg_cards") + await desk.Count("reg_entitled"));
    }

    [Fact]
    public async Task A_file_that_was_cut_off_is_refused_though_a_last_line_of_a_sum_may_be_short()
    {
        await using var desk = await ImportDesk.Open(Engine.Sqlite);
        const string Whole = "Mã số BHXH,Họ và tên,Ngày sinh\r\n7912345678,Nguyễn Văn A,1990\r\n";
        await desk.Refused(new ImportRequest(ImportKinds.Persons, desk.Bytes("cut.csv", Encoding.UTF8.GetBytes(Whole + "7912345679,Trần"))), "cắt cụt", "(3)");
        Assert.Equal(0, await desk.Count("reg_persons"));
        Assert.Equal(1, (await desk.Run(ImportKinds.Persons, desk.Bytes("tong.csv", Encoding.UTF8.GetBytes(Whole + "Tổng cộng")))).Created);
    }
}
