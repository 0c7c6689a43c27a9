using BaoPhu.Rules.Text;

namespace BaoPhu.Rules.Planning;

/// <summary>What people come together for; each has its own limit of people.</summary>
public enum Gathering : byte
{
    Visit = 0,
    Meeting = 1,
    Conference = 2,
}

/// <summary>Why a slot does not fit a limit; each has its words on the screen.</summary>
public enum SlotFault : byte
{
    People = 0,
    Weekday = 1,
    Hours = 2,
    Outdoor = 3,
    AreaUnknown = 4,
    Area = 5,
    PlaceKind = 6,
    PlaceClosed = 7,

    /// <summary>The place has as many visits on the day as it may.</summary>
    DayOfPlace = 8,

    /// <summary>A person has as many visits on the day as one may.</summary>
    DayOfPerson = 9,
}

/// <summary>One way in which a slot does not fit. <paramref name="Who"/>: the person or the place that is meant.</summary>
public readonly record struct SlotMisfit(SlotFault Fault, int Allowed = 0, int Asked = 0, string? Who = null)
{
    /// <summary>Another hour or day can help; otherwise the slot itself must become another.</summary>
    public bool IsOfTime => Fault is SlotFault.Weekday or SlotFault.Hours or SlotFault.DayOfPlace or SlotFault.DayOfPerson;
}

/// <summary>A slot as it is wished: local hours of Viet Nam, area in m², <paramref name="Guests"/> people beside the named ones.</summary>
public sealed record SlotWish(
    Gathering Gathering, IReadOnlyList<string> People, int Guests, DateTime From, DateTime To, bool Outdoor, int? Area, string PlaceKind, string Place)
{
    public int Heads => People.Count + Guests;
}

/// <summary>
/// Limits of in-person work as the province decided them with the measures of an announcement (plan III.1.1.b: số người, thời gian, không gian, địa điểm). What is null or
/// empty is not limited.
/// </summary>
public sealed record SlotLimit
{
    public const int EveryDay = 0b1111111;

    public int? PeopleAtVisit { get; init; }
    public int? PeopleAtMeeting { get; init; }
    public int? PeopleAtConference { get; init; }
    public TimeOnly? From { get; init; }
    public TimeOnly? To { get; init; }

    /// <summary>Bit 0 is Monday.</summary>
    public int Weekdays { get; init; } = EveryDay;
    public bool OutdoorOnly { get; init; }

    /// <summary>m².</summary>
    public int? MetresPerPerson { get; init; }

    /// <summary>Kinds of places allowed; empty: all.</summary>
    public IReadOnlyList<string> PlaceKinds { get; init; } = [];

    /// <summary>Names of places that are closed.</summary>
    public IReadOnlyList<string> ClosedPlaces { get; init; } = [];
    public int? VisitsOfPlace { get; init; }
    public int? VisitsOfPerson { get; init; }

    public int? People(Gathering gathering) => gathering switch
    {
        Gathering.Visit => PeopleAtVisit,
        Gathering.Meeting => PeopleAtMeeting,
        _ => PeopleAtConference,
    };

    public bool AllowsDay(DateOnly day) => (Weekdays >> (((int)day.DayOfWeek + 6) % 7) & 1) == 1;

    /// <summary>
    /// Every way in which the slot does not fit, in the order of <see cref="SlotFault"/>. <paramref name="ofPlace"/> and <paramref name="ofPerson"/>: visits of that day
    /// without this one.
    /// </summary>
    public IReadOnlyList<SlotMisfit> Check(SlotWish slot, int ofPlace, Func<string, int> ofPerson)
    {
        var misfits = new List<SlotMisfit>();
        if (People(slot.Gathering) is { } people && slot.Heads > people)
        {
            misfits.Add(new(SlotFault.People, people, slot.Heads));
        }

        if (!AllowsDay(DateOnly.FromDateTime(slot.From)))
        {
            misfits.Add(new(SlotFault.Weekday));
        }

        if (TimeOnly.FromDateTime(slot.From) < From || (To is { } to && slot.To > slot.From.Date + to.ToTimeSpan()))
        {
            misfits.Add(new(SlotFault.Hours));
        }

        if (OutdoorOnly && !slot.Outdoor)
        {
            misfits.Add(new(SlotFault.Outdoor));
        }

        if (MetresPerPerson is { } metres && !slot.Outdoor)
        {
            if (slot.Area is not { } area)
            {
                misfits.Add(new(SlotFault.AreaUnknown, metres));
            }
            else if (area < metres * slot.Heads)
            {
                misfits.Add(new(SlotFault.Area, metres, metres * slot.Heads));
            }
        }

        if (PlaceKinds.Count > 0 && !PlaceKinds.Contains(slot.PlaceKind))
        {
            misfits.Add(new(SlotFault.PlaceKind));
        }

        var place = VietnameseText.Fold(slot.Place);
        foreach (var closed in ClosedPlaces.Where(c => place.Contains(VietnameseText.Fold(c), StringComparison.Ordinal)))
        {
            misfits.Add(new(SlotFault.PlaceClosed, Who: closed));
        }

        if (ofPlace >= VisitsOfPlace)
        {
            misfits.Add(new(SlotFault.DayOfPlace, VisitsOfPlace.Value, ofPlace + 1));
        }

        foreach (var person in slot.People.Where(p => ofPerson(p) >= VisitsOfPerson))
        {
            misfits.Add(new(SlotFault.DayOfPerson, VisitsOfPerson!.Value, ofPerson(person) + 1, person));
        }

        return misfits;
    }

    /// <summary>
    /// The slot moved to a day: at its own hour where the limit allows it, else at the first hour allowed (at the last one where only an end is named). Null where the day or its hours do not allow it, or not after
    /// <paramref name="after"/>.
    /// </summary>
    public SlotWish? Moved(SlotWish slot, DateOnly day, DateTime after)
    {
        if (!AllowsDay(day))
        {
            return null;
        }

        var length = slot.To - slot.From;
        var last = To is { } end && end.ToTimeSpan() >= length ? end.Add(-length) : TimeOnly.MinValue;
        foreach (var hour in (TimeOnly[])[TimeOnly.FromDateTime(slot.From), From ?? last])
        {
            var from = day.ToDateTime(hour);
            if (from > after && !(hour < From) && !(To is { } to && from + length > day.ToDateTime(to)) && DateOnly.FromDateTime(from + length) == day)
            {
                return slot with { From = from, To = from + length };
            }
        }

        return null;
    }
}
