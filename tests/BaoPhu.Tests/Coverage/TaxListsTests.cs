using BaoPhu.Core.Coverage;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Tests.Collection;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Coverage;

/// <summary>Lists to the tax authority and its answers, on both engines.</summary>
public sealed class TaxListsTests
{
    private static readonly Scope Province = Scope.OfProvince("79");

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Who_is_away_or_told_and_not_paying_is_listed_sent_and_answered(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await PublicOffice.Open(test, [("TA0001A", 202110)]);
        var lists = new TaxLists(test.Db, test.Clock);
        var papers = new OfficePapers(test.Db, test.Clock, [lists]);
        await Refused("TaxLists.Nobody", () => lists.Begin(office.Officer.Actor, Province, "79", 2020));
        await Unit(test, 1, "listed", flags: 4);
        await Unit(test, 2, "noticed");
        await Unit(test, 3, "listed");
        await Unit(test, 4, "complied", flags: 4);
        await Unit(test, 5, "refused", missing: 0);
        await Unit(test, 6, "violation", flags: 1 | 2 | 16);
        // Told, and may still answer today.
        await Unit(test, 7, "noticed");
        await test.Db.Write(tx => tx.Execute("update cov_unit_cases set reply_by = @today where subject_id = 7", new { today = test.Clock.Today() }));
        Assert.Equal(3, await lists.Possible(Province, "79", 2020));
        await Refused("TaxLists.ByProvince", () => lists.Begin(office.Officer.Actor, Scope.OfOffices("79", ["07901"]), "79", 2020));
        var id = await lists.Begin(office.Officer.Actor, Province, "79", 2020);
        var detail = await lists.Find(Province, id);
        Assert.Equal([(1L, "not-at-address"), (2L, "not-paying"), (6L, "not-paying")], detail.Units.Select(u => (u.SubjectId, u.Reason)));
        Assert.Equal(0, await lists.Possible(Province, "79", 2020));
        var answer = new TaxAnswer("handled", "12/CT-KK", new(2021, 11, 3), null);
        await Refused("TaxLists.NotSent", () => lists.Answer(office.Officer.Actor, Province, id, 1, answer));
        var paper = detail.Papers[0].Id;
        await papers.Number(office.Officer.Actor, Province, paper, 0);
        Assert.Equal(("3", 3), ((await papers.Find(Province, paper)).Contents[0]["units"], (await papers.Find(Province, paper)).Contents[1].Groups["rows"].Count));
        await papers.Sign(office.Director.Actor, Province, paper, 1);
        await papers.Send(office.Officer.Actor, Province, paper, 2, "axis", null);
        await Refused("TaxLists.BadAnswer", () => lists.Answer(office.Officer.Actor, Province, id, 1, answer with { On = new(2021, 11, 2) }));
        await Refused("TaxLists.BadAnswer", () => lists.Answer(office.Officer.Actor, Province, id, 1, answer with { Answer = "maybe" }));
        await Refused("TaxLists.BadAnswer", () => lists.Answer(office.Officer.Actor, Province, id, 1, answer with { Paper = " " }));
        await Refused("Coverage.NoUnit", () => lists.Answer(office.Officer.Actor, Province, id, 3, answer));
        await lists.Answer(office.Officer.Actor, Province, id, 1, answer);
        Assert.Equal((3L, 1L), ((await lists.List(Province))[0].Units, (await lists.List(Province))[0].Answered));
        // Answered and still away: it stands on the next list; who waits for an answer does not.
        Assert.Equal(1, await lists.Possible(Province, "79", 2020));
        Assert.Equal(RefusalKind.Missing, (await Assert.ThrowsAsync<Refusal>(() => lists.Find(Scope.OfProvince("01"), id))).Kind);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_list_that_was_thrown_away_holds_nobody_back(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await PublicOffice.Open(test, [("TA0001A", 202110)]);
        var lists = new TaxLists(test.Db, test.Clock);
        await Unit(test, 1, "noticed");
        var id = await lists.Begin(office.Officer.Actor, Province, "79", 2020);
        await new OfficePapers(test.Db, test.Clock, [lists]).Discard(office.Officer.Actor, Province, (await lists.Find(Province, id)).Papers[0].Id, 0);
        Assert.Equal(1, await lists.Possible(Province, "79", 2020));
    }

    private static async Task Refused(string key, Func<Task> act) => Assert.Equal(key, (await Assert.ThrowsAsync<Refusal>(act)).Key);

    private static Task Unit(TestDatabase test, long id, string state, int flags = 0, int missing = 2) => test.Db.Write(async tx =>
    {
        await tx.Execute(
            """
            insert into cov_units (subject_id, province, office_code, tax_year, payer_tax_code, name, folded, workers, with_unit, elsewhere, doubt, missing, missing_months, amount, ended, counted_at)
            values (@id, '79', '07900', 2020, '0314409058', @name, @name, 3, 0, 0, 0, @missing, 36, 0, 0, 0)
            """,
            new { id, name = "don vi " + id, missing });
        await tx.Execute(
            "insert into cov_unit_cases (subject_id, province, office_code, state, flags, opened_at, version, updated_at) values (@id, '79', '07900', @state, @flags, 0, 1, 0)", new { id, state, flags });
    });
}
