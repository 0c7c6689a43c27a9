using System.Net;
using BaoPhu.Core.Identity;
using BaoPhu.Tests.Pages.Work;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Pages.Planning;

/// <summary>Plans of weeks and months on pages: forbidden, missing, wrong state, right.</summary>
public sealed class PlanPagesTests
{
    private static readonly Dictionary<string, string> Month = new(StringComparer.Ordinal) { ["Kind"] = "month", ["Day"] = "03/11/2021" };
    private static readonly Dictionary<string, string> Line = new(StringComparer.Ordinal)
    {
        ["Area"] = "conference", ["Heading"] = "Hội nghị khách hàng", ["Planned"] = "2", ["DueOn"] = "05/11/2021", ["Changes"] = "0", ["no"] = "0",
    };

    [Fact]
    public async Task Who_may_not_does_not_enter_and_another_provinces_plan_is_missing()
    {
        await using var house = await WorkPageTests.Open();
        var agent = await house.SignedIn(Role.Agent, WebHouse.District);
        Assert.Equal(HttpStatusCode.Forbidden, (await agent.Open("/planning/plans")).Status);
        var officer = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        var plan = (await officer.Send("/planning/plans", Month)).Location!;
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Send(plan, new() { ["Changes"] = "0" }, plan + "?handler=Approve")).Status);
        var district = await house.SignedIn(Role.DistrictDirector, WebHouse.District);
        Assert.Equal(HttpStatusCode.OK, (await district.Open(plan)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await district.Open(plan + "/line")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await district.Send("/planning/plans", Month)).Status);
        var stranger = await house.SignedIn(Role.ProvinceDirector, WebHouse.OtherProvince);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(plan)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await stranger.Open(plan + "/line")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await officer.Open(plan + "/line?no=99")).Status);
    }

    [Fact]
    public async Task A_plan_is_proposed_written_on_approved_and_closed()
    {
        await using var house = await WorkPageTests.Open();
        var officer = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        var plan = (await officer.Send("/planning/plans", Month)).Location!;
        var again = await officer.Send("/planning/plans", Month);
        Assert.Equal(HttpStatusCode.BadRequest, again.Status);
        Assert.Contains("01/11/2021", Assert.Single(again.Errors), StringComparison.Ordinal);
        Assert.Contains("Cấp 2", (await officer.Open(plan)).Words, StringComparison.Ordinal);
        // Acts of several lines are opened one by one; all of them show every line.
        var lines = await house.Db.Read(s => s.One<long>("select count(*) from pln_plan_lines"));
        Assert.Equal(lines, (await officer.Open(plan + "?lines=all")).All("td.act a[href*='line?no=']").Count);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send(plan + "/line", new(Line) { ["DueOn"] = "01/12/2021" })).Status);
        Assert.Equal(plan, (await officer.Send(plan + "/line", Line)).Location);
        Assert.Contains("Hội nghị khách hàng", (await officer.Open(plan)).Words, StringComparison.Ordinal);
        Assert.Equal(plan, (await officer.Send(plan, new() { ["Changes"] = "1" }, plan + "?handler=Propose")).Location);

        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        Assert.Equal(HttpStatusCode.BadRequest, (await director.Send(plan, new() { ["Changes"] = "1" }, plan + "?handler=Approve")).Status);
        Assert.Equal(plan, (await director.Send(plan, new() { ["Changes"] = "2" }, plan + "?handler=Approve")).Location);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send(plan + "/line", new(Line) { ["Changes"] = "3" })).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await director.Send(plan, new() { ["Changes"] = "3", ["Results"] = "" }, plan + "?handler=Close")).Status);
        Assert.Equal(plan, (await director.Send(plan, new() { ["Changes"] = "3", ["Results"] = "Đạt" }, plan + "?handler=Close")).Location);
        var closed = await officer.Open(plan);
        Assert.Contains("Đã kết thúc", closed.Words, StringComparison.Ordinal);
        Assert.Empty(closed.All("main form"));
        Assert.Contains("Đã kết thúc", (await officer.Open("/planning/plans")).Words, StringComparison.Ordinal);
    }
}
