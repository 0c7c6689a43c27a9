namespace BaoPhu.Core.Demonstration;

/// <summary>Names of people by the frequencies of domain §13: surname, middle name, given name; 16 in 100 have four words.</summary>
internal static class People
{
    private static readonly Weighted<string> Surnames = new(
        ("Nguyễn", 342), ("Trần", 104), ("Lê", 92), ("Phạm", 67), ("Võ", 33), ("Huỳnh", 30), ("Phan", 30), ("Bùi", 25), ("Hoàng", 26), ("Vũ", 25), ("Trương", 20), ("Đỗ", 19),
        ("Đặng", 20), ("Hồ", 16), ("Ngô", 14), ("Dương", 12), ("Đoàn", 12), ("Đinh", 10), ("Trịnh", 10), ("Cao", 9), ("Đào", 8), ("Mai", 8), ("Lương", 7), ("Lưu", 7), ("Lâm", 6),
        ("Hà", 5), ("Thái", 4), ("Phùng", 4), ("Tạ", 4), ("Lý", 4), ("Tô", 3), ("Vương", 3), ("Châu", 3), ("Thạch", 1), ("Lò", 1));

    private static readonly Weighted<string> MiddleOfMen = new(
        ("Văn", 104), ("Minh", 52), ("Thanh", 40), ("Hoàng", 37), ("Ngọc", 25), ("Quốc", 27), ("Đức", 27), ("Quang", 24), ("Hữu", 21), ("Xuân", 19), ("Thành", 19), ("Đình", 19),
        ("Duy", 18), ("Trung", 18), ("Tấn", 14), ("Tuấn", 14), ("Công", 13), ("Thế", 12), ("Trọng", 12), ("Tiến", 11));

    private static readonly Weighted<string> MiddleOfWomen = new(
        ("Thị", 420), ("Ngọc", 70), ("Thanh", 60), ("Minh", 40), ("Hồng", 35), ("Kim", 35), ("Thu", 30), ("Bích", 20), ("Phương", 20), ("Mỹ", 15), ("Xuân", 15), ("Diệu", 10));

    private static readonly string[] Men =
        ["Anh", "Huy", "Tuấn", "Duy", "Hoàng", "Nam", "Minh", "Dũng", "Hiếu", "Đạt", "Cường", "Hùng", "Tùng", "Sơn", "Thành", "Trung", "Hải", "Long", "Vũ", "Phúc", "Khoa", "Bình", "Thắng", "Quân", "Tâm", "Nghĩa"];

    private static readonly string[] Women =
        ["Dung", "Thảo", "Ngân", "Trang", "Hương", "Nga", "Hà", "Huyền", "Phương", "Mai", "Loan", "Ngọc", "Thúy", "Linh", "Hằng", "Yến", "Nhi", "Hiền", "Thương", "Lan", "Hoa", "Hạnh", "Tuyết", "Vân", "Oanh", "Châu"];

    public static string Name(Dice dice)
    {
        var woman = dice.Chance(560);
        var middle = woman ? dice.Pick(MiddleOfWomen) : dice.Pick(MiddleOfMen);
        var second = dice.Chance(160) ? (woman ? dice.Pick(MiddleOfWomen) : dice.Pick(MiddleOfMen)) : middle;
        var given = woman ? dice.Pick(Women) : dice.Pick(Men);
        return second == middle || second == "Thị" ? $"{dice.Pick(Surnames)} {middle} {given}" : $"{dice.Pick(Surnames)} {middle} {second} {given}";
    }
}
