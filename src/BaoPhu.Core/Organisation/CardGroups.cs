namespace BaoPhu.Core.Organisation;

/// <summary>Groups whose health card the budget pays, the one that pays first in front, and why somebody of them may go without (Reference/card-*.csv).</summary>
public static class CardGroups
{
    public static IReadOnlyList<CardGroup> All { get; } = [.. Reference.Rows("card-groups.csv").Select((r, i) => new CardGroup(r[0], i, r[1] == "whole", r[2] == "pupils", r[3]))];

    /// <summary>Codes of the reasons for which a person needs no card.</summary>
    public static IReadOnlyList<string> Reasons { get; } = [.. Reference.Rows("card-reasons.csv").Select(r => r[0])];
}

/// <param name="Rank">0 pays before 1: a person of several groups belongs to the first.</param>
/// <param name="IsWhole">The budget pays all of it; else a part, and the card follows the person's own payment.</param>
/// <param name="IsPupils">Pupils and students, to whom their schools go.</param>
public sealed record CardGroup(string Code, int Rank, bool IsWhole, bool IsPupils, string Citation);
