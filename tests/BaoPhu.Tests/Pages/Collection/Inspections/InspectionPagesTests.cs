using System.Net;
using BaoPhu.Core.Collection.Inspection;
using BaoPhu.Core.Identity;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;

namespace BaoPhu.Tests.Pages.Collection.Inspections;

/// <summary>Pages of inspections: forbidden, not there, wrong state, right.</summary>
public sealed class InspectionPagesTests
{
    private const string Key = "79-TA0001A-inspect-1";
    private const string Page = "/collection/inspections/" + Key;

    [Fact]
    public async Task From_the_candidate_to_the_conclusion_in_the_browser()
    {
        await using var house = await Open();
        var (inspector, director) = (await house.SignedIn(Role.Inspector, WebHouse.Province), await house.SignedIn(Role.ProvinceDirector, WebHouse.Province));
        var list = await inspector.Open("/collection/inspections");
        Assert.Contains("2 đơn vị", list.Words, StringComparison.Ordinal);
        var planned = await inspector.Send("/collection/inspections", new() { ["Chosen"] = Key, ["PlanMonth"] = "11/2021", ["PlanWeek"] = "2" });
        Assert.Equal("/collection/inspections?view=cases&state=planned", planned.Location);
        Assert.Contains("Công ty Thử TA0001A", (await inspector.Open(planned.Location!)).Words, StringComparison.Ordinal);
        await Sent(inspector.Send(Page + "/team", new()
        {
            ["Version"] = "1", ["Form"] = "direct", ["Days"] = "5", ["FromMonth"] = "06/2021", ["ToMonth"] = "10/2021", ["HeadId"] = inspector.User!.UserId,
        }));
        await Paper(inspector, director, director);
        await Sent(inspector.Send(Page, new() { ["Version"] = "2", ["Step"] = "issue" }));
        await Sent(inspector.Send(Page + "/announce", Day("3")));
        await Sent(inspector.Send(Page + "/work", Day("4")));
        await Sent(inspector.Send(Page + "/find", new()
        {
            ["Version"] = "5", ["Violation"] = "late", ["What"] = "Chậm đóng năm kỳ", ["Workers"] = "12", ["FromMonth"] = "06/2021", ["ToMonth"] = "10/2021", ["Social"] = "5.000.000",
        }));
        Assert.Contains("5.000.000", (await inspector.Open(Page)).Words, StringComparison.Ordinal);
        await Paper(inspector, inspector, inspector);
        await Sent(inspector.Send(Page, new() { ["Version"] = "6", ["Step"] = "minutes" }));
        await Sent(inspector.Send(Page, new() { ["Opinion"] = "Đơn vị chậm đóng năm kỳ.", ["Demand"] = "Nộp đủ." }, Page + "?handler=Draft"));
        await Paper(inspector, director, director);
        await Sent(inspector.Send(Page, new() { ["Version"] = "7", ["Step"] = "conclude-violation" }));
        var ended = await inspector.Open(Page);
        Assert.Contains("kết luận có vi phạm", ended.Words, StringComparison.Ordinal);
        Assert.Equal("done", (await house.The<BaoPhu.Core.Work.Tasks>().Find(Scope.Nation, Key)).Task.State);

        async Task Paper(Browser maker, Browser signer, Browser signs)
        {
            var made = await maker.Send(Page, new() { ["SignerId"] = signer.User!.UserId }, Page + "?handler=Paper");
            Assert.Equal(HttpStatusCode.Redirect, made.Status);
            await Sent(maker.Send(made.Location!, new() { ["Version"] = "0" }, made.Location + "?handler=Number"));
            await Sent(signs.Send(made.Location!, new() { ["Version"] = "1" }, made.Location + "?handler=Sign"));
        }

        static async Task Sent(Task<Answer> answer)
        {
            var got = await answer;
            Assert.True(got.Status == HttpStatusCode.Redirect, string.Join(" ", got.Errors) + (int)got.Status);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("/" + Key)]
    [InlineData("/" + Key + "/team")]
    [InlineData("/" + Key + "/announce")]
    [InlineData("/" + Key + "/work")]
    [InlineData("/" + Key + "/find")]
    public async Task Who_may_not_is_turned_away_and_another_province_finds_nothing(string rest)
    {
        await using var house = await Open();
        var url = "/collection/inspections" + rest;
        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn(Role.CommunicationsOfficer, WebHouse.Province)).Open(url)).Status);
        var auditor = await house.SignedIn(Role.Auditor, WebHouse.Province);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Send(url, new() { ["Chosen"] = Key })).Status);
        if (rest.Length > 0)
        {
            Assert.Equal(HttpStatusCode.NotFound, (await (await house.SignedIn(Role.Inspector, WebHouse.OtherProvince)).Open(url)).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await (await house.SignedIn(Role.Inspector, WebHouse.Province)).Open(url.Replace("inspect-1", "notice-1", StringComparison.Ordinal))).Status);
        }
    }

    [Fact]
    public async Task What_the_state_does_not_allow_answers_400_with_the_reason()
    {
        await using var house = await Open();
        var (inspector, director) = (await house.SignedIn(Role.Inspector, WebHouse.Province), await house.SignedIn(Role.ProvinceDirector, WebHouse.Province));
        var none = await inspector.Send("/collection/inspections", new() { ["PlanMonth"] = "11/2021" });
        Assert.Equal((HttpStatusCode.BadRequest, "Chưa chọn đơn vị nào."), (none.Status, Assert.Single(none.Errors)));
        var early = await inspector.Send(Page + "/announce", Day("0"));
        Assert.Equal(HttpStatusCode.BadRequest, early.Status);
        Assert.Contains("chưa mở", Assert.Single(early.Errors), StringComparison.Ordinal);
        var finding = await inspector.Send(Page + "/find", new() { ["Version"] = "0", ["FromMonth"] = "6", ["ToMonth"] = "10/2021" });
        Assert.Equal("Ghi tháng, dạng 09/2021.", Assert.Single(finding.Errors));
        var team = await inspector.Send(Page + "/team", new() { ["Version"] = "0" });
        Assert.Equal(4, team.Errors.Count);
        await inspector.Send(Page, new() { ["Version"] = "0", ["Step"] = "plan", ["PlanMonth"] = "11/2021" });
        var decide = await director.Send(Page, new() { ["Version"] = "1", ["Step"] = "stop", ["Reason"] = "x" }, Page + "?handler=Decide");
        Assert.Contains("chưa nộp đủ", Assert.Single(decide.Errors), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await inspector.Send(Page, new() { ["Version"] = "1", ["Step"] = "stop", ["Reason"] = "x" }, Page + "?handler=Decide")).Status);
        var draft = await inspector.Send(Page, new() { ["Opinion"] = "x" }, Page + "?handler=Draft");
        Assert.Contains("sau khi đã ký biên bản", Assert.Single(draft.Errors), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await inspector.Send(Page, new() { ["SignerId"] = director.User!.UserId }, Page + "?handler=Paper")).Status);
    }

    private static Dictionary<string, string> Day(string version) => new()
    {
        ["Version"] = version, ["On"] = "03/11/2021", ["Way"] = "visit", ["Place"] = "1 đường Thử", ["Present"] = "Trần Thị Tra, Trưởng đoàn", ["Told"] = "Công bố quyết định.",
    };

    private static async Task<WebHouse> Open()
    {
        var house = await WebHouse.Open(change: NoBell.Change);
        var small = await SmallProvince.Create(house.Database);
        await small.Level("79", 2, "2021-10-21T00:00");
        await small.Employer("TA0001A", 202106);
        await small.Employer("TB0002B", 202106);
        await small.Plan("2021-11-03T08:00");
        return house;
    }
}
