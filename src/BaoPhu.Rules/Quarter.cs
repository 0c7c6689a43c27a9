using System.Globalization;

namespace BaoPhu.Rules;

/// <summary>A quarter of a year, as a number yyyyq.</summary>
public readonly record struct Quarter(int Number)
{
    private static readonly string[] Roman = ["i", "ii", "iii", "iv"];

    public int Year => Number / 10;
    public int Place => Number % 10;
    public DateOnly LastDay => new DateOnly(Year, Place * 3, 1).AddMonths(1).AddDays(-1);

    public static Quarter Of(DateOnly day) => new((day.Year * 10) + ((day.Month - 1) / 3) + 1);

    /// <summary>"4/2021", "Q4/2021", "Quý IV/2021", "IV-2021", 20214.</summary>
    public static bool TryParse(string text, out Quarter quarter)
    {
        quarter = default;
        var parts = text.Trim().ToLowerInvariant().Replace("quý", "", StringComparison.Ordinal).Replace("quy", "", StringComparison.Ordinal).Trim().TrimStart('q').Split('/', '-', '.');
        var (place, year) = parts is [{ Length: 5 } whole] && int.TryParse(whole, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (number % 10, number / 10)
            : parts is [var first, var second] && int.TryParse(second.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var y)
                ? (int.TryParse(first.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var p) ? p : Array.IndexOf(Roman, first.Trim()) + 1, y) : (0, 0);
        if (place is < 1 or > 4 || year is < 2000 or > 2060)
        {
            return false;
        }

        quarter = new((year * 10) + place);
        return true;
    }

    /// <summary>"IV/2021".</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Roman[Place - 1].ToUpperInvariant()}/{Year}");
}
