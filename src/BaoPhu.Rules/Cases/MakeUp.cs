using System.Globalization;

namespace BaoPhu.Rules.Cases;

/// <summary>
/// The pension-and-survivorship contributions of a suspension, made up when it ends: month by month from that month's payroll and rate, without interest, by the last day of the month
/// after the suspension (NĐ 115/2015/NĐ-CP Điều 16; QĐ 23/2021/QĐ-TTg). Whole đồng.
/// </summary>
public static class MakeUp
{
    /// <summary>What a month's payroll owes. <paramref name="percent"/>: employer's and workers' part together.</summary>
    public static long Of(long payroll, decimal percent) => (long)decimal.Round(payroll * percent / 100m, 0, MidpointRounding.AwayFromZero);

    /// <summary>The last day of the month after the one in which the suspension ends.</summary>
    public static DateOnly DueOn(DateOnly lastDay) => new DateOnly(lastDay.Year, lastDay.Month, 1).AddMonths(2).AddDays(-1);

    public static DateOnly LastDay(Period period) => period.ArrearsFrom.AddDays(-1);

    /// <summary>The months of a suspension, both ends included.</summary>
    public static IEnumerable<Period> Months(Period from, Period until)
    {
        for (var month = from; month <= until; month = month.AddMonths(1))
        {
            yield return month;
        }
    }
}

/// <summary>A month's payroll as an employer answers it. <paramref name="Cut"/>: what of the wages lies over the cap and does not count.</summary>
public sealed record MonthPayroll(Period Month, int Workers, long Payroll, long Cut = 0);

/// <summary>The wages of the workers that an employer sends: a line a worker and month, "09/2021;Nguyễn Văn A;8.500.000". Each wage counts up to the cap of its month.</summary>
public static class PayrollFile
{
    /// <summary>Sums by month; <paramref name="capOf"/>: the highest wage that counts in a month. Faults: numbers of the lines that are none; then nothing is to be taken.</summary>
    public static (IReadOnlyList<MonthPayroll> Months, IReadOnlyList<int> Faults) Read(string text, Func<Period, long> capOf)
    {
        var found = new SortedDictionary<int, (int Workers, long Payroll, long Cut)>();
        var faults = new List<int>();
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim().Trim('\uFEFF');
            if (line.Length == 0)
            {
                continue;
            }

            var cells = line.Split(line.Contains('\t', StringComparison.Ordinal) ? '\t' : ';', StringSplitOptions.TrimEntries);
            if (cells.Length < 3 || Month(cells[0]) is not { } month || Wage(cells[^1]) is not { } wage)
            {
                // The first line may be a heading.
                if (i > 0 || Month(cells[0]) is not null)
                {
                    faults.Add(i + 1);
                }

                continue;
            }

            var (cap, before) = (capOf(month), found.GetValueOrDefault(month.Number));
            found[month.Number] = (before.Workers + 1, before.Payroll + Math.Min(wage, cap), before.Cut + Math.Max(0, wage - cap));
        }

        return ([.. found.Select(m => new MonthPayroll(Period.FromNumber(m.Key), m.Value.Workers, m.Value.Payroll, m.Value.Cut))], faults);
    }

    private static Period? Month(string text) =>
        text.Split('/') is [var month, var year] && int.TryParse(month, NumberStyles.None, CultureInfo.InvariantCulture, out var m) && int.TryParse(year, NumberStyles.None, CultureInfo.InvariantCulture, out var y)
            && y < 10_000 && Period.TryFromNumber((y * 100) + m, out var period) && period.Month == m ? period : null;

    private static long? Wage(string text) =>
        long.TryParse(text.Replace(".", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out var wage) && wage is > 0 and < 100_000_000_000 ? wage : null;
}
