using BaoPhu.Core.Policy;
using BaoPhu.Rules.Papers;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Tests.Rules.Papers;

/// <summary>The life of a paper pair by pair, and what an outcome of a task needs of it.</summary>
public sealed class PaperActsTests
{
    // Rows: the states of a paper; columns: change, number, sign, send, unit signs, unit refuses, replace, void, discard. A dot: may not be done.
    private static readonly Dictionary<string, string> Expected = new(StringComparer.Ordinal)
    {
        ["draft"] = "draft numbered . . . . . . discarded",
        ["numbered"] = ". . signed . . . replaced voided .",
        ["signed"] = ". . . sent unit-signed unit-refused replaced voided .",
        ["sent"] = ". . . . unit-signed unit-refused replaced voided .",
        ["unit-signed"] = ". . . . . . replaced . .",
        ["unit-refused"] = ". . . . . . replaced . .",
        ["replaced"] = ". . . . . . . . .",
        ["voided"] = ". . . . . . . . .",
        ["discarded"] = ". . . . . . . . .",
    };

    public static TheoryData<string, PaperAct, string> Pairs()
    {
        var pairs = new TheoryData<string, PaperAct, string>();
        foreach (var (state, row) in Expected)
        {
            var cells = row.Split(' ');
            foreach (var act in Enum.GetValues<PaperAct>())
            {
                pairs.Add(state, act, cells[(int)act]);
            }
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Each_act_leads_where_the_table_says(string state, PaperAct act, string next)
    {
        var found = PaperActs.Next(PaperNames.State(state), act, minutes: true);
        Assert.Equal(next == "." ? null : next, found is { } known ? PaperNames.Of(known) : null);
        var letter = act is PaperAct.UnitSigns or PaperAct.UnitRefuses ? null : found;
        Assert.Equal(letter, PaperActs.Next(PaperNames.State(state), act, minutes: false));
        Assert.Equal(found is not null, PaperActs.Lawful(PaperNames.State(state), minutes: true).Contains(act));
    }

    [Fact]
    public void The_table_of_the_test_names_every_state_and_act()
    {
        Assert.Equal(PaperNames.States.Order(StringComparer.Ordinal), Expected.Keys.Order(StringComparer.Ordinal));
        Assert.All(Expected.Values, row => Assert.Equal(Enum.GetValues<PaperAct>().Length, row.Split(' ').Length));
    }

    [Fact]
    public void A_number_once_drawn_is_never_lost()
    {
        foreach (var state in Enum.GetValues<PaperState>().Where(s => s.IsNumbered()))
        {
            Assert.All(PaperActs.Lawful(state, minutes: true), act => Assert.True(PaperActs.Next(state, act, minutes: true)!.Value.IsNumbered()));
        }
    }

    [Theory]
    [InlineData("notice", "delivered", "post", PaperNeed.Sent)]
    [InlineData("notice", "answered", "zalo", PaperNeed.Signed)]
    [InlineData("notice", "refused", "email", PaperNeed.Signed)]
    [InlineData("notice", "returned", "post", PaperNeed.None)]
    [InlineData("notice", "paid", "post", PaperNeed.None)]
    [InlineData("notice", "not-at-address", "post", PaperNeed.None)]
    [InlineData("demand", "delivered", "post", PaperNeed.Sent)]
    [InlineData("minutes", "signed", "visit", PaperNeed.UnitSigned)]
    [InlineData("minutes", "refused-to-sign", "post", PaperNeed.UnitRefused)]
    [InlineData("minutes", "disputed", "visit", PaperNeed.None)]
    [InlineData("contact", "reached", "phone", PaperNeed.None)]
    [InlineData("visit", "reached", "visit", PaperNeed.None)]
    [InlineData("inspect", "concluded", "visit", PaperNeed.None)]
    public void An_outcome_needs_its_paper(string act, string outcome, string channel, PaperNeed need)
    {
        // Units of the tax data have a procedure of their own (UnitProcedure), whose steps name their papers.
        var table = Policies.Default.Table;
        var ofEmployers = table.Tracks.Where(t => t.Subject == PolicySubject.Employer).Select(t => t.Id).ToHashSet(StringComparer.Ordinal);
        var acts = table.Rows.Where(r => ofEmployers.Contains(r.Track)).SelectMany(r => r.Acts).Where(a => a.Act == act && a.Outcomes.Count > 0).ToList();
        Assert.NotEmpty(acts);
        Assert.All(acts, a => Assert.Equal(need, PaperNeeds.Of(a, outcome, channel)));
    }

    [Fact]
    public void Every_need_is_met_from_one_state_on_and_by_no_dead_paper()
    {
        string Met(PaperNeed need) => string.Join(' ', Enum.GetValues<PaperState>().Where(s => PaperNeeds.Met(need, s)).Select(PaperNames.Of));
        Assert.Equal("signed sent unit-signed unit-refused", Met(PaperNeed.Signed));
        Assert.Equal("sent unit-signed unit-refused", Met(PaperNeed.Sent));
        Assert.Equal("unit-signed", Met(PaperNeed.UnitSigned));
        Assert.Equal("unit-refused", Met(PaperNeed.UnitRefused));
        Assert.All(Enum.GetValues<PaperNeed>(), need => Assert.Equal(need == PaperNeed.None, PaperNeeds.Met(need, null)));
    }
}
