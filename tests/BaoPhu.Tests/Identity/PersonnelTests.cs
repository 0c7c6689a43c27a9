using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Identity;

public sealed class PersonnelTests
{
    [Theory]
    [InlineData(Role.Administrator, true, "*")]
    [InlineData(Role.Administrator, false, "province-director province-deputy collection-officer inspector communications-officer district-director district-officer agent")]
    [InlineData(Role.CentreLeader, true, "central-officer auditor province-director province-deputy collection-officer inspector communications-officer district-director district-officer agent")]
    [InlineData(Role.ProvinceDirector, false, "province-deputy collection-officer inspector communications-officer district-director district-officer agent")]
    [InlineData(Role.ProvinceDeputy, false, "collection-officer inspector communications-officer district-director district-officer agent")]
    [InlineData(Role.DistrictDirector, false, "district-officer agent")]
    [InlineData(Role.CollectionOfficer, false, "")]
    [InlineData(Role.Auditor, true, "")]
    public void Who_may_make_whom(string by, bool nation, string roles)
    {
        var appointer = new Appointer(Actor.System, nation ? Scope.Nation : Scope.OfProvince("79"), by);
        var expected = roles == "*" ? Role.All : roles.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected.Order(StringComparer.Ordinal), Role.All.Where(r => Appointments.MayAppoint(appointer, r)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Everybody_who_makes_people_has_the_right_to_on_the_page()
    {
        var makers = Role.All.Where(r => Appointments.Roles(new(Actor.System, Scope.Nation, r)).Count > 0);
        Assert.Equal(makers, Role.All.Where(r => Permissions.Allows(r, "/identity/people", Permissions.Change)));
        Assert.All(Role.All, r => Assert.Contains((string[])["Centre", "CentralUnit", "Province", "District"], kind => Appointments.Fits(r, kind)));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task People_are_made_moved_and_shut_out_within_reach_and_nobody_raises_himself(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (users, people) = (new Users(test.Db, test.Clock), new Personnel(test.Db, test.Clock));
        var offices = new Offices(test.Db, test.Clock);
        await offices.Save(Actor.System, Scope.Nation, "07901", "BHXH Quận 1", "07900");
        var (director, password) = await people.Appoint(Appointer.Operator, "79.giamdoc", "Trần Văn Minh", "07900", Role.ProvinceDirector);
        Assert.True((await users.ById(director.UserId))!.MustChangePassword);
        Assert.Matches("^[2-9a-z]{4}-[2-9a-z]{4}-[2-9a-z]{4}$", password);
        var by = new Appointer(director.Actor, Scope.OfProvince("79"), Role.ProvinceDirector);

        var (officer, _) = await people.Appoint(by, "7901.thu1", "Lê Thị Hoa", "07901", Role.DistrictOfficer);
        Assert.Equal("People.RoleNotYours", await Refused(() => people.Appoint(by, "x.admin", "A", "07900", Role.Administrator)));
        Assert.Equal("People.RoleNotYours", await Refused(() => people.Appoint(by, "x.director", "A", "07900", Role.ProvinceDirector)));
        Assert.Equal("People.RoleElsewhere", await Refused(() => people.Appoint(by, "x.thu", "A", "07901", Role.CollectionOfficer)));
        Assert.Equal("People.NoSuchOffice", await Refused(() => people.Appoint(by, "x.thu", "A", "00100", Role.CollectionOfficer)));
        Assert.Equal("Identity.SignInTaken", await Refused(() => people.Appoint(by, "7901.THU1", "A", "07901", Role.DistrictOfficer)));
        Assert.Equal("People.NotYours", await Refused(() => people.Move(by, director.UserId, "Trần Văn Minh", "07900", Role.ProvinceDeputy)));
        var elsewhere = new Appointer(Actor.System, Scope.OfProvince("01"), Role.ProvinceDirector);
        Assert.Equal("Identity.NoSuchUser", await Refused(() => people.Deactivate(elsewhere, officer.UserId, "x")));

        await people.Move(by, officer.UserId, "Lê Thị Hoa", "07901", Role.DistrictDirector);
        var moved = (await users.ById(officer.UserId))!;
        Assert.Equal(Role.DistrictDirector, moved.Role);
        Assert.NotEqual(officer.SecurityStamp, moved.SecurityStamp);
        await people.Move(by, officer.UserId, "Lê Thị Hoa Mai", "07901", Role.DistrictDirector);
        Assert.Equal(moved.SecurityStamp, (await users.ById(officer.UserId))!.SecurityStamp);

        Assert.Equal("People.NeedReason", await Refused(() => people.Deactivate(by, officer.UserId, " ")));
        Assert.Equal("People.AlreadyActive", await Refused(() => people.Reactivate(by, officer.UserId, "về")));
        await people.Deactivate(by, officer.UserId, "nghỉ");
        Assert.DoesNotContain(await people.Page(Scope.Nation, new(null, null, null, null, null), 60), p => p.UserId == officer.UserId);
        await people.Reactivate(by, officer.UserId, "trở lại");
        Assert.True((await users.ById(officer.UserId))!.Active);

        Assert.Equal(["79.giamdoc", "7901.thu1"], (await people.Page(Scope.OfProvince("79"), new(null, null, null, "all", null), 60)).Select(p => p.SignIn));
        Assert.Equal(["7901.thu1"], (await people.Page(Scope.OfProvince("79"), new("hoa mai", null, null, null, null), 60)).Select(p => p.SignIn));
        Assert.Equal(["7901.thu1"], (await people.Page(Scope.OfProvince("79"), new(null, null, null, null, "07900 79.giamdoc"), 60)).Select(p => p.SignIn));
        Assert.Empty(await people.Page(Scope.OfProvince("01"), new(null, null, null, "all", null), 60));
        Assert.Contains(await people.History(officer.UserId, 20), h => h.Act == "identity.user-move" && h.Detail.Contains("district-director", StringComparison.Ordinal));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_subject_of_a_central_unit_is_dated(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var offices = new Offices(test.Db, test.Clock);
        Assert.Equal(UnitSubject.Communication, (await offices.Find("00002"))!.Subject);
        test.Clock.Moment = test.Clock.Moment.AddMinutes(1);
        await offices.SetSubject(Actor.System, Scope.Nation, "00002", UnitSubject.CustomerCare, new DateOnly(2021, 12, 1));
        Assert.Equal(UnitSubject.Communication, (await offices.Find("00002", new DateOnly(2021, 11, 30)))!.Subject);
        Assert.Equal(UnitSubject.CustomerCare, (await offices.Find("00002", new DateOnly(2021, 12, 1)))!.Subject);
        test.Clock.Moment = test.Clock.Moment.AddMinutes(1);
        await offices.SetSubject(Actor.System, Scope.Nation, "00002", UnitSubject.Legal, new DateOnly(2021, 12, 1));
        Assert.Equal(UnitSubject.Legal, (await offices.Find("00002", new DateOnly(2022, 1, 1)))!.Subject);
        Assert.Equal(UnitSubject.Communication, (await offices.Find("00002"))!.Subject);
        test.Clock.Moment = test.Clock.Moment.AddMinutes(1);
        await offices.SetSubject(Actor.System, Scope.Nation, "00002", UnitSubject.Finance, new DateOnly(2021, 11, 1));
        Assert.Equal(UnitSubject.Finance, (await offices.Find("00002", new DateOnly(2021, 11, 15)))!.Subject);
        Assert.Equal(UnitSubject.Legal, (await offices.Find("00002", new DateOnly(2021, 12, 1)))!.Subject);
        Assert.Equal("Organisation.NoOffice", await Refused(() => offices.SetSubject(Actor.System, Scope.Nation, "07900", UnitSubject.Legal, new DateOnly(2021, 11, 1))));
        Assert.Equal("Organisation.NoOffice", await Refused(() => offices.SetSubject(Actor.System, Scope.OfProvince("79"), "00002", UnitSubject.Legal, new DateOnly(2021, 11, 1))));
        Assert.Equal("People.UnknownSubject", await Refused(() => offices.SetSubject(Actor.System, Scope.Nation, "00002", "cooking", new DateOnly(2021, 11, 1))));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_limits_of_the_door_hold_over_all_nodes(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        SignIns Node() => new(test.Db, test.Clock, new SecondFactor(test.Db, test.Clock, new WorldClock(test.Clock)));
        var (one, other) = (Node(), Node());
        for (var i = 0; i < 5; i++)
        {
            Assert.True(await one.MayTry("10.0.0.1", "minh"));
            Assert.True(await other.MayTry("10.0.0.1", "MINH "));
        }

        Assert.False(await one.MayTry("10.0.0.1", "minh"));
        Assert.False(await other.MayTry("10.0.0.1", "minh"));
        Assert.True(await other.MayTry("10.0.0.2", "minh"));
        test.Clock.Moment = test.Clock.Moment.AddSeconds(61);
        Assert.True(await other.MayTry("10.0.0.1", "minh"));
        // The site's clock was set back: nobody is shut out until it has come round again.
        test.Clock.Moment = test.Clock.Moment.AddDays(-3);
        Assert.True(await one.MayTry("10.0.0.1", "minh"));
        test.Clock.Moment = test.Clock.Moment.AddHours(1);
        await one.MayTry("10.0.0.3", "khac");
        Assert.DoesNotContain("10.0.0.1", await test.Db.Read(s => s.Query<string>("select key from idn_attempts")));
    }
}
