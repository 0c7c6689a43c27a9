using System.Text;
using BaoPhu.Rules;
using BaoPhu.Rules.Codes;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace BaoPhu.Tests.Rules.Codes;

public class CodeTests
{
    [Theory]
    [InlineData("0100233488", true)]
    [InlineData("0314409058-002", true)]
    [InlineData("0101243150", true)]
    [InlineData("0100109106", true)]
    [InlineData("0300588569", true)]
    [InlineData("0106365869", false)]
    [InlineData("0314409058-000", false)]
    [InlineData("0100000000", false)]
    [InlineData("079083001234", true)]
    [InlineData("", false)]
    public void Tax_codes_and_their_check_digits(string code, bool valid) => Assert.Equal(valid, TaxCode.IsValid(code));

    [Theory]
    [InlineData("0100233488", CellVerdict.Ok, "0100233488", CellReason.None)]
    [InlineData("100233488", CellVerdict.Repaired, "0100233488", CellReason.LeadingZerosLost)]
    [InlineData("100233489", CellVerdict.Refused, null, CellReason.AmbiguousLength)]
    [InlineData("0314409058002", CellVerdict.Repaired, "0314409058-002", CellReason.Rewritten)]
    [InlineData("314409058002", CellVerdict.Repaired, "0314409058-002", CellReason.LeadingZerosLost)]
    [InlineData("79083001234", CellVerdict.Repaired, "079083001234", CellReason.LeadingZerosLost)]
    [InlineData("3.14409E+11", CellVerdict.Refused, null, CellReason.ScientificNotation)]
    [InlineData("3,14409E+11", CellVerdict.Refused, null, CellReason.ScientificNotation)]
    [InlineData("0106365869", CellVerdict.Doubtful, "0106365869", CellReason.WrongCheckDigit)]
    [InlineData("12345", CellVerdict.Refused, null, CellReason.WrongLength)]
    [InlineData("01002334A8", CellVerdict.Refused, null, CellReason.WrongCharacter)]
    [InlineData("'0100233488 ", CellVerdict.Ok, "0100233488", CellReason.None)]
    [InlineData("100233488.0", CellVerdict.Repaired, "0100233488", CellReason.LeadingZerosLost)]
    [InlineData(" ", CellVerdict.Empty, null, CellReason.None)]
    public void Cells_with_tax_codes(string cell, CellVerdict verdict, string? value, CellReason reason) => Assert.Equal(new CellRepair(verdict, value, reason), TaxCode.Read(cell));

    [Fact]
    public void Other_codes_with_lost_zeros()
    {
        Assert.Equal(CellRepair.Repaired("0120878811", CellReason.LeadingZerosLost), FixedDigits.SocialInsuranceNumber("120878811"));
        Assert.Equal(CellRepair.Refused(CellReason.AmbiguousLength), FixedDigits.SocialInsuranceNumber("20878811"));
        Assert.Equal(CellRepair.Repaired("07906", CellReason.LeadingZerosLost), FixedDigits.OfficeCode("7906"));
        Assert.Equal(CellRepair.Repaired("00123", CellReason.LeadingZerosLost), FixedDigits.Read("123", 5, maxLost: 4));
        Assert.Equal("79", FixedDigits.Locality("79").Value);
        Assert.Equal("770", FixedDigits.Locality("770").Value);
        Assert.Equal("04567", FixedDigits.Locality("4567").Value);
        Assert.Equal(CellReason.AmbiguousLength, FixedDigits.Locality("1").Reason);
        Assert.Equal("001083001234", CitizenId.Read("1083001234").Value);
        Assert.Equal("079083001234", CitizenId.Read("79083001234").Value);
        Assert.Equal("012345678", CitizenId.Read("12345678").Value);
        Assert.Equal(CellRepair.Repaired("TA0001A", CellReason.Rewritten), EmployerCode.Read(" ta0001a "));
        Assert.Equal(CellReason.WrongCharacter, EmployerCode.Read("1234567").Reason);
        Assert.Equal(CellReason.WrongLength, EmployerCode.Read("TA001A").Reason);
        Assert.Equal("leading-zeros-lost", CellReasons.Name(CellReason.LeadingZerosLost));
        Assert.Equal("several-values", CellReasons.Name(CellReason.Several));
    }

