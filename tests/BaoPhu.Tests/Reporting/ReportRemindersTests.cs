using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Reporting;
using BaoPhu.Rules.Reporting;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Reporting;

/// <summary>Who is told before the hour, and above after it: each once.</summary>
public sealed class ReportRemindersTests
{
    private static readonly Actor Director = new("giamdoc", "Giám đốc", "07900");
    private static readonly Actor Leader = new("lanhdao", "Lãnh đạo", "00000");
    private static readonly Actor Unit = new("thu", "Thu", "00001");

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_office_is_told_before_the_hour_and_the_unit_above_after_it_each_once(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        await ConsolidationsTests.PersonOf(test, "giamdoc", Role.ProvinceDirector, "07900");
        await ConsolidationsTests.PersonOf(test, "pho", Role.ProvinceDeputy, "07900");
        await ConsolidationsTests.PersonOf(test, "canbo", Role.CollectionOfficer, "07900");
        await ConsolidationsTests.PersonOf(test, "giamdoc01", Role.ProvinceDirector, "00100");
        await ConsolidationsTests.PersonOf(test, "thu", Role.CentralOfficer, "00001");
        await ConsolidationsTests.Send(test, "00100", "2021-11-03T10:00", collected: 1);
        var reminders = new ReportReminders(test.Db, test.Clock);
        test.Clock.Moment = ConsolidationsTests.At("2021-11-03T14:59");
        Assert.Equal(0, await reminders.Run());
        test.Clock.Moment = ConsolidationsTests.At("2021-11-03T15:00");
        Assert.Equal(2, (await Task.WhenAll(reminders.Run(), new ReportReminders(test.Db, test.Clock).Run())).Sum());
        Assert.Equal(0, await reminders.Run());
        var own = Assert.Single(await reminders.Of(Director));
        Assert.Equal(("daily", ReportReminders.Remind, 1L, "daily-07900-20211103"), (own.Kind, own.Step, own.Offices, own.ReportKey));
        Assert.Empty(await reminders.Of(new Actor("giamdoc01", "", "00100")));
        Assert.Empty(await reminders.Of(new Actor("canbo", "", "07900")));

        test.Clock.Moment = ConsolidationsTests.At("2021-11-03T15:59:59");
        Assert.Equal(ReportReminders.Remind, Assert.Single(await reminders.Of(Director)).Step);
        // 16:00:00 is late, and no reminder says any more that the hour is near.
        test.Clock.Moment = ConsolidationsTests.At("2021-11-03T16:00");
        Assert.Equal(ReportReminders.Late, Assert.Single(await reminders.Of(Director)).Step);
        test.Clock.Moment = ConsolidationsTests.At("2021-11-03T16:14");
        Assert.Equal(0, await reminders.Run());
        test.Clock.Moment = ConsolidationsTests.At("2021-11-03T16:15");
        Assert.Equal(62, await reminders.Run());
        Assert.Equal(0, await reminders.Run());
        Assert.Equal((ReportReminders.Escalate, 62L), (Assert.Single(await reminders.Of(Unit)).Step, (await reminders.Of(Unit))[0].Offices));
        Assert.Equal(2, (await reminders.On(Scope.Nation, "daily", new(2021, 11, 3))).Count(t => t.OfficeCode == "07900" && t.Step == ReportReminders.Remind));
        Assert.Empty(await reminders.On(Scope.OfProvince("01"), "daily", new(2021, 11, 3)));

        // What is sent meanwhile is no reminder any more.
        await ConsolidationsTests.Send(test, "07900", "2021-11-03T16:20", collected: 1);
        Assert.Empty(await reminders.Of(Director));
        Assert.Equal(61L, Assert.Single(await reminders.Of(Unit)).Offices);
        Assert.Equal(2, await test.Db.Read(s => s.One<long>("select count(*) from aud_entries where act in ('reporting.remind', 'reporting.escalate')")));
    }

