using BaoPhu.Core.Audit;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Planning;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Planning;

/// <summary>What the plan assigns to the units of the centre and what they did about it.</summary>
public sealed class AssignmentsTests
{
    private static readonly Scope Own = Scope.OfProvince("79");
    private static readonly Actor Unit = new("tra", "Phạm Thị Tra", "00004");
    private static readonly Actor Director = new("giam", "Nguyễn Văn Giám", "07900");
    private static readonly DateOnly Today = new(2021, 11, 3);

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task The_dashes_of_the_plan_stand_at_their_units(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var assignments = new Assignments(test.Db, test.Clock);
        var units = await assignments.Units(Scope.Nation);
        Assert.Equal([3, 4, 2, 5, 2, 1, 2, 1], units.Select(u => u.Assignments.Count));
        Assert.Contains("mục IV.2.4", (await assignments.Unit(Scope.Nation, "00004")).Assignments[0].Clause, StringComparison.Ordinal);
        // A unit that the plan does not name has the dash for all others.
        Assert.Equal(["2.8-1"], (await assignments.Unit(Own, "00008")).Assignments.Select(a => a.Code));
        Assert.Equal("Assignments.NoUnit", await DifficultiesTests.Refused(() => assignments.Unit(Scope.Nation, "07900")));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task Guidance_goes_to_provinces_and_each_acknowledges_it_once(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var assignments = new Assignments(test.Db, test.Clock);
        var entry = new GuidanceEntry("2.4-1", "HD 12/TTKT", "Thanh tra đột xuất", "Quy trình kết hợp.", new(2021, 11, 10), ["79", "01"]);
        Assert.Equal("Assignments.OnlyUnits", await DifficultiesTests.Refused(() => assignments.Issue(Director, entry)));
        Assert.Equal("Assignments.NoAssignment", await DifficultiesTests.Refused(() => assignments.Issue(Unit, entry with { Assignment = "2.1-1" })));
        Assert.Equal("Assignments.DuePassed", await DifficultiesTests.Refused(() => assignments.Issue(Unit, entry with { DueOn = Today.AddDays(-1) })));
        Assert.Equal("Common.UnknownProvince", await DifficultiesTests.Refused(() => assignments.Issue(Unit, entry with { Provinces = ["99"] })));
        var id = await assignments.Issue(Unit, entry);
        Assert.Equal("Assignments.NumberThere", await DifficultiesTests.Refused(() => assignments.Issue(Unit, entry with { Number = entry.Number!.ToLowerInvariant(), Title = "Khác" })));
        var all = await assignments.Issue(Unit, entry with { Number = "HD 13/TTKT", Provinces = [], Assignment = null, DueOn = Today });
        Assert.Equal((63, 0), ((await assignments.Guidance(Scope.Nation, all)).Guidance.Provinces, (await assignments.Guidance(Scope.Nation, all)).Guidance.Acknowledged));
        Assert.Equal([all, id], (await assignments.Waiting("79")).Select(g => g.Id));

        // A province sees its own line only, and what did not go to it not at all.
        Assert.Equal(["79"], (await assignments.Guidance(Own, id)).Provinces.Select(p => p.Province));
        Assert.Equal("Assignments.NoGuidance", await DifficultiesTests.Refused(() => assignments.Guidance(Scope.OfProvince("31"), id)));
        Assert.Equal("Assignments.NoGuidance", await DifficultiesTests.Refused(() => assignments.Acknowledge(Director, Own, id, "01", "")));
        await assignments.Acknowledge(Director, Own, id, "79", "Phổ biến 05/11");
        Assert.Equal("Assignments.AcknowledgedAlready", await DifficultiesTests.Refused(() => assignments.Acknowledge(Director, Own, id, "79", "")));
        Assert.Equal(["01:", "79:Nguyễn Văn Giám"], (await assignments.Guidance(Scope.Nation, id)).Provinces.Select(p => p.Province + ":" + p.AcknowledgedName));
        Assert.Equal([all], (await assignments.Waiting("79")).Select(g => g.Id));
        var unit = (await assignments.Units(Scope.Nation)).Single(u => u.Unit.Code == "00004");
        Assert.Equal((4, 65, 1), (unit.Unguided, unit.Guidances.Sum(g => g.Provinces), unit.Guidances.Sum(g => g.Acknowledged)));
        Assert.Empty(await test.Db.Read(AuditTrail.Verify));
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task One_person_is_in_charge_of_a_province_at_a_time(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var (assignments, users) = (new Assignments(test.Db, test.Clock), new Users(test.Db, test.Clock));
        var (one, two) = (await users.Create(Actor.System, "tra1", "Đỗ Văn Một", "00004", Role.CentralOfficer, "mat-khau-thu-nghiem"), await users.Create(Actor.System, "tra2", "Đỗ Thị Hai", "00004", Role.CentralOfficer, "mat-khau-thu-nghiem"));
        var other = await users.Create(Actor.System, "thu2", "Vũ Văn Ba", "00001", Role.CentralOfficer, "mat-khau-thu-nghiem");
        Assert.Equal("Assignments.NotOfUnit", await DifficultiesTests.Refused(() => assignments.PutInCharge(Unit, "79", other.UserId, Today)));
        await assignments.PutInCharge(Unit, "79", one.UserId, Today);
        Assert.Equal("Assignments.StaffOverlaps", await DifficultiesTests.Refused(() => assignments.PutInCharge(Unit, "79", two.UserId, Today)));
        await assignments.PutInCharge(Unit, "79", two.UserId, Today.AddDays(7));
        Assert.Equal(
            [("Đỗ Thị Hai", Today.AddDays(7), (DateOnly?)null), ("Đỗ Văn Một", Today, Today.AddDays(7))], (await assignments.Unit(Own, "00004")).Staff.Select(p => (p.Name!, p.FromDate, p.ToDate)));
        Assert.Equal(1, (await assignments.Units(Own)).Single(u => u.Unit.Code == "00004").Staff);
        Assert.Empty((await assignments.Unit(Scope.OfProvince("01"), "00004")).Staff);
    }

    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_mission_is_told_once_by_its_unit_and_not_before_it_began(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var assignments = new Assignments(test.Db, test.Clock);
        var entry = new MissionEntry("79", "Đỗ Văn Một\n Đỗ Thị  Hai \n", Today.AddDays(1), Today.AddDays(3), "Kiểm tra thu nợ");
        Assert.Equal("Assignments.DaysTurned", await DifficultiesTests.Refused(() => assignments.Send(Unit, entry with { To = Today })));
        Assert.Equal("Assignments.NeedMission", await DifficultiesTests.Refused(() => assignments.Send(Unit, entry with { Members = " " })));
        var id = await assignments.Send(Unit, entry);
        Assert.Equal(["Đỗ Văn Một", "Đỗ Thị Hai"], (await assignments.Mission(Own, id)).MemberList);
        Assert.Equal("Assignments.NoMission", await DifficultiesTests.Refused(() => assignments.Mission(Scope.OfProvince("01"), id)));
        Assert.Equal("Assignments.NotBegun", await DifficultiesTests.Refused(() => assignments.Tell(Unit, Scope.Nation, id, 0, "x", "y")));
        test.Clock.Moment = test.Clock.Moment.AddDays(1);
        Assert.Equal("Assignments.NotYours", await DifficultiesTests.Refused(() => assignments.Tell(new("thu", "Thu", "00001"), Scope.Nation, id, 0, "x", "y")));
        Assert.Equal("Assignments.NeedFindings", await DifficultiesTests.Refused(() => assignments.Tell(Unit, Scope.Nation, id, 0, "x", " ")));
        await assignments.Tell(Unit, Scope.Nation, id, 0, "Quận 1 thiếu người", "Điều 2 người sang");
        Assert.Equal("Assignments.MissionOver", await DifficultiesTests.Refused(() => assignments.CallOff(Unit, Scope.Nation, id, 1, "bão")));
        Assert.Equal(("done", "Điều 2 người sang"), ((await assignments.Mission(Own, id)).State, (await assignments.Mission(Own, id)).Result));
        var off = await assignments.Send(Unit, entry);
        Assert.Equal("Assignments.ChangedMeanwhile", await DifficultiesTests.Refused(() => assignments.CallOff(Unit, Scope.Nation, off, 3, "bão")));
        await assignments.CallOff(Unit, Scope.Nation, off, 0, "Bão số 8");
        Assert.Equal("off", (await assignments.Mission(Own, off)).State);
    }
}
