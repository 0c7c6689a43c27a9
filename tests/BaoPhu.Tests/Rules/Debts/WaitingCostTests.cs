using BaoPhu.Rules;
using BaoPhu.Rules.Debts;

namespace BaoPhu.Tests.Rules.Debts;

public sealed class WaitingCostTests
{
    private static readonly DateOnly Day = new(2020, 11, 10);

    private static WaitingFacts Facts(long social, DebtBand band = DebtBand.ThreeAndOver, Period? oldest = null, DateOnly? due = null, int lost = 0, long health = 0) =>
        new(social, health, 0, 0, oldest ?? Period.Of(2020, 6), band, due, lost);

    [Fact]
    public void Interest_a_day_is_twice_the_yearly_rate_of_each_group_spread_over_the_year()
    {
        var cost = WaitingCost.Of(Facts(365_000_000, health: 36_500_000), Day, LateInterest.KnownRates);
        // 365 triệu × 2 × 5,80 % ÷ 365; 36,5 triệu × 2 × 5,86 % ÷ 365.
        Assert.Equal([116_000m, 11_720m], cost.Interest.Select(i => i.PerDay!.Value));
        Assert.Equal((127_720m, true), (cost.PerDay, cost.Complete));
        Assert.All(cost.Interest, i => Assert.Equal("TB 63/TB-BHXH ngày 08/01/2020", i.Citation));
    }

    [Fact]
    public void Without_a_rate_nothing_is_guessed_and_from_July_2025_it_is_003_percent_a_day()
    {
        var none = WaitingCost.Of(Facts(1_000_000), new DateOnly(2021, 11, 10), LateInterest.KnownRates);
        Assert.Equal((0m, false, (decimal?)null), (none.PerDay, none.Complete, none.Interest[0].PerDay));
        Assert.Equal(300m, WaitingCost.Of(Facts(1_000_000), new DateOnly(2025, 7, 1), []).PerDay);
    }

    [Theory]
    [InlineData(DebtBand.UnderOneMonth, "2020-10", null, WaitingDate.Band, "2020-12-01")]
    [InlineData(DebtBand.OneToThree, "2020-09", null, WaitingDate.Band, "2021-01-01")]
    [InlineData(DebtBand.OneToThree, "2020-09", "2020-11-12", WaitingDate.Due, "2020-11-12")]
    [InlineData(DebtBand.OneToThree, "2020-09", "2021-02-01", WaitingDate.Band, "2021-01-01")]
    [InlineData(DebtBand.ThreeAndOver, "2020-06", null, WaitingDate.None, null)]
    [InlineData(DebtBand.ThreeAndOver, "2020-06", "2020-11-09", WaitingDate.Due, "2020-11-09")]
    public void The_nearest_date_is_the_next_band_or_the_due_date(DebtBand band, string oldest, string? due, WaitingDate next, string? on)
    {
        var cost = WaitingCost.Of(Facts(1, band, Period.FromNumber(int.Parse(oldest.Replace("-", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture)), due is null ? null : DateOnly.Parse(due, System.Globalization.CultureInfo.InvariantCulture)), Day, LateInterest.KnownRates);
        Assert.Equal((next, on), (cost.Next, cost.NextOn?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void A_near_date_goes_before_money_and_money_before_days_lost()
    {
        var costs = new[]
        {
            WaitingCost.Of(Facts(100, lost: 9), Day, LateInterest.KnownRates),
            WaitingCost.Of(Facts(100, lost: 20), Day, LateInterest.KnownRates),
            WaitingCost.Of(Facts(900), Day, LateInterest.KnownRates),
            WaitingCost.Of(Facts(1, due: new DateOnly(2020, 11, 17)), Day, LateInterest.KnownRates),
            WaitingCost.Of(Facts(1, due: new DateOnly(2020, 11, 3)), Day, LateInterest.KnownRates),
            WaitingCost.Of(Facts(800, due: new DateOnly(2020, 11, 18)), Day, LateInterest.KnownRates),
        };
        Assert.Equal([costs[4], costs[3], costs[2], costs[5], costs[1], costs[0]], costs.Order(Comparer<WaitingCost>.Create(WaitingCost.Compare)));
    }
}
