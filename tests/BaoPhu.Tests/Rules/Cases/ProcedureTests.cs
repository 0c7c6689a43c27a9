using BaoPhu.Rules.Cases;

namespace BaoPhu.Tests.Rules.Cases;

/// <summary>A procedure as a truth table: what it answers, and which tables it refuses to be.</summary>
public sealed class ProcedureTests
{
    private static readonly CaseFacts Owing = new() { Today = new DateOnly(2021, 11, 3), Debt = 1 };

    private static readonly Procedure Letter = new("demand", ["answered", "dropped"],
    [
        new("", "begin", "written", "change", Needs.Owes),
        new("written", "send", "sent", "change", Needs.Owes, Needs.Signed("CV")),
        new("sent", "answer", "answered"),
        new("written", "drop", "dropped", "decide"),
        new("sent", "drop", "dropped", "decide"),
    ]);

    [Fact]
    public void A_step_names_every_need_that_is_not_met()
    {
        var answer = Letter.May("written", "send", Owing with { Debt = 0 });
        Assert.False(answer.Allowed);
        Assert.Equal(["Owes", "Signed"], answer.Unmet.Select(n => n.Key));
        Assert.Equal(["CV"], answer.Unmet[1].Values);
        Assert.True(Letter.May("written", "send", Owing with { Signed = new HashSet<string> { "CV" } }).Allowed);
    }

    [Fact]
    public void A_step_out_of_its_state_is_forbidden_whatever_the_facts()
    {
        var answer = Letter.May("sent", "begin", Owing);
        Assert.Equal((false, false, 0), (answer.InState, answer.Allowed, answer.Unmet.Count));
        Assert.Equal(["begin"], Letter.All("", Owing).Where(a => a.Allowed).Select(a => a.Act));
        Assert.Equal(["begin", "send", "answer", "drop"], Letter.All("answered", Owing).Where(a => !a.InState).Select(a => a.Act));
    }

    [Fact]
    public void A_table_that_contradicts_itself_is_refused()
    {
        Assert.Contains("twice", Fault([new("", "begin", "a"), new("", "begin", "b")]), StringComparison.Ordinal);
        Assert.Contains("nothing leads to 'c'", Fault([new("", "begin", "b"), new("c", "go", "b")]), StringComparison.Ordinal);
        Assert.Contains("'a' must either be an end", Fault([new("", "begin", "a")]), StringComparison.Ordinal);
        Assert.Contains("'b' must either be an end", Fault([new("", "begin", "b"), new("b", "go", "b")]), StringComparison.Ordinal);

        static string Fault(Step[] steps) => Assert.Throws<ArgumentException>(() => new Procedure("x", ["b"], steps)).Message;
    }
}
