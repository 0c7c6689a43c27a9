using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Identity;

public sealed class DelegationsTests
{
    private const string Password = "trời xanh mây trắng";
    private static readonly DateOnly Today = new(2021, 11, 3);

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_delegation_holds_from_day_to_day_until_it_is_revoked_or_the_director_moves(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var delegations = new Delegations(test.Db, test.Clock);
        var director = await Person(test, "79.giamdoc", "07900", Role.ProvinceDirector);
        var deputy = await Person(test, "79.pho", "07900", Role.ProvinceDeputy);
        var officer = await Person(test, "79.thu1", "07900", Role.CollectionOfficer);

        var made = await delegations.Give(director, new(deputy.UserId, [Delegations.Everything], Today.AddDays(1), Today.AddDays(3), "1/GUQ", Today));
        Assert.Equal("KT.", made.Form);
        Assert.Equal("TUQ.", (await delegations.Give(director, new(officer.UserId, ["/organisation/levels announce"], Today, Today, "2/GUQ", Today))).Form);
        foreach (var (days, holds) in ((int, bool)[])[(0, false), (1, true), (3, true), (4, false)])
        {
            Assert.Equal(holds, await InForce(made, deputy, Today.AddDays(days)));
        }

        Assert.False(await InForce(made, officer, Today.AddDays(1)));
        await delegations.Revoke(director, made.DelegationId, "về sớm");
        Assert.False(await InForce(made, deputy, Today.AddDays(1)));
        Assert.Equal("People.NoSuchDelegation", await Refused(() => delegations.Revoke(director, made.DelegationId, "x")));

        var again = await delegations.Give(director, new(deputy.UserId, [Delegations.Everything], Today, Today, "3/GUQ", Today));
        Assert.Equal("People.NoSuchDelegation", await Refused(() => delegations.Revoke(deputy, again.DelegationId, "x")));
        await new Personnel(test.Db, test.Clock).Move(Appointer.Operator, director.UserId, director.Name, "00100", Role.ProvinceDirector);
        Assert.False(await InForce(again, deputy, Today));
        Assert.All(await delegations.Of(deputy.UserId), d => Assert.False(d.Holds));

        Task<bool> InForce(Delegation d, User to, DateOnly day) => test.Db.Read(async s => await Delegations.InForce(s, d.DelegationId, to.UserId, day) is not null);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_delegation_ends_when_the_person_who_received_it_moves_and_coming_back_brings_nothing_back(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (delegations, personnel) = (new Delegations(test.Db, test.Clock), new Personnel(test.Db, test.Clock));
        var director = await Person(test, "79.giamdoc", "07900", Role.ProvinceDirector);
        var officer = await Person(test, "79.thu1", "07900", Role.CollectionOfficer);
        foreach (var (office, role) in ((string, string)[])[("00100", Role.CollectionOfficer), ("07900", Role.Auditor)])
        {
            var given = await delegations.Give(director, new(officer.UserId, [Delegations.Everything], Today, Today, "1/GUQ", Today));
            Assert.True(await InForce(given));
            await personnel.Move(Appointer.Operator, officer.UserId, officer.Name, office, role);
            Assert.False(await InForce(given));
            await personnel.Move(Appointer.Operator, officer.UserId, officer.Name, "07900", Role.CollectionOfficer);
            Assert.False(await InForce(given));
        }

        // However the place was changed.
        var last = await delegations.Give(director, new(officer.UserId, [Delegations.Everything], Today, Today, "2/GUQ", Today));
        await test.Db.Write(tx => tx.Execute("update idn_users set office_code = '00100' where user_id = @UserId", officer));
        Assert.False(await InForce(last));

        Task<bool> InForce(Delegation d) => test.Db.Read(async s => await Delegations.InForce(s, d.DelegationId, officer.UserId, Today) is not null);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Only_own_acts_are_given_and_only_to_people_of_the_own_house(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        await new Offices(test.Db, test.Clock).Save(Actor.System, Scope.Nation, "07901", "BHXH Quận 1", "07900");
        var delegations = new Delegations(test.Db, test.Clock);
        var director = await Person(test, "79.giamdoc", "07900", Role.ProvinceDirector);
        var below = await Person(test, "7901.giamdoc", "07901", Role.DistrictDirector);
        var strangers = new[]
        {
            await Person(test, "79.kiemtoan", "07900", Role.Auditor), await Person(test, "79.quantri", "07900", Role.Administrator), await Person(test, "79.daily", "07900", Role.Agent),
            await Person(test, "01.giamdoc", "00100", Role.ProvinceDirector), director,
        };
        Assert.Equal([below.UserId], (await delegations.Candidates(director)).Select(p => p.UserId));
        foreach (var stranger in strangers)
        {
            Assert.Equal("People.NotACandidate", await Refused(() => delegations.Give(director, new(stranger.UserId, ["*"], Today, Today, "1", Today))));
        }

        Assert.Equal("People.NotACandidate", await Refused(() => delegations.Give(below, new(director.UserId, ["*"], Today, Today, "1", Today))));
        Assert.Equal("People.NeedActs", await Refused(() => delegations.Give(director, new(below.UserId, [], Today, Today, "1", Today))));
        Assert.Equal("People.NeedActs", await Refused(() => delegations.Give(director, new(below.UserId, ["/identity/people change"], Today, Today, "1", Today))));
        Assert.Equal("People.NeedActs", await Refused(() => delegations.Give(below, new(below.UserId, ["/organisation/levels announce"], Today, Today, "1", Today))));
        Assert.Equal("People.DelegationDays", await Refused(() => delegations.Give(director, new(below.UserId, ["*"], Today, Today.AddDays(-1), "1", Today))));
        Assert.Equal("People.DelegationDays", await Refused(() => delegations.Give(director, new(below.UserId, ["*"], Today.AddDays(-9), Today.AddDays(-1), "1", Today))));
        Assert.Equal("People.NeedPaperNumber", await Refused(() => delegations.Give(director, new(below.UserId, ["*"], Today, Today, " ", Today))));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task What_is_done_for_another_says_so_in_the_log(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var actor = new Actor("u1", "Trần Thị B", "07900") { Acting = new("d1", "KT.", "u2", "Nguyễn Văn A", Role.ProvinceDirector, "12/GUQ") };
        await test.Db.Write(tx => AuditTrail.Write(tx, test.Clock, actor, "work.record", "employer:1", new { }));
        Assert.Equal("Trần Thị B (KT. Nguyễn Văn A, 12/GUQ)", await test.Db.Read(s => s.One<string>("select user_name from aud_entries where act = 'work.record'")));
        Assert.Empty(await test.Db.Read(AuditTrail.Verify));
    }

    private static Task<User> Person(TestDatabase test, string signIn, string office, string role) => new Users(test.Db, test.Clock).Create(Actor.System, signIn, "Họ Tên " + signIn, office, role, Password);
}
