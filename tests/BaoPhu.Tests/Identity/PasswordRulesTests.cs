using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;

namespace BaoPhu.Tests.Identity;

public sealed class PasswordRulesTests
{
    [Theory]
    [InlineData("ngắn-quá", "Identity.PasswordShort")]
    [InlineData("0901234567", "People.PasswordCommon")]
    [InlineData("03112021!!", "People.PasswordCommon")]
    [InlineData("aaaaaaaaaaab", "People.PasswordCommon")]
    [InlineData("Password2021!", "People.PasswordCommon")]
    [InlineData("Mật khẩu 123456", "People.PasswordCommon")]
    [InlineData("BaoPhu-2021", "People.PasswordCommon")]
    [InlineData("xin-79.giamdoc-chào", "People.PasswordIsName")]
    [InlineData("Nguyễn Thị Hòa 1980", "People.PasswordIsName")]
    public void Weak_ones_are_refused_with_the_reason(string password, string key) =>
        Assert.Equal(key, Assert.Throws<Refusal>(() => PasswordRules.Check(password, "79.giamdoc", "Nguyễn Thị Hòa")).Key);

    [Theory]
    [InlineData("trời xanh mây trắng")]
    [InlineData("k7mq-x2vd-9hpt")]
    public void A_sentence_or_a_drawn_one_is_taken(string password) => PasswordRules.Check(password, "79.giamdoc", "Nguyễn Thị Hòa");

    [Fact]
    public void A_very_long_one_is_refused() =>
        Assert.Equal("People.PasswordLong", Assert.Throws<Refusal>(() => PasswordRules.Check(string.Concat(Enumerable.Repeat("dài lắm ", 20)), "a", "b")).Key);
}
