using System.Net;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Work;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;

namespace BaoPhu.Tests.Pages.Work;

/// <summary>Scenarios on their pages: forbidden, missing, wrong state, right.</summary>
public sealed class ScenarioPageTests
{
    [Fact]
    public async Task Who_may_not_does_not_write_rehearse_or_approve()
    {
        await using var house = await WebHouse.Open();
        var id = await Begun(house);
        var district = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        var page = await district.Open($"/work/scenarios/{id}");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Empty(page.All("main form"));
        foreach (var url in (string[])[$"/work/scenarios/{id}/activity", $"/work/scenarios/{id}/rehearse"])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await district.Open(url)).Status);
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await district.Send("/work/scenarios", new() { ["From"] = "3", ["To"] = "2" })).Status);
        var officer = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        Assert.Equal(HttpStatusCode.OK, (await officer.Open($"/work/scenarios/{id}/rehearse")).Status);
        foreach (var role in (string[])[Role.CollectionOfficer, Role.CentreLeader])
        {
            var person = await house.SignedIn(role, role == Role.CentreLeader ? WebHouse.Centre : WebHouse.Province);
            Assert.Equal(HttpStatusCode.Forbidden, (await person.Send($"/work/scenarios/{id}", new() { ["Edits"] = "0" }, $"/work/scenarios/{id}?handler=Approve")).Status);
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn(Role.Agent, WebHouse.District)).Open("/work/scenarios")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn(Role.Auditor, WebHouse.Centre)).Send($"/work/scenarios/{id}", new() { ["Ready"] = "true" }, $"/work/scenarios/{id}?handler=Ready")).Status);
    }

    [Fact]
    public async Task What_is_of_another_province_is_not_there()
    {
        await using var house = await WebHouse.Open();
        var id = await Begun(house);
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.OtherProvince);
        foreach (var url in (string[])[$"/work/scenarios/{id}", $"/work/scenarios/{id}/activity", $"/work/scenarios/{id}/rehearse", "/work/scenarios/rehearsals/none"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await director.Open(url)).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await (await house.SignedIn(Role.ProvinceDirector, WebHouse.Province)).Open($"/work/scenarios/{id}/activity?activity=none")).Status);
    }

    [Fact]
    public async Task What_is_not_possible_now_is_said()
    {
        await using var house = await WebHouse.Open();
        var id = await Begun(house);
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        var page = $"/work/scenarios/{id}";
        var early = await director.Send(page, new() { ["Edits"] = "0" }, page + "?handler=Approve");
        Assert.Equal(HttpStatusCode.BadRequest, early.Status);
        Assert.Contains("phải được diễn tập", Assert.Single(early.Errors), StringComparison.Ordinal);
        Assert.Contains("đang soạn", Assert.Single((await director.Send("/work/scenarios", new() { ["From"] = "3", ["To"] = "4" }, "/work/scenarios?province=79")).Errors), StringComparison.Ordinal);
        var unknown = await director.Send(page + "/activity", new() { ["What"] = "Gọi", ["People"] = "Ai Đó", ["Edits"] = "0" });
        Assert.Equal(HttpStatusCode.BadRequest, unknown.Status);
        Assert.Contains("Ai Đó", unknown.One("#People").TextContent, StringComparison.Ordinal);
        Assert.Equal("Ghi việc phải làm.", Assert.Single((await director.Send(page + "/activity", new() { ["Edits"] = "0" })).Errors));
        Assert.Contains("không phải mã địa bàn", Assert.Single((await director.Send(page + "/rehearse", new() { ["Places"] = "99999", ["At"] = "04/11/2021 00:00", ["Edits"] = "0" })).Errors), StringComparison.Ordinal);
        Assert.Contains("đã qua", Assert.Single((await director.Send(page + "/rehearse", new() { ["Places"] = "79", ["At"] = "01/11/2021 00:00", ["Edits"] = "0" })).Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_written_rehearsed_approved_and_begun_anew()
    {
        await using var house = await WebHouse.Open();
        await LimitedProvince.Create(house.Database);
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        var index = await director.Open("/work/scenarios");
        Assert.Equal(12, index.All("table tbody tr").Count);
        var page = (await director.Send("/work/scenarios", new() { ["From"] = "3", ["To"] = "4" })).Location!;
        Assert.StartsWith("/work/scenarios/", page, StringComparison.Ordinal);
        var written = await director.Open(page);
        var proposed = written.All("table tbody tr").Count;
        Assert.True(proposed > 3);
        Assert.Equal(page, (await director.Send(page + "/activity", new() { ["What"] = "Gọi từng đơn vị báo đổi hình thức", ["People"] = director.User!.SignIn, ["Edits"] = "0", ["ReadyBy"] = "05/11/2021" })).Location);
        var more = await director.Open(page);
        Assert.Equal(proposed + 1, more.All("table tbody tr").Count);
        Assert.Contains("Nguyễn Thị Thử", more.Words, StringComparison.Ordinal);
        var activity = more.All("input[name=Activity]")[^1].GetAttribute("value")!;
        Assert.Equal(page, (await director.Send(page, new() { ["Activity"] = activity, ["Edits"] = "1" }, page + "?handler=Up")).Location);
        Assert.Equal(page, (await director.Send(page, new() { ["Activity"] = activity, ["Ready"] = "true" }, page + "?handler=Ready")).Location);
        Assert.Contains($"1/{proposed + 1} hoạt động", (await director.Open(page)).Words, StringComparison.Ordinal);
        var rehearsal = (await director.Send(page + "/rehearse", new() { ["Places"] = "79", ["At"] = "04/11/2021 00:00", ["Edits"] = "2" })).Location!;
        var found = await director.Open(rehearsal);
        Assert.Contains("chuyển hình thức", found.Words, StringComparison.Ordinal);
        Assert.Contains("Gọi từng đơn vị báo đổi hình thức", found.Words, StringComparison.Ordinal);
        Assert.Equal(page, (await director.Send(page, new() { ["Edits"] = "2" }, page + "?handler=Approve")).Location);
        var approved = await director.Open(page);
        Assert.Contains("đã duyệt", approved.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("Thêm hoạt động", approved.Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await director.Send(page, new() { ["Activity"] = activity, ["Edits"] = "2" }, page + "?handler=Remove")).Status);
        var next = (await director.Send(page, [], page + "?handler=Revise")).Location!;
        Assert.NotEqual(page, next);
        Assert.Contains("Phiên bản 2", (await director.Open(next)).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_preview_of_a_switch_names_its_scenario_and_what_is_not_ready()
    {
        await using var house = await WebHouse.Open();
        var province = await LimitedProvince.Create(house.Database);
        var announcement = await province.Small.Level("79", 4, "2021-11-03T07:30", confirmed: false);
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        var preview = "/work/switches/preview/" + announcement;
        Assert.Contains("Chưa có kịch bản được duyệt cho lần chuyển từ cấp 3 sang cấp 4.", (await director.Open(preview)).Words, StringComparison.Ordinal);
        var scenarios = house.The<Scenarios>();
        var id = await scenarios.Begin(LimitedProvince.Director, Scope.Nation, "79", 3, 4);
        await scenarios.Rehearse(LimitedProvince.Director, Scope.Nation, id, 0, ["79"], SmallProvince.At("2021-11-04T00:00"));
        await scenarios.Approve(LimitedProvince.Director, Scope.Nation, id, 0);
        var activities = (await scenarios.Find(Scope.Nation, id)).Activities;
        foreach (var activity in activities.Skip(1))
        {
            await scenarios.ReportReady(LimitedProvince.Director, Scope.Nation, id, activity.ActivityId, ready: true);
        }

        var named = await director.Open(preview);
        Assert.Contains("Từ cấp 3 sang cấp 4, phiên bản 1 1 hoạt động chưa sẵn sàng: " + activities[0].What, named.Words, StringComparison.Ordinal);
    }

    private static async Task<string> Begun(WebHouse house)
    {
        await LimitedProvince.Create(house.Database);
        return await house.The<Scenarios>().Begin(LimitedProvince.Director, Scope.Nation, "79", 3, 4);
    }
}
