using System.Net;
using BaoPhu.Core.Identity;
using BaoPhu.Tests.Collection;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;

namespace BaoPhu.Tests.Pages.Collection.Claims;

/// <summary>Pages of claims: forbidden, not there, wrong state, right; workers' names only for those who work on the case.</summary>
public sealed class ClaimPagesTests
{
    private const string Page = "/collection/claims/" + StandingProvince.Claim;

    [Fact]
    public async Task From_the_letter_to_the_workers_settled_in_the_browser()
    {
        await using var house = await Open();
        var (officer, director) = (await house.SignedIn(Role.CollectionOfficer, WebHouse.Province), await house.SignedIn(Role.ProvinceDirector, WebHouse.Province));
        Assert.Contains("Công ty Thử CA0001A", (await officer.Open("/collection/claims?view=begin")).Words, StringComparison.Ordinal);
        await Sent(officer.Send(Page, Terms()));
        var letter = await officer.Send(Page, new() { ["SignerId"] = director.User!.UserId }, Page + "?handler=Letter");
        Assert.Equal(HttpStatusCode.Redirect, letter.Status);
        await Sent(officer.Send(letter.Location!, new() { ["Version"] = "0" }, letter.Location + "?handler=Number"));
        await Sent(director.Send(letter.Location!, new() { ["Version"] = "1" }, letter.Location + "?handler=Sign"));
        var early = await officer.Send(Page, new() { ["Version"] = "1", ["Step"] = "send" });
        Assert.Contains("CV-UT", Assert.Single(early.Errors), StringComparison.Ordinal);
        await Sent(officer.Send(letter.Location!, new() { ["Version"] = "2" }, letter.Location + "?handler=Send"));
        await Sent(officer.Send(Page, new() { ["Version"] = "1", ["Step"] = "send" }));
        await Sent(officer.Send(Page, new() { ["Version"] = "2", ["Step"] = "accept", ["On"] = "03/11/2021", ["Paper"] = "CV 77/CCTHA" }));
        await Sent(officer.Send(Page, new() { ["Version"] = "3", ["Step"] = "receive", ["On"] = "03/11/2021", ["Paper"] = "UNC 1", ["Social"] = "1.000.000" }));
        await Sent(officer.Send(Page + "/worker", Worker("1.000.000")));
        Assert.Contains("Lê Thị Mai", (await officer.Open(Page)).Words, StringComparison.Ordinal);
        var auditor = (await (await house.SignedIn(Role.Auditor, WebHouse.Province)).Open(Page)).Words;
        Assert.Contains("L. T. M.", auditor, StringComparison.Ordinal);
        Assert.DoesNotContain("7912345671", auditor, StringComparison.Ordinal);
        await Sent(officer.Send(Page, new() { ["Version"] = "5", ["Step"] = "settle", ["Evidence"] = "Thông báo phân chia" }));
        Assert.Contains("đã thu, giải quyết quyền lợi", (await officer.Open("/collection/claims?state=ended")).Words, StringComparison.Ordinal);

        static async Task Sent(Task<Answer> answer)
        {
            var got = await answer;
            Assert.True(got.Status == HttpStatusCode.Redirect, string.Join(" ", got.Errors) + (int)got.Status);
        }
    }

    [Fact]
    public async Task What_the_state_does_not_allow_answers_400_with_the_reason()
    {
        await using var house = await Open();
        var officer = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        var early = await officer.Send(Page, new() { ["Version"] = "0", ["Step"] = "accept", ["On"] = "03/11/2021", ["Paper"] = "CV 1" });
        Assert.Equal(HttpStatusCode.BadRequest, early.Status);
        Assert.Contains("chưa mở", Assert.Single(early.Errors), StringComparison.Ordinal);
        var worker = await officer.Send(Page + "/worker", Worker("1"));
        Assert.Equal(HttpStatusCode.BadRequest, worker.Status);
        Assert.Equal("Ghi ngày.", Assert.Single((await officer.Send(Page, new() { ["Version"] = "0", ["Step"] = "receive" })).Errors));
    }

    [Fact]
    public async Task Who_may_not_is_turned_away_and_another_province_finds_nothing()
    {
        await using var house = await Open();
        foreach (var url in (string[])["/collection/claims", Page, Page + "/worker"])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn(Role.CommunicationsOfficer, WebHouse.Province)).Open(url)).Status);
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn(Role.Auditor, WebHouse.Province)).Send(Page, Terms())).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn(Role.CollectionOfficer, WebHouse.Province)).Send(Page, new() { ["Step"] = "nothing" }, Page + "?handler=Decide")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await house.SignedIn(Role.CollectionOfficer, WebHouse.OtherProvince)).Open(Page)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await house.SignedIn(Role.CollectionOfficer, WebHouse.Province)).Open(Page + "/nothing")).Status);
    }

    private static Dictionary<string, string> Terms() => new()
    {
        ["Version"] = "0", ["Step"] = "open", ["AuthorityKind"] = "court", ["Authority"] = "Tòa án nhân dân Quận 1", ["Ground"] = "bankrupt", ["GroundPaper"] = "Quyết định 05/QĐ-TA",
    };

    private static Dictionary<string, string> Worker(string social) => new()
    {
        ["Version"] = "4", ["Worker"] = "Lê Thị Mai", ["InsuranceNumber"] = "7912345671", ["FromMonth"] = "06/2021", ["ToMonth"] = "10/2021", ["Entitlement"] = "Xác nhận thời gian đóng", ["Social"] = social,
    };

    private static async Task<WebHouse> Open()
    {
        var house = await WebHouse.Open(change: NoBell.Change);
        await StandingProvince.Fill(await SmallProvince.Create(house.Database));
        await StandingProvince.Account(house.The<BaoPhu.Core.Organisation.OfficeParticulars>());
        return house;
    }
}
