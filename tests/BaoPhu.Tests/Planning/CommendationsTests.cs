using System.Globalization;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Planning;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Papers;
using BaoPhu.Rules.Planning;
using BaoPhu.Tests.Collection;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Planning;

/// <summary>Rankings by dated rules, and the proposal to commend with its figures.</summary>
public sealed class CommendationsTests
{
    private static readonly (DateOnly From, DateOnly To) November = (new(2021, 11, 1), new(2021, 11, 30));
    private static readonly Actor Centre = new("thu", "Trần Thị Thu", "00001");

    [Fact]
    public void Points_are_the_share_of_the_best_by_weight()
    {
        List<RankingWeight> weights = [new("money", 60, false), new("owing", 40, true), new("unknown", 50, false)];
        Assert.Equal([10_000, 6_000, 2_000, 4_000], Ranking.Points(weights, [Of(100, 2), Of(100, null), Of(0, 4), Of(null, 2)]));
        // Nobody owes: who owes nothing has the whole of it, who owes something none.
        Assert.Equal([10_000, 6_000], Ranking.Points(weights, [Of(5, 0), Of(5, 3)]));
        Assert.Equal([0, 0], Ranking.Points([new("money", 0, false)], [Of(1, 1), Of(2, 2)]));
        Assert.Empty(Ranking.Points(weights, []));

        static Dictionary<string, decimal> Of(int? money, int? owing)
        {
            var values = new Dictionary<string, decimal>(StringComparer.Ordinal);
            if (money is { } m)
            {
                values["money"] = m;
            }

            if (owing is { } o)
            {
                values["owing"] = o;
            }

            return values;
        }
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Units_and_persons_are_ranked_by_their_figures_within_the_scope(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await Open(test);
        var rankings = new Rankings(test.Db, test.Clock);
        var districts = await rankings.Of(PublicOffice.Own, "unit", November.From, November.To);
        Assert.Equal(["07901", "07902"], districts.Rows.Select(r => r.Code).Order(StringComparer.Ordinal));
        Assert.Equal((2L, 1L), (districts.Rows.Single(r => r.Code == "07901").Employers, districts.Rows.Single(r => r.Code == "07902").Employers));
        // The figures are those of a plain query.
        var paid = await test.Db.Read(s => s.One<long>("select cast(sum(m.paid_social) as bigint) from reg_months m join reg_employers e on e.employer_id = m.employer_id where e.office_code = '07901'"));
        Assert.Equal((paid, 2L), (districts.Rows.Single(r => r.Code == "07901").Figures["collected-social"], districts.Rows.Single(r => r.Code == "07901").Figures["owing"]));
        Assert.InRange(districts.Rows[0].Score, districts.Rows[1].Score, 10_000);
        Assert.Equal(["07900"], (await rankings.Of(Scope.Nation, "unit", November.From, November.To)).Rows.Select(r => r.Code));

        var persons = await rankings.Of(PublicOffice.Own, "person", November.From, November.To);
        Assert.Equal((office.Officer.UserId, 1L, 500_000L, 10_000), (persons.Rows.Single().Code, persons.Rows[0].Figures["contacts"], persons.Rows[0].Figures["promised"], persons.Rows[0].Score));
        Assert.Empty((await rankings.Of(PublicOffice.Own, "person", new(2021, 10, 1), new(2021, 10, 31))).Rows);
        Assert.Empty((await rankings.Of(Scope.OfProvince("01"), "person", November.From, November.To)).Rows);
        Assert.Equal("Commendations.BadPeriod", await DifficultiesTests.Refused(() => rankings.Of(PublicOffice.Own, "unit", November.To, November.From)));
        Assert.Equal("Commendations.BadPeriod", await DifficultiesTests.Refused(() => rankings.Of(PublicOffice.Own, "unit", new(2030, 1, 1), new(2030, 1, 31))));
        Assert.Equal("Commendations.BadPeriod", await DifficultiesTests.Refused(() => rankings.Of(PublicOffice.Own, "xxx", November.From, November.To)));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Rules_are_dated_data_of_the_centre(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        await Open(test);
        var rankings = new Rankings(test.Db, test.Clock);
        var entry = new RankingRuleEntry("unit", "contacts", 50, false, true, new(2021, 11, 15), "QĐ 1");
        Assert.Equal("Commendations.OnlyCentre", await DifficultiesTests.Refused(() => rankings.Set(Centre, PublicOffice.Own, entry)));
        Assert.Equal("Commendations.BadRule", await DifficultiesTests.Refused(() => rankings.Set(Centre, Scope.Nation, entry with { Figure = "owed-reduced" })));
        Assert.Equal("Commendations.BadRule", await DifficultiesTests.Refused(() => rankings.Set(Centre, Scope.Nation, entry with { Weight = 101 })));
        Assert.Equal("Commendations.RuleNeedsGround", await DifficultiesTests.Refused(() => rankings.Set(Centre, Scope.Nation, entry with { Ground = " " })));
        await rankings.Set(Centre, Scope.Nation, entry);
        Assert.DoesNotContain("contacts", (await rankings.Of(PublicOffice.Own, "unit", November.From, new(2021, 11, 14))).Rules.Select(r => r.Figure));
        Assert.Contains("contacts", (await rankings.Of(PublicOffice.Own, "unit", November.From, November.To)).Rules.Select(r => r.Figure));
        test.Clock.Moment = test.Clock.Moment.AddMinutes(1);
        await rankings.Set(Centre, Scope.Nation, entry with { Weight = 0, Ground = "QĐ 2" });
        Assert.DoesNotContain("contacts", (await rankings.Of(PublicOffice.Own, "unit", November.From, November.To)).Rules.Select(r => r.Figure));
        Assert.Equal(["QĐ 2", "QĐ 1"], (await rankings.History()).Where(r => r.Kind == "unit" && r.Figure == "contacts").Select(r => r.Note));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_proposal_keeps_its_figures_and_goes_out_as_a_numbered_paper(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var office = await Open(test);
        var commendations = new Commendations(test.Db, test.Clock);
        var seen = await new Rankings(test.Db, test.Clock).Of(PublicOffice.Own, "unit", November.From, November.To);
        Task<string> Begin(Scope scope, params string[] codes) => commendations.Begin(office.Officer.Actor, scope, "unit", November.From, November.To, codes, "Thu vượt kế hoạch", seen.Digest);
        Assert.Equal("Commendations.NeedChosen", await DifficultiesTests.Refused(() => Begin(PublicOffice.Own)));
        Assert.Equal("Commendations.NotRanked", await DifficultiesTests.Refused(() => Begin(PublicOffice.Own, "07901", "00100")));
        Assert.Equal("Commendations.OnlyWhole", await DifficultiesTests.Refused(() => Begin(Scope.OfOffices("79", ["07901"]), "07901")));
        // What was seen is what is proposed.
        await office.Small.Pays("TA0001A", 100_000);
        Assert.Equal("Commendations.FiguresMoved", await DifficultiesTests.Refused(() => Begin(PublicOffice.Own, "07901")));
        Assert.Empty(await commendations.List(PublicOffice.Own));
        seen = await new Rankings(test.Db, test.Clock).Of(PublicOffice.Own, "unit", November.From, November.To);
        var id = await Begin(PublicOffice.Own, "07901");
        var begun = await commendations.Find(PublicOffice.Own, id);
        Assert.Equal("Commendations.NoProposal", await DifficultiesTests.Refused(() => commendations.Find(Scope.OfProvince("01"), id)));
        var figure = begun.Rows.Single().FigureValues["collected-social"];

        // A payment comes afterwards: the proposal keeps what it was chosen by.
        await office.Small.Pays("TA0001A", 700_000);
        Assert.Equal(figure + 700_000, (await new Rankings(test.Db, test.Clock).Of(PublicOffice.Own, "unit", November.From, November.To)).Rows.Single(r => r.Code == "07901").Figures["collected-social"]);
        Assert.Equal(figure, (await commendations.Find(PublicOffice.Own, id)).Rows.Single().FigureValues["collected-social"]);

        var papers = office.PapersOf(commendations);
        var paper = begun.Paper!;
        // The words on the paper are Vietnamese whoever reads the screen.
        CultureInfo.CurrentUICulture = BaoPhu.Core.Texts.Text.English;
        var label = await papers.Number(office.Officer.Actor, PublicOffice.Own, paper.Id, 0);
        CultureInfo.CurrentUICulture = BaoPhu.Core.Texts.Text.Vietnamese;
        Assert.Equal("01/TTr-BHXH", label);
        var content = (await papers.Find(PublicOffice.Own, paper.Id)).Contents[0];
        Assert.Equal("1", content["proposed.count"]);
        // The ledger is known as it is on the day of the proposal, which stands beside the figure.
        Assert.Matches(@"Số đơn vị nợ \(số [^)]*2021\): 2", content.Groups["proposed"][0]["proposed.figures"]);
        await papers.Sign(office.Director.Actor, PublicOffice.Own, paper.Id, 1);
        Assert.Null((await commendations.Find(PublicOffice.Own, id)).Proposal.SentAt);
        await papers.Send(office.Officer.Actor, PublicOffice.Own, paper.Id, 2, "axis", null);
        Assert.NotNull((await commendations.Find(PublicOffice.Own, id)).Proposal.SentAt);
        Assert.Equal("Commendations.SentAlready", await DifficultiesTests.Refused(() => commendations.PrepareAgain(office.Officer.Actor, PublicOffice.Own, id)));
        Assert.Empty(await test.Db.Read(AuditTrail.Verify));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_unit_of_the_centre_proposes_over_the_nation_and_a_thrown_away_draft_is_prepared_again(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        await Open(test);
        var users = new Users(test.Db, test.Clock);
        await users.Create(Actor.System, "lanhdao", "Nguyễn Thế Lãnh", "00000", Role.CentreLeader, "mat-khau-thu-nghiem");
        var officer = await users.Create(Actor.System, "tw.thu", "Trần Thị Thu", "00001", Role.CentralOfficer, "mat-khau-thu-nghiem");
        var commendations = new Commendations(test.Db, test.Clock);
        var ranking = await new Rankings(test.Db, test.Clock).Of(Scope.Nation, "person", November.From, November.To);
        var id = await commendations.Begin(officer.Actor, Scope.Nation, "person", November.From, November.To, [ranking.Rows[0].Code], "Đôn đốc tốt", ranking.Digest);
        var paper = (await commendations.Find(Scope.Nation, id)).Paper!;
        Assert.Equal(("00001", "Nguyễn Thế Lãnh"), (paper.Issuer, paper.SignerName));
        Assert.Empty(await commendations.List(PublicOffice.Own));
        var papers = new OfficePapers(test.Db, test.Clock, [commendations]);
        await papers.Discard(officer.Actor, Scope.Nation, paper.Id, 0);
        Assert.Null((await commendations.Find(Scope.Nation, id)).Paper);
        await commendations.PrepareAgain(officer.Actor, Scope.Nation, id);
        Assert.Equal("OfficePapers.LivesAlready", await DifficultiesTests.Refused(() => commendations.PrepareAgain(officer.Actor, Scope.Nation, id)));
        var again = (await commendations.Find(Scope.Nation, id)).Paper!;
        Assert.Empty((await papers.Find(Scope.Nation, again.Id)).Preview!.Faults);
        Assert.Equal("01/TTr-BHXH", await papers.Number(officer.Actor, Scope.Nation, again.Id, 0));
        Assert.Equal(PaperState.Numbered, (await commendations.Find(Scope.Nation, id)).Paper!.PaperState);
    }

    private static async Task<PublicOffice> Open(TestDatabase test)
    {
        var office = await PublicOffice.Open(test, ("TA0001A", 202110), ("TA0002A", 202109), ("TB0003B", 202110));
        await office.Small.Records.Record(office.Officer.Actor, Scope.Nation, "79-TA0001A-contact-1", new ContactRecord((await office.Small.TaskOf("TA0001A", "contact")).Version, "phone", "promised", "hẹn nộp")
        {
            PromisedOn = new(2021, 11, 10), PromisedAmount = 500_000,
        });
        return office;
    }
}
