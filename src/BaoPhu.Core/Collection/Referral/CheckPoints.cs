namespace BaoPhu.Core.Collection.Referral;

/// <summary>Something that a person with the right answers before a file leaves, or of a decision that was made. <paramref name="Words"/> and <paramref name="Source"/> as a paper says them.</summary>
public sealed record CheckPoint(string Code, string Words, string Source);

/// <summary>The points of the two checks (check-points.txt).</summary>
public static class CheckPoints
{
    public const string Yes = "yes";
    public const string No = "no";

    /// <summary>The point does not concern this case: said with the reason.</summary>
    public const string None = "none";

    /// <summary>The legal check before a file leaves.</summary>
    public static IReadOnlyList<CheckPoint> Referral { get; } = Read("referral");

    /// <summary>How penalty law was applied in a decision.</summary>
    public static IReadOnlyList<CheckPoint> Penalty { get; } = Read("penalty");

    public static IReadOnlyList<string> Answers { get; } = [Yes, No, None];

    private static List<CheckPoint> Read(string kind)
    {
        using var stream = typeof(CheckPoints).Assembly.GetManifestResourceStream("BaoPhu.Collection.check-points.txt")!;
        using var reader = new StreamReader(stream);
        var found = new List<CheckPoint>();
        while (reader.ReadLine() is { } line)
        {
            if (line.Split('|', StringSplitOptions.TrimEntries) is [var of, var code, var words, var source] && of == kind)
            {
                found.Add(new CheckPoint(code, words, source));
            }
        }

        return found;
    }
}

/// <summary>A point as it was answered.</summary>
public sealed class PointAnswer
{
    public string Point { get; init; } = "";
    public string Answer { get; init; } = "";
    public string Note { get; init; } = "";
    public string AnsweredBy { get; init; } = "";
    public Data.Instant AnsweredAt { get; init; }
}
