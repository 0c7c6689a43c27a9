using System.CommandLine;
using System.Text.Json;
using BaoPhu.Cli;
using BaoPhu.Tests.Coverage;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.CommandLine;

/// <summary>What match explain tells: beside every key its words.</summary>
public sealed class MatchAnswerTests
{
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Explain_tells_state_field_and_level_as_keys_and_in_words(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        await SmallRegister.Link(test.Db, 5, 7912345678);
        var output = new StringWriter();
        Assert.Equal(0, await CommandLineProgram.Root().Parse(["match", "explain", "0000000000000005", "7912345678", "--province", "79", "--json", "--db", test.Target])
            .InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output }));
        using var answer = JsonDocument.Parse(output.ToString());
        Assert.Equal(("review", "Chờ đọc"), (Of(answer.RootElement, "state"), Of(answer.RootElement, "stateInWords")));
        var name = answer.RootElement.GetProperty("terms")[0];
        Assert.Equal(("name", "Họ và tên", "exact"), (Of(name, "field"), Of(name, "fieldInWords"), Of(name, "level")));
        Assert.NotEqual("exact", Of(name, "levelInWords"));
    }

    private static string? Of(JsonElement element, string field) => element.GetProperty(field).GetString();
}
