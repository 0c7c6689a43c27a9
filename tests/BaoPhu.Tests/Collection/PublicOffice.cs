using BaoPhu.Core;
using BaoPhu.Core.Collection;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;

namespace BaoPhu.Tests.Collection;

/// <summary>A small province whose own office reports: employers TA0001A… owe from a month on, planned for 3 November 2021; the collective task of the report is due on 30 November.</summary>
internal sealed class PublicOffice
{
    private PublicOffice(TestDatabase test, SmallProvince small, User director, User officer) => (Test, Small, Director, Officer) = (test, small, director, officer);

    public static DateOnly DueOn => new(2021, 11, 30);
    public static Scope Own => Scope.OfProvince("79");
    public TestDatabase Test { get; }
    public SmallProvince Small { get; }
    public User Director { get; }
    public User Officer { get; }
    public MonthlyReports Reports => new(Test.Db, Test.Clock, SwitchFollowers.Pass(Test.Db, Test.Clock));
    public Teams Teams => new(Test.Db, Test.Clock);
    public OfficePapers Papers => new(Test.Db, Test.Clock, [Reports, PublicationsOf(), Teams]);

    public Publications PublicationsOf() => new(Test.Db, Test.Clock, SwitchFollowers.Pass(Test.Db, Test.Clock));

    public OfficePapers PapersOf(IOfficePaperFollower follower) => new(Test.Db, Test.Clock, [follower]);

    public static async Task<PublicOffice> Open(TestDatabase test, params (string Code, int OwesFrom)[] employers)
    {
        var small = await SmallProvince.Create(test);
        await new Offices(test.Db, test.Clock).Save(Actor.System, Scope.Nation, "07901", "BHXH Quận 1", "07900");
        await new Offices(test.Db, test.Clock).Save(Actor.System, Scope.Nation, "07902", "BHXH Quận 3", "07900");
        var users = new Users(test.Db, test.Clock);
        var office = new PublicOffice(
            test, small, await users.Create(Actor.System, "giamdoc79", "Nguyễn Văn Giám", "07900", Role.ProvinceDirector, "mat-khau-thu-nghiem"),
            await users.Create(Actor.System, "thu79", "Trần Thị Bình", "07900", Role.CollectionOfficer, "mat-khau-thu-nghiem"));
        await small.Level("79", 2, "2021-10-21T00:00");
        foreach (var (code, owesFrom) in employers)
        {
            await small.Employer(code, owesFrom, office: code.StartsWith("TB", StringComparison.Ordinal) ? "07902" : "07901");
        }

        await small.Plan("2021-11-03T08:00");
        return office;
    }

    /// <summary>The report of November with its paper a draft.</summary>
    public async Task<(string Report, OfficePaper Paper)> Begun()
    {
        var id = await Reports.Begin(Officer.Actor, Own, "79", DueOn);
        return (id, (await Reports.Find(Own, id)).Paper!);
    }

    public async Task<OfficePaper> Paper(string id) => (await Papers.Find(Scope.Nation, id)).Paper;

    /// <summary>The paper numbered, signed and sent.</summary>
    public async Task Send(string paper)
    {
        var version = (await Paper(paper)).Version;
        await Papers.Number(Officer.Actor, Own, paper, version);
        await Papers.Sign(Director.Actor, Own, paper, version + 1);
        await Papers.Send(Officer.Actor, Own, paper, version + 2, "axis", null);
    }

    public static async Task<BaoPhu.Core.Texts.Refusal> Refused(string key, Func<Task> act)
    {
        var refusal = await Assert.ThrowsAsync<BaoPhu.Core.Texts.Refusal>(act);
        Assert.Equal(key, refusal.Key);
        return refusal;
    }

    public Task Healthy() => PlanningFlowTests.Healthy(Test);
}
