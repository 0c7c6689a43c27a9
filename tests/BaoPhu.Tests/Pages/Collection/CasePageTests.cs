using System.Net;
using BaoPhu.Core.Identity;
using BaoPhu.Tests.Pages.Work;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Pages.Collection;

/// <summary>One page of the case: forbidden, missing, wrong state, right.</summary>
public sealed class CasePageTests
{
    private const string Page = "/collection/cases/79-TB0001B";
    private const string Case = "79-TB0001B-visit-1";

    [Fact]
    public async Task It_says_where_the_case_stands_and_offers_what_is_lawful_now()
    {
        await using var house = await WorkPageTests.Open();
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        var page = await officer.Open(Page);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("Nợ 2.000.000 đồng: BHXH 2.000.000; kỳ cũ nhất chưa đóng đủ là 09/2021, tính nợ từ 01/10/2021.", page.Words, StringComparison.Ordinal);
        Assert.Contains(page.All(".next-acts a"), a => a.GetAttribute("href") == "/work/tasks/" + Case);
        Assert.Contains(page.All(".next-acts form"), f => f.TextContent.Contains("Mở đối chiếu số liệu", StringComparison.Ordinal));
        // Sending the minutes of a reconciliation that is not open: refused by the table, with its reason.
        Assert.Contains(page.All(".not-now tbody tr"), r => r.TextContent.Contains("Gửi biên bản đối chiếu", StringComparison.Ordinal) && r.TextContent.Contains("chưa mở", StringComparison.Ordinal));
        Assert.NotEmpty(page.All(".case-timeline li.of-month"));
        // A task says by what words and clause of the plan it was opened, not by the code of the row.
        var opened = page.All(".case-timeline li").First(l => l.TextContent.Contains("Mở việc", StringComparison.Ordinal)).TextContent;
        Assert.Contains("(3532/KH-BHXH, III.1.1", opened, StringComparison.Ordinal);
        Assert.DoesNotContain("bảng quy tắc", opened, StringComparison.Ordinal);
        Assert.All((await officer.Open(Page + "?kind=month")).All(".case-timeline li"), l => Assert.Equal("of-month", l.ClassName));
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Open(Page + "?after=nonsense")).Status);
    }

    [Fact]
    public async Task A_step_is_done_here_once_and_seen_in_the_line_of_time()
    {
        await using var house = await WorkPageTests.Open();
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        var step = new Dictionary<string, string> { ["Case"] = Case, ["Version"] = "0", ["Step"] = "open", ["Note"] = "đơn vị gọi điện" };
        Assert.Equal(HttpStatusCode.Redirect, (await officer.Send(Page, step, Page + "?handler=Step")).Status);
        Assert.Contains("đơn vị gọi điện", (await officer.Open(Page + "?kind=case")).Words, StringComparison.Ordinal);
        var held = await officer.Open(Page);
        Assert.Contains(held.All(".next-acts a"), a => a.GetAttribute("href") == $"/documents/papers/new?task={Case}&form=C05-TS");
        Assert.Contains(held.All(".not-now tbody tr"), r => r.TextContent.Contains("Ghi kết quả", StringComparison.Ordinal) && r.TextContent.Contains("hồ sơ", StringComparison.Ordinal));
        var again = await officer.Send(Page, step, Page + "?handler=Step");
        Assert.Equal(HttpStatusCode.BadRequest, again.Status);
        Assert.Contains("đang đối chiếu", Assert.Single(again.Errors), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.Send(Page, new(step) { ["Case"] = "79-TA0001A-contact-1" }, Page + "?handler=Step")).Status);
        var unknown = await officer.Send(Page, step, Page + "?handler=Nonsense");
        Assert.Equal(HttpStatusCode.BadRequest, unknown.Status);
        Assert.Contains("không có biểu mẫu vừa gửi", unknown.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_is_made_copied_and_revoked_here()
    {
        await using var house = await WorkPageTests.Open();
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        var made = await officer.Send(Page, [], Page + "?handler=Link");
        var url = new Uri(made.One(".answer-link").TextContent).AbsolutePath;
        Assert.Equal(HttpStatusCode.OK, (await house.Anonymous().Open(url)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send(Page, [], Page + "?handler=Revoke")).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await officer.Send(Page, new() { ["Reason"] = "gửi nhầm" }, Page + "?handler=Revoke")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await house.Anonymous().Open(url)).Status);
    }

    [Fact]
    public async Task Who_may_not_does_not_enter_and_who_only_sees_does_nothing()
    {
        await using var house = await WorkPageTests.Open();
        var voice = await house.SignedIn(Role.CommunicationsOfficer, WebHouse.Province);
        Assert.Equal(HttpStatusCode.Forbidden, (await voice.Open(Page)).Status);
        var auditor = await house.SignedIn(Role.Auditor, WebHouse.Province);
        var page = await auditor.Open(Page);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Empty(page.All(".next-acts li"));
        Assert.Contains("Không thuộc quyền", page.Words, StringComparison.Ordinal);
        foreach (var handler in (string[])["Step", "Link", "Revoke"])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Send(Page, new() { ["Case"] = Case, ["Step"] = "open" }, Page + "?handler=" + handler)).Status);
        }

        var other = await house.SignedIn(Role.DistrictOfficer, WebHouse.OtherDistrict);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Open(Page)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Open("/collection/cases/abc")).Status);
    }
}
