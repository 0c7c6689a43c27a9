using System.Net;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Reporting;
using BaoPhu.Tests.Pages.Work;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Pages.Reporting;

/// <summary>The consolidation, the country at a glance, the calendar and its rules, reminders on the day's page: forbidden, missing, wrong state, right.</summary>
public sealed class ConsolidationPagesTests
{
    private const string Page = "/reporting/consolidations/leadership-daily-20211102";
    private const string Calendar = "/reporting/calendar";

    [Fact]
    public async Task Who_may_not_does_not_enter_and_what_there_is_not_is_missing()
    {
        await using var house = await WorkPageTests.Open();
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        foreach (var page in (string[])["/reporting/consolidations", Page, Calendar + "/edit?kind=daily&line=1", Calendar + "/check?code=debt-rise"])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await director.Open(page)).Status);
        }

        Assert.Equal(HttpStatusCode.OK, (await director.Open(Calendar)).Status);
        Assert.Empty((await director.Open(Calendar)).All("form.one-step"));
        Assert.Equal(HttpStatusCode.Forbidden, (await director.Send(Calendar, new() { ["Day"] = "15/11/2021" }, Calendar + "?handler=Holiday")).Status);
        var agent = await house.SignedIn(Role.Agent, WebHouse.Province);
        Assert.Equal(HttpStatusCode.Forbidden, (await agent.Open("/reporting/boards/country")).Status);
        var auditor = await house.SignedIn(Role.Auditor, WebHouse.Province);
        Assert.Equal(HttpStatusCode.NotFound, (await auditor.Open(Page)).Status);
        Assert.Contains("Không có bản tổng hợp", (await auditor.Open("/reporting/consolidations")).Words, StringComparison.Ordinal);
        var centre = await house.SignedIn(Role.CentralOfficer, "00001");
        Assert.Equal(HttpStatusCode.NotFound, (await centre.Open("/reporting/consolidations/leadership-daily-20211104")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await centre.Open(Calendar + "/edit?kind=xxx&line=1")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await centre.Open(Calendar + "/check?code=xxx")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await centre.Open("/reporting/boards/country?province=00")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await centre.Send(Page, new() { ["Changes"] = "0" }, Page + "?handler=Sign")).Status);
    }

    [Fact]
    public async Task The_department_remarks_and_the_leader_signs_and_corrects()
    {
        await using var house = await WorkPageTests.Open();
        await Told(house, "07900", "2021-11-02T15:00", 1_500);
        var centre = await house.SignedIn(Role.CentralOfficer, "00001");
        Assert.Equal(Page, (await centre.Send(Page, new() { ["Changes"] = "0", ["Remarks"] = "Mới một tỉnh gửi" }, Page)).Location);
        var leader = await house.SignedIn(Role.CentreLeader, WebHouse.Centre);
        var page = await leader.Open(Page);
        Assert.Contains("1/63", page.Words, StringComparison.Ordinal);
        Assert.Contains("Mới một tỉnh gửi", page.Words, StringComparison.Ordinal);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["Changes"] = "1", ["Digest"] = page.All("input[name=Digest]")[0].GetAttribute("value")!, ["Remarks"] = "Đã rà" };
        var moved = await leader.Send(Page, new(fields) { ["Digest"] = "khác" }, Page + "?handler=Sign");
        Assert.Equal(HttpStatusCode.BadRequest, moved.Status);
        Assert.Equal(Page, (await leader.Send(Page, fields, Page + "?handler=Sign")).Location);
        Assert.Equal(HttpStatusCode.BadRequest, (await leader.Send(Page, fields, Page + "?handler=Sign")).Status);
        page = await leader.Open(Page);
        Assert.Empty(page.All("input[name=Digest]"));
        Assert.Equal(HttpStatusCode.OK, (await leader.Open(page.All("a").Single(a => a.TextContent == "DOCX").GetAttribute("href")!)).Status);
        Assert.Equal("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (await leader.Open(Page + "?format=xlsx")).Response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(HttpStatusCode.BadRequest, (await leader.Send(Page, new() { ["Changes"] = "2", ["Reason"] = " " }, Page + "?handler=Correct")).Status);
        Assert.Equal(Page, (await leader.Send(Page, new() { ["Changes"] = "2", ["Reason"] = "Thiếu Hà Nội" }, Page + "?handler=Correct")).Location);
        Assert.Contains("Thiếu Hà Nội", (await leader.Open(Page)).Words, StringComparison.Ordinal);
        Assert.Contains("Đã ký", (await leader.Open("/reporting/consolidations")).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_country_opens_down_the_tree_to_the_rows()
    {
        await using var house = await WorkPageTests.Open();
        await Told(house, "07900", "2021-11-03T07:00", 1_500_000_000);
        var centre = await house.SignedIn(Role.CentralOfficer, "00001");
        var country = await centre.Open("/reporting/boards/country?measure=collected");
        Assert.Equal(65, country.All(".tile").Count); // 63 provinces and two archipelagos
        Assert.Contains("1,5 tỷ", country.Words, StringComparison.Ordinal);
        Assert.Contains("chưa có dữ liệu", (await centre.Open("/reporting/boards/country?measure=pace")).Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await centre.Open("/reporting/boards/country?measure=level")).Status);
        var down = country.All("tbody th a")[0].GetAttribute("href")!;
        Assert.Contains("province=79", down, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await centre.Open(down)).Status);
        // A sum of three funds has no rows of its own and opens to the report where its parts stand; one fund has.
        Assert.Equal("/reporting/reports/daily-07900-20211103", country.All("tbody td a").First(a => a.TextContent.Trim() == "1.500.000.000").GetAttribute("href"));
        var fund = await centre.Open("/reporting/boards/country?figure=collected-social");
        var rows = fund.All("tbody td a").Select(a => a.GetAttribute("href")!).Single(h => h.StartsWith("/reporting/figures/", StringComparison.Ordinal));
        Assert.Equal("/reporting/figures/daily-07900-20211103?figure=collected-social", rows);
        Assert.Equal(HttpStatusCode.OK, (await centre.Open(rows)).Status);
        // Who sees one province has its districts.
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.OtherProvince);
        var own = await director.Open("/reporting/boards/country?province=79");
        Assert.Equal("Toàn cảnh: Hà Nội", own.One("h1").TextContent.Trim());
        Assert.DoesNotContain("07901", own.Text, StringComparison.Ordinal);
        var board = await centre.Open("/reporting/boards");
        Assert.Single(board.All(".chart circle"));
    }

    [Fact]
    public async Task A_figure_is_divided_by_the_offices_that_make_it()
    {
        await using var house = await WorkPageTests.Open();
        await house.Db.Write(tx => tx.Execute("update reg_employers set office_code = '07900' where code = 'TB0001B'"));
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        const string page = "/reporting/figures/daily-07900-20211103?figure=owing";
        var whole = await director.Open(page);
        var parts = whole.All("table.narrow tbody tr");
        Assert.Equal(2, parts.Count);
        Assert.Equal(
            await house.Db.Read(s => s.One<long>("select count(*) from reg_debts where debt_social + debt_health + debt_unemployment + debt_accident > 0")),
            parts.Sum(r => long.Parse(r.QuerySelector("td")!.TextContent, System.Globalization.CultureInfo.InvariantCulture)));
        var one = await director.Open(page + "&office=07900");
        Assert.Contains("TB0001B", one.All("table.stack")[0].TextContent, StringComparison.Ordinal);
        Assert.Single(one.All("table.stack tbody tr"));
    }

    [Fact]
    public async Task The_calendar_is_changed_with_its_ground()
    {
        await using var house = await WorkPageTests.Open();
        var centre = await house.SignedIn(Role.CentralOfficer, "00001");
        Assert.Contains("hằng ngày, trước 16:00", (await centre.Open(Calendar)).Words, StringComparison.Ordinal);
        const string edit = Calendar + "/edit?kind=daily&line=1";
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["kind"] = "daily", ["line"] = "1", ["Until"] = "17:30", ["ValidFrom"] = "03/11/2021", ["Closed"] = "stays", ["Note"] = " " };
        Assert.Contains("căn cứ", Assert.Single((await centre.Send(edit, fields, edit)).Errors), StringComparison.Ordinal);
        Assert.Contains("16:00", Assert.Single((await centre.Send(edit, new(fields) { ["Until"] = "5 giờ", ["Note"] = "CV 1" }, edit)).Errors), StringComparison.Ordinal);
        Assert.Equal(Calendar, (await centre.Send(edit, new(fields) { ["Note"] = "CV 1" }, edit)).Location);
        Assert.Contains("hằng ngày, trước 17:30", (await centre.Open(Calendar)).Words, StringComparison.Ordinal);

        var holiday = new Dictionary<string, string>(StringComparer.Ordinal) { ["Day"] = "15/11/2021", ["Kind"] = "work", ["Name"] = "Nghỉ bù" };
        Assert.Equal(HttpStatusCode.BadRequest, (await centre.Send(Calendar, holiday, Calendar + "?handler=Holiday")).Status);
        Assert.Equal(Calendar + "?year=2021", (await centre.Send(Calendar, new(holiday) { ["Kind"] = "off" }, Calendar + "?handler=Holiday")).Location);
        Assert.Contains("Nghỉ bù", (await centre.Open(Calendar)).Words, StringComparison.Ordinal);
        Assert.Equal(Calendar + "?year=2021", (await centre.Send(Calendar, new() { ["Day"] = "15/11/2021" }, Calendar + "?handler=Remove")).Location);
        Assert.DoesNotContain("Nghỉ bù", (await centre.Open(Calendar)).Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await centre.Send(Calendar, new() { ["Day"] = "15/11/2021" }, Calendar + "?handler=Remove")).Status);

        const string check = Calendar + "/check?code=debt-rise";
        var rule = new Dictionary<string, string>(StringComparer.Ordinal) { ["code"] = "debt-rise", ["Threshold"] = "35", ["Active"] = "true", ["ValidFrom"] = "03/11/2021", ["Note"] = "" };
        Assert.Equal(HttpStatusCode.BadRequest, (await centre.Send(check, rule, check)).Status);
        Assert.Equal(Calendar, (await centre.Send(check, new(rule) { ["Note"] = "CV 2" }, check)).Location);
        Assert.Contains("nợ tăng trên 35%", (await centre.Open(Calendar)).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_odd_figure_is_marked_and_asked_for_on_the_reports_page()
    {
        await using var house = await WorkPageTests.Open();
        await Told(house, "07900", "2021-11-02T15:00", 500);
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        const string report = "/reporting/reports/daily-07900-20211103";
        var page = await director.Open(report);
        Assert.Contains("bằng 0, trung bình các kỳ trước từ 10", page.Words, StringComparison.Ordinal);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["Changes"] = "0", ["Digest"] = page.All("input[name=Digest]")[0].GetAttribute("value")! };
        Assert.Contains("giải trình", Assert.Single((await director.Send(report, fields, report + "?handler=Send")).Errors), StringComparison.Ordinal);
        Assert.Equal(report, (await director.Send(report, new(fields) { ["Explanation"] = "Nghỉ phòng dịch" }, report + "?handler=Send")).Location);
        Assert.Contains("Nghỉ phòng dịch", (await director.Open(report)).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_was_reminded_sees_it_on_the_own_day_and_the_board_says_so()
    {
        await using var house = await WorkPageTests.Open();
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        Assert.DoesNotContain("sắp đến hạn", (await director.Open("/work/today")).Words, StringComparison.Ordinal);
        await new Core.Organisation.Settings(house.Db, house.The<TimeProvider>()).Set(
            Actor.System, Scope.Nation, Core.Organisation.Settings.NationScope, Core.Organisation.Settings.RemindMinutes, new(2021, 11, 1), "1000", "thử");
        await house.The<ReportReminders>().Run();
        Assert.Contains("Báo cáo ngày (03/11/2021) của cơ quan chưa gửi", (await director.Open("/work/today")).Words, StringComparison.Ordinal);
        Assert.Contains("nhắc trước hạn", (await (await house.SignedIn(Role.CentralOfficer, "00001")).Open("/reporting/boards")).Words, StringComparison.Ordinal);
    }

    private static Task Told(WebHouse house, string office, string at, long collected)
    {
        var moment = Core.Data.Instant.Of(DateTimeOffset.Parse(at + "+07:00", System.Globalization.CultureInfo.InvariantCulture));
        return house.Db.Write(tx => tx.Execute(
            """
            insert into rep_reports (kind, office_code, to_date, version, province, from_date, due_at, state, figures, figures_at, signed_by, signed_name, sent_at, changes)
            values ('daily', @office, @day, 1, @province, @day, 0, 'Sent', @figures, @moment, 'g', 'Giám đốc', @moment, 1)
            """,
            new { office, day = moment.Day, province = office[1..3], figures = $$"""{"social":null,"collected-social":{{collected}},"contacts":30}""", moment }));
    }
}
