using BaoPhu.Rules.Matching;

namespace BaoPhu.Tests.Rules.Matching;

/// <summary>Which district or commune an address names.</summary>
public sealed class AddressPlacesTests
{
    private static readonly AddressPlaces Places = new(
    [
        new("550", null, "Quận 1"), new("552", null, "Quận 3"), new("559", null, "Quận 11"), new("570", null, "Huyện Củ Chi"), new("571", null, "Thành phố Thủ Đức"),
        new("48701", "552", "Phường 01"), new("48712", "552", "Phường 12"), new("48801", "550", "Phường 01"), new("49001", "570", "Xã Tân Trị"), new("49002", "570", "Thị trấn Củ Chi"),
    ]);

    [Theory]
    [InlineData("20 đường Võ Thị Sáu, Phường 12, Quận 3", "48712")]
    [InlineData("20 Vo Thi Sau, P.12, Q.3", "48712")]
    [InlineData("20 Võ Thị Sáu P12 Q3 TP.HCM", "48712")]
    [InlineData("3 Nguyễn Huệ, phường 1, quận 3", "48701")]
    [InlineData("Lầu 3, 5 Lê Lợi, Quận 1", "550")]
    [InlineData("12 Lê Lợi, Quận 11", "559")]
    [InlineData("Ấp 5, xã Tân Trị, huyện Củ Chi", "49001")]
    [InlineData("Khu phố 2, TT. Củ Chi, H. Củ Chi", "49002")]
    [InlineData("Kho tại Quận 1, văn phòng tại Quận 3", null)]
    [InlineData("Phường 12", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void It_is_named_in_whole_words_or_not_at_all(string? address, string? place) => Assert.Equal(place, Places.Find(address));
}