    [Theory]
    [InlineData("0953084056", "0953084056", CellReason.None)]
    [InlineData("953084056", "0953084056", CellReason.LeadingZerosLost)]
    [InlineData("+84 953 084 056", "0953084056", CellReason.Rewritten)]
    [InlineData("84953084056", "0953084056", CellReason.Rewritten)]
    [InlineData("0084953084056", "0953084056", CellReason.Rewritten)]
    [InlineData("0162.123.4567", "0321234567", CellReason.OldMobile)]
    [InlineData("1691234567", "0391234567", CellReason.OldMobile)]
    [InlineData("0120 1234567", "0701234567", CellReason.OldMobile)]
    [InlineData("0199-1234567", "0591234567", CellReason.OldMobile)]
    [InlineData("(028) 38123456", "02838123456", CellReason.Rewritten)]
    [InlineData("2838123456", "02838123456", CellReason.LeadingZerosLost)]
    [InlineData("1900.9068", "19009068", CellReason.Rewritten)]
    [InlineData("0903123456/0912123456", null, CellReason.Several)]
    [InlineData("0123", null, CellReason.WrongLength)]
    [InlineData("0453084056", null, CellReason.NotIssued)]
    [InlineData("9.53E+08", null, CellReason.ScientificNotation)]
    public void Telephone_numbers(string cell, string? phone, CellReason reason)
    {
        var read = PhoneNumber.Read(cell);
        Assert.Equal((phone, reason), (read.Value, read.Reason));
    }

