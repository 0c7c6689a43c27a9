using System.Globalization;
using System.Text.Json;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Work;

public sealed class EmployerViewTests
{
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Every_employer_of_the_sample_is_seen_as_expected(Engine engine)
    {
        using var expected = JsonDocument.Parse(await File.ReadAllTextAsync(Repository.Sample("ket-qua-79.json")));
        await using var test = await TestDatabase.Create(engine);
        await SampleProvince.Load(test);
        var views = new EmployerViews(test.Db);
        var at = SmallProvince.At("2021-11-03T08:00");
        var seen = 0;
        foreach (var one in expected.RootElement.GetProperty("per_employer").EnumerateObject().Where((p, i) => i % 6 == 0 || p.Name.StartsWith("TX", StringComparison.Ordinal)))
        {
            var view = await views.Of(Scope.Nation, "79", one.Name, at);
            var e = one.Value;
            Assert.Equal(e.GetProperty("total").GetInt64(), view.Debt.Total);
            foreach (var fund in e.GetProperty("debt").EnumerateObject())
            {
                Assert.Equal(fund.Value.GetInt64(), view.Debt.Of((Fund)Names.AllFunds.ToList().IndexOf(fund.Name)));
            }

            Assert.Equal(e.GetProperty("age").ValueKind == JsonValueKind.Null ? (decimal?)null : e.GetProperty("age").GetDecimal(), view.Age);
            Assert.Equal(e.GetProperty("band").GetString(), Names.Of(view.Debt.Band));
            Assert.Equal(e.GetProperty("ratio").ValueKind == JsonValueKind.Null ? (decimal?)null : e.GetProperty("ratio").GetDecimal(), view.Debt.Ratio is { } r ? Math.Round(r, 4, MidpointRounding.AwayFromZero) : null);
            Assert.Equal(e.GetProperty("oldest").GetString(), view.Debt.OldestPeriod?.ToString());
            Assert.Equal(e.GetProperty("level").GetInt32(), view.Level.Level);
            Assert.Equal(e.GetProperty("standing").GetString(), Names.Of(view.Now.Standing));
            seen++;
        }

        Assert.True(seen > 100, seen.ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task An_unknown_commune_follows_its_province_and_says_so(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        await SampleProvince.Load(test);
        var view = await new EmployerViews(test.Db).Of(Scope.Nation, "79", "TX0606F", SmallProvince.At("2021-11-03T08:00"));
        Assert.Equal((2, false, "79"), (view.Level.Level, view.Level.CommuneKnown, view.Level.AnnouncedFor));
        Assert.Equal(["visit", "minutes"], view.Actions.Select(a => a.Act.Act).Take(2));
        await Assert.ThrowsAsync<Refusal>(() => new EmployerViews(test.Db).Of(Scope.OfProvince("01"), "79", "TX0606F", SmallProvince.At("2021-11-03T08:00")));
    }
}
