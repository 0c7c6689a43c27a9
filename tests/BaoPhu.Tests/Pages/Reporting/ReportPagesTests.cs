using System.Net;
using BaoPhu.Core.Identity;
using BaoPhu.Tests.Pages.Work;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Pages.Reporting;

/// <summary>The office's reports, one report, its figures and the board: forbidden, missing, wrong state, right.</summary>
public sealed class ReportPagesTests
{
    private const string Page = "/reporting/reports/daily-07900-20211103";

    [Fact]
    public async Task Who_may_not_does_not_enter_and_another_provinces_report_is_missing()
    {
        await using var house = await WorkPageTests.Open();
        var agent = await house.SignedIn(Role.Agent, WebHouse.Province);
        foreach (var page in (string[])["/reporting/reports", "/reporting/boards", Page, "/reporting/figures/daily-07900-20211103?figure=contacts"])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await agent.Open(page)).Status);
        }

        var stranger = await house.SignedIn(Role.ProvinceDirector, WebHouse.OtherProvince);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(Page)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open("/reporting/figures/daily-07900-20211103?figure=contacts")).Status);
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        Assert.Equal(HttpStatusCode.NotFound, (await director.Open("/reporting/reports/daily-07900-20211104")).Status);
        Assert.Contains("mọi đơn vị còn nợ trên sổ thu", (await director.Open(Page)).Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await director.Open("/reporting/figures/daily-07900-20211103?figure=xxx")).Status);
        var officer = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Send(Page, new(), Page + "?handler=Send")).Status);
    }

    [Fact]
    public async Task A_director_checks_signs_and_sends_and_the_centre_returns_it()
    {
        await using var house = await WorkPageTests.Open();
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        Assert.Contains("trước 03/11/2021 16:00", (await director.Open("/reporting/reports")).Words, StringComparison.Ordinal);
        var page = await director.Open(Page);
        Assert.Contains("chưa có dữ liệu", page.Words, StringComparison.Ordinal);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Changes"] = "0", ["Digest"] = page.All("input[name=Digest]")[0].GetAttribute("value")!, ["Remarks"] = "Bình thường", ["Nothing"] = "true",
        };
        var moved = await director.Send(Page, new(fields) { ["Digest"] = "khác" }, Page + "?handler=Send");
        Assert.Equal(HttpStatusCode.BadRequest, moved.Status);
        Assert.Contains("Số liệu vừa thay đổi", Assert.Single(moved.Errors), StringComparison.Ordinal);
        Assert.Equal(Page, (await director.Send(Page, fields, Page + "?handler=Send")).Location);
        Assert.Equal(HttpStatusCode.BadRequest, (await director.Send(Page, fields, Page + "?handler=Send")).Status);
        Assert.Contains("Không phát sinh", (await director.Open(Page)).Words, StringComparison.Ordinal);

        var centre = await house.SignedIn(Role.CentralOfficer, "00001");
        Assert.Contains("1/63 cơ quan đã gửi", (await centre.Open("/reporting/boards")).Words, StringComparison.Ordinal);
        var answer = new Dictionary<string, string>(StringComparer.Ordinal) { ["Changes"] = "1", ["Reason"] = " " };
        Assert.Equal(HttpStatusCode.BadRequest, (await centre.Send(Page, answer, Page + "?handler=Return")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await director.Send(Page, new(answer) { ["Reason"] = "x" }, Page + "?handler=Accept")).Status);
        Assert.Equal(Page, (await centre.Send(Page, new(answer) { ["Reason"] = "Thiếu số người" }, Page + "?handler=Return")).Location);
        Assert.Contains("Thiếu số người", (await director.Open(Page)).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_provinces_report_says_which_of_its_districts_have_sent_theirs()
    {
        await using var house = await WorkPageTests.Open();
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        var before = await director.Open(Page);
        Assert.Contains("0/2 cơ quan đã gửi báo cáo ngày", before.Words, StringComparison.Ordinal);
        const string theirs = "/reporting/reports/district-daily-07901-20211103";
        Assert.Single(before.All("details a"), l => l.GetAttribute("href") == theirs);

        var district = await house.SignedIn(Role.DistrictDirector, WebHouse.District);
        var page = await district.Open(theirs);
        // A district has none below it to wait for.
        Assert.DoesNotContain("BHXH cấp huyện", page.Words, StringComparison.Ordinal);
        Assert.Equal(theirs, (await district.Send(theirs, new() { ["Changes"] = "0", ["Digest"] = page.All("input[name=Digest]")[0].GetAttribute("value")! }, theirs + "?handler=Send")).Location);
        foreach (var reader in (Browser[])[director, await house.SignedIn(Role.CentralOfficer, "00001")])
        {
            var after = await reader.Open(Page);
            Assert.Contains("1/2 cơ quan đã gửi báo cáo ngày", after.Words, StringComparison.Ordinal);
            Assert.DoesNotContain(after.All("details a"), l => l.GetAttribute("href") == theirs);
        }
    }

    [Fact]
    public async Task A_figure_opens_to_the_employers_it_is_made_of()
    {
        await using var house = await WorkPageTests.Open();
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        var rows = await director.Open("/reporting/figures/daily-07900-20211103?figure=owing");
        var now = await house.Db.Read(s => s.One<long>("select count(*) from reg_debts where debt_social + debt_health + debt_unemployment + debt_accident > 0"));
        Assert.Equal(now, rows.All("tbody tr").Count);
        Assert.Contains("TB0001B", rows.Words, StringComparison.Ordinal);
        Assert.Contains("Không có dòng nào", (await director.Open("/reporting/figures/daily-07900-20211103?figure=contacts")).Words, StringComparison.Ordinal);
    }
}
