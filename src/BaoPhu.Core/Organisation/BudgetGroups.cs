using System.Globalization;

namespace BaoPhu.Core.Organisation;

/// <summary>Groups whose insurance the budget pays or supports, and the days by which a year's money is to be transferred (Reference/budget-*.csv).</summary>
public static class BudgetGroups
{
    public const string Health = "health";
    public const string Voluntary = "voluntary";

    public static IReadOnlyList<BudgetGroup> All { get; } = [.. Reference.Rows("budget-groups.csv").Select(r => new BudgetGroup(r[0], r[1], r[2], r[3]))];

    public static BudgetGroup? Find(string code) => All.FirstOrDefault(g => g.Code == code);

    /// <summary>The days by which everything of the year is to be transferred, each with what says so.</summary>
    public static IReadOnlyList<(DateOnly On, string Citation)> Deadlines(int year) =>
        [.. Reference.Rows("budget-deadlines.csv").Select(r => (new DateOnly(year, int.Parse(r[0], CultureInfo.InvariantCulture), int.Parse(r[1], CultureInfo.InvariantCulture)), r[2]))];
}

/// <summary><paramref name="Scheme"/>: health (Mẫu số 1) or voluntary (B09-TS).</summary>
public sealed record BudgetGroup(string Code, string Scheme, string Name, string Citation);
