using BaoPhu.Core.Organisation;

namespace BaoPhu.Core.Documents;

/// <summary>
/// The place in the date line of an office's papers (NĐ 30/2020, Phụ lục I.II.4): the name of its province or district without the kind of unit, but with it where the
/// name is a number ("Quận 1"). The centre sits in the capital.
/// </summary>
internal static class PlaceName
{
    private static readonly string[] Kinds = ["thành phố", "thị xã", "quận", "huyện", "tỉnh", "tp."];

    private const string Capital = "Hà Nội";

    public static string Of(Office office)
    {
        if (office.Province is null)
        {
            return Capital;
        }

        if (office.Kind == OfficeKind.Province)
        {
            return Reference.Provinces.First(p => p.Code == office.Province).Name;
        }

        var name = office.Name.StartsWith("BHXH ", StringComparison.Ordinal) ? office.Name[5..] : office.Name;
        var kind = Kinds.FirstOrDefault(k => name.StartsWith(k + " ", StringComparison.OrdinalIgnoreCase));
        var proper = kind is null ? name : name[(kind.Length + 1)..];
        return char.IsAsciiDigit(proper.FirstOrDefault()) ? char.ToUpper(name[0], Texts.Text.Vietnamese) + name[1..] : proper;
    }
}