    [Theory]
    [InlineData("14000000", MoneyVerdict.Ok, 14_000_000)]
    [InlineData("14.000.000", MoneyVerdict.Ok, 14_000_000)]
    [InlineData("14,000,000", MoneyVerdict.Ok, 14_000_000)]
    [InlineData("14 000 000", MoneyVerdict.Ok, 14_000_000)]
    [InlineData("14\u00A0000\u00A0000", MoneyVerdict.Ok, 14_000_000)]
    [InlineData("1.234.567,00", MoneyVerdict.Ok, 1_234_567)]
    [InlineData("1,234,567.00", MoneyVerdict.Ok, 1_234_567)]
    [InlineData("1234567.0", MoneyVerdict.Ok, 1_234_567)]
    [InlineData("1234567,00", MoneyVerdict.Ok, 1_234_567)]
    [InlineData("1.234", MoneyVerdict.Ok, 1_234)]
    [InlineData("1,234", MoneyVerdict.Ok, 1_234)]
    [InlineData("0", MoneyVerdict.Ok, 0)]
    [InlineData("-", MoneyVerdict.Ok, 0)]
    [InlineData("0.00", MoneyVerdict.Ok, 0)]
    [InlineData("", MoneyVerdict.Empty, 0)]
    [InlineData("  ", MoneyVerdict.Empty, 0)]
    [InlineData("1.000 đ", MoneyVerdict.Ok, 1_000)]
    [InlineData("1.000đồng", MoneyVerdict.Ok, 1_000)]
    [InlineData("1.000 ĐỒNG", MoneyVerdict.Ok, 1_000)]
    [InlineData("1.000 VNĐ", MoneyVerdict.Ok, 1_000)]
    [InlineData("VND 1.000", MoneyVerdict.Ok, 1_000)]
    [InlineData("1.000₫", MoneyVerdict.Ok, 1_000)]
    [InlineData("+5", MoneyVerdict.Ok, 5)]
    [InlineData("-1.000", MoneyVerdict.Negative, -1_000)]
    [InlineData("\u22121000", MoneyVerdict.Negative, -1_000)]
    [InlineData("(1.000)", MoneyVerdict.Negative, -1_000)]
    [InlineData("1.000-", MoneyVerdict.Negative, -1_000)]
    [InlineData("-1.000 đ", MoneyVerdict.Negative, -1_000)]
    [InlineData("-0", MoneyVerdict.Ok, 0)]
    [InlineData("(-1)", MoneyVerdict.NotANumber, 0)]
    [InlineData("1.5", MoneyVerdict.Fraction, 0)]
    [InlineData("1234.567", MoneyVerdict.Fraction, 0)]
    [InlineData("0.500", MoneyVerdict.Fraction, 0)]
    [InlineData("1.234.567,5", MoneyVerdict.Fraction, 0)]
    [InlineData("1.5E+6", MoneyVerdict.ScientificNotation, 0)]
    [InlineData("9223372036854775807", MoneyVerdict.Ok, long.MaxValue)]
    [InlineData("9223372036854775808", MoneyVerdict.Overflow, 0)]
    [InlineData("99999999999999999999", MoneyVerdict.Overflow, 0)]
    [InlineData("1.23.456", MoneyVerdict.NotANumber, 0)]
    [InlineData("1.234,567.8", MoneyVerdict.NotANumber, 0)]
    [InlineData("100 200 3", MoneyVerdict.NotANumber, 0)]
    [InlineData("12a", MoneyVerdict.NotANumber, 0)]
    [InlineData("--5", MoneyVerdict.NotANumber, 0)]
    [InlineData("đ", MoneyVerdict.NotANumber, 0)]
    [InlineData(".", MoneyVerdict.NotANumber, 0)]
    [InlineData("không có", MoneyVerdict.NotANumber, 0)]
    public void Amounts(string text, MoneyVerdict verdict, long value)
    {
        Assert.Equal((verdict, value), (MoneyText.Parse(text, out var chars), chars));
        Assert.Equal((verdict, value), (MoneyText.Parse(Encoding.UTF8.GetBytes(text), out var bytes), bytes));
        Assert.Equal(verdict is MoneyVerdict.Ok or MoneyVerdict.Empty, MoneyText.TryParse(text, out _));
    }

    [Theory]
    [InlineData("01/2021")]
    [InlineData("1/2021")]
    [InlineData("1-2021")]
    [InlineData("01.2021")]
    [InlineData("2021-01")]
    [InlineData("2021/1")]
    [InlineData("202101")]
    [InlineData("012021")]
    [InlineData("T01/2021")]
    [InlineData("t1.2021")]
    [InlineData("Tháng 1 năm 2021")]
    [InlineData("tháng 01/2021")]
    [InlineData("Kỳ 01/2021")]
    [InlineData("44197")]
    [InlineData("44197.0")]
    [InlineData("01/01/2021")]
    [InlineData("2021-01-01 00:00:00")]
    public void Months(string text)
    {
        Assert.Equal((DateVerdict.Ok, Period.Of(2021, 1)), (PeriodText.Parse(text, out var period), period));
        Assert.Equal((true, Period.Of(2021, 1)), (PeriodText.TryParse(Encoding.UTF8.GetBytes(text), out period), period));
    }

    [Theory]
    [InlineData("", DateVerdict.Empty)]
    [InlineData("13/2021", DateVerdict.Impossible)]
    [InlineData("00/2021", DateVerdict.Impossible)]
    [InlineData("2021-13", DateVerdict.Impossible)]
    [InlineData("01/21", DateVerdict.NotADate)]
    [InlineData("12021", DateVerdict.NotADate)]
    [InlineData("44198", DateVerdict.NotADate)]
    [InlineData("02/01/2021", DateVerdict.NotADate)]
    [InlineData("quý I/2021", DateVerdict.NotADate)]
    [InlineData("tháng một", DateVerdict.NotADate)]
    public void What_is_no_month(string text, DateVerdict verdict)
    {
        Assert.Equal(verdict, PeriodText.Parse(text, out _));
        Assert.False(PeriodText.TryParse(Encoding.UTF8.GetBytes(text), out _));
    }

