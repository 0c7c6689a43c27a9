using System.Globalization;
using System.Text.Json;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Register;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Rules.Clock;
using BaoPhu.Rules.Planning;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Work;

/// <summary>
/// Slots of in-person work: who goes where, when, into what space. One is taken when the task, or a meeting with a unit of the tax data, is arranged, held against the limits of its place and hour under the lock of the
/// province, and given back when the task closes, is suspended or is no longer done in person. Whether a slot still fits is worked out whenever it is asked: a limit or a level
/// that changes later drops none silently.
/// </summary>
public sealed class Slots(Db db, TimeProvider clock)
{
    /// <summary>The slots of a day that the person may see, by the hour, and how much room the places of the province have left.</summary>
    public Task<SlotDay> Day(Scope scope, string province, DateOnly day) => db.Read(async s =>
    {
        if (!EmployerKey.IsProvince(province) || !scope.Covers(province))
        {
            throw new Refusal("Common.UnknownProvince", province) { Kind = RefusalKind.Missing };
        }

        var ground = await SlotGround.Load(s, province, day, day);
        var rows = await Lines(s, scope, ground, "v.day = @day", new { province, day });
        // Where a limit by the day holds, and what is taken of it: the place's own or, where it has none, that of the wider one.
        var noon = new Instant(Instant.StartOf(day).Milliseconds + (12 * 3_600_000));
        var rooms = ground.Places.Select(p => (Place: p, Limit: ground.LimitAt(p.Code, noon))).Where(p => p.Limit is not null && p.Limit.LocalityCode == p.Place.Code)
            .Select(p => new SlotRoom(p.Place, p.Limit!, ground.At(p.Place.Code, day).Count(), p.Limit!.Rule.AllowsDay(day)))
            .OrderBy(r => r.Place.Code.Length).ThenBy(r => r.Place.Code, StringComparer.Ordinal).ToList();
        return new SlotDay(day, rows, rooms);
    });

    /// <summary>Slots to come that no longer fit the limits in force, with the reasons: their people arrange them anew or cancel them.</summary>
    public Task<List<SlotLine>> Unfit(Scope scope, string province) => db.Read(async s =>
    {
        var ground = await SlotGround.Load(s, province, clock.Today());
        var lines = await Lines(s, scope, ground, "v.day >= @today and v.from_at > @now", new { province, today = clock.Today(), now = clock.Now() });
        return lines.FindAll(l => l.Check.Misfits.Count > 0);
    });

    /// <summary>Of the slots to come that these tasks of a province hold, how many no longer fit. Asked with every opening of a person's day: only the days of those slots are read.</summary>
    public Task<int> UnfitOf(Scope scope, string province, IReadOnlyCollection<TaskKey> tasks) => db.Read(async s =>
    {
        var args = new { province, today = clock.Today(), now = clock.Now(), subjects = s.List(tasks.Select(t => t.SubjectId).Distinct()) };
        const string theirs = "v.subject_id {any:subjects} and v.day >= @today and v.from_at > @now";
        var days = (await s.Query<Slot>($"select {Slot.Columns} from wrk_slots v where v.province = @province and {theirs} and v.given_back_at is null", args)).FindAll(v => tasks.Contains(v.Key));
        if (days.Count == 0)
        {
            return 0;
        }

        var ground = await SlotGround.Load(s, province, days.Min(v => v.Day), days.Max(v => v.Day));
        return (await Lines(s, scope, ground, theirs, args)).Count(l => tasks.Contains(l.Slot.Key) && l.Check.Misfits.Count > 0);
    });

    /// <summary>Level and limit (null: none) that hold at a commune of the province at a moment. A commune that is not known stands for its province.</summary>
    public Task<(LevelFinding Level, PlaceLimit? Limit)> LimitAt(string province, string? commune, Instant at) => db.Read(async s =>
    {
        var ground = await SlotGround.Load(s, province, at.Day, at.Day);
        return (ground.LevelOf(commune, at), ground.LimitAt(commune, at));
    });

