using System.Text.Json;
using BaoPhu.Rules;
using BaoPhu.Rules.Clock;
using BaoPhu.Rules.Codes;
using BaoPhu.Rules.Debts;
using BaoPhu.Rules.Levels;
using Xunit;

namespace BaoPhu.Tests.Rules.Debts;

/// <summary>The kernel and the book of levels against results that no part of the product computed.</summary>
public class SampleTests
{
    private const string AsOf = "2021-11-03T08:00";

    [Fact]
    public void Every_employer_has_the_debt_age_band_ratio_and_month_of_the_sample()
    {
        var ledger = Ledger(Samples.Need("thu-no-79-2021.csv"));
        using var expected = Expected();
        var asOf = VietnamTime.ToDay(VietnamTime.Parse(AsOf));
        var seen = 0;
        foreach (var employer in expected.RootElement.GetProperty("per_employer").EnumerateObject())
        {
            var a = DebtKernel.Assess(ledger.GetValueOrDefault(employer.Name, []), asOf);
            var e = employer.Value;
            foreach (var fund in e.GetProperty("debt").EnumerateObject())
            {
                Assert.Equal((employer.Name, fund.Name, fund.Value.GetInt64()), (employer.Name, fund.Name, a.Of((Fund)Names.AllFunds.ToList().IndexOf(fund.Name))));
            }

            Assert.Equal((employer.Name, e.GetProperty("total").GetInt64()), (employer.Name, a.Total));
            Assert.Equal((employer.Name, e.GetProperty("band").GetString()), (employer.Name, Names.Of(a.Band)));
            Assert.Equal((employer.Name, e.GetProperty("oldest").GetString()), (employer.Name, a.OldestPeriod?.ToString()));
            Assert.Equal((employer.Name, Number(e, "age")), (employer.Name, a.Age(asOf) is { } age ? Math.Round(age, 2) : null));
            Assert.Equal((employer.Name, Number(e, "ratio")), (employer.Name, a.Ratio is { } ratio ? Math.Round(ratio, 4) : null));
            seen++;
        }

        Assert.Equal(610, seen);
    }

    [Fact]
    public void Bands_and_debts_at_each_moment_are_those_of_the_sample()
    {
        var ledger = Ledger(Samples.Need("thu-no-79-2021.csv"));
        using var expected = Expected();
        foreach (var moment in expected.RootElement.GetProperty("moments").EnumerateObject())
        {
            var assessed = ledger.Values.Select(lines => DebtKernel.Assess(lines, VietnamTime.ToDay(VietnamTime.Parse(moment.Name)))).ToList();
            var without = 610 - assessed.Count;
            foreach (var band in moment.Value.GetProperty("bands").EnumerateObject())
            {
                var count = assessed.Count(a => Names.Of(a.Band) == band.Name) + (band.Name == "none" ? without : 0);
                Assert.Equal((moment.Name, band.Name, band.Value.GetInt32()), (moment.Name, band.Name, count));
            }

            foreach (var fund in moment.Value.GetProperty("debt_by_fund").EnumerateObject())
            {
                var sum = assessed.Sum(a => a.Of((Fund)Names.AllFunds.ToList().IndexOf(fund.Name)));
                Assert.Equal((moment.Name, fund.Name, fund.Value.GetInt64()), (moment.Name, fund.Name, sum));
            }
        }
    }

