using System.Net;
using BaoPhu.Core;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Work;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Pages.Work.Portfolios;

/// <summary>Who follows whom: forbidden, unknown, wrong state, right, on each page.</summary>
public sealed class PortfolioPagesTests
{
    private const string Home = "/work/portfolios";

    [Fact]
    public async Task Nobody_who_may_not_sees_or_assigns()
    {
        await using var house = await WorkPageTests.Open();
        var voice = await house.SignedIn(Role.CommunicationsOfficer, WebHouse.Province);
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        foreach (var page in (string[])["", "/assign", "/hand-over", "/unassigned"])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await voice.Open(Home + page)).Status);
        }

        Assert.Contains("2 đơn vị chưa có", (await officer.Open(Home)).Words, StringComparison.Ordinal);
        Assert.Empty((await officer.Open(Home + "/unassigned")).All("input[name=Ticked]"));
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Open(Home + "/assign")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Send(Home + "/unassigned", new() { ["Ticked"] = "26734" })).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Send(Home + "/hand-over", [])).Status);
        var id = await Given(house, officer.User!.UserId);
        Assert.Equal(HttpStatusCode.OK, (await officer.Open(Home + "/" + id)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Send(Home + "/" + id, new() { ["From"] = "03/11/2021" })).Status);
    }

    [Fact]
    public async Task A_portfolio_or_person_of_another_office_is_not_there()
    {
        await using var house = await WorkPageTests.Open();
        var id = await Given(house, (await house.Person(Role.DistrictOfficer, WebHouse.District)).UserId);
        var other = await house.SignedIn(Role.DistrictDirector, WebHouse.OtherDistrict);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Open(Home + "/" + id)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Open(Home + "/" + new string('0', 32))).Status);
        var stranger = await house.Person(Role.DistrictOfficer, WebHouse.District);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Send(Home + "/assign", new() { ["Person"] = stranger.UserId, ["Kind"] = "place", ["Place"] = "26734", ["From"] = "03/11/2021" })).Status);
        Assert.DoesNotContain("Phường Tân Định", (await other.Open(Home)).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_its_field()
    {
        await using var house = await WorkPageTests.Open();
        var director = await house.SignedIn(Role.DistrictDirector, WebHouse.District);
        var officer = await house.Person(Role.DistrictOfficer, WebHouse.District);
        var empty = await director.Send(Home + "/assign", new() { ["Kind"] = "place" });
        Assert.Equal((HttpStatusCode.BadRequest, 3), (empty.Status, empty.Errors.Count));
        var list = await director.Send(Home + "/assign", new() { ["Person"] = officer.UserId, ["Kind"] = "list", ["Name"] = "Nợ lớn", ["Codes"] = "TA0001A\nTZ0001Z", ["From"] = "03/11/2021" });
        Assert.Contains("TZ0001Z", Assert.Single(list.Errors), StringComparison.Ordinal);
        Assert.Contains("TA0001A", list.One("textarea[name=Codes]").TextContent, StringComparison.Ordinal);
        var past = await director.Send(Home + "/unassigned", new() { ["Ticked"] = "26734", ["Person"] = officer.UserId, ["From"] = "01/11/2021" });
        Assert.Contains("01/11/2021", Assert.Single(past.Errors), StringComparison.Ordinal);
        Assert.Contains("Chưa chọn", Assert.Single((await director.Send(Home + "/unassigned", new() { ["Person"] = officer.UserId, ["From"] = "03/11/2021" })).Errors), StringComparison.Ordinal);
        var self = await director.Send(Home + "/hand-over", new() { ["giver"] = officer.UserId, ["Taker"] = officer.UserId, ["From"] = "03/11/2021" });
        Assert.Contains("phải khác người giao", Assert.Single(self.Errors), StringComparison.Ordinal);
        var id = await Given(house, officer.UserId);
        Assert.Equal(HttpStatusCode.BadRequest, (await director.Send(Home + "/" + id, new() { ["From"] = "01/11/2021" })).Status);
    }

    [Fact]
    public async Task Employers_of_an_unknown_commune_are_given_one_by_one()
    {
        await using var house = await WorkPageTests.Open();
        await house.Db.Write(tx => tx.Execute("update reg_employers set commune_code = null"));
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        var officer = await house.Person(Role.DistrictOfficer, WebHouse.District);
        var link = (await director.Open(Home + "/unassigned")).One("td.act a");
        Assert.StartsWith("Giao theo đơn vị", link.TextContent, StringComparison.Ordinal);
        var page = await director.Open(link.GetAttribute("href")!);
        Assert.Contains("bổ sung mã xã", page.One(".note").TextContent, StringComparison.Ordinal);
        Assert.Equal(Home + "/unassigned", (await director.Send(link.GetAttribute("href")!, new() { ["Ticked"] = "TA0001A", ["Person"] = officer.UserId, ["From"] = "03/11/2021" })).Location);
        Assert.Single((await director.Open(link.GetAttribute("href")!)).All("input[name=Ticked]"));
    }

    [Fact]
    public async Task A_hand_over_that_was_refused_is_told_to_those_who_can_give_it_to_another()
    {
        await using var house = await WorkPageTests.Open();
        var (one, two) = (await house.Person(Role.DistrictOfficer, WebHouse.District), await house.Person(Role.DistrictOfficer, WebHouse.District));
        await Given(house, one.UserId);
        await SwitchFollowers.Records(house.Db, house.Clock).Take(one.Actor, Scope.Nation, "79-TA0001A-contact-1");
        await house.The<Core.Work.Portfolios>().HandOver(Actor.System, Scope.Nation, new(one.UserId, two.UserId, new(2021, 11, 4), null, null, "nghỉ"));
        await new Personnel(house.Db, house.Clock).Deactivate(Appointer.Operator, two.UserId, "nghỉ việc");
        house.Clock.Moment = house.Clock.Moment.AddDays(1);
        await house.The<PlanningPass>().PlanNow(Actor.System, "79");
        var head = await house.SignedIn(Role.DistrictDirector, WebHouse.District);
        foreach (var page in (string[])[Home, "/work/today"])
        {
            Assert.Equal("/work/portfolios/hand-over?giver=" + one.UserId, (await head.Open(page)).One("[role=status].note a").GetAttribute("href"));
        }

        foreach (var other in new[] { await house.SignedIn(Role.DistrictDirector, WebHouse.OtherDistrict), await house.SignedIn(Role.DistrictOfficer, WebHouse.District) })
        {
            Assert.Empty((await other.Open("/work/today")).All("[role=status].note"));
        }
    }

    [Fact]
    public async Task Assigned_in_bulk_handed_over_and_ended()
    {
        await using var house = await WorkPageTests.Open();
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        var (one, two) = (await house.Person(Role.DistrictOfficer, WebHouse.District), await house.Person(Role.DistrictOfficer, WebHouse.District));
        var listed = await director.Open(Home + "/unassigned");
        Assert.Contains("2 đơn vị ở 1 nơi", listed.Words, StringComparison.Ordinal);
        Assert.Equal(2, (await director.Open(Home + "/unassigned?commune=26734")).All("input[name=Ticked]").Count);
        Assert.Equal(Home + "/unassigned", (await director.Send(Home + "/unassigned", new() { ["Ticked"] = "26734", ["Person"] = one.UserId, ["From"] = "03/11/2021" })).Location);
        Assert.Contains("Mọi đơn vị đều có người phụ trách", (await director.Open(Home + "/unassigned")).Words, StringComparison.Ordinal);
        Assert.Equal(5, (await director.Open("/work/today?whose=office&follower=" + one.UserId)).All("table.ledger tbody tr").Count);

        await SwitchFollowers.Records(house.Db, house.Clock).Take(one.Actor, Scope.Nation, "79-TA0001A-contact-1");
        Dictionary<string, string> order = new() { ["giver"] = one.UserId, ["Taker"] = two.UserId, ["From"] = "03/11/2021", ["Note"] = "nghỉ thai sản" };
        var preview = await director.Send(Home + "/hand-over?giver=" + one.UserId, order);
        Assert.Contains("1 phần, 2 đơn vị; 1 việc đã nhận", preview.Words, StringComparison.Ordinal);
        var changed = await director.Send(Home + "/hand-over?giver=" + one.UserId, new(order) { ["Confirmed"] = "true", ["Expected"] = "7" });
        Assert.Contains("đã đổi", Assert.Single(changed.Errors), StringComparison.Ordinal);
        Assert.Equal(Home, (await director.Send(Home + "/hand-over?giver=" + one.UserId, new(order) { ["Confirmed"] = "true", ["Expected"] = "1" })).Location);
        Assert.Contains("bàn giao", (await director.Open("/work/tasks/79-TA0001A-contact-1")).Words, StringComparison.Ordinal);
        Assert.Contains(two.Name, (await director.Open("/register/employers/79-TA0001A")).One(".in-charge").TextContent, StringComparison.Ordinal);

        var portfolio = (await new Core.Work.Portfolios(house.Db, house.Clock).All(Scope.Nation, "79"))[0].PortfolioId;
        Assert.Equal($"{Home}/{portfolio}", (await director.Send($"{Home}/{portfolio}", new() { ["From"] = "03/11/2021", ["Note"] = "chia lại" })).Location);
        Assert.Contains("2 đơn vị chưa có", (await director.Open(Home)).Words, StringComparison.Ordinal);
    }

    private static async Task<string> Given(WebHouse house, string userId)
    {
        var portfolios = new Core.Work.Portfolios(house.Db, house.Clock);
        await portfolios.Assign(Actor.System, Scope.Nation, new(userId, Core.Work.Portfolios.Commune, new(2021, 11, 3)) { Places = ["26734"] });
        return (await portfolios.All(Scope.Nation, "79"))[0].PortfolioId;
    }
}
