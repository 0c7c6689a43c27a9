using BaoPhu.Core.Coverage;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Tests.Collection;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Coverage;

/// <summary>The lists D04a-TS and D04b-TS as a letter, on both engines. It is 3 November 2021.</summary>
public sealed class UnitListLettersTests
{
    private static readonly Scope Province = Scope.OfProvince("79");

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_lists_of_an_office_go_out_as_a_letter_with_both_annexes_and_their_outcome(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await PublicOffice.Open(test, [("TA0001A", 0)]);
        await Unit(test, 1, "don vi a", withUnit: 0);
        await Unit(test, 2, "don vi b", withUnit: 3);
        await SmallRegister.Worker(test.Db, 11, "nguoi 11");
        await test.Db.Write(tx => tx.Execute(
            "insert into cov_workers (subject_id, unit_id, status, months, income) values (11, 1, 'none', 12, 0)"));
        var letters = new UnitListLetters(test.Db, test.Clock);
        var papers = office.PapersOf(letters);
        var actor = office.Officer.Actor;
        await Refused("UnitLists.Nobody", () => letters.Begin(actor, Province, 2019, "07900"));
        await Refused("Organisation.NoOffice", () => letters.Begin(actor, Scope.OfProvince("01"), 2020, "07900"));
        await Refused("Organisation.NoOffice", () => letters.Begin(actor, Province, 2020, null));
        var paper = await letters.Begin(actor, Province, 2020, "07900");
        await papers.Number(actor, Province, paper, 0);
        var contents = (await papers.Find(Province, paper)).Contents;
        Assert.Equal(("2", "4", "2020"), (contents[0]["units"], contents[0]["missing"], contents[0]["year"]));
        // By the parallel reading: a tells units that do not take part, b those that do not for everyone, each with its workers.
        Assert.Equal(["don vi a"], contents[1].Groups["rows"].Select(r => r["row.name"]));
        Assert.Equal(["nguoi 11"], contents[1].Groups["people"].Select(r => r["worker.name"]));
        Assert.Equal(["don vi b"], contents[2].Groups["rows"].Select(r => r["row.name"]));
        Assert.Empty(contents[2].Groups["people"]);

        await papers.Sign(office.Director.Actor, Province, paper, 1);
        var row = Assert.Single(Assert.Single(await letters.Offices(Province, 2020)).Letters);
        await Refused("UnitLists.NotSent", () => letters.Outcome(actor, Province, row.LetterId, "delivered"));
        await office.Small.Level("79", 4, "2021-11-03T00:00");
        await Refused("UnitLists.NotByHand", () => papers.Send(actor, Province, paper, 2, "hand", null));
        await papers.Send(actor, Province, paper, 2, "post", null);
        await Refused("UnitLists.NotSent", () => letters.Outcome(actor, Province, row.LetterId, "lost"));
        await Refused("UnitLists.None", () => letters.Outcome(actor, Scope.OfProvince("01"), row.LetterId, "delivered"));
        await letters.Outcome(actor, Province, row.LetterId, "delivered");
        row = Assert.Single((await letters.Offices(Province, 2020))[0].Letters);
        Assert.Equal(("post", "delivered", true), (row.SentBy!, row.Outcome!, row.SentAt is not null));
        Assert.Empty(await letters.Offices(Scope.OfProvince("01"), 2020));
        // Whoever opens the annex reads the worker who stands there.
        await papers.File(actor, Province, paper, 1);
        Assert.Equal(1, await test.Db.Read(s => s.One<long>("select count(*) from aud_reads where subject_id = 11 and kind = 'paper'")));
    }

    private static async Task Refused(string key, Func<Task> act) => Assert.Equal(key, (await Assert.ThrowsAsync<Refusal>(act)).Key);

    private static Task Unit(TestDatabase test, long id, string name, int withUnit) => test.Db.Write(tx => tx.Execute(
        """
        insert into cov_units (subject_id, province, office_code, tax_year, payer_tax_code, name, folded, workers, with_unit, elsewhere, doubt, missing, missing_months, amount, ended, counted_at)
        values (@id, '79', '07900', 2020, '0100109106', @name, @name, 5, @withUnit, 0, 0, 2, 24, 0, 0, 0)
        """,
        new { id, name, withUnit }));
}
