using System.Net;
using BaoPhu.Core.Coverage;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Jobs;
using BaoPhu.Tests.Coverage;
using BaoPhu.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace BaoPhu.Tests.Pages.Coverage;

/// <summary>Pairs of rows before their readers: forbidden, missing, wrong state, right.</summary>
public sealed class ReviewPagesTests
{
    private static readonly string Address = "/coverage/reviews/" + new LinkKey(-5, 7912345678);

    [Fact]
    public async Task Who_may_not_does_not_enter_and_anothers_is_missing()
    {
        await using var house = await Filled();
        var agent = await house.SignedIn(Role.Agent, WebHouse.District);
        Assert.Equal(HttpStatusCode.Forbidden, (await agent.Open("/coverage/reviews")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await agent.Open(Address)).Status);
        var auditor = await house.SignedIn(Role.Auditor, "00000");
        Assert.Equal(HttpStatusCode.OK, (await auditor.Open(Address)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Send("/coverage/reviews", new(), Address)).Status);
        var stranger = await house.SignedIn(Role.CollectionOfficer, "00100");
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(Address)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open("/coverage/reviews/khong-co")).Status);
    }

    [Fact]
    public async Task A_pair_is_taken_read_and_decided()
    {
        await using var house = await Filled();
        var officer = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        Assert.Contains("1", (await officer.Open("/coverage/reviews")).One("tbody td").TextContent, StringComparison.Ordinal);
        Assert.Equal(Address, (await officer.Send("/coverage/reviews", new() { ["Kind"] = "tax" })).Location);
        var page = await officer.Open(Address);
        Assert.Contains("079085000123", page.Words, StringComparison.Ordinal);
        Assert.Contains("Sai một chữ số", page.Words, StringComparison.Ordinal);
        Assert.Equal(["Chọn một trong hai kết luận."], (await officer.Send(Address, new() { ["Seen"] = "Review" })).Errors);
        var blank = await officer.Send(Address, new() { ["Seen"] = "Review", ["Same"] = "false", ["Reason"] = "" });
        Assert.Equal(HttpStatusCode.BadRequest, blank.Status);
        var late = await officer.Send(Address, new() { ["Seen"] = "Third", ["Same"] = "true" });
        Assert.Equal(HttpStatusCode.BadRequest, late.Status);
        Assert.Contains("vừa được người khác", Assert.Single(late.Errors), StringComparison.Ordinal);
        Assert.Equal("/coverage/reviews", (await officer.Send(Address, new() { ["Seen"] = "Review", ["Same"] = "true" })).Location);
        Assert.DoesNotContain("Kết luận của người đọc", (await officer.Open(Address)).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_any_link_the_page_says_what_to_do()
    {
        await using var house = await WebHouse.Open();
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        Assert.Contains("Chưa có kết quả đối chiếu", (await director.Open("/coverage/reviews")).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_matching_is_ordered_and_its_end_is_told()
    {
        await using var house = await Filled();
        var officer = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        var auditor = await house.SignedIn(Role.Auditor, "00000");
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Send("/coverage/reviews", new() { ["Kind"] = "tax" }, "/coverage/reviews?handler=Match")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Send("/coverage/reviews", new() { ["Kind"] = "employers" }, "/coverage/reviews?handler=Match")).Status);
        Assert.Equal("/coverage/reviews", (await officer.Send("/coverage/reviews", new() { ["Kind"] = "tax" }, "/coverage/reviews?handler=Match")).Location);
        Assert.Contains("Đang đối chiếu", (await officer.Open("/coverage/reviews")).Words, StringComparison.Ordinal);
        Assert.True(await new JobWorker(new JobRuns(house.Db, house.Clock), [new MatchJob(new MatchRuns(house.Db, house.Clock))], NullLogger<JobWorker>.Instance).RunNext(TestContext.Current.CancellationToken));
        Assert.Contains("so 1 dòng", (await officer.Open("/coverage/reviews")).Words, StringComparison.Ordinal);
    }

    private static async Task<WebHouse> Filled()
    {
        var house = await WebHouse.Open();
        await SmallRegister.Person(house.Db, 7912345678, "Nguyễn Văn An");
        await SmallRegister.Worker(house.Db, -5, "Nguyen Van An");
        await SmallRegister.Link(house.Db, -5, 7912345678);
        return house;
    }
}
