using System.Globalization;
using BaoPhu.Core.Organisation;

namespace BaoPhu.Core.Demonstration;

/// <summary>A district with its office and its communes.</summary>
internal sealed record District(string Code, string Name, string OfficeCode, IReadOnlyList<Commune> Communes);

internal sealed record Commune(string Code, string Name);

/// <summary>
/// Made-up districts and communes where the official list was not imported: as many per province as in August 2021 (domain §1.7), names of the usual make, codes in
/// the shape of the statistical office. Commune codes begin above the official ones (40001), so that a later import of the official list meets none of them.
/// </summary>
internal static class Places
{
    private const int FirstCommune = 40_001;

    private static readonly string[] Heads =
        ["An", "Bình", "Châu", "Đông", "Gia", "Hòa", "Hưng", "Khánh", "Lộc", "Long", "Minh", "Mỹ", "Nam", "Nghĩa", "Phú", "Phước", "Quang", "Sơn", "Tam", "Tân", "Thanh", "Thạnh", "Thuận", "Tiên", "Trung", "Vân", "Vĩnh", "Xuân", "Yên"];

    private static readonly string[] Tails =
        ["An", "Bình", "Cường", "Điền", "Đức", "Giang", "Hà", "Hải", "Hòa", "Hưng", "Khê", "Lạc", "Lâm", "Lập", "Lộc", "Lợi", "Minh", "Mỹ", "Nghĩa", "Ninh", "Phong", "Phú", "Phước", "Quang", "Sơn", "Tân", "Thành", "Thắng", "Thịnh", "Thọ", "Thới", "Thuận", "Tiến", "Trị", "Trường", "Vinh", "Xuân", "Yên"];

    /// <summary>Districts and communes of one province; <paramref name="taken"/> are codes that stand in the database already.</summary>
    public static IReadOnlyList<District> MakeUp(Reference.Province province, long seed, IReadOnlySet<string> taken)
    {
        var (firstDistrict, firstCommune) = Start(province);
        var dice = new Dice(seed, 1, int.Parse(province.Code, CultureInfo.InvariantCulture));
        var names = new HashSet<string>(StringComparer.Ordinal);
        var districts = new List<District>(province.Districts);
        var (nextDistrict, nextCommune) = (firstDistrict, firstCommune);
        for (var i = 0; i < province.Districts; i++)
        {
            var left = province.Communes - districts.Sum(d => d.Communes.Count);
            var share = left / (province.Districts - i);
            var count = i == province.Districts - 1 ? left : Math.Clamp(share + dice.Between(-share / 4, share / 4), 1, left - (province.Districts - i - 1));
            var urban = province.Kind == "city" ? i < province.Districts * 3 / 4 : i == 0;
            var numbered = province.Kind == "city" && province.Districts > 15 && i < 8;
            var name = numbered ? "Quận " + Number(i + 1) : KindOfDistrict(province, i, urban) + Name(dice, names);
            var communes = new List<Commune>(count);
            var inside = new HashSet<string>(StringComparer.Ordinal);
            for (var k = 0; k < count; k++)
            {
                var kind = urban && (province.Kind == "city" || k < count * 3 / 4) ? "Phường " : !urban && k == 0 ? "Thị trấn " : "Xã ";
                communes.Add(new(Free(ref nextCommune, "00000", taken), numbered ? "Phường " + (k + 1).ToString("00", CultureInfo.InvariantCulture) : kind + Name(dice, inside)));
            }

            districts.Add(new(Free(ref nextDistrict, "000", taken), name, OfficeCode(province, i), communes));
        }

        return districts;
    }

    /// <summary>0 + province + running number (domain §1.2: the number is VSS's own, not the district's code).</summary>
    public static string OfficeCode(Reference.Province province, int index) => "0" + province.Code + (index + 1).ToString("00", CultureInfo.InvariantCulture);

    private static string KindOfDistrict(Reference.Province province, int i, bool urban) =>
        province.Kind == "city" ? (urban ? "Quận " : "Huyện ") : i == 0 ? "Thành phố " : i == 1 ? "Thị xã " : "Huyện ";

    private static (int District, int Commune) Start(Reference.Province province)
    {
        var before = Reference.Provinces.TakeWhile(p => p.Code != province.Code).ToList();
        return (1 + before.Sum(p => p.Districts), FirstCommune + before.Sum(p => p.Communes));
    }

    private static string Free(ref int next, string shape, IReadOnlySet<string> taken)
    {
        string code;
        do
        {
            code = next++.ToString(shape, CultureInfo.InvariantCulture);
        }
        while (taken.Contains(code));
        return code;
    }

    private static string Name(Dice dice, HashSet<string> used)
    {
        while (true)
        {
            var (head, tail) = (dice.Pick(Heads), dice.Pick(Tails));
            var name = head + " " + tail;
            if (head != tail && used.Add(name))
            {
                return name;
            }
        }
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
