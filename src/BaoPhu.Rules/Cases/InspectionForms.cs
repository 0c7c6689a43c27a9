using BaoPhu.Rules.Policy;

namespace BaoPhu.Rules.Cases;

/// <summary>How an inspection is held: at the employer, by other means (QĐ 688: papers and data sent, no visit), or both.</summary>
public static class InspectionForms
{
    public const string Direct = "direct";
    public const string Other = "other";
    public const string Combined = "combined";

    public static IReadOnlyList<string> All { get; } = [Direct, Other, Combined];

    /// <summary>
    /// The form that holds now: the chosen one, unless the row of the level orders the combined form (level 4, wilful: plan III.1.1.c). It is worked out each time, so a level that goes down
    /// brings the chosen form back.
    /// </summary>
    public static string InForce(string chosen, InspectionMethod? ordered) => ordered == InspectionMethod.Combined && chosen == Direct ? Combined : chosen;

    /// <summary>Does somebody go to the employer?</summary>
    public static bool Visits(string form) => form != Other;
}
