using BaoPhu.Core.Collection.Referral;
using BaoPhu.Rules;
using BaoPhu.Rules.Debts;
using BaoPhu.Rules.Prosecution;

namespace BaoPhu.Tests.Rules.Prosecution;

/// <summary>Article 216 with its boundaries, by the law file that the house ships.</summary>
public sealed class ProsecutionCheckTests
{
    private static readonly DateOnly Day = new(2021, 11, 3);
    private static readonly ProsecutionLaw Law = ProsecutionLaws.On(Day)!;

    private static ProsecutionFacts Sanctioned { get; } = new() { AsOf = Day, Fraud = Confirmation.Yes, Sanctions = [new(new(2021, 3, 10), new(2023, 3, 10), true, true)] };

    [Theory]
    [InlineData(49_999_999, 0)]
    [InlineData(50_000_000, 1)]
    [InlineData(299_999_999, 1)]
    [InlineData(300_000_000, 2)]
    [InlineData(999_999_999, 2)]
    [InlineData(1_000_000_000, 3)]
    public void The_amount_decides_the_clause(long amount, int clause)
    {
        var found = ProsecutionCheck.Of(Law, Owes(amount, 202105, 202110), Sanctioned);
        Assert.Equal((clause, amount), (found.Clause, found.Amount));
        Assert.Equal(clause > 0, found.Complete);
    }

    [Theory]
    [InlineData(9, 0)]
    [InlineData(10, 1)]
    [InlineData(49, 1)]
    [InlineData(50, 2)]
    [InlineData(199, 2)]
    [InlineData(200, 3)]
    public void So_do_the_workers_but_only_confirmed_ones(int workers, int clause)
    {
        var months = Owes(6_000_000, 202105, 202110);
        var confirmed = ProsecutionCheck.Of(Law, months, Sanctioned with { Workers = workers, WorkersConfirmed = true });
        Assert.Equal(clause, confirmed.Clause);
        var registered = ProsecutionCheck.Of(Law, months, Sanctioned with { Workers = workers });
        Assert.Equal((0, clause), (registered.Clause, registered.Indicated));
        Assert.Equal(clause > 0 ? ConditionState.ToConfirm : ConditionState.NotMet, registered[ProsecutionCondition.Extent]);
        Assert.False(registered.Complete);
    }

    [Theory]
    [InlineData(202106, 202110, false)]
    [InlineData(202105, 202110, true)]
    public void Five_months_are_too_few_and_six_enough(int from, int to, bool enough)
    {
        var found = ProsecutionCheck.Of(Law, Owes(600_000_000, from, to), Sanctioned);
        Assert.Equal(enough ? ConditionState.Met : ConditionState.NotMet, found[ProsecutionCondition.Months]);
        Assert.Equal(enough, found.Complete);
    }

    [Fact]
    public void Three_and_three_with_months_without_dues_between_are_six()
    {
        var months = Owes(300_000_000, 202101, 202103).Concat([Line(202104, 0), Line(202105, 0), Line(202106, 0)]).Concat(Owes(300_000_000, 202107, 202109)).ToArray();
        var found = ProsecutionCheck.Of(Law, months, Sanctioned);
        Assert.Equal((6, 3, 2), (found.Months.Count, found.LongestRun, found.Clause));
        Assert.True(found.Complete);
    }

    [Theory]
    [InlineData(201707, 201805, 5, 6)]
    [InlineData(201707, 201806, 6, 6)]
    public void Months_before_2018_do_not_count(int from, int to, int counted, int excluded)
    {
        var all = Period.FromNumber(to).Index - Period.FromNumber(from).Index + 1;
        var found = ProsecutionCheck.Of(Law, Owes(100_000_000L * all, from, to), Sanctioned with { Sanctions = [new(new(2018, 2, 1), new(2020, 2, 1), true, true)] });
        Assert.Equal((counted, excluded, 100_000_000L * counted), (found.Months.Count, found.ExcludedMonths, found.Amount));
        Assert.Equal(counted >= 6, found.Complete);
    }

