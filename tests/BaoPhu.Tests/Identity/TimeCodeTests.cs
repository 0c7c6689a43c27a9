using System.Text;
using BaoPhu.Core.Identity;

namespace BaoPhu.Tests.Identity;

public sealed class TimeCodeTests
{
    private static readonly byte[] Key = Encoding.ASCII.GetBytes("12345678901234567890");

    /// <summary>Appendix B of RFC 6238, SHA-1; the last six of its eight figures.</summary>
    [Theory]
    [InlineData(59, 287082)]
    [InlineData(1111111109, 081804)]
    [InlineData(1111111111, 050471)]
    [InlineData(1234567890, 005924)]
    [InlineData(2000000000, 279037)]
    [InlineData(20000000000, 353130)]
    public void The_vectors_of_the_RFC_hold(long seconds, int code) => Assert.Equal(code, TimeCode.At(Key, TimeCode.StepOf(DateTimeOffset.FromUnixTimeSeconds(seconds))));

    [Fact]
    public void A_code_is_taken_a_little_early_or_late_but_not_twice()
    {
        var at = DateTimeOffset.FromUnixTimeSeconds(1111111111);
        var step = TimeCode.StepOf(at);
        Assert.Equal(step, TimeCode.Find(Key, "050 471", at, 0));
        Assert.Equal(step, TimeCode.Find(Key, "050471", at.AddSeconds(30), 0));
        Assert.Equal(step, TimeCode.Find(Key, "050471", at.AddSeconds(-30), 0));
        Assert.Null(TimeCode.Find(Key, "050471", at.AddSeconds(90), 0));
        Assert.Null(TimeCode.Find(Key, "050471", at, step));
        Assert.Null(TimeCode.Find(Key, "50471", at, 0));
        Assert.Null(TimeCode.Find(Key, "abcdef", at, 0));
    }

    [Fact]
    public void A_key_is_written_in_base_32_and_read_back()
    {
        Assert.Equal("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", TimeCode.ToText(Key));
        Assert.Equal(Key, TimeCode.FromText("gezd gnbv gy3t qojq gezd gnbv gy3t qojq"));
        Assert.Null(TimeCode.FromText("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ1"));
        Assert.Null(TimeCode.FromText("GEZD"));
        Assert.Null(TimeCode.FromText(null));
    }
}
