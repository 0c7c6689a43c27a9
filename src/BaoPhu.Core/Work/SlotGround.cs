using BaoPhu.Core.Data;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Clock;
using BaoPhu.Rules.Planning;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Work;

/// <summary>
/// What a slot of a province is held against: its levels, its limits, its tree of places and the slots of the days from one on. Read once, asked in memory.
/// </summary>
internal sealed class SlotGround
{
    private readonly string _province;
    private readonly ProvinceLevels _levels;
    private readonly List<PlaceLimit> _limits;
    private readonly Dictionary<string, Locality> _places;
    private readonly ILookup<DateOnly, Slot> _slots;
    private readonly Dictionary<DateOnly, DayBook> _days = [];

    private SlotGround(string province, ProvinceLevels levels, List<PlaceLimit> limits, List<Locality> places, List<Slot> slots)
    {
        (_province, _levels, _limits) = (province, levels, limits);
        _places = places.ToDictionary(p => p.Code, StringComparer.Ordinal);
        _slots = slots.ToLookup(s => s.Day);
        Slots = slots;
    }

    /// <summary>Slots of the province that are held, by the hour.</summary>
    public IReadOnlyList<Slot> Slots { get; }

    public static async Task<SlotGround> Load(Session s, string province, DateOnly from, DateOnly? to = null)
    {
        var places = await s.Query<Locality>(
            """
            select l.code, l.kind, l.name, l.parent_code, l.province, l.valid_from, l.valid_to from org_localities l
            where l.province = @province and l.valid_from <= @from and (l.valid_to is null or l.valid_to > @from) order by l.code
            """,
            new { province, from });
        var slots = await s.Query<Slot>(
            $"select {Slot.Columns} from wrk_slots v where v.province = @province and v.day >= @from and v.day <= @to and v.given_back_at is null order by v.from_at, v.arranged_at, v.subject_id, v.act",
            new { province, from, to = to ?? DateOnly.MaxValue });
        return new(province, await Levels.Book(s, province, from), await Limits.Known(s, province), places, slots);
    }

    public Locality? Place(string code) => _places.GetValueOrDefault(code);
    public IEnumerable<Locality> Places => _places.Values;

    public LevelFinding LevelOf(string? commune, Instant at) => _levels.Resolve(commune is not null && _places.ContainsKey(commune) ? commune : _province, at);

    /// <summary>The limit that decides at a place and moment: the narrowest that holds at the level in force there.</summary>
    public PlaceLimit? LimitAt(string? commune, Instant at)
    {
        var level = LevelOf(commune, at).Effective;
        for (var place = commune is not null && _places.ContainsKey(commune) ? commune : _province; place is not null; place = _places.GetValueOrDefault(place)?.ParentCode)
        {
            var last = _limits.FindLast(m => m.LocalityCode == place && m.ValidFrom <= at.Day && m.HoldsAt(level));
            if (last is not null && !(last.ValidTo <= at.Day))
            {
                return last;
            }
        }

        return null;
    }

    /// <summary>Slots of a day at a place and below it.</summary>
    public IEnumerable<Slot> At(string place, DateOnly day) => _slots[day].Where(s => Within(s.CommuneCode, place));

    /// <summary>
    /// How a slot fits the limit of its place and hour. Of the day's other slots count all (<paramref name="earlierOnly"/>: those arranged before it, as when it is asked which of
    /// too many have to move).
    /// </summary>
    public SlotCheck Check(Slot slot, bool earlierOnly = false) => Check(slot, slot.Wish, earlierOnly);

    /// <summary>
    /// The next hour or day within two months at which the slot fits as it is; null where there is none. What no hour of this limit allows may fit when another limit, or none, holds.
    /// </summary>
    public DateTime? NextFree(Slot slot)
    {
        const int days = 60;
        for (var ahead = 0; ahead <= days; ahead++)
        {
            var day = slot.Day.AddDays(ahead);
            var rule = LimitAt(slot.CommuneCode, new Instant(VietnamTime.ToUtcMs(day, TimeOnly.FromDateTime(slot.Wish.From))))?.Rule ?? new SlotLimit();
            if (rule.Moved(slot.Wish, day, slot.Wish.From) is { } moved && Check(slot, moved, earlierOnly: false).Misfits.Count == 0)
            {
                return moved.From;
            }
        }

        return null;
    }

