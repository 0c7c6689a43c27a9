using System.Net;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Pages.Organisation;

public sealed class OfficesTests
{
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_district_office_is_added_and_renamed_with_audit(Engine engine)
    {
        await using var house = await WebHouse.Open(engine);
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        var added = await director.Send("/organisation/offices/07900/add", new() { ["NewCode"] = "07906", ["Name"] = "BHXH quận Bình Thạnh" });
        Assert.Equal("/organisation/offices/07906", added.Location);
        house.Clock.Moment = house.Clock.Moment.AddMinutes(1);
        Assert.Equal("/organisation/offices/07906", (await director.Send("/organisation/offices/07906/rename", new() { ["Name"] = "BHXH Bình Thạnh" })).Location);
        Assert.Contains("BHXH Bình Thạnh", (await director.Open("/organisation/offices/07906")).Words, StringComparison.Ordinal);
        Assert.Equal(2, await house.Db.Read(s => s.One<long>("select count(*) from aud_entries where act = 'organisation.office' and subject = 'office:07906'")));

        var taken = await director.Send("/organisation/offices/07900/add", new() { ["NewCode"] = "07901", ["Name"] = "Tên khác" });
        Assert.Equal(HttpStatusCode.BadRequest, taken.Status);
        Assert.Equal("#NewCode", taken.One(".error-summary a").GetAttribute("href"));
        Assert.Equal("BHXH Quận 1", (await house.The<Offices>().Find("07901"))!.Name);
    }

    [Fact]
    public async Task The_office_of_a_province_is_never_made_a_district()
    {
        await using var house = await WebHouse.Open();
        var before = await house.The<Offices>().Find(WebHouse.Province);
        var refusal = await Assert.ThrowsAsync<Refusal>(() => house.The<Offices>().Save(Actor.System, Scope.Nation, WebHouse.Province, "BHXH Quận 9", WebHouse.Province));
        Assert.Equal("Organisation.OfficeNotDistrict", refusal.Key);
        Assert.Equal((OfficeKind.Province, before!.Name), ((await house.The<Offices>().Find(WebHouse.Province))!.Kind, (await house.The<Offices>().Find(WebHouse.Province))!.Name));
    }

    [Fact]
    public async Task Everybody_sees_the_own_office_and_what_is_below_and_nothing_else()
    {
        await using var house = await WebHouse.Open();
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        Assert.Equal(HttpStatusCode.OK, (await officer.Open("/organisation/offices/07901")).Status);
        foreach (var other in (string[])[WebHouse.OtherDistrict, WebHouse.Province, WebHouse.OtherProvince, WebHouse.Centre, "09999"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await officer.Open("/organisation/offices/" + other)).Status);
        }

        var list = await officer.Open("/organisation/offices");
        Assert.Contains("BHXH Quận 1", list.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("BHXH Quận 3", list.Words, StringComparison.Ordinal);
        var centre = await house.SignedIn(Role.CentralOfficer, "00001");
        Assert.Contains("63 BHXH", (await centre.Open("/organisation/offices")).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_the_right_roles_change_the_tree_and_only_in_their_reach()
    {
        await using var house = await WebHouse.Open();
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Send("/organisation/offices/07901/rename", new() { ["Name"] = "X" })).Status);
        var other = await house.SignedIn(Role.ProvinceDirector, WebHouse.OtherProvince);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Send("/organisation/offices/07901/rename", new() { ["Name"] = "X" })).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Send("/organisation/offices/07900/add", new() { ["NewCode"] = "07999", ["Name"] = "X" })).Status);

        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        Assert.Equal(HttpStatusCode.NotFound, (await director.Open("/organisation/offices/07900/rename")).Status);
        var wrong = await director.Send("/organisation/offices/07900/add", new() { ["NewCode"] = "7A", ["Name"] = "" });
        Assert.Equal(["#Name"], wrong.All(".error-summary a").Select(a => a.GetAttribute("href")));
        Assert.Equal("#NewCode", (await director.Send("/organisation/offices/07900/add", new() { ["NewCode"] = "7A", ["Name"] = "BHXH" })).One(".error-summary a").GetAttribute("href"));
    }
}
