using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Identity;

public sealed class UsersTests
{
    private const string Password = "đủ-dài-rồi-đấy";

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_person_is_made_once_found_by_any_case_and_seen_within_reach_only(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var users = new Users(test.Db, test.Clock);
        var people = new Personnel(test.Db, test.Clock);
        await new Offices(test.Db, test.Clock).Save(Actor.System, Scope.Nation, "07901", "BHXH Quận 1", "07900");
        var hoa = await users.Create(Actor.System, " Hoa.Nguyen ", "Nguyễn Thị Hòa", "07901", Role.DistrictOfficer, Password);
        await users.Create(Actor.System, "minh", "Trần Văn Minh", "00100", Role.ProvinceDirector, Password);

        Assert.Equal(hoa.UserId, (await users.ByName("HOA.NGUYEN"))!.UserId);
        Assert.Equal("Identity.SignInTaken", (await Assert.ThrowsAsync<Refusal>(() => users.Create(Actor.System, "hoa.nguyen", "X", "07901", Role.Auditor, Password))).Key);
        Assert.Equal("Identity.PasswordShort", (await Assert.ThrowsAsync<Refusal>(() => users.Create(Actor.System, "a", "X", "07901", Role.Auditor, "ngắn"))).Key);
        Assert.Equal("Identity.UnknownRole", (await Assert.ThrowsAsync<Refusal>(() => users.Create(Actor.System, "a", "X", "07901", "vua", Password))).Key);
        Assert.Equal("Identity.BadSignIn", (await Assert.ThrowsAsync<Refusal>(() => users.Create(Actor.System, "a b", "X", "07901", Role.Auditor, Password))).Key);

        Assert.Equal(2, (await users.List(Scope.Nation)).Count);
        Assert.Equal("hoa.nguyen", Assert.Single(await users.List(Scope.OfProvince("79"))).SignIn);
        Assert.Empty(await users.List(Scope.OfOffices("79", ["07902"])));
        Assert.Equal("Identity.NoSuchUser", (await Assert.ThrowsAsync<Refusal>(() => people.Deactivate(Appointer.Operator with { Scope = Scope.OfProvince("01") }, hoa.UserId, "x"))).Key);

        await people.Deactivate(Appointer.Operator with { Scope = Scope.OfProvince("79") }, hoa.UserId, "nghỉ hưu");
        Assert.Equal("Identity.AlreadyInactive", (await Assert.ThrowsAsync<Refusal>(() => people.Deactivate(Appointer.Operator, hoa.UserId, "x"))).Key);
        var after = (await users.ById(hoa.UserId))!;
        Assert.False(after.Active);
        Assert.NotEqual(hoa.SecurityStamp, after.SecurityStamp);
        Assert.Equal("Nguyễn Thị Hòa", (await users.Names([hoa.UserId, "system"]))[hoa.UserId]);
        Assert.Empty(await test.Db.Read(BaoPhu.Core.Audit.AuditTrail.Verify));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Failures_counted_at_the_same_time_are_all_counted(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        await new Users(test.Db, test.Clock).Create(Actor.System, "minh", "Trần Văn Minh", "00100", Role.ProvinceDirector, Password);
        var signIns = new SignIns(test.Db, test.Clock, new SecondFactor(test.Db, test.Clock, new WorldClock(test.Clock)));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => signIns.WithPassword("minh", "không phải", new Visitor("", ""), _ => Task.FromResult(false)))));
        Assert.Equal(4, await test.Db.Read(s => s.One<int>("select access_failed from idn_users")));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Of_many_attempts_at_the_same_time_five_are_judged_and_the_rest_find_the_lock(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var factor = new SecondFactor(test.Db, test.Clock, new WorldClock(test.Clock));
        var signIns = new SignIns(test.Db, test.Clock, factor);
        var users = new Users(test.Db, test.Clock);
        var minh = await users.Create(Actor.System, "minh", "Trần Văn Minh", "00100", Role.ProvinceDirector, Password);
        var hoa = await users.Create(Actor.System, "hoa", "Nguyễn Thị Hòa", "00100", Role.ProvinceDirector, Password);
        var key = SecondFactor.NewKey();
        await factor.SetUp(hoa.Actor, "", key, Code(0));

        await AtOnce(() => signIns.WithPassword("minh", "không phải", new Visitor("", ""), _ => Task.FromResult(false)));
        await AtOnce(() => signIns.WithCode(hoa.UserId, hoa.SecurityStamp, Code(9), new Visitor("", "")));
        foreach (var who in (User[])[minh, hoa])
        {
            Assert.Equal((5, 7), (await Count(SignIns.Failed, who), await Count(SignIns.Locked, who)));
        }

        Assert.Null((await signIns.WithPassword("minh", Password, new Visitor("", ""), _ => Task.FromResult(false))).User);
        test.Clock.Moment = test.Clock.Moment.AddSeconds(30);
        Assert.Null((await signIns.WithCode(hoa.UserId, hoa.SecurityStamp, Code(0), new Visitor("", ""))).User);

        Task AtOnce(Func<Task<Entry>> attempt) => Task.WhenAll(Enumerable.Range(0, 12).Select(_ => Task.Run(attempt)));
        Task<int> Count(string act, User who) => test.Db.Read(s => s.One<int>("select count(*) from aud_entries where act = @act and subject = @subject", new { act, subject = "user:" + who.UserId }));
        string Code(int off) => ((TimeCode.At(TimeCode.FromText(key), TimeCode.StepOf(test.Clock.GetUtcNow())) + off) % 1_000_000).ToString("D6", System.Globalization.CultureInfo.InvariantCulture);
    }
}
