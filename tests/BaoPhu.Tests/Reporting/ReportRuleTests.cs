using BaoPhu.Rules.Clock;
using BaoPhu.Rules.Policy;
using BaoPhu.Rules.Reporting;

namespace BaoPhu.Tests.Reporting;

/// <summary>Deadlines as the documents write them, to the second.</summary>
public sealed class ReportRuleTests
{
    private static readonly WorkingCalendar Calendar = BaoPhu.Core.Organisation.OfficeCalendar.Shipped;
    private static readonly ReportRule Daily = new("daily", ReportRecurrence.Daily) { Until = new(16, 0) };

    [Fact]
    public void Before_sixteen_o_clock_is_late_at_sixteen_o_clock()
    {
        var term = Daily.TermOf(new(2021, 11, 3), Calendar);
        Assert.Equal((new DateOnly(2021, 11, 3), new DateOnly(2021, 11, 3)), (term.From, term.To));
        Assert.False(term.IsLate(VietnamTime.Parse("2021-11-03T15:59:59.999")));
        Assert.True(term.IsLate(VietnamTime.Parse("2021-11-03T16:00:00")));
        // Half past three in the afternoon of Việt Nam, said in London.
        Assert.False(term.IsLate(VietnamTime.Parse("2021-11-03T08:30:00Z")));
    }

    [Theory]
    // October has 31 days: the last of them comes after the 30th.
    [InlineData("2021-11-03", "2021-10-31", "2021-11-15", "2021-11-16T00:00")]
    [InlineData("2021-11-15", "2021-10-31", "2021-11-15", "2021-11-16T00:00")]
    [InlineData("2021-11-16", "2021-11-16", "2021-11-30", "2021-12-01T00:00")]
    // The 31st belongs to the next term.
    [InlineData("2021-12-31", "2021-12-31", "2022-01-15", "2022-01-16T00:00")]
    [InlineData("2022-02-20", "2022-02-16", "2022-02-28", "2022-03-01T00:00")]
    [InlineData("2024-02-20", "2024-02-16", "2024-02-29", "2024-03-01T00:00")]
    [InlineData("2022-03-01", "2022-03-01", "2022-03-15", "2022-03-16T00:00")]
    public void The_fifteenth_and_the_thirtieth_make_terms_without_gap(string day, string from, string to, string deadline)
    {
        ReportRule[] halves = [new("half", ReportRecurrence.DayOfMonth) { Day = 15 }, new("half", ReportRecurrence.DayOfMonth) { Day = 30 }];
        var term = ReportTerms.Of(halves, DateOnly.Parse(day, null), Calendar);
        Assert.Equal((from, to, deadline), (term.From.ToString("yyyy-MM-dd", null), term.To.ToString("yyyy-MM-dd", null), VietnamTime.ToIso(term.Deadline)));
    }

    [Theory]
    [InlineData("2022-02-20", false, "2022-02-28")]
    [InlineData("2022-02-20", true, "2022-03-01")]
    public void The_thirtieth_of_February_is_its_last_day_or_the_first_of_March_by_setting(string day, bool next, string to) => Assert.Equal(
        DateOnly.Parse(to, null), new ReportRule("x", ReportRecurrence.DayOfMonth) { Day = 30, NextMonth = next }.TermOf(DateOnly.Parse(day, null), Calendar).To);

    [Fact]
    public void Before_the_fifteenth_ends_with_the_fourteenth()
    {
        var term = new ReportRule("results", ReportRecurrence.DayOfMonth) { Day = 15, Strictly = true }.TermOf(new(2021, 11, 3), Calendar);
        Assert.Equal(new DateOnly(2021, 11, 14), term.To);
        Assert.Equal("2021-11-15T00:00", VietnamTime.ToIso(term.Deadline));
        var end = new ReportRule("results", ReportRecurrence.MonthEnd) { Strictly = true }.TermOf(new(2021, 11, 20), Calendar);
        Assert.Equal((new DateOnly(2021, 11, 29), "2021-11-30T00:00"), (end.To, VietnamTime.ToIso(end.Deadline)));
    }

    [Theory]
    [InlineData(ClosedDay.Stays, "2021-08-16T00:00")]
    [InlineData(ClosedDay.Before, "2021-08-14T00:00")]
    [InlineData(ClosedDay.After, "2021-08-17T00:00")]
    public void The_fifteenth_on_a_Sunday_moves_by_setting_and_its_period_stays(ClosedDay closed, string deadline)
    {
        var term = new ReportRule("x", ReportRecurrence.DayOfMonth) { Day = 15, Closed = closed }.TermOf(new(2021, 8, 10), Calendar);
        Assert.Equal((new DateOnly(2021, 8, 15), deadline), (term.To, VietnamTime.ToIso(term.Deadline)));
    }

