using BaoPhu.Rules.Codes;

namespace BaoPhu.Tests.Rules.Codes;

/// <summary>The text of a transfer, as it should be and as people type it.</summary>
public sealed class TransferReferenceTests
{
    [Theory]
    [InlineData("+BHXH+103+00+TZ0490L+07906+dong BHXH+", "103", "TZ0490L", "07906")]
    [InlineData("bhxh 103 00 tz0490l 07906 đóng bhxh", "103", "TZ0490L", "07906")]
    [InlineData("BHXH-103-00-TZ0490L-07906", "103", "TZ0490L", "07906")]
    [InlineData("+BHXH+103+OO+TZ0490L+07906+", "103", "TZ0490L", "07906")]
    [InlineData("+BHXH+103+00+TZ049OL+07906+", "103", "TZ0490L", "07906")]
    [InlineData("B.H.X.H 103 TZ0490L 07906 nop tien thang 9", "103", "TZ0490L", "07906")]
    [InlineData("NOP BHXH THANG 10 TZ0490L", null, "TZ0490L", null)]
    [InlineData("TZ0490L nop tien bao hiem", null, "TZ0490L", null)]
    [InlineData("chuyen tien BHXH", null, null, null)]
    public void What_people_type_is_understood(string text, string? type, string? code, string? office) =>
        Assert.Equal(new TransferReference(type, code, office), TransferReference.Parse(text));

    [Theory]
    [InlineData(null)]
    [InlineData("  ")]
    [InlineData("tra tien hang thang 10")]
    [InlineData("UNC 0301234567")]
    public void What_is_no_reference_is_none(string? text) => Assert.Null(TransferReference.Parse(text));
}
