using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Imports;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Reporting;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Reporting;
using BaoPhu.Tests.Imports;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;

namespace BaoPhu.Tests.Organisation;

/// <summary>Collection agents: entered by their office, given targets by it, credited with who joined through them.</summary>
public sealed class AgentsTests
{
    private const string Post = "DL79010001";
    private const string Commune = "DL79010002";
    private static readonly TargetPeriod Year = TargetPeriod.Year(2021);
    private static readonly Actor District = new("quan1", "Lê Văn Cường", "07901");
    private static readonly Scope Own = Scope.OfOffices("79", ["07901"]);
    private static readonly TargetDecision Decision = new("3/QĐ", new(2021, 2, 1), "");

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_district_gives_targets_to_its_agents_and_the_sum_stands_against_its_own(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (agents, targets) = await Open(test.Db, test.Clock);
        await targets.Give(new("giamdoc", "Trần Thị Bình", "07900"), Scope.OfProvince("79"), Year, "voluntary", Decision, [new("07901", 100, 0)]);
        await targets.Give(District, Own, Year, "voluntary", Decision, [new(Post, 70, 0), new(Commune, 20, 0)]);
        var view = await targets.Find(Own, "07901", Year, "voluntary");
        Assert.Equal((90L, -10L, 2, 2), (view.Line.Sum, view.Line.Difference, view.Line.Offices, view.Line.Given.Count));
        Assert.Equal("BHXH Quận 1", (await targets.Find(Own, Post, Year, "voluntary")).Line.Target!.AssignedBy);
        Assert.Equal((90L, -10L), (await targets.Of(Own, "07901", Year)).Lines.Single(l => l.Kind.Code == "voluntary") is var line ? (line.Sum, line.Difference) : default);
        Assert.Equal(["voluntary", "health"], (await targets.Of(Own, Post, Year)).Lines.Select(l => l.Kind.Code));

        // Nobody else's agents, no money to agents, and not from two steps above.
        Assert.Equal("Organisation.NoOffice", await Refused(() => targets.Give(District with { OfficeCode = "07902" }, Scope.OfOffices("79", ["07902"]), Year, "voluntary", Decision, [new(Post, 1, 1)])));
        Assert.Equal("Organisation.NoOffice", await Refused(() => targets.Give(District, Own, Year, "collected-health", Decision, [new(Post, 1, 0)])));
        Assert.Equal("Targets.NotGiver", await Refused(() => targets.Give(new("giamdoc", "Trần Thị Bình", "07900"), Scope.OfProvince("79"), Year, "voluntary", Decision with { Reason = "x" }, [new(Post, 1, 1)])));
        Assert.Equal("Organisation.NoOffice", await Refused(() => targets.Find(Own, Post, Year, "stand-health")));
        // Whose contract is over is given nothing more, and counts no longer among those who are to be given.
        await agents.Change(District, Own, Commune, "UBND phường Bến Nghé", new(2021, 11, 3));
        Assert.Equal((70L, 1), (await targets.Find(Own, "07901", Year, "voluntary")).Line is var left ? (left.Sum, left.Offices) : default);
        Assert.Equal("Organisation.NoOffice", await Refused(() => targets.Give(District, Own, Year, "voluntary", Decision with { Reason = "x" }, [new(Commune, 1, 1)])));
        await PlanningFlowTests.Healthy(test);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Who_joined_through_an_agent_counts_for_it_and_once_for_its_office(Engine engine)
    {
        await using var desk = await ImportDesk.Open(engine);
        var (_, targets) = await Open(desk.Db, desk.Clock);
        await targets.Give(District, Own, Year, "voluntary", Decision, [new(Post, 70, 0), new(Commune, 20, 0)]);
        Assert.Null((await targets.Find(Own, Post, Year, "voluntary")).Line.Actual);
        var result = await desk.Run(ImportKinds.Movements, desk.File("tang-giam.csv", [
            "Ngày biến động,Loại hình,Tăng/giảm,Mã CQ BHXH,Số người,Căn cứ,Mã đại lý thu", $"02/11/2021,BHXH tự nguyện,Tăng,07901,12,D05-TS,{Post}", $"03/11/2021,BHXH tự nguyện,Giảm,,2,D05-TS,{Post}",
            "03/11/2021,BHXH tự nguyện,Tăng,07901,5,D05-TS,", "03/11/2021,BHXH tự nguyện,Tăng,07901,5,D05-TS,DL00000000",
        ]));
        Assert.Equal((3, 1), (result.Accepted, result.Rejected));
        Assert.Contains("DL00000000", Assert.Single(result.Refusals), StringComparison.Ordinal);
        var view = await targets.Find(Own, "07901", Year, "voluntary");
        Assert.Equal((15L, 10L, 0L), (view.Line.Actual, view.Children.Single(c => c.Office.Code == Post).Actual, view.Children.Single(c => c.Office.Code == Commune).Actual));
        Assert.Equal((10L, 10L), ((await targets.Find(Own, Post, Year, "voluntary")).Line.Actual, (await targets.Rows(Own, Post, Year, "voluntary", null)).Total));
        Assert.Equal(15, (await targets.Rows(Own, "07901", Year, "voluntary", null)).Total);
        // Before the column came a movement had the same key: the file without it changes nothing of what stands.
        Assert.Equal(1, (await desk.Run(ImportKinds.Movements, desk.File("cu.csv", ["Ngày biến động,Loại hình,Tăng/giảm,Mã CQ BHXH,Số người,Căn cứ", "03/11/2021,BHXH tự nguyện,Tăng,07901,5,D05-TS"]))).Unchanged);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task What_is_wrong_enters_no_agent(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (agents, _) = await Open(test.Db, test.Clock);
        var agent = new Agent("DL79010003", "07901", "Hội Phụ nữ", new(2021, 1, 1));
        Assert.Equal("Agents.CodeShape", await Refused(() => agents.Add(District, Own, agent with { Code = "07909" })));
        Assert.Equal("Agents.CodeShape", await Refused(() => agents.Add(District, Own, agent with { Code = "DL/7901/003" })));
        Assert.Equal("Agents.NeedName", await Refused(() => agents.Add(District, Own, agent with { Name = " " })));
        Assert.Equal("Agents.CodeTaken", await Refused(() => agents.Add(District, Own, agent with { Code = Post })));
        Assert.Equal("Organisation.NoOffice", await Refused(() => agents.Add(District, Own, agent with { OfficeCode = "07902" })));
        Assert.Equal("Organisation.NoOffice", await Refused(() => agents.Add(Actor.System, Scope.Nation, agent with { OfficeCode = "00001" })));
        Assert.Equal("Agents.None", await Refused(() => agents.Change(District, Scope.OfOffices("79", ["07902"]), Post, "X", null)));
        Assert.Equal("Agents.EndBeforeBegin", await Refused(() => agents.Change(District, Own, Post, "X", new(2021, 1, 1))));
        Assert.Equal("Agents.NothingChanged", await Refused(() => agents.Change(District, Own, Post, "Bưu điện Quận 1", null)));
        Assert.Equal([Post, Commune], (await agents.Of(Own)).Select(a => a.Code));
        Assert.Equal(2, await test.Db.Read(s => s.One<long>("select count(*) from aud_entries where act = 'organisation.agent'")));
    }

    private static async Task<(Agents Agents, Targets Targets)> Open(Db db, TimeProvider clock)
    {
        var offices = new Offices(db, clock);
        await offices.Save(Actor.System, Scope.Nation, "07901", "BHXH Quận 1", "07900");
        await offices.Save(Actor.System, Scope.Nation, "07902", "BHXH Quận 3", "07900");
        var agents = new Agents(db, clock);
        await agents.Add(District, Own, new(Post, "07901", "Bưu điện Quận 1", new(2021, 1, 1)));
        await agents.Add(District, Own, new(Commune, "07901", "UBND phường Bến Nghé", new(2021, 1, 1)));
        return (agents, new Targets(db, new LiveFigures(db, clock) { Freshness = TimeSpan.Zero }, clock));
    }

    private static async Task<string> Refused(Func<Task> act) => (await Assert.ThrowsAsync<Refusal>(act)).Key;
}
