using BaoPhu.Core.Collection;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Papers;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Collection;

/// <summary>Proposals for an inter-agency team: candidates by rule, one paper for several, the committee's answer for each.</summary>
public sealed class TeamsTests
{
    private static readonly (string, int)[] Debtors = [("TA0001A", 202105), ("TA0002A", 202107), ("TB0003B", 202106), ("TA0004A", 202110)];

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Candidates_are_the_large_debts_of_three_months_by_amount_and_age(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await Open(test);
        var possible = await office.Teams.Possible(PublicOffice.Own, "79");
        Assert.Equal([("TA0001A", 6_000_000L, 5), ("TB0003B", 5_000_000, 4), ("TA0002A", 4_000_000, 3)], possible.Select(c => (c.Code, c.Total, c.Months(new(2021, 11, 3)))));
        Assert.All(possible, c => Assert.True(c.Free));
        Assert.Equal(["TA0001A", "TB0003B"], (await office.Teams.Possible(PublicOffice.Own, "79", least: 5_000_000)).Select(c => c.Code));
        Assert.Equal(["TA0001A"], (await office.Teams.Possible(PublicOffice.Own, "79", months: 5)).Select(c => c.Code));
        // At level 4 the plan orders no proposal: they stand there and cannot be chosen.
        await office.Small.Level("79", 4, "2021-11-04T00:00");
        await office.Small.Plan("2021-11-04T08:00");
        Assert.All(await office.Teams.Possible(PublicOffice.Own, "79"), c => Assert.Equal((false, (short)4), (c.Free, c.Level)));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task One_proposal_for_three_and_an_answer_for_each(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await Open(test);
        await PublicOffice.Refused("Teams.NeedCandidates", () => office.Teams.Begin(office.Officer.Actor, PublicOffice.Own, "79", []));
        await PublicOffice.Refused("Teams.NotACandidate", () => office.Teams.Begin(office.Officer.Actor, PublicOffice.Own, "79", ["TA0001A", "TA0004A"]));
        var id = await office.Teams.Begin(office.Officer.Actor, PublicOffice.Own, "79", ["TA0001A", "TA0002A", "TB0003B"]);
        await PublicOffice.Refused("Teams.NotACandidate", () => office.Teams.Begin(office.Officer.Actor, PublicOffice.Own, "79", ["TA0001A"]));
        var paper = (await office.Teams.Find(PublicOffice.Own, id)).Paper!;
        Assert.Contains("Ủy ban nhân dân", Assert.Single(paper.RecipientList), StringComparison.Ordinal);
        await PublicOffice.Refused("Teams.NotSent", () => Answer(office, id, true, "TA0001A"));
        // A part is paid between the draft and the number.
        await office.Small.Pays("TA0002A", 250_000);
        await office.Small.Plan("2021-11-03T10:00");
        test.Clock.Moment = new(2021, 11, 3, 10, 0, 0, TimeSpan.FromHours(7));
        await office.Send(paper.Id);
        var sent = await office.Teams.Find(PublicOffice.Own, id);
        Assert.Equal(("waiting", 14_750_000L), (sent.Team.State, sent.Team.Amount));
        Assert.Equal("01/TTr-BHXH", sent.Paper!.Label);
        Assert.Equal("14.750.000", (await office.Papers.Find(PublicOffice.Own, paper.Id)).Contents[0]["debt.total"]);
        Assert.Equal(["propose sent", "propose sent", "propose sent"], await test.Db.Read(s => s.Query<string>("select c.act || ' ' || c.state from col_cases c")));
        await PublicOffice.Refused("Teams.NumberedAlready", () => office.Teams.Remove(office.Officer.Actor, PublicOffice.Own, id, "TA0001A"));
        test.Clock.Moment = test.Clock.Moment.AddDays(2);
        await PublicOffice.Refused("Teams.BadAnswer", () => office.Teams.Answer(office.Officer.Actor, PublicOffice.Own, id, ["TA0001A"], false, "12/QĐ-UBND", new(2021, 11, 5), null));
        await PublicOffice.Refused("Teams.BadAnswer", () => office.Teams.Answer(office.Officer.Actor, PublicOffice.Own, id, ["TA0001A"], true, "12/QĐ-UBND", new(2021, 11, 6), null));
        await Answer(office, id, true, "TA0001A", "TB0003B");
        await PublicOffice.Refused("Teams.AnsweredAlready", () => Answer(office, id, true, "TA0001A"));
        await office.Teams.Answer(office.Officer.Actor, PublicOffice.Own, id, ["TA0002A"], false, "12/QĐ-UBND", new(2021, 11, 5), "Chưa cần thiết");
        var answered = await office.Teams.Find(PublicOffice.Own, id);
        Assert.Equal("answered", answered.Team.State);
        Assert.Equal([("TA0001A", "accepted"), ("TB0003B", "accepted"), ("TA0002A", "refused")], answered.Candidates.Select(c => (c.Code, c.Answer!)));
        Assert.Equal(["TA0001A done accepted", "TA0002A done rejected", "TB0003B done accepted"], await test.Db.Read(s => s.Query<string>(
            "select e.code || ' ' || t.state || ' ' || t.outcome from wrk_tasks t join reg_employers e on e.employer_id = t.subject_id where t.act = 'propose' order by e.code")));
        await office.Healthy();
    }

    /// <summary>Writing down what came in is no field work: level 4 puts the task off and not the answer, which is the task's own outcome all the same.</summary>
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_committees_answer_is_recorded_while_level_4_has_put_the_task_off(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await Open(test);
        var id = await office.Teams.Begin(office.Officer.Actor, PublicOffice.Own, "79", ["TA0001A", "TA0002A"]);
        test.Clock.Moment = new(2021, 11, 3, 10, 0, 0, TimeSpan.FromHours(7));
        await office.Send((await office.Teams.Find(PublicOffice.Own, id)).Paper!.Id);
        // Plan 3532 has no proposal at level 4 and leaves the one begun alone; a plan that suspends it does this.
        test.Clock.Moment = new(2021, 11, 5, 8, 0, 0, TimeSpan.FromHours(7));
        await test.Db.Write(tx => tx.Execute("update wrk_tasks set state = 'suspended', suspended_on = @on where act = 'propose'", new { on = new DateOnly(2021, 11, 4) }));
        Assert.Equal(["suspended", "suspended"], await States());
        await Answer(office, id, true, "TA0001A");
        await office.Teams.Answer(office.Officer.Actor, PublicOffice.Own, id, ["TA0002A"], false, "12/QĐ-UBND", new(2021, 11, 5), "Chưa cần thiết");
        Assert.Equal(["done", "done"], await States());
        Assert.Equal(["propose accepted", "propose refused"], await test.Db.Read(s => s.Query<string>("select c.act || ' ' || c.state from col_cases c order by c.state")));
        // Nobody is asked a second time for what was answered.
        await office.Small.Plan("2021-11-08T08:00");
        Assert.Equal(["done", "done"], await States());
        await office.Healthy();

        Task<List<string>> States() => test.Db.Read(s => s.Query<string>(
            "select t.state from wrk_tasks t join reg_employers e on e.employer_id = t.subject_id where t.act = 'propose' and t.occurrence = 1 and e.code in ('TA0001A', 'TA0002A') order by e.code"));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Who_has_paid_is_not_on_the_paper_and_a_draft_may_be_made_again(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await Open(test);
        var id = await office.Teams.Begin(office.Officer.Actor, PublicOffice.Own, "79", ["TA0001A", "TA0002A", "TB0003B"]);
        await office.Teams.Remove(office.Officer.Actor, PublicOffice.Own, id, "TB0003B");
        var draft = (await office.Teams.Find(PublicOffice.Own, id)).Paper!;
        await office.Papers.Discard(office.Officer.Actor, PublicOffice.Own, draft.Id, 0);
        await office.Teams.PrepareAgain(office.Officer.Actor, PublicOffice.Own, id);
        await test.Db.Write(tx => tx.Execute("update reg_months set paid_social = due_social where employer_id = (select employer_id from reg_employers where code = 'TA0002A')"));
        await office.Small.Plan("2021-11-03T10:00");
        test.Clock.Moment = new(2021, 11, 3, 10, 0, 0, TimeSpan.FromHours(7));
        var paper = (await office.Teams.Find(PublicOffice.Own, id)).Paper!;
        await office.Papers.Number(office.Officer.Actor, PublicOffice.Own, paper.Id, 0);
        Assert.Equal("TA0001A", Assert.Single((await office.Teams.Find(PublicOffice.Own, id)).Candidates).Code);
        Assert.Equal(PaperState.Numbered, (await office.Paper(paper.Id)).PaperState);
        await PublicOffice.Refused("Teams.NumberedAlready", () => office.Teams.Remove(office.Officer.Actor, PublicOffice.Own, id, "TA0001A"));
        foreach (var scope in (Scope[])[Scope.OfProvince("01"), Scope.OfOffices("79", ["07901"]), Scope.Nothing])
        {
            Assert.Equal(RefusalKind.Missing, (await PublicOffice.Refused("Teams.NoTeam", () => office.Teams.Find(scope, id))).Kind);
            await PublicOffice.Refused("Teams.ByProvince", () => office.Teams.Possible(scope, "79"));
            Assert.Empty(await office.Teams.List(scope));
        }

        await office.Healthy();
    }

    /// <summary>Level 4 closes the tasks that order a proposal and level 2 opens new ones: the proposal goes on with these.</summary>
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_proposal_sleeps_at_level_4_and_goes_out_when_the_level_has_fallen(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await Open(test);
        var id = await office.Teams.Begin(office.Officer.Actor, PublicOffice.Own, "79", ["TA0001A", "TA0002A"]);
        var paper = (await office.Teams.Find(PublicOffice.Own, id)).Paper!;
        await office.Small.Level("79", 4, "2021-11-04T00:00");
        await office.Small.Plan("2021-11-04T08:00");
        test.Clock.Moment = new(2021, 11, 4, 9, 0, 0, TimeSpan.FromHours(7));
        var refusal = await PublicOffice.Refused("Teams.NotOrderedNow", () => office.Papers.Number(office.Officer.Actor, PublicOffice.Own, paper.Id, 0));
        Assert.Contains("TA0001A, TA0002A", refusal.Message, StringComparison.Ordinal);
        await office.Small.Level("79", 2, "2021-11-05T00:00");
        await office.Small.Plan("2021-11-05T08:00");
        test.Clock.Moment = new(2021, 11, 5, 9, 0, 0, TimeSpan.FromHours(7));
        await office.Send(paper.Id);
        Assert.Equal(["propose sent", "propose sent"], await test.Db.Read(s => s.Query<string>("select c.act || ' ' || c.state from col_cases c")));
        test.Clock.Moment = test.Clock.Moment.AddDays(1);
        await Answer(office, id, true, "TA0001A", "TA0002A");
        await office.Healthy();
    }

    private static Task Answer(PublicOffice office, string id, bool accepted, params string[] codes) =>
        office.Teams.Answer(office.Officer.Actor, PublicOffice.Own, id, codes, accepted, "12/QĐ-UBND", new(2021, 11, 5), "Giao Sở LĐTBXH chủ trì");

    /// <summary>A large debt begins at three million in this province.</summary>
    private static async Task<PublicOffice> Open(TestDatabase test)
    {
        await new Settings(test.Db, test.Clock).Set(Actor.System, Scope.Nation, "79", Settings.LargeDebt, Reference.Beginning, "3000000", "thử");
        return await PublicOffice.Open(test, Debtors);
    }
}
