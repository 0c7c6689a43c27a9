using BaoPhu.Rules.Planning;

namespace BaoPhu.Tests.Rules.Planning;

/// <summary>One limit against one slot: each way of not fitting, its edge, and the next hour.</summary>
public sealed class SlotLimitTests
{
    // 4 November 2021 is a Thursday.
    private static readonly SlotWish Usual = new(Gathering.Visit, ["An"], 1, new(2021, 11, 4, 9, 0, 0), new(2021, 11, 4, 10, 0, 0), Outdoor: false, Area: 20, "employer", "Trụ sở Công ty Thử, Quận 1");

    public static TheoryData<string, SlotLimit, SlotWish, int, int, SlotFault[]> Cases()
    {
        var monday = new DateTime(2021, 11, 8, 9, 0, 0);
        return new()
        {
            { "nothing limited", new(), Usual with { Guests = 500 }, 99, 99, [] },
            { "as many as may", new() { PeopleAtVisit = 2 }, Usual, 0, 0, [] },
            { "one too many", new() { PeopleAtVisit = 2 }, Usual with { Guests = 2 }, 0, 0, [SlotFault.People] },
            { "a meeting has its own number", new() { PeopleAtVisit = 2, PeopleAtMeeting = 10 }, Usual with { Gathering = Gathering.Meeting, Guests = 9 }, 0, 0, [] },
            { "a conference too", new() { PeopleAtConference = 30 }, Usual with { Gathering = Gathering.Conference, Guests = 30 }, 0, 0, [SlotFault.People] },
            { "to the minute", new() { From = new(9, 0), To = new(10, 0) }, Usual, 0, 0, [] },
            { "a minute late", new() { From = new(9, 0), To = new(9, 59) }, Usual, 0, 0, [SlotFault.Hours] },
            { "a minute early", new() { From = new(9, 1) }, Usual, 0, 0, [SlotFault.Hours] },
            { "Thursday only", new() { Weekdays = 0b0001000 }, Usual, 0, 0, [] },
            { "not on Monday", new() { Weekdays = 0b1111110 }, Usual with { From = monday, To = monday.AddHours(1) }, 0, 0, [SlotFault.Weekday] },
            { "outdoors", new() { OutdoorOnly = true }, Usual, 0, 0, [SlotFault.Outdoor] },
            { "room enough", new() { MetresPerPerson = 10 }, Usual, 0, 0, [] },
            { "room too small", new() { MetresPerPerson = 11 }, Usual, 0, 0, [SlotFault.Area] },
            { "room unknown", new() { MetresPerPerson = 1 }, Usual with { Area = null }, 0, 0, [SlotFault.AreaUnknown] },
            { "no room needed outdoors", new() { MetresPerPerson = 50 }, Usual with { Outdoor = true, Area = null }, 0, 0, [] },
            { "another kind of place", new() { PlaceKinds = ["office"] }, Usual, 0, 0, [SlotFault.PlaceKind] },
            { "closed, whatever the accents", new() { ClosedPlaces = ["tru so cong ty thu"] }, Usual, 0, 0, [SlotFault.PlaceClosed] },
            { "the last visit of the place", new() { VisitsOfPlace = 3 }, Usual, 2, 0, [] },
            { "one more", new() { VisitsOfPlace = 3 }, Usual, 3, 0, [SlotFault.DayOfPlace] },
            { "none at all", new() { VisitsOfPlace = 0 }, Usual, 0, 0, [SlotFault.DayOfPlace] },
            { "the person's last", new() { VisitsOfPerson = 2 }, Usual, 0, 2, [SlotFault.DayOfPerson] },
            { "several at once", new() { PeopleAtVisit = 1, OutdoorOnly = true, VisitsOfPlace = 0 }, Usual, 0, 0, [SlotFault.People, SlotFault.Outdoor, SlotFault.DayOfPlace] },
        };
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Each_way_of_not_fitting_is_found(string name, SlotLimit limit, SlotWish slot, int ofPlace, int ofPerson, SlotFault[] expected)
    {
        Assert.NotEmpty(name);
        Assert.Equal(expected, limit.Check(slot, ofPlace, _ => ofPerson).Select(m => m.Fault));
    }

    [Fact]
    public void A_slot_is_moved_to_its_own_hour_or_the_first_that_is_allowed()
    {
        var day = new DateOnly(2021, 11, 5);
        var limit = new SlotLimit { From = new(8, 0), To = new(11, 0), Weekdays = 0b0011111 };
        Assert.Equal(new DateTime(2021, 11, 5, 9, 0, 0), limit.Moved(Usual, day, Usual.From)?.From);
        var late = Usual with { From = new(2021, 11, 4, 15, 0, 0), To = new(2021, 11, 4, 16, 0, 0) };
        Assert.Equal((new DateTime(2021, 11, 5, 8, 0, 0), new DateTime(2021, 11, 5, 9, 0, 0)), limit.Moved(late, day, late.From) is { } moved ? (moved.From, moved.To) : default);
        Assert.Null(limit.Moved(late, new DateOnly(2021, 11, 6), late.From));
        // Where only an end is named nobody is sent there at midnight.
        Assert.Equal(new DateTime(2021, 11, 5, 15, 0, 0), new SlotLimit { To = new(16, 0) }.Moved(Usual with { From = new(2021, 11, 4, 18, 0, 0), To = new(2021, 11, 4, 19, 0, 0) }, day, Usual.From)?.From);
        Assert.Null(limit.Moved(Usual with { To = Usual.From.AddHours(4) }, day, Usual.From));
        Assert.Null(limit.Moved(Usual, new DateOnly(2021, 11, 4), Usual.From));
    }
}
