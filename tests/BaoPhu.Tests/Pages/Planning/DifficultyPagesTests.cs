using System.Net;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Planning;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Pages.Planning;

/// <summary>Difficulties on pages: forbidden, missing, wrong state, right.</summary>
public sealed class DifficultyPagesTests
{
    private static readonly Dictionary<string, string> New = new(StringComparer.Ordinal) { ["Subject"] = "inspection", ["Heading"] = "Không ký biên bản", ["Body"] = "Giám đốc đơn vị không ký." };

    [Fact]
    public async Task Who_may_not_does_not_enter_and_anothers_is_missing()
    {
        await using var house = await WebHouse.Open();
        var agent = await house.SignedIn(Role.Agent, WebHouse.District);
        foreach (var page in (string[])["/planning/difficulties", "/planning/difficulties/new", "/planning/difficulties/routes"])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await agent.Open(page)).Status);
        }

        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        var page1 = (await officer.Send("/planning/difficulties/new", New)).Location!;
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Send(page1, new() { ["Said"] = "x" }, page1 + "?handler=Answer")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Send("/planning/difficulties/routes", new())).Status);
        var stranger = await house.SignedIn(Role.DistrictOfficer, WebHouse.OtherDistrict);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(page1)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open("/planning/difficulties/new?about=report:district-daily-07901-20211103")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.Open("/planning/difficulties/khong-co")).Status);
    }

    [Fact]
    public async Task A_district_asks_its_province_answers_and_it_is_accepted()
    {
        await using var house = await WebHouse.Open();
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        Assert.Equal(["Chọn lĩnh vực."], (await officer.Send("/planning/difficulties/new", new(New) { ["Subject"] = "" })).Errors);
        var page = (await officer.Send("/planning/difficulties/new", New)).Location!;
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        Assert.Contains("Không ký biên bản", (await director.Open("/work/today")).Words, StringComparison.Ordinal);
        var seen = await director.Open(page);
        Assert.Contains("Vụ Thanh tra - Kiểm tra", seen.Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await director.Send(page, new() { ["Changes"] = "0", ["Said"] = " " }, page + "?handler=Answer")).Status);
        Assert.Equal(page, (await director.Send(page, new() { ["Changes"] = "0", ["Said"] = "Lập biên bản có người chứng kiến" }, page + "?handler=Answer")).Location);
        var late = await director.Send(page, new() { ["Changes"] = "0", ["Said"] = "lần nữa" }, page + "?handler=Answer");
        Assert.Equal(HttpStatusCode.BadRequest, late.Status);
        Assert.Contains("Đã trả lời", Assert.Single(late.Errors), StringComparison.Ordinal);
        Assert.Contains("đã có trả lời", (await officer.Open("/work/today")).Words, StringComparison.Ordinal);
        Assert.Equal(page, (await officer.Send(page, new() { ["Changes"] = "1" }, page + "?handler=Accept")).Location);
        Assert.Equal(page, (await officer.Send(page, new() { ["Changes"] = "2", ["Result"] = "Đã ký" }, page + "?handler=Close")).Location);
        Assert.Contains("Đã kết thúc", (await officer.Open(page)).Words, StringComparison.Ordinal);
        Assert.Single((await director.Open("/planning/difficulties?q=khong+ky")).All("tbody tr"));
        Assert.Contains("Không có vướng mắc", (await director.Open("/planning/difficulties?owed=true")).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_centre_changes_who_answers()
    {
        await using var house = await WebHouse.Open();
        var centre = await house.SignedIn(Role.CentralOfficer, "00001");
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["Subject"] = "outreach", ["Unit"] = "communication", ["From"] = "03/11/2021", ["Ground"] = "" };
        Assert.Single((await centre.Send("/planning/difficulties/routes", fields)).Errors);
        Assert.Equal("/planning/difficulties/routes", (await centre.Send("/planning/difficulties/routes", new(fields) { ["Ground"] = "CV 12/BHXH-TST" })).Location);
        Assert.Equal("communication", (await house.The<DifficultyRoutes>().Now()).Single(r => r.Subject == "outreach").Unit);
        Assert.Contains("CV 12/BHXH-TST", (await centre.Open("/planning/difficulties/routes")).Words, StringComparison.Ordinal);
    }
}
