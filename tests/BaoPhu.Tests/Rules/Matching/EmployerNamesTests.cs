using BaoPhu.Rules.Matching;

namespace BaoPhu.Tests.Rules.Matching;

/// <summary>Employers by name: the legal form is no part of it, common words prove nothing, doubt finds nobody.</summary>
public sealed class EmployerNamesTests
{
    private static readonly (string Name, string? Address)[] Register =
    [
        ("Công ty TNHH Một thành viên Thương mại Dịch vụ Hoàng Phát", "12 Lê Lợi, Phường Bến Nghé, Quận 1"),
        ("Công ty Cổ phần Dệt may Thắng Lợi", "2 Trường Chinh, Quận Tân Phú"),
        ("DNTN Minh Tâm", "5 Nguyễn Trãi, Quận 5"),
        ("DNTN Minh Tâm", "77 Hậu Giang, Quận 6"),
        .. Enumerable.Range(0, 400).Select(i => ($"Công ty TNHH Thương mại Dịch vụ {(char)('A' + (i % 26))}{i} Việt Nam", (string?)$"{i} Lê Lợi, Quận {1 + (i % 12)}")),
    ];

    [Theory]
    [InlineData("Công ty TNHH MTV TM-DV Hoàng Phát", "thuong mai dich vu hoang phat")]
    [InlineData("CTCP Dệt May Thắng Lợi", "det may thang loi")]
    [InlineData("Chi nhánh Công ty Cổ phần Dệt may Thắng Lợi", "det may thang loi")]
    [InlineData("HTX Nông nghiệp Bình Minh", "nong nghiep binh minh")]
    [InlineData("Công ty TNHH", "")]
    [InlineData("Công tyana", "cong tyana")]
    [InlineData("", "")]
    public void The_legal_form_goes_as_a_whole_phrase(string name, string words) => Assert.Equal(words, string.Join(' ', EmployerNames.WordsOf(name)));

    [Theory]
    [InlineData("CTY TNHH MTV TM DV HOANG PHAT", null, 0)]
    [InlineData("Công ty CP Dệt May Thắng Lợi", "2 Trường Chinh", 1)]
    [InlineData("Công ty CP Dệt May Thắgn Lợi", "2 Trường Chinh, Quận Tân Phú", 1)]
    [InlineData("Doanh nghiệp tư nhân Minh Tâm", "77 Hậu Giang, Q.6", 3)]
    [InlineData("Doanh nghiệp tư nhân Minh Tâm", null, -1)]
    [InlineData("Công ty TNHH Thương mại Dịch vụ Việt Nam", "9 Lê Lợi, Quận 1", -1)]
    [InlineData("Công ty TNHH Hoàng Phát Quốc tế Kim Cương", null, -1)]
    [InlineData("???", null, -1)]
    public void Who_is_meant_is_found_and_doubt_finds_nobody(string name, string? address, int row) =>
        Assert.Equal(row, new EmployerNames(Register).Find(name, address, 0.99, _ => true)?.Row ?? -1);

    [Fact]
    public void One_who_may_not_be_meant_is_not()
    {
        var names = new EmployerNames(Register);
        Assert.Null(names.Find("CTCP Dệt may Thắng Lợi", null, 0.99, row => row != 1));
        Assert.Null(new EmployerNames([]).Find("CTCP Dệt may Thắng Lợi", null, 0.99, _ => true));
    }
}