    [Theory]
    [InlineData("03/11/2021")]
    [InlineData("3/11/2021")]
    [InlineData("3-11-2021")]
    [InlineData("03.11.2021")]
    [InlineData("2021-11-03")]
    [InlineData("2021/11/3")]
    [InlineData("44503")]
    [InlineData("ngày 3 tháng 11 năm 2021")]
    [InlineData("03/11/2021 00:00:00")]
    public void Days(string text) => Assert.Equal((DateVerdict.Ok, new DateOnly(2021, 11, 3)), (DateText.Parse(text, out var day), day));

    [Theory]
    [InlineData("31/02/2021", DateVerdict.Impossible)]
    [InlineData("29/02/2021", DateVerdict.Impossible)]
    [InlineData("11/13/2021", DateVerdict.Impossible)]
    [InlineData("03/11/21", DateVerdict.NotADate)]
    [InlineData("03/11", DateVerdict.NotADate)]
    [InlineData("03/11/2021 08:00", DateVerdict.NotADate)]
    [InlineData("4450", DateVerdict.NotADate)]
    [InlineData(" ", DateVerdict.Empty)]
    public void What_is_no_day(string text, DateVerdict verdict) => Assert.Equal(verdict, DateText.Parse(text, out _));

    [Theory]
    [InlineData(0, "Không đồng")]
    [InlineData(5, "Năm đồng")]
    [InlineData(10, "Mười đồng")]
    [InlineData(11, "Mười một đồng")]
    [InlineData(14, "Mười bốn đồng")]
    [InlineData(15, "Mười lăm đồng")]
    [InlineData(21, "Hai mươi mốt đồng")]
    [InlineData(24, "Hai mươi tư đồng")]
    [InlineData(105, "Một trăm lẻ năm đồng")]
    [InlineData(1_000_005, "Một triệu không trăm lẻ năm đồng")]
    [InlineData(1_234_567, "Một triệu hai trăm ba mươi tư nghìn năm trăm sáu mươi bảy đồng")]
    [InlineData(1_010_000_000, "Một tỷ không trăm mười triệu đồng")]
    [InlineData(2_500_000_000_000, "Hai nghìn năm trăm tỷ đồng")]
    [InlineData(-1_000, "Âm một nghìn đồng")]
    public void Amounts_in_words(long amount, string words) => Assert.Equal(words, VietnameseNumbers.AmountInWords(amount));

    [Fact]
    public void Whatever_is_written_as_an_amount_is_read_back_and_bytes_are_read_as_characters_are()
    {
        Prop.ForAll<long>(value =>
        {
            var text = VietnameseNumbers.Amount(value);
            var verdict = MoneyText.Parse(text, out var read);
            return read == value && verdict == (value < 0 ? MoneyVerdict.Negative : MoneyVerdict.Ok);
        }).QuickCheckThrowOnFailure();
        var cells = Gen.Elements("0123456789.,- ()eE+đ\u00A0".ToCharArray()).ArrayOf().Select(c => new string(c));
        Prop.ForAll(cells.ToArbitrary(), text =>
            MoneyText.Parse(text, out var a) == MoneyText.Parse(Encoding.UTF8.GetBytes(text), out var b) && a == b).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));
    }

    [Fact]
    public void Amounts_in_figures()
    {
        Assert.Equal(("1.234.567", "-1.000", "0"), (VietnameseNumbers.Amount(1_234_567), VietnameseNumbers.Amount(-1_000), VietnameseNumbers.Amount(0)));
        Assert.Equal("1.234,5", VietnameseNumbers.Number(1234.5m));
        Assert.NotEmpty(VietnameseNumbers.AmountInWords(long.MinValue));
    }
}
