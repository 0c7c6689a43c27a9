using System.Globalization;

namespace BaoPhu.Core.Demonstration;

/// <summary>What kind of unit it is: decides the first letter of its code, how its name is built and whether the relief rates of 2021 apply to it.</summary>
internal enum UnitKind
{
    Private,
    Foreign,
    StateOwned,
    Cooperative,
    Household,
    School,
    PublicBody,

    /// <summary>Groups whose health insurance the budget pays.</summary>
    BudgetGroup,
}

/// <summary>Names of units by the grammar of Vietnamese business names: legal form + trade + proper name.</summary>
internal static class Companies
{
    private static readonly Weighted<UnitKind> Kinds = new(
        (UnitKind.Private, 800), (UnitKind.Foreign, 45), (UnitKind.StateOwned, 12), (UnitKind.Cooperative, 20), (UnitKind.Household, 28), (UnitKind.School, 60), (UnitKind.PublicBody, 35));

    private static readonly Weighted<string> Forms = new(
        ("Công ty TNHH", 480), ("Công ty TNHH MTV", 200), ("Công ty Cổ phần", 230), ("Doanh nghiệp tư nhân", 50), ("Chi nhánh Công ty TNHH", 25), ("Văn phòng đại diện Công ty Cổ phần", 15));

    private static readonly Weighted<string> Trades = new(
        ("Thương mại Dịch vụ", 140), ("Sản xuất Thương mại", 90), ("Xây dựng", 90), ("Đầu tư Xây dựng", 45), ("Vận tải", 50), ("Dịch vụ Vận tải", 30), ("May mặc", 45), ("Giày da", 20),
        ("Chế biến Thủy sản", 22), ("Chế biến Gỗ", 30), ("Cơ khí", 45), ("Điện tử", 30), ("Bao bì", 25), ("Nhựa", 25), ("In ấn", 20), ("Thực phẩm", 40), ("Nhà hàng", 35), ("Khách sạn", 25),
        ("Du lịch", 25), ("Bảo vệ", 20), ("Vệ sinh Công nghiệp", 12), ("Công nghệ", 40), ("Phần mềm", 25), ("Dược phẩm", 20), ("Thiết bị Y tế", 20), ("Giáo dục", 22), ("Tư vấn", 30),
        ("Quảng cáo", 22), ("Nội thất", 25), ("Vật liệu Xây dựng", 30), ("Nông nghiệp", 18), ("Logistics", 25), ("Xuất nhập khẩu", 40), ("Bất động sản", 25), ("Kế toán và Thuế", 12));

    private static readonly string[] First =
        ["An", "Bảo", "Bình", "Cường", "Đại", "Đông", "Đức", "Gia", "Hải", "Hiệp", "Hòa", "Hoàng", "Hồng", "Hưng", "Khải", "Kim", "Lộc", "Long", "Minh", "Nam", "Ngọc", "Nhật", "Phát", "Phú", "Phúc", "Phước", "Quang", "Sao", "Sơn", "Tân", "Thái", "Thành", "Thiên", "Thịnh", "Tiến", "Toàn", "Trí", "Trường", "Việt", "Vĩnh"];

    private static readonly string[] Second =
        ["An", "Ánh", "Bảo", "Cường", "Đạt", "Đức", "Gia", "Hà", "Hải", "Hưng", "Khang", "Khánh", "Lâm", "Long", "Lợi", "Minh", "Mỹ", "Nam", "Nghĩa", "Phát", "Phong", "Phú", "Phúc", "Quân", "Quang", "Sáng", "Sơn", "Tâm", "Tân", "Thành", "Thắng", "Thịnh", "Thủy", "Tiến", "Tín", "Trung", "Vinh", "Xanh"];

