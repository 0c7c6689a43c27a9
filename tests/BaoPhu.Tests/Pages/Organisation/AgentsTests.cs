using System.Net;
using BaoPhu.Core.Identity;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Pages.Organisation;

/// <summary>The pages of collection agents: forbidden, missing, wrong, right.</summary>
public sealed class AgentsTests
{
    private static readonly Dictionary<string, string> Fields = new(StringComparer.Ordinal) { ["Office"] = WebHouse.District, ["Code"] = "DL79010001", ["Name"] = "Bưu điện Quận 1", ["Since"] = "01/01/2021" };

    [Fact]
    public async Task An_agent_is_entered_changed_and_its_contract_ended()
    {
        await using var house = await WebHouse.Open();
        var director = await house.SignedIn(Role.DistrictDirector, WebHouse.District);
        Assert.Contains("Chưa có đại lý thu", (await director.Open("/organisation/agents")).Words, StringComparison.Ordinal);
        var wrong = await director.Send("/organisation/agents", new(Fields) { ["Code"] = "79" });
        Assert.Equal((HttpStatusCode.BadRequest, "#Code"), (wrong.Status, wrong.One(".error-summary a").GetAttribute("href")));
        Assert.Equal("/organisation/agents", (await director.Send("/organisation/agents", Fields)).Location);
        Assert.Contains("Bưu điện Quận 1", (await director.Open("/organisation/agents")).Words, StringComparison.Ordinal);

        const string page = "/organisation/agents/DL79010001";
        Assert.Equal("/reporting/targets?office=DL79010001", (await director.Open(page)).One(".acts a").GetAttribute("href"));
        Assert.Contains("07901", (await director.Open("/reporting/targets/DL79010001/year-2021/voluntary")).One(".crumbs a[href*='07901']").GetAttribute("href"), StringComparison.Ordinal);
        Assert.Single((await director.Open("/reporting/targets/07901/year-2021/voluntary")).All("input[name='Rows[0].Office'][value=DL79010001]"));
        Assert.Equal("#LastDay", (await director.Send(page, new() { ["Name"] = "Bưu điện", ["LastDay"] = "01/01/2020" })).One(".error-summary a").GetAttribute("href"));
        Assert.Equal(page, (await director.Send(page, new() { ["Name"] = "Bưu điện Bến Thành", ["LastDay"] = "31/10/2021" })).Location);
        var ended = await director.Open(page);
        Assert.Contains("31/10/2021", ended.Words, StringComparison.Ordinal);
        Assert.Empty(ended.All(".acts a"));
    }

    [Fact]
    public async Task Only_the_office_of_the_contract_enters_and_others_do_not_find_it()
    {
        await using var house = await WebHouse.Open();
        var director = await house.SignedIn(Role.DistrictDirector, WebHouse.District);
        Assert.Equal("/organisation/agents", (await director.Send("/organisation/agents", Fields)).Location);
        var other = await house.SignedIn(Role.DistrictDirector, WebHouse.OtherDistrict);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Open("/organisation/agents/DL79010001")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Send("/organisation/agents", new(Fields) { ["Code"] = "DL79010009" })).Status);
        var agent = await house.SignedIn(Role.Agent, WebHouse.District);
        Assert.Equal(HttpStatusCode.Forbidden, (await agent.Open("/organisation/agents")).Status);
        var inspector = await house.SignedIn(Role.Inspector, WebHouse.Province);
        Assert.Empty((await inspector.Open("/organisation/agents/DL79010001")).All("form.one-step"));
        Assert.Equal(HttpStatusCode.Forbidden, (await inspector.Send("/organisation/agents/DL79010001", new() { ["Name"] = "X" }, "/organisation/agents/DL79010001")).Status);
    }
}
