using BaoPhu.Core.Audit;
using BaoPhu.Core.Coverage;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Coverage;
using BaoPhu.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace BaoPhu.Tests.Coverage;

/// <summary>Doubtful links before their readers, on both engines.</summary>
public sealed class ReviewsTests
{
    private static readonly Scope Province = Scope.OfProvince("79");
    private static readonly LinkKey Pair = new(-5, 7912345678);

    private static Actor Reader(int number) => new("reader" + number, "Cán bộ " + number, "07900");

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Nobody_gets_the_pair_that_another_reads_until_his_time_is_over(Engine engine)
    {
        await using var test = await Filled(engine);
        var reviews = Reviews(test);
        Assert.Equal(Pair, await reviews.Claim(Reader(1), Province, null));
        Assert.Equal(Pair, await reviews.Claim(Reader(1), Province, "tax"));
        Assert.Null(await reviews.Claim(Reader(2), Province, null));
        Assert.Equal("Coverage.HeldByAnother", (await Assert.ThrowsAsync<Refusal>(() => reviews.Decide(Reader(2), Province, Pair, LinkState.Review, true, null))).Key);
        test.Clock.Moment = test.Clock.Moment.AddMinutes(31);
        Assert.Equal(Pair, await reviews.Claim(Reader(2), Province, null));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Two_who_disagree_are_settled_by_a_third_and_nobody_reads_twice(Engine engine)
    {
        await using var test = await Filled(engine);
        await Percent(test, 100);
        var reviews = Reviews(test);
        Assert.Equal(LinkState.Second, await reviews.Decide(Reader(1), Province, Pair, LinkState.Review, true, null));
        Assert.Null(await reviews.Claim(Reader(1), Province, null));
        Assert.Equal("Coverage.ReadBefore", (await Assert.ThrowsAsync<Refusal>(() => reviews.Decide(Reader(1), Province, Pair, LinkState.Second, true, null))).Key);
        Assert.Equal("Coverage.MovedOn", (await Assert.ThrowsAsync<Refusal>(() => reviews.Decide(Reader(2), Province, Pair, LinkState.Review, true, null))).Key);
        Assert.Equal("Coverage.NeedReason", (await Assert.ThrowsAsync<Refusal>(() => reviews.Decide(Reader(2), Province, Pair, LinkState.Second, false, " "))).Key);
        Assert.Equal(LinkState.Third, await reviews.Decide(Reader(2), Province, Pair, LinkState.Second, false, "Hai chị em"));
        Assert.Equal(LinkState.Rejected, await reviews.Decide(Reader(3), Province, Pair, LinkState.Third, false, "Khác năm sinh"));
        Assert.Equal("Coverage.MovedOn", (await Assert.ThrowsAsync<Refusal>(() => reviews.Decide(Reader(4), Province, Pair, LinkState.Rejected, true, null))).Key);
        var seen = await reviews.Find(Reader(4), Province, Pair);
        Assert.Equal([true, false, false], seen.Readings.Select(r => r.Same));
        Assert.Equal(("Nguyễn Văn An", "Nguyen Van An"), (seen.Registered!.Name, seen.Told!.Name));
        Assert.Equal(3, await test.Db.Read(s => s.One<long>("select count(*) from aud_entries where act = 'coverage.read'")));
        Assert.Empty((await Core.Doctor.Examine(test.Db)).Where(f => !f.Holds).Select(f => f.Invariant));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task What_the_score_accepted_is_measured_by_a_sample_and_taken_back_only_by_two(Engine engine)
    {
        await using var test = await Filled(engine);
        await Percent(test, 0);
        await SmallRegister.Link(test.Db, 1, 7912345679, "accepted", audited: true);
        await SmallRegister.Link(test.Db, 2, 7912345680, "accepted", audited: true);
        await SmallRegister.Link(test.Db, 3, 7912345681, "accepted");
        var reviews = Reviews(test);
        Assert.Equal(LinkState.Confirmed, await reviews.Decide(Reader(1), Province, new(1, 7912345679), LinkState.Accepted, true, null));
        Assert.Equal(LinkState.Second, await reviews.Decide(Reader(1), Province, new(2, 7912345680), LinkState.Accepted, false, "Khác người"));
        Assert.Equal(LinkState.Rejected, await reviews.Decide(Reader(2), Province, new(2, 7912345680), LinkState.Second, false, "Khác người"));
        Assert.Equal("Coverage.MovedOn", (await Assert.ThrowsAsync<Refusal>(() => reviews.Decide(Reader(1), Province, new(3, 7912345681), LinkState.Accepted, false, "x"))).Key);
        var counts = Assert.Single(await reviews.Counts(Province));
        Assert.Equal((1, 1, 1, 1, 0.5), (counts.Accepted, counts.Confirmed, counts.Rejected, counts.Waiting, counts.Precision!.Value));
        Assert.Empty(await reviews.Counts(Scope.OfProvince("01")));
        Assert.Equal(RefusalKind.Missing, (await Assert.ThrowsAsync<Refusal>(() => reviews.Find(Reader(1), Scope.OfProvince("01"), Pair))).Kind);
        Assert.Equal(RefusalKind.Missing, (await Assert.ThrowsAsync<Refusal>(() => reviews.Find(Reader(1), Scope.OfOffices("79", ["07901"]), Pair))).Kind);
    }

    [Fact]
    public void The_address_of_a_pair_is_read_back()
    {
        foreach (var key in (LinkKey[])[Pair, new(long.MinValue, 0), new(long.MaxValue, 9_999_999_999)])
        {
            Assert.True(LinkKey.TryParse(key.ToString(), out var read));
            Assert.Equal(key, read);
        }

        Assert.All((string?[])[null, "", "x", "00000000000000zz-7912345678"], text => Assert.False(LinkKey.TryParse(text, out _)));
    }

    private static async Task<TestDatabase> Filled(Engine engine)
    {
        var test = await TestDatabase.Create(engine);
        await SmallRegister.Person(test.Db, Pair.Person, "Nguyễn Văn An");
        await SmallRegister.Worker(test.Db, Pair.Subject, "Nguyen Van An");
        await SmallRegister.Link(test.Db, Pair.Subject, Pair.Person);
        return test;
    }

    private static Reviews Reviews(TestDatabase test) => new(test.Db, test.Clock, new ReadLog(test.Db, test.Clock, NullLogger<ReadLog>.Instance));

    private static Task Percent(TestDatabase test, int percent) =>
        new Settings(test.Db, test.Clock).Set(Actor.System, Scope.Nation, Settings.NationScope, Settings.ReviewSamplePercent, new(2021, 1, 1), percent.ToString(System.Globalization.CultureInfo.InvariantCulture), "thử");
}