    /// <summary>
    /// Takes the slot for what holds it; the caller holds the lock of the province. Refused with the reasons, the limit, its decision and the next hour at which there is room.
    /// </summary>
    internal static async Task<Slot> Take(Session tx, TimeProvider clock, Actor actor, SlotHolder holder, Arrangement wish)
    {
        var from = new Instant(VietnamTime.ToUtcMs(wish.From));
        var slot = new Slot
        {
            SubjectId = holder.Key.SubjectId, Act = holder.Key.Act, Occurrence = holder.Key.Occurrence, Province = holder.Province, CommuneCode = holder.Place, Day = from.Day, FromAt = from,
            ToAt = new Instant(VietnamTime.ToUtcMs(wish.To)), Gathering = wish.Gathering, People = JsonSerializer.Serialize(wish.People), Guests = wish.Guests,
            Outdoor = wish.Outdoor, Area = wish.Area, Space = wish.Space, PlaceKind = wish.PlaceKind, Place = wish.Place, ArrangedBy = actor.UserId, ArrangedAt = clock.Now(),
        };
        var ground = await SlotGround.Load(tx, holder.Province, slot.Day, slot.Day.AddDays(61));
        var check = ground.Check(slot);
        if (check.Misfits.Count > 0)
        {
            var limit = check.Limit!;
            var next = ground.NextFree(slot)?.ToString("HH:mm 'ngày' dd'/'MM'/'yyyy", CultureInfo.InvariantCulture);
            var itself = check.Misfits.Any(m => !m.IsOfTime);
            throw new Refusal(
                "Limits.OverLimit", check.Reasons, ground.Place(limit.LocalityCode)?.Name ?? limit.LocalityCode, limit.MeasuresNumber, limit.MeasuresDate?.ToString("dd'/'MM'/'yyyy", CultureInfo.InvariantCulture),
                next is null ? Text.Of(itself ? "Limits.OtherSlot" : "Limits.NoneFree") : Text.Of(itself ? "Limits.OtherSlotOrWait" : "Limits.NextFree", next));
        }

        await tx.Execute(
            """
            insert into wrk_slots (subject_id, act, occurrence, province, commune_code, day, from_at, to_at, gathering, people, guests, outdoor, area, space, place_kind, place, level,
                limit_id, arranged_by, arranged_at, unit_office, unit_name)
            values (@SubjectId, @Act, @Occurrence, @Province, @CommuneCode, @Day, @FromAt, @ToAt, @Gathering, @People, @Guests, @Outdoor, @Area, @Space, @PlaceKind, @Place, @level,
                @limit, @ArrangedBy, @ArrangedAt, @UnitOffice, @UnitName)
            on conflict (subject_id, act, occurrence) do update set commune_code = excluded.commune_code, day = excluded.day, from_at = excluded.from_at, to_at = excluded.to_at,
                gathering = excluded.gathering, people = excluded.people, guests = excluded.guests, outdoor = excluded.outdoor, area = excluded.area, space = excluded.space,
                place_kind = excluded.place_kind, place = excluded.place, level = excluded.level, limit_id = excluded.limit_id, arranged_by = excluded.arranged_by,
                arranged_at = excluded.arranged_at, given_back_at = null, given_back_why = null, unit_office = excluded.unit_office, unit_name = excluded.unit_name
            """,
            new
            {
                slot.SubjectId, slot.Act, slot.Occurrence, slot.Province, slot.CommuneCode, slot.Day, slot.FromAt, slot.ToAt, slot.Gathering, slot.People, slot.Guests, slot.Outdoor,
                slot.Area, slot.Space, slot.PlaceKind, slot.Place, level = (short)check.Level.Effective, limit = check.Limit?.LimitId, slot.ArrangedBy, slot.ArrangedAt,
                holder.UnitOffice, holder.UnitName,
            });
        return slot;
    }

    /// <summary>Gives one slot back; false where none is held.</summary>
    internal static async Task<bool> GiveBack(Session tx, TaskKey key, Instant now, string why) => await tx.Execute(
        """
        update wrk_slots set given_back_at = @now, given_back_why = @why
        where subject_id = @SubjectId and act = @Act and occurrence = @Occurrence and given_back_at is null
        """,
        new { key.SubjectId, key.Act, key.Occurrence, now, why }) > 0;

    /// <summary>Takes one slot again that was given back.</summary>
    internal static Task Retake(Session tx, TaskKey key) => tx.Execute(
        "update wrk_slots set given_back_at = null, given_back_why = null where subject_id = @SubjectId and act = @Act and occurrence = @Occurrence", new { key.SubjectId, key.Act, key.Occurrence });