    [Fact]
    public void A_month_whose_time_to_pay_runs_does_not_count()
    {
        var months = Owes(600_000_000, 202106, 202111);
        Assert.Equal(5, ProsecutionCheck.Of(Law, months, Sanctioned with { AsOf = new(2021, 11, 30) }).Months.Count);
        Assert.Equal(6, ProsecutionCheck.Of(Law, months, Sanctioned with { AsOf = new(2021, 12, 1) }).Months.Count);
    }

    [Fact]
    public void Payments_settle_the_oldest_month_of_their_fund_and_no_other_fund()
    {
        var months = Owes(60_000_000, 202105, 202110);
        months[5] = months[5] with { PaidSocial = 10_000_000, PaidHealth = 90_000_000 };
        var found = ProsecutionCheck.Of(Law, months, Sanctioned);
        Assert.Equal((5, 50_000_000L, 202106), (found.Months.Count, found.Amount, found.Months[0].Period.Number));
        Assert.Equal(DebtKernel.Assess(months, Day).Total, found.Amount);
    }

    [Fact]
    public void Without_a_sanction_the_file_cannot_be_complete()
    {
        var found = ProsecutionCheck.Of(Law, Owes(600_000_000, 202105, 202110), Sanctioned with { Sanctions = [] });
        Assert.Equal((2, ConditionState.NotMet, ConditionState.NotMet), (found.Clause, found[ProsecutionCondition.Sanction], found[ProsecutionCondition.Continued]));
        Assert.False(found.Complete);
    }

    /// <summary>Of other conduct; decided later than the day; forgotten before it went on; its decision not on file; the months all before it.</summary>
    [Theory]
    [InlineData("2021-03-10", "2023-03-10", false, true, ConditionState.NotMet, ConditionState.NotMet)]
    [InlineData("2021-11-04", "2023-11-04", true, true, ConditionState.NotMet, ConditionState.NotMet)]
    [InlineData("2018-03-10", "2020-03-10", true, true, ConditionState.Met, ConditionState.NotMet)]
    [InlineData("2021-03-10", "2023-03-10", true, false, ConditionState.ToConfirm, ConditionState.Met)]
    [InlineData("2021-11-01", "2023-11-01", true, true, ConditionState.Met, ConditionState.NotMet)]
    [InlineData("2021-10-31", "2023-10-31", true, true, ConditionState.Met, ConditionState.Met)]
    public void A_sanction_counts_while_it_holds(string decided, string until, bool same, bool evidence, ConditionState sanction, ConditionState continued)
    {
        var found = ProsecutionCheck.Of(Law, Owes(600_000_000, 202105, 202110), Sanctioned with { Sanctions = [new(DateOnly.Parse(decided), DateOnly.Parse(until), same, evidence)] });
        Assert.Equal((sanction, continued), (found[ProsecutionCondition.Sanction], found[ProsecutionCondition.Continued]));
        Assert.Equal(sanction == ConditionState.Met && continued == ConditionState.Met, found.Complete);
    }

    [Fact]
    public void Where_the_setting_says_so_only_months_after_the_sanction_count()
    {
        var facts = Sanctioned with { OnlyAfterSanction = true, Sanctions = [new(new(2021, 6, 1), new(2023, 6, 1), true, true)] };
        Assert.Equal(5, ProsecutionCheck.Of(Law, Owes(600_000_000, 202105, 202110), facts).Months.Count);
        Assert.Equal(6, ProsecutionCheck.Of(Law, Owes(600_000_000, 202105, 202110), facts with { OnlyAfterSanction = false }).Months.Count);
        Assert.Equal(6, ProsecutionCheck.Of(Law, Owes(600_000_000, 202105, 202110), facts with { Sanctions = [] }).Months.Count);
    }

    [Theory]
    [InlineData(Confirmation.Open, ConditionState.ToConfirm)]
    [InlineData(Confirmation.No, ConditionState.NotMet)]
    [InlineData(Confirmation.Yes, ConditionState.Met)]
    public void Fraud_is_what_a_person_says_and_nothing_else(Confirmation said, ConditionState state)
    {
        var found = ProsecutionCheck.Of(Law, Owes(5_000_000_000, 202101, 202110), Sanctioned with { Fraud = said });
        Assert.Equal(state, found[ProsecutionCondition.Fraud]);
        Assert.Equal(said == Confirmation.Yes, found.Complete);
    }