    [Fact]
    public void At_Tet_a_daily_report_of_working_days_covers_the_days_off()
    {
        var term = (Daily with { WorkingDays = true }).TermOf(new(2022, 2, 1), Calendar);
        Assert.Equal((new DateOnly(2022, 1, 29), new DateOnly(2022, 2, 7), "2022-02-07T16:00"), (term.From, term.To, VietnamTime.ToIso(term.Deadline)));
        Assert.Equal(new DateOnly(2022, 2, 1), Daily.TermOf(new(2022, 2, 1), Calendar).From);
    }

    [Fact]
    public void A_quarter_is_told_in_the_month_that_follows()
    {
        var term = new ReportRule("quarter", ReportRecurrence.Quarterly) { Day = 10 }.TermOf(new(2021, 11, 3), Calendar);
        Assert.Equal((new DateOnly(2021, 10, 11), new DateOnly(2022, 1, 10)), (term.From, term.To));
    }

    [Fact]
    public void Terms_of_every_rule_follow_each_other_without_gap_for_ten_years()
    {
        ReportRule[] rules =
        [
            Daily, Daily with { WorkingDays = true }, new("a", ReportRecurrence.DayOfMonth) { Day = 28 }, new("b", ReportRecurrence.DayOfMonth) { Day = 30, NextMonth = true },
            new("c", ReportRecurrence.MonthEnd), new("d", ReportRecurrence.MonthEnd) { Strictly = true }, new("e", ReportRecurrence.Quarterly) { Day = 31 },
        ];
        foreach (var rule in rules)
        {
            var terms = rule.Terms(new(2020, 1, 1), new(2029, 12, 31), Calendar).ToList();
            Assert.All(terms.Zip(terms.Skip(1)), pair => Assert.Equal(pair.First.To.AddDays(1), pair.Second.From));
            Assert.All(terms, t => Assert.True(t.From <= t.To && t.Deadline > VietnamTime.ToUtcMs(t.From)));
            // Whatever day is asked for, its term holds it.
            for (var day = new DateOnly(2020, 1, 1); day < new DateOnly(2024, 1, 1); day = day.AddDays(13))
            {
                var term = rule.TermOf(day, Calendar);
                Assert.True(term.From <= day && day <= term.To, $"{rule.Code} {day}");
            }
        }
    }

    [Fact]
    public void What_was_sent_is_only_received_returned_accepted_or_replaced()
    {
        var allowed = from state in Enum.GetValues<ReportState>() from act in Enum.GetValues<ReportAct>() let after = ReportActs.After(state, act) where after is not null select $"{state} {act} {after}";
        Assert.Equal(
            [
                "Draft Annotate Draft", "Draft Send Sent", "Sent Receive Received", "Sent Return Returned", "Sent Accept Accepted", "Sent Correct Replaced", "Received Return Returned",
                "Received Accept Accepted", "Received Correct Replaced", "Returned Correct Replaced", "Accepted Correct Replaced",
            ],
            allowed);
    }

    [Fact]
    public void Nothing_to_report_is_not_no_report_and_a_correction_keeps_the_hour_of_the_first()
    {
        var term = Daily.TermOf(new(2021, 11, 3), Calendar);
        var (early, late) = (term.Deadline - 1, term.Deadline);
        Assert.Equal(ReportStanding.Expected, ReportStandings.Of(term, early, null, null, false, false));
        Assert.Equal(ReportStanding.Expected, ReportStandings.Of(term, early, null, ReportState.Draft, false, false));
        Assert.Equal(ReportStanding.Missing, ReportStandings.Of(term, late, null, ReportState.Draft, false, false));
        Assert.Equal(ReportStanding.Excused, ReportStandings.Of(term, late, null, null, false, true));
        Assert.Equal(ReportStanding.Nothing, ReportStandings.Of(term, late, early, ReportState.Sent, true, false));
        Assert.Equal(ReportStanding.OnTime, ReportStandings.Of(term, late + 9, early, ReportState.Accepted, false, false));
        Assert.Equal(ReportStanding.Late, ReportStandings.Of(term, late + 9, late, ReportState.Sent, false, false));
        Assert.Equal(ReportStanding.Returned, ReportStandings.Of(term, late + 9, early, ReportState.Returned, false, false));
    }
}
