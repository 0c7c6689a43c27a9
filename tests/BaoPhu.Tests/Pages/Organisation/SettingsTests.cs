using System.Net;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Pages.Organisation;

public sealed class SettingsTests
{
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_province_sets_its_own_value_and_the_nation_keeps_its(Engine engine)
    {
        await using var house = await WebHouse.Open(engine);
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        var saved = await director.Send("/organisation/settings/large-debt", new() { ["Value"] = "500.000.000", ["ValidFrom"] = "01/11/2021", ["Note"] = "Công văn 12" });
        Assert.Equal("/organisation/settings?province=79", saved.Location);
        Assert.Equal("500000000", await house.The<Settings>().Value("79", Settings.LargeDebt, new DateOnly(2021, 11, 3)));
        Assert.Equal("1000000000", await house.The<Settings>().Value("01", Settings.LargeDebt, new DateOnly(2021, 11, 3)));
        Assert.Contains("500.000.000", (await director.Open("/organisation/settings")).Words, StringComparison.Ordinal);

        var wrong = await director.Send("/organisation/settings/large-debt", new() { ["Value"] = "rất lớn", ["ValidFrom"] = "01/11/2021", ["Note"] = "x" });
        Assert.Equal(HttpStatusCode.BadRequest, wrong.Status);
        Assert.Equal("#Value", wrong.One(".error-summary a").GetAttribute("href"));
        Assert.Equal("rất lớn", wrong.One("#Value").GetAttribute("value"));
    }

    [Fact]
    public async Task Rights_and_reach_hold()
    {
        await using var house = await WebHouse.Open();
        var officer = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        Assert.Equal(HttpStatusCode.OK, (await officer.Open("/organisation/settings")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Open("/organisation/settings/large-debt")).Status);
        var communications = await house.SignedIn(Role.CommunicationsOfficer, WebHouse.Province);
        Assert.Equal(HttpStatusCode.Forbidden, (await communications.Open("/organisation/settings")).Status);

        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        Assert.Equal(HttpStatusCode.NotFound, (await director.Open("/organisation/settings?province=01")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await director.Open("/organisation/settings/large-debt?province=01")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await director.Open("/organisation/settings/large-debt?province=00")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await director.Open("/organisation/settings/khong-co")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await director.Send(
            "/organisation/settings/rates/late-interest/social/2021-01-01", new() { ["Value"] = "5,00", ["Citation"] = "TB 1" })).Status);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task An_office_enters_its_account_telephone_and_item_codes_and_all_see_which_is_missing(Engine engine)
    {
        await using var house = await WebHouse.Open(engine);
        const string page = "/organisation/settings/offices/07901";
        var director = await house.SignedIn(Role.DistrictDirector, WebHouse.District);
        Assert.Contains("Chưa có tài khoản thu", (await director.Open(page)).Words, StringComparison.Ordinal);
        Dictionary<string, string> entered = new()
        {
            ["AccountNumber"] = "1180.0000.00017", ["Bank"] = "Agribank chi nhánh Quận 1", ["Phone"] = "028 3829 1234", ["ItemService"] = "rr", ["ItemFirst"] = "00001000", ["ItemLast"] = "00001999",
            ["ValidFrom"] = "01/11/2021", ["Note"] = "Hợp đồng 12",
        };
        foreach (var (field, value) in ((string, string)[])[("AccountNumber", "abc"), ("Phone", "12"), ("ItemLast", "không")])
        {
            var wrong = await director.Send(page, new(entered) { [field] = value });
            Assert.Equal((HttpStatusCode.BadRequest, field == "ItemLast" ? "#ItemService" : "#" + field), (wrong.Status, wrong.One(".error-summary a").GetAttribute("href")));
            Assert.Equal(value, wrong.One("#" + field).GetAttribute("value"));
        }

        Assert.Equal("#Note", (await director.Send(page, new(entered) { ["Note"] = "" })).One(".error-summary a").GetAttribute("href"));
        Assert.Equal(page, (await director.Send(page, entered)).Location);
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        var list = await officer.Open("/organisation/settings/offices");
        Assert.Contains("1180000000017", list.Words, StringComparison.Ordinal);
        Assert.Contains("RR 00001000–00001999", list.Words, StringComparison.Ordinal);
        Assert.Empty(list.All(".mark-strong"));
        var leader = await house.SignedIn(Role.CentreLeader, WebHouse.Centre);
        Assert.NotEmpty((await leader.Open("/organisation/settings/offices?province=79")).All(".mark-strong"));
        Assert.Contains("Hợp đồng 12", (await leader.Open(page)).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_offices_particulars_are_changed_by_its_leaders_alone()
    {
        await using var house = await WebHouse.Open();
        const string page = "/organisation/settings/offices/07901";
        Dictionary<string, string> entered = new() { ["AccountNumber"] = "1180000000017", ["Bank"] = "Agribank", ["ValidFrom"] = "01/11/2021", ["Note"] = "x" };
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        Assert.Empty((await officer.Open(page)).All("form.one-step"));
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Send(page, entered)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await (await house.SignedIn(Role.CommunicationsOfficer, WebHouse.Province)).Open("/organisation/settings/offices")).Status);
        foreach (var (role, office) in ((string, string)[])[(Role.DistrictDirector, WebHouse.OtherDistrict), (Role.ProvinceDirector, WebHouse.OtherProvince)])
        {
            var other = await house.SignedIn(role, office);
            Assert.Equal(HttpStatusCode.NotFound, (await other.Open(page)).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await other.Send(page, entered)).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await (await house.SignedIn(Role.ProvinceDirector, WebHouse.Province)).Open("/organisation/settings/offices/07999")).Status);
        Assert.Empty(await house.The<OfficeParticulars>().History(Scope.Nation, WebHouse.District));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task An_unverified_rate_says_so_until_somebody_enters_it(Engine engine)
    {
        await using var house = await WebHouse.Open(engine);
        var leader = await house.SignedIn(Role.CentreLeader, WebHouse.Centre);
        var unverified = (await leader.Open("/organisation/settings")).All(".mark-strong").Count;
        Assert.InRange(unverified, 2, 9);
        const string url = "/organisation/settings/rates/late-interest/social/2021-01-01";
        var wrong = await leader.Send(url, new() { ["Value"] = "-1", ["Citation"] = "" });
        Assert.Equal(["#Citation"], wrong.All(".error-summary a").Select(a => a.GetAttribute("href")));
        house.Clock.Moment = house.Clock.Moment.AddMinutes(1);
        Assert.Equal("/organisation/settings", (await leader.Send(url, new() { ["Value"] = "5,05", ["Citation"] = "Thông báo thử", ["Verified"] = "true" })).Location);
        Assert.Equal(unverified - 1, (await leader.Open("/organisation/settings")).All(".mark-strong").Count);
        Assert.Equal(HttpStatusCode.NotFound, (await leader.Open("/organisation/settings/rates/late-interest/social/1999-01-01")).Status);
    }
}
