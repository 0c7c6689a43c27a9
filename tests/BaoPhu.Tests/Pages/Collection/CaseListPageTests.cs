using System.Net;
using BaoPhu.Core.Identity;
using BaoPhu.Tests.Pages.Work;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Pages.Collection;

/// <summary>The list of cases: forbidden, nothing of others, a key that is none, right.</summary>
public sealed class CaseListPageTests
{
    private const string Page = "/collection/cases";

    [Fact]
    public async Task Each_row_opens_the_page_of_its_employers_case()
    {
        await using var house = await WorkPageTests.Open();
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        Assert.Contains("Không có hồ sơ nào", (await officer.Open(Page)).Words, StringComparison.Ordinal);
        const string employer = Page + "/79-TB0001B";
        Assert.Equal(HttpStatusCode.Redirect, (await officer.Send(employer, new() { ["Case"] = "79-TB0001B-visit-1", ["Version"] = "0", ["Step"] = "open", ["Note"] = "x" }, employer + "?handler=Step")).Status);
        var list = await officer.Open(Page);
        Assert.Contains("1 hồ sơ · 0 quá hạn", list.Words, StringComparison.Ordinal);
        var link = list.One("tbody th a").GetAttribute("href")!;
        Assert.Equal(HttpStatusCode.OK, (await officer.Open(link)).Status);
        Assert.Equal(employer, link);
        Assert.Contains(list.All("select[name=procedure] option"), o => o.GetAttribute("value") == "Reconciliations");
        Assert.Single((await officer.Open(Page + "?procedure=Reconciliations&state=open")).All("tbody tr"));
        Assert.Empty((await officer.Open(Page + "?procedure=Inspections")).All("tbody tr"));
        Assert.Empty((await officer.Open(Page + "?state=ended")).All("tbody tr"));
        Assert.Contains(list.All("nav a"), a => a.GetAttribute("href") == Page);
    }

    [Fact]
    public async Task Nobody_sees_the_cases_of_another_office_or_of_a_procedure_that_is_closed_to_them()
    {
        await using var house = await WorkPageTests.Open();
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        await officer.Send(Page + "/79-TB0001B", new() { ["Case"] = "79-TB0001B-visit-1", ["Version"] = "0", ["Step"] = "open" }, Page + "/79-TB0001B?handler=Step");
        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn(Role.CommunicationsOfficer, WebHouse.Province)).Open(Page)).Status);
        Assert.Empty((await (await house.SignedIn(Role.DistrictOfficer, WebHouse.OtherDistrict)).Open(Page)).All("tbody tr"));
        Assert.DoesNotContain((await officer.Open(Page)).All("select[name=procedure] option"), o => o.GetAttribute("value") == "Referrals");
        Assert.Contains((await (await house.SignedIn(Role.CollectionOfficer, WebHouse.Province)).Open(Page)).All("select[name=procedure] option"), o => o.GetAttribute("value") == "Referrals");
        Assert.Equal(HttpStatusCode.BadRequest, (await officer.Open(Page + "?after=nonsense")).Status);
    }
}
