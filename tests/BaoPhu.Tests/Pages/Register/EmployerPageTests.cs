using System.Net;
using BaoPhu.Core.Identity;
using BaoPhu.Tests.Pages.Work;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Pages.Register;

/// <summary>The list of employers, one employer, a mark on it: forbidden, unknown, wrong state, right.</summary>
public sealed class EmployerPageTests
{
    private const string Page = "/register/employers/79-TB0001B";

    [Fact]
    public async Task Employers_are_found_by_code_tax_code_and_words_without_accents()
    {
        await using var house = await WorkPageTests.Open();
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        Assert.Contains("2 đơn vị, nợ 3 triệu đồng", (await officer.Open("/register/employers")).Words, StringComparison.Ordinal);
        Assert.Equal(Page, (await officer.Open("/register/employers?q=tb0001b")).Location);
        Assert.Equal(2, (await officer.Open("/register/employers?q=0301234567")).All("tbody tr").Count);
        Assert.Equal(2, (await officer.Open("/register/employers?q=thu+cong&sort=-debt")).All("tbody tr").Count);
        Assert.Single((await officer.Open("/register/employers?band=%3C1")).All("tbody tr"));
        Assert.Contains("Không có đơn vị nào", (await officer.Open("/register/employers?q=xyz")).Words, StringComparison.Ordinal);
        var other = await house.SignedIn(Role.DistrictOfficer, WebHouse.OtherDistrict);
        Assert.Contains("0 đơn vị", (await other.Open("/register/employers")).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_not_does_not_enter()
    {
        await using var house = await WorkPageTests.Open();
        var voice = await house.SignedIn(Role.CommunicationsOfficer, WebHouse.Province);
        Assert.Equal(HttpStatusCode.Forbidden, (await voice.Open("/register/employers")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await voice.Open(Page)).Status);
        var auditor = await house.SignedIn(Role.Auditor, WebHouse.Province);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Open(Page + "/mark")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Send(Page + "/mark", new() { ["Mark"] = "wilful" })).Status);
    }

