using System.CommandLine;
using System.Text.Json;
using BaoPhu.Cli;
using BaoPhu.Tests.Imports;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.CommandLine;

/// <summary>What a program learns of an import: the counts, and of every faulty cell its row, heading, value, reason and what to do.</summary>
public sealed class ImportAnswerTests
{
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_program_learns_why_rows_were_refused_and_personal_data_stay_masked(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        var file = desk.File("so.csv", [
            "Số sổ,Họ và tên,Ngày sinh,Số CCCD/CMND,Mã số BHXH,Mã đơn vị", "1,Nguyễn Văn A,31/02/1990,079185000123,7912345678,TA12", "2,,1990,,7912345679,", "3,Trần Thị B,1990,,79123456,",
        ]);
        using var answer = JsonDocument.Parse(await Answer("import", "persons", file, "--province", "79", "--dry-run", "--json", "--db", desk.Target));
        var root = answer.RootElement;
        Assert.Equal((2, 1), (root.GetProperty("rejected").GetInt32(), root.GetProperty("warnings").GetInt32()));
        Assert.Equal(
            [
                (3, "Họ và tên", "", "thiếu họ và tên.", "Sửa trong tệp rồi nhập lại; các dòng khác vẫn được nhận."),
                (4, "Mã số BHXH", "791•••56", "mã số BHXH \"791•••56\" không đúng 10 chữ số.", "Sửa trong tệp rồi nhập lại; các dòng khác vẫn được nhận."),
            ],
            Cells(root.GetProperty("rejectedCells")));
        Assert.Equal(
            [
                (2, "Mã đơn vị", "TA12", "mã đơn vị \"TA12\" không đọc được;", "dòng được nhận, không ghi đơn vị."),
                (2, "Ngày sinh", "31/•••90", "ngày sinh \"31/•••90\" không đọc được;", "dòng được nhận, không có ngày sinh."),
            ],
            Cells(root.GetProperty("warnedCells")).OrderBy(c => c.Item2 == "Ngày sinh"));
        Assert.Equal((0, 0), (root.GetProperty("rejectedNotTold").GetInt32(), root.GetProperty("warnedNotTold").GetInt32()));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_long_list_of_faults_is_cut_and_says_how_many_rows_are_left_out(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        var file = desk.File("so.csv", ["Mã số BHXH,Họ và tên", "7912345678,Nguyễn Văn A", .. Enumerable.Repeat(",Nguyễn Văn B", 60)]);
        using var answer = JsonDocument.Parse(await Answer("import", "persons", file, "--province", "79", "--dry-run", "--json", "--db", desk.Target));
        Assert.Equal((60, 50, 10), (answer.RootElement.GetProperty("rejected").GetInt32(), Cells(answer.RootElement.GetProperty("rejectedCells")).Count, answer.RootElement.GetProperty("rejectedNotTold").GetInt32()));
    }

    private static List<(int, string?, string?, string?, string?)> Cells(JsonElement cells) =>
        [.. cells.EnumerateArray().Select(c => (c.GetProperty("row").GetInt32(), Of(c, "column"), Of(c, "value"), Of(c, "reason"), Of(c, "advice")))];

    private static string? Of(JsonElement cell, string field) => cell.GetProperty(field).GetString();

    private static async Task<string> Answer(params string[] words)
    {
        var output = new StringWriter();
        Assert.Equal(0, await CommandLineProgram.Root().Parse(words).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output }));
        return output.ToString();
    }
}
