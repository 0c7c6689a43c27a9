using System.Net;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Identity;
using BaoPhu.Rules;
using BaoPhu.Tests.Pages.Work;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Pages.Reporting;

/// <summary>The pages of targets, of one target, of its rows and of the definitions: forbidden, missing, wrong state, right.</summary>
public sealed class TargetPagesTests
{
    private const string Page = "/reporting/targets/07900/year-2021/owed";

    [Fact]
    public async Task Who_may_not_does_not_enter_and_another_provinces_target_is_missing()
    {
        await using var house = await WorkPageTests.Open();
        var agent = await house.SignedIn(Role.Agent, WebHouse.Province);
        foreach (var page in (string[])["/reporting/targets", "/reporting/indicators", Page, Page + "/rows"])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await agent.Open(page)).Status);
        }

        var stranger = await house.SignedIn(Role.ProvinceDirector, WebHouse.OtherProvince);
        foreach (var page in (string[])[Page, Page + "/rows", "/reporting/targets?office=07900"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(page)).Status);
        }

        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        foreach (var page in (string[])["/reporting/targets/07900/year-2021/contacts", "/reporting/targets/07900/year-21/owed", "/reporting/targets/00000/year-2021/owed", "/reporting/targets?period=x"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await director.Open(page)).Status);
        }

        var officer = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Send(Page, Fields("1"), Page)).Status);
        // Communications sees figures, not employers.
        var speaker = await house.SignedIn(Role.CommunicationsOfficer, WebHouse.Province);
        Assert.Equal(HttpStatusCode.OK, (await speaker.Open(Page)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await speaker.Open(Page + "/rows")).Status);
    }

    [Fact]
    public async Task A_director_gives_targets_to_the_districts_sees_the_sum_and_changes_one_with_a_reason()
    {
        await using var house = await WorkPageTests.Open();
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        var page = await director.Open(Page);
        Assert.Contains("chưa giao", page.Words, StringComparison.Ordinal);
        Assert.NotEmpty(page.All("input[name='Rows[0].Value']"));

        var wrong = await director.Send(Page, new(Fields("5.000.000")) { ["Decision"] = " " }, Page);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.Status);
        Assert.Contains("số văn bản", Assert.Single(wrong.Errors), StringComparison.Ordinal);
        // What was typed is still there.
        Assert.Equal("5.000.000", wrong.All("input[name='Rows[0].Value']")[0].GetAttribute("value"));
        Assert.Equal(Page, (await director.Send(Page, Fields("5.000.000"), Page)).Location);
        Assert.Equal(HttpStatusCode.BadRequest, (await director.Send(Page, Fields("5.000.000"), Page)).Status);
        var change = await director.Send(Page, new(Fields("4.000.000")) { ["Rows[0].Version"] = "1" }, Page);
        Assert.Contains("lý do điều chỉnh", Assert.Single(change.Errors), StringComparison.Ordinal);
        Assert.Equal(Page, (await director.Send(Page, new(Fields("4.000.000")) { ["Rows[0].Version"] = "1", ["Reason"] = "Giãn cách" }, Page)).Location);

        var centre = await house.SignedIn(Role.CentralOfficer, "00001");
        Assert.Equal("/reporting/targets/00000/year-2021/owed", (await centre.Send("/reporting/targets/00000/year-2021/owed", new()
        {
            ["Rows[0].Office"] = "07900", ["Rows[0].Value"] = "3000000", ["Rows[0].Version"] = "0", ["Decision"] = "1/QĐ-BHXH", ["DecidedOn"] = "15/01/2021",
        }, "/reporting/targets/00000/year-2021/owed")).Location);
        var after = await director.Open(Page);
        Assert.Contains("Nhiều hơn chỉ tiêu của cơ quan 1", after.Words, StringComparison.Ordinal);
        Assert.Contains("1/QĐ-BHXH", after.Words, StringComparison.Ordinal);
        var district = await house.SignedIn(Role.DistrictDirector, WebHouse.District);
        var history = await district.Open($"/reporting/targets/{WebHouse.District}/year-2021/owed");
        Assert.Contains("Lý do: Giãn cách", history.Words, StringComparison.Ordinal);
        Assert.Empty(history.All("button.btn-primary[type=submit], form input[name=Decision]"));
        Assert.Contains("đã được giao", (await district.Open("/reporting/targets")).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_opens_to_its_rows_and_a_day_of_joins_to_its_movements()
    {
        await using var house = await WorkPageTests.Open();
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        Assert.Contains("TB0001B", (await director.Open(Page + "/rows")).Words, StringComparison.Ordinal);
        await house.Db.Write(tx => tx.Execute(
            """
            insert into reg_movements (subject_id, row_key, known_from_at, office_code, happened_on, kind, joined, person_code, ground, number)
            values (@id, 7, 0, '07901', @day, 'voluntary', @yes, '7912345678', 'Tờ khai TK1-TS', 1)
            """,
            new { id = EmployerKey.OfficeId("79", "07901"), day = new DateOnly(2021, 11, 3), yes = true }));
        var rows = await director.Open("/reporting/figures/daily-07900-20211103?figure=voluntary");
        Assert.Contains("Tờ khai TK1-TS", rows.Words, StringComparison.Ordinal);
        Assert.Contains("•••••••678", rows.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("7912345678", rows.Words, StringComparison.Ordinal);
        await house.Db.Write(async tx =>
        {
            await tx.Execute("update reg_movements set happened_on = @day", new { day = new DateOnly(2021, 10, 29) });
            await AuditTrail.Write(tx, house.Clock, Actor.System, "imports.commit", "province:79", new { });
        });
        Assert.Contains("không có số liệu mới từ 29/10/2021", (await director.Open("/reporting/reports/daily-07900-20211103")).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_given_stands_on_the_board_of_the_country_and_beside_the_figures_of_a_report()
    {
        await using var house = await WorkPageTests.Open();
        await house.Db.Write(tx => tx.Execute("update reg_months set paid_health = 4000000"));
        const string target = "/reporting/targets/00000/year-2021/collected-health";
        var centre = await house.SignedIn(Role.CentralOfficer, "00001");
        const string board = "/reporting/boards/country?measure=pace&of=collected-health";
        Assert.Contains("chưa cơ quan nào vừa được giao", (await centre.Open(board)).Words, StringComparison.Ordinal);
        Assert.Equal(target, (await centre.Send(target, new()
        {
            ["Rows[0].Office"] = "07900", ["Rows[0].Value"] = "1000000000", ["Rows[0].Version"] = "0", ["Decision"] = "1/QĐ-BHXH", ["DecidedOn"] = "15/01/2021",
        }, target)).Location);
        var page = await centre.Open(board);
        Assert.Equal(65, page.All(".tile").Count);
        Assert.Contains("1/63 cơ quan đã được giao", page.Words, StringComparison.Ordinal);
        Assert.Equal("/reporting/targets/07900/year-2021/collected-health", page.All("tbody tr")[0].QuerySelector("td a")!.GetAttribute("href"));
        Assert.Equal("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (await centre.Open((await centre.Open(target)).One("a[href$=xlsx]").GetAttribute("href")!)).Response.Content.Headers.ContentType?.MediaType);
        Assert.Empty((await (await house.SignedIn(Role.ProvinceDirector, WebHouse.OtherProvince)).Open("/reporting/targets")).All("a[href$='format=xlsx']"));
        Assert.Equal(HttpStatusCode.OK, (await centre.Open(page.All("tbody tr")[0].QuerySelectorAll("td a")[1].GetAttribute("href")!)).Status);
        // The same share in the tile and in the row.
        var tempo = page.All("tbody tr")[0].QuerySelectorAll("td")[1].TextContent.Trim();
        Assert.EndsWith("%", tempo, StringComparison.Ordinal);
        Assert.Single(page.All(".tile strong"), t => t.TextContent.Trim() == tempo);
        Assert.Equal(62, page.All("tbody tr").Count(r => r.TextContent.Contains("chưa giao", StringComparison.Ordinal)));
        var down = await centre.Open(page.All("tbody th a")[0].GetAttribute("href")!);
        Assert.Contains("chưa giao", down.Words, StringComparison.Ordinal);
        Assert.Contains("không xem lại được", (await centre.Open(board + "&day=02/11/2021")).Words, StringComparison.Ordinal);
        // A figure that the measure is not told by: the first that it is.
        Assert.Contains("BHXH bắt buộc", (await centre.Open("/reporting/boards/country?measure=coverage&of=owed")).Words, StringComparison.Ordinal);

        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        var report = await director.Open("/reporting/reports/daily-07900-20211103");
        Assert.Contains("Chỉ tiêu năm 2021", report.Words, StringComparison.Ordinal);
        Assert.Single(report.All("td a"), a => a.GetAttribute("href") == "/reporting/targets/07900/year-2021/collected-health");
        Assert.Contains("mỗi ngày làm việc", report.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_figure_is_defined_and_those_without_work_say_so()
    {
        await using var house = await WorkPageTests.Open();
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        var page = await director.Open("/reporting/indicators");
        Assert.Equal(BaoPhu.Core.Reporting.Indicators.All.Count, page.All("tbody tr").Count);
        Assert.Contains("Phần tuyên truyền, hội nghị khách hàng – hệ thống khác gửi", page.Words, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Fields(string value) => new(StringComparer.Ordinal)
    {
        ["Rows[0].Office"] = WebHouse.District, ["Rows[0].Value"] = value, ["Rows[0].Version"] = "0", ["Decision"] = "7/QĐ", ["DecidedOn"] = "20/01/2021",
    };
}
