using System.Net;
using BaoPhu.Core.Collection;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;

namespace BaoPhu.Tests.Pages.Collection;

/// <summary>Report, publication, proposal and the public page: forbidden, not there, wrong state, right; and nothing leaks to the public.</summary>
public sealed class PublicPagesTests
{
    [Fact]
    public async Task From_the_report_to_the_public_page()
    {
        await using var house = await Open();
        var (officer, director) = (await house.SignedIn(Role.CollectionOfficer, WebHouse.Province), await house.SignedIn(Role.ProvinceDirector, WebHouse.Province));
        Assert.Contains("3 đơn vị nợ", (await officer.Open("/collection/reports")).Words, StringComparison.Ordinal);
        Assert.Contains("Chỉ gồm đơn vị đang tham gia", (await officer.Open("/collection/reports")).Words, StringComparison.Ordinal);
        var report = (await officer.Send("/collection/reports", new() { ["DueOn"] = "30/11/2021" })).Location!;
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send("/collection/reports", new() { ["DueOn"] = "30/11/2021" })).Status);
        var exclude = new Dictionary<string, string> { ["Code"] = "ta0002a", ["Reason"] = "disputed", ["Note"] = "Đối chiếu" };
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send(report, new(exclude) { ["Note"] = "" }, report + "?handler=Exclude")).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await officer.Send(report, exclude, report + "?handler=Exclude")).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await officer.Send(report, new(), report + "?handler=Refresh")).Status);
        var shown = await officer.Open(report);
        Assert.Contains("Đang đối chiếu, khiếu nại số liệu: Đối chiếu", shown.Words, StringComparison.Ordinal);
        var paper = shown.One("a[href^='/documents/office/']").GetAttribute("href")!;
        await Sign(officer, director, paper);
        Assert.Equal(HttpStatusCode.Redirect, (await officer.Send(paper, new() { ["Version"] = "2", ["Way"] = "axis" }, paper + "?handler=Send")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send(report, new() { ["Code"] = "TA0002A" }, report + "?handler=Include")).Status);

        Assert.Contains("2 đơn vị", (await officer.Open("/collection/publications")).Words, StringComparison.Ordinal);
        var list = (await officer.Send("/collection/publications", new() { ["Report"] = report[(report.LastIndexOf('/') + 1)..] })).Location!;
        Assert.Equal(HttpStatusCode.Redirect, (await officer.Send(list, new(), list + "?handler=Ask")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send(list, new() { ["ReplyCode"] = "TA0001A", ["On"] = "04/11/2021", ["Channel"] = "letter", ["Said"] = "x" }, list + "?handler=Reply")).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await officer.Send(list, new() { ["ReplyCode"] = "TA0001A", ["On"] = "03/11/2021", ["Channel"] = "letter", ["Said"] = "Đã nộp" }, list + "?handler=Reply")).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await officer.Send(list, new() { ["ReplyCode"] = "TA0001A", ["ReplyNo"] = "1", ["AnswerKind"] = "kept", ["AnswerNote"] = "Chưa thấy" }, list + "?handler=Answer")).Status);
        house.Clock.Moment = house.Clock.Moment.AddDays(9);
        director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        officer = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Send(list, new(), list + "?handler=Approve")).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await director.Send(list, new(), list + "?handler=Approve")).Status);
        var notice = (await officer.Open(list)).One("a[href^='/documents/office/']").GetAttribute("href")!;
        Assert.Equal(HttpStatusCode.BadRequest, (await director.Send(list, new(), list + "?handler=Publish")).Status);
        await officer.Send(notice, new() { ["Version"] = "0", ["SignerId"] = director.User!.UserId, ["Recipients"] = "Báo" }, notice + "?handler=Change");
        await officer.Send(notice, new() { ["Version"] = "1" }, notice + "?handler=Number");
        await director.Send(notice, new() { ["Version"] = "2" }, notice + "?handler=Sign");
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Send(list, new(), list + "?handler=Publish")).Status);
        var voice = await house.SignedIn(Role.CommunicationsOfficer, WebHouse.Province);
        Assert.Equal(HttpStatusCode.Redirect, (await voice.Send(list, new(), list + "?handler=Publish")).Status);
        Assert.Contains("công khai từ", (await officer.Open("/collection/publications?q=TA0001A")).Words, StringComparison.Ordinal);

        var anybody = house.Anonymous();
        var page = await anybody.Open("/public/debtors?province=79");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("Công ty Thử TA0001A", page.Words, StringComparison.Ordinal);
        Assert.Contains("Hộ kinh doanh N. V. Â.", page.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("TA0002A", page.Words, StringComparison.Ordinal);
        foreach (var url in (string[])["/public/debtors", "/public/debtors?province=79", "/public/debtors?province=79&format=csv"])
        {
            var text = await anybody.Client.GetStringAsync(url);
            foreach (var secret in (string[])["0901234567", "1 đường Thử", "0301234567", "Nguyễn Văn Ân", "Trần Thị", "__RequestVerificationToken"])
            {
                Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
            }

            Assert.True(text.Length < 100_000);
        }

        Assert.Equal("public, max-age=300", page.Response.Headers.CacheControl?.ToString());
        Assert.False(page.Response.Headers.Contains("Set-Cookie"));
        Assert.Equal("text/csv", (await anybody.Open("/public/debtors?format=csv")).Response.Content.Headers.ContentType?.MediaType);
        Assert.Contains("spreadsheetml", (await anybody.Open("/public/debtors?format=xlsx")).Response.Content.Headers.ContentType?.MediaType, StringComparison.Ordinal);
        Assert.Contains("Không có đơn vị nào", (await anybody.Open("/public/debtors?province=01")).Words, StringComparison.Ordinal);
        var last = HttpStatusCode.OK;
        for (var i = 0; i < 20 && last == HttpStatusCode.OK; i++)
        {
            last = (await anybody.Open("/public/debtors?format=csv")).Status;
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, last);
    }

    [Fact]
    public async Task Altered_public_addresses_say_nothing_and_the_rest_asks_for_a_person()
    {
        await using var house = await Open();
        var anybody = house.Anonymous();
        foreach (var (url, status) in ((string, HttpStatusCode)[])[
            ("/public/debtors?province=99", HttpStatusCode.NotFound), ("/public/debtors?province=79' or 1=1", HttpStatusCode.NotFound), ("/public/debtors?after=x", HttpStatusCode.BadRequest),
            ("/public/debtors?after=9~9~9", HttpStatusCode.BadRequest), ("/public/debtors?before=-1~2", HttpStatusCode.BadRequest), ("/public/debtors/1", HttpStatusCode.NotFound), ("/public", HttpStatusCode.NotFound)])
        {
            var answer = await anybody.Open(url);
            Assert.Equal((url, status), (url, answer.Status));
            Assert.DoesNotContain("Công ty Thử", answer.Words, StringComparison.Ordinal);
        }

        // A key names a row by what the house alone can read: one written by hand names none.
        Assert.Equal(HttpStatusCode.BadRequest, (await anybody.Open("/public/debtors?after=99999999999~99999999999999")).Status);
        foreach (var url in (string[])["/collection/reports", "/collection/publications", "/collection/teams", "/documents/office"])
        {
            Assert.Contains("/identity/sign-in", (await anybody.Open(url)).Location, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Who_may_not_is_turned_away_and_another_province_finds_nothing()
    {
        await using var house = await Open();
        var officer = (await house.Person(Role.CollectionOfficer, WebHouse.Province)).Actor;
        await house.Person(Role.ProvinceDirector, WebHouse.Province);
        var report = await house.The<MonthlyReports>().Begin(officer, Scope.OfProvince("79"), "79", new DateOnly(2021, 11, 30));
        var team = await house.The<Teams>().Begin(officer, Scope.OfProvince("79"), "79", ["TA0001A"]);
        var (auditor, voice, other) = (
            await house.SignedIn(Role.Auditor, WebHouse.Province), await house.SignedIn(Role.CommunicationsOfficer, WebHouse.Province), await house.SignedIn(Role.ProvinceDirector, WebHouse.OtherProvince));
        foreach (var (url, handlers) in ((string, string[])[])[("/collection/reports/" + report, ["Refresh", "Exclude", "Include"]), ("/collection/teams/" + team, ["Prepare", "Remove", "Answer"])])
        {
            Assert.Equal(HttpStatusCode.OK, (await auditor.Open(url)).Status);
            Assert.Equal(HttpStatusCode.Forbidden, (await voice.Open(url)).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await other.Open(url)).Status);
            foreach (var handler in handlers)
            {
                var fields = new Dictionary<string, string> { ["Code"] = "TA0001A", ["Reason"] = "other", ["Note"] = "x", ["Codes"] = "TA0001A", ["Outcome"] = "accepted", ["Number"] = "1", ["On"] = "03/11/2021" };
                Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Send(url, fields, $"{url}?handler={handler}")).Status);
                Assert.Equal(HttpStatusCode.NotFound, (await other.Send(url, fields, $"{url}?handler={handler}")).Status);
            }
        }

        foreach (var url in (string[])["/collection/publications/abc", "/collection/reports/abc", "/collection/teams/abc"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await auditor.Open(url)).Status);
        }

        Assert.Equal(HttpStatusCode.OK, (await voice.Open("/collection/publications")).Status);
    }

    [Fact]
    public async Task A_proposal_is_chosen_sent_and_answered_on_its_pages()
    {
        await using var house = await Open();
        var (officer, director) = (await house.SignedIn(Role.CollectionOfficer, WebHouse.Province), await house.SignedIn(Role.ProvinceDirector, WebHouse.Province));
        Assert.Contains("ít nhất một đơn vị", Assert.Single((await officer.Send("/collection/teams", new())).Errors), StringComparison.Ordinal);
        var team = (await officer.Send("/collection/teams", new() { ["Codes"] = "TA0001A" })).Location!;
        Assert.Contains("đã đề xuất", (await officer.Open("/collection/teams")).Words, StringComparison.Ordinal);
        var answer = new Dictionary<string, string> { ["Codes"] = "TA0001A", ["Outcome"] = "accepted", ["Number"] = "12/QĐ-UBND", ["On"] = "03/11/2021" };
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send(team, answer, team + "?handler=Answer")).Status);
        var paper = (await officer.Open(team)).One("a[href^='/documents/office/']").GetAttribute("href")!;
        await Sign(officer, director, paper);
        await officer.Send(paper, new() { ["Version"] = "2", ["Way"] = "axis" }, paper + "?handler=Send");
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send(team, new(answer) { ["Number"] = "" }, team + "?handler=Answer")).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await officer.Send(team, answer, team + "?handler=Answer")).Status);
        Assert.Contains("12/QĐ-UBND", (await officer.Open(team)).Words, StringComparison.Ordinal);
    }

    /// <summary>The usual signer of the paper is the first director; the one signed in takes its place while it is a draft.</summary>
    private static async Task Sign(Browser officer, Browser director, string paper)
    {
        Assert.Equal(HttpStatusCode.Redirect, (await officer.Send(paper, new() { ["Version"] = "0" }, paper + "?handler=Number")).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await director.Send(paper, new() { ["Version"] = "1" }, paper + "?handler=Sign")).Status);
    }

    private static async Task<WebHouse> Open()
    {
        var house = await WebHouse.Open();
        await new Settings(house.Db, house.Clock).Set(Actor.System, Scope.Nation, "79", Settings.LargeDebt, Reference.Beginning, "3000000", "thử");
        var small = await SmallProvince.Create(house.Database);
        await small.Level("79", 2, "2021-10-21T00:00");
        await small.Employer("TA0001A", 202107);
        await small.Employer("TA0002A", 202109);
        await small.Employer("TB0003B", 202110, office: WebHouse.OtherDistrict);
        await house.Db.Write(tx => tx.Execute("update reg_employers set name = 'Hộ kinh doanh Nguyễn Văn Ân' where code = 'TB0003B'"));
        await small.Plan("2021-11-03T08:00");
        return house;
    }
}
