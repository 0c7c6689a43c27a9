using System.Net;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Tests.Coverage;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;

namespace BaoPhu.Tests.Pages.Coverage;

/// <summary>A segment is given on its page and followed on the page of its list: forbidden, missing, wrong state, right.</summary>
public sealed class SegmentListPagesTests
{
    private const string Give = "/coverage/segments?handler=Give";

    [Fact]
    public async Task A_segment_is_given_followed_by_who_has_it_and_taken_back()
    {
        await using var house = await Filled();
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        Assert.Contains("Chưa giao danh sách nào", (await officer.Open("/coverage/segment-lists")).Words, StringComparison.Ordinal);
        var holder = await house.SignedIn(Role.Agent, WebHouse.District);
        const string Page = "/coverage/segments?segment=renewal";
        Assert.Contains("Đã giao 0 người: đã liên hệ 0, tham gia 0, từ chối 0, không tìm thấy 0. Chưa giao: 1.", (await officer.Open(Page)).Words, StringComparison.Ordinal);
        Dictionary<string, string> order = new() { ["segment"] = "renewal", ["Place"] = "26734", ["Holder"] = "person:" + holder.User!.UserId, ["Due"] = "01/11/2021" };
        var late = await officer.Send(Page, order, Give);
        Assert.Equal(HttpStatusCode.BadRequest, late.Status);
        Assert.StartsWith("Ghi hạn thực hiện", late.Errors[0], StringComparison.Ordinal);
        order["Due"] = "20/11/2021";
        var list = (await officer.Send(Page, order, Give)).Location!;
        Assert.StartsWith("/coverage/segment-lists/", list, StringComparison.Ordinal);
        Assert.StartsWith("Không còn ai chưa giao", (await officer.Send(Page, order, Give)).Errors[0], StringComparison.Ordinal);

        // Who gave it sees it masked and may not record; who has it does.
        var masked = await officer.Open(list);
        Assert.Contains("N. T. H.", masked.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("Nguyễn Thị Hòa", masked.Words, StringComparison.Ordinal);
        Assert.StartsWith("Danh sách do", (await officer.Send(list, new(), list + "?handler=File")).Errors[0], StringComparison.Ordinal);
        Assert.Contains("Sắp hết hạn thẻ, ", (await holder.Open("/coverage/segment-lists")).Words, StringComparison.Ordinal);
        var whole = await holder.Open(list);
        Assert.Contains("Nguyễn Thị Hòa", whole.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("7912345678", whole.Words, StringComparison.Ordinal);
        var who = whole.All("input[name=Who]").Single().GetAttribute("value")!;
        Assert.Equal(["Chọn kết quả."], (await holder.Send(list, new() { ["Who"] = who, ["Day"] = "03/11/2021" })).Errors);
        Assert.Equal(list, (await holder.Send(list, new() { ["Who"] = who, ["Outcome"] = "refused", ["Day"] = "03/11/2021", ["Note"] = "đã có bảo hiểm khác" })).Location);
        Assert.Contains("Từ chối 03/11/2021", (await holder.Open(list)).Words, StringComparison.Ordinal);
        Assert.Contains("từ chối 1", (await officer.Open(Page)).Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await holder.Send(list, new(), list + "?handler=File")).Status);

        Assert.Equal(HttpStatusCode.Forbidden, (await holder.Send(list, new() { ["Reason"] = "x" }, list + "?handler=TakeBack")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send(list, new() { ["Reason"] = "" }, list + "?handler=TakeBack")).Status);
        Assert.Equal(list, (await officer.Send(list, new() { ["Reason"] = "Đã xong đợt" }, list + "?handler=TakeBack")).Location);
        Assert.Contains("Đã thu hồi", (await officer.Open("/coverage/segment-lists")).Words, StringComparison.Ordinal);
        Assert.StartsWith("Danh sách đã bị thu hồi", (await holder.Send(list, new() { ["Who"] = who, ["Outcome"] = "joined", ["Day"] = "03/11/2021" })).Errors[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_does_not_enter_and_anothers_is_missing()
    {
        await using var house = await Filled();
        var lists = house.The<Core.Coverage.SegmentLists>();
        var own = await house.Person(Role.DistrictOfficer, WebHouse.District, "giu.danh.sach");
        var list = "/coverage/segment-lists/" + await lists.Give(Actor.System, Scope.OfProvince("79"), "renewal", "26734", "person:" + own.UserId, new(2021, 11, 20));
        var communications = await house.SignedIn(Role.CommunicationsOfficer, WebHouse.Province);
        Assert.Equal(HttpStatusCode.Forbidden, (await communications.Open("/coverage/segment-lists")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await communications.Open(list)).Status);
        var auditor = await house.SignedIn(Role.Auditor, WebHouse.Province);
        Assert.Equal(HttpStatusCode.OK, (await auditor.Open(list)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Send("/coverage/segments", new() { ["segment"] = "renewal" }, Give)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Send(list, new(), list)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await house.SignedIn(Role.DistrictOfficer, WebHouse.OtherDistrict)).Open(list)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await house.SignedIn(Role.CollectionOfficer, WebHouse.OtherProvince)).Open(list)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await auditor.Open("/coverage/segment-lists/khong-co")).Status);
        // Staff of an agent see what they have themselves, not what an officer of the office has.
        var agent = await house.SignedIn(Role.Agent, WebHouse.District);
        Assert.Equal(HttpStatusCode.NotFound, (await agent.Open(list)).Status);
        Assert.Contains("Khi được giao, danh sách hiện ở đây.", (await agent.Open("/coverage/segment-lists")).Words, StringComparison.Ordinal);
    }

    /// <summary>One person of a commune of the district's office whose card ends soon.</summary>
    private static async Task<WebHouse> Filled()
    {
        var house = await WebHouse.Open();
        await SmallProvince.Create(house.Database);
        await SmallRegister.Person(house.Db, 7912345678, "Nguyễn Thị Hòa");
        await house.Db.Write(tx => tx.Execute(
            "insert into cov_segments (subject_id, segment, person_id, province, office_code, commune_code, counted_at) values (7912345678, 'renewal', 7912345678, '79', @District, '26734', 0)", new { WebHouse.District }));
        return house;
    }
}