    [Fact]
    public async Task The_minutes_are_a_setting_and_a_district_is_told_of_to_its_province()
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        await new Offices(test.Db, test.Clock).Save(Actor.System, Scope.Nation, "07901", "BHXH Quận 1", "07900");
        await new Settings(test.Db, test.Clock).Set(Unit, Scope.Nation, Settings.NationScope, Settings.RemindMinutes, new(2021, 11, 1), "10", "CV 1");
        await ConsolidationsTests.PersonOf(test, "giamdoc", Role.ProvinceDirector, "07900");
        await ConsolidationsTests.PersonOf(test, "giamdocq1", Role.DistrictDirector, "07901");
        var reminders = new ReportReminders(test.Db, test.Clock);
        test.Clock.Moment = ConsolidationsTests.At("2021-11-03T15:19");
        Assert.Equal(0, await reminders.Run());
        test.Clock.Moment = ConsolidationsTests.At("2021-11-03T15:20");
        Assert.Equal(1, await reminders.Run());
        Assert.Equal("district-daily", Assert.Single(await reminders.Of(new Actor("giamdocq1", "", "07901"))).Kind);
        test.Clock.Moment = ConsolidationsTests.At("2021-11-03T15:45");
        Assert.Equal(1, await reminders.Run());
        Assert.Equal(("district-daily", ReportReminders.Escalate), (Assert.Single(await reminders.Of(Director)).Kind, (await reminders.Of(Director))[0].Step));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_paper_to_the_committee_is_reminded_days_before_and_no_more_once_it_is_sent(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        await ConsolidationsTests.PersonOf(test, "giamdoc", Role.ProvinceDirector, "07900");
        await ConsolidationsTests.PersonOf(test, "lanhdao", Role.CentreLeader, "00000");
        var reminders = new ReportReminders(test.Db, test.Clock);
        test.Clock.Moment = ConsolidationsTests.At("2021-11-28T23:59");
        await reminders.Run();
        Assert.DoesNotContain(await reminders.Of(Director), r => r.Kind == "people-committee");
        test.Clock.Moment = ConsolidationsTests.At("2021-11-29T08:00");
        await reminders.Run();
        Assert.Equal(("people-committee-07900-20211130", ReportReminders.Remind), Assert.Single(await reminders.Of(Director), r => r.Kind == "people-committee") is var line ? (line.ReportKey, line.Step) : default);
        test.Clock.Moment = ConsolidationsTests.At("2021-12-01T00:15");
        await reminders.Run();
        Assert.Equal(63, Assert.Single(await reminders.Of(Leader), r => r.Kind == "people-committee").Offices);

        await test.Db.Write(tx => tx.Execute(
            """
            insert into col_reports (report_id, province, period, due_on, as_of_at, employers, amount, excluded, made_at, made_by, sent_at)
            values ('r1', '79', 202111, @due, 0, 1, 1, 0, 0, 'x', 1)
            """,
            new { due = new DateOnly(2021, 11, 30) }));
        Assert.DoesNotContain(await reminders.Of(Director), r => r.Kind == "people-committee");
        Assert.Equal(62, Assert.Single(await reminders.Of(Leader), r => r.Kind == "people-committee").Offices);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_deadline_that_a_day_off_moves_beyond_the_term_is_reminded_and_escalated_by_its_own_hour(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        await ConsolidationsTests.PersonOf(test, "giamdoc", Role.ProvinceDirector, "07900");
        await ConsolidationsTests.PersonOf(test, "thu", Role.CentralOfficer, "00001");
        // 28 November 2021 is a Sunday: what is due by noon is due on Monday by noon.
        await new ReportCalendar(test.Db, test.Clock).Set(new("lanhdao", "", "00000"), Scope.Nation, "communication", 1, new(2021, 11, 1), new(28, new(12, 0), false, false, ClosedDay.After, "CV 1"));
        await ConsolidationsTests.PersonOf(test, "truyenthong", Role.CentralOfficer, "00002");
        var reminders = new ReportReminders(test.Db, test.Clock);
        test.Clock.Moment = ConsolidationsTests.At("2021-11-28T11:30");
        await reminders.Run();
        Assert.DoesNotContain(await reminders.Of(Director), r => r.Kind == "communication");
        test.Clock.Moment = ConsolidationsTests.At("2021-11-29T11:00");
        await reminders.Run();
        Assert.Equal(new DateOnly(2021, 11, 28), Assert.Single(await reminders.Of(Director), r => r.Kind == "communication").ToDate);
        test.Clock.Moment = ConsolidationsTests.At("2021-11-29T12:14");
        await reminders.Run();
        Assert.Empty(await reminders.Of(new("truyenthong", "", "00002")));
        test.Clock.Moment = ConsolidationsTests.At("2021-11-29T12:15");
        await reminders.Run();
        Assert.Equal(("communication", 63L), Assert.Single(await reminders.Of(new("truyenthong", "", "00002"))) is var line ? (line.Kind, line.Offices) : default);
    }
}