    /// <summary>Gives back the slots to come of tasks that are done, closed, rest or are no longer done in person: after every planning.</summary>
    internal static Task GiveBackUnneeded(Session tx, string province, long first, long last, Instant now) => tx.Execute(
        """
        update wrk_slots as v set given_back_at = @now, given_back_why = case when t.state = 'closed' then 'closed' when t.state = 'suspended' then 'suspended' when t.state = 'done' then 'done' else 'converted' end
        from wrk_tasks as t
        where v.province = @province and v.day >= @day and v.given_back_at is null and v.from_at > @now and v.subject_id between @first and @last
            and t.subject_id = v.subject_id and t.act = v.act and t.occurrence = v.occurrence
            and (t.state in ('closed', 'suspended', 'done') or (t.stream <> 0 and t.state in ('open', 'started')))
        """,
        new { province, day = now.Day, first, last, now });

    /// <summary>
    /// Takes again what an undone switch gave back, for tasks that are done in person again. Whether each still fits is told as of any other.
    /// </summary>
    internal static Task TakeAgain(Session tx, string province, Instant givenBack) => tx.Execute(
        """
        update wrk_slots as v set given_back_at = null, given_back_why = null from wrk_tasks as t
        where v.province = @province and v.given_back_at = @givenBack and v.given_back_why in ('closed', 'suspended', 'converted')
            and t.subject_id = v.subject_id and t.act = v.act and t.occurrence = v.occurrence and t.state in ('open', 'started') and t.stream = 0
        """,
        new { province, givenBack });

    /// <summary>The slot that counts for a task: its own, or that of the act on whose occasion it is done (minutes with the visit).</summary>
    internal static async Task<Slot?> Of(Session s, WorkTask task) =>
        await s.One<Slot>($"select {Slot.Columns} from wrk_slots v where v.subject_id = @SubjectId and v.act = @Act and v.occurrence = @Occurrence and v.given_back_at is null", task)
        ?? (task.Ordered?.Act.With is { } occasion ? await OfOccasion(s, task.SubjectId, occasion) : null);

    /// <summary>The last slot of an act, whether it is still to be used or was: a visit that was held gave its hour back ("done"), and its minutes stand on it all the same.</summary>
    private static Task<Slot?> OfOccasion(Session s, long subjectId, string act) => s.One<Slot>(
        $"select {Slot.Columns} from wrk_slots v where v.subject_id = @subjectId and v.act = @act and (v.given_back_at is null or v.given_back_why = 'done') order by v.occurrence desc limit 1",
        new { subjectId, act });

    /// <summary>Moves what earlier versions kept in wrk_tasks into slots: run once, with the migration that made the table.</summary>
    public static async Task TakeOver(Session tx)
    {
        var kept = await tx.Query<KeptArrangement>(
            """
            select t.subject_id, t.act, t.occurrence, t.province, e.commune_code as commune, t.level, t.arranged, t.updated_at
            from wrk_tasks t join reg_employers e on e.employer_id = t.subject_id where t.arranged is not null
            """);
        foreach (var row in kept)
        {
            var was = TaskEvents.Read<Arrangement>(row.Arranged)!;
            var from = new Instant(VietnamTime.ToUtcMs(was.From));
            await tx.Execute(
                """
                insert into wrk_slots (subject_id, act, occurrence, province, commune_code, day, from_at, to_at, gathering, people, guests, outdoor, space, place_kind, place, level, arranged_by, arranged_at)
                values (@SubjectId, @Act, @Occurrence, @Province, @Commune, @day, @from, @to, @gathering, @people, 1, false, @Space, 'employer', @Place, @Level, 'system', @UpdatedAt)
                on conflict (subject_id, act, occurrence) do nothing
                """,
                new
                {
                    row.SubjectId, row.Act, row.Occurrence, row.Province, row.Commune, row.Level, row.UpdatedAt, day = from.Day, from, to = new Instant(VietnamTime.ToUtcMs(was.To)),
                    gathering = Arrangement.GatheringOf(row.Act), people = JsonSerializer.Serialize(was.People), was.Space, was.Place,
                });
        }

        await tx.Execute("update wrk_tasks set arranged = null where arranged is not null");
        foreach (var province in kept.Select(r => r.Province).Distinct(StringComparer.Ordinal))
        {
            await TaskChanges.NoteProvince(tx, province);
        }
    }

