using System.Text.Json;
using BaoPhu.Core;
using BaoPhu.Core.Data;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Clock;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Work;

/// <summary>The sample province against what must come of it, at each of its four moments.</summary>
public sealed class ClassificationTests
{
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Bands_debts_levels_and_standings_of_the_sample_are_as_expected_at_every_moment(Engine engine)
    {
        using var expected = JsonDocument.Parse(await File.ReadAllTextAsync(Repository.Sample("ket-qua-79.json")));
        await using var test = await TestDatabase.Create(engine);
        await SampleProvince.Load(test);
        Assert.Equal((610L, 6099L), await test.Db.Read(async s => (await s.One<long>("select count(*) from reg_employers"), await s.One<long>("select count(*) from reg_months"))));
        var pass = SwitchFollowers.Pass(test.Db, test.Clock);
        foreach (var moment in expected.RootElement.GetProperty("moments").EnumerateObject())
        {
            var found = await pass.Classify("79", new Instant(VietnamTime.Parse(moment.Name)));
            Assert.Equal(610, found.Employers);
            Assert.Equal(Numbers(moment.Value.GetProperty("bands")), found.Bands);
            Assert.Equal(Numbers(moment.Value.GetProperty("debt_by_fund")), found.DebtByFund);
            Assert.Equal(Numbers(moment.Value.GetProperty("band_level_standing")).OrderBy(c => c.Key, StringComparer.Ordinal), found.Cells.OrderBy(c => c.Key, StringComparer.Ordinal));
        }
    }

    private static Dictionary<string, long> Numbers(JsonElement element) => element.EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetInt64(), StringComparer.Ordinal);
}
