namespace BaoPhu.Core.Organisation;

/// <summary>The groups of health insurance by who pays (NĐ 146/2018/NĐ-CP, Điều 1–5), each with the signs of its cards.</summary>
public static class HealthGroups
{
    public static IReadOnlyList<HealthGroup> All { get; } = [.. Reference.Rows("health-groups.csv").Select(r => new HealthGroup("health-" + r[0], r[1].Split(' '), r[2]))];

    /// <summary>Families that pay for themselves.</summary>
    public static HealthGroup Household => All.First(g => g.Code == "health-household");

    /// <summary>True if a sign of two letters is one that cards have.</summary>
    public static bool IsSign(string sign) => All.Any(g => g.Signs.Contains(sign, StringComparer.Ordinal));
}

/// <summary><paramref name="Code"/>: "health-household"; <paramref name="Signs"/>: the first two letters of the cards' numbers, "GD".</summary>
public sealed record HealthGroup(string Code, IReadOnlyList<string> Signs, string Citation)
{
    /// <summary>The kinds under which the numbers of the group stand in reg_stands.</summary>
    public IEnumerable<string> Kinds => Signs.Select(KindOf);

    public static string KindOf(string sign) => "health-" + sign;
}