    private static async Task<List<SlotLine>> Lines(Session s, Scope scope, SlotGround ground, string condition, object args)
    {
        var rows = await s.Query<SlotOfHolder>(
            $"""
            select {Slot.Columns}, e.code, e.name from wrk_slots v join reg_employers e on e.employer_id = v.subject_id
            where v.province = @province and v.unit_name is null and {condition} and v.given_back_at is null and {scope.On("e")}
            union all
            select {Slot.Columns}, '' as code, v.unit_name as name from wrk_slots v
            where v.province = @province and v.unit_name is not null and {condition} and v.given_back_at is null and {scope.OnOffice("v", "unit_office")}
            order by from_at, subject_id, act
            """,
            args);
        return [.. rows.Select(r => new SlotLine(r, r.Code, r.Name, ground.Place(r.CommuneCode ?? ""), ground.Check(r, earlierOnly: true)))];
    }

    private sealed class KeptArrangement
    {
        public long SubjectId { get; init; }
        public string Act { get; init; } = "";
        public int Occurrence { get; init; }
        public string Province { get; init; } = "";
        public string? Commune { get; init; }
        public short Level { get; init; }
        public string Arranged { get; init; } = "";
        public Instant UpdatedAt { get; init; }
    }

    private sealed class SlotOfHolder : Slot
    {
        public string Code { get; init; } = "";
        public string Name { get; init; } = "";
    }
}

/// <summary>
/// What a slot is taken for: a task of an employer, or (with the name and the office of the unit) work with a unit of the tax data, whose <paramref name="Key"/> is no task's. <paramref name="Place"/>: the commune
/// whose level and limits hold; null: the province.
/// </summary>
internal sealed record SlotHolder(TaskKey Key, string Province, string? Place, string? UnitName = null, string? UnitOffice = null);

/// <summary>A slot that a task, or work with a unit of the tax data, holds.</summary>
public class Slot
{
    internal const string Columns = """
        v.subject_id, v.act, v.occurrence, v.province, v.commune_code, v.day, v.from_at, v.to_at, v.gathering, v.people, v.guests, v.outdoor, v.area, v.space, v.place_kind, v.place,
        v.level, v.limit_id, v.arranged_by, v.arranged_at
        """;

    private IReadOnlyList<string>? _people;

    public long SubjectId { get; init; }
    public string Act { get; init; } = "";
    public int Occurrence { get; init; }
    public string Province { get; init; } = "";

    /// <summary>Of the employer's address: whose level and limits hold.</summary>
    public string? CommuneCode { get; init; }
    public DateOnly Day { get; init; }
    public Instant FromAt { get; init; }
    public Instant ToAt { get; init; }
    public string Gathering { get; init; } = "";
    public string People { get; init; } = "[]";

    /// <summary>People met, beside those who go.</summary>
    public int Guests { get; init; }
    public bool Outdoor { get; init; }

    /// <summary>m².</summary>
    public int? Area { get; init; }
    public string Space { get; init; } = "";
    public string PlaceKind { get; init; } = "";
    public string Place { get; init; } = "";
    public short Level { get; init; }
    public string? LimitId { get; init; }
    public string ArrangedBy { get; init; } = "";
    public Instant ArrangedAt { get; init; }

    public TaskKey Key => new(SubjectId, Act, Occurrence);
    public IReadOnlyList<string> PeopleList => _people ??= JsonSerializer.Deserialize<List<string>>(People) ?? [];

    public SlotWish Wish => new(
        Enum.Parse<Gathering>(Gathering, ignoreCase: true), PeopleList, Guests, FromAt.Local.DateTime, ToAt.Local.DateTime, Outdoor, Area, PlaceKind, Place);

    public Arrangement Arrangement => new(PeopleList, FromAt.Local.DateTime, ToAt.Local.DateTime, Space, Place)
    {
        Guests = Guests, Gathering = Gathering, Outdoor = Outdoor, Area = Area, PlaceKind = PlaceKind,
    };
}

/// <summary>A slot with its employer (or unit, which has no <paramref name="Code"/>), its commune and how it fits the limits in force.</summary>
public sealed record SlotLine(Slot Slot, string Code, string Name, Locality? Commune, SlotCheck Check);

/// <summary>A place with a limit of its own and what is taken of it. <paramref name="Open"/>: its weekdays allow this day.</summary>
public sealed record SlotRoom(Locality Place, PlaceLimit Limit, int Taken, bool Open)
{
    /// <summary>Null where visits of a day are not limited.</summary>
    public int? Left => !Open ? 0 : Limit.DayOfPlace is { } most ? Math.Max(0, most - Taken) : null;
}

public sealed record SlotDay(DateOnly Day, IReadOnlyList<SlotLine> Slots, IReadOnlyList<SlotRoom> Rooms);