    private SlotCheck Check(Slot slot, SlotWish wish, bool earlierOnly)
    {
        var at = new Instant(VietnamTime.ToUtcMs(wish.From));
        var level = LevelOf(slot.CommuneCode, at);
        if (LimitAt(slot.CommuneCode, at) is not { } limit)
        {
            return new(level, null, []);
        }

        if (earlierOnly)
        {
            // Asked of every slot of a list: the day is grouped once.
            var day = Day(at.Day);
            var rank = day.RankOf(slot);
            return new(level, limit, limit.Rule.Check(wish, DayBook.Before(day.OfPlace, limit.LocalityCode, rank), person => DayBook.Before(day.OfPerson, VietnameseText.Fold(person), rank)));
        }

        var others = _slots[at.Day].Where(o => o.Key != slot.Key).ToList();
        return new(level, limit, limit.Rule.Check(
            wish,
            others.Count(o => Within(o.CommuneCode, limit.LocalityCode)),
            person => others.Count(o => o.PeopleList.Any(p => VietnameseText.Fold(p) == VietnameseText.Fold(person)))));
    }

    private DayBook Day(DateOnly day)
    {
        if (!_days.TryGetValue(day, out var book))
        {
            _days[day] = book = new DayBook(_slots[day], PlacesOf);
        }

        return book;
    }

    private IEnumerable<string> PlacesOf(Slot slot)
    {
        yield return _province;
        for (var at = slot.CommuneCode; at is not null && at != _province; at = _places.GetValueOrDefault(at)?.ParentCode)
        {
            yield return at;
        }
    }

    private bool Within(string? commune, string place)
    {
        if (place == _province)
        {
            return true;
        }

        for (var at = commune; at is not null; at = _places.GetValueOrDefault(at)?.ParentCode)
        {
            if (at == place)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The slots of a day in the order they were arranged: for each place and person the ranks, rising.</summary>
    private sealed class DayBook
    {
        private readonly Dictionary<TaskKey, int> _ranks = [];

        public DayBook(IEnumerable<Slot> slots, Func<Slot, IEnumerable<string>> placesOf)
        {
            foreach (var slot in slots.OrderBy(s => s.ArrangedAt).ThenBy(s => s.SubjectId).ThenBy(s => s.Act, StringComparer.Ordinal).ThenBy(s => s.Occurrence))
            {
                var rank = _ranks[slot.Key] = _ranks.Count;
                Add(OfPlace, placesOf(slot), rank);
                Add(OfPerson, slot.PeopleList.Select(VietnameseText.Fold).Distinct(StringComparer.Ordinal), rank);
            }
        }

        public Dictionary<string, List<int>> OfPlace { get; } = new(StringComparer.Ordinal);
        public Dictionary<string, List<int>> OfPerson { get; } = new(StringComparer.Ordinal);

        /// <summary>A slot that is not held comes after all.</summary>
        public int RankOf(Slot slot) => _ranks.GetValueOrDefault(slot.Key, _ranks.Count);

        public static int Before(Dictionary<string, List<int>> book, string key, int rank) =>
            book.TryGetValue(key, out var ranks) ? ranks.BinarySearch(rank) is var at && at < 0 ? ~at : at : 0;

        private static void Add(Dictionary<string, List<int>> book, IEnumerable<string> keys, int rank)
        {
            foreach (var key in keys)
            {
                if (!book.TryGetValue(key, out var ranks))
                {
                    book[key] = ranks = [];
                }

                ranks.Add(rank);
            }
        }
    }
}

/// <summary>How a slot fits: the level and the limit in force there, and every way in which it does not.</summary>
public sealed record SlotCheck(LevelFinding Level, PlaceLimit? Limit, IReadOnlyList<SlotMisfit> Misfits)
{
    /// <summary>What does not fit, in words, one sentence each.</summary>
    public string Reasons => string.Join(' ', Misfits.Select(m => Text.Of(
        "Limits.Misfit_" + m.Fault, m.Asked, m.Allowed, m.Who, Limit!.Rule.From?.ToString("HH:mm", Text.Vietnamese) ?? "00:00", Limit.Rule.To?.ToString("HH:mm", Text.Vietnamese) ?? "24:00")));
}
