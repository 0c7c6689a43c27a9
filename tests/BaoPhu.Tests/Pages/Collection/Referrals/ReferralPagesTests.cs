using System.Net;
using BaoPhu.Core.Collection.Referral;
using BaoPhu.Core.Identity;
using BaoPhu.Rules;
using BaoPhu.Tests.Collection;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;

namespace BaoPhu.Tests.Pages.Collection.Referrals;

/// <summary>Pages of the files under Article 216: forbidden, not there, wrong state, right.</summary>
public sealed class ReferralPagesTests
{
    private const string Key = "79-TA0001A-refer-1";
    private const string Page = "/collection/referrals/" + Key;

    [Fact]
    public async Task From_the_task_to_the_authoritys_answer_in_the_browser()
    {
        await using var house = await Open();
        var (officer, director, deputy) =
            (await house.SignedIn(Role.CollectionOfficer, WebHouse.Province), await house.SignedIn(Role.ProvinceDirector, WebHouse.Province), await house.SignedIn(Role.ProvinceDeputy, WebHouse.Province));
        Assert.Contains("Công ty Thử TA0001A", (await officer.Open("/collection/referrals?view=begin")).Words, StringComparison.Ordinal);
        await Sent(officer.Send(Page, new() { ["Step"] = "open", ["Authority"] = "Cơ quan CSĐT Công an TP Hồ Chí Minh" }));
        var lacking = await officer.Open(Page);
        Assert.Contains("thiếu quyết định thì hồ sơ không thể đủ", lacking.Words, StringComparison.Ordinal);
        Assert.Contains("360.000.000", lacking.Words, StringComparison.Ordinal);
        var early = await officer.Send(Page, new() { ["Version"] = "1", ["Step"] = "submit" }, Page);
        Assert.Equal(HttpStatusCode.BadRequest, early.Status);

        await Sent(officer.Send(Page + "/confirm?kind=fraud", new() { ["Version"] = "1", ["Kind"] = "fraud", ["Holds"] = "yes", ["Evidence"] = "Hai sổ lương, biên bản 01/10/2021" }));
        await Sent(officer.Send(Page + "/sanction", new()
        {
            ["Version"] = "2", ["Number"] = "45/QĐ-XPHC", ["DecidedOn"] = "10/06/2021", ["Authority"] = "Thanh tra Sở", ["Conduct"] = "Trốn đóng", ["SameConduct"] = "true", ["ExecutedOn"] = "01/07/2021",
            ["Evidence"] = "Bản sao y",
        }));
        await Sent(officer.Send(Page, new() { ["Version"] = "3", ["Step"] = "submit" }));
        var points = new Dictionary<string, string> { ["Version"] = "4", ["Step"] = "answer" };
        foreach (var point in CheckPoints.Referral)
        {
            points[$"Points[{point.Code}]"] = "yes";
        }

        await Sent(deputy.Send(Page, points, Page + "?handler=Review"));
        await Sent(deputy.Send(Page, new() { ["Version"] = "5", ["Step"] = "approve" }, Page + "?handler=Review"));
        await Sent(officer.Send(Page, new() { ["Version"] = "6" }, Page + "?handler=Bind"));
        var made = await officer.Send(Page, new() { ["SignerId"] = director.User!.UserId, ["Channel"] = "document" }, Page + "?handler=Letter");
        await Sent(Task.FromResult(made));
        await Sent(officer.Send(made.Location!, new() { ["Version"] = "0" }, made.Location + "?handler=Number"));
        await Sent(director.Send(made.Location!, new() { ["Version"] = "1" }, made.Location + "?handler=Sign"));
        using var zip = await officer.Client.GetAsync(Page + "/dossier");
        Assert.Equal("application/zip", zip.Content.Headers.ContentType!.MediaType);
        await Sent(officer.Send(Page, new() { ["Version"] = "7", ["Step"] = "send", ["Channel"] = "document" }));
        await Sent(officer.Send(Page, new() { ["Version"] = "8", ["Step"] = "prosecute", ["On"] = "03/11/2021", ["Paper"] = "12/QĐ-CSĐT" }));
        Assert.Contains("đã khởi tố vụ án", (await officer.Open(Page)).Words, StringComparison.Ordinal);
        Assert.Contains("360.000.000", (await officer.Open("/collection/referrals/answers")).Words, StringComparison.Ordinal);

        static async Task Sent(Task<Answer> answer)
        {
            var got = await answer;
            Assert.True(got.Status == HttpStatusCode.Redirect, string.Join(" ", got.Errors) + (int)got.Status);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("/candidates")]
    [InlineData("/answers")]
    [InlineData("/" + Key)]
    [InlineData("/" + Key + "/confirm")]
    [InlineData("/" + Key + "/sanction")]
    [InlineData("/" + Key + "/dossier")]
    public async Task Only_those_who_need_a_file_read_it(string rest)
    {
        await using var house = await Open();
        var url = "/collection/referrals" + rest;
        foreach (var role in (string[])[Role.CommunicationsOfficer, Role.DistrictDirector, Role.DistrictOfficer, Role.Administrator])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn(role, WebHouse.Province)).Open(url)).Status);
        }

        if (rest.Contains("refer-1", StringComparison.Ordinal))
        {
            Assert.Equal(HttpStatusCode.NotFound, (await (await house.SignedIn(Role.CollectionOfficer, WebHouse.OtherProvince)).Open(url)).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await (await house.SignedIn(Role.CollectionOfficer, WebHouse.Province)).Open(url.Replace("refer-1", "notice-1", StringComparison.Ordinal))).Status);
        }
    }

    [Fact]
    public async Task Each_right_is_its_own_and_a_look_is_noted()
    {
        await using var house = await Open();
        var (auditor, officer) = (await house.SignedIn(Role.Auditor, WebHouse.Province), await house.SignedIn(Role.CollectionOfficer, WebHouse.Province));
        Assert.Equal(HttpStatusCode.OK, (await auditor.Open(Page)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Open(Page + "/dossier")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Send(Page, new() { ["Step"] = "open", ["Authority"] = "Công an" })).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Send(Page, new() { ["Step"] = "approve" }, Page + "?handler=Review")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Send(Page, new() { ["Reason"] = "không đủ" }, Page + "?handler=Drop")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Open(Page + "/dossier")).Status);
        await house.The<BaoPhu.Core.Audit.ReadLog>().Flush();
        // Once opened, once more to fetch the token of the form that was refused.
        Assert.Equal(2, await house.Db.Read(s => s.One<long>("select count(*) from aud_reads where kind = 'referral' and user_id = @UserId", auditor.User)));
    }

    [Theory]
    [InlineData("", "Step", "submit")]
    [InlineData("/confirm", "Kind", "fraud")]
    [InlineData("/sanction", "Number", "45")]
    public async Task What_the_state_does_not_allow_is_said_on_the_page(string rest, string field, string value)
    {
        await using var house = await Open();
        var officer = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        var answer = await officer.Send(Page + rest, new()
        {
            [field] = value, ["Version"] = "0", ["Holds"] = "yes", ["Evidence"] = "Bản sao", ["DecidedOn"] = "10/06/2021", ["Authority"] = "Thanh tra", ["Conduct"] = "Trốn đóng",
        });
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("chưa mở", string.Join(" ", answer.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sanction_names_all_its_faults_at_once()
    {
        await using var house = await Open();
        var officer = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        Assert.Equal(5, (await officer.Send(Page + "/sanction", new() { ["Version"] = "1" })).Errors.Count);
        Assert.Equal(5, (await officer.Send(Page + "/sanction", new() { ["Version"] = "1", ["DecidedOn"] = "10/06/2021", ["ExecutedOn"] = "01/06/2021" })).Errors.Count);
    }

    [Fact]
    public async Task A_run_of_the_province_lists_its_candidates()
    {
        await using var house = await Open();
        var officer = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        Assert.Contains("Chưa có đơn vị nào", (await officer.Open("/collection/referrals/candidates")).Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Redirect, (await officer.Send("/collection/referrals/candidates", [])).Status);
        var list = await officer.Open("/collection/referrals/candidates");
        Assert.Contains("Công ty Thử TA0001A", list.Words, StringComparison.Ordinal);
        Assert.Contains("chưa thấy quyết định", list.Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn(Role.Auditor, WebHouse.Province)).Send("/collection/referrals/candidates", [])).Status);
    }

    private static async Task<WebHouse> Open()
    {
        var house = await WebHouse.Open(change: NoBell.Change);
        var small = await SmallProvince.Create(house.Database);
        await small.Level("79", 2, "2021-10-21T00:00");
        await ReferredProvince.Violates(house.Database, await small.Employer("TA0001A", 202105, office: WebHouse.District));
        await small.Plan("2021-11-03T08:00");
        return house;
    }
}
