using System.Net;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Pages.Coverage;

/// <summary>People whose card the budget pays on pages: forbidden, missing, wrong state, right.</summary>
public sealed class CardPagesTests
{
    private const string Address = "/coverage/cards/2021/26734";

    [Fact]
    public async Task Who_may_not_does_not_enter_and_anothers_is_missing()
    {
        await using var house = await Filled();
        var agent = await house.SignedIn(Role.Agent, WebHouse.District);
        Assert.Equal(HttpStatusCode.Forbidden, (await agent.Open("/coverage/cards")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await agent.Open(Address)).Status);
        var auditor = await house.SignedIn(Role.Auditor, "00000");
        Assert.Equal(HttpStatusCode.OK, (await auditor.Open(Address)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Send(Address, new(), Address + "?handler=List")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Send(Address, new(), Address + "?handler=File")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await house.SignedIn(Role.CollectionOfficer, "00100")).Open(Address)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await (await house.SignedIn(Role.DistrictOfficer, WebHouse.OtherDistrict)).Open(Address)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await auditor.Open("/coverage/cards/2021/99999")).Status);
    }

    [Fact]
    public async Task The_remainder_comes_to_zero_by_issue_and_explanation()
    {
        await using var house = await Filled();
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        Assert.Contains("Còn lại 2 trong 2 người · 1 xã, phường", (await officer.Open("/coverage/cards")).Words, StringComparison.Ordinal);
        var page = await officer.Open(Address);
        Assert.Contains("Nguyễn Thị A", page.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("079085000132", page.Words, StringComparison.Ordinal);
        var (first, second) = (page.All("input[name=Who]")[0].GetAttribute("value")!, page.All("input[name=Who]")[1].GetAttribute("value")!);
        Assert.Equal(["Chọn lý do."], (await officer.Send(Address, new() { ["Who"] = first }, Address + "?handler=Explain")).Errors);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send(Address, new() { ["Who"] = first }, Address + "?handler=Issue")).Status);
        Assert.Equal(Address, (await officer.Send(
            Address, new() { ["Who"] = second, ["Reason"] = "died", ["Evidence"] = "Giấy chứng tử 5", ["ToldBy"] = "Trưởng khu phố" }, Address + "?handler=Explain")).Location);
        Assert.Equal(Address, (await officer.Send(Address, new(), Address + "?handler=List")).Location);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send(Address, new(), Address + "?handler=List")).Status);
        var list = (await officer.Open(Address)).One("input[name=list]").GetAttribute("value")!;
        Assert.Equal(HttpStatusCode.OK, (await officer.Send(Address, new() { ["list"] = list }, Address + "?handler=File")).Status);
        Assert.Equal(Address, (await officer.Send(Address, new() { ["Who"] = first }, Address + "?handler=Issue")).Location);
        Assert.Contains("Số còn lại bằng 0", (await officer.Open(Address)).Words, StringComparison.Ordinal);
        var all = (await officer.Open(Address + "?all=true")).Words;
        Assert.Contains("Đã mất: Giấy chứng tử 5. Người cung cấp: Trưởng khu phố.", all, StringComparison.Ordinal);
        Assert.Equal(Address, (await officer.Send(Address + "?all=true", new() { ["Who"] = second }, Address + "?handler=Withdraw")).Location);
        Assert.Contains("Còn lại 1 trong 2 người", (await officer.Open(Address)).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_letter_of_a_list_is_made_here_and_opened_where_it_is_numbered()
    {
        await using var house = await Filled();
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        await officer.Send(Address, new(), Address + "?handler=List");
        var list = (await officer.Open(Address)).One("input[name=list]").GetAttribute("value")!;
        // Nobody of the district's office may sign yet.
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send(Address, new() { ["list"] = list }, Address + "?handler=Letter")).Status);
        await house.SignedIn(Role.DistrictDirector, WebHouse.District);
        Assert.StartsWith("/documents/office/", (await officer.Send(Address, new() { ["list"] = list }, Address + "?handler=Letter")).Location!, StringComparison.Ordinal);
        Assert.Contains("Công văn (chưa có số)", (await officer.Open(Address)).Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send(Address, new() { ["list"] = list, ["outcome"] = "delivered" }, Address + "?handler=Outcome")).Status);
        var auditor = await house.SignedIn(Role.Auditor, "00000");
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Send(Address, new() { ["list"] = list }, Address + "?handler=Letter")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Send(Address, new() { ["list"] = list }, Address + "?handler=Outcome")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Send(Address, new(), Address + "?handler=Apart")).Status);
    }

    [Fact]
    public async Task The_remainder_stands_by_office_opens_to_its_communes_and_an_office_without_a_list_says_so()
    {
        await using var house = await Filled();
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        var page = await director.Open("/coverage/cards");
        Assert.Contains("chưa có dữ liệu", page.Words, StringComparison.Ordinal);
        var link = page.All("details table a").Single().GetAttribute("href")!;
        Assert.Contains("office=" + WebHouse.District, link, StringComparison.Ordinal);
        Assert.Contains("Còn lại 2 trong 2 người · 1 xã, phường", (await director.Open(link)).Words, StringComparison.Ordinal);
        Assert.Contains("Còn lại 0 trong 0 người", (await director.Open("/coverage/cards?office=" + WebHouse.OtherDistrict)).Words, StringComparison.Ordinal);
        var leader = await (await house.SignedIn(Role.CentreLeader, "00000")).Open("/coverage/cards");
        Assert.Contains("office=" + WebHouse.Province, leader.All("details table a").Single().GetAttribute("href")!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Communes_without_a_list_are_asked_for_it_together()
    {
        const string Requests = "/coverage/cards/requests";
        await using var house = await WebHouse.Open();
        var small = await BaoPhu.Tests.Work.SmallProvince.Create(house.Database);
        await small.Employer("TA0001A");
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        var officer = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        Assert.Contains("1 xã, phường chưa có danh sách năm 2021", (await officer.Open(Requests)).Words, StringComparison.Ordinal);
        Assert.StartsWith("Ghi ngày đề nghị gửi danh sách", (await officer.Send(Requests, new() { ["year"] = "2021" })).Errors[0], StringComparison.Ordinal);
        Assert.Equal(Requests + "?year=2021", (await officer.Send(Requests, new() { ["year"] = "2021", ["Deadline"] = "20/11/2021" })).Location);
        Assert.Contains("Công văn", (await officer.Open(Requests)).Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send(Requests, new() { ["year"] = "2021", ["Way"] = "post" }, Requests + "?handler=Send")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Send(Requests, new() { ["year"] = "2021" }, Requests + "?handler=Sign")).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await director.Send(Requests, new() { ["year"] = "2021" }, Requests + "?handler=Sign")).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await officer.Send(Requests, new() { ["year"] = "2021", ["Way"] = "post" }, Requests + "?handler=Send")).Status);
        Assert.Contains("đã gửi 1", (await officer.Open(Requests)).Words, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn(Role.Agent, WebHouse.District)).Open(Requests)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn(Role.Auditor, WebHouse.Province)).Send(Requests, new() { ["year"] = "2021", ["Deadline"] = "20/11/2021" })).Status);
        Assert.Contains("Mọi xã, phường đã có danh sách", (await (await house.SignedIn(Role.DistrictOfficer, WebHouse.OtherDistrict)).Open(Requests)).Words, StringComparison.Ordinal);
        Assert.Contains("Đăng nhập bằng tài khoản", (await (await house.SignedIn(Role.CentreLeader, WebHouse.Centre)).Open(Requests)).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_lists_the_page_says_what_to_do()
    {
        await using var house = await WebHouse.Open();
        Assert.Contains("Chưa có danh sách ngân sách đóng BHYT", (await (await house.SignedIn(Role.ProvinceDirector, WebHouse.Province)).Open("/coverage/cards")).Words, StringComparison.Ordinal);
    }

    /// <summary>Two people of a commune of the district's office, neither in the register.</summary>
    private static async Task<WebHouse> Filled()
    {
        var house = await WebHouse.Open();
        var small = await BaoPhu.Tests.Work.SmallProvince.Create(house.Database);
        await small.Employer("TA0001A");
        foreach (var (subject, name) in new[] { (1L, "Nguyễn Thị A"), (2L, "Trần Văn B") })
        {
            await house.Db.Write(tx => tx.Execute(
                """
                insert into reg_entitled (subject_id, province, list_year, grp, name, folded, citizen_id, commune_code, expires_on, updated_at)
                values (@subject, '79', 2021, 'HN', @name, @name, @citizen, '26734', '2023-12-31', -1)
                """,
                new { subject, name, citizen = "07908500013" + (subject + 1) }));
        }

        await house.Db.Write(tx => tx.Execute(
            """
            insert into cov_runs (run_id, province, kind, strategy, model, rows_compared, pairs, accepted, review, rejected, milliseconds, run_by, run_at)
            values ('r', '79', 'budget-list', 'v1', '[]', 8, 8, 5, 1, 2, 1, 'system', 0)
            """));
        await house.The<Core.Coverage.CardNeeds>().Count(Actor.System, Scope.Nation, "79");
        return house;
    }
}
