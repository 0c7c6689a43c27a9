using BaoPhu.Rules;
using BaoPhu.Rules.Cases;
using BaoPhu.Rules.Planning;

namespace BaoPhu.Tests.Rules.Cases;

/// <summary>The truth tables of suspended, dissolved and budget-only employers, pair by pair, and the make-up's arithmetic.</summary>
public sealed class SpecialStandingTests
{
    /// <summary>State, act → next state. Every pair that is not here is forbidden.</summary>
    private static readonly Dictionary<(string, string), string> Makeup = new()
    {
        [("", "open")] = "asking", [("asking", "terms")] = "asking", [("asking", "ask")] = "asking", [("asking", "answer")] = "asking", [("asking", "compute")] = "computed",
        [("computed", "reopen")] = "asking", [("urged", "reopen")] = "asking", [("computed", "urge")] = "urged", [("urged", "urge")] = "urged", [("computed", "receive")] = "computed",
        [("urged", "receive")] = "urged", [("computed", "settle")] = "paid", [("urged", "settle")] = "paid", [("asking", "drop")] = "dropped", [("computed", "drop")] = "dropped",
        [("urged", "drop")] = "dropped",
    };

    private static readonly Dictionary<(string, string), string> Claim = new()
    {
        [("", "open")] = "drafting", [("drafting", "authority")] = "drafting", [("drafting", "send")] = "sent", [("drafting", "stop")] = "stopped", [("sent", "remind")] = "sent",
        [("sent", "accept")] = "liquidating", [("sent", "reject")] = "rejected", [("sent", "stop")] = "stopped", [("liquidating", "remind")] = "liquidating",
        [("liquidating", "receive")] = "liquidating", [("liquidating", "worker")] = "liquidating", [("liquidating", "strike")] = "liquidating", [("liquidating", "settle")] = "recovered",
        [("liquidating", "nothing")] = "not-recovered",
    };

    private static readonly Dictionary<(string, string), string> Budget = new()
    {
        [("", "open")] = "drafting", [("drafting", "send")] = "sent", [("sent", "online")] = "sent", [("sent", "confirm")] = "confirmed", [("sent", "dispute")] = "disputed",
        [("disputed", "online")] = "disputed", [("disputed", "redraft")] = "drafting", [("disputed", "confirm")] = "confirmed", [("confirmed", "online")] = "confirmed",
        [("confirmed", "receive")] = "confirmed", [("confirmed", "settle")] = "transferred", [("confirmed", "explain")] = "explained",
    };

    [Theory]
    [InlineData("makeup")]
    [InlineData("claim")]
    [InlineData("reconcile")]
    public void Every_pair_of_state_and_act_is_as_written(string act)
    {
        var (procedure, expected) = act switch { "makeup" => (SpecialStandings.Makeup, Makeup), "claim" => (SpecialStandings.Claim, Claim), _ => (SpecialStandings.Budget, Budget) };
        foreach (var state in procedure.States.Append(""))
        {
            foreach (var step in procedure.Acts)
            {
                var answer = procedure.May(state, step, new CaseFacts { Today = new(2021, 11, 3) });
                Assert.Equal((state, step, expected.GetValueOrDefault((state, step))), (state, step, answer.Step?.To));
            }
        }

        Assert.Equal(expected.Count, procedure.Steps.Count);
    }

    [Fact]
    public void Nothing_is_computed_while_a_payroll_is_missing_and_nothing_urged_before_the_suspension_ends()
    {
        Assert.Equal("Finding_payroll-complete", Assert.Single(Ask("asking", "compute", "payroll-missing").Unmet).Key);
        Assert.True(Ask("asking", "compute", "payroll-complete").Allowed);
        Assert.Equal("SuspensionOver", Assert.Single(Ask("computed", "urge", "rest-due", "ends-on 2021-11-03").Unmet).Key);
        Assert.True(Ask("computed", "urge", "rest-due", "ends-on 2021-11-02").Allowed);
        Assert.Equal("Finding_rest-paid", Assert.Single(Ask("urged", "settle", "rest-due").Unmet).Key);
        Assert.Equal("paid", Ask("urged", "settle", "rest-paid").Step!.Outcome);

        static StepAnswer Ask(string state, string act, params string[] findings) =>
            SpecialStandings.Makeup.May(state, act, new CaseFacts { Today = new(2021, 11, 3), Task = TaskState.Open, Findings = findings.ToHashSet() });
    }

    [Fact]
    public void A_claim_closes_only_when_money_and_workers_agree()
    {
        Assert.Equal(["Finding_workers-tie"], Ask("settle", "money-received").Unmet.Select(n => n.Key));
        Assert.True(Ask("settle", "money-received", "workers-tie").Allowed);
        Assert.Equal(["Finding_nothing-received"], Ask("nothing", "money-received").Unmet.Select(n => n.Key));

        static StepAnswer Ask(string act, params string[] findings) => SpecialStandings.Claim.May("liquidating", act, new CaseFacts { Today = new(2021, 11, 3), Findings = findings.ToHashSet() });
    }

    [Theory]
    [InlineData(100_000_000, 22_000_000)]
    [InlineData(4_729_777, 1_040_551)]
    [InlineData(25, 6)]
    [InlineData(0, 0)]
    public void A_month_owes_22_percent_of_its_payroll_to_the_dong(long payroll, long due) => Assert.Equal(due, MakeUp.Of(payroll, 22m));

    [Theory]
    [InlineData("2021-10-31", "2021-11-30")]
    [InlineData("2021-12-31", "2022-01-31")]
    [InlineData("2022-01-15", "2022-02-28")]
    public void It_is_due_on_the_last_day_of_the_month_after(string ends, string due) =>
        Assert.Equal(DateOnly.Parse(due, System.Globalization.CultureInfo.InvariantCulture), MakeUp.DueOn(DateOnly.Parse(ends, System.Globalization.CultureInfo.InvariantCulture)));

    [Fact]
    public void A_file_of_wages_counts_each_up_to_the_cap_and_names_the_lines_it_cannot_read()
    {
        var (months, faults) = PayrollFile.Read("Tháng;Họ tên;Lương\n09/2021;A;8.500.000\n09/2021;B;40.000.000\n\n10/2021;A;9000000\n", _ => 29_800_000);
        Assert.Empty(faults);
        Assert.Equal([new MonthPayroll(Period.Of(2021, 9), 2, 38_300_000, 10_200_000), new MonthPayroll(Period.Of(2021, 10), 1, 9_000_000)], months);
        Assert.Equal([2, 3, 4], PayrollFile.Read("09/2021;A;1\n13/2021;B;1\n09/2021;C;-5\n9-2021;D;1", _ => 1).Faults);
    }
}
