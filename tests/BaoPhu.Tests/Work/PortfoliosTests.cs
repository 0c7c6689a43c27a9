using System.Globalization;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Work;

public sealed class PortfoliosTests
{
    private static readonly Actor Director = new("director", "Giám đốc", "07900");
    private static readonly DateOnly Today = new(2021, 11, 3);

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_narrower_wins_and_only_differences_are_written(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (portfolios, a, b) = await Open(test);
        Assert.Equal(3, await portfolios.Assign(Director, Scope.Nation, new(a, "district", Today) { Places = ["760"] }));
        Assert.Equal(2, await portfolios.Assign(Director, Scope.Nation, new(b, "list", Today) { Name = "Nợ lớn", Codes = ["TA0001A", "TB0001B"] }));
        Assert.Equal(["TA0001A " + b, "TB0001B " + b, "TC0001C " + a], await Charges(test));
        Assert.Equal(0, await portfolios.WorkOut("79"));

        // The commune lies between the list and the district.
        Assert.Equal(1, await portfolios.Assign(Director, Scope.Nation, new(b, "commune", Today) { Places = ["26734"] }));
        Assert.Equal(0, (await portfolios.Unassigned(Scope.Nation, "79")).Sum(u => u.Employers));
        // An employer that comes in, or moves its commune, follows with the next pass.
        await new SmallProvince(test).Employer("TD0001D", 202110);
        Assert.Equal(1, (await portfolios.Unassigned(Scope.Nation, "79")).Sum(u => u.Employers));
        await new SmallProvince(test).Plan("2021-11-03T09:00");
        Assert.Equal(4, (await Charges(test)).Count(c => c.EndsWith(b, StringComparison.Ordinal)));
        await test.Db.Write(tx => tx.Execute("update reg_employers set commune_code = '99999' where code = 'TD0001D'"));
        await new SmallProvince(test).Plan("2021-11-03T10:00");
        Assert.Equal("TD0001D", Assert.Single(await portfolios.UnassignedOf(Scope.Nation, "79", "99999")).Code);
        await PlanningFlowTests.Healthy(test);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Two_for_the_same_are_refused_with_who_has_it(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (portfolios, a, b) = await Open(test);
        await portfolios.Assign(Director, Scope.Nation, new(a, "commune", Today, new(2021, 11, 10)) { Places = ["26734"] });
        Assert.Equal("Portfolios.AlreadyFollowed", await Key(portfolios.Assign(Director, Scope.Nation, new(b, "commune", new(2021, 11, 9)) { Places = ["26734"] })));
        // The day on which the one ends may be the other's first.
        await portfolios.Assign(Director, Scope.Nation, new(b, "commune", new(2021, 11, 10)) { Places = ["26734"] });
        // A person of the province reaches the same employers.
        var over = await Person(test, "Phạm Văn Tỉnh", "07900", Role.CollectionOfficer);
        Assert.Equal("Portfolios.AlreadyFollowed", await Key(portfolios.Assign(Director, Scope.Nation, new(over, "commune", Today) { Places = ["26734"] })));
        await portfolios.Assign(Director, Scope.Nation, new(a, "list", Today) { Name = "Một", Codes = ["TA0001A"] });
        Assert.Equal("Portfolios.ListedAlready", await Key(portfolios.Assign(Director, Scope.Nation, new(b, "list", Today) { Name = "Hai", Codes = ["TB0001B", "TA0001A"] })));
        Assert.Equal("Portfolios.UnknownEmployers", await Key(portfolios.Assign(Director, Scope.Nation, new(b, "list", Today) { Name = "Ba", Codes = ["TZ9999Z"] })));
        Assert.Equal("Portfolios.BadCodes", await Key(portfolios.Assign(Director, Scope.Nation, new(b, "list", Today) { Name = "Bốn", Codes = ["79"] })));
        Assert.Equal("Portfolios.InPast", await Key(portfolios.Assign(Director, Scope.Nation, new(b, "commune", Today.AddDays(-1)) { Places = ["26734"] })));
        Assert.Equal("Portfolios.NoSuchPerson", await Key(portfolios.Assign(Director, Scope.OfOffices("79", ["07902"]), new(b, "commune", Today) { Places = ["26734"] })));
        var auditor = await Person(test, "Kiểm toán", "07900", Role.Auditor);
        Assert.Equal("Portfolios.CannotFollow", await Key(portfolios.Assign(Director, Scope.Nation, new(auditor, "commune", Today) { Places = ["26734"] })));
        // Who has left follows nobody any more: the place is free, and its employers are unassigned until it is given.
        await new Personnel(test.Db, test.Clock).Deactivate(Appointer.Operator, a, "nghỉ việc");
        await portfolios.WorkOut("79");
        Assert.Equal(3, (await portfolios.Unassigned(Scope.Nation, "79")).Sum(u => u.Employers));
        Assert.True(Assert.Single((await portfolios.All(Scope.Nation, "79")).First(p => p.Kind == "list").Holders).IsGone);
        Assert.Equal(3, await portfolios.Assign(Director, Scope.Nation, new(b, "commune", Today, new(2021, 11, 10)) { Places = ["26734"] }));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_dated_start_and_end_come_with_their_day(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (portfolios, a, b) = await Open(test);
        Assert.Equal(0, await portfolios.Assign(Director, Scope.Nation, new(a, "commune", new(2021, 11, 5)) { Places = ["26734"] }));
        await portfolios.Assign(Director, Scope.Nation, new(b, "district", Today) { Places = ["760"] });
        Assert.Equal(3, await Of(test, b));
        test.Clock.Moment = test.Clock.Moment.AddDays(2);
        await new SmallProvince(test).Plan("2021-11-05T08:00");
        Assert.Equal(3, await Of(test, a));
        var commune = (await portfolios.All(Scope.Nation, "79")).First(p => p.Kind == "commune");
        Assert.Equal(3, await portfolios.End(Director, Scope.Nation, commune.PortfolioId, new(2021, 11, 5), "hết đợt"));
        Assert.Equal(3, await Of(test, b));
        Assert.Equal(1, (await portfolios.Find(Scope.Nation, commune.PortfolioId)).Holders.Count(h => h.KnownToAt is not null));
        Assert.Equal("Portfolios.NobodyToEnd", await Key(portfolios.End(Director, Scope.Nation, commune.PortfolioId, new(2021, 11, 6), "")));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_holiday_hands_the_work_over_and_back(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (portfolios, a, b) = await Open(test);
        var small = new SmallProvince(test);
        await small.Plan("2021-11-03T08:00");
        await portfolios.Assign(Director, Scope.Nation, new(a, "commune", Today) { Places = ["26734"] });
        var me = new Actor(a, "Lê Văn An", "07901");
        await small.Records.Take(me, Scope.Nation, "79-TA0001A-contact-1");
        await small.Records.Take(me, Scope.Nation, "79-TB0001B-visit-1");

        var order = new Handover(a, b, new(2021, 11, 4), new(2021, 11, 8), null, "nghỉ phép");
        var preview = await portfolios.Preview(Scope.Nation, order);
        Assert.Equal((1, 3L, 2L), (preview.Portfolios, preview.Employers, preview.Taken));
        var result = await portfolios.HandOver(Director, Scope.Nation, order);
        Assert.Equal((1, 0L, true), (result.Portfolios, result.Tasks, result.Later));
        Assert.Equal(a, (await small.TaskOf("TA0001A", "contact")).Assignee);

        test.Clock.Moment = test.Clock.Moment.AddDays(1);
        await small.Plan("2021-11-04T08:00");
        var moved = await small.Tasks.Find(Scope.Nation, "79-TA0001A-contact-1");
        Assert.Equal(b, moved.Task.Assignee);
        var line = Assert.Single(moved.Events, e => e is { Act: "contact", Event: "handed-over" });
        Assert.Equal("cho Trần Thị Bình: nghỉ phép", TaskEvents.Reason(line));
        Assert.Equal(3, await Of(test, b));
        Assert.Equal(1, await test.Db.Read(s => s.One<long>("select count(*) from aud_entries where act = 'work.hand-over-due' and detail like '%\"tasks\":2%'")));

        test.Clock.Moment = test.Clock.Moment.AddDays(4);
        await small.Plan("2021-11-08T08:00");
        Assert.Equal(a, (await small.TaskOf("TA0001A", "contact")).Assignee);
        Assert.Equal(3, await Of(test, a));
        await PlanningFlowTests.Healthy(test);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_hand_over_to_somebody_who_left_is_refused_on_its_day_and_the_head_is_told(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (portfolios, a, b) = await Open(test);
        var small = new SmallProvince(test);
        await small.Plan("2021-11-03T08:00");
        await portfolios.Assign(Director, Scope.Nation, new(a, "commune", Today) { Places = ["26734"] });
        await small.Records.Take(new Actor(a, "Lê Văn An", "07901"), Scope.Nation, "79-TA0001A-contact-1");
        await portfolios.HandOver(Director, Scope.Nation, new(a, b, new(2021, 11, 4), new(2021, 11, 8), null, "nghỉ phép"));
        // Nothing has moved yet, and the entry does not say that nothing was to.
        Assert.Equal(1, await test.Db.Read(s => s.One<long>("select count(*) from aud_entries where act = 'work.hand-over' and detail like '%\"employers\":null,\"tasks\":null%'")));
        await new Personnel(test.Db, test.Clock).Deactivate(Appointer.Operator, b, "nghỉ việc");
        Assert.Empty(await portfolios.Refused(Scope.Nation, "79"));

        test.Clock.Moment = test.Clock.Moment.AddDays(1);
        await small.Plan("2021-11-04T08:00");
        Assert.Equal(a, (await small.TaskOf("TA0001A", "contact")).Assignee);
        var told = Assert.Single(await portfolios.Refused(Scope.OfOffices("79", ["07901"]), "79"));
        Assert.Equal((a, "Trần Thị Bình", 1L), (told.FromUser, told.ToName, told.Tasks));
        Assert.Empty(await portfolios.Refused(Scope.OfOffices("79", ["07902"]), "79"));
        await small.Plan("2021-11-04T09:00");
        Assert.Equal(1, await test.Db.Read(s => s.One<long>("select count(*) from aud_entries where act = 'work.hand-over-refused'")));

        // Handed over anew it is settled.
        var c = await Person(test, "Võ Thị Cúc", "07901", Role.DistrictOfficer);
        test.Clock.Moment = test.Clock.Moment.AddMinutes(5);
        Assert.Equal(1, (await portfolios.HandOver(Director, Scope.Nation, new(a, c, new(2021, 11, 4), null, null, "nghỉ phép"))).Tasks);
        Assert.Empty(await portfolios.Refused(Scope.Nation, "79"));
        await PlanningFlowTests.Healthy(test);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_hand_over_to_somebody_who_moved_to_another_office_is_refused_on_its_day(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (portfolios, a, b) = await Open(test);
        var small = new SmallProvince(test);
        await small.Plan("2021-11-03T08:00");
        await portfolios.Assign(Director, Scope.Nation, new(a, "commune", Today) { Places = ["26734"] });
        await small.Records.Take(new Actor(a, "Lê Văn An", "07901"), Scope.Nation, "79-TA0001A-contact-1");
        await portfolios.HandOver(Director, Scope.Nation, new(a, b, new(2021, 11, 4), null, null, "nghỉ phép"));
        await new Personnel(test.Db, test.Clock).Move(Appointer.Operator, b, "Trần Thị Bình", "07902", Role.DistrictOfficer);

        test.Clock.Moment = test.Clock.Moment.AddDays(1);
        await small.Plan("2021-11-04T08:00");
        Assert.Equal(a, (await small.TaskOf("TA0001A", "contact")).Assignee);
        Assert.Equal("Trần Thị Bình", Assert.Single(await portfolios.Refused(Scope.OfOffices("79", ["07901"]), "79")).ToName);
        await PlanningFlowTests.Healthy(test);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task What_a_holiday_lent_comes_back_though_nobody_follows_its_employer(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (portfolios, a, b) = await Open(test);
        var small = new SmallProvince(test);
        await small.Plan("2021-11-03T08:00");
        await small.Records.Take(new Actor(a, "Lê Văn An", "07901"), Scope.Nation, "79-TA0001A-contact-1");
        await small.Records.Take(new Actor(b, "Trần Thị Bình", "07901"), Scope.Nation, "79-TA0001A-notice-1");
        await portfolios.HandOver(Director, Scope.Nation, new(a, b, Today, new(2021, 11, 8), null, "nghỉ phép"));
        Assert.Equal((b, b), ((await small.TaskOf("TA0001A", "contact")).Assignee, (await small.TaskOf("TA0001A", "notice")).Assignee));
        test.Clock.Moment = test.Clock.Moment.AddDays(5);
        await small.Plan("2021-11-08T08:00");
        Assert.Equal((a, b), ((await small.TaskOf("TA0001A", "contact")).Assignee, (await small.TaskOf("TA0001A", "notice")).Assignee));
        await PlanningFlowTests.Healthy(test);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_part_goes_with_its_work_and_the_rest_stays(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (portfolios, a, b) = await Open(test);
        var small = new SmallProvince(test);
        await small.Plan("2021-11-03T08:00");
        await portfolios.Assign(Director, Scope.Nation, new(a, "commune", Today) { Places = ["26734"] });
        await portfolios.Assign(Director, Scope.Nation, new(a, "list", Today) { Name = "Nợ lớn", Codes = ["TA0001A"] });
        var me = new Actor(a, "Lê Văn An", "07901");
        await small.Records.Take(me, Scope.Nation, "79-TA0001A-contact-1");
        await small.Records.Take(me, Scope.Nation, "79-TB0001B-visit-1");
        var list = (await portfolios.All(Scope.Nation, "79")).First(p => p.Kind == "list").PortfolioId;
        var order = new Handover(a, b, Today, null, [list], "san bớt việc");
        Assert.Equal(new HandoverPreview(1, 1, 1, (await portfolios.Preview(Scope.Nation, order)).NotTaken), await portfolios.Preview(Scope.Nation, order));
        var result = await portfolios.HandOver(Director, Scope.Nation, order);
        Assert.Equal((1, 1L, 1L, false), (result.Portfolios, result.Employers, result.Tasks, result.Later));
        Assert.Equal((b, a), ((await small.TaskOf("TA0001A", "contact")).Assignee, (await small.TaskOf("TB0001B", "visit")).Assignee));
        Assert.Equal("Portfolios.NothingToHandOver", await Key(portfolios.HandOver(Director, Scope.Nation, order)));
        Assert.Equal("Portfolios.ToOneself", await Key(portfolios.HandOver(Director, Scope.Nation, order with { ToUser = a })));
        var over = await Person(test, "Phạm Văn Tỉnh", "07900", Role.CollectionOfficer);
        Assert.Equal("Portfolios.OtherOffice", await Key(portfolios.HandOver(Director, Scope.Nation, new(a, over, Today, null, null, "x"))));
        Assert.Equal(1, await test.Db.Read(s => s.One<long>("select count(*) from aud_entries where act = 'work.hand-over'")));
        // Who leaves without handing over is found by the minute.
        var due = new DuePlans(test.Db, test.Clock);
        Assert.Empty(await due.QueueDue());
        await new Personnel(test.Db, test.Clock).Deactivate(Appointer.Operator, b, "nghỉ việc");
        Assert.Equal(["79"], await due.QueueDue());
        await PlanningFlowTests.Healthy(test);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task My_day_holds_what_I_took_what_is_of_my_employers_and_what_nobody_follows(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (portfolios, a, b) = await Open(test);
        var small = new SmallProvince(test);
        await small.Plan("2021-11-03T08:00");
        async Task<long> Mine(string user) => (await small.Tasks.List(Scope.OfProvince("79"), new() { Mine = new(user, TaskOwners.Of(Role.DistrictOfficer)) })).Tasks;
        var all = await Mine(a);
        Assert.True(all > 4);
        Assert.Equal(all, await Mine(b));
        await portfolios.Assign(Director, Scope.Nation, new(a, "list", Today) { Name = "Nợ lớn", Codes = ["TA0001A"] });
        var own = (await small.Tasks.List(Scope.OfProvince("79"), new() { InCharge = a })).Tasks;
        Assert.Equal((all, all - own), (await Mine(a), await Mine(b)));
        await small.Records.Take(new(b, "Trần Thị Bình", "07901"), Scope.Nation, "79-TA0001A-contact-1");
        Assert.Equal((all - 1, all - own + 1), (await Mine(a), await Mine(b)));
        Assert.Equal(all - own, (await small.Tasks.List(Scope.OfProvince("79"), new() { InCharge = TaskFilter.Nobody, Mine = new(a, TaskOwners.Of(Role.DistrictOfficer)) })).Tasks);
        var people = await portfolios.People(Scope.OfProvince("79"), "79");
        Assert.Equal((1, own - 1), (people.Find(p => p.UserId == a)!.Employers, people.Find(p => p.UserId == a)!.Tasks));
        Assert.Equal(1, people.Find(p => p.UserId == b)!.Tasks);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_count_that_is_kept_is_the_count_that_is_made(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (_, a, b) = await Open(test);
        var small = new SmallProvince(test);
        await small.Employer("TE0001E", 202107, office: "07902");
        await small.Plan("2021-11-03T08:00");
        await Same();
        await small.Records.Take(new(a, "An", "07901"), Scope.Nation, "79-TA0001A-contact-1");
        await Same();
        await small.Records.Record(new(b, "Bình", "07901"), Scope.Nation, "79-TB0001B-visit-1", new(0, "phone", "reached")).ContinueWith(_ => { }, TaskScheduler.Default);
        await small.Records.Record(new(a, "An", "07901"), Scope.Nation, "79-TA0001A-contact-1", new(1, "phone", "reached"));
        await Same();
        await small.Pays("TE0001E", 4_000_000);
        await small.Plan("2021-11-03T11:00");
        await Same();
        test.Clock.Moment = test.Clock.Moment.AddDays(20);
        await Same();

        async Task Same()
        {
            foreach (var scope in (Scope[])[Scope.Nation, Scope.OfProvince("79"), Scope.OfOffices("79", ["07901"]), Scope.OfOffices("79", ["07902"])])
            {
                foreach (var mine in (Mine?[])[null, new(a, TaskOwners.Of(Role.DistrictOfficer)), new(b, TaskOwners.Of(Role.DistrictOfficer))])
                {
                    var filter = new TaskFilter { Mine = mine, Collective = true };
                    var (kept, made) = (await small.Tasks.List(scope, filter), await new Tasks(test.Db, test.Clock).List(scope, filter));
                    Assert.Equal(Figures(made), Figures(kept));
                    Assert.Equal(made.Rows.Count, made.Tasks);
                    Assert.Equal(made.Rows.GroupBy(r => r.SubjectId).Sum(g => g.Max(t => t.Amount)), kept.Amount);
                }
            }
        }

        static string Figures(TaskPage p) => string.Create(CultureInfo.InvariantCulture, $"{p.Tasks} {p.Overdue} {p.Suspended} {p.Amount} ") + string.Join(
            ' ', p.Collective.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Act} {c.DueOn:O} {c.Owner} {c.Employers} {c.Amount}")));
    }

    internal static async Task<string> Person(TestDatabase test, string name, string office, string role = Role.DistrictOfficer) =>
        (await new Users(test.Db, test.Clock).Create(Actor.System, Guid.NewGuid().ToString("N"), name, office, role, "mat-khau-thu-nghiem")).UserId;

    private static async Task<(Portfolios Portfolios, string A, string B)> Open(TestDatabase test)
    {
        var offices = new Offices(test.Db, test.Clock);
        await offices.Save(Actor.System, Scope.Nation, "07901", "BHXH Quận 1", "07900");
        await offices.Save(Actor.System, Scope.Nation, "07902", "BHXH Quận 3", "07900");
        var small = await SmallProvince.Create(test);
        await small.Level("79", 2, "2021-10-21T00:00");
        await small.Employer("TA0001A", 202110);
        await small.Employer("TB0001B", 202109);
        await small.Employer("TC0001C", 202107);
        return (new(test.Db, test.Clock), await Person(test, "Lê Văn An", "07901"), await Person(test, "Trần Thị Bình", "07901"));
    }

    private static async Task<string> Key<T>(Task<T> act) => (await Assert.ThrowsAsync<Refusal>(() => act)).Key;

    private static Task<long> Of(TestDatabase test, string user) => test.Db.Read(s => s.One<long>("select count(*) from wrk_in_charge where user_id = @user", new { user }));

    private static Task<List<string>> Charges(TestDatabase test) => test.Db.Read(s => s.Query<string>(
        "select e.code || ' ' || c.user_id from wrk_in_charge c join reg_employers e on e.employer_id = c.subject_id order by e.code"));
}
