using BaoPhu.Rules.Cases;
using BaoPhu.Rules.Planning;
using BaoPhu.Rules.Prosecution;

namespace BaoPhu.Tests.Rules.Prosecution;

/// <summary>The way of a file, every pair of state and act.</summary>
public sealed class ReferralTableTests
{
    private static readonly Procedure Table = ReferralTable.Procedure;

    private static readonly CaseFacts All = new()
    {
        Today = new(2021, 11, 3), Task = TaskState.Open, Debt = 400_000_000, Signed = new HashSet<string> { ReferralTable.Letter },
        Findings = new HashSet<string> { ReferralTable.Complete, ReferralTable.Checked, ReferralTable.Bound, ReferralTable.LetterOfDossier },
    };

    /// <summary>What must be, written down a second time: state, act, next state.</summary>
    private static readonly Dictionary<(string, string), string> Expected = new()
    {
        [("", "open")] = "gathering",
        [("gathering", "confirm")] = "gathering",
        [("gathering", "sanction")] = "gathering",
        [("gathering", "strike")] = "gathering",
        [("gathering", "submit")] = "checking",
        [("gathering", "drop")] = "dropped",
        [("checking", "answer")] = "checking",
        [("checking", "return")] = "gathering",
        [("checking", "approve")] = "approved",
        [("approved", "return")] = "gathering",
        [("approved", "bind")] = "approved",
        [("approved", "send")] = "sent",
        [("sent", "accept")] = "verifying",
        [("sent", "ask-more")] = "returned",
        [("sent", "prosecute")] = "prosecuted",
        [("sent", "decline")] = "declined",
        [("verifying", "ask-more")] = "returned",
        [("verifying", "prosecute")] = "prosecuted",
        [("verifying", "decline")] = "declined",
        [("returned", "resume")] = "gathering",
        [("returned", "drop")] = "dropped",
    };

    [Fact]
    public void Every_pair_leads_where_it_must_or_nowhere()
    {
        foreach (var state in Table.States.Prepend(""))
        {
            foreach (var act in Table.Acts)
            {
                var answer = Table.May(state, act, All);
                Assert.Equal(Expected.GetValueOrDefault((state, act)), answer.Allowed ? answer.Step!.To : null);
            }
        }
    }

    /// <summary>Take one fact away and the step is refused for that reason alone.</summary>
    [Theory]
    [InlineData("gathering", "submit", ReferralTable.Complete)]
    [InlineData("checking", "approve", ReferralTable.Complete)]
    [InlineData("checking", "approve", ReferralTable.Checked)]
    [InlineData("approved", "send", ReferralTable.Bound)]
    [InlineData("approved", "send", ReferralTable.LetterOfDossier)]
    public void A_missing_fact_stops_its_step(string state, string act, string fact)
    {
        var answer = Table.May(state, act, All with { Findings = All.Findings.Where(f => f != fact).ToHashSet() });
        Assert.Equal("Finding_" + fact, Assert.Single(answer.Unmet).Key);
    }

    [Fact]
    public void A_refused_point_an_unsigned_letter_a_suspended_or_closed_task_stop_theirs()
    {
        Assert.Equal("NoPointRefused", Assert.Single(Table.May("checking", "approve", All with { Findings = All.Findings.Append(ReferralTable.Refused).ToHashSet() }).Unmet).Key);
        Assert.Equal("Signed", Assert.Single(Table.May("approved", "send", All with { Signed = new HashSet<string>() }).Unmet).Key);
        Assert.Equal("NotSuspended", Assert.Single(Table.May("approved", "send", All with { Task = TaskState.Suspended }).Unmet).Key);
        Assert.Equal("TaskOpen", Assert.Single(Table.May("", "open", All with { Task = TaskState.Done }).Unmet).Key);
    }

    [Fact]
    public void Who_checks_has_another_right_than_who_gathers()
    {
        Assert.All(Table.Steps.Where(s => s.Act is "answer" or "approve" or "return"), s => Assert.Equal("review", s.Right));
        Assert.All(Table.Steps.Where(s => s.Act == "drop"), s => Assert.Equal("decide", s.Right));
    }
}
