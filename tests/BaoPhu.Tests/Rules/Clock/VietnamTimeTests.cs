using BaoPhu.Rules.Clock;
using Xunit;

namespace BaoPhu.Tests.Rules.Clock;

public class VietnamTimeTests
{
    private static readonly long Eight = new DateTimeOffset(2021, 11, 3, 1, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    [Theory]
    [InlineData("2021-11-03T08:00")]
    [InlineData("2021-11-03T08:00:00")]
    [InlineData("2021-11-03 08:00")]
    [InlineData("2021-11-03T01:00Z")]
    [InlineData("2021-11-03T01:00:00.000Z")]
    [InlineData("2021-11-03T08:00+07:00")]
    [InlineData("2021-11-02T20:00:00-05:00")]
    [InlineData("03/11/2021 08:00")]
    [InlineData(" 3/11/2021 8:00 ")]
    public void Moments_are_read_in_the_zone_of_vietnam(string text) => Assert.Equal((true, Eight), (VietnamTime.TryParse(text, out var ms), ms));

    [Theory]
    [InlineData("2021-11-03")]
    [InlineData("03/11/2021")]
    public void A_day_alone_is_its_first_moment(string text) => Assert.Equal(VietnamTime.ToUtcMs(new DateOnly(2021, 11, 3)), VietnamTime.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("31/02/2021")]
    [InlineData("2021-11-03T24:00")]
    [InlineData("11/03/21")]
    [InlineData("hôm nay")]
    public void Anything_else_is_refused(string text)
    {
        Assert.False(VietnamTime.TryParse(text, out _));
        Assert.Throws<FormatException>(() => VietnamTime.Parse(text));
    }

    [Fact]
    public void There_and_back()
    {
        Assert.Equal(new DateTime(2021, 11, 3, 8, 0, 0), VietnamTime.ToLocal(Eight));
        Assert.Equal(("2021-11-03T08:00", "03/11/2021 08:00"), (VietnamTime.ToIso(Eight), VietnamTime.ToText(Eight)));
        Assert.Equal(new DateOnly(2021, 11, 1), VietnamTime.ToDay(VietnamTime.Parse("2021-10-31T17:00Z")));
        Assert.Equal(new DateOnly(2021, 10, 31), VietnamTime.ToDay(VietnamTime.Parse("2021-10-31T17:00Z") - 1));
    }
}
