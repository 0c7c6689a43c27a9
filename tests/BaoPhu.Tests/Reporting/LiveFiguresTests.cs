using BaoPhu.Core.Audit;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Reporting;
using BaoPhu.Core.Work;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;

namespace BaoPhu.Tests.Reporting;

/// <summary>The boards' figures: equal to a plain query after every act, and an act costs its office only.</summary>
public sealed class LiveFiguresTests
{
    private static readonly DateOnly Day = new(2021, 11, 3);
    private static readonly IReadOnlyList<string> Codes = ReportKind.Of("half-month").Figures;
    private static readonly Actor Officer = new("thu1", "Lê Văn An", "07901");

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Every_office_shows_what_a_plain_query_finds_and_an_act_costs_one_office(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var small = await Open(test);
        var live = new LiveFigures(test.Db, test.Clock) { Freshness = TimeSpan.Zero };
        var first = await Same(test, live);
        Assert.Equal(2, live.AddedUp);
        Assert.Equal(3_000_000, first.Of("07901", "owed-social"));
        Assert.Equal(2_000_000, first.Of("07902", "owed-social"));
        Assert.Equal((5_000_000L, 5_000_000L), (first.Of("07900", "owed-social"), first.Of("00000", "owed-social")));
        Assert.Null(first.Of("07900", "social"));
        Assert.Equal(0, first.Of("00100", "contacts"));

        await small.Records.Record(Officer, Scope.Nation, "79-TA0001A-contact-1", new ContactRecord((await small.TaskOf("TA0001A", "contact")).Version, "phone", "promised", "hẹn nộp")
        {
            PromisedOn = new(2021, 11, 10), PromisedAmount = 500_000,
        });
        Assert.Equal((1L, 500_000L), ((await Same(test, live)).Of("07901", "contacts"), (await Same(test, live)).Of("00000", "promised")));
        Assert.Equal(3, live.AddedUp);

        // A payment is planned anew: the whole province.
        await small.Pays("TA0003A", 1_000_000);
        await small.Pass.PlanNow(Actor.System, "79");
        Assert.Equal(1_000_000, (await Same(test, live)).Of("07902", "owed-social"));
        Assert.Equal(5, live.AddedUp);

        // Employers of an office that is not in the tree any more count with their province.
        await test.Db.Write(tx => tx.Execute("update org_offices set valid_to = '2021-11-01' where code = '07902'"));
        await small.Pass.PlanNow(Actor.System, "79");
        Assert.Equal(4_000_000, (await live.Of(Codes, Day, Day, cancel: TestContext.Current.CancellationToken)).Of("07900", "owed-social"));
        await test.Db.Write(tx => tx.Execute("update org_offices set valid_to = null where code = '07902'"));

        // A report moves nothing.
        await new Reports(test.Db, test.Clock).Annotate(new("giamdoc", "Nguyễn Văn Giám", "07900"), Scope.OfProvince("79"), "daily-07900-20211103", 0, "Ghi chú", "", false);
        await Same(test, live);
        Assert.Equal(5, live.AddedUp);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task What_is_done_about_employers_reads_no_ledger_again(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var small = await Open(test);
        var live = new LiveFigures(test.Db, test.Clock) { Freshness = TimeSpan.Zero };
        await Look();
        // Nothing writes this: it shows that the debts of the office are not read.
        await test.Db.Write(tx => tx.Execute("update reg_debts set debt_social = debt_social + 7"));
        await small.Records.Record(Officer, Scope.Nation, "79-TA0001A-contact-1", new ContactRecord((await small.TaskOf("TA0001A", "contact")).Version, "phone", "no-answer", "không nghe"));
        Assert.Equal((1L, 5_000_000L), await Look());
        await test.Db.Write(tx => AuditTrail.Write(tx, test.Clock, Actor.System, "messaging.outcomes", "province:79", new { }));
        Assert.Equal((1L, 5_000_000L), await Look());
        await test.Db.Write(tx => AuditTrail.Write(tx, test.Clock, Actor.System, "planning.plan", "plan:1", new { }));
        Assert.Equal((1L, 5_000_000L), await Look());
        await test.Db.Write(tx => AuditTrail.Write(tx, test.Clock, Actor.System, "work.plan", "province:79", new { }));
        Assert.Equal((1L, 5_000_014L), await Look());

        async Task<(long?, long?)> Look()
        {
            var tree = await live.Of(Codes, Day, Day, cancel: TestContext.Current.CancellationToken);
            return (tree.Of("07900", "contacts"), tree.Of("07900", "owed-social"));
        }
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Boards_that_look_at_once_share_a_look(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        await Open(test);
        var live = new LiveFigures(test.Db, test.Clock) { Freshness = TimeSpan.FromMinutes(1) };
        var trees = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => live.Of(Codes, Day, Day, cancel: TestContext.Current.CancellationToken)));
        Assert.Single(trees.Distinct());
        Assert.Equal(2, live.AddedUp);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Who_signs_sees_what_was_done_since_the_boards_looked_and_many_share_a_look(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var small = await Open(test);
        var (live, cancel) = (new LiveFigures(test.Db, test.Clock) { Freshness = TimeSpan.FromMinutes(1) }, TestContext.Current.CancellationToken);
        await live.Of(ReportKind.Of("daily").Figures, Day, Day, cancel: cancel);
        await small.Records.Record(Officer, Scope.Nation, "79-TA0001A-contact-1", new ContactRecord((await small.TaskOf("TA0001A", "contact")).Version, "phone", "promised", "hẹn nộp")
        {
            PromisedOn = new(2021, 11, 10), PromisedAmount = 500_000,
        });
        Assert.Equal(0, (await live.Of(ReportKind.Of("daily").Figures, Day, Day, cancel: cancel)).Of("07901", "contacts"));
        var trees = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => live.AsOfNow(ReportKind.Of("daily").Figures, Day, cancel)));
        Assert.All(trees, tree => Assert.Equal((1L, 500_000L), (tree!.Of("07901", "contacts"), tree.Of("07901", "promised"))));
        Assert.Equal(3, live.AddedUp);
        // Rows that come without an entry are not to be signed from here.
        Assert.Null(await live.AsOfNow(ReportKind.Of("communication").Figures, Day, cancel));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task What_was_written_without_an_entry_is_found_and_added_up_again(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        await Open(test);
        var (live, cancel) = (new LiveFigures(test.Db, test.Clock) { Freshness = TimeSpan.Zero }, TestContext.Current.CancellationToken);
        await Same(test, live);
        Assert.Empty(await live.Prove(cancel));
        await test.Db.Write(tx => tx.Execute("update reg_debts set debt_social = debt_social + 7 where employer_id in (select employer_id from reg_employers where office_code = '07902')"));
        Assert.Equal(2_000_000, (await live.Of(Codes, Day, Day, cancel: cancel)).Of("07902", "owed-social"));
        Assert.Equal(["07902 owed-social"], await live.Prove(cancel));
        Assert.Equal(2_000_007, (await Same(test, live)).Of("07902", "owed-social"));
        Assert.Empty(await live.Prove(cancel));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task While_nothing_is_done_the_tree_is_the_same_and_a_value_from_outside_makes_another(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        await Open(test);
        var live = new LiveFigures(test.Db, test.Clock) { Freshness = TimeSpan.Zero };
        // "messages" is a figure that is always read.
        string[] codes = [.. Codes, "messages", "conferences"];
        var first = await Look();
        Assert.Same(first, await Look());
        await test.Db.Write(tx => tx.Execute(
            """
            insert into rep_values (subject_id, figure, from_date, to_date, version, office_code, value, key_id, given_at)
            values (@id, 'conferences', @Day, @Day, 1, '07901', 3, 'x', 0)
            """,
            new { id = BaoPhu.Rules.EmployerKey.OfficeId("79", "07901"), Day }));
        var second = await Look();
        Assert.Equal((null, 3L), (first.Of("07901", "conferences"), second.Of("07901", "conferences")));
        Assert.Same(second, await Look());

        Task<FigureTree> Look() => live.Of(codes, Day, Day, cancel: TestContext.Current.CancellationToken);
    }

    private static async Task<SmallProvince> Open(TestDatabase test)
    {
        await new Offices(test.Db, test.Clock).Save(Actor.System, Scope.Nation, "07901", "BHXH Quận 1", "07900");
        await new Offices(test.Db, test.Clock).Save(Actor.System, Scope.Nation, "07902", "BHXH Quận 2", "07900");
        var small = await SmallProvince.Create(test);
        await small.Employer("TA0001A", owesFrom: 202110);
        await small.Employer("TA0002A", owesFrom: 202109);
        await small.Employer("TA0003A", owesFrom: 202109, office: "07902");
        await small.Level("79", 2, "2021-10-21T00:00");
        await small.Plan("2021-11-03T08:00");
        return small;
    }

    /// <summary>Holds every office against a query that knows nothing of what is kept.</summary>
    private static async Task<FigureTree> Same(TestDatabase test, LiveFigures live)
    {
        var tree = await live.Of(Codes, Day, Day, cancel: TestContext.Current.CancellationToken);
        foreach (var (office, scope) in ((string, Scope)[])[("00000", Scope.Nation), ("07900", Scope.OfProvince("79")), ("07901", Scope.OfOffices("79", ["07901"])), ("07902", Scope.OfOffices("79", ["07902"]))])
        {
            foreach (var figure in await Plain(test, scope))
            {
                Assert.Equal((office, figure.Key, figure.Value), (office, figure.Key, tree.Of(office, figure.Key) ?? -1));
            }
        }

        return tree;
    }

    private static Task<Dictionary<string, long>> Plain(TestDatabase test, Scope scope) => test.Db.Read(async s => new Dictionary<string, long>(StringComparer.Ordinal)
    {
        ["owed-social"] = await s.One<long>($"select cast(coalesce(sum(d.debt_social + d.debt_accident), 0) as bigint) from reg_debts d join reg_employers e on e.employer_id = d.employer_id where {scope.On("e")}"),
        ["collected-social"] = await s.One<long>($"select cast(coalesce(sum(m.paid_social), 0) as bigint) from reg_months m join reg_employers e on e.employer_id = m.employer_id where {scope.On("e")}"),
        ["contacts"] = await s.One<long>($"select count(*) from wrk_contacts c join reg_employers e on e.employer_id = c.subject_id where c.act in ('contact', 'meet', 'visit', 'minutes', 'urge') and {scope.On("e")}"),
        ["promised"] = await s.One<long>($"select cast(coalesce(sum(c.promised_amount), 0) as bigint) from wrk_contacts c join reg_employers e on e.employer_id = c.subject_id where {scope.On("e")}"),
        ["tasks-done"] = await s.One<long>($"select count(*) from wrk_tasks t join reg_employers e on e.employer_id = t.subject_id where t.outcome is not null and {scope.On("e")}"),
    });
}
