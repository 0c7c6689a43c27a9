using BaoPhu.Core;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Reporting;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Reporting;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;

namespace BaoPhu.Tests.Reporting;

/// <summary>What the centre tells the leadership of the provinces' reports; the ranking of the board; days off.</summary>
public sealed class ConsolidationsTests
{
    private const string Today = "leadership-daily-20211103";
    private static readonly Actor Leader = new("lanhdao", "Phó Tổng Giám đốc", Actor.CentreCode);
    private static readonly Actor Centre = new("thu", "Trần Thị Thu", "00001");

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task It_is_signed_after_the_hour_frozen_and_corrected_by_a_new_version(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        await People(test);
        await Send(test, "07900", "2021-11-02T15:00", collected: 100);
        await Send(test, "00100", "2021-11-02T15:00", collected: 40);
        await Send(test, "07900", "2021-11-03T15:00", collected: 130);
        var module = new Consolidations(test.Db, test.Clock);
        test.Clock.Moment = At("2021-11-03T15:30");
        var view = await module.Find(Scope.Nation, Today);
        Assert.Equal(RefusalKind.Missing, (await Assert.ThrowsAsync<Refusal>(() => module.Find(Scope.OfProvince("79"), Today))).Kind);
        Assert.Equal("Reporting.ConsolidationEarly", await Refused(() => module.Sign(Leader, Scope.Nation, Today, 0, view.Digest, "")));
        await module.Annotate(Centre, Scope.Nation, Today, 0, "Thiếu nhiều tỉnh");

        test.Clock.Moment = At("2021-11-03T16:00");
        view = await module.Find(Scope.Nation, Today);
        Assert.Equal((1, 62), (view.Now.Told.Count(), view.Now.In(ReportStanding.Missing).Count()));
        // A sum of one province is not held against one of two: the difference is Hồ Chí Minh's alone.
        Assert.Equal((130L, 140L, 30L), (view.Now.Sums["collected-health"], view.Now.Before!.Sums["collected-health"], view.Now.Before.Differences["collected-health"]));
        Assert.Null(view.Now.MonthBefore);
        var seen = view.Digest;
        await Send(test, "00100", "2021-11-03T16:05", collected: 50);
        Assert.Equal("Reporting.FiguresMoved", await Refused(() => module.Sign(Leader, Scope.Nation, Today, 1, seen, "")));
        view = await module.Find(Scope.Nation, Today);
        Assert.Equal("Reporting.ChangedMeanwhile", await Refused(() => module.Sign(Leader, Scope.Nation, Today, 0, view.Digest, "")));
        await module.Sign(Leader, Scope.Nation, Today, 1, view.Digest, "Đã đôn đốc");
        Assert.Equal("Reporting.ConsolidationSigned", await Refused(() => module.Sign(Leader, Scope.Nation, Today, 2, view.Digest, "")));

        // What a province corrects later shows as a difference and changes nothing.
        await Send(test, "01000", "2021-11-03T17:00", collected: 7);
        var signed = await module.Find(Scope.Nation, Today);
        Assert.Equal((180L, 187L), (signed.Shown.Sums["collected-health"], signed.Now.Sums["collected-health"]));
        Assert.Equal(["01000"], signed.Since.Select(o => o.Code));
        Assert.Equal("Reporting.NeedReason", await Refused(() => module.Correct(Leader, Scope.Nation, Today, signed.Changes, " ")));
        await module.Correct(Leader, Scope.Nation, Today, signed.Changes, "Lào Cai gửi bổ sung");
        view = await module.Find(Scope.Nation, Today);
        await module.Sign(Leader, Scope.Nation, Today, view.Changes, view.Digest, "Bản sửa");
        view = await module.Find(Scope.Nation, Today);
        Assert.Equal(["Replaced", "Signed"], view.Versions.Select(v => v.State));
        Assert.Equal((180L, 187L), (view.Versions[0].Frozen!.Sums["collected-health"], view.Shown.Sums["collected-health"]));
        Assert.Equal(2, await test.Db.Read(s => s.One<long>("select count(*) from aud_entries where act = 'reporting.consolidation-sign'")));
        await PlanningFlowTests.Healthy(test);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Its_paper_says_what_was_signed_and_its_workbook_has_numbers(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        await People(test);
        await Send(test, "07900", "2021-11-03T15:00", collected: 1_234_567);
        await test.Db.Write(tx => tx.Execute("update rep_reports set difficulties = 'Thiếu cán bộ'"));
        test.Clock.Moment = At("2021-11-03T16:10");
        var module = new Consolidations(test.Db, test.Clock);
        var view = await module.Find(Scope.Nation, Today);
        await module.Sign(Leader, Scope.Nation, Today, 0, view.Digest, "Đa số tỉnh chưa gửi");
        await Send(test, "00100", "2021-11-03T16:30", collected: 5);
        var id = (await module.Find(Scope.Nation, Today)).Signed!.PaperId!;
        var papers = new OfficePapers(test.Db, test.Clock, []);
        var detail = await papers.Find(Scope.Nation, id);
        Assert.Empty(detail.Preview!.Faults);
        var (report, table) = (detail.Contents[0], detail.Contents[1]);
        Assert.Equal(("1", "63", "62"), (report["offices.told"], report["offices.count"], report["missing.count"]));
        Assert.Equal("1.234.567", report.Groups["figures"].Single(r => r["figure.name"].Contains("BHYT lũy kế", StringComparison.Ordinal))["figure.value"]);
        Assert.Equal("chưa có dữ liệu", report.Groups["figures"][0]["figure.value"]);
        Assert.Equal("Thiếu cán bộ", Assert.Single(report.Groups["difficulties"])["difficulty.text"]);
        Assert.Equal((63, "1.234.567"), (table.Groups["rows"].Count, table["rows.collected-health"]));
        var (name, bytes) = await papers.File(Actor.System, Scope.Nation, id, 0);
        Assert.Equal(("BC-LDN.docx", true), (name, bytes.Length > 5000));
        await papers.Number(Leader, Scope.Nation, id, detail.Paper.Version);
        Assert.Equal("numbered", (await papers.Find(Scope.Nation, id)).Paper.State);

        using var file = new MemoryStream();
        Assert.Equal(Today + ".xlsx", await module.Write(Scope.Nation, Today, file));
        file.Position = 0;
        using var reader = new StreamReader(new System.IO.Compression.ZipArchive(file).GetEntry("xl/sheet1.xml")!.Open());
        Assert.Contains("<c s=\"1\"><v>1234567</v></c>", await reader.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("leadership-half-20211115", "15/11/2021")]
    [InlineData("leadership-half-20211031", "30/10/2021")] // provinces tell on the 30th, the department on the last day
    [InlineData("leadership-half-20210228", "28/02/2021")]
    public async Task The_half_month_is_made_of_the_last_reports_until_its_day(string key, string source)
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        test.Clock.Moment = At("2021-11-15T10:00");
        Assert.Equal(source, (await new Consolidations(test.Db, test.Clock).Find(Scope.Nation, key)).Now.To.ToString("dd/MM/yyyy", System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("leadership-daily-20211104")] // not begun
    [InlineData("leadership-half-20211103")] // no term ends then
    [InlineData("daily-20211103")]
    [InlineData("x")]
    public async Task One_that_there_is_not_is_missing(string key)
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite);
        Assert.Equal(RefusalKind.Missing, (await Assert.ThrowsAsync<Refusal>(() => new Consolidations(test.Db, test.Clock).Find(Scope.Nation, key))).Kind);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Offices_are_ranked_by_what_they_told_and_by_when(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        await Send(test, "07900", "2021-11-03T15:00", collected: 100);
        await Send(test, "00100", "2021-11-03T10:00", collected: 100);
        await Send(test, "01000", "2021-11-03T11:00", collected: 5);
        var board = await new ReportBoards(test.Db, test.Clock).Of(Scope.Nation, "daily", new(2021, 11, 3));
        Assert.Equal([("00100", 1, 100L), ("07900", 1, 100L), ("01000", 3, 5L)], BoardRanking.Of(board, "collected").Take(3).Select(r => (r.Due.Office.Code, r.Rank!.Value, r.Value!.Value)));
        Assert.Equal(["00100", "01000", "07900"], BoardRanking.Of(board, BoardRanking.Reporting).Take(3).Select(r => r.Due.Office.Code));
        Assert.All(BoardRanking.Of(board, "pace"), r => Assert.Null(r.Value));
        Assert.Null(BoardRanking.Of(board, "collected")[3].Rank);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Days_off_and_worked_weekends_are_the_centres_to_change_and_move_deadlines(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (holidays, calendar) = (new Holidays(test.Db, test.Clock), new ReportCalendar(test.Db, test.Clock));
        await calendar.Set(Centre, Scope.Nation, "half-month", 1, new(2021, 11, 1), new ReportRuleEntry(15, null, false, false, ClosedDay.After, "CV 1"));
        Assert.Equal("2021-11-16T00:00", await Deadline());
        Assert.Equal("Organisation.OnlyCentreHolidays", await Refused(() => holidays.Set(Centre, Scope.OfProvince("79"), new(2021, 11, 15), Holidays.Off, "Nghỉ")));
        Assert.Equal("Organisation.HolidayIsWeekday", await Refused(() => holidays.Set(Centre, Scope.Nation, new(2021, 11, 15), Holidays.Work, "Làm bù")));
        Assert.Equal("Organisation.HolidayIsWeekend", await Refused(() => holidays.Set(Centre, Scope.Nation, new(2021, 11, 14), Holidays.Off, "Nghỉ")));
        Assert.Equal("Organisation.HolidayNeedsGround", await Refused(() => holidays.Set(Centre, Scope.Nation, new(2021, 11, 15), Holidays.Off, " ")));
        await holidays.Set(Centre, Scope.Nation, new(2021, 11, 15), Holidays.Off, "Thông báo số 1");
        Assert.Equal("2021-11-17T00:00", await Deadline());
        Assert.Equal("Organisation.HolidayThere", await Refused(() => holidays.Set(Centre, Scope.Nation, new(2021, 11, 15), Holidays.Off, "Thông báo số 2")));
        Assert.Equal("Thông báo số 1", (await holidays.Of(2021)).Find(h => h.Day == new DateOnly(2021, 11, 15))!.Name);
        await holidays.Set(Centre, Scope.Nation, new(2021, 11, 13), Holidays.Work, "Làm bù");
        Assert.True((await holidays.Calendar()).IsWorking(new(2021, 11, 13)));
        await holidays.Remove(Centre, Scope.Nation, new(2021, 11, 15));
        Assert.Equal("2021-11-16T00:00", await Deadline());
        Assert.Equal("Organisation.NoHoliday", await Refused(() => holidays.Remove(Centre, Scope.Nation, new(2021, 11, 15))));
        Assert.Equal(3, await test.Db.Read(s => s.One<long>("select count(*) from aud_entries where act like 'organisation.holiday%'")));

        async Task<string> Deadline() => BaoPhu.Rules.Clock.VietnamTime.ToIso((await calendar.Next(new(2021, 11, 10), 1)).Single(t => t.Code == "half-month").Deadline);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_monthly_paper_is_followed_by_its_deadline_and_the_unit_of_inspection_tells_the_nation(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (reports, boards) = (new Reports(test.Db, test.Clock), new ReportBoards(test.Db, test.Clock));
        await test.Db.Write(tx => tx.Execute(
            "insert into col_reports (report_id, province, period, due_on, as_of_at, employers, amount, excluded, made_at, made_by, sent_at) values ('r', '79', 202111, '2021-11-30', 0, 1, 1, 0, 0, 'x', @at)",
            new { at = Instant.Of(At("2021-11-20T09:00")) }));
        test.Clock.Moment = At("2021-12-01T00:00");
        var board = await boards.Of(Scope.Nation, "people-committee", new(2021, 11, 30));
        Assert.Equal((1, 62), (board.Count(ReportStanding.OnTime), board.Count(ReportStanding.Missing)));
        const string paper = "people-committee-07900-20211130";
        Assert.Equal(ReportStanding.OnTime, (await reports.Find(Scope.OfProvince("79"), paper)).Due.Standing);
        Assert.Equal("Reporting.IsPaper", await Refused(() => reports.Annotate(new("g", "Giám đốc", "07900"), Scope.OfProvince("79"), paper, 0, "", "", false)));

        // "Trước ngày cuối cùng của tháng" ended with the 29th.
        var unit = new Actor("tt", "Cán bộ", "00004");
        Assert.Equal(["inspection"], (await reports.Due(Scope.Nation, "00004")).Select(d => d.Term.Code));
        Assert.Empty(await reports.Due(Scope.Nation, "00001"));
        var view = await reports.Find(Scope.Nation, "inspection-00004-20211129");
        Assert.Equal((ReportStanding.Missing, 0L), (view.Due.Standing, view.Now["inspected"]));
        await reports.Send(unit, Scope.Nation, view.Key, 0, view.Digest, "", "", true);
        Assert.Equal(ReportStanding.Late, Assert.Single((await boards.Of(Scope.Nation, "inspection", new(2021, 11, 29))).Offices).Standing);
    }

    /// <summary>A report of a province as it lies after sending, with one figure.</summary>
    internal static Task Send(TestDatabase test, string office, string at, long collected)
    {
        var moment = Instant.Of(At(at));
        return test.Db.Write(tx => tx.Execute(
            """
            insert into rep_reports (kind, office_code, to_date, version, province, from_date, due_at, state, figures, figures_at, signed_by, signed_name, sent_at, changes)
            values ('daily', @office, @day, 1, @province, @day, 0, 'Sent', @figures, @moment, 'g', 'Giám đốc', @moment, 1)
            """,
            new { office, day = moment.Day, province = office[1..3], figures = $$"""{"social":null,"collected-health":{{collected}},"contacts":3}""", moment }));
    }

    internal static DateTimeOffset At(string hour) => DateTimeOffset.Parse(hour + "+07:00", System.Globalization.CultureInfo.InvariantCulture);

    internal static async Task<string> Refused(Func<Task> act) => (await Assert.ThrowsAsync<Refusal>(act)).Key;

    private static Task People(TestDatabase test) => PersonOf(test, "lanhdao", Role.CentreLeader, Actor.CentreCode);

    internal static Task PersonOf(TestDatabase test, string id, string role, string office) => test.Db.Write(tx => tx.Execute(
        "insert into idn_users (user_id, sign_in, name, role, office_code, active, password_hash, security_stamp, created_at) values (@id, @id, @name, @role, @office, @yes, '', '', 0)", new { id, name = "Người " + id, role, office, yes = true }));
}
