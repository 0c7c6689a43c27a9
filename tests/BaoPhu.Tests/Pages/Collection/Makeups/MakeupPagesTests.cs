using System.Net;
using BaoPhu.Core.Identity;
using BaoPhu.Tests.Collection;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;

namespace BaoPhu.Tests.Pages.Collection.Makeups;

/// <summary>Pages of make-ups: forbidden, not there, wrong state, right.</summary>
public sealed class MakeupPagesTests
{
    private const string Page = "/collection/makeups/" + StandingProvince.Makeup;

    [Fact]
    public async Task From_the_terms_to_the_urging_in_the_browser()
    {
        await using var house = await Open();
        var officer = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        Assert.Contains("Công ty Thử SA0001A", (await officer.Open("/collection/makeups?view=begin")).Words, StringComparison.Ordinal);
        Assert.Contains("12 tháng", Assert.Single((await officer.Send(Page, Terms("01/2020"))).Errors), StringComparison.Ordinal);
        Assert.Equal(Page, (await officer.Send(Page, Terms("09/2021"))).Location);
        Assert.Contains("thiếu quỹ lương 2 tháng", (await officer.Open(Page)).Words, StringComparison.Ordinal);
        // Rows that come from a partial view are rows of the list all the same.
        Assert.Superset(new HashSet<string> { "Văn bản", "Việc theo kế hoạch", "Chứng cứ" }, (await officer.Open(Page)).All(".summary-list dt").Select(d => d.TextContent).ToHashSet());
        Assert.Equal(HttpStatusCode.Redirect, (await officer.Send(Page, new() { ["Version"] = "1", ["Step"] = "ask", ["Channel"] = "phone" })).Status);
        await Letter(house, officer);
        var early = await officer.Send(Page, new() { ["Version"] = "2", ["Step"] = "compute" });
        Assert.Equal(HttpStatusCode.BadRequest, early.Status);
        Assert.Contains("Còn tháng chưa biết quỹ lương", Assert.Single(early.Errors), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await officer.Send(Page, Answer("2"))).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await officer.Send(Page, new() { ["Version"] = "3", ["Step"] = "compute" })).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await officer.Send(Page, new() { ["Version"] = "4", ["Step"] = "urge", ["Channel"] = "phone" })).Status);
        var urged = await officer.Open(Page);
        Assert.Contains("33.000.000", urged.Words, StringComparison.Ordinal);
        Assert.Contains("30/11/2021", urged.Words, StringComparison.Ordinal);
        Assert.Contains("đã đôn đốc", (await officer.Open("/collection/makeups")).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_is_turned_away_and_another_province_finds_nothing()
    {
        await using var house = await Open();
        foreach (var url in (string[])["/collection/makeups", Page])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn(Role.CommunicationsOfficer, WebHouse.Province)).Open(url)).Status);
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn(Role.Auditor, WebHouse.Province)).Send(Page, Terms("09/2021"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn(Role.CollectionOfficer, WebHouse.Province)).Send(Page, new() { ["Reason"] = "x" }, Page + "?handler=Decide")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await house.SignedIn(Role.CollectionOfficer, WebHouse.OtherProvince)).Open(Page)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await house.SignedIn(Role.CollectionOfficer, WebHouse.Province)).Open(Page.Replace("makeup-1", "urge-1", StringComparison.Ordinal))).Status);
    }

    /// <summary>The letter that asks for the payroll is made once, by who works on the case; there is no second while it lives.</summary>
    private static async Task Letter(WebHouse house, Browser officer)
    {
        const string handler = Page + "?handler=Letter";
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        var fields = new Dictionary<string, string> { ["SignerId"] = director.User!.UserId };
        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn(Role.Auditor, WebHouse.Province)).Send(Page, fields, handler)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await house.SignedIn(Role.CollectionOfficer, WebHouse.OtherProvince)).Send(Page, fields, handler)).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send(Page, [], handler)).Status);
        var made = await officer.Send(Page, fields, handler);
        Assert.True(made.Status == HttpStatusCode.Redirect, string.Join(" ", made.Errors));
        Assert.Contains("CV-QL", (await officer.Open(made.Location!)).Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send(Page, fields, handler)).Status);
    }

    private static Dictionary<string, string> Terms(string from) =>
        new() { ["Version"] = "0", ["Step"] = "open", ["Kind"] = "ordinary", ["FromMonth"] = from, ["UntilMonth"] = "10/2021", ["Paper"] = "Quyết định 12/QĐ-BHXH" };

    private static Dictionary<string, string> Answer(string version) => new()
    {
        ["Version"] = version, ["Step"] = "answer", ["Evidence"] = "CV 15 ngày 02/11/2021", ["Answers[0].Period"] = "202109", ["Answers[0].Workers"] = "10", ["Answers[0].Payroll"] = "80.000.000",
        ["Answers[1].Period"] = "202110", ["Answers[1].Workers"] = "9", ["Answers[1].Payroll"] = "70.000.001",
    };

    private static async Task<WebHouse> Open()
    {
        var house = await WebHouse.Open(change: NoBell.Change);
        await StandingProvince.Fill(await SmallProvince.Create(house.Database));
        return house;
    }
}