    [Fact]
    public void Band_by_level_by_standing_at_each_moment_is_that_of_the_sample()
    {
        var ledger = Ledger(Samples.Need("thu-no-79-2021.csv"));
        using var expected = Expected();
        var book = Book();
        var communes = Samples.Csv(Samples.Need("don-vi-79.csv")).GroupBy(r => r[0].Trim(), StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First()[5].Trim(), StringComparer.Ordinal);
        var known = Samples.Csv(Samples.Need("../data/danh-muc-hanh-chinh-2021.csv")).SelectMany(r => r).ToHashSet(StringComparer.Ordinal);
        foreach (var moment in expected.RootElement.GetProperty("moments").EnumerateObject())
        {
            var at = VietnamTime.Parse(moment.Name);
            var counted = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var employer in expected.RootElement.GetProperty("per_employer").EnumerateObject())
            {
                var commune = FixedDigits.Commune(communes[employer.Name]).Value;
                var level = book.Resolve(commune is not null && known.Contains(commune) ? commune : "79", at).Effective;
                if (moment.Name == AsOf)
                {
                    Assert.Equal((employer.Name, employer.Value.GetProperty("level").GetInt32()), (employer.Name, level));
                }

                var band = Names.Of(DebtKernel.Assess(ledger.GetValueOrDefault(employer.Name, []), VietnamTime.ToDay(at)).Band);
                var key = $"{band}|L{level}|{employer.Value.GetProperty("standing").GetString()}";
                counted[key] = counted.GetValueOrDefault(key) + 1;
            }

            var wanted = moment.Value.GetProperty("band_level_standing").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetInt32(), StringComparer.Ordinal);
            Assert.Equal(wanted.OrderBy(p => p.Key, StringComparer.Ordinal), counted.OrderBy(p => p.Key, StringComparer.Ordinal));
        }
    }

    [Fact]
    public void The_explanation_agrees_with_the_kernel_on_every_employer_of_the_sample()
    {
        foreach (var (_, lines) in Ledger(Samples.Need("thu-no-79-2021.csv")))
        {
            var explained = DebtExplanation.Of(lines, new DateOnly(2021, 11, 3));
            Assert.Equal(explained.Assessment.Total, explained.Funds.Sum(f => f.Debt));
            Assert.Equal(explained.Assessment.Total > 0, explained.Funds.SelectMany(f => f.Months).Any(m => m.Decides));
        }
    }

    private static JsonDocument Expected() => JsonDocument.Parse(File.ReadAllText(Samples.Need("ket-qua-79.json")));

    private static decimal? Number(JsonElement e, string name) => e.GetProperty(name) is { ValueKind: JsonValueKind.Number } value ? value.GetDecimal() : null;

    private static LevelBook Book()
    {
        var parents = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var row in Samples.Csv(Samples.Need("../data/danh-muc-hanh-chinh-2021.csv")))
        {
            var codes = row.Where(c => c.Length is 2 or 3 or 5 && c.All(char.IsAsciiDigit)).OrderBy(c => c.Length).ToList();
            for (var i = 1; i < codes.Count; i++)
            {
                parents[codes[i]] = codes[i - 1];
            }
        }

        return new LevelBook(
            Samples.Csv(Samples.Need("cap-do-dich-79.csv")).Select((r, i) => new LevelAnnouncement(
                r[0], byte.Parse(r[1], System.Globalization.CultureInfo.InvariantCulture), VietnamTime.Parse(r[5]), null, VietnamTime.Parse(r[3]), null, i, i)),
            parents);
    }

    private static Dictionary<string, MonthLine[]> Ledger(string path)
    {
        var employers = Samples.Csv(Samples.Need("don-vi-79.csv")).Where(r => r[2].Trim().Length > 0).Select(r => EmployerCode.Read(r[0]).Value).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var rows = new Dictionary<(string, Period), MonthLine>();
        var conflicting = new HashSet<(string, Period)>();
        foreach (var row in Samples.Csv(path))
        {
            var amounts = new long[8];
            if (EmployerCode.Read(row[0]).Value is not { } code || !employers.Contains(code) || !PeriodText.TryParse(row[1], out var period)
                || !Enumerable.Range(0, 8).All(i => MoneyText.TryParse(row[i + 2], out amounts[i])))
            {
                continue;
            }

            var line = new MonthLine(period, amounts[0], amounts[1], amounts[2], amounts[3], amounts[4], amounts[5], amounts[6], amounts[7]);
            if (rows.TryGetValue((code, period), out var earlier) && earlier != line)
            {
                conflicting.Add((code, period));
            }

            rows[(code, period)] = line;
        }

        return rows.Where(r => !conflicting.Contains(r.Key)).GroupBy(r => r.Key.Item1, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Select(r => r.Value).OrderBy(l => l.Period).ToArray(), StringComparer.Ordinal);
    }
}