    [Theory]
    [InlineData(49_999_999, 0)]
    [InlineData(50_000_000, 2)]
    [InlineData(300_000_000, 3)]
    [InlineData(1_000_000_000, 3)]
    public void What_was_deducted_from_the_workers_lifts_an_act_one_clause(long amount, int clause) =>
        Assert.Equal(clause, ProsecutionCheck.Of(Law, Owes(amount, 202105, 202110), Sanctioned with { Deducted = Confirmation.Yes }).Clause);

    [Theory]
    [InlineData(49_999_999, 0)]
    [InlineData(50_000_000, 2)]
    [InlineData(1_000_000_000, 3)]
    public void The_second_time_is_the_second_clause(long amount, int clause) =>
        Assert.Equal(clause, ProsecutionCheck.Of(Law, Owes(amount, 202105, 202110), Sanctioned with { Repeated = Confirmation.Yes }).Clause);

    [Fact]
    public void The_fund_of_accidents_counts_unless_the_setting_says_not()
    {
        var months = Owes(48_000_000, 202105, 202110);
        months[0] = months[0] with { DueAccident = 2_000_000 };
        Assert.Equal(1, ProsecutionCheck.Of(Law, months, Sanctioned).Clause);
        Assert.Equal(0, ProsecutionCheck.Of(Law, months, Sanctioned with { CountsAccident = false }).Clause);
    }

    [Fact]
    public void A_run_of_a_province_names_the_candidates_only()
    {
        var rows = new List<(long, MonthLine)>();
        void Add(long employer, MonthLine[] lines) => rows.AddRange(lines.Select(l => (employer, l)));
        Add(1, Owes(600_000_000, 202105, 202110));
        Add(2, Owes(600_000_000, 202106, 202110));
        Add(3, Owes(30_000_000, 202105, 202110));
        Add(4, Owes(30_000_000, 202105, 202110));
        Add(5, Owes(60_000_000, 202105, 202110));
        var found = ProsecutionCheck.Candidates(Law, rows, id => new ProsecutionFacts { AsOf = Day, Workers = id == 4 ? 60 : 3 }).ToList();
        Assert.Equal([(1L, 2, 2), (4L, 0, 2), (5L, 1, 1)], found.Select(f => (f.Employer, f.Finding.Clause, f.Finding.Indicated)));
    }

    [Fact]
    public void Every_reason_names_its_point_and_its_threshold()
    {
        var found = ProsecutionCheck.Of(Law, Owes(400_000_000, 202105, 202110), Sanctioned with { Workers = 220, Deducted = Confirmation.Yes });
        Assert.Equal(
            [
                new ClauseGround(2, ClauseGroundKind.Amount, "điểm b khoản 2", 400_000_000, 300_000_000, true),
                new ClauseGround(3, ClauseGroundKind.Workers, "điểm b khoản 3", 220, 200, false),
                new ClauseGround(3, ClauseGroundKind.Deducted, "điểm c khoản 3", 400_000_000, 300_000_000, true),
            ],
            found.Grounds);
    }

    [Fact]
    public void Before_2018_there_is_no_such_law() => Assert.Null(ProsecutionLaws.On(new(2017, 12, 31)));

    /// <summary>The amount spread over the months, the rest of the division in the last.</summary>
    private static MonthLine[] Owes(long amount, int from, int to)
    {
        var months = Period.FromNumber(to).Index - Period.FromNumber(from).Index + 1;
        return [.. Enumerable.Range(0, months).Select(i => Line(Period.FromNumber(from).AddMonths(i).Number, (amount / months) + (i == months - 1 ? amount % months : 0)))];
    }

    private static MonthLine Line(int period, long due) => new(Period.FromNumber(period), due, 0, 0, 0, 0, 0, 0, 0);
}
