using System.CommandLine;
using BaoPhu.Cli;

namespace BaoPhu.Tests.CommandLine;

public sealed class HelpTests
{
    /// <summary>The words of the library's own frame.</summary>
    private static readonly string[] English = ["Usage", "Options", "Arguments", "Description", "Commands", "Show help", "Required", "default"];

    [Fact]
    public async Task Every_verb_explains_itself_in_Vietnamese()
    {
        foreach (var words in Paths(CommandLineProgram.Root(), []))
        {
            var help = await Asked([.. words, "--help"]);
            Assert.Contains("Cách dùng:", help, StringComparison.Ordinal);
            Assert.Contains("baophu " + string.Join(' ', words), help, StringComparison.Ordinal);
            Assert.Contains("--json", help, StringComparison.Ordinal);
            Assert.All(English, word => Assert.DoesNotContain(word, help, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Help_says_what_must_be_given_and_what_holds_else()
    {
        var help = await Asked("demo", "--help");
        Assert.Contains("baophu demo [<lệnh>] [tùy chọn]", help, StringComparison.Ordinal);
        Assert.Matches(@"--seed <seed> +Cùng một số cho cùng một dữ liệu \(mặc định: 2021\)", help);
        help = await Asked("import", "employers", "--help");
        Assert.Contains("baophu import employers <file> [tùy chọn]", help, StringComparison.Ordinal);
        Assert.Matches(@"--province <province> +Mã tỉnh \(2 chữ số\) \(bắt buộc\)", help);
        Assert.Matches(@"--dry-run  ", help);
    }

    [Theory]
    [InlineData("tasks", "Thiếu --province.", "baophu tasks --help")]
    [InlineData("tasks --province", "Thiếu giá trị của --province.", "baophu tasks --help")]
    [InlineData("employer --province 79", "Thiếu <code>.", "baophu employer --help")]
    [InlineData("taskz", "Không hiểu \"taskz\".", "baophu --help")]
    [InlineData("db", "Thiếu lệnh: create.", "baophu db --help")]
    [InlineData("demo --seed bốn", "\"bốn\" không phải giá trị đúng của --seed.", "baophu demo --help")]
    public void A_wrong_call_is_told_in_Vietnamese_with_where_to_look(string call, string fault, string see)
    {
        var faults = Help.Faults(CommandLineProgram.Root().Parse(call)).ToList();
        Assert.Contains(fault, faults);
        Assert.EndsWith(see, faults[^1], StringComparison.Ordinal);
        Assert.All(faults, f => Assert.DoesNotContain("was ", f, StringComparison.Ordinal));
    }

    private static IEnumerable<string[]> Paths(Command command, string[] path) =>
        command.Subcommands.SelectMany(c => Paths(c, [.. path, c.Name])).Prepend(path);

    private static async Task<string> Asked(params string[] words)
    {
        var output = new StringWriter();
        Assert.Equal(0, await CommandLineProgram.Root().Parse(words).InvokeAsync(new InvocationConfiguration { Output = output }));
        return output.ToString();
    }
}
