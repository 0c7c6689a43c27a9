using BaoPhu.Core.Data;
using BaoPhu.Core.Demonstration;
using BaoPhu.Rules;
using BaoPhu.Rules.Policy;
using BaoPhu.Rules.Reporting;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Reporting;

/// <summary>The landing of a target: against a straight line in cases whose end is known, and what the range is worth; the pace by working days; the forms of a period.</summary>
public sealed class ForecastTests
{
    private const int Offices = 24;
    private static readonly int Start = Period.Of(2018, 1).Index;

    /// <summary>Share of a year's volume that a month brings: Tết empties February, schools fill September, the year's end is a campaign.</summary>
    private static readonly double[] Health = [-0.05, -0.25, 0.05, 0.05, 0.04, 0.02, 0.02, 0.06, 0.55, 0.20, 0.12, 0.19];
    private static readonly double[] Money = [0.06, 0.05, 0.08, 0.08, 0.08, 0.09, 0.08, 0.08, 0.09, 0.09, 0.09, 0.13];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_errs_less_than_a_straight_line_and_its_range_holds_eight_times_of_ten(bool participants)
    {
        var series = Enumerable.Range(0, Offices).Select(o => Made(o, 48, participants ? Health : Money)).ToList();
        var (mine, line, within, cases) = (0.0, 0.0, 0, 0);
        for (var month = 3; month <= 10; month++)
        {
            var (asOf, begin, last) = (Start + 36 + month, Start + 36, Start + 47);
            foreach (var (full, o) in series.Select((s, o) => (s, o)))
            {
                var known = full.Before(asOf);
                var now = Enumerable.Range(begin, month).Sum(m => full[m]);
                var truth = Enumerable.Range(begin, 12).Sum(m => full[m]);
                var landing = Forecast.Of(known, [.. series.Where((_, i) => i != o).Select(s => s.Before(asOf))], begin, last, now, 0)!;
                mine += Math.Abs(landing.Middle - truth);
                line += Math.Abs(Forecast.Straight(known, begin, last, now, 0) - truth);
                within += truth >= landing.Low && truth <= landing.High ? 1 : 0;
                cases++;
                Assert.True(landing.Low <= landing.Middle && landing.Middle <= landing.High);
            }
        }

        TestContext.Current.SendDiagnosticMessage("error {0:0.00} of a straight line's, {1:0.00} within the range", mine / line, within / (double)cases);
        Assert.True(mine < line * (participants ? 0.25 : 0.6), $"{mine / line:0.00} of a straight line's error");
        Assert.InRange(within / (double)cases, 0.65, 0.97);
    }

    /// <summary>On the months of the demonstration: 2020 and 2021 forecast from each of their months, where the landing is known.</summary>
    [Fact]
    public async Task On_the_demonstration_it_errs_less_than_a_straight_line()
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        await DemonstrationNation.Load(test.Db, new DemonstrationOrder(1, 400, 2021, DemonstrationOrder.UsualMoment), cancel: TestContext.Current.CancellationToken);
        var (mine, line, cases) = (0.0, 0.0, 0);
        foreach (var kind in Participations.All)
        {
            var ends = await test.Db.Read(s => s.Query<(string Office, DateOnly On, long Number)>("select office_code, ends_on, number from reg_stands where kind = @kind order by office_code, ends_on", new { kind = kind.Code() }));
            var series = ends.GroupBy(e => e.Office).Select(g => g.ToList())
                .Select(g => new MonthSeries(Period.Of(g[1].On).Index, [.. g.Skip(1).Zip(g, (after, before) => after.Number - before.Number)])).ToList();
            foreach (var (begin, last) in ((int, int)[])[(Period.Of(2020, 1).Index, Period.Of(2020, 12).Index), (Period.Of(2021, 1).Index, Period.Of(2021, 10).Index)])
            {
                for (var asOf = begin + 3; asOf <= last; asOf++)
                {
                    foreach (var own in series)
                    {
                        var (known, now) = (own.Before(asOf), Enumerable.Range(begin, asOf - begin).Sum(m => own[m]));
                        var truth = Enumerable.Range(begin, last - begin + 1).Sum(m => own[m]);
                        mine += Math.Abs(Forecast.Of(known, [.. series.Where(o => o != own).Select(o => o.Before(asOf))], begin, last, now, 0)!.Middle - truth);
                        line += Math.Abs(Forecast.Straight(known, begin, last, now, 0) - truth);
                        cases++;
                    }
                }
            }
        }

