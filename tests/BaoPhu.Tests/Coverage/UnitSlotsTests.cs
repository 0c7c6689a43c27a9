using BaoPhu.Core;
using BaoPhu.Core.Coverage;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Planning;
using BaoPhu.Tests.Collection;
using BaoPhu.Tests.Support;
using BaoPhu.Tests.Work;

namespace BaoPhu.Tests.Coverage;

/// <summary>At level 3 nobody meets or visits a unit before people, hour, space and place are arranged (plan III.1.2.b), on both engines.</summary>
public sealed class UnitSlotsTests
{
    private static readonly Scope Province = Scope.OfProvince("79");

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_meeting_takes_a_slot_within_the_limits_of_its_place(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var desk = await AtLevelThree(test);
        await Refused("UnitCases.NeedSlot", () => desk.Do("meet", Meet(null)));
        await Refused("UnitCases.NeedMeeting", () => desk.Do("meet", Meet(Slot("2021-11-12T09:00")) with { Agencies = null }));
        await Refused("Work.SlotIncomplete", () => desk.Do("meet", Meet(Slot("2021-11-12T09:00") with { Place = " " })));
        await Refused("Work.SlotHours", () => desk.Do("meet", Meet(Slot("2021-11-01T09:00"))));
        var many = await Refused("Limits.OverLimit", () => desk.Do("meet", Meet(Slot("2021-11-12T09:00") with { Guests = 9 })));
        Assert.Contains("12/QĐ-UBND", many.Message, StringComparison.Ordinal);
        Assert.Equal("noticed", (await desk.Find()).Case.State);
        await desk.Do("meet", Meet(Slot("2021-11-12T09:00")));
        var found = await desk.Find();
        Assert.Equal(("meeting", new DateTime(2021, 11, 12, 9, 0, 0), "phòng họp UBND phường"), (found.Case.State, found.Case.MeetsAt!.Value.Local.DateTime, found.MeetingSlot!.Place));
        Assert.False(found.Facts.MeetingUnarranged);
        var slots = new Slots(test.Db, test.Clock);
        var line = Assert.Single((await slots.Day(Province, "79", new(2021, 11, 12))).Slots);
        Assert.Equal(("Công ty TNHH An Phú", "", UnitSlots.Meeting), (line.Name, line.Code, line.Slot.Act));
        Assert.Empty((await slots.Day(Scope.OfOffices("79", ["07901"]), "79", new(2021, 11, 12))).Slots);
        // The day of a person counts tasks and units alike.
        await Refused("Limits.OverLimit", () => UnitSlotOf(test, desk, 78, "2021-11-12T14:00"));
        Assert.True((await Doctor.Examine(test.Db)).Single(f => f.Invariant == "slot-of-a-task").Holds);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_meeting_agreed_before_is_arranged_again_and_its_slot_ends_with_it(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var desk = await UnitDesk.Open(test);
        await desk.Sent(UnitCases.Notice);
        // At level 2 an hour is enough.
        await desk.Do("meet", new UnitNote("giấy mời", new(2021, 11, 12, 9, 0, 0), "Chi cục Thuế"));
        Assert.Empty((await desk.Find()).Slots);
        await Level(test, desk, 3, "2021-11-04T00:00");
        Assert.True((await desk.Find()).Facts.MeetingUnarranged);
        Assert.Equal("meet", Assert.Single((await new UnitWork(test.Db, test.Clock).Of(Province, "79")).Lines).Act);
        await desk.Do("meet", Meet(Slot("2021-11-12T09:00")));
        Assert.NotEqual("meet", Assert.Single((await new UnitWork(test.Db, test.Clock).Of(Province, "79")).Lines).Act);
        var minutes = await desk.Numbered(UnitCases.Minutes);
        Assert.Equal("phòng họp UBND phường, bàn cách 2 m", (await desk.Papers.Find(Province, minutes)).Contents[0]["meeting-place"]);
        test.Clock.Moment = new(2021, 11, 12, 11, 0, 0, TimeSpan.FromHours(7));
        await desk.Do("sign");
        Assert.Equal(("agreed", 0), ((await desk.Find()).Case.State, (await desk.Find()).Slots.Count));
        Assert.Equal("done", await Why(test));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task When_the_level_changes_a_meeting_to_come_is_held_otherwise_and_in_person_again(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var desk = await AtLevelThree(test);
        await desk.Do("meet", Meet(Slot("2021-11-12T09:00")));
        await Level(test, desk, 4, "2021-11-05T00:00");
        var online = await desk.Find();
        Assert.Equal(("meeting", 0, "slot-converted", "converted"), (online.Case.State, online.Slots.Count, online.Events[0].Act, await Why(test)));
        Assert.Equal(new DateTime(2021, 11, 12, 9, 0, 0), online.Case.MeetsAt!.Value.Local.DateTime);
        // Planned once more nothing is told twice.
        await SwitchFollowers.Pass(test.Db, test.Clock).Plan(Actor.System, "79", test.Clock.Now());
        Assert.Equal(online.Events.Count, (await desk.Find()).Events.Count);
        await Level(test, desk, 3, "2021-11-08T00:00");
        var again = await desk.Find();
        Assert.Equal((1, "slot-again"), (again.Slots.Count, again.Events[0].Act));
        // An hour that is past comes back no more.
        await Level(test, desk, 4, "2021-11-09T00:00");
        await Level(test, desk, 3, "2021-11-15T00:00");
        Assert.Empty((await desk.Find()).Slots);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Who_inspects_goes_to_a_unit_only_on_the_day_that_was_arranged(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var desk = await UnitDesk.Open(test);
        await desk.Refuse();
        await desk.Goes(await desk.Ordered());
        await Refused("UnitCases.NeedsUnmet", () => Arrange(desk, "2021-11-23T09:00"));
        await Level(test, desk, 3, "2021-11-22T10:00");
        Assert.Equal("arrange", Assert.Single((await new UnitWork(test.Db, test.Clock).Of(Province, "79")).Lines).Act);
        await Refused("UnitInspections.NeedSlot", () => desk.Announce());
        await Arrange(desk, "2021-11-23T09:00");
        Assert.Equal("announce", Assert.Single((await new UnitWork(test.Db, test.Clock).Of(Province, "79")).Lines).Act);
        Assert.Equal(("arrange", UnitSlots.Visit), ((await desk.Find()).Events[0].Act, (await desk.Find()).VisitSlot?.Act));
        await Refused("UnitInspections.NeedSlot", () => desk.Announce());
        test.Clock.Moment = new(2021, 11, 23, 11, 0, 0, TimeSpan.FromHours(7));
        await desk.Announce();
        Assert.Empty((await desk.Find()).Slots);
        test.Clock.Moment = new(2021, 11, 24, 11, 0, 0, TimeSpan.FromHours(7));
        await Refused("UnitInspections.NeedSlot", () => desk.Work());
        await desk.Work("online");
        // Nobody goes there at level 4, and nothing is arranged.
        await Level(test, desk, 4, "2021-11-25T00:00");
        await Refused("UnitCases.NeedsUnmet", () => Arrange(desk, "2021-11-26T09:00"));
    }

    private static async Task<UnitDesk> AtLevelThree(TestDatabase test)
    {
        var desk = await UnitDesk.Open(test);
        await desk.Sent(UnitCases.Notice);
        var paper = await Level(test, desk, 3, "2021-11-04T00:00");
        await test.Db.Write(tx => tx.Execute("update org_levels set measures_number = '12/QĐ-UBND', measures_date = @date where announcement_id = @paper", new { paper, date = new DateOnly(2021, 10, 30) }));
        await new Limits(test.Db, test.Clock).Record(desk.Office.Director.Actor, Province, new("79", 0b0100, new(2021, 11, 4), null, paper, new SlotLimit { PeopleAtMeeting = 5, VisitsOfPerson = 1 }));
        return desk;
    }

    private static async Task<string> Level(TestDatabase test, UnitDesk desk, int level, string from)
    {
        var paper = await desk.Office.Small.Level("79", level, from);
        test.Clock.Moment = SmallProvince.At(from).Local.AddHours(7);
        await SwitchFollowers.Pass(test.Db, test.Clock).Plan(Actor.System, "79", test.Clock.Now());
        return paper;
    }

    private static UnitNote Meet(Arrangement? slot) => new("giấy mời", new(2021, 11, 12, 9, 0, 0), "Chi cục Thuế Quận 1") { Slot = slot };

    private static Arrangement Slot(string from) =>
        new(["Nguyễn Văn An"], DateTime.Parse(from, Text.Vietnamese), DateTime.Parse(from, Text.Vietnamese).AddHours(1), "bàn cách 2 m", "phòng họp UBND phường") { Gathering = "meeting", Guests = 3, PlaceKind = "commune" };

    private static async Task Arrange(UnitDesk desk, string from) => await desk.Inspections.Arrange(desk.Inspector.Actor, Province, UnitDesk.Id, (await desk.Find()).Case.Version, Slot(from) with { Gathering = "visit" });

    /// <summary>Another unit that is met by the same person.</summary>
    private static async Task UnitSlotOf(TestDatabase test, UnitDesk desk, long id, string from)
    {
        await test.Db.Write(tx => tx.Execute(
            """
            insert into cov_units (subject_id, province, office_code, tax_year, payer_tax_code, name, folded, workers, with_unit, elsewhere, doubt, missing, missing_months, amount, ended, counted_at)
            select @id, province, office_code, tax_year, '0314409059', name, folded, workers, with_unit, elsewhere, doubt, missing, missing_months, amount, ended, counted_at from cov_units where subject_id = @first
            """,
            new { id, first = UnitDesk.Id }));
        await test.Db.Write(tx => tx.Execute(
            "insert into cov_unit_cases (subject_id, province, office_code, state, flags, opened_at, version, updated_at) values (@id, '79', '07900', 'noticed', 0, 1, 1, 1)", new { id }));
        await desk.Cases.Do(desk.Office.Officer.Actor, Province, id, "meet", 1, Meet(Slot(from)));
    }

    private static Task<string?> Why(TestDatabase test) => test.Db.Read(s => s.One<string>("select given_back_why from wrk_slots where unit_name is not null"));

    private static Task<Refusal> Refused(string key, Func<Task> act) => PublicOffice.Refused(key, act);
}
