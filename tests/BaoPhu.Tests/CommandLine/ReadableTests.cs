using System.CommandLine;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using BaoPhu.Cli;
using BaoPhu.Core;
using BaoPhu.Core.Texts;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.CommandLine;

public sealed class ReadableTests
{
    private static readonly DateOnly Day = new(2021, 11, 3);

    [Fact]
    public void Rows_are_a_table_with_labels_words_and_figures()
    {
        var rows = new object[]
        {
            new { employer = "TA0001A", act = "contact", due = Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), amount = 1_234_567L, channels = new[] { "phone", "zalo" }, active = true },
            new { employer = "TB2", act = "never-heard", due = (string?)null, amount = 5L, channels = Array.Empty<string>(), active = false },
        };
        Assert.Equal(
            """
            Đơn vị   Việc         Hạn           Số tiền  Kênh              Đang hoạt động
            -------  -----------  ----------  ---------  ----------------  --------------
            TA0001A  Liên hệ      03/11/2021  1.234.567  Điện thoại, Zalo  có
            TB2      never-heard  –                   5  –                 không

            """.ReplaceLineEndings(Environment.NewLine),
            Printed(rows, json: false));
    }

    [Fact]
    public void One_thing_is_a_line_for_each_field_and_what_is_inside_stands_below() => Assert.Equal(
        """
        Tháng:              2021-10
        Số việc:
          Việc:     1.000
          Tạm hoãn: 2,5
        Lý do:              –
        Thời điểm:          05/11/2021 00:30
        Từng loại thay đổi:
          Cấp trước
          ---------
                  1

        """.ReplaceLineEndings(Environment.NewLine),
        Printed(new { period = "2021-10", numbers = new { tasks = 1000, suspended = 2.5 }, reason = (string?)null, at = "2021-11-05T00:30:00+07:00", lines = new[] { new { levelBefore = 1 } } }, json: false));

    [Fact]
    public void A_year_has_no_point() => Assert.Equal("Năm: 2020" + Environment.NewLine, Printed(new { year = 2020 }, json: false));

    [Fact]
    public void Nothing_is_said_in_words() => Assert.Equal("Không có dòng nào." + Environment.NewLine, Printed(Array.Empty<object>(), json: false));

    /// <summary>Programs read it: indented, letters as they are, names in camel case.</summary>
    [Fact]
    public void Json_is_the_result_as_it_is() => Assert.Equal(
        """
        [
          {
            "invariant": "một",
            "holds": true,
            "detail": null
          }
        ]

        """.ReplaceLineEndings(Environment.NewLine),
        Printed(new[] { new { invariant = "một", holds = true, detail = (string?)null } }, json: true));

    [Fact]
    public void Every_field_that_a_verb_prints_has_its_label() => Assert.All(
        typeof(CommandLineProgram).Assembly.GetTypes()
            .Where(t => t.IsDefined(typeof(CompilerGeneratedAttribute)) && t.Name.Contains("AnonymousType", StringComparison.Ordinal))
            .SelectMany(t => t.GetProperties(BindingFlags.Public | BindingFlags.Instance))
            .Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name)),
        name => Assert.True(Text.Find("Commands.Label_" + name) is not null, name));

    [Fact]
    public void Every_invariant_has_its_words() => Assert.All(Doctor.Invariants, i => Assert.True(Text.Find("Commands.Invariant_" + i.Name) is not null, i.Name));

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Doctor_prints_a_table_and_with_json_the_same_as_rows(Engine engine)
    {
        await using var database = await TestDatabase.Create(engine);
        var table = await Answer("doctor", "--db", database.Target);
        Assert.StartsWith("Điều phải luôn đúng", table, StringComparison.Ordinal);
        Assert.Contains("Chuỗi nhật ký liền mạch", table, StringComparison.Ordinal);
        Assert.Equal(Doctor.Invariants.Count + 2, table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);

        using var rows = JsonDocument.Parse(await Answer("doctor", "--json", "--db", database.Target));
        Assert.Equal(Doctor.Invariants.Select(i => i.Name), rows.RootElement.EnumerateArray().Select(r => r.GetProperty("invariant").GetString()));
    }

    private static string Printed(object result, bool json)
    {
        var output = new StringWriter();
        Cli.CommandLine.Print(output, result, json);
        return output.ToString();
    }

    private static async Task<string> Answer(params string[] words)
    {
        var output = new StringWriter();
        Assert.Equal(0, await CommandLineProgram.Root().Parse(words).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output }));
        return output.ToString();
    }
}
