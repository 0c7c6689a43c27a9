using BaoPhu.Rules;
using BaoPhu.Rules.Debts;
using Xunit;

namespace BaoPhu.Tests.Rules.Debts;

/// <summary>The worked example of QĐ 595 Điều 37 with the rates of 2020 (TB 63/TB-BHXH) and the regime of Luật 41/2024/QH15.</summary>
public class LateInterestTests
{
    private const long Million = 1_000_000;

    [Theory]
    [InlineData(Fund.Social, 200, 100, KRounding.TruncateToFourDecimals, 966_600)]
    [InlineData(Fund.Health, 35, 20, KRounding.TruncateToFourDecimals, 146_490)]
    [InlineData(Fund.Social, 200, 0, KRounding.TruncateToFourDecimals, 1_933_200)]
    [InlineData(Fund.Health, 35, 0, KRounding.TruncateToFourDecimals, 341_810)]
    [InlineData(Fund.Social, 200, 100, KRounding.Exact, 966_667)]
    [InlineData(Fund.Health, 35, 20, KRounding.Exact, 146_500)]
    [InlineData(Fund.Social, 200, 0, KRounding.Exact, 1_933_333)]
    [InlineData(Fund.Health, 35, 0, KRounding.Exact, 341_833)]
    public void The_worked_example_of_the_guidance(Fund fund, long cumulative, long notOverdue, KRounding rounding, long amount)
    {
        var line = LateInterest.Monthly(new DateOnly(2020, 2, 1), fund, cumulative * Million, notOverdue * Million, LateInterest.KnownRates, rounding);
        Assert.Equal(((long?)amount, InterestState.Computed, "TB 63/TB-BHXH ngày 08/01/2020"), (line.Amount, line.State, line.Citation));
    }

    [Fact]
    public void Back_collection_of_the_guidance() => Assert.Equal(7_987_500, LateInterest.BackCollection([new BackCollected(50 * Million, 15, 1.065m)]));

    [Fact]
    public void The_ledger_gives_the_same_lines_as_the_example()
    {
        // 100 m unpaid in December 2019 and 100 m in January 2020.
        MonthLine[] ledger = [new(Period.Of(2019, 12), 100 * Million, 0, 0, 0, 0, 0, 0, 0), new(Period.Of(2020, 1), 100 * Million, 0, 0, 0, 0, 0, 0, 0)];
        var result = LateInterest.MonthlyOver(ledger, new DateOnly(2020, 3, 31), LateInterest.KnownRates, KRounding.TruncateToFourDecimals);
        Assert.Equal([(new DateOnly(2020, 2, 1), (long?)966_600), (new DateOnly(2020, 3, 1), 1_933_200)], result.Lines.Select(l => (l.On, l.Amount)));
        Assert.True(result.Complete && result.Verified);
    }

    [Fact]
    public void The_rate_of_2021_is_not_guessed()
    {
        MonthLine[] ledger = [new(Period.Of(2020, 11), 100 * Million, 0, 0, 0, 0, 0, 0, 0)];
        var result = LateInterest.MonthlyOver(ledger, new DateOnly(2021, 1, 5), LateInterest.KnownRates, KRounding.Exact);
        var line = Assert.Single(result.Lines);
        Assert.Equal((InterestState.RateMissing, (long?)null, "chưa xác minh"), (line.State, line.Amount, line.Citation));
        Assert.False(result.Complete);

        InterestRate[] entered = [new(InterestGroup.Insurance, new DateOnly(2021, 1, 1), null, 5m, "nhập tay", Verified: false)];
        var second = LateInterest.MonthlyOver(ledger, new DateOnly(2021, 1, 5), entered, KRounding.Exact);
        Assert.Equal((InterestState.RateNotVerified, true, false), (second.Lines[0].State, second.Complete, second.Verified));
    }

    [Fact]
    public void What_arose_last_month_or_in_a_cycle_just_ended_bears_none_and_a_payment_stops_it()
    {
        MonthLine[] ledger = [new(Period.Of(2020, 1), 10 * Million, 0, 0, 0, 0, 0, 0, 0), new(Period.Of(2020, 2), 10 * Million, 0, 0, 0, 10 * Million, 0, 0, 0)];
        Assert.Empty(LateInterest.MonthlyOver(ledger, new DateOnly(2020, 3, 1), LateInterest.KnownRates, KRounding.Exact).Lines);

        MonthLine[] quarter = [new(Period.Of(2020, 1), 10 * Million, 0, 0, 0, 0, 0, 0, 0)];
        Assert.Empty(LateInterest.MonthlyOver(quarter, new DateOnly(2020, 4, 30), LateInterest.KnownRates, KRounding.Exact, cycleMonths: 3).Lines);
        Assert.Single(LateInterest.MonthlyOver(quarter, new DateOnly(2020, 5, 1), LateInterest.KnownRates, KRounding.Exact, cycleMonths: 3).Lines);
    }

    [Fact]
    public void Interest_bears_no_interest()
    {
        MonthLine[] ledger = [new(Period.Of(2020, 1), 10 * Million, 0, 0, 0, 0, 0, 0, 0)];
        var lines = LateInterest.MonthlyOver(ledger, new DateOnly(2020, 12, 31), LateInterest.KnownRates, KRounding.Exact).Lines;
        Assert.All(lines, l => Assert.Equal(10 * Million, l.Base));
    }

    [Fact]
    public void From_july_2025_three_hundredths_of_a_percent_a_day_after_the_latest_date()
    {
        Assert.Equal(new DateOnly(2025, 8, 31), LateInterest.LatestPaymentDate(Period.Of(2025, 7)));
        Assert.Equal(new DateOnly(2025, 10, 31), LateInterest.LatestPaymentDate(Period.Of(2025, 7), 3));
        Assert.Equal((0, (long?)0), Days(new DateOnly(2025, 8, 31)));
        Assert.Equal((1, (long?)30_000), Days(new DateOnly(2025, 9, 1)));
        Assert.Equal((30, (long?)900_000), Days(new DateOnly(2025, 9, 30)));
        // An older debt counts from the law's first day; before it the other regime holds.
        Assert.Equal(1, LateInterest.Daily(Fund.Social, Period.Of(2024, 1), Million, new DateOnly(2025, 7, 1)).Days);

        static (int, long?) Days(DateOnly until)
        {
            var line = LateInterest.Daily(Fund.Social, Period.Of(2025, 7), 100 * Million, until);
            return (line.Days!.Value, line.Amount);
        }
    }

    [Fact]
    public void Each_part_paid_late_has_its_own_days()
    {
        MonthLine[] ledger = [new(Period.Of(2025, 7), 100 * Million, 0, 0, 0, 0, 0, 0, 0)];
        DatedPayment[] payments = [new(new DateOnly(2025, 9, 10), Fund.Social, 40 * Million), new(new DateOnly(2025, 8, 20), Fund.Social, 10 * Million), new(new DateOnly(2026, 1, 1), Fund.Social, Million)];
        var result = LateInterest.DailyOver(ledger, payments, new DateOnly(2025, 9, 30));
        Assert.Equal([(40 * Million, 10), (50 * Million, 30)], result.Lines.Select(l => (l.Base, l.Days!.Value)));
        Assert.Equal(120_000 + 450_000, result.Total);
    }
}
