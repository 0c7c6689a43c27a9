using BaoPhu.Rules.Codes;

namespace BaoPhu.Tests.Rules.Codes;

public sealed class PostalResultTests
{
    [Theory]
    [InlineData("Phát thành công", PostalResult.Delivered)]
    [InlineData("ĐÃ PHÁT", PostalResult.Delivered)]
    [InlineData("delivered", PostalResult.Delivered)]
    [InlineData("Từ chối nhận", PostalResult.Refused)]
    [InlineData("Phát không thành công - người nhận từ chối", PostalResult.Refused)]
    [InlineData("Chuyển hoàn (người nhận từ chối)", PostalResult.Refused)]
    [InlineData("Không có người nhận tại địa chỉ", PostalResult.NotAtAddress)]
    [InlineData("Sai địa chỉ, đã chuyển hoàn", PostalResult.NotAtAddress)]
    [InlineData("not-at-address", PostalResult.NotAtAddress)]
    [InlineData("Chuyển hoàn", PostalResult.Returned)]
    [InlineData("Hoàn trả người gửi", PostalResult.Returned)]
    public void The_posts_words_are_read(string text, PostalResult result)
    {
        Assert.True(PostalResults.TryRead(text, out var read), text);
        Assert.Equal(result, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Đang phát")]
    [InlineData("Chưa phát được")]
    [InlineData("Phát không thành công")]
    [InlineData("???")]
    public void What_is_no_end_is_none(string text) => Assert.False(PostalResults.TryRead(text, out _), text);

    [Fact]
    public void Every_result_has_its_code() => Assert.All(Enum.GetValues<PostalResult>(), r => Assert.Equal(r, PostalResults.Named(PostalResults.Of(r))));
}
