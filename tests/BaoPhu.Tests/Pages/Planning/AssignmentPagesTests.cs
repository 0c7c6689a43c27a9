using System.Net;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Planning;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Pages.Planning;

/// <summary>Assignments of the central units on pages: forbidden, missing, wrong state, right.</summary>
public sealed class AssignmentPagesTests
{
    private static readonly Dictionary<string, string> Guide = new(StringComparer.Ordinal)
    {
        ["Assignment"] = "2.4-1", ["Number"] = "HD 12", ["Heading"] = "Thanh tra đột xuất", ["Body"] = "Quy trình.", ["DueOn"] = "10/11/2021", ["Provinces"] = "79",
    };

    [Fact]
    public async Task Who_may_not_does_not_enter_and_what_went_elsewhere_is_missing()
    {
        await using var house = await WebHouse.Open();
        var agent = await house.SignedIn(Role.Agent, WebHouse.District);
        Assert.Equal(HttpStatusCode.Forbidden, (await agent.Open("/planning/assignments")).Status);
        var unit = await house.SignedIn(Role.CentralOfficer, "00004");
        var guidance = (await unit.Send("/planning/assignments/00004", Guide, "/planning/assignments/00004?handler=Guide")).Location!;
        var mission = (await unit.Send("/planning/assignments/00004", Mission(), "/planning/assignments/00004?handler=Mission")).Location!;
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        Assert.Equal(HttpStatusCode.Forbidden, (await director.Send("/planning/assignments/00004", Guide, "/planning/assignments/00004?handler=Guide")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await unit.Send(guidance, new())).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await director.Send(mission, new(), mission + "?handler=Tell")).Status);
        var stranger = await house.SignedIn(Role.ProvinceDirector, WebHouse.OtherProvince);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(guidance)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(mission)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open("/planning/assignments/07900")).Status);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Guidance_carries_its_file_to_those_it_went_to(Engine engine)
    {
        await using var house = await WebHouse.Open(engine);
        var unit = await house.SignedIn(Role.CentralOfficer, "00004");
        const string page = "/planning/assignments/00004";
        var wrong = await unit.Upload(page, "Paper", "huong-dan.exe", "MZ"u8.ToArray(), Guide, page + "?handler=Guide");
        Assert.Equal((HttpStatusCode.BadRequest, "#Paper"), (wrong.Status, wrong.One(".error-summary a").GetAttribute("href")));
        var guidance = (await unit.Upload(page, "Paper", "huong-dan.pdf", "%PDF-1.4 x"u8.ToArray(), Guide, page + "?handler=Guide")).Location!;
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        var link = (await director.Open(guidance)).One(".summary-list a, dl a").GetAttribute("href")!;
        Assert.Equal("%PDF-1.4 x", (await director.Open(link)).Text);
        Assert.Equal(HttpStatusCode.NotFound, (await (await house.SignedIn(Role.ProvinceDirector, WebHouse.OtherProvince)).Open(link)).Status);
        // Without a file there is none.
        var bare = (await unit.Send(page, new(Guide, StringComparer.Ordinal) { ["Number"] = "HD 13" }, page + "?handler=Guide")).Location!;
        Assert.Equal(HttpStatusCode.NotFound, (await director.Open(bare + "?handler=File")).Status);
    }

    [Fact]
    public async Task A_unit_guides_a_province_acknowledges_and_a_mission_is_told()
    {
        await using var house = await WebHouse.Open();
        var unit = await house.SignedIn(Role.CentralOfficer, "00004");
        var page = "/planning/assignments/00004";
        Assert.Contains("mục IV.2.4", (await unit.Open(page)).Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await unit.Send(page, new(Guide) { ["DueOn"] = "01/11/2021" }, page + "?handler=Guide")).Status);
        var guidance = (await unit.Send(page, Guide, page + "?handler=Guide")).Location!;
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        Assert.Contains("Thanh tra đột xuất", (await director.Open("/planning/assignments")).Words, StringComparison.Ordinal);
        Assert.Contains("Thanh tra đột xuất", (await director.Open("/work/today")).Words, StringComparison.Ordinal);
        Assert.Equal(guidance, (await director.Send(guidance, new() { ["Note"] = "Phổ biến 05/11" })).Location);
        Assert.Equal(HttpStatusCode.BadRequest, (await director.Send(guidance, new(), guidance)).Status);
        Assert.Contains("Phổ biến 05/11", (await unit.Open(guidance)).Words, StringComparison.Ordinal);
        Assert.DoesNotContain("Thanh tra đột xuất", (await director.Open("/work/today")).Words, StringComparison.Ordinal);

        Assert.Equal(page, (await unit.Send(page, new() { ["Province"] = "79", ["Person"] = unit.User!.UserId, ["From"] = "03/11/2021" }, page + "?handler=Staff")).Location);
        Assert.Equal(HttpStatusCode.BadRequest, (await unit.Send(page, new() { ["Province"] = "79", ["Person"] = unit.User!.UserId, ["From"] = "03/11/2021" }, page + "?handler=Staff")).Status);
        var mission = (await unit.Send(page, Mission(), page + "?handler=Mission")).Location!;
        Assert.Equal(HttpStatusCode.BadRequest, (await unit.Send(mission, new() { ["Changes"] = "0" }, mission + "?handler=Tell")).Status);
        Assert.Equal(mission, (await unit.Send(mission, new() { ["Changes"] = "0", ["Findings"] = "Thiếu người", ["Result"] = "Điều thêm" }, mission + "?handler=Tell")).Location);
        Assert.Equal(HttpStatusCode.BadRequest, (await unit.Send(mission, new() { ["Changes"] = "1", ["Reason"] = "bão" }, mission + "?handler=Off")).Status);
        Assert.Contains("Điều thêm", (await director.Open(mission)).Words, StringComparison.Ordinal);
        Assert.Contains("1/1", (await unit.Open("/planning/assignments")).Words, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Mission() => new(StringComparer.Ordinal) { ["Province"] = "79", ["Members"] = "Đỗ Văn Một", ["From"] = "03/11/2021", ["To"] = "05/11/2021", ["Purpose"] = "Kiểm tra" };
}
