using BaoPhu.Core.Imports;
using BaoPhu.Tests.Support;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace BaoPhu.Tests.Imports;

/// <summary>What a workbook keeps from the eye is named and never taken or left by itself: formulas, hidden rows and columns, other sheets. XLS as far as it tells.</summary>
public sealed class HiddenCellsTests
{
    private static readonly object?[] Headings = ["Mã đơn vị", "Mã CQ BHXH", "Tên đơn vị", "Số lao động", "Tình trạng"];

    private static readonly object?[][] Rows =
    [
        Headings, ["TA0001A", "07903", "Công ty A", 1L, "Đang tham gia"], ["TA0002B", "07903", "Công ty B", 2L, "Đang tham gia"], ["TA0003C", "07903", "Công ty C", 3L, "Đang tham gia"],
        ["TA0004D", "07903", "Công ty D", 4L, "Đang tham gia"],
    ];

    [Fact]
    public async Task A_formula_is_read_by_its_kept_value_and_named_or_refused()
    {
        await using var desk = await ImportDesk.Open(Engine.Sqlite);
        var path = desk.Workbook("ct.xlsx", ("Đơn vị", false, [], Rows));
        Change(path, sheet =>
        {
            Cell(sheet, "D2").CellFormula = new CellFormula("SUM(A1:A9)");
            var empty = Cell(sheet, "D3");
            (empty.CellFormula, empty.CellValue) = (new CellFormula("D2+1"), null);
            var broken = Cell(sheet, "D4");
            (broken.CellFormula, broken.CellValue, broken.DataType) = (new CellFormula("#REF!+1"), new CellValue("#REF!"), CellValues.Error);
            // A formula in a column that is not read concerns nobody.
            sheet.Descendants<Row>().Last().Append(new Cell { CellReference = "H5", CellFormula = new CellFormula("1+1") });
        });
        var result = await desk.Run(ImportKinds.Employers, path);
        Assert.Equal((4, 2, 2, 1), (result.Rows, result.Created, result.Rejected, result.Warnings));
        Assert.Contains("D2: =SUM(A1:A9)", Assert.Single(result.WarningTexts), StringComparison.Ordinal);
        Assert.Contains("D3: =D2+1", result.Refusals[0], StringComparison.Ordinal);
        Assert.Contains("D4: =#REF!+1 → #REF!", result.Refusals[1], StringComparison.Ordinal);
        Assert.Equal(1, (await EmployerFileTests.Employer(desk, "TA0001A")).Workers);
    }

    [Theory]
    [InlineData("xlsx")]
    [InlineData("xls")]
    public async Task Hidden_rows_are_named_and_somebody_must_say_what_becomes_of_them(string form)
    {
        await using var desk = await ImportDesk.Open(Engine.Sqlite);
        var path = Make(desk, form, hiddenRows: [3, 4], hiddenColumns: []);
        await desk.Refused(new ImportRequest(ImportKinds.Employers, path), "2 dòng ẩn", "3–4", "--hidden");
        Assert.Contains("3–4", (await desk.Runs.Inspect(path, ImportKinds.Employers, "79")).Hidden, StringComparison.Ordinal);
        var left = await desk.Run(new ImportRequest(ImportKinds.Employers, path) { Hidden = HiddenCells.Leave });
        Assert.Equal((2, 2), (left.Rows, left.Created));
        Assert.Contains(left.Messages, m => m.Contains("bỏ qua phần ẩn", StringComparison.Ordinal));
        Assert.Equal((4, 2), ((await desk.Run(new ImportRequest(ImportKinds.Employers, path) { Hidden = HiddenCells.Take })).Rows, 2));
        Assert.Equal(4, await desk.Count("reg_employers"));
    }

