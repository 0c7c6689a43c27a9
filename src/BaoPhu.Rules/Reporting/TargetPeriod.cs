using System.Globalization;

namespace BaoPhu.Rules.Reporting;

/// <summary>For how long a target is given.</summary>
public enum TargetSpan : byte
{
    Year = 0,

    /// <summary>Some years of a plan ("từng giai đoạn").</summary>
    Stage = 1,

    /// <summary>The road of a resolution (NQ 20-NQ/TW, NQ 28-NQ/TW).</summary>
    Roadmap = 2,
}

/// <summary>The whole years of a target. Written "year-2021", "stage-2021-2025", "roadmap-2018-2030".</summary>
public sealed record TargetPeriod(TargetSpan Span, int FirstYear, int LastYear)
{
    private static readonly string[] Names = ["year", "stage", "roadmap"];

    public DateOnly From => new(FirstYear, 1, 1);
    public DateOnly To => new(LastYear, 12, 31);
    public string Key => string.Create(CultureInfo.InvariantCulture, $"{Names[(int)Span]}-{FirstYear:0000}{(Span == TargetSpan.Year ? "" : $"-{LastYear:0000}")}");

    public static TargetPeriod Year(int year) => new(TargetSpan.Year, year, year);

    /// <summary>False: no such form, years outside 2000–2100, an end before its beginning, a stage of one year.</summary>
    public static bool TryParse(string? key, out TargetPeriod period)
    {
        period = Year(2000);
        var parts = (key ?? "").Split('-');
        var span = Array.IndexOf(Names, parts[0]);
        if (span < 0 || parts.Length != (span == 0 ? 2 : 3) || !TryYear(parts[1], out var first) || !TryYear(parts[^1], out var last) || (span > 0 && last <= first))
        {
            return false;
        }

        period = new((TargetSpan)span, first, last);
        return true;

        static bool TryYear(string text, out int year) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out year) && text.Length == 4 && year is >= 2000 and <= 2100;
    }
}
