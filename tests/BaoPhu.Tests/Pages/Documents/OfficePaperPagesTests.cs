using System.Net;
using BaoPhu.Core.Collection;
using BaoPhu.Core.Identity;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;

namespace BaoPhu.Tests.Pages.Documents;

/// <summary>Pages of papers of the office: forbidden, not there, wrong state, right.</summary>
public sealed class OfficePaperPagesTests
{
    [Fact]
    public async Task From_the_draft_to_sent_on_its_page()
    {
        await using var house = await WebHouse.Open();
        var (officer, director, page) = await Begun(house);
        Assert.Contains("Báo cáo đơn vị chậm đóng tháng 11/2021", (await officer.Open("/documents/office")).Words, StringComparison.Ordinal);
        var draft = await officer.Open(page);
        Assert.Contains("Mẫu dựng lại", draft.Words, StringComparison.Ordinal);
        Assert.Empty(draft.All(".error-summary"));
        var change = new Dictionary<string, string> { ["Version"] = "0", ["SignerId"] = director.User!.UserId, ["Recipients"] = "Ủy ban nhân dân Thành phố\nCục Thuế" };
        Assert.Equal("Ghi ít nhất một nơi nhận.", Assert.Single((await officer.Send(page, new(change) { ["Recipients"] = " " }, page + "?handler=Change")).Errors));
        Assert.Equal(HttpStatusCode.Redirect, (await officer.Send(page, change, page + "?handler=Change")).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await officer.Send(page, new() { ["Version"] = "1" }, page + "?handler=Number")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send(page, new() { ["Version"] = "2" }, page + "?handler=Number")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Send(page, new() { ["Version"] = "2" }, page + "?handler=Sign")).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await director.Send(page, new() { ["Version"] = "2" }, page + "?handler=Sign")).Status);
        Assert.Equal("Chọn cách gửi văn bản.", Assert.Single((await officer.Send(page, new() { ["Version"] = "3" }, page + "?handler=Send")).Errors));
        Assert.Equal(HttpStatusCode.Redirect, (await officer.Send(page, new() { ["Version"] = "3", ["Way"] = "axis" }, page + "?handler=Send")).Status);
        Assert.Contains("Trục liên thông văn bản điện tử", (await officer.Open(page)).Words, StringComparison.Ordinal);
        Assert.Contains("wordprocessingml", (await officer.Open(page + "?handler=File")).Response.Content.Headers.ContentType?.MediaType, StringComparison.Ordinal);
        Assert.Contains("spreadsheetml", (await officer.Open(page + "?handler=File&place=1")).Response.Content.Headers.ContentType?.MediaType, StringComparison.Ordinal);
        Assert.Contains("01/BC-BHXH", (await officer.Open("/documents/register?kind=BC")).Words, StringComparison.Ordinal);
        Assert.Equal("Ghi rõ lý do.", Assert.Single((await officer.Send(page, new() { ["Version"] = "4", ["Reason"] = "" }, page + "?handler=Replace")).Errors));
        var next = (await officer.Send(page, new() { ["Version"] = "4", ["Reason"] = "Sai số liệu" }, page + "?handler=Replace")).Location!;
        Assert.Contains("Sai số liệu", (await officer.Open(page)).Words, StringComparison.Ordinal);
        Assert.NotEqual(page, next);
    }

    [Fact]
    public async Task Who_may_not_is_turned_away_and_another_province_finds_nothing()
    {
        await using var house = await WebHouse.Open();
        var (_, _, page) = await Begun(house);
        var (voice, auditor, other, below) = (
            await house.SignedIn(Role.CommunicationsOfficer, WebHouse.Province), await house.SignedIn(Role.Auditor, WebHouse.Province),
            await house.SignedIn(Role.ProvinceDirector, WebHouse.OtherProvince), await house.SignedIn(Role.DistrictDirector, WebHouse.District));
        Assert.Equal(HttpStatusCode.Forbidden, (await voice.Open("/documents/office")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await voice.Open(page)).Status);
        Assert.Equal(HttpStatusCode.OK, (await auditor.Open(page)).Status);
        foreach (var handler in (string[])["Change", "Number", "Sign", "Send", "Replace", "Void", "Discard"])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Send(page, new() { ["Version"] = "0" }, $"{page}?handler={handler}")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await other.Send(page, new() { ["Version"] = "0", ["SignerId"] = "x", ["Way"] = "axis", ["Reason"] = "x" }, $"{page}?handler={handler}")).Status);
        }

        foreach (var stranger in (Browser[])[other, below])
        {
            foreach (var url in (string[])[page, page + "?handler=File", "/documents/office/abc"])
            {
                Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(url)).Status);
            }

            Assert.DoesNotContain(page, (await stranger.Open("/documents/office")).All("a").Select(a => a.GetAttribute("href")));
        }
    }

    private static async Task<(Browser Officer, Browser Director, string Page)> Begun(WebHouse house)
    {
        var small = await SmallProvince.Create(house.Database);
        await small.Level("79", 2, "2021-10-21T00:00");
        await small.Employer("TA0001A", 202107);
        await small.Employer("TB0002B", 202110, office: WebHouse.OtherDistrict);
        await small.Plan("2021-11-03T08:00");
        var (officer, director) = (await house.SignedIn(Role.CollectionOfficer, WebHouse.Province), await house.SignedIn(Role.ProvinceDirector, WebHouse.Province));
        var reports = house.The<MonthlyReports>();
        var id = await reports.Begin(officer.User!.Actor, Scope.OfProvince("79"), "79", new DateOnly(2021, 11, 30));
        return (officer, director, "/documents/office/" + (await reports.Find(Scope.Nation, id)).Paper!.Id);
    }
}
