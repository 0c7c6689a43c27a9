using BaoPhu.Rules.Messages;

namespace BaoPhu.Tests.Rules.Messages;

/// <summary>Parts of an SMS counted both ways, the fold of accents, quiet hours, what fits Zalo's parameters.</summary>
public sealed class SmsTextTests
{
    [Theory]
    [InlineData("", 1, false)]
    [InlineData("Quy don vi con no BHXH 1.000.000 dong", 1, false)]
    [InlineData("Quý đơn vị còn nợ", 1, true)]
    public void One_letter_outside_the_alphabet_makes_it_unicode(string text, int parts, bool unicode)
    {
        var size = SmsText.Size(text);
        Assert.Equal((parts, unicode, text.Length), (size.Parts, size.Unicode, size.Letters));
    }

    [Theory]
    [InlineData('a', 160, 1)]
    [InlineData('a', 161, 2)]
    [InlineData('a', 306, 2)]
    [InlineData('a', 307, 3)]
    [InlineData('ơ', 70, 1)]
    [InlineData('ơ', 71, 2)]
    [InlineData('ơ', 134, 2)]
    [InlineData('ơ', 135, 3)]
    [InlineData('€', 80, 1)]
    [InlineData('€', 81, 2)]
    public void Parts_are_counted_at_their_borders(char letter, int count, int parts) => Assert.Equal(parts, SmsText.Size(new string(letter, count)).Parts);

    [Fact]
    public void A_letter_of_two_septets_is_never_cut()
    {
        // 152 letters and a pair: the pair does not fit into the first part's 153, so the rest begins a septet earlier.
        var text = new string('a', 152) + "€" + new string('a', 152);
        Assert.Equal((306, 3), (SmsText.Size(text).Letters, SmsText.Size(text).Parts));
        Assert.Equal(2, SmsText.Size(new string('a', 306)).Parts);
        var faces = new string('ơ', 66) + "😀" + new string('ơ', 66);
        Assert.Equal((134, 3), (SmsText.Size(faces).Letters, SmsText.Size(faces).Parts));
    }

    [Theory]
    [InlineData("Quý đơn vị – nợ “2 tháng”…", "Quy don vi - no \"2 thang\"...")]
    [InlineData("ĐẶNG Thị Hòa", "DANG Thi Hoa")]
    [InlineData("BHXH Quận 1", "BHXH Quan 1")]
    public void Without_accents_it_keeps_its_case_and_fits_the_alphabet(string text, string plain)
    {
        Assert.Equal(plain, SmsText.Plain(text));
        Assert.False(SmsText.Size(plain).Unicode);
    }

    [Theory]
    [InlineData(22, 6, "2021-11-03T21:59", "2021-11-03T21:59")]
    [InlineData(22, 6, "2021-11-03T22:00", "2021-11-04T06:00")]
    [InlineData(22, 6, "2021-11-04T05:59", "2021-11-04T06:00")]
    [InlineData(22, 6, "2021-11-04T06:00", "2021-11-04T06:00")]
    [InlineData(1, 5, "2021-11-04T02:00", "2021-11-04T05:00")]
    [InlineData(1, 5, "2021-11-04T23:00", "2021-11-04T23:00")]
    [InlineData(7, 7, "2021-11-04T07:00", "2021-11-04T07:00")]
    public void At_night_it_waits_for_the_morning(int from, int to, string at, string next) =>
        Assert.Equal(DateTime.Parse(next), new QuietHours(from, to).Next(DateTime.Parse(at)));

    [Theory]
    [InlineData("name", "Công ty TNHH Một thành viên Thương mại Dịch vụ", "Công ty TNHH Một thành viên…")]
    [InlineData("name", "Công ty Thử", "Công ty Thử")]
    [InlineData("amount", "123.456.789", "123.456.789")]
    [InlineData("amount", "123.456.789.012.345.678", null)]
    [InlineData("code", "", null)]
    public void A_value_fits_its_parameter_or_does_not_go(string kind, string value, string? fit)
    {
        Assert.Equal(fit, ZnsValue.Fit(kind, value));
        Assert.True((ZnsValue.Fit(kind, value)?.Length ?? 0) <= ZnsValue.Limit(kind));
    }

    [Fact]
    public void Places_are_filled_and_listed()
    {
        Assert.Equal("Đơn vị TA0001A nợ  đồng {x", MessageText.Fill("Đơn vị {ma_don_vi} nợ {so_tien} đồng {x", new Dictionary<string, string> { ["ma_don_vi"] = "TA0001A" }));
        Assert.Equal(["ma_don_vi", "so_tien"], MessageText.PlacesIn("{ma_don_vi} {so_tien} {ma_don_vi}"));
        Assert.Equal([1, 5, 15, 60, 180, 360, 360], Enumerable.Range(1, 7).Select(Retries.WaitMinutes));
    }
}
