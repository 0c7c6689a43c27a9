using System.Text;
using BaoPhu.Rules.Text;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace BaoPhu.Tests.Rules.Text;

public class VietnameseTextTests
{
    [Theory]
    [InlineData("Hoà Bình", "Hòa Bình")]
    [InlineData("HOÀ", "HÒA")]
    [InlineData("Thuý", "Thúy")]
    [InlineData("khoẻ", "khỏe")]
    [InlineData("Uỷ ban", "Ủy ban")]
    [InlineData("Qúy", "Quý")]
    [InlineData("quý", "quý")]
    [InlineData("QUỲNH", "QUỲNH")]
    [InlineData("qùa", "quà")]
    [InlineData("gìa", "già")]
    [InlineData("giúp gì", "giúp gì")]
    [InlineData("gíup", "giúp")]
    [InlineData("hòan tòan", "hoàn toàn")]
    [InlineData("Hùynh", "Huỳnh")]
    [InlineData("Nguỹên", "Nguyễn")]
    [InlineData("tìên", "tiền")]
    [InlineData("thoại, hoài, xoáy, khuỷu, khuya", "thoại, hoài, xoáy, khuỷu, khuya")]
    [InlineData("Chloé", "Chloé")]
    [InlineData("Quốc", "Quốc")]
    public void Tone_marks_stand_in_one_place(string given, string normal) => Assert.Equal(normal, VietnameseText.Normalise(given));

    [Theory]
    [InlineData("Phường\u00A0 02,\tQuận  6 ", "Phường 02, Quận 6")]
    [InlineData("\u00D0ặng Văn \u00D0ông", "Đặng Văn Đông")]
    [InlineData("Ng\u200Buyễn\uFEFF", "Nguyễn")]
    [InlineData("  ", "")]
    [InlineData("e\u0303\u0302", "ễ")]
    [InlineData("Cty A\r\nB", "Cty A B")]
    public void Spaces_invisible_characters_and_look_alikes(string given, string normal) => Assert.Equal(normal, VietnameseText.Normalise(given));

    [Fact]
    public void Decomposed_text_is_composed() =>
        Assert.Equal("Nguyễn Thị Hòa", VietnameseText.Normalise("Nguyễn Thị Hoà".Normalize(NormalizationForm.FormD)));

    [Theory]
    [InlineData("NguyÔn V¨n Hïng", "Nguyễn Văn Hùng")]
    [InlineData("C«ng ty TNHH ThÞnh V\u00ADîng", "Công ty TNHH Thịnh Vượng")]
    [InlineData("§Æng ThÞ Hoµ", "Đặng Thị Hòa")]
    [InlineData("NGUYÔN V¡N", "NGUYỄN VĂN")]
    [InlineData("Nguyeãn Vaên Huøng", "Nguyễn Văn Hùng")]
    [InlineData("Traàn Thò Höông Ñaøo", "Trần Thị Hương Đào")]
    [InlineData("COÂNG TY", "CÔNG TY")]
    [InlineData("X· A Lï", "Xã A Lù")]
    [InlineData("Xaõ Uy Noã", "Xã Uy Nỗ")]
    [InlineData("HuyÖn §¾k R'L\u00AEp", "HuyÖn §¾k R'L\u00AEp")]
    [InlineData("TØnh §¾k L¾k", "Tỉnh Đắk Lắk")]
    public void Leftovers_of_old_fonts_are_repaired(string given, string normal) => Assert.Equal(normal, VietnameseText.Normalise(given));

    [Theory]
    [InlineData("Công ty Hòa An")]
    [InlineData("Müller & Söhne")]
    [InlineData("José")]
    [InlineData("Café Cô Ba")]
    [InlineData("Bà Lê")]
    [InlineData("HuyÖn Ch\u00AD P\u00ADh")]
    public void What_is_not_certainly_a_leftover_stays(string text) => Assert.Equal(text, VietnameseText.Normalise(text));

    [Theory]
    [InlineData("Cong ty TNHH ABC 1")]
    [InlineData("Nguyễn Thị Hòa")]
    [InlineData("")]
    public void Text_that_is_right_comes_back_as_the_same_instance(string text) => Assert.Same(text, VietnameseText.Normalise(text));

    [Theory]
    [InlineData("Nguyễn Thị HÒA", "nguyen thi hoa")]
    [InlineData("Đường Ðỗ  Đức\u00A0Dục", "duong do duc duc")]
    [InlineData("Y Ƀlăk Müller", "y ƀlak muller")]
    public void Search_keys_have_no_accents(string given, string key) => Assert.Equal(key, VietnameseText.Fold(given));

    [Fact]
    public void A_key_is_its_own_key_and_the_same_instance() => Assert.Same("nguyen thi hoa", VietnameseText.Fold("nguyen thi hoa"));

    [Fact]
    public void Normalising_twice_is_normalising_once() => Prop.ForAll(Texts().ToArbitrary(), text =>
    {
        var once = VietnameseText.Normalise(text);
        return VietnameseText.Normalise(once) == once;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));

    [Fact]
    public void Folding_does_not_see_accents_composition_or_case() => Prop.ForAll(Texts().ToArbitrary(), text =>
    {
        var key = VietnameseText.Fold(text);
        return VietnameseText.Fold(text.Normalize(NormalizationForm.FormD)) == key && VietnameseText.Fold(text.Normalize(NormalizationForm.FormC)) == key && VietnameseText.Fold(key) == key;
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(5_000));

    private static Gen<string> Texts() =>
        Gen.Elements("aàáảãạăằâầấbcdđeèêềghiìklmnoòóôơờpqrstuùưừvxyỳ ABĐEQUGIOHYÀÒỲ  \u00A0\u200B\u0300\u0301\u0302\u0323\u00D0.,1ÔÞï«ãøǿ\u3000".ToCharArray()).ArrayOf().Select(c => new string(c));
}
