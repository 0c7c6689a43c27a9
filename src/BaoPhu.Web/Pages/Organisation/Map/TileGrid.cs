namespace BaoPhu.Web.Pages.Organisation.Map;

/// <summary>
/// The country as tiles of equal size, drawn here as it lies: seven columns, so that it fits a phone. Hoàng Sa lies beside Đà Nẵng and Trường Sa beside Khánh Hòa, of which they
/// are districts.
/// </summary>
internal static class TileGrid
{
    public const string Paracels = "HS";
    public const string Spratlys = "TS";

    private const string Drawing = """
        .. 12 10 02 04 .. ..
        11 15 08 06 20 .. ..
        14 25 26 19 24 22 ..
        .. 17 01 27 30 31 ..
        .. .. 35 33 34 .. ..
        .. 38 37 36 .. .. ..
        .. 40 42 .. .. .. ..
        .. .. 44 45 .. .. ..
        .. .. .. 46 48 .. HS
        .. .. .. 62 49 51 ..
        .. .. .. 64 52 .. ..
        .. .. .. 66 54 .. ..
        .. 70 67 68 56 .. TS
        72 74 75 60 58 .. ..
        80 79 77 .. .. .. ..
        89 87 82 83 .. .. ..
        91 92 86 84 .. .. ..
        96 95 93 94 .. .. ..
        """;

    /// <summary>Row by row: a province's code, an archipelago, or null where there is none.</summary>
    public static IReadOnlyList<string?> Cells { get; } =
        [.. Drawing.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(cell => cell == ".." ? null : cell)];

    /// <summary>The province that an archipelago is a part of; any other cell is a province itself.</summary>
    public static string ProvinceOf(string cell) => cell switch
    {
        Paracels => "48",
        Spratlys => "56",
        _ => cell,
    };
}
