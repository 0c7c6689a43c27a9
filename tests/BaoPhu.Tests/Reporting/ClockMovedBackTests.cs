using System.Globalization;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Reporting;
using BaoPhu.Rules.Reporting;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Reporting;

/// <summary>The server's clock steps back while reports are prepared, sent and answered: nothing is lost or sent twice, the order stays, and who was late stays late.</summary>
public sealed class ClockMovedBackTests
{
    private const string Today = "daily-07900-20211103";
    private static readonly Actor Director = new("giamdoc", "Nguyễn Văn Giám", "07900");
    private static readonly Actor Centre = new("thu", "Trần Thị Thu", "00001");

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_report_that_came_late_stays_late_and_is_sent_once(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (reports, boards) = (new Reports(test.Db, test.Clock), new ReportBoards(test.Db, test.Clock));
        test.Clock.Moment = At("2021-11-03T16:05:00");
        var view = await reports.Find(Scope.Nation, Today);
        await reports.Send(Director, Scope.Nation, Today, 0, view.Digest, "", "", false);

        test.Clock.Moment = At("2021-11-03T15:30:00");
        Assert.Equal("Reporting.NotInState", await Refused(() => reports.Send(Director, Scope.Nation, Today, 1, view.Digest, "", "", false)));
        Assert.Equal(ReportStanding.Late, (await reports.Find(Scope.Nation, Today)).Due.Standing);
        await reports.Answer(Centre, Scope.Nation, Today, 1, ReportAct.Return, "Thiếu số liệu");
        await reports.Correct(Director, Scope.Nation, Today, 2, "Bổ sung");
        var draft = await reports.Find(Scope.Nation, Today);
        await reports.Send(Director, Scope.Nation, Today, draft.Changes, draft.Digest, "", "", false);

        var sent = await reports.Find(Scope.Nation, Today);
        Assert.Equal([(1, "Replaced"), (2, "Sent")], sent.Due.Versions.Select(v => ((int)v.Version, v.State)));
        Assert.True(sent.Due.Versions[1].SentAt < sent.Due.Versions[0].SentAt);
        Assert.Equal(ReportStanding.Late, sent.Due.Standing);
        Assert.Equal(1, (await boards.Of(Scope.OfProvince("79"), "daily", new(2021, 11, 3))).Count(ReportStanding.Late));
        Assert.Equal(["send", "correct", "return", "send"], sent.Events.Select(e => e.Act));
        Assert.Empty(await test.Db.Read(AuditTrail.Verify));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task What_was_begun_after_midnight_is_still_there_before_it_and_a_day_that_is_not_yet_stays_closed(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var reports = new Reports(test.Db, test.Clock);
        test.Clock.Moment = At("2021-11-04T00:10:00");
        await reports.Annotate(Director, Scope.Nation, "daily-07900-20211104", 0, "Ghi lúc 0 giờ 10", "", false);

        test.Clock.Moment = At("2021-11-03T23:50:00");
        var view = await reports.Find(Scope.Nation, "daily-07900-20211104");
        Assert.Equal("Ghi lúc 0 giờ 10", view.Draft!.Remarks);
        Assert.Equal("Reporting.NoReport", await Refused(() => reports.Find(Scope.Nation, "daily-00100-20211104")));
        await reports.Send(Director, Scope.Nation, "daily-07900-20211104", 1, view.Digest, view.Draft.Remarks, "", false);
        test.Clock.Moment = At("2021-11-04T08:00:00");
        Assert.Equal((ReportStanding.OnTime, 1), ((await reports.Find(Scope.Nation, "daily-07900-20211104")).Due.Standing, (await reports.Find(Scope.Nation, "daily-07900-20211104")).Due.Versions.Count));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Who_was_reminded_is_not_reminded_again(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        await ConsolidationsTests.PersonOf(test, "giamdoc", Role.ProvinceDirector, "07900");
        var reminders = new ReportReminders(test.Db, test.Clock);
        test.Clock.Moment = At("2021-11-03T15:45:00");
        var told = await reminders.Run();
        Assert.Equal(1, told);
        test.Clock.Moment = At("2021-11-03T15:20:00");
        Assert.Equal(0, await reminders.Run());
        test.Clock.Moment = At("2021-11-03T15:45:00");
        Assert.Equal(0, await reminders.Run());
    }

    private static DateTimeOffset At(string moment) => DateTimeOffset.Parse(moment + "+07:00", CultureInfo.InvariantCulture);
}
