using BaoPhu.Rules.Coverage;

namespace BaoPhu.Tests.Coverage;

/// <summary>The life of a link: every state with every word of a reader.</summary>
public sealed class LinkStatesTests
{
    [Theory]
    [InlineData(LinkState.Review, true, null, false, LinkState.Confirmed)]
    [InlineData(LinkState.Review, false, null, false, LinkState.Rejected)]
    [InlineData(LinkState.Review, true, null, true, LinkState.Second)]
    [InlineData(LinkState.Review, false, null, true, LinkState.Second)]
    [InlineData(LinkState.Accepted, true, null, false, LinkState.Confirmed)]
    [InlineData(LinkState.Accepted, true, null, true, LinkState.Confirmed)]
    [InlineData(LinkState.Accepted, false, null, false, LinkState.Second)]
    [InlineData(LinkState.Accepted, false, null, true, LinkState.Second)]
    [InlineData(LinkState.Second, true, true, false, LinkState.Confirmed)]
    [InlineData(LinkState.Second, false, false, true, LinkState.Rejected)]
    [InlineData(LinkState.Second, true, false, false, LinkState.Third)]
    [InlineData(LinkState.Second, false, true, false, LinkState.Third)]
    [InlineData(LinkState.Third, true, false, false, LinkState.Confirmed)]
    [InlineData(LinkState.Third, false, true, true, LinkState.Rejected)]
    [InlineData(LinkState.Confirmed, false, true, false, null)]
    [InlineData(LinkState.Rejected, true, false, false, null)]
    public void A_word_leads_where_the_table_says(LinkState state, bool same, bool? first, bool sampled, LinkState? after) => Assert.Equal(after, LinkStates.After(state, same, first, sampled));

    [Fact]
    public void Only_what_is_sure_holds_and_what_waits_accuses_nobody()
    {
        Assert.Equal([LinkState.Accepted, LinkState.Confirmed], Enum.GetValues<LinkState>().Where(s => s.Holds()));
        Assert.Equal([LinkState.Review, LinkState.Second, LinkState.Third], Enum.GetValues<LinkState>().Where(s => s.IsOpen()));
    }

    [Fact]
    public void A_sample_has_its_share_and_falls_the_same_way_again()
    {
        var drawn = Enumerable.Range(0, 100_000).Count(i => LinkStates.IsDrawn(i * 7919L, 7_900_000_000L + i, 10));
        Assert.InRange(drawn, 9_500, 10_500);
        Assert.All(Enumerable.Range(0, 1000), i => Assert.Equal(LinkStates.IsDrawn(i, 5, 10), LinkStates.IsDrawn(i, 5, 10)));
        Assert.DoesNotContain(Enumerable.Range(0, 1000), i => LinkStates.IsDrawn(i, 5, 0));
        Assert.All(Enumerable.Range(0, 1000), i => Assert.True(LinkStates.IsDrawn(i, 5, 100)));
    }
}
