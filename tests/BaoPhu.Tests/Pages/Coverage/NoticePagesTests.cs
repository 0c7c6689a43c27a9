using System.Net;
using BaoPhu.Core.Coverage;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Tests.Coverage;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Pages.Coverage;

/// <summary>Notices in bulk on pages: forbidden, missing, wrong state, right.</summary>
public sealed class NoticePagesTests
{
    [Fact]
    public async Task Who_may_not_does_not_enter_and_anothers_is_missing()
    {
        await using var house = await Filled();
        var officer = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        var run = (await officer.Send("/coverage/notices", new() { ["Deadline"] = "31/12/2099" })).Location!;
        var communications = await house.SignedIn(Role.CommunicationsOfficer, WebHouse.Province);
        Assert.Equal(HttpStatusCode.Forbidden, (await communications.Open("/coverage/notices")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await communications.Open(run)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Send(run, new(), run + "?handler=Sign")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await house.SignedIn(Role.CollectionOfficer, "00100")).Open(run)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.Open("/coverage/notices/khong-co")).Status);
    }

    [Fact]
    public async Task A_run_is_begun_seen_and_sent()
    {
        await using var house = await Filled();
        var officer = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        Assert.Contains("Lập thông báo cho 1 đơn vị", (await officer.Open("/coverage/notices")).Words, StringComparison.Ordinal);
        Assert.Equal(["Nhập ngày sau hôm nay."], (await officer.Send("/coverage/notices", new() { ["Deadline"] = "01/01/2001" })).Errors);
        var run = (await officer.Send("/coverage/notices", new() { ["Deadline"] = "31/12/2099" })).Location!;
        Assert.Contains("Chờ lập", (await officer.Open(run)).Words, StringComparison.Ordinal);
        var unit = (await officer.Open(run)).One("tbody th a").GetAttribute("href")![^16..];
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send(run, new() { ["unit"] = unit, ["outcome"] = "delivered" }, run + "?handler=Outcome")).Status);
        Assert.Equal(run, (await officer.Send(run, new(), run + "?handler=Send")).Location);
        Assert.Contains("chưa gửi thông báo nào", (await officer.Open(run + "?handler=Post")).Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send(run, new(), run + "?handler=Retry")).Status);
        Assert.Contains("1 đơn vị", (await officer.Open(run)).Words, StringComparison.Ordinal);
        Assert.Contains("Không còn đơn vị chờ thông báo", (await officer.Open("/coverage/notices")).Words, StringComparison.Ordinal);
    }

    private static async Task<WebHouse> Filled()
    {
        var house = await WebHouse.Open();
        await SmallRegister.Worker(house.Db, 200, "nguoi la", "0314409058", months: 6);
        await house.The<Core.Coverage.Units>().Count(Actor.System, Scope.Nation, "79", 2020);
        return house;
    }
}
