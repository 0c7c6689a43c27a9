using BaoPhu.Core.Organisation;
using BaoPhu.Core.Policy;
using BaoPhu.Rules;
using BaoPhu.Rules.Policy;
using Xunit;

namespace BaoPhu.Tests.Policy;

public class OccurrencesTests
{
    private static readonly WorkingCalendar Calendar = OfficeCalendar.Shipped;

    private static PolicyAct Act(Standing standing, DebtBand band, int level, string act) =>
        Policies.Default.Acts(standing, band, level, CaseFlags.None).ToArray().Single(ordered => string.Equals(ordered.Act.Act, act, StringComparison.Ordinal)).Act;

    private static DateOnly Day(int year, int month, int day) => new(year, month, day);

    [Fact]
    public void A_contact_is_due_on_the_last_day_before_interest()
    {
        var contact = Act(Standing.Active, DebtBand.UnderOneMonth, 1, "contact");
        // October falls into arrears on 1 November; interest on it is worked out on 1 December.
        Assert.Equal(Day(2021, 11, 30), Occurrences.Due(contact, new OccurrenceFacts(Day(2021, 11, 3), Period.Of(2021, 10)), Calendar));
        Assert.Equal(Day(2022, 2, 28), Occurrences.Due(contact, new OccurrenceFacts(Day(2022, 2, 7), Period.Of(2022, 1)), Calendar));
        Assert.Equal(Day(2021, 11, 14), Occurrences.Due(contact, new OccurrenceFacts(Day(2021, 11, 3), Period.Of(2021, 10), InterestFrom: Day(2021, 11, 15)), Calendar));
        Assert.Null(Occurrences.Due(contact, new OccurrenceFacts(Day(2021, 11, 3)), Calendar));
    }

    [Fact]
    public void Working_days_pass_weekends_and_days_off()
    {
        var visit = Act(Standing.Active, DebtBand.OneToThree, 1, "visit");
        Assert.Equal(5, visit.Deadline.WorkingDays);
        Assert.Equal(Day(2021, 11, 10), Occurrences.Due(visit, new OccurrenceFacts(Day(2021, 11, 3)), Calendar));
        // 28 January 2022 is a Friday, Tết is 31 January to 4 February.
        Assert.Equal(Day(2022, 2, 11), Occurrences.Due(visit, new OccurrenceFacts(Day(2022, 1, 28)), Calendar));
    }

    [Fact]
    public void A_saturday_worked_in_stead_counts()
    {
        Assert.True(Calendar.IsWorking(Day(2024, 5, 4)));
        Assert.False(Calendar.IsWorking(Day(2024, 4, 29)));
        Assert.Equal(Day(2024, 5, 4), Calendar.Add(Day(2024, 5, 3), 1));
        Assert.Equal(Day(2024, 5, 4), Calendar.OnOrBefore(Day(2024, 5, 5)));
        Assert.Equal(Day(2021, 11, 29), Calendar.Add(Day(2021, 11, 28), 0));
        Assert.Throws<FormatException>(() => WorkingCalendar.Parse("date,kind,name\n2021-13-01,off,x"));
    }

    [Theory]
    [InlineData(2021, 11)]
    [InlineData(2022, 11)]
    [InlineData(2023, 11)]
    [InlineData(2024, 12)]
    [InlineData(2025, 12)]
    [InlineData(2026, 12)]
    public void Days_off_of_a_year(int year, int days)
    {
        var off = Enumerable.Range(0, 366).Select(day => new DateOnly(year, 1, 1).AddDays(day)).Count(day => day.Year == year && day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !Calendar.IsWorking(day));
        Assert.Equal(days, off);
    }

    [Fact]
    public void Monthly_and_quarterly_ends()
    {
        var report = Act(Standing.Active, DebtBand.OneToThree, 1, "report");
        var reconcile = Act(Standing.BudgetHealthOnly, DebtBand.None, 1, "reconcile");
        Assert.Equal(Day(2024, 2, 29), Occurrences.Due(report, new OccurrenceFacts(Day(2024, 2, 5)), Calendar));
        Assert.Equal(Day(2021, 12, 31), Occurrences.Due(reconcile, new OccurrenceFacts(Day(2021, 11, 3)), Calendar));
    }

    [Fact]
    public void Make_up_hangs_on_the_end_of_the_suspension()
    {
        var makeup = Act(Standing.PensionSuspended, DebtBand.None, 4, "makeup");
        var facts = new OccurrenceFacts(Day(2021, 11, 3), SuspensionEnd: Day(2022, 1, 31));
        Assert.Equal(Day(2022, 1, 31), Occurrences.Due(makeup, facts, Calendar));
        Assert.Equal(Day(2022, 1, 1), Occurrences.OpensOn(makeup, facts));
        Assert.Null(Occurrences.Due(makeup, new OccurrenceFacts(Day(2021, 11, 3)), Calendar));
    }

    [Fact]
    public void A_new_occurrence_opens_when_its_period_has_passed()
    {
        var report = Act(Standing.Active, DebtBand.OneToThree, 1, "report");
        Assert.True(Occurrences.Opens(report, null, bandReentered: false, Day(2021, 11, 3)));
        Assert.False(Occurrences.Opens(report, new LastOccurrence(Day(2021, 10, 1), null), bandReentered: true, Day(2021, 11, 3)));
        Assert.False(Occurrences.Opens(report, new LastOccurrence(Day(2021, 11, 1), Day(2021, 11, 20)), bandReentered: false, Day(2021, 11, 30)));
        Assert.True(Occurrences.Opens(report, new LastOccurrence(Day(2021, 11, 1), Day(2021, 11, 20)), bandReentered: false, Day(2021, 12, 1)));
        // October's report, handed in late in November, does not swallow November's.
        Assert.True(Occurrences.Opens(report, new LastOccurrence(Day(2021, 10, 1), Day(2021, 11, 2)), bandReentered: false, Day(2021, 11, 3)));
    }

    [Fact]
    public void Quarters_days_and_no_recurrence()
    {
        var reconcile = Act(Standing.BudgetHealthOnly, DebtBand.None, 1, "reconcile");
        Assert.False(Occurrences.Opens(reconcile, new LastOccurrence(Day(2021, 10, 5), Day(2021, 11, 1)), bandReentered: false, Day(2021, 12, 31)));
        Assert.True(Occurrences.Opens(reconcile, new LastOccurrence(Day(2021, 10, 5), Day(2021, 11, 1)), bandReentered: false, Day(2022, 1, 1)));
        var visit = Act(Standing.Active, DebtBand.OneToThree, 1, "visit");
        Assert.False(Occurrences.Opens(visit, new LastOccurrence(Day(2021, 9, 1), Day(2021, 9, 5)), bandReentered: false, Day(2022, 9, 1)));
        Assert.True(Occurrences.Opens(visit, new LastOccurrence(Day(2021, 9, 1), Day(2021, 9, 5)), bandReentered: true, Day(2021, 11, 1)));
        var fortnightly = visit with { Recurrence = new Recurrence(RecurrenceKind.EveryDays, 15, Internal: true) };
        Assert.False(Occurrences.Opens(fortnightly, new LastOccurrence(Day(2021, 9, 1), Day(2021, 9, 5)), bandReentered: false, Day(2021, 9, 19)));
        Assert.True(Occurrences.Opens(fortnightly, new LastOccurrence(Day(2021, 9, 1), Day(2021, 9, 5)), bandReentered: false, Day(2021, 9, 20)));
    }
}
