using System.Net;
using BaoPhu.Core.Identity;
using BaoPhu.Tests.Collection;
using BaoPhu.Tests.Pages.Work;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Pages.Collection;

/// <summary>Evidence in the browser: forbidden, not there, what is no scan, right.</summary>
public sealed class EvidencePageTests
{
    private const string Key = "79-TB0001B-visit-1";
    private const string Page = "/collection/evidence/" + Key;

    [Fact]
    public async Task A_scan_is_attached_opened_and_withdrawn()
    {
        await using var house = await WorkPageTests.Open();
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        Assert.Contains("Chưa có chứng cứ nào.", (await officer.Open(Page)).Words, StringComparison.Ordinal);
        var fields = new Dictionary<string, string> { ["Called"] = "Biên bản quét", ["Place"] = "case" };
        var sent = await officer.Upload(Page, "Taken", "bien ban.pdf", EvidenceFilesTests.Pdf("x"), fields);
        Assert.True(sent.Status == HttpStatusCode.Redirect, string.Join(" ", sent.Errors));
        var page = await officer.Open(Page);
        Assert.Contains("Nguyễn Thị Thử", page.Words, StringComparison.Ordinal);
        var file = await officer.Open(page.One("tbody th a").GetAttribute("href")!);
        Assert.Equal(("application/pdf", "attachment"), (file.Response.Content.Headers.ContentType?.MediaType, file.Response.Content.Headers.ContentDisposition?.DispositionType));
        Assert.Equal("nosniff", file.Response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("Đưa vào chứng cứ: Biên bản quét", (await officer.Open("/collection/cases/79-TB0001B?kind=evidence")).Words, StringComparison.Ordinal);
        Assert.Contains("Ghi lý do rút tệp.", (await officer.Send(Page, new() { ["Number"] = "1" }, Page + "?handler=Withdraw")).Errors);
        Assert.Equal(HttpStatusCode.Redirect, (await officer.Send(Page, new() { ["Number"] = "1", ["Reason"] = "nhầm" }, Page + "?handler=Withdraw")).Status);
        Assert.Contains("Đã rút: nhầm", (await officer.Open(Page)).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_scan_is_refused_at_its_field()
    {
        await using var house = await WorkPageTests.Open();
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        var fields = new Dictionary<string, string> { ["Called"] = "Biên bản quét", ["Place"] = "case" };
        var refused = await officer.Upload(Page, "Taken", "bien ban.pdf", "MZ"u8.ToArray(), fields);
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains("không phải PDF", Assert.Single(refused.Errors), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Upload(Page, "Other", "x.pdf", [1], fields)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.Upload(Page, "Taken", "x.pdf", EvidenceFilesTests.Pdf("x"), new(fields) { ["Place"] = "step-7" })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.Open(Page + "?handler=File&no=1")).Status);
    }

    [Fact]
    public async Task It_is_seen_by_who_may_see_the_case_and_changed_by_who_works_on_it()
    {
        await using var house = await WorkPageTests.Open();
        await Examples(house);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn(Role.CommunicationsOfficer, WebHouse.Province)).Open(Page)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await house.SignedIn(Role.DistrictOfficer, WebHouse.OtherDistrict)).Open(Page)).Status);
        var auditor = await house.SignedIn(Role.Auditor, WebHouse.Province);
        var seen = await auditor.Open(Page);
        Assert.Equal(HttpStatusCode.OK, seen.Status);
        Assert.Empty(seen.All("main form"));
        Assert.Equal(HttpStatusCode.OK, (await auditor.Open(Page + "?handler=File&no=1")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Send(Page, new() { ["Number"] = "1", ["Reason"] = "x" }, Page + "?handler=Withdraw")).Status);
        // A file under Article 216 is closed to who has no use for it, and so is what proves it.
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        const string refer = "/collection/evidence/79-TB0001B-refer-1";
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Open(refer + "?handler=File&no=1")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Open(refer)).Status);
        Assert.Equal(HttpStatusCode.OK, (await (await house.SignedIn(Role.CollectionOfficer, WebHouse.Province)).Open(refer)).Status);
    }

    private static async Task Examples(WebHouse house)
    {
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        Assert.Equal(HttpStatusCode.Redirect, (await officer.Upload(Page, "Taken", "x.pdf", EvidenceFilesTests.Pdf("x"), new() { ["Called"] = "Bản quét", ["Place"] = "case" })).Status);
        await house.Db.Write(tx => tx.Execute(
            """
            insert into wrk_tasks (subject_id, act, occurrence, province, office_code, state, stream, channels, owner, collective, due_on, opened_on, opened_at, policy_number, policy_version, rule, level,
                level_announced, standing, band, amount, tries, version, updated_at)
            select t.subject_id, 'refer', t.occurrence, t.province, t.office_code, 'open', t.stream, t.channels, t.owner, t.collective, t.due_on, t.opened_on, t.opened_at, t.policy_number, t.policy_version,
                t.rule, t.level, t.level_announced, t.standing, t.band, t.amount, 0, 0, 0 from wrk_tasks t where t.act = 'visit'
            """));
    }
}
