using BaoPhu.Rules;
using BaoPhu.Rules.Debts;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace BaoPhu.Tests.Rules.Debts;

public class DebtKernelTests
{
    private static readonly DateOnly Third = new(2021, 11, 3);

    private static MonthLine Line(int month, long due, long paid, long dueHealth = 0, long paidHealth = 0) => new(Period.Of(2021, month), due, dueHealth, 0, 0, paid, paidHealth, 0, 0);

    [Fact]
    public void Nothing_owed_has_no_month_age_ratio_or_band()
    {
        var a = DebtKernel.Assess([Line(9, 10, 10)], Third);
        Assert.Equal((0L, DebtBand.None, (Period?)null, (decimal?)null, (decimal?)null, 0), (a.Total, a.Band, a.OldestPeriod, a.Age(Third), a.Ratio, a.OldestNumber));
        Assert.Equal(DebtBand.None, DebtKernel.Assess([], Third).Band);
    }

    [Fact]
    public void A_month_becomes_debt_on_the_first_day_of_the_next()
    {
        Assert.Equal(0, DebtKernel.Assess([Line(10, 10, 0)], new DateOnly(2021, 10, 31)).Total);
        var first = DebtKernel.Assess([Line(10, 10, 0)], new DateOnly(2021, 11, 1));
        Assert.Equal((10L, 0m, DebtBand.UnderOneMonth), (first.Total, first.Age(first.AsOf)!.Value, first.Band));
    }

    [Theory]
    [InlineData(9, "2021-10-31", DebtBand.UnderOneMonth)]
    [InlineData(9, "2021-11-01", DebtBand.OneToThree)]
    [InlineData(7, "2021-10-31", DebtBand.OneToThree)]
    [InlineData(7, "2021-11-01", DebtBand.ThreeAndOver)]
    public void Exactly_one_month_is_the_second_band_and_exactly_three_the_third(int month, string asOf, DebtBand band) =>
        Assert.Equal(band, DebtKernel.Assess([Line(month, 10, 0)], DateOnly.Parse(asOf, System.Globalization.CultureInfo.InvariantCulture)).Band);

    [Fact]
    public void A_payment_booked_later_settles_the_oldest_month_and_a_fund_never_pays_for_another()
    {
        var a = DebtKernel.Assess([Line(8, 10, 0, 5, 5), Line(9, 10, 15, 5, 50)], Third);
        Assert.Equal((5L, 0L, Period.Of(2021, 9)), (a.Social, a.Health, a.OldestPeriod!.Value));
    }

    [Fact]
    public void A_payment_in_a_month_not_yet_in_arrears_counts()
    {
        Assert.Equal(0, DebtKernel.Assess([Line(10, 10, 0), Line(11, 10, 10)], Third).Total);
    }

    [Fact]
    public void The_three_methods_stand_side_by_side_and_a_missing_figure_falls_back()
    {
        MonthLine[] lines = [Line(6, 10, 0), Line(7, 10, 10), Line(8, 10, 10), Line(9, 10, 10), Line(10, 40, 40)];
        var a = DebtKernel.Assess(lines, Third, AgeMethod.Ratio, 125);
        Assert.Equal((0.25m, DebtBand.UnderOneMonth), (a.ByRatio.Value!.Value, a.Band));
        Assert.Equal((1.25m, DebtBand.OneToThree), (a.ByStated.Value!.Value, a.ByStated.Band));
        Assert.Equal(DebtBand.UnderOneMonth, a.ByOldestUnpaid.Band);
        Assert.False(a.FellBack);

        var b = DebtKernel.Assess(lines, Third, AgeMethod.Stated);
        Assert.Equal((true, AgeMethod.OldestUnpaid, AgeMethod.Stated, (decimal?)null), (b.FellBack, b.DecidedBy, b.Asked, b.ByStated.Value));
    }

