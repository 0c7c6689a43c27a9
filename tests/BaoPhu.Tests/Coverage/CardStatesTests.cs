using BaoPhu.Rules.Coverage;

namespace BaoPhu.Tests.Coverage;

/// <summary>The truth table of a row of a budget list.</summary>
public sealed class CardStatesTests
{
    /// <summary>By finding: the state after Nothing, Open, Listed, Issued by a person, Issued by the file, Explained.</summary>
    [Theory]
    [InlineData(CardFinding.Card, "NNIIIE")]
    [InlineData(CardFinding.Ending, "OOLIOE")]
    [InlineData(CardFinding.None, "OOLIOE")]
    [InlineData(CardFinding.Unknown, "OOLIOE")]
    [InlineData(CardFinding.Unmatched, "OOLIOE")]
    [InlineData(CardFinding.Doubt, "OOLIOE")]
    [InlineData(CardFinding.Left, "OOOOOE")]
    [InlineData(CardFinding.Duplicate, "NNNNNE")]
    [InlineData(CardFinding.Supported, "NNNNNE")]
    [InlineData(CardFinding.Alike, "OOLIOE")]
    public void What_is_found_anew_moves_what_nobody_has_decided(CardFinding finding, string after) => Assert.Equal(
        after,
        string.Concat(
            new[] { (CardState.Nothing, false), (CardState.Open, false), (CardState.Listed, false), (CardState.Issued, false), (CardState.Issued, true), (CardState.Explained, false) }
                .Select(b => CardStates.After(b.Item1, finding, b.Item2).ToString()[0])));

    /// <summary>By state: the state after List, Issue, Explain, Withdraw, Apart, - where refused.</summary>
    [Theory]
    [InlineData(CardState.Nothing, CardFinding.Card, "-----")]
    [InlineData(CardState.Open, CardFinding.None, "L-E--")]
    [InlineData(CardState.Open, CardFinding.Ending, "L-E--")]
    [InlineData(CardState.Open, CardFinding.Unknown, "L-E--")]
    [InlineData(CardState.Open, CardFinding.Doubt, "--E--")]
    [InlineData(CardState.Open, CardFinding.Unmatched, "--E--")]
    [InlineData(CardState.Open, CardFinding.Left, "--E--")]
    [InlineData(CardState.Open, CardFinding.Alike, "--E-O")]
    [InlineData(CardState.Listed, CardFinding.Alike, "-IEOL")]
    [InlineData(CardState.Listed, CardFinding.None, "-IEO-")]
    [InlineData(CardState.Issued, CardFinding.None, "---O-")]
    [InlineData(CardState.Issued, CardFinding.Card, "-----")]
    [InlineData(CardState.Explained, CardFinding.None, "---O-")]
    [InlineData(CardState.Explained, CardFinding.Card, "---N-")]
    public void Nobody_leaves_the_remainder_but_by_a_card_or_an_explanation(CardState state, CardFinding finding, string after) =>
        Assert.Equal(after, string.Concat(Enum.GetValues<CardAct>().Select(a => CardStates.After(state, finding, a)?.ToString()[0] ?? '-')));
}
