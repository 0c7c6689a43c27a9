using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Planning;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Work;

/// <summary>Limits of a place: what they must rest on, who may record them, how one ends or gives way to another.</summary>
public sealed class LimitsTests
{
    private static readonly SlotLimit Ten = new() { VisitsOfPlace = 10 };

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_limit_rests_on_a_measures_decision_of_its_place_or_one_above(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var province = await LimitedProvince.Create(test);
        Task Record(string paper, string place = "760", int levels = 4, string from = "2021-11-03", string? last = null, SlotLimit? rule = null) =>
            province.Limits.Record(LimitedProvince.Director, Scope.OfProvince("79"), new(place, levels, Day(from)!.Value, Day(last), paper, rule ?? Ten));
        Assert.StartsWith("Limits.NeedsPaper", await LimitedProvince.Refused(() => Record("none")), StringComparison.Ordinal);
        var bare = await province.Small.Level("760", 3, "2021-11-02T00:00");
        Assert.StartsWith("Limits.PaperWithoutMeasures", await LimitedProvince.Refused(() => Record(bare)), StringComparison.Ordinal);
        // What was decided for a district does not limit the province.
        Assert.StartsWith("Limits.NeedsPaper", await LimitedProvince.Refused(() => Record(bare, "79")), StringComparison.Ordinal);
        Assert.Contains("12/QĐ-UBND chỉ có hiệu lực đến 31/12/2021", await LimitedProvince.Refused(() => Record(province.Paper, last: "2022-01-01")), StringComparison.Ordinal);
        Assert.StartsWith("Limits.EndsBeforeItBegins", await LimitedProvince.Refused(() => Record(province.Paper, last: "2021-11-02")), StringComparison.Ordinal);
        Assert.StartsWith("Limits.NeedLevels", await LimitedProvince.Refused(() => Record(province.Paper, levels: 0)), StringComparison.Ordinal);
        Assert.StartsWith("Limits.NothingLimited", await LimitedProvince.Refused(() => Record(province.Paper, rule: new() { ClosedPlaces = [" "] })), StringComparison.Ordinal);
        Assert.StartsWith("Limits.HoursBackwards", await LimitedProvince.Refused(() => Record(province.Paper, rule: new() { From = new(9, 0), To = new(9, 0) })), StringComparison.Ordinal);
        Assert.StartsWith("Limits.BadNumber", await LimitedProvince.Refused(() => Record(province.Paper, rule: new() { PeopleAtMeeting = 0 })), StringComparison.Ordinal);
        Assert.StartsWith("Organisation.UnknownLocality", await LimitedProvince.Refused(() => Record(province.Paper, "99999")), StringComparison.Ordinal);
        await Record(province.Paper);
        var limit = Assert.Single(await province.Limits.List(Scope.OfProvince("79")));
        // Without a last day of its own it lasts as long as the decision.
        Assert.Equal(("12/QĐ-UBND", new DateOnly(2021, 12, 31), 10), (limit.MeasuresNumber, limit.LastDay, limit.Rule.VisitsOfPlace));
        await test.Db.Write(tx => tx.Execute("update org_levels set known_to_at = 1 where announcement_id = @Paper", province));
        Assert.StartsWith("Limits.PaperWithdrawn", await LimitedProvince.Refused(() => Record(province.Paper)), StringComparison.Ordinal);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Only_the_province_records_and_others_do_not_see(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var province = await LimitedProvince.Create(test);
        var limit = await province.Limit(Ten);
        var district = Scope.OfOffices("79", ["07901"]);
        Assert.StartsWith("Limits.ByProvince", await LimitedProvince.Refused(() => province.Limits.Record(LimitedProvince.An, district, new("760", 4, new(2021, 11, 3), null, province.Paper, Ten))), StringComparison.Ordinal);
        Assert.StartsWith("Limits.ByProvince", await LimitedProvince.Refused(() => province.Limits.End(LimitedProvince.An, district, limit.LimitId, new(2021, 11, 5), "x")), StringComparison.Ordinal);
        Assert.Single(await province.Limits.List(district));
        Assert.Empty(await province.Limits.List(Scope.OfProvince("01")));
        Assert.StartsWith("Limits.NoLimit", await LimitedProvince.Refused(() => province.Limits.Find(Scope.OfProvince("01"), limit.LimitId)), StringComparison.Ordinal);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_narrowest_at_the_level_in_force_decides_and_one_that_ran_out_does_not(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var province = await LimitedProvince.Create(test);
        await province.Limit(new() { PeopleAtVisit = 50 }, "79");
        await province.Limit(new() { PeopleAtVisit = 20 }, "760");
        await province.Limit(new() { PeopleAtVisit = 2 }, "760", levels: 0b1000);
        await province.Limit(new() { PeopleAtVisit = 5 }, SmallProvince.Commune, last: new(2021, 11, 5));
        Assert.Equal(5, await At("2021-11-05T23:59"));
        Assert.Equal(20, await At("2021-11-06T00:00"));
        Assert.Null(await At("2021-11-02T23:59"));
        // At another level other limits hold.
        await province.Small.Level(SmallProvince.Commune, 4, "2021-11-10T00:00");
        Assert.Equal(2, await At("2021-11-10T00:00"));
        await province.Small.Level(SmallProvince.Commune, 2, "2021-11-11T00:00");
        Assert.Null(await At("2021-11-11T00:00"));

        async Task<int?> At(string moment) => (await province.Slots.LimitAt("79", SmallProvince.Commune, SmallProvince.At(moment))).Limit?.Rule.PeopleAtVisit;
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_limit_is_ended_or_replaced_and_stays_readable(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var province = await LimitedProvince.Create(test);
        var first = await province.Limit(Ten, levels: 0b1100);
        Assert.StartsWith("Limits.EndNeedsReason", await LimitedProvince.Refused(() => province.Limits.End(LimitedProvince.Director, Scope.Nation, first.LimitId, new(2021, 11, 9), " ")), StringComparison.Ordinal);
        await province.Limits.End(LimitedProvince.Director, Scope.Nation, first.LimitId, new(2021, 11, 9), "Văn bản 15");
        Assert.StartsWith("Limits.EndedAlready", await LimitedProvince.Refused(() => province.Limits.End(LimitedProvince.Director, Scope.Nation, first.LimitId, new(2021, 11, 8), "x")), StringComparison.Ordinal);
        var cut = Assert.Single(await province.Limits.List(Scope.Nation));
        Assert.Equal((new DateOnly(2021, 11, 9), (short)0b1100), (cut.LastDay, cut.Levels));
        Assert.Equal("Văn bản 15", (await province.Limits.List(Scope.Nation, past: true)).Single(l => l.LimitId == first.LimitId).EndedReason);

        // A new one for level 3 from the same day leaves level 4 as it was.
        await province.Limit(new() { VisitsOfPlace = 4 }, levels: 0b0100);
        Assert.Equal(["4 4", "8 10"], (await province.Limits.List(Scope.Nation)).Select(l => $"{l.Levels} {l.DayOfPlace}").Order(StringComparer.Ordinal));
        // Ended before it began: never valid.
        foreach (var limit in await province.Limits.List(Scope.Nation))
        {
            await province.Limits.End(LimitedProvince.Director, Scope.Nation, limit.LimitId, limit.ValidFrom.AddDays(-1), "ghi nhầm");
        }

        Assert.Empty(await province.Limits.List(Scope.Nation));
        Assert.Equal(5, await test.Db.Read(s => s.One<long>("select count(*) from aud_entries where act like 'work.limit%'")));
    }

    private static DateOnly? Day(string? day) => day is null ? null : DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