    [Fact]
    public void The_ratio_divides_by_the_last_month_that_has_any_due()
    {
        var a = DebtKernel.Assess([Line(7, 10, 0), Line(8, 4, 0), Line(9, 0, 0), Line(10, 0, 0), Line(11, 99, 0)], Third, AgeMethod.Ratio);
        Assert.Equal((4L, 3.5m, DebtBand.ThreeAndOver), (a.DueLastMonth, a.Ratio!.Value, a.Band));
    }

    [Fact]
    public void Sums_beyond_63_bits_disordered_months_and_negative_amounts_are_refused()
    {
        Assert.Throws<OverflowException>(() => DebtKernel.Assess([Line(1, long.MaxValue, 0), Line(2, 1, 0)], Third));
        Assert.Throws<OverflowException>(() => DebtKernel.Assess([Line(1, 0, long.MaxValue), Line(2, 0, long.MaxValue), Line(3, 0, 2)], Third));
        Assert.Throws<OverflowException>(() => DebtKernel.Assess([Line(1, long.MaxValue, 0, 1, 0)], Third));
        Assert.Throws<ArgumentException>(() => DebtKernel.Assess([Line(2, 1, 0), Line(1, 1, 0)], Third));
        Assert.Throws<ArgumentException>(() => DebtKernel.Assess([Line(2, 1, 0), Line(2, 1, 0)], Third));
        Assert.Throws<ArgumentException>(() => DebtKernel.Assess([Line(2, -1, 0)], Third));
        Assert.Throws<ArgumentOutOfRangeException>(() => DebtKernel.Assess([Line(2, 1, 0)], Third, AgeMethod.Stated, -5));
    }

