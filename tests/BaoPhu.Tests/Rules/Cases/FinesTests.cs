using BaoPhu.Core.Collection.Penalty;
using BaoPhu.Rules.Cases;

namespace BaoPhu.Tests.Rules.Cases;

/// <summary>Fines by the decree in force on the day of the act, from the book of violations.</summary>
public sealed class FinesTests
{
    /// <summary>Amount in million đồng; expected low and high in thousands.</summary>
    [Theory]
    [InlineData("late", "2021-10-31", 100, 12, false, 12_000, 15_000, "Điều 38 Nghị định 28/2020/NĐ-CP")]
    [InlineData("late", "2021-10-31", 100, 12, true, 24_000, 30_000, "Điều 38 Nghị định 28/2020/NĐ-CP")]
    [InlineData("late", "2022-01-16", 100, 12, false, 12_000, 15_000, "Điều 38 Nghị định 28/2020/NĐ-CP")]
    [InlineData("late", "2022-01-17", 100, 12, false, 12_000, 15_000, "Điều 39 Nghị định 12/2022/NĐ-CP")]
    [InlineData("late", "2021-10-31", 2_000, 12, true, 150_000, 150_000, "Điều 38 Nghị định 28/2020/NĐ-CP")]
    [InlineData("none-paid", "2021-10-31", 100, 12, false, 18_000, 20_000, "Điều 38 Nghị định 28/2020/NĐ-CP")]
    [InlineData("evasion", "2021-10-31", 1, 1, false, 50_000, 75_000, "Điều 38 Nghị định 28/2020/NĐ-CP")]
    [InlineData("evasion", "2026-09-09", 1, 9, false, 50_000, 75_000, "Điều 39 Nghị định 12/2022/NĐ-CP")]
    [InlineData("evasion", "2026-09-10", 1, 9, false, 6_000, 12_000, "Điều 44 Nghị định 283/2026/NĐ-CP")]
    [InlineData("evasion", "2026-09-10", 1, 10, true, 24_000, 40_000, "Điều 44 Nghị định 283/2026/NĐ-CP")]
    [InlineData("evasion", "2026-09-10", 1, 1000, false, 70_000, 75_000, "Điều 44 Nghị định 283/2026/NĐ-CP")]
    [InlineData("too-few", "2026-09-10", 1, 49, false, 10_000, 15_000, "Điều 43 Nghị định 283/2026/NĐ-CP")]
    [InlineData("too-few", "2026-09-10", 1, 50, false, 15_000, 20_000, "Điều 43 Nghị định 283/2026/NĐ-CP")]
    public void The_decree_of_the_day_measures_the_fine(string violation, string day, long millions, int workers, bool organisation, long low, long high, string citation)
    {
        var range = Fines.Range(ViolationBook.Brackets, violation, Day(day), millions * 1_000_000, workers, organisation)!;
        Assert.Equal((low * 1000, high * 1000, citation), (range.Low, range.High, range.Bracket.Citation));
        Assert.True(range.Holds(range.Middle) && !range.Holds(range.High + 1) && !range.Holds(range.Low - 1));
    }

    [Fact]
    public void Under_the_decree_of_2026_a_small_delay_is_warned()
    {
        Assert.True(Fines.Range(ViolationBook.Brackets, "late", Day("2026-09-10"), 399_999, 1, true)!.IsWarning);
        Assert.False(Fines.Range(ViolationBook.Brackets, "late", Day("2026-09-10"), 400_000, 1, true)!.IsWarning);
        Assert.False(Fines.Range(ViolationBook.Brackets, "late", Day("2026-09-09"), 399_999, 1, true)!.IsWarning);
    }

    [Fact]
    public void What_the_book_does_not_know_has_no_range()
    {
        Assert.Null(Fines.Range(ViolationBook.Brackets, "late", Day("2020-04-14"), 1, 1, true));
        Assert.Null(Fines.Range(ViolationBook.Brackets, "wrong-level", Day("2026-09-10"), 1, 1, true));
        Assert.Null(Fines.Range(ViolationBook.Brackets, "x", Day("2021-10-10"), 1, 1, true));
    }

    /// <summary>Every act can be proved and has a bracket on the days of the plan; brackets of an act do not overlap; every role of a power exists.</summary>
    [Fact]
    public void The_book_is_whole()
    {
        Assert.All(ViolationBook.All, a => Assert.NotEmpty(a.Elements));
        Assert.All(ViolationBook.All, a => Assert.NotNull(Fines.Range(ViolationBook.Brackets, a.Code, Day("2021-11-03"), 1_000_000, 1, true)));
        Assert.All(ViolationBook.Brackets, b => Assert.NotNull(ViolationBook.Find(b.Violation)));
        foreach (var day in (string[])["2021-11-03", "2022-01-17", "2026-09-10"])
        {
            Assert.All(ViolationBook.All, a => Assert.True(
                ViolationBook.Brackets.Count(b => b.Violation == a.Code && b.From <= Day(day) && Day(day) <= b.To && b.Kind != BracketKind.Warning && b.MinHeads <= 100 && 100 <= b.MaxHeads) <= 1, a.Code + day));
        }

        Assert.All(ViolationBook.Powers, p => Assert.Contains(p.Role, BaoPhu.Core.Identity.Role.All));
        Assert.Equal((37_500_000L, 75_000_000L), (ViolationBook.PowerOf("province-director", Day("2026-09-10"))!.Amount, ViolationBook.PowerOf("province-director", Day("2026-09-10"))!.UpTo(organisation: true)));
        Assert.Null(ViolationBook.PowerOf("inspector", Day("2021-11-03")));
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
