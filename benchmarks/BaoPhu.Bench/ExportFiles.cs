using System.Globalization;
using System.Text;

namespace BaoPhu.Bench;

/// <summary>Files as a province's software exports them, made the same for the same size: one row in a hundred is faulty.</summary>
internal static class ExportFiles
{
    private static readonly string[] Kinds = ["Công ty TNHH", "Công ty Cổ phần", "Doanh nghiệp tư nhân", "Hợp tác xã", "Trường Tiểu học"];
    private static readonly string[] Names = ["An Phú", "Tân Tiến", "Sông Lam", "Đại Lộc", "Hòa Phát", "Mỹ Á", "Kim Oanh", "Thịnh Vượng", "Bình Minh"];

    public static string Employers(string folder, int count)
    {
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"employers-{count}.csv"));
        if (File.Exists(path))
        {
            return path;
        }

        var random = new Random(7);
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 20);
        writer.WriteLine("Mã đơn vị,Mã CQ BHXH,Tên đơn vị,Mã số thuế,Địa chỉ,Mã xã/phường,Điện thoại,Email,Người liên hệ,Số lao động,Tình trạng,Đến ngày");
        for (var i = 0; i < count; i++)
        {
            var code = i % 100 == 99 && i % 3 == 0 ? "TA12" : Code(i);
            var name = i % 100 == 99 && i % 3 == 1 ? "" : $"{Kinds[random.Next(Kinds.Length)]} {Names[random.Next(Names.Length)]} {Names[random.Next(Names.Length)]} {i}";
            var standing = i % 100 == 99 && i % 3 == 2 ? "Không rõ" : random.Next(20) switch { 0 => "Tạm dừng đóng quỹ HT-TT", 1 => "Đang giải thể", _ => "Đang tham gia" };
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{code},079{random.Next(1, 23):00},{name},,\"{random.Next(1, 400)} đường {Names[random.Next(Names.Length)]}, Phường {random.Next(1, 20)}, Quận {random.Next(1, 13)}\",,09{random.Next(10000000, 99999999)},kt{i}@vidu.example,Nguyễn Thị Hoa,{random.Next(1, 300)},{standing},{(standing.StartsWith("Tạm", StringComparison.Ordinal) ? "31/12/2021" : "")}"));
        }

        return path;
    }

    /// <summary>Months of the employers, each employer's one after the other; <paramref name="byMonth"/>: all employers of the first month, then of the next.</summary>
    public static string Months(string folder, int employers, int count, bool byMonth = false)
    {
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"months-{count}{(byMonth ? "-by-month" : "")}.csv"));
        if (File.Exists(path))
        {
            return path;
        }

        var random = new Random(11);
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(false), 1 << 20);
        writer.WriteLine("Mã đơn vị,Kỳ,Phải đóng BHXH,Phải đóng BHYT,Phải đóng BHTN,Phải đóng TNLĐ-BNN,Đã đóng BHXH,Đã đóng BHYT,Đã đóng BHTN,Đã đóng TNLĐ-BNN,Lãi chậm đóng");
        var each = count / employers;
        for (var row = 0; row < employers * each; row++)
        {
            var (i, m) = byMonth ? (row % employers, row / employers) : (row / each, row % each);
            long social = random.Next(1, 500) * 250_000L;
            var (health, jobless, accident) = (social * 18 / 100, social * 8 / 100, social * 2 / 100);
            var paid = random.Next(5) > 0;
            var first = row % 100 == 50 ? "12x" : social.ToString(CultureInfo.InvariantCulture);
            writer.Write(Code(i));
            writer.Write(string.Create(CultureInfo.InvariantCulture, $",{((m + 5) % 12) + 1:00}/{2021 + ((m + 5) / 12)},"));
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{first},{health},{jobless},{accident},{(paid ? social : 0)},{(paid ? health : 0)},{(paid ? jobless : 0)},{(paid ? accident : 0)},0"));
        }

        return path;
    }

    /// <summary>Ascending codes in the shape of domain §1.1: letters AA–ZZ, four digits, a letter.</summary>
    private static string Code(int i)
    {
        var (serial, head) = (i % 26000, i / 26000);
        return string.Create(CultureInfo.InvariantCulture, $"{(char)('A' + (head / 26 % 26))}{(char)('A' + (head % 26))}{serial / 26:0000}{(char)('A' + (serial % 26))}");
    }
}
