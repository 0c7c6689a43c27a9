using BaoPhu.Core;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Reporting;
using BaoPhu.Rules.Reporting;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Reporting;

/// <summary>What makes a figure look odd, and that it must be explained before it is sent.</summary>
public sealed class FigureChecksTests
{
    private static readonly Scope Own = Scope.OfProvince("79");
    private static readonly Actor Director = new("giamdoc", "Nguyễn Văn Giám", "07900");

    [Theory]
    [InlineData(Oddity.Year, 0, 2021, new long[0], true)]
    [InlineData(Oddity.Year, 0, 1899, new long[0], false)]
    [InlineData(Oddity.Year, 0, 2_021_000, new long[0], false)]
    [InlineData(Oddity.TimesMean, 10, 100, new long[] { 10, 10, 10 }, true)]
    [InlineData(Oddity.TimesMean, 10, 99, new long[] { 10, 10, 10 }, false)]
    [InlineData(Oddity.TimesMean, 10, 100, new long[] { 10, 10 }, false)] // two say nothing yet
    [InlineData(Oddity.TimesMean, 10, 0, new long[] { 0, 0, 0 }, false)]
    [InlineData(Oddity.ZeroAfter, 0, 0, new long[] { 5 }, true)]
    [InlineData(Oddity.ZeroAfter, 0, 0, new long[] { 0, 5 }, false)]
    [InlineData(Oddity.ZeroAfter, 10, 0, new long[] { 9 }, false)] // a small count is 0 now and then
    [InlineData(Oddity.ZeroAfter, 0, 0, new long[0], false)]
    [InlineData(Oddity.Rise, 20, 121, new long[] { 100 }, true)]
    [InlineData(Oddity.Rise, 20, 120, new long[] { 100 }, false)]
    [InlineData(Oddity.Rise, 20, 9_000_000_000_000_000, new long[] { 8_000_000_000_000_000 }, false)]
    [InlineData(Oddity.Fall, 0, 99, new long[] { 100 }, true)]
    [InlineData(Oddity.Fall, 0, 100, new long[] { 100 }, false)]
    [InlineData(Oddity.Fall, 5, 96, new long[] { 100 }, false)]
    public void A_figure_is_odd_beside_its_past(Oddity what, long threshold, long value, long[] earlier, bool odd) => Assert.Equal(odd, new FigureCheck(what, threshold).IsOdd(value, earlier, sameYear: true));

    [Fact]
    public void A_cumulative_figure_begins_again_with_the_year() => Assert.False(new FigureCheck(Oddity.Fall, 0).IsOdd(5, [100], sameYear: false));

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task An_odd_figure_is_explained_before_it_is_sent_and_the_rules_are_the_centres(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (reports, checks) = (new Reports(test.Db, test.Clock), new FigureChecks(test.Db, test.Clock));
        // Yesterday money was collected; today the ledger has none.
        await ConsolidationsTests.Send(test, "07900", "2021-11-02T15:00", collected: 100);
        const string key = "daily-07900-20211103";
        var view = await reports.Find(Own, key);
        Assert.Equal(
            [("collected-health", "collected-fall"), ("collected-health", "zero-after")],
            view.Odd.Select(o => (o.Figure, o.Check)).OrderBy(o => o.Figure, StringComparer.Ordinal).ThenBy(o => o.Check, StringComparer.Ordinal));
        Assert.Equal("Reporting.NeedExplanation", await ConsolidationsTests.Refused(() => reports.Send(Director, Own, key, 0, view.Digest, "", "", false, " ")));
        await reports.Annotate(Director, Own, key, 0, "", "", false, "Đang đối chiếu sổ");
        await reports.Send(Director, Own, key, 1, view.Digest, "", "", false, "Sổ nhập lại");
        var sent = (await reports.Find(Own, key)).Last!;
        Assert.Equal(("Sổ nhập lại", 2), (sent.Explanation, sent.Odd.Count));

        var (centre, tomorrow) = (new Actor("thu", "Trần Thị Thu", "00001"), new DateOnly(2021, 11, 4));
        Assert.Equal("Reporting.OnlyCentre", await ConsolidationsTests.Refused(() => checks.Set(Director, Own, "zero-after", tomorrow, 0, false, "x")));
        Assert.Equal("Reporting.RuleNeedsGround", await ConsolidationsTests.Refused(() => checks.Set(centre, Scope.Nation, "zero-after", tomorrow, 0, false, " ")));
        Assert.Equal("Reporting.NoRule", await ConsolidationsTests.Refused(() => checks.Set(centre, Scope.Nation, "xxx", tomorrow, 0, false, "x")));
        await checks.Set(centre, Scope.Nation, "zero-after", tomorrow, 0, false, "CV 2");
        Assert.True((await checks.On(new(2021, 11, 3))).Single(c => c.Code == "zero-after").Active);
        Assert.False((await checks.On(tomorrow)).Single(c => c.Code == "zero-after").Active);
        await Installation.Create(test.Db, test.Clock, CancellationToken.None);
        Assert.Equal(6, (await checks.History()).Count);
    }
}
