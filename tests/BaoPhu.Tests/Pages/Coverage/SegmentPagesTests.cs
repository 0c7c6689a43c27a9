using System.Net;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Tests.Coverage;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Pages.Coverage;

/// <summary>Segments for outreach on a page: forbidden, of others nothing, wrong state, right.</summary>
public sealed class SegmentPagesTests
{
    [Fact]
    public async Task Segments_are_masked_and_whole_only_as_a_file_of_who_may()
    {
        await using var house = await WebHouse.Open();
        var officer = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        Assert.Contains("Chưa có phân khúc nào", (await officer.Open("/coverage/segments")).Words, StringComparison.Ordinal);
        await SmallRegister.Person(house.Db, 7912345678, "Nguyễn Thị Hòa");
        await house.Db.Write(tx => tx.Execute("insert into reg_cards (person_id, row_key, province, grp, valid_from, valid_to, updated_at) values (7912345678, 1, '79', 'DT', '2021-01-01', '2021-06-30', 0)"));
        await house.The<Core.Coverage.CardNeeds>().Count(Actor.System, Scope.Nation, "79");
        var page = await officer.Open("/coverage/segments?segment=lost");
        Assert.Contains("Mất thẻ ngân sách đóng: 1 người", page.Words, StringComparison.Ordinal);
        Assert.Contains("N. T. H.", page.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("7912345678", page.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("Nguyễn Thị Hòa", page.Words, StringComparison.Ordinal);
        const string File = "/coverage/segments?handler=File";
        Assert.Equal(HttpStatusCode.OK, (await officer.Send("/coverage/segments?segment=lost", new() { ["segment"] = "lost", ["Purpose"] = "Giao đại lý thu" }, File)).Status);
        Assert.Contains("Giao đại lý thu", await house.Db.Read(s => s.One<string>("select detail from aud_entries where act = 'coverage.segment-file'")), StringComparison.Ordinal);
        // Refused in words, on the page itself.
        var unknown = await officer.Send("/coverage/segments?segment=lost", new() { ["segment"] = "khong", ["Purpose"] = "x" }, File);
        Assert.Equal((HttpStatusCode.BadRequest, "Chọn một phân khúc trong danh sách."), (unknown.Status, unknown.Errors[0]));
        var aimless = await officer.Send("/coverage/segments?segment=lost", new() { ["segment"] = "lost", ["Purpose"] = " " }, File);
        Assert.Equal(HttpStatusCode.BadRequest, aimless.Status);
        Assert.StartsWith("Ghi tải danh sách để làm gì", aimless.Errors[0], StringComparison.Ordinal);
        Assert.Equal(1, await house.Db.Read(s => s.One<long>("select count(*) from aud_entries where act = 'coverage.segment-file'")));
        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn(Role.Agent, WebHouse.District)).Open("/coverage/segments")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn(Role.Auditor, WebHouse.Province)).Send("/coverage/segments", new() { ["segment"] = "lost" }, File)).Status);
        Assert.Contains("Chưa có phân khúc nào", (await (await house.SignedIn(Role.CollectionOfficer, "00100")).Open("/coverage/segments")).Words, StringComparison.Ordinal);
    }
}
