using BaoPhu.Core.Identity;
using BaoPhu.Core.Work;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Work.Switch;

public sealed class CatchUpTests
{
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_queue_is_one_persons_or_one_offices_and_empties_when_the_level_rises_again(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var ground = await SwitchGround.Create(test);
        await ground.Small.Level(SmallProvince.District, 4, "2021-10-21T00:00");
        await ground.Small.Employer("TA0003C", 202106);
        await ground.Small.Employer("TA0005E", 202103, office: "07902");
        await ground.Small.Plan("2021-11-03T08:00");
        var queue = new CatchUp(test.Db, test.Clock);
        Assert.Equal(0, (await queue.List(Scope.OfProvince("79"), new CatchUpFilter())).Tasks);
        // All provinces at once are nobody's work.
        Assert.Equal("Switches.CatchUpChoose", (await Assert.ThrowsAsync<Core.Texts.Refusal>(() => queue.List(Scope.Nation, new CatchUpFilter()))).Key);
        ground.Now("2021-11-03T09:00");
        await ground.Switch(2, "2021-11-03T09:00");

        Assert.Equal(["TA0005E", "TA0003C"], (await queue.List(Scope.OfProvince("79"), new CatchUpFilter())).Lines.Select(l => l.Task.Code));
        Assert.Equal(["TA0003C"], (await queue.List(Scope.OfProvince("79"), new CatchUpFilter(), 1)).Lines.Select(l => l.Task.Code));
        Assert.Equal(["TA0003C"], (await queue.List(Scope.OfOffices("79", ["07901"]), new CatchUpFilter())).Lines.Select(l => l.Task.Code));
        Assert.Equal(["TA0005E"], (await queue.List(Scope.OfProvince("79"), new CatchUpFilter(Office: "07902"))).Lines.Select(l => l.Task.Code));
        Assert.Empty((await queue.List(Scope.OfProvince("79"), new CatchUpFilter("u1"))).Lines);
        await test.Db.Write(tx => tx.Execute("insert into wrk_in_charge (subject_id, user_id) values (@id, 'u1')", new { id = SwitchGround.Id("TA0003C") }));
        Assert.Equal(["TA0003C"], (await queue.List(Scope.OfProvince("79"), new CatchUpFilter("u1"))).Lines.Select(l => l.Task.Code));
        Assert.Equal(2, (await queue.List(Scope.OfProvince("79"), new())).Tasks);

        ground.Now("2021-11-03T10:00");
        await ground.Switch(4, "2021-11-03T10:00");
        Assert.Equal(0, (await queue.List(Scope.OfProvince("79"), new CatchUpFilter())).Tasks);
    }
}
