using System.Text.Json;
using BaoPhu.Core.Imports;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Imports;

/// <summary>The shared samples, written by no part of the product, give the counts that are stated with them.</summary>
public sealed class SampleTests
{
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_samples_of_province_79_give_the_stated_counts(Engine engine)
    {
        var employers = Repository.Sample("don-vi-79.csv");
        using var expected = JsonDocument.Parse(await File.ReadAllTextAsync(Repository.Sample("ket-qua-79.json")));
        await using var desk = await ImportDesk.Open(engine);
        await desk.Run(ImportKinds.Localities, Path.Combine(Path.GetDirectoryName(employers)!, "..", "data", "danh-muc-hanh-chinh-2021.csv"));

        Check(expected.RootElement.GetProperty("employer_import"), await desk.Run(ImportKinds.Employers, employers));
        Check(expected.RootElement.GetProperty("month_import"), await desk.Run(ImportKinds.Months, Repository.Sample("thu-no-79-2021.csv")));
        var levels = await desk.Run(ImportKinds.Levels, Repository.Sample("cap-do-dich-79.csv"));
        Assert.Equal((17, 17, 0), (levels.Rows, levels.Created, levels.Rejected));

        var before = await desk.Everything();
        foreach (var (kind, file) in ((string, string)[])[(ImportKinds.Employers, "don-vi-79.csv"), (ImportKinds.Months, "thu-no-79-2021.csv"), (ImportKinds.Levels, "cap-do-dich-79.csv")])
        {
            var again = await desk.Run(kind, Repository.Sample(file));
            Assert.Equal((0, 0, again.Accepted), (again.Created, again.Changed, again.Unchanged));
        }

        Assert.Equal(WithoutAudit(before), WithoutAudit(await desk.Everything()));
    }

    internal static string WithoutAudit(string everything) => string.Join('\n', everything.Split('\n').Where(l => !l.StartsWith("aud_", StringComparison.Ordinal)));

    private static void Check(JsonElement expected, ImportResult result)
    {
        Assert.Equal(expected.GetProperty("rows").GetInt64(), result.Rows);
        Assert.Equal(expected.GetProperty("created").GetInt64(), result.Created);
        Assert.Equal(expected.GetProperty("unchanged").GetInt64(), result.Unchanged);
        Assert.Equal(expected.GetProperty("rejected").GetInt64(), result.Rejected);
        Assert.Equal(0, result.Changed);
        if (expected.TryGetProperty("warnings", out var warnings))
        {
            Assert.Equal(warnings.GetInt64(), result.Warnings);
        }
    }
}
