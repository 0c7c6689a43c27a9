using System.Net;
using BaoPhu.Core.Collection.Inspection;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Rules;
using BaoPhu.Tests.Collection;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;

namespace BaoPhu.Tests.Pages.Collection.Penalties;

/// <summary>Pages of penalties and of the results: forbidden, not there, wrong state, right.</summary>
public sealed class PenaltyPagesTests
{
    private const string Key = "79-TA0001A-penalise-1";
    private const string Page = "/collection/penalties/" + Key;

    [Fact]
    public async Task From_the_first_act_to_the_payment_in_the_browser()
    {
        await using var house = await Open();
        var (inspector, director) = (await house.SignedIn(Role.Inspector, WebHouse.Province), await house.SignedIn(Role.ProvinceDirector, WebHouse.Province));
        Assert.Contains("Công ty Thử TA0001A", (await inspector.Open("/collection/penalties?view=begin")).Words, StringComparison.Ordinal);
        await Sent(inspector.Send(Page, new() { ["Step"] = "open", ["Organisation"] = "true" }));
        await Sent(inspector.Send(Page + "/state", new() { ["Version"] = "1", ["Violation"] = "late", ["What"] = "Chậm đóng", ["From"] = "01/07/2021", ["Until"] = "03/11/2021", ["Amount"] = "5.000.000", ["Workers"] = "12" }));
        var file = await inspector.Open(Page);
        Assert.Contains("Khung: 1.200.000 – 1.500.000 đồng", file.Words, StringComparison.Ordinal);
        Assert.Contains("Còn yếu tố chưa có chứng cứ.", file.Words, StringComparison.Ordinal);
        // One step from the element to the file that proves it, with what it proves chosen already.
        Assert.Contains(file.All("dt"), d => d.TextContent == "Chứng cứ");
        var attach = await inspector.Open(file.One($"a[href^='/collection/evidence/{Key}?place=element-1-']").GetAttribute("href")!);
        Assert.Contains("Hành vi 1", attach.One("select[name=place] option[selected]").TextContent, StringComparison.Ordinal);
        var words = file.All("input[name^='Sources']").ToDictionary(i => i.GetAttribute("name")!, _ => "Kết luận 01/KL-BHXH", StringComparer.Ordinal);
        await Sent(inspector.Send(Page, new(words) { ["Version"] = "2", ["Step"] = "prove", ["Number"] = "1" }));
        var unproved = await inspector.Open(Page);
        Assert.Contains("lời ghi không thay được chứng cứ", unproved.Words, StringComparison.Ordinal);
        Assert.Contains("☐ Đơn vị đã được thông báo, đôn đốc", unproved.Words, StringComparison.Ordinal);
        Assert.Contains("Sổ thu: đơn vị nợ 5.000.000 đồng", unproved.One("select[name='Bases[amount]']").TextContent, StringComparison.Ordinal);
        await Sent(inspector.Upload($"/collection/evidence/{Key}", "Taken", "d04h.pdf", EvidenceFilesTests.Pdf("x"), new() { ["Called"] = "Biên bản D04h-TS", ["Place"] = "element-1-urged" }));
        var proofs = unproved.All("select[name^='Bases']").ToDictionary(i => i.GetAttribute("name")!, i => i.Children.Last().GetAttribute("value")!, StringComparer.Ordinal);
        await Sent(inspector.Send(Page, new(proofs) { ["Version"] = "3", ["Step"] = "prove", ["Number"] = "1" }));
        await Sent(inspector.Send(Page, new() { ["Offender"] = "Công ty Thử", ["Witnesses"] = "Lê Văn Chứng", ["Opinion"] = "Xin giảm nhẹ" }, Page + "?handler=Say"));
        await Paper(inspector, inspector);
        await Sent(inspector.Send(Page, new() { ["Version"] = "4", ["Step"] = "close" }));
        await Sent(inspector.Send(Page, new() { ["Version"] = "5", ["Step"] = "fine", ["Number"] = "1", ["Fine"] = "1.350.000" }));
        await Paper(inspector, director);
        Assert.Contains("Chờ người có thẩm quyền quyết định: Ban hành quyết định xử phạt.", (await inspector.Open(Page)).Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await inspector.Send(Page, new() { ["Version"] = "6", ["Step"] = "decide" }, Page + "?handler=Decide")).Status);
        await Sent(director.Send(Page, new() { ["Version"] = "6", ["Step"] = "decide" }, Page + "?handler=Decide"));
        await Sent(inspector.Send(Page, new() { ["Version"] = "7", ["Step"] = "serve", ["On"] = "03/11/2021", ["How"] = "hand" }));
        await Sent(inspector.Send(Page, new() { ["Version"] = "8", ["Step"] = "receive", ["On"] = "03/11/2021", ["Amount"] = "1.350.000", ["Receipt"] = "GNT 1" }));
        await Sent(inspector.Send(Page, new() { ["Version"] = "9", ["Step"] = "settle" }));
        Assert.Contains("đã chấp hành xong", (await inspector.Open(Page)).Words, StringComparison.Ordinal);
        var results = await inspector.Open("/collection/inspections/results?day=03/11/2021");
        Assert.Contains("14/11/2021", results.Words, StringComparison.Ordinal);
        var link = results.All("tbody a").First(a => a.TextContent == "1.350.000").GetAttribute("href")!;
        Assert.Contains("Công ty Thử TA0001A", (await inspector.Open(link)).Words, StringComparison.Ordinal);
        Assert.Contains("spreadsheetml", (await inspector.Open("/collection/inspections/results?format=xlsx")).Response.Content.Headers.ContentType?.MediaType, StringComparison.Ordinal);

