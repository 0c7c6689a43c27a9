using System.Net;
using BaoPhu.Core.Identity;
using BaoPhu.Tests.Collection;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;

namespace BaoPhu.Tests.Pages.Collection.Budget;

/// <summary>Pages of reconciliations: forbidden, not there, wrong state, right.</summary>
public sealed class BudgetPagesTests
{
    private const string Page = "/collection/budget/" + StandingProvince.Reconcile;

    [Fact]
    public async Task From_the_figures_to_the_letter_in_the_browser()
    {
        await using var house = await Open();
        var (officer, director) = (await house.SignedIn(Role.CollectionOfficer, WebHouse.Province), await house.SignedIn(Role.ProvinceDirector, WebHouse.Province));
        Assert.Contains("Công ty Thử BA0001A", (await officer.Open("/collection/budget?view=begin")).Words, StringComparison.Ordinal);
        Assert.Equal("Ghi nơi nhận công văn.", Assert.Single((await officer.Send(Page, Terms(""))).Errors));
        Assert.Equal(Page, (await officer.Send(Page, Terms("Phòng Tài chính - Kế hoạch Quận 1"))).Location);
        var opened = await officer.Open(Page);
        Assert.Equal(["200.000.001", "150.000.000", "50.000.001"], opened.All(".strip .figure").Select(f => f.TextContent));
        Assert.Contains("Việc theo kế hoạch", opened.All("dl.summary-list dt").Select(t => t.TextContent));
        Assert.Empty(opened.All("summary-row"));
        var letter = await officer.Send(Page, new() { ["SignerId"] = director.User!.UserId }, Page + "?handler=Letter");
        Assert.StartsWith("/documents/papers/79-BA0001A-", letter.Location, StringComparison.Ordinal);
        Assert.Equal(letter.Location, (await officer.Open(Page)).One("main .acts a.btn-primary").GetAttribute("href"));
        Assert.Contains((await officer.Open(letter.Location!)).All(".under-title a"), a => a.GetAttribute("href") == Page);
        var early = await officer.Send(Page, new() { ["Version"] = "1", ["Step"] = "send" });
        Assert.Equal(HttpStatusCode.BadRequest, early.Status);
        Assert.Contains("CV-NS", Assert.Single(early.Errors), StringComparison.Ordinal);
        var year = (await officer.Open("/collection/budget/year?year=2021")).Words;
        Assert.Contains("15/12/2021", year, StringComparison.Ordinal);
        Assert.Contains("31/12/2021", year, StringComparison.Ordinal);
        Assert.Contains("50.000.001", year, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_is_turned_away_and_another_province_finds_nothing()
    {
        await using var house = await Open();
        foreach (var url in (string[])["/collection/budget", "/collection/budget/year", Page])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn(Role.CommunicationsOfficer, WebHouse.Province)).Open(url)).Status);
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn(Role.Auditor, WebHouse.Province)).Send(Page, Terms("x"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn(Role.CollectionOfficer, WebHouse.Province)).Send(Page, new() { ["Reason"] = "x" }, Page + "?handler=Decide")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await house.SignedIn(Role.CollectionOfficer, WebHouse.OtherProvince)).Open(Page)).Status);
        Assert.DoesNotContain("50.000.001", (await (await house.SignedIn(Role.CollectionOfficer, WebHouse.OtherProvince)).Open("/collection/budget/year?year=2021")).Words, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Terms(string addressee) =>
        new() { ["Version"] = "0", ["Step"] = "open", ["InQuarter"] = "20213", ["BodyKind"] = "finance", ["Addressee"] = addressee, ["Managed"] = "HN" };

    private static async Task<WebHouse> Open()
    {
        var house = await WebHouse.Open(change: NoBell.Change);
        await StandingProvince.Fill(await SmallProvince.Create(house.Database));
        await StandingProvince.Figures(house.Database, "BA0001A;III/2021;HN;1.000;3.000;200.000.001;0;150.000.000");
        return house;
    }
}
