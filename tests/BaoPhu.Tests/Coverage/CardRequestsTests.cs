using BaoPhu.Core.Coverage;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Tests.Collection;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Coverage;

/// <summary>Letters that ask communes for their lists of people whose card the budget pays, on both engines. It is 3 November 2021.</summary>
public sealed class CardRequestsTests
{
    private static readonly Scope Province = Scope.OfProvince("79");
    private static readonly DateOnly Until = new(2021, 11, 20);

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Every_commune_without_a_list_is_asked_once(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await Filled(test);
        var papers = new OfficePapers(test.Db, test.Clock, [new CardLists(test.Db, test.Clock)]);
        var requests = new CardRequests(test.Db, test.Clock, papers);
        await Refused("CardRequests.OneProvince", () => requests.Waiting(Scope.Nation, 2021));
        Assert.Equal([("26734", (string?)null), ("27367", null)], (await requests.Waiting(Province, 2021)).Select(r => (r.CommuneCode, r.PaperState)));
        await Refused("CardRequests.NeedDeadline", () => requests.Prepare(office.Officer.Actor, Province, 2021, new(2021, 11, 3)));
        await Refused("CardRequests.Nothing", () => requests.Sign(office.Director.Actor, Province, 2021));
        Assert.Equal((2, 0), await Done(() => requests.Prepare(office.Officer.Actor, Province, 2021, Until)));
        await Refused("CardRequests.Nothing", () => requests.Prepare(office.Officer.Actor, Province, 2021, Until));
        var rows = await requests.Waiting(Province, 2021);
        Assert.All(rows, r => Assert.Equal("numbered", r.PaperState));
        var paper = await papers.Find(Province, rows[0].PaperId!);
        Assert.Equal(["UBND Phường Tân Định, Quận 1", "Phòng Lao động - Thương binh và Xã hội Quận 1"], paper.Paper.RecipientList);
        Assert.Equal(("Phường Tân Định, Quận 1", "2021", "ngày 20 tháng 11 năm 2021"), (paper.Contents[0]["commune"], paper.Contents[0]["year"], paper.Contents[0]["deadline"]));

        await Refused("CardRequests.Nothing", () => requests.Sign(office.Officer.Actor, Province, 2021));
        Assert.Equal((2, 0), await Done(() => requests.Sign(office.Director.Actor, Province, 2021)));
        await Refused("OfficePapers.NeedWay", () => requests.Send(office.Officer.Actor, Province, 2021, "pigeon"));
        // One of the two is at level 4: nothing goes there by hand.
        await office.Small.Level("27367", 4, "2021-11-03T00:00");
        var byHand = await requests.Send(office.Officer.Actor, Province, 2021, "hand");
        Assert.Equal(1, byHand.Done);
        Assert.Contains("Phường Đa Kao, Quận 1 ở cấp độ 4", Assert.Single(byHand.Refused), StringComparison.Ordinal);
        await Refused("CardRequests.AllRefused", () => requests.Send(office.Officer.Actor, Province, 2021, "hand"));
        Assert.Equal((1, 0), await Done(() => requests.Send(office.Officer.Actor, Province, 2021, "axis")));
        Assert.Equal([("sent", "hand"), ("sent", "axis")], (await requests.Waiting(Province, 2021)).Select(r => (r.PaperState!, r.SentBy!)));
        Assert.True((await requests.Waiting(Province, 2021))[0] is var late && late.IsLate(new(2021, 11, 21)) && !late.IsLate(Until));

        // Its list came: the commune is asked no more. Next year it is.
        await test.Db.Write(tx => tx.Execute(
            """
            insert into reg_entitled (subject_id, province, list_year, grp, name, folded, commune_code, expires_on, updated_at) values (1, '79', 2021, 'HN', 'A', 'a', '26734', '2023-12-31', -1)
            """));
        Assert.Equal(["27367"], (await requests.Waiting(Province, 2021)).Select(r => r.CommuneCode));
        Assert.Equal(2, (await requests.Waiting(Province, 2022)).Count);
        // An office below the province: the communes of the districts of its employers.
        Assert.Equal(2, (await requests.Waiting(Scope.OfOffices("79", ["07901"]), 2022)).Count);
        Assert.Empty(await requests.Waiting(Scope.OfOffices("79", ["07902"]), 2022));
    }

    private static async Task<(int, int)> Done(Func<Task<CardRequestResult>> act) => await act() is var result ? (result.Done, result.Refused.Count) : default;

    private static async Task Refused(string key, Func<Task> act) => Assert.Equal(key, (await Assert.ThrowsAsync<Refusal>(act)).Key);

    /// <summary>Two communes of one district, no list of either.</summary>
    private static async Task<PublicOffice> Filled(TestDatabase test)
    {
        var office = await PublicOffice.Open(test, [("TA0001A", 0)]);
        await test.Db.Write(tx => tx.Execute(
            "insert into org_localities (code, valid_from, kind, name, folded, parent_code, province) values ('27367', @from, 'commune', 'Phường Đa Kao', 'phuong da kao', '760', '79')", new { from = Reference.Beginning }));
        return office;
    }
}