        async Task Paper(Browser maker, Browser signer)
        {
            var made = await maker.Send(Page, new() { ["SignerId"] = signer.User!.UserId }, Page + "?handler=Paper");
            Assert.True(made.Status == HttpStatusCode.Redirect, string.Join(" ", made.Errors));
            await Sent(maker.Send(made.Location!, new() { ["Version"] = "0" }, made.Location + "?handler=Number"));
            await Sent(signer.Send(made.Location!, new() { ["Version"] = "1" }, made.Location + "?handler=Sign"));
        }

        static async Task Sent(Task<Answer> answer)
        {
            var got = await answer;
            Assert.True(got.Status == HttpStatusCode.Redirect, string.Join(" ", got.Errors) + (int)got.Status);
        }
    }

    [Fact]
    public async Task Clearing_the_filters_stays_in_the_view()
    {
        await using var house = await Open();
        var inspector = await house.SignedIn(Role.Inspector, WebHouse.Province);
        Assert.DoesNotContain((await inspector.Open("/collection/penalties?view=begin")).All(".filter-acts a"), _ => true);
        Assert.Equal("/collection/penalties?view=begin", (await inspector.Open("/collection/penalties?view=begin&q=x")).One(".filter-acts a").GetAttribute("href"));
    }

    [Fact]
    public async Task A_violation_fined_by_its_amount_asks_for_the_amount_at_its_field()
    {
        await using var house = await Open();
        var inspector = await house.SignedIn(Role.Inspector, WebHouse.Province);
        await inspector.Send(Page, new() { ["Step"] = "open", ["Organisation"] = "true" });
        var refused = await inspector.Send(Page + "/state", new() { ["Version"] = "1", ["Violation"] = "late", ["What"] = "Chậm đóng", ["From"] = "01/07/2021", ["Until"] = "03/11/2021", ["Workers"] = "12" });
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains("ghi số tiền vi phạm", Assert.Single(refused.Errors), StringComparison.Ordinal);
        Assert.Equal("#Amount", refused.One(".error-summary a").GetAttribute("href"), ignoreCase: true);
    }

    [Theory]
    [InlineData("/collection/penalties")]
    [InlineData(Page)]
    [InlineData(Page + "/state")]
    [InlineData("/collection/inspections/results")]
    public async Task Who_may_not_is_turned_away_and_another_province_finds_nothing(string url)
    {
        await using var house = await Open();
        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn(Role.CommunicationsOfficer, WebHouse.Province)).Open(url)).Status);
        if (url.StartsWith(Page, StringComparison.Ordinal))
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn(Role.Auditor, WebHouse.Province)).Send(url, new() { ["Step"] = "open" })).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await (await house.SignedIn(Role.Inspector, WebHouse.OtherProvince)).Open(url)).Status);
        }
        else
        {
            Assert.DoesNotContain("Công ty Thử", (await (await house.SignedIn(Role.Inspector, WebHouse.OtherProvince)).Open(url)).Words, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task What_the_state_does_not_allow_answers_400_with_the_reason()
    {
        await using var house = await Open();
        var inspector = await house.SignedIn(Role.Inspector, WebHouse.Province);
        Assert.Contains("chưa mở", Assert.Single((await inspector.Send(Page, new() { ["Version"] = "0", ["Step"] = "close" })).Errors), StringComparison.Ordinal);
        var state = await inspector.Send(Page + "/state", new() { ["Version"] = "0" });
        Assert.Equal((HttpStatusCode.BadRequest, 2), (state.Status, state.Errors.Count));
        Assert.Equal(HttpStatusCode.BadRequest, (await inspector.Send(Page, new() { ["Version"] = "0", ["Step"] = "serve" })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await inspector.Open("/collection/inspections/results?figure=x")).Status);
    }

    /// <summary>An employer whose mark of a violation makes the plan order a penalty.</summary>
    private static async Task<WebHouse> Open()
    {
        var house = await WebHouse.Open(change: NoBell.Change);
        var small = await SmallProvince.Create(house.Database);
        await small.Level("79", 2, "2021-10-21T00:00");
        await small.Employer("TA0001A", 202106);
        await house.Db.Write(tx => tx.Execute(
            "insert into reg_marks (employer_id, mark, from_date, grounds, recorded_by, recorded_at) values (@id, 'violation', @day, 'Kết luận thanh tra', 'system', 0)", new { id = EmployerKey.Id("79", "TA0001A"), day = new DateOnly(2021, 11, 1) }));
        await small.Plan("2021-11-03T08:00");
        return house;
    }
}