    [Fact]
    public void One_by_one_in_a_batch_and_through_the_accumulator_come_out_the_same() => Prop.ForAll(Ledgers().ArrayOf().ToArbitrary(), employers =>
    {
        var lines = employers.SelectMany(e => e).ToArray();
        var starts = new int[employers.Length + 1];
        for (var i = 0; i < employers.Length; i++)
        {
            starts[i + 1] = starts[i] + employers[i].Length;
        }

        var batch = new DebtAssessment[employers.Length];
        DebtKernel.AssessMany(lines, starts, Third, AgeMethod.Ratio, [], batch);
        var accumulator = new DebtAccumulator(Third, AgeMethod.Ratio);
        return employers.Select((e, i) =>
        {
            foreach (var line in e)
            {
                accumulator.Add(line);
            }

            var single = DebtKernel.Assess(e, Third, AgeMethod.Ratio);
            return single == batch[i] && single == accumulator.Finish();
        }).All(same => same);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_kernel_agrees_with_a_naive_ledger_that_pays_đồng_by_đồng() => Prop.ForAll(Ledgers().ToArbitrary(), lines =>
    {
        var a = DebtKernel.Assess(lines, Third);
        long total = 0;
        Period? oldest = null;
        for (var fund = Fund.Social; fund <= Fund.Accident; fund++)
        {
            var due = lines.SelectMany(l => Enumerable.Repeat(l.Period, (int)l.Due(fund))).ToList();
            var paid = lines.Sum(l => l.Paid(fund));
            var open = due.Skip((int)paid).Where(p => p.ArrearsFrom <= Third).ToList();
            total += open.Count;
            if (a.Of(fund) != open.Count)
            {
                return false;
            }

            if (open.Count > 0 && (oldest is null || open[0] < oldest))
            {
                oldest = open[0];
            }
        }

        return a.Total == total && a.OldestPeriod == oldest;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_further_payment_never_makes_a_debt_larger_or_older() => Prop.ForAll(
        Ledgers().Where(l => l.Length > 0).ToArbitrary(), Gen.Choose(0, 100).ToArbitrary(), Gen.Choose(0, 60).ToArbitrary(), (lines, where, amount) =>
    {
        var before = DebtKernel.Assess(lines, Third);
        var more = lines.ToArray();
        more[where % more.Length] = more[where % more.Length] with { PaidSocial = more[where % more.Length].PaidSocial + amount };
        var after = DebtKernel.Assess(more, Third);
        return after.Total <= before.Total && after.Band <= before.Band && (after.OldestPeriod is not { } later || later >= before.OldestPeriod);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void It_does_not_matter_in_which_months_rows_payments_are_booked() => Prop.ForAll(
        Ledgers().Where(l => l.Length > 1).ToArbitrary(), Gen.Choose(0, 100).ToArbitrary(), Gen.Choose(0, 100).ToArbitrary(), (lines, from, to) =>
    {
        var moved = lines.ToArray();
        var (f, t) = (from % moved.Length, to % moved.Length);
        var amount = moved[f].PaidHealth / 2;
        moved[f] = moved[f] with { PaidHealth = moved[f].PaidHealth - amount };
        moved[t] = moved[t] with { PaidHealth = moved[t].PaidHealth + amount };
        return DebtKernel.Assess(lines, Third) == DebtKernel.Assess(moved, Third);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_explanation_lays_payments_as_the_kernel_counts_them() => Prop.ForAll(Ledgers().ToArbitrary(), lines =>
    {
        var explained = DebtExplanation.Of(lines, Third);
        var a = explained.Assessment;
        return explained.Funds.All(f =>
                f.Debt == a.Of(f.Fund) && f.Debt == f.Months.Sum(m => m.Debt)
                && f.Paid == f.Months.Sum(m => m.Settled) + f.Surplus
                && f.Months.All(m => m.Settled == m.SettledBy.Sum(s => s.Amount) && m.SettledBy.All(s => s.Amount > 0)))
            && explained.Funds.SelectMany(f => f.Months).Where(m => m.Debt > 0).Select(m => (Period?)m.Period).Min() == a.OldestPeriod
            && explained.Funds.SelectMany(f => f.Months).Where(m => m.Decides).All(m => m.Period == a.OldestPeriod)
            && explained.Methods.Single(m => m.Decides).Method == a.DecidedBy;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_explanation_shows_the_arithmetic_of_each_method()
    {
        var explained = DebtExplanation.Of([Line(7, 1_000, 0), Line(8, 1_000, 1_500), Line(9, 2_000, 0), Line(10, 2_000, 0)], Third, AgeMethod.OldestUnpaid, 210);
        Assert.Equal(["2 + 2/30 = 2,07", "4.500 ÷ 2.000 = 2,25", "2,1"], explained.Methods.Select(m => m.Arithmetic));
        var july = explained.Funds[0].Months[0];
        Assert.Equal((0L, Period.Of(2021, 8)), (july.Open, july.SettledBy.Single().BookedIn));
        Assert.True(explained.Funds[0].Months[1].Decides);
    }

    [Fact]
    public void A_pass_over_many_employers_allocates_nothing()
    {
        var accumulator = new DebtAccumulator(Third);
        var line = Line(9, 10, 3);
        accumulator.Add(line);
        accumulator.Finish();
        var before = GC.GetAllocatedBytesForCurrentThread();
        long total = 0;
        for (var i = 0; i < 10_000; i++)
        {
            accumulator.Add(line);
            total += accumulator.Finish().Total;
        }

        Assert.Equal((70_000L, 0L), (total, GC.GetAllocatedBytesForCurrentThread() - before));
    }

    /// <summary>Up to 14 months ending a little after the day of the tests, months left out, small amounts.</summary>
    private static Gen<MonthLine[]> Ledgers() =>
        from start in Gen.Choose(-14, -1)
        from amounts in Gen.ArrayOf(Gen.ArrayOf(Gen.Frequency((2, Gen.Constant(0)), (3, Gen.Choose(0, 40))), 8), 14)
        from kept in Gen.ArrayOf(Gen.Choose(0, 4), 14)
        select amounts.Select((a, i) => (Keep: kept[i] > 0, Line: new MonthLine(Period.Of(2021, 11).AddMonths(start + i), a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7])))
            .Where(x => x.Keep).Select(x => x.Line).ToArray();
}
