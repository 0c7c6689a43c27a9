using BaoPhu.Core;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Planning;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Work;

/// <summary>Slots: taken within the limits, by one of two, given back, listed when they no longer fit.</summary>
public sealed class SlotsTests
{
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task What_does_not_fit_is_refused_with_the_limit_its_decision_and_the_next_hour(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var province = await LimitedProvince.Create(test);
        await province.Limit(new() { PeopleAtVisit = 4, From = new(8, 0), To = new(11, 0), Weekdays = 0b0011111, VisitsOfPlace = 1 });
        var late = await LimitedProvince.Refused(() => province.Arrange(0, "2021-11-05T15:00"));
        Assert.Equal("Limits.OverLimit: Ngoài giờ được phép (08:00–11:00). Giới hạn của Quận 1 theo văn bản 12/QĐ-UBND ngày 30/10/2021. Lúc gần nhất còn chỗ: 08:00 ngày 08/11/2021.", late);
        Assert.Contains("Có 6 người, mỗi lần chỉ được 4 người.", await LimitedProvince.Refused(() => province.Arrange(0, change: a => a with { Guests = 5 })), StringComparison.Ordinal);
        // The measures end with the year: then it fits as it is.
        Assert.Contains("Đổi cách bố trí, hoặc đợi đến 09:00 ngày 01/01/2022", await LimitedProvince.Refused(() => province.Arrange(0, change: a => a with { Guests = 5 })), StringComparison.Ordinal);
        Assert.Equal(0, await province.Held());
        await province.Arrange(0);
        Assert.Contains("Đã đủ 1 lượt trong ngày của địa bàn. Giới hạn của Quận 1 theo văn bản 12/QĐ-UBND ngày 30/10/2021. Lúc gần nhất còn chỗ: 09:00 ngày 05/11/2021.", await LimitedProvince.Refused(() => province.Arrange(1)), StringComparison.Ordinal);
        // One's own slot does not stand in one's own way.
        await province.Arrange(0, "2021-11-04T10:00", version: 1);
        Assert.Equal(1, await province.Held());
        await PlanningFlowTests.Healthy(test);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task That_no_hour_helps_is_said_only_where_none_does(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var province = await LimitedProvince.Create(test);
        await test.Db.Write(tx => tx.Execute("update org_levels set measures_until = @until", new { until = new DateOnly(2022, 6, 30) }));
        await province.Limit(new() { PeopleAtVisit = 4 });
        Assert.Contains("trong 60 ngày tới không giờ nào khác giúp được", await LimitedProvince.Refused(() => province.Arrange(0, change: a => a with { Guests = 5 })), StringComparison.Ordinal);
        await province.Arrange(0);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Without_a_limit_nothing_is_limited(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var province = await LimitedProvince.Create(test);
        await province.Limit(new() { VisitsOfPlace = 0 }, levels: 0b1000);
        await province.Arrange(0, "2021-11-07T22:00", change: a => a with { Guests = 80 });
        Assert.Null((await test.Db.Read(s => s.One<string>("select limit_id from wrk_slots"))));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_person_has_no_more_visits_a_day_than_one_may(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var province = await LimitedProvince.Create(test);
        await province.Limit(new() { VisitsOfPerson = 1 });
        await province.Arrange(0, person: "Nguyễn Văn An");
        Assert.Contains("nguyễn văn an đã đủ 1 lượt trong ngày. ", await LimitedProvince.Refused(() => province.Arrange(1, "2021-11-04T14:00", person: "nguyễn văn an")), StringComparison.Ordinal);
        await province.Arrange(1, "2021-11-04T14:00", person: "Bình");
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Of_two_who_want_the_last_slot_one_gets_it(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var province = await LimitedProvince.Create(test);
        await province.Limit(new() { VisitsOfPlace = 1 });
        var answers = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => Task.Run(() => LimitedProvince.Refused(() => province.Arrange(i)))));
        Assert.Single(answers, a => a.Length == 0);
        Assert.Equal(2, answers.Count(a => a.StartsWith("Limits.OverLimit", StringComparison.Ordinal)));
        Assert.Equal(1, await province.Held());
        await PlanningFlowTests.Healthy(test);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_slot_goes_back_when_its_task_needs_it_no_more(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var province = await LimitedProvince.Create(test);
        await province.Limit(new() { VisitsOfPlace = 3 });
        for (var i = 0; i < 3; i++)
        {
            await province.Arrange(i);
        }

        // Paid in full, told by the employer: the visit does not take place.
        await province.Small.Records.Record(LimitedProvince.An, Scope.Nation, LimitedProvince.Visit(0), new(1, "visit", "paid"));
        // Paid in full, found in the ledger.
        await province.Small.Pays("TB0001B", 2_000_000);
        await province.Small.Plan("2021-11-03T09:00");
        Assert.Equal(["79-TA0001A-visit-1 paid", "79-TB0001B-visit-1 closed", "79-TC0001C-visit-1 held"], await States());
        // Level 4: the visit is made online.
        await province.Small.Level("79", 4, "2021-11-03T10:00");
        await province.Small.Plan("2021-11-03T10:00");
        Assert.Equal("79-TC0001C-visit-1 converted", (await States())[2]);
        Assert.Equal("Work.Refused_NoSlot", (await LimitedProvince.Refused(() => province.Arrange(2, version: 2))).Split(':')[0]);
        // Level 3 again: it must be arranged anew.
        await province.Small.Level("79", 3, "2021-11-03T11:00");
        await province.Small.Plan("2021-11-03T11:00");
        Assert.Equal("Work.Refused_NotArranged", (await LimitedProvince.Refused(() => province.Small.Records.Record(LimitedProvince.An, Scope.Nation, LimitedProvince.Visit(2), new(3, "visit", "reached")))).Split(':')[0]);
        await province.Arrange(2, version: 3);
        Assert.Equal(1, await province.Held());
        await PlanningFlowTests.Healthy(test);

        Task<List<string>> States() => test.Db.Read(async s => (await s.Query<(long Id, string Why)>("select subject_id, coalesce(given_back_why, 'held') from wrk_slots order by subject_id"))
            .ConvertAll(r => $"79-{BaoPhu.Rules.EmployerKey.Code(r.Id)}-visit-1 {r.Why}"));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task An_undone_switch_takes_its_slots_again(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var province = await LimitedProvince.Create(test);
        await province.Arrange(0);
        await province.Arrange(1);
        await province.Small.Records.CancelSlot(LimitedProvince.An, Scope.Nation, LimitedProvince.Visit(1), 1, "ốm");
        var switches = SwitchFollowers.Switches(test.Db, test.Clock);
        var level = await province.Small.Level("79", 4, "2021-11-03T08:00", confirmed: false);
        var done = await switches.Confirm(LimitedProvince.Director, Scope.Nation, level, null);
        Assert.Equal(0, await province.Held());
        await switches.Undo(LimitedProvince.Director, Scope.Nation, done.Record.SwitchId, "nhầm");
        // The one that was cancelled stays cancelled.
        Assert.Equal(1, await province.Held());
        Assert.Equal(new DateTime(2021, 11, 4, 9, 0, 0), (await province.Small.Tasks.Find(Scope.Nation, LimitedProvince.Visit(0))).Slot?.From);
        await PlanningFlowTests.Healthy(test);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_slot_is_cancelled_with_a_reason_and_the_visit_waits_again(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var province = await LimitedProvince.Create(test);
        await province.Arrange(0);
        Assert.StartsWith("Limits.CancelNeedsReason", await LimitedProvince.Refused(() => province.Small.Records.CancelSlot(LimitedProvince.An, Scope.Nation, LimitedProvince.Visit(0), 1, " ")), StringComparison.Ordinal);
        Assert.StartsWith("Work.ChangedMeanwhile", await LimitedProvince.Refused(() => province.Small.Records.CancelSlot(LimitedProvince.Binh, Scope.Nation, LimitedProvince.Visit(0), 0, "ốm")), StringComparison.Ordinal);
        await province.Small.Records.CancelSlot(LimitedProvince.An, Scope.Nation, LimitedProvince.Visit(0), 1, "Cán bộ cách ly");
        Assert.StartsWith("Limits.NoSlotHeld", await LimitedProvince.Refused(() => province.Small.Records.CancelSlot(LimitedProvince.An, Scope.Nation, LimitedProvince.Visit(0), 2, "x")), StringComparison.Ordinal);
        Assert.Null((await province.Small.Tasks.Find(Scope.Nation, LimitedProvince.Visit(0))).Slot);
        await PlanningFlowTests.Healthy(test);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task What_no_longer_fits_is_listed_for_its_people_until_it_is_mended(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var province = await LimitedProvince.Create(test);
        for (var i = 0; i < 3; i++)
        {
            await province.Arrange(i);
            test.Clock.Moment += TimeSpan.FromMinutes(1);
        }

        Assert.Empty(await province.Slots.Unfit(Scope.Nation, "79"));
        await province.Limit(new() { VisitsOfPlace = 2 });
        // Who was arranged first stays.
        var unfit = Assert.Single(await province.Slots.Unfit(Scope.OfOffices("79", ["07901"]), "79"));
        Assert.Equal(("TC0001C", "Đã đủ 2 lượt trong ngày của địa bàn."), (unfit.Code, unfit.Check.Reasons));
        Assert.Empty(await province.Slots.Unfit(Scope.OfOffices("79", ["07902"]), "79"));
        TaskKey[] keys = [.. Enumerable.Range(0, 3).Select(i => TaskKey.Parse(LimitedProvince.Visit(i)))];
        Assert.Equal((1, 1, 0, 0), (
            await province.Slots.UnfitOf(Scope.Nation, "79", keys), await province.Slots.UnfitOf(Scope.Nation, "79", [keys[2]]), await province.Slots.UnfitOf(Scope.Nation, "79", [keys[0]]),
            await province.Slots.UnfitOf(Scope.OfOffices("79", ["07902"]), "79", keys)));
        Assert.Equal(3, await province.Held());
        await province.Arrange(2, "2021-11-05T09:00", version: 1);
        Assert.Empty(await province.Slots.Unfit(Scope.Nation, "79"));

        // A limit of level 4 bites from the hour of the level on.
        await province.Limit(new() { OutdoorOnly = true }, levels: 0b1000);
        Assert.Empty(await province.Slots.Unfit(Scope.Nation, "79"));
        await province.Small.Level("760", 4, "2021-11-05T00:00", confirmed: false);
        Assert.Equal(["TC0001C"], (await province.Slots.Unfit(Scope.Nation, "79")).Select(u => u.Code));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Of_a_persons_visits_too_many_the_first_arranged_stay(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var province = await LimitedProvince.Create(test);
        foreach (var i in (int[])[2, 0, 1])
        {
            await province.Arrange(i, person: i == 0 ? "Bình" : "An");
            test.Clock.Moment += TimeSpan.FromMinutes(1);
        }

        await province.Limit(new() { VisitsOfPerson = 1 });
        Assert.Equal(["TB0001B"], (await province.Slots.Unfit(Scope.Nation, "79")).Select(u => u.Code));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_task_done_before_its_hour_gives_its_slot_back(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var province = await LimitedProvince.Create(test);
        await province.Arrange(0);
        var done = (await province.Small.Tasks.Find(Scope.Nation, LimitedProvince.Visit(0))).Task.Ordered!.Act.Outcomes.First(o => o.Done && o.Outcome != "paid" && o.Mark == BaoPhu.Rules.CaseFlags.None);
        await province.Small.Records.Record(LimitedProvince.An, Scope.Nation, LimitedProvince.Visit(0), new(1, "visit", done.Outcome));
        Assert.Equal(0, await province.Held());
        Assert.Equal("done", await test.Db.Read(s => s.One<string>("select given_back_why from wrk_slots")));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_day_shows_its_slots_and_the_room_left(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var province = await LimitedProvince.Create(test);
        await province.Limit(new() { VisitsOfPlace = 3, Weekdays = 0b0011111 });
        await province.Arrange(0);
        await province.Arrange(1, "2021-11-04T08:30", person: "Bình");
        var day = await province.Slots.Day(Scope.Nation, "79", new(2021, 11, 4));
        Assert.Equal(["TB0001B", "TA0001A"], day.Slots.Select(s => s.Code));
        Assert.Equal(("Quận 1", 2, (int?)1), Assert.Single(day.Rooms) is var room ? (room.Place.Name, room.Taken, room.Left) : default);
        Assert.Empty((await province.Slots.Day(Scope.OfOffices("79", ["07902"]), "79", new(2021, 11, 4))).Slots);
        Assert.Equal((false, (int?)0), Assert.Single((await province.Slots.Day(Scope.Nation, "79", new(2021, 11, 6))).Rooms) is var sunday ? (sunday.Open, sunday.Left) : default);
        Assert.StartsWith("Common.UnknownProvince", await LimitedProvince.Refused(() => province.Slots.Day(Scope.OfProvince("01"), "79", new(2021, 11, 4))), StringComparison.Ordinal);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task What_was_arranged_before_there_were_slots_is_taken_over(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var province = await LimitedProvince.Create(test);
        await test.Db.Write(async tx =>
        {
            await tx.Execute(
                "update wrk_tasks set arranged = @text where act = 'visit' and subject_id = @id",
                new { id = BaoPhu.Rules.EmployerKey.Id("79", "TA0001A"), text = """{"people":["An","Bình"],"from":"2021-11-04T09:00:00","to":"2021-11-04T10:00:00","space":"phòng họp","place":"đơn vị"}""" });
            await Slots.TakeOver(tx);
        });
        var slot = (await province.Small.Tasks.Find(Scope.Nation, LimitedProvince.Visit(0))).Slot!;
        Assert.Equal((2, new DateTime(2021, 11, 4, 9, 0, 0), "phòng họp"), (slot.People.Count, slot.From, slot.Space));
        Assert.Equal(0, await test.Db.Read(s => s.One<long>("select count(*) from wrk_tasks where arranged is not null")));
        await PlanningFlowTests.Healthy(test);
    }
}
