using BaoPhu.Rules.Codes;
using FsCheck;
using FsCheck.Fluent;

namespace BaoPhu.Tests.Rules.Codes;

/// <summary>Amounts in words (domain §10), read back by an independent reader.</summary>
public sealed class AmountInWordsTests
{
    private static readonly string[] Digits = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];

    [Theory]
    [InlineData(0, "không")]
    [InlineData(10, "mười")]
    [InlineData(11, "mười một")]
    [InlineData(14, "mười bốn")]
    [InlineData(15, "mười lăm")]
    [InlineData(20, "hai mươi")]
    [InlineData(21, "hai mươi mốt")]
    [InlineData(24, "hai mươi tư")]
    [InlineData(25, "hai mươi lăm")]
    [InlineData(55, "năm mươi lăm")]
    [InlineData(100, "một trăm")]
    [InlineData(101, "một trăm lẻ một")]
    [InlineData(104, "một trăm lẻ bốn")]
    [InlineData(105, "một trăm lẻ năm")]
    [InlineData(110, "một trăm mười")]
    [InlineData(1_001, "một nghìn không trăm lẻ một")]
    [InlineData(1_050, "một nghìn không trăm năm mươi")]
    [InlineData(10_000, "mười nghìn")]
    [InlineData(1_000_005, "một triệu không trăm lẻ năm")]
    [InlineData(21_000_000, "hai mươi mốt triệu")]
    [InlineData(1_000_000_001, "một tỷ không trăm lẻ một")]
    [InlineData(15_004_000_000, "mười lăm tỷ không trăm lẻ bốn triệu")]
    [InlineData(1_000_000_000_000, "một nghìn tỷ")]
    [InlineData(3_021_000_000_000, "ba nghìn không trăm hai mươi mốt tỷ")]
    public void The_rules_one_by_one(long value, string words) => Assert.Equal(words, VietnameseNumbers.InWords(value));

    [Fact]
    public void Whatever_is_written_is_read_back()
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue).Select(n => (long)n * n % 999_999_999_999_999).ToArbitrary(), value => Read(VietnameseNumbers.InWords(value)) == value)
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));
        for (var value = 0L; value < 2_000; value++)
        {
            Assert.Equal(value, Read(VietnameseNumbers.InWords(value)));
        }
    }

    private static long Read(string words)
    {
        long total = 0, part = 0, group = 0, digit = -1;
        foreach (var word in words.Split(' '))
        {
            switch (word)
            {
                case "trăm":
                    (group, digit) = (group + (digit * 100), -1);
                    break;
                case "mươi":
                    (group, digit) = (group + (digit * 10), -1);
                    break;
                case "mười":
                    group += 10;
                    break;
                case "lẻ":
                    break;
                case "nghìn":
                    (part, group, digit) = (part + ((group + Math.Max(0, digit)) * 1_000), 0, -1);
                    break;
                case "triệu":
                    (part, group, digit) = (part + ((group + Math.Max(0, digit)) * 1_000_000), 0, -1);
                    break;
                case "tỷ":
                    (total, part, group, digit) = ((total + part + group + Math.Max(0, digit)) * 1_000_000_000, 0, 0, -1);
                    break;
                default:
                    digit = word switch { "mốt" => 1, "tư" => 4, "lăm" => 5, _ => Array.IndexOf(Digits, word) };
                    break;
            }
        }

        return total + part + group + Math.Max(0, digit);
    }
}