    [Fact]
    public async Task An_employer_of_another_office_or_none_is_not_there()
    {
        await using var house = await WorkPageTests.Open();
        var other = await house.SignedIn(Role.DistrictOfficer, WebHouse.OtherDistrict);
        foreach (var url in (string[])[Page, Page + "/mark", "/register/employers/79-ZZ0001Z", "/register/employers/abc"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await other.Open(url)).Status);
        }
    }

    [Fact]
    public async Task The_page_explains_every_figure_and_names_the_clause_of_every_act()
    {
        await using var house = await WorkPageTests.Open();
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        var page = await officer.Open(Page);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("2 triệu đồng", page.Words, StringComparison.Ordinal);
        Assert.Contains("1,07 tháng", page.Words, StringComparison.Ordinal);
        Assert.Contains("Kỳ 09/2021: phải đóng 1.000.000, đã trừ 0, còn 1.000.000 đồng, quá hạn từ 01/10/2021.", page.Words, StringComparison.Ordinal);
        Assert.Contains("3532/KH-BHXH, III.1.1.a.1+2", page.Words, StringComparison.Ordinal);
        Assert.Contains("Phường Tân Định (mã 26734)", page.Words, StringComparison.Ordinal);
        Assert.Contains("chưa xác minh", page.Words, StringComparison.Ordinal);
        Assert.Contains("Mở việc:", page.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mark_needs_grounds_and_then_orders_other_work()
    {
        await using var house = await WorkPageTests.Open();
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        var without = await officer.Send(Page + "/mark", new() { ["Mark"] = "violation", ["From"] = "2021-11-03", ["Grounds"] = " " });
        Assert.Equal(HttpStatusCode.BadRequest, without.Status);
        Assert.Contains("căn cứ", Assert.Single(without.Errors), StringComparison.Ordinal);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["Mark"] = "violation", ["From"] = "2021-11-03", ["Grounds"] = "Kết luận thanh tra số 5" };
        Assert.Equal(Page, (await officer.Send(Page + "/mark", fields)).Location);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send(Page + "/mark", fields)).Status);
        var page = await officer.Open(Page + "?kind=mark");
        Assert.Contains("Kết luận thanh tra số 5", page.Words, StringComparison.Ordinal);
        Assert.Contains("Xử phạt vi phạm hành chính", page.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mark_plans_at_once_and_is_ended_on_the_page()
    {
        await using var house = await WorkPageTests.Open();
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        await officer.Send(Page + "/mark", new() { ["Mark"] = "violation", ["From"] = "2021-11-03", ["Grounds"] = "Kết luận số 5" });
        Assert.Equal(HttpStatusCode.OK, (await officer.Open("/work/tasks/79-TB0001B-penalise-1")).Status);
        const string end = Page + "/mark?handler=End";
        var without = await officer.Send(Page + "/mark", new() { ["Ended"] = "violation", ["Until"] = "2021-11-03" }, end);
        Assert.Contains("căn cứ", Assert.Single(without.Errors), StringComparison.Ordinal);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["Ended"] = "violation", ["Until"] = "2021-11-02", ["EndGrounds"] = "Đã khắc phục" };
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send(Page + "/mark", fields, end)).Status);
        var auditor = await house.SignedIn(Role.Auditor, WebHouse.Province);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Send(Page + "/mark", fields, end)).Status);
        Assert.Equal(Page, (await officer.Send(Page + "/mark", new(fields) { ["Until"] = "2021-11-03" }, end)).Location);
        Assert.Contains("Đã khắc phục", (await officer.Open(Page + "?kind=mark")).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_commune_is_found_by_name_written_with_its_grounds_and_decides_the_level()
    {
        await using var house = await WorkPageTests.Open();
        const string commune = Page + "/commune";
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["Commune"] = "26737", ["Grounds"] = "Giấy phép kinh doanh" };
        var auditor = await house.SignedIn(Role.Auditor, WebHouse.Province);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Send(commune, fields)).Status);
        var other = await house.SignedIn(Role.DistrictOfficer, WebHouse.OtherDistrict);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Open(commune)).Status);
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        await house.Db.Write(tx => tx.Execute(
            """
            insert into org_localities (code, valid_from, kind, name, folded, parent_code, province) values ('26737', '2004-01-01', 'commune', 'Phường Đa Kao', 'phuong da kao', '760', '79')
            """));
        Assert.Contains("Phường Đa Kao", (await officer.Open(commune + "?q=da+kao")).Words, StringComparison.Ordinal);
        Assert.Contains("Không có xã, phường nào", (await officer.Open(commune + "?q=zzz")).Words, StringComparison.Ordinal);
        var search = commune + "?q=da+kao";
        foreach (var wrong in (Dictionary<string, string>[])[new(fields) { ["Grounds"] = " " }, new(fields) { ["Commune"] = "00001" }, new(fields) { ["Commune"] = "26734" }])
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send(search, wrong)).Status);
        }

        Assert.Equal(Page, (await officer.Send(search, fields)).Location);
        Assert.Contains("Phường Đa Kao (mã 26737)", (await officer.Open(Page)).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_standing_needs_its_paper_and_then_orders_other_work()
    {
        await using var house = await WorkPageTests.Open();
        const string standing = Page + "/standing";
        var fields = new Dictionary<string, string>(StringComparer.Ordinal) { ["Standing"] = "dissolved", ["From"] = "2021-11-03", ["Paper"] = "Quyết định số 9" };
        var auditor = await house.SignedIn(Role.Auditor, WebHouse.Province);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Send(standing, fields)).Status);
        var other = await house.SignedIn(Role.DistrictOfficer, WebHouse.OtherDistrict);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Open(standing)).Status);
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        Assert.Contains("văn bản", Assert.Single((await officer.Send(standing, new(fields) { ["Paper"] = " " })).Errors), StringComparison.Ordinal);
        Assert.Contains("ngày kết thúc", Assert.Single((await officer.Send(standing, new(fields) { ["Standing"] = "suspended" })).Errors), StringComparison.Ordinal);
        Assert.Single((await officer.Send(standing, new(fields) { ["Standing"] = "x" })).Errors);
        Assert.Equal(Page, (await officer.Send(standing, fields)).Location);
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Send(standing, fields)).Status);
        Assert.Contains("Quyết định số 9", (await officer.Open(Page + "?kind=standing")).Words, StringComparison.Ordinal);
        Assert.NotEqual("open", await house.Db.Read(s => s.One<string>("select state from wrk_tasks where act = 'visit'")));
    }
}
