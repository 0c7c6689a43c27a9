using BaoPhu.Rules.Reporting;

namespace BaoPhu.Tests.Reporting;

/// <summary>Periods as other systems write them, both ways.</summary>
public sealed class ExchangePeriodTests
{
    [Theory]
    [InlineData("20211103", "2021-11-03", "2021-11-03", "20211103", "2021-11-03/P1D")]
    [InlineData("202102", "2021-02-01", "2021-02-28", "202102", "2021-02-01/P1M")]
    [InlineData("202402", "2024-02-01", "2024-02-29", "202402", "2024-02-01/P1M")]
    [InlineData("2021Q4", "2021-10-01", "2021-12-31", "2021Q4", "2021-10-01/P92D")]
    [InlineData("2021", "2021-01-01", "2021-12-31", "2021", "2021-01-01/P365D")]
    [InlineData("2021-11-01/P15D", "2021-11-01", "2021-11-15", "20211115", "2021-11-01/P15D")]
    [InlineData("2021-11-01/P1M", "2021-11-01", "2021-11-30", "202111", "2021-11-01/P1M")]
    [InlineData("2021-11-01/P2W", "2021-11-01", "2021-11-14", "20211114", "2021-11-01/P14D")]
    [InlineData("2021-01-01/P1Y", "2021-01-01", "2021-12-31", "2021", "2021-01-01/P365D")]
    public void A_period_is_read_and_written(string text, string from, string to, string code, string interval)
    {
        Assert.True(ExchangePeriod.TryParse(text, out var period));
        Assert.Equal((Day(from), Day(to)), (period.From, period.To));
        Assert.Equal((code, interval), (period.Code, period.Interval8601));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2021110")]
    [InlineData("20211131")]
    [InlineData("202113")]
    [InlineData("2021Q5")]
    [InlineData("1")]
    [InlineData("2021-11-01/P0D")]
    [InlineData("2021-11-01/15D")]
    [InlineData("2021-11-31/P1D")]
    [InlineData("2021-11-01/P99999D")]
    [InlineData("2021-11-01/PT1H")]
    public void What_is_none_is_refused(string? text) => Assert.False(ExchangePeriod.TryParse(text, out _));

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
