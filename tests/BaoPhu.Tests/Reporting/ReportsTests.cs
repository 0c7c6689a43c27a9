using BaoPhu.Core;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Reporting;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Reporting;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;

namespace BaoPhu.Tests.Reporting;

/// <summary>The daily report from its figures to its acceptance, and the board of who has sent it.</summary>
public sealed class ReportsTests
{
    private const string Today = "daily-07900-20211103";
    private static readonly Scope Own = Scope.OfProvince("79");
    private static readonly Actor Director = new("giamdoc", "Nguyễn Văn Giám", "07900");
    private static readonly Actor Centre = new("thu", "Trần Thị Thu", "00001");

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Figures_come_from_the_work_and_open_to_its_rows(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var small = await Open(test);
        var reports = new Reports(test.Db, test.Clock);
        var before = await reports.Find(Own, Today);
        Assert.Equal(0, before.Now["contacts"]);
        Assert.Null(before.Now["social"]);
        Assert.Equal(await test.Db.Read(s => s.One<long>("select count(*) from reg_debts where debt_social + debt_health + debt_unemployment + debt_accident > 0")), before.Now["owing"]);
        Assert.Equal(await test.Db.Read(s => s.One<long>("select cast(sum(paid_health) as bigint) from reg_months where period between 202101 and 202112")), before.Now["collected-health"]);

        test.Clock.Moment = test.Clock.Moment.AddMinutes(10);
        await small.Records.Record(new Actor("thu1", "Lê Văn An", "07901"), Scope.Nation, "79-TA0001A-contact-1", new ContactRecord((await small.TaskOf("TA0001A", "contact")).Version, "phone", "promised", "hẹn nộp")
        {
            PromisedOn = new(2021, 11, 10), PromisedAmount = 500_000,
        });
        var after = await reports.Find(Own, Today);
        Assert.Equal((1L, 500_000L), (after.Now["contacts"], after.Now["promised"]));
        var rows = await new Indicators(test.Db).Rows(Own, Own, "promised", after.Window, null);
        Assert.Equal((500_000L, "TA0001A"), (rows.Total, Assert.Single(rows.Rows).Code));
        Assert.Equal(0, (await new Indicators(test.Db).Rows(Scope.OfProvince("01"), Own, "promised", after.Window, null)).Total);
        // What the district did is its own report too, and its neighbour's is empty.
        Assert.Equal(1, (await reports.Find(Own, "district-daily-07901-20211103")).Now["contacts"]);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_sent_figure_is_frozen_and_a_correction_is_a_new_version_with_its_reason(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var small = await Open(test);
        var reports = new Reports(test.Db, test.Clock);
        await reports.Annotate(Director, Own, Today, 0, "Mưa lớn", "Thiếu người", false);
        var seen = await reports.Find(Own, Today);
        Assert.Equal(("Mưa lớn", 1), (seen.Draft!.Remarks, seen.Changes));

        // A payment arrives between the look and the signature.
        await Paid(test, 1000);
        Assert.Equal("Reporting.FiguresMoved", await Refused(() => reports.Send(Director, Own, Today, 1, seen.Digest, "Mưa lớn", "", false)));
        seen = await reports.Find(Own, Today);
        Assert.Equal("Reporting.NotReporter", await Refused(() => reports.Send(Centre, Scope.Nation, Today, 1, seen.Digest, "", "", false)));
        await reports.Send(Director, Own, Today, 1, seen.Digest, "Mưa lớn", "", false);
        Assert.Equal("Reporting.NotInState", await Refused(() => reports.Send(Director, Own, Today, 2, seen.Digest, "", "", false)));

        await Paid(test, 5000);
        var later = await reports.Find(Own, Today);
        Assert.Equal(seen.Now["collected-health"], later.Last!.Frozen["collected-health"]);
        Assert.Equal(seen.Now["collected-health"] + 5000, later.Now["collected-health"]);

        await reports.Answer(Centre, Scope.Nation, Today, later.Changes, ReportAct.Return, "Số thu chưa khớp");
        Assert.Equal(ReportStanding.Returned, (await reports.Find(Own, Today)).Due.Standing);
        Assert.Equal("Reporting.NeedReason", await Refused(() => reports.Correct(Director, Own, Today, later.Changes + 1, " ")));
        await reports.Correct(Director, Own, Today, later.Changes + 1, "Bổ sung chứng từ");
        var draft = await reports.Find(Own, Today);
        await reports.Send(Director, Own, Today, draft.Changes, draft.Digest, "Đã bổ sung", "", false);
        var corrected = await reports.Find(Own, Today);
        Assert.Equal(["Replaced", "Sent"], corrected.Due.Versions.Select(v => v.State));
        Assert.Equal(seen.Now["collected-health"], corrected.Due.Versions[0].Frozen["collected-health"]);
        Assert.Equal("Bổ sung chứng từ", corrected.Last!.Reason);
        await reports.Answer(Centre, Scope.Nation, Today, corrected.Changes, ReportAct.Accept, null);
        Assert.Equal((ReportStanding.OnTime, "Accepted"), ((await reports.Find(Own, Today)).Due.Standing, (await reports.Find(Own, Today)).Last!.State));
        Assert.Equal(corrected.Kind.Figures, corrected.Figures);
        // A figure that such reports did not have when it was sent stands in no line of it.
        await test.Db.Write(tx => tx.Execute("update rep_reports set figures = @figures where state = 'Accepted'", new { figures = """{"owing":1,"contacts":2}""" }));
        Assert.Equal(["owing", "contacts"], (await reports.Find(Own, Today)).Figures);
        Assert.Equal(["accept", "send", "correct", "return", "send", "annotate"], (await reports.Find(Own, Today)).Events.Select(e => e.Act));
        await PlanningFlowTests.Healthy(test);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_board_counts_late_missing_and_nothing_apart_and_expects_only_offices_of_the_day(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (reports, boards) = (new Reports(test.Db, test.Clock), new ReportBoards(test.Db, test.Clock));
        var day = new DateOnly(2021, 11, 3);
        // One office was closed the day before, one opens tomorrow.
        await test.Db.Write(tx => tx.Execute("update org_offices set valid_to = '2021-11-03' where code = '00200'"));
        await test.Db.Write(tx => tx.Execute("update org_offices set valid_from = '2021-11-04' where code = '00400'"));
        test.Clock.Moment = At("15:59:59.999");
        await Send("07900", nothing: true);
        Assert.Equal(60, (await boards.Of(Scope.Nation, "daily", day)).Count(ReportStanding.Expected));
        test.Clock.Moment = At("16:00:00");
        await Send("00100", nothing: false);
        await reports.Excuse(Centre, Scope.Nation, "daily-01000-20211103", "Bão, mất điện");
        var board = await boards.Of(Scope.Nation, "daily", day);
        Assert.Equal(61, board.Offices.Count);
        Assert.Equal(
            (1, 1, 1, 58), (board.Count(ReportStanding.Nothing), board.Count(ReportStanding.Late), board.Count(ReportStanding.Excused), board.Count(ReportStanding.Missing)));
        Assert.Equal((0L, null), (board.Sum("contacts"), board.Sum("social")));
        Assert.Equal(["07900"], (await boards.Of(Own, "daily", day)).Offices.Select(o => o.Office.Code));

        DateTimeOffset At(string hour) => DateTimeOffset.Parse("2021-11-03T" + hour + "+07:00", System.Globalization.CultureInfo.InvariantCulture);
        async Task Send(string office, bool nothing)
        {
            var key = $"daily-{office}-20211103";
            var view = await reports.Find(Scope.Nation, key);
            await reports.Send(new Actor("g" + office, "Giám đốc", office), Scope.Nation, key, 0, view.Digest, "", "", nothing);
        }
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Two_people_who_sign_the_same_report_at_once_send_it_once(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var reports = new Reports(test.Db, test.Clock);
        var view = await reports.Find(Own, Today);
        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(async i =>
        {
            try
            {
                await reports.Send(Director with { UserId = "g" + i }, Own, Today, 0, view.Digest, "", "", false);
                return "";
            }
            catch (BaoPhu.Core.Texts.Refusal refusal)
            {
                return refusal.Key;
            }
        }));
        Assert.Equal(1, results.Count(r => r.Length == 0));
        Assert.All(results.Where(r => r.Length > 0), r => Assert.Equal("Reporting.NotInState", r));
        Assert.Equal(1, await test.Db.Read(s => s.One<long>("select count(*) from aud_entries where act = 'reporting.send'")));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_hour_is_data_changed_from_a_day_on_by_the_centre_alone(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var calendar = new ReportCalendar(test.Db, test.Clock);
        var entry = new ReportRuleEntry(1, new(17, 0), false, true, ClosedDay.Stays, "Công văn số 1");
        Assert.Equal("Reporting.OnlyCentre", await Refused(() => calendar.Set(Director, Own, "daily", 1, new(2021, 11, 4), entry)));
        Assert.Equal("Reporting.RuleNeedsGround", await Refused(() => calendar.Set(Centre, Scope.Nation, "daily", 1, new(2021, 11, 4), entry with { Note = " " })));
        await calendar.Set(Centre, Scope.Nation, "daily", 1, new(2021, 11, 4), entry);
        var reports = new Reports(test.Db, test.Clock);
        Assert.Equal("2021-11-03T16:00", BaoPhu.Rules.Clock.VietnamTime.ToIso((await reports.Find(Own, Today)).Term.Deadline));
        test.Clock.Moment = test.Clock.Moment.AddDays(1);
        Assert.Equal("2021-11-04T17:00", BaoPhu.Rules.Clock.VietnamTime.ToIso((await reports.Find(Own, "daily-07900-20211104")).Term.Deadline));
        Assert.Equal("2021-11-03T16:00", BaoPhu.Rules.Clock.VietnamTime.ToIso((await reports.Find(Own, Today)).Term.Deadline));
        await Installation.Create(test.Db, test.Clock, CancellationToken.None);
        Assert.Equal(13, (await calendar.History()).Count);
    }

    /// <summary>A file of payments is taken in: the rows and, in the same transaction, its entry.</summary>
    private static Task Paid(TestDatabase test, long more) => test.Db.Write(async tx =>
    {
        await tx.Execute("update reg_months set paid_health = paid_health + @more where employer_id in (select min(employer_id) from reg_months) and period = 202109", new { more });
        await AuditTrail.Write(tx, test.Clock, Actor.System, "imports.commit", "province:79", new { });
    });

    private static async Task<SmallProvince> Open(TestDatabase test)
    {
        await new Offices(test.Db, test.Clock).Save(Actor.System, Scope.Nation, "07901", "BHXH Quận 1", "07900");
        var small = await SmallProvince.Create(test);
        await small.Level("79", 2, "2021-10-21T00:00");
        await small.Employer("TA0001A", 202110);
        await small.Employer("TB0001B", 202109);
        await small.Plan("2021-11-03T08:00");
        return small;
    }

    [Theory]
    [InlineData("daily-07900-20211104")] // not begun
    [InlineData("daily-00001-20211103")] // the centre's unit owes none
    [InlineData("half-month-07900-20211103")] // no term ends then
    [InlineData("daily-99999-20211103")]
    [InlineData("xxx-07900-20211103")]
    [InlineData("daily")]
    public async Task A_report_that_nobody_owes_is_missing(string key)
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        var refusal = await Assert.ThrowsAsync<BaoPhu.Core.Texts.Refusal>(() => new Reports(test.Db, test.Clock).Find(Scope.Nation, key));
        Assert.Equal(BaoPhu.Core.Texts.RefusalKind.Missing, refusal.Kind);
    }
}
