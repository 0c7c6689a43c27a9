using System.Net;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Pages.Identity;

public sealed class PeopleTests
{
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_director_makes_and_moves_people_of_the_province(Engine engine)
    {
        await using var house = await WebHouse.Open(engine);
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        Assert.Equal(4, (await director.Send("/identity/people/new", [])).Errors.Count);
        var fields = new Dictionary<string, string> { ["Name"] = "Lê Thị Hoa", ["SignInName"] = "7901.thu9", ["Office"] = WebHouse.District, ["Role"] = Role.DistrictOfficer };
        Assert.Contains("không được giao vai trò", Assert.Single((await director.Send("/identity/people/new", new(fields) { ["Role"] = Role.Administrator })).Errors), StringComparison.Ordinal);
        Assert.Contains("phạm vi", Assert.Single((await director.Send("/identity/people/new", new(fields) { ["Office"] = WebHouse.OtherProvince })).Errors), StringComparison.Ordinal);
        var made = await director.Send("/identity/people/new", fields);
        Assert.StartsWith("/identity/people/", made.Location, StringComparison.Ordinal);
        var page = await director.Open(made.Location!);
        Assert.Matches("Mật khẩu đầu của 7901.thu9: [2-9a-z]{4}-", page.Words);
        Assert.Contains("Chưa đổi mật khẩu đầu", page.Words, StringComparison.Ordinal);
        Assert.Contains("Lê Thị Hoa", (await director.Open("/identity/people?q=le+thi+hoa")).Words, StringComparison.Ordinal);
        Assert.Contains("Không có người dùng nào khớp", (await director.Open("/identity/people?q=khong+co")).Words, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.BadRequest, (await director.Send(made.Location + "/edit", new() { ["Name"] = "", ["Office"] = WebHouse.District, ["Role"] = Role.DistrictDirector })).Status);
        Assert.Equal(made.Location, (await director.Send(made.Location + "/edit", new() { ["Name"] = "Lê Thị Hoa", ["Office"] = WebHouse.OtherDistrict, ["Role"] = Role.DistrictDirector })).Location);
        Assert.Contains("BHXH Quận 3", (await director.Open(made.Location!)).Words, StringComparison.Ordinal);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Access_is_ended_given_back_and_mended(Engine engine)
    {
        await using var house = await WebHouse.Open(engine);
        var director = await house.SignedIn(Role.DistrictDirector, WebHouse.District);
        var officer = await house.SignedIn(Role.DistrictOfficer, WebHouse.District);
        var page = "/identity/people/" + officer.User!.UserId;
        Assert.Equal(HttpStatusCode.BadRequest, (await director.Send(page, [], page + "?handler=Deactivate")).Status);
        Assert.Equal(page, (await director.Send(page, [], page + "?handler=EndSessions")).Location);
        Assert.Equal(HttpStatusCode.Redirect, (await officer.Open("/work/today")).Status);
        await house.Db.Write(tx => tx.Execute("update idn_users set locked_until_at = 9000000000000 where user_id = @UserId", officer.User));
        Assert.Contains("Tạm khóa", (await director.Open(page)).Words, StringComparison.Ordinal);
        Assert.Equal(page, (await director.Send(page, [], page + "?handler=Unlock")).Location);
        Assert.Equal("/", (await house.SignIn(officer, officer.User.SignIn, WebHouse.PasswordOfAll)).Location);

        Assert.Equal(page, (await director.Send(page, new() { ["Reason"] = "nghỉ hưu" }, page + "?handler=Deactivate")).Location);
        Assert.Equal(HttpStatusCode.Redirect, (await officer.Open("/work/today")).Status);
        Assert.Contains("đã ngừng hoạt động", Assert.Single((await director.Send(page, new() { ["Reason"] = "nghỉ hưu" }, page + "?handler=Deactivate")).Errors), StringComparison.Ordinal);
        await director.Send(page, new() { ["Reason"] = "trở lại" }, page + "?handler=Reactivate");
        var password = (await director.Open(page)).Words.Split(officer.User.SignIn + ": ")[1].Split(' ')[0];
        Assert.Equal("/", (await house.SignIn(house.Anonymous(), officer.User.SignIn, password)).Location);
        Assert.Equal(page, (await director.Send(page, [], page + "?handler=Password")).Location);
        Assert.Equal(HttpStatusCode.BadRequest, (await house.SignIn(house.Anonymous(), officer.User.SignIn, password)).Status);
        Assert.Equal(page, (await director.Send(page, new() { ["Reason"] = "mất điện thoại" }, page + "?handler=Factor")).Location);
        var log = (await director.Open(page)).Words;
        Assert.All((string[])["ngừng hoạt động", "cho hoạt động lại", "gỡ khóa tạm", "đặt mật khẩu đầu", "bỏ xác thực hai lớp"], act => Assert.Contains(act, log, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rights_and_reach_hold_and_nobody_changes_himself()
    {
        await using var house = await WebHouse.Open();
        var director = await house.SignedIn(Role.ProvinceDirector, WebHouse.Province);
        var officer = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        var auditor = await house.SignedIn(Role.Auditor, WebHouse.Province);
        var elsewhere = await house.Person(Role.CollectionOfficer, WebHouse.OtherProvince);
        var leader = await house.Person(Role.CentreLeader, WebHouse.Centre);
        foreach (var url in (string[])["/identity/people", "/identity/people/new", "/identity/people/" + director.User!.UserId])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await officer.Open(url)).Status);
        }

        Assert.Equal(HttpStatusCode.OK, (await auditor.Open("/identity/people/" + officer.User!.UserId)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Open("/identity/people/new")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await auditor.Send("/identity/people/" + officer.User.UserId, [], "/identity/people/" + officer.User.UserId + "?handler=Password")).Status);
        foreach (var id in (string[])[elsewhere.UserId, leader.UserId, "khong-co"])
        {
            Assert.Equal(HttpStatusCode.NotFound, (await director.Open("/identity/people/" + id)).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await director.Open("/identity/people/" + id + "/edit")).Status);
            Assert.Equal(HttpStatusCode.NotFound, (await director.Send("/identity/people", [], "/identity/people/" + id + "?handler=Password")).Status);
        }

        var self = "/identity/people/" + director.User.UserId;
        Assert.Equal(HttpStatusCode.OK, (await director.Open(self)).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await director.Open(self + "/edit")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await director.Send(self, [], self + "?handler=Password")).Status);
        Assert.DoesNotContain(elsewhere.SignIn, (await director.Open("/identity/people")).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_table_of_rights_is_shown_with_the_own_ones_marked()
    {
        await using var house = await WebHouse.Open();
        var officer = await house.SignedIn(Role.CollectionOfficer, WebHouse.Province);
        var page = await officer.Open("/identity/permissions");
        Assert.Equal(Permissions.Table.Count, page.All("tbody tr:not(.folder-row)").Count);
        Assert.Equal(Permissions.Table.Count(p => p.Allows(Role.CollectionOfficer)), page.All("tbody tr.mine").Count);
        var of = await officer.Open("/identity/permissions?role=central-officer/finance");
        Assert.Equal(Permissions.Table.Count(p => p.Allows(Role.CentralOfficer, UnitSubject.Finance)), of.All("tbody tr:not(.folder-row)").Count);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_subject_of_a_unit_opens_and_closes_pages_to_its_officers(Engine engine)
    {
        await using var house = await WebHouse.Open(engine);
        var administrator = await house.SignedIn(Role.Administrator, WebHouse.Centre);
        var officer = await house.SignedIn(Role.CentralOfficer, "00002");
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Open("/register/employers")).Status);
        const string page = "/organisation/offices/00002/subject";
        house.Clock.Moment = house.Clock.Moment.AddMinutes(1);
        Assert.Equal(HttpStatusCode.Forbidden, (await officer.Open(page)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await administrator.Open("/organisation/offices/07900/subject")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await administrator.Send(page, new() { ["Subject"] = "", ["From"] = "" })).Status);
        Assert.Equal("/organisation/offices/00002", (await administrator.Send(page, new() { ["Subject"] = UnitSubject.Finance, ["From"] = "03/11/2021" })).Location);
        Assert.Equal(HttpStatusCode.OK, (await officer.Open("/register/employers")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await administrator.Open("/register/employers")).Status);
        Assert.Contains("tài chính", (await administrator.Open("/organisation/offices/00002")).Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_roles_that_must_have_a_second_factor_are_an_internal_rule()
    {
        await using var house = await WebHouse.Open();
        var administrator = await house.SignedIn(Role.Administrator, WebHouse.Centre);
        house.Clock.Moment = house.Clock.Moment.AddMinutes(1);
        const string page = "/organisation/settings/second-factor-roles";
        Assert.Equal(Role.All.Count, (await administrator.Open(page)).All("input[name=Values]").Count);
        Assert.Equal(HttpStatusCode.BadRequest, (await administrator.Send(page, new() { ["Values"] = "vua", ["ValidFrom"] = "03/11/2021", ["Note"] = "x" })).Status);
        Assert.Equal("/organisation/settings?province=00", (await administrator.Send(page, new() { ["Values"] = Role.Auditor, ["ValidFrom"] = "03/11/2021", ["Note"] = "x" })).Location);
        Assert.Contains("Kiểm soát nội bộ", (await administrator.Open("/organisation/settings")).Words, StringComparison.Ordinal);
        Assert.NotNull((await administrator.Open(page)).One("input[value=auditor]").GetAttribute("checked"));
        Assert.Equal(Role.Auditor, await house.The<Settings>().Value("79", Settings.SecondFactorRoles, new DateOnly(2021, 11, 3)));
    }
}