        TestContext.Current.SendDiagnosticMessage("demonstration: error {0:0.00} of a straight line's in {1} cases", mine / line, cases);
        Assert.True(cases > 500 && mine < line * 0.9, $"{mine / line:0.00} of a straight line's error in {cases} cases");
    }

    [Fact]
    public void An_office_without_an_earlier_year_takes_the_months_of_those_beside_it()
    {
        var all = Enumerable.Range(0, Offices).Select(o => Made(o, 48, Health)).ToList();
        var (asOf, begin) = (Start + 44, Start + 36);
        var (mine, line) = (0.0, 0.0);
        for (var o = 0; o < Offices; o++)
        {
            var young = new MonthSeries(begin, [.. Enumerable.Range(begin, 8).Select(m => all[o][m])]);
            var now = young.Values.Sum();
            var truth = Enumerable.Range(begin, 12).Sum(m => all[o][m]);
            var landing = Forecast.Of(young, [.. all.Where((_, i) => i != o).Select(s => s.Before(asOf))], begin, begin + 11, now, 0)!;
            Assert.Equal(ForecastWay.Beside, landing.Way);
            mine += Math.Abs(landing.Middle - truth);
            line += Math.Abs(Forecast.Straight(young, begin, begin + 11, now, 0) - truth);
        }

        Assert.True(mine < line * 0.5, $"{mine / line:0.00}");
    }

    [Fact]
    public void Where_nothing_repeats_no_season_is_seen()
    {
        var dice = new Random(7);
        var flat = Enumerable.Range(0, 10).Select(_ => new MonthSeries(Start, [.. Enumerable.Range(0, 34).Select(_ => 1000L + dice.Next(-300, 300))])).ToList();
        var landing = Forecast.Of(flat[0], flat[1..], Start + 24, Start + 35, flat[0].Values.Skip(24).Sum(), 0)!;
        Assert.NotEqual(ForecastWay.Seasonal, landing.Way);
        var straight = Forecast.Straight(flat[0], Start + 24, Start + 35, flat[0].Values.Skip(24).Sum(), 0);
        Assert.InRange(landing.Middle, straight * 0.95, straight * 1.05);
    }

    [Fact]
    public void What_is_over_has_landed_what_is_unknown_is_not_guessed_and_the_running_month_counts_by_its_rest()
    {
        var steady = new MonthSeries(Start, [100, 100, 100, 100, 100, 100]);
        Assert.Null(Forecast.Of(steady.Before(Start + 2), [], Start, Start + 11, 200, 0));
        Assert.Equal(new(600, 600, 600, ForecastWay.Straight, 0), Forecast.Of(steady, [], Start, Start + 5, 600, 0));
        Assert.Equal(1200, Forecast.Of(steady, [], Start, Start + 11, 600, 0)!.Middle);
        // Half of the running month is over and its half is in what stands.
        Assert.Equal(1200, Forecast.Of(steady, [], Start, Start + 11, 650, 0.5)!.Middle);
    }

    [Fact]
    public void The_pace_is_by_working_days_with_days_off_and_worked_saturdays()
    {
        var calendar = new WorkingCalendar([new(2021, 12, 30)], [new(2021, 12, 25)]);
        // 20 to 24, Saturday 25, 27 to 29, 31: ten days.
        var progress = TargetProgress.Of(1000, 955, false, TargetPeriod.Year(2021), new(2021, 12, 20), calendar);
        Assert.Equal((45L, 955, 10, 5L), (progress.Gap, progress.PerMille, progress.WorkingDays, progress.Pace));
        Assert.Equal((0L, null, true), (TargetProgress.Of(1000, 1200, false, TargetPeriod.Year(2021), new(2021, 12, 20), calendar) is var met ? (met.Gap, met.Pace, met.IsMet) : default));
        // Rounded, halves away from nothing, and never to "100,0 %" by rounding.
        Assert.Equal([786, 23, 999, 1000, 1001], ((long, long)[])[(11, 14), (233, 10_000), (99_999, 100_000), (14, 14), (10_006, 10_000)] is var shares ? shares.Select(x => TargetProgress.Of(x.Item2, x.Item1, false, TargetPeriod.Year(2021), new(2021, 12, 20), calendar).PerMille) : []);
        // Debt is met by having less.
        var debt = TargetProgress.Of(1000, 1200, true, TargetPeriod.Year(2021), new(2021, 12, 31), calendar);
        Assert.Equal((200L, null, 200L), (debt.Gap, debt.PerMille, debt.Pace));
        Assert.Equal((null, null, null), (TargetProgress.Of(1000, null, false, TargetPeriod.Year(2021), new(2022, 1, 3), calendar) is var none ? (none.Gap, none.PerMille, none.Pace) : default));
        Assert.Null(TargetProgress.Of(1000, 1, false, TargetPeriod.Year(2021), new(2022, 1, 3), calendar).Pace);
        // The last day of the year is not over yet, the day after it all of them are; on the first day nothing is.
        var (last, after) = (TargetProgress.Of(1000, 500, false, TargetPeriod.Year(2021), new(2021, 12, 31), calendar), TargetProgress.Of(1000, 500, false, TargetPeriod.Year(2021), new(2022, 1, 3), calendar));
        Assert.Equal((last.DaysGone + 1, 500), (after.DaysGone, after.Tempo));
        Assert.Equal((int)Math.Round(500m * after.DaysGone / last.DaysGone, MidpointRounding.AwayFromZero), last.Tempo);
        Assert.Equal((0, null), (TargetProgress.Of(1000, 500, false, TargetPeriod.Year(2021), new(2021, 1, 1), calendar) is var first ? (first.DaysGone, first.Tempo) : default));
        Assert.Null(TargetProgress.Of(1000, 500, true, TargetPeriod.Year(2021), new(2021, 12, 31), calendar).Tempo);
    }

    [Theory]
    [InlineData("year-2021", "2021-01-01", "2021-12-31")]
    [InlineData("stage-2021-2025", "2021-01-01", "2025-12-31")]
    [InlineData("roadmap-2018-2030", "2018-01-01", "2030-12-31")]
    public void A_period_reads_back_as_it_is_written(string key, string from, string to)
    {
        Assert.True(TargetPeriod.TryParse(key, out var period));
        Assert.Equal((key, from, to), (period.Key, period.From.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), period.To.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("year")]
    [InlineData("year-21")]
    [InlineData("year-2021-2022")]
    [InlineData("stage-2025-2021")]
    [InlineData("stage-2021-2021")]
    [InlineData("month-2021")]
    [InlineData("year-1999")]
    public void What_is_no_period_is_not_read(string? key) => Assert.False(TargetPeriod.TryParse(key, out _));

    private static MonthSeries Made(int office, int months, double[] shape)
    {
        var dice = new Random(1000 + office);
        var size = 2_000 + (office * 700);
        return new(Start, [.. Enumerable.Range(0, months).Select(m =>
        {
            var year = m / 12;
            // Each year grows by its own; each month misses its share by some.
            var level = size * Math.Pow(1.06, year) * (1 + (0.05 * (new Random(office + (year * 31)).NextDouble() - 0.5)));
            return (long)Math.Round((level * shape[m % 12]) + (level * 0.02 * ((dice.NextDouble() * 2) - 1)));
        })]);
    }
}