    private static readonly string[] Third = ["Sài Gòn", "Miền Nam", "Á Châu", "Việt Nam", "Đông Dương", "Phương Nam", "Toàn Cầu", "Thế Kỷ"];
    private static readonly string[] Abroad = ["Hanil", "Daeyang", "Seojin", "Nagata", "Kitano", "Tokuwa", "Fuhua", "Kingtex", "Meiyu", "Sunvina", "Topvina", "Unitek", "Norvik", "Elmar"];
    private static readonly string[] Schools = ["Trường Mầm non", "Trường Tiểu học", "Trường Trung học cơ sở", "Trường Trung học phổ thông", "Trường Mầm non tư thục"];
    private static readonly string[] Bodies = ["Trạm Y tế", "Ủy ban nhân dân", "Hội Liên hiệp Phụ nữ", "Trung tâm Văn hóa", "Ban Quản lý chợ"];
    private static readonly string[] Groups = ["Đối tượng bảo trợ xã hội", "Người nghèo", "Cựu chiến binh", "Người có công", "Trẻ em dưới 6 tuổi", "Người tham gia kháng chiến"];
    private static readonly string[] Streets = ["Thịnh Vượng", "Sông Lam", "Tân Tiến", "Hòa Phát", "Lê Lợi", "Trần Phú", "Hùng Vương", "Nguyễn Trãi", "Quang Trung", "Lý Thường Kiệt", "Phan Chu Trinh", "Bà Triệu", "Hai Bà Trưng", "Điện Biên Phủ", "Võ Thị Sáu", "Cách Mạng Tháng Tám", "Nguyễn Huệ", "Hoàng Diệu"];

    public static UnitKind Kind(Dice dice) => dice.Pick(Kinds);

    /// <summary>First letter of the unit code.</summary>
    public static char Letter(UnitKind kind) => kind switch
    {
        UnitKind.Private => 'T',
        UnitKind.Foreign => 'Y',
        UnitKind.StateOwned => 'D',
        UnitKind.Cooperative => 'X',
        UnitKind.Household => 'K',
        UnitKind.School => 'S',
        UnitKind.PublicBody => 'H',
        _ => 'B',
    };

    public static string Name(Dice dice, UnitKind kind, Commune commune, District district) => kind switch
    {
        UnitKind.Foreign => $"{(dice.Chance(700) ? "Công ty TNHH" : "Công ty Cổ phần")} {dice.Pick(Abroad)} {dice.Pick(Trades)}{(dice.Chance(600) ? " Việt Nam" : "")}",
        UnitKind.StateOwned => $"Tổng công ty {dice.Pick(Trades)} {Proper(dice)}",
        UnitKind.Cooperative => $"Hợp tác xã {dice.Pick(Trades)} {Proper(dice)}",
        UnitKind.Household => $"Hộ kinh doanh {People.Name(dice)}",
        UnitKind.School => $"{dice.Pick(Schools)} {Proper(dice)}",
        UnitKind.PublicBody => $"{dice.Pick(Bodies)} {Lower(commune.Name)}",
        UnitKind.BudgetGroup => $"{dice.Pick(Groups)} - {Lower(commune.Name)}, {Lower(district.Name)}",
        _ => $"{dice.Pick(Forms)} {dice.Pick(Trades)} {Proper(dice)}",
    };

    public static string Address(Dice dice, Commune commune, District district) =>
        string.Create(CultureInfo.InvariantCulture, $"{dice.Between(1, 480)} đường {dice.Pick(Streets)}, {commune.Name}, {district.Name}");

    /// <summary>Most have few workers, few have most: about half have four or fewer, the largest thousands.</summary>
    public static int Workers(Dice dice, UnitKind kind)
    {
        var size = (int)(2.2 * Math.Pow(dice.Share(), kind == UnitKind.Foreign ? -1.15 : -0.88));
        return kind switch
        {
            UnitKind.Foreign => Math.Clamp(size * 12, 10, 9_000),
            UnitKind.StateOwned => Math.Clamp(size * 20, 30, 5_000),
            UnitKind.School => Math.Clamp(12 + (size * 2), 8, 140),
            UnitKind.PublicBody => Math.Clamp(6 + size, 4, 60),
            UnitKind.Household => Math.Clamp(size, 1, 15),
            UnitKind.BudgetGroup => Math.Clamp(150 + (size * 60), 80, 6_000),
            _ => Math.Clamp(size, 1, 4_000),
        };
    }

    /// <summary>True for bodies paid by the budget, to which the zero rates of 2021 do not apply (domain §4).</summary>
    public static bool IsPublic(UnitKind kind) => kind is UnitKind.School or UnitKind.PublicBody or UnitKind.BudgetGroup;

    private static string Proper(Dice dice) => dice.Below(10) switch
    {
        0 => $"{dice.Pick(First)} {dice.Pick(Second)} {dice.Pick(Third)}",
        1 => $"{(char)('A' + dice.Below(26))}{(char)('A' + dice.Below(26))}{(char)('A' + dice.Below(26))}",
        _ => $"{dice.Pick(First)} {dice.Pick(Second)}",
    };

    private static string Lower(string place) => char.ToLower(place[0], CultureInfo.InvariantCulture) + place[1..];
}