    [Theory]
    [InlineData("xlsx")]
    [InlineData("xls")]
    public async Task A_hidden_column_is_read_or_left_as_somebody_says(string form)
    {
        await using var desk = await ImportDesk.Open(Engine.Sqlite);
        var path = Make(desk, form, hiddenRows: [], hiddenColumns: [3]);
        await desk.Refused(new ImportRequest(ImportKinds.Employers, path), "Số lao động");
        await desk.Run(new ImportRequest(ImportKinds.Employers, path) { Hidden = HiddenCells.Leave });
        Assert.Null((await EmployerFileTests.Employer(desk, "TA0002B")).Workers);
        await desk.Run(new ImportRequest(ImportKinds.Employers, path) { Hidden = HiddenCells.Take });
        Assert.Equal(2, (await EmployerFileTests.Employer(desk, "TA0002B")).Workers);
    }

    [Fact]
    public async Task Of_two_sheets_that_could_be_meant_one_is_chosen_by_a_person()
    {
        await using var desk = await ImportDesk.Open(Engine.Sqlite);
        var path = desk.Workbook("hai.xlsx", ("Tháng 9", false, [], Rows[..2]), ("Tháng 10", false, [], [Headings, .. Rows[2..]]));
        await desk.Refused(new ImportRequest(ImportKinds.Employers, path), "Tháng 9", "Tháng 10", "--sheet");
        Assert.True((await desk.Runs.Inspect(path, ImportKinds.Employers, "79")).ChooseSheet);
        Assert.Equal(3, (await desk.Run(new ImportRequest(ImportKinds.Employers, path) { Sheet = 1 })).Created);
    }

    [Fact]
    public async Task Every_kind_comes_as_xls_too()
    {
        await using var desk = await MonthFileTests.WithEmployers(Engine.Sqlite);
        object?[][] months = [[.. ImportDesk.MonthHeadings.Split(',')], ["HC0001E", "09/2021", 14000000L, 1L, 2L, 3L, "14.000.000", 4L, 5L, 6L, 0L]];
        var result = await desk.Run(ImportKinds.Months, desk.Bytes("thu.xls", XlsFile.Make(("Thu", false, [], [], months), ("Ẩn", true, [], [], months))));
        Assert.Equal((1, 1), (result.Rows, result.Created));
        Assert.Contains(result.Messages, m => m.Contains("XLS", StringComparison.Ordinal) && m.Contains("công thức", StringComparison.Ordinal));
        Assert.Contains(result.Messages, m => m.Contains("\"Ẩn\"", StringComparison.Ordinal));
        object?[][] levels = [[.. ImportDesk.LevelHeadings.Split(',')], [27367L, "Cấp 2", "12/QĐ-UBND", "30/10/2021", "UBND", "01/11/2021 00:00"]];
        Assert.Equal(1, (await desk.Run(ImportKinds.Levels, desk.Bytes("cap.xls", XlsFile.Make(("Cấp độ", false, [], [], levels))))).Created);
    }

    private static string Make(ImportDesk desk, string form, int[] hiddenRows, int[] hiddenColumns)
    {
        if (form == "xls")
        {
            return desk.Bytes("an.xls", XlsFile.Make(("Đơn vị", false, hiddenRows, hiddenColumns, Rows)));
        }

        var path = desk.Workbook("an.xlsx", ("Đơn vị", false, [], Rows));
        Change(path, sheet =>
        {
            foreach (var row in sheet.Descendants<Row>().Where(r => hiddenRows.Contains((int)r.RowIndex!.Value)))
            {
                row.Hidden = true;
            }

            if (hiddenColumns.Length > 0)
            {
                sheet.InsertAt(new Columns(hiddenColumns.Select(c => new Column { Min = (uint)c + 1, Max = (uint)c + 1, Width = 9, Hidden = true })), 0);
            }
        });
        return path;
    }

    private static void Change(string path, Action<Worksheet> change)
    {
        using var document = SpreadsheetDocument.Open(path, isEditable: true);
        var sheet = document.WorkbookPart!.WorksheetParts.Single().Worksheet;
        change(sheet);
        sheet.Save();
    }

    private static Cell Cell(Worksheet sheet, string reference) => sheet.Descendants<Cell>().Single(c => c.CellReference == reference);
}
