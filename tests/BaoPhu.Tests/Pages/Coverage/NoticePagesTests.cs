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

    [Fact]
    public async Task What_the_post_said_stands_at_the_recipient_and_is_offered_as_ground()
    {
        await using var house = await Filled();
        var officer = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        var run = (await officer.Send("/coverage/notices", new() { ["Deadline"] = "31/12/2099" })).Location!;
        await house.Db.Write(async tx =>
        {
            await tx.Execute("update cov_notice_units set outcome = 'not-at-address', item_code = 'RR473124825VN'");
            await tx.Execute(
                """
                insert into cov_notice_results (subject_id, run_id, result_no, item_code, result, happened_on, receiver, note, recorded_by, recorded_at)
                select n.subject_id, n.run_id, 1, n.item_code, n.outcome, '2021-11-04', '', 'Đơn vị đã chuyển đi', 'x', 0 from cov_notice_units n
                """);
            await tx.Execute(
                """
                insert into cov_unit_events (subject_id, seq, at, user_id, user_name, act, state_before, state, level, rule, detail)
                select n.subject_id, 1, 0, 'x', 'x', 'post-not-at-address', 'listed', 'listed', 1, null, @detail from cov_notice_units n
                """,
                new { detail = """{"ground":"Bưu điện trả: đơn vị đã chuyển đi"}""" });
        });
        var page = await officer.Open(run);
        Assert.Contains("Không có người nhận tại địa chỉ ngày 04/11/2021", page.Words, StringComparison.Ordinal);
        Assert.Contains("Đơn vị đã chuyển đi", page.Words, StringComparison.Ordinal);
        var step = page.One("tbody a[href$='act?step=not-at-address']").GetAttribute("href")!;
        Assert.Contains("Bưu điện trả: đơn vị đã chuyển đi", (await officer.Open(step)).One("textarea").TextContent, StringComparison.Ordinal);
        Assert.Contains("Bưu điện không gặp đơn vị tại địa chỉ", (await officer.Open(step[..step.IndexOf("/act", StringComparison.Ordinal)])).Words, StringComparison.Ordinal);
    }

    private static async Task<WebHouse> Filled()
    {
        var house = await WebHouse.Open();
        await SmallRegister.Worker(house.Db, 200, "nguoi la", "0314409058", months: 6);
        await house.The<Core.Coverage.Units>().Count(Actor.System, Scope.Nation, "79", 2020);
        return house;
    }
}
