using BaoPhu.Rules.Cases;

namespace BaoPhu.Tests.Rules.Cases;

public sealed class ResultDaysTests
{
    /// <summary>Strictly before the 15th and before the last day: the 14th and the day before the last, in every length of month.</summary>
    [Theory]
    [InlineData("2021-11-01", "2021-11-14")]
    [InlineData("2021-11-14", "2021-11-14")]
    [InlineData("2021-11-15", "2021-11-29")]
    [InlineData("2021-11-29", "2021-11-29")]
    [InlineData("2021-11-30", "2021-12-14")]
    [InlineData("2021-12-15", "2021-12-30")]
    [InlineData("2021-12-31", "2022-01-14")]
    [InlineData("2024-02-15", "2024-02-28")]
    [InlineData("2023-02-28", "2023-03-14")]
    public void The_next_day_is_strictly_before(string today, string due) => Assert.Equal(DateOnly.ParseExact(due, "yyyy-MM-dd"), ResultDays.Next(DateOnly.ParseExact(today, "yyyy-MM-dd")));
}
