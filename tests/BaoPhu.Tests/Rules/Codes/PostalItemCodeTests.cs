using BaoPhu.Rules.Codes;

namespace BaoPhu.Tests.Rules.Codes;

public sealed class PostalItemCodeTests
{
    [Fact]
    public void The_example_of_the_standard() => Assert.Equal("RR473124829VN", PostalItemCode.Of("RR", 47_312_482));

    // Sums with the rests 0 and 1, whose check digits are exceptions, and an ordinary one.
    [Theory]
    [InlineData("RR000000005VN", true)]
    [InlineData("RR473124829GB", true)]
    [InlineData("RR473124828VN", false)]
    [InlineData("RR47312482VN", false)]
    [InlineData("rr473124829VN", false)]
    [InlineData("RR47312482AVN", false)]
    public void A_code_is_checked(string code, bool valid) => Assert.Equal(valid, PostalItemCode.IsValid(code));

    [Fact]
    public void Whatever_is_made_is_valid_and_one_wrong_digit_is_noticed()
    {
        for (var serial = 0; serial < 100_000; serial += 7)
        {
            var code = PostalItemCode.Of("RA", serial);
            Assert.True(PostalItemCode.IsValid(code), code);
            var wrong = code.ToCharArray();
            wrong[9] = wrong[9] == '9' ? '0' : (char)(wrong[9] + 1);
            Assert.False(PostalItemCode.IsValid(wrong), new string(wrong));
        }
    }

    [Theory]
    [InlineData("R", 1)]
    [InlineData("R1", 1)]
    [InlineData("RR", -1)]
    [InlineData("RR", 100_000_000)]
    public void What_is_no_service_or_serial_is_refused(string service, int serial) => Assert.Throws<ArgumentException>(() => PostalItemCode.Of(service, serial));
}
