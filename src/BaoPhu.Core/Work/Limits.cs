using System.Text.Json;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Planning;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Work;

/// <summary>
/// Limits of in-person work at a place: people, hours, space, places, visits a day. They are decisions of the province, each citing the measures decision of an announcement;
/// where none is recorded nothing is limited. The narrowest in force at the level decides, whole: a commune's goes before its district's, that before the province's. A limit
/// that ran out does not bring back the one before it; the wider place's holds then.
/// </summary>
public sealed class Limits(Db db, TimeProvider clock)
{
    internal const string Columns = """
        m.limit_id, m.locality_code, m.province, m.levels, m.valid_from, m.valid_to, m.known_from_at, m.known_to_at, m.announcement_id, m.people_visit, m.people_meeting,
        m.people_conference, m.hour_from, m.hour_to, m.weekdays, m.outdoor_only, m.metres_per_person, m.place_kinds, m.closed_places, m.day_of_place, m.day_of_person,
        m.recorded_by_name, m.ended_reason, a.measures_number, a.measures_date, a.measures_text, a.measures_until, a.known_to_at as withdrawn_at
        """;

    internal const string From = "wrk_limits m join org_levels a on a.announcement_id = m.announcement_id";

    /// <summary>Kinds of places where people meet.</summary>
    public static IReadOnlyList<string> PlaceKinds { get; } = ["employer", "office", "commune", "hall", "home"];

    /// <summary>
    /// Records a limit; one of the same place that begins on the same day is replaced for the levels of this one. Refused: an unknown place, no announcement of the place
    /// or of one above it with number and date of its measures decision, a withdrawn one, a time beyond what the decision says, nothing limited, senseless numbers.
    /// </summary>
    public Task<PlaceLimit> Record(Actor actor, Scope scope, NewLimit what) => db.Write(async tx =>
    {
        var place = await Localities.Find(tx, what.Locality, what.ValidFrom);
        if (place is null || !scope.Covers(place.Province))
        {
            throw new Refusal("Organisation.UnknownLocality", what.Locality) { Kind = RefusalKind.Missing };
        }

        RequireWhole(scope, place.Province);
        Check(what);
        var paper = await Paper(tx, place, what);
        await tx.Lock(PlanningPass.LockOf(place.Province));
        var now = clock.Now();
        var last = what.LastDay ?? paper.MeasuresUntil;
        var made = new
        {
            LimitId = Guid.CreateVersion7().ToString("N"), place.Code, place.Province, levels = (short)what.Levels, what.ValidFrom, validTo = last?.AddDays(1), now,
            paper.AnnouncementId, visit = what.Rule.PeopleAtVisit, meeting = what.Rule.PeopleAtMeeting, conference = what.Rule.PeopleAtConference,
            from = MinutesOf(what.Rule.From), to = MinutesOf(what.Rule.To), weekdays = (short)what.Rule.Weekdays, what.Rule.OutdoorOnly, metres = what.Rule.MetresPerPerson,
            kinds = string.Join(',', what.Rule.PlaceKinds), closed = JsonSerializer.Serialize(Clean(what.Rule.ClosedPlaces)), ofPlace = what.Rule.VisitsOfPlace,
            ofPerson = what.Rule.VisitsOfPerson, by = actor.UserId, byName = actor.Name,
        };
        foreach (var before in await tx.Query<PlaceLimit>($"select {Columns} from {From} where m.locality_code = @Code and m.valid_from = @ValidFrom and m.known_to_at is null", made))
        {
            if ((before.Levels & what.Levels) != 0)
            {
                await Close(tx, before, now, Text.Of("Limits.ReplacedBy", paper.MeasuresNumber));
                // What the new one says nothing about goes on as it was.
                await Copy(tx, before, before.Levels & ~what.Levels, before.ValidTo, now);
            }
        }

        await tx.Execute(
            """
            insert into wrk_limits (limit_id, locality_code, province, levels, valid_from, valid_to, known_from_at, announcement_id, people_visit, people_meeting, people_conference,
                hour_from, hour_to, weekdays, outdoor_only, metres_per_person, place_kinds, closed_places, day_of_place, day_of_person, recorded_by, recorded_by_name)
            values (@LimitId, @Code, @Province, @levels, @ValidFrom, @validTo, @now, @AnnouncementId, @visit, @meeting, @conference,
                @from, @to, @weekdays, @OutdoorOnly, @metres, @kinds, @closed, @ofPlace, @ofPerson, @by, @byName)
            """,
            made);
        await AuditTrail.Write(tx, clock, actor, "work.limit", "locality:" + place.Code, new { made.LimitId, what.Levels, what.ValidFrom, made.validTo, paper.MeasuresNumber, what.Rule });
        return (await One(tx, scope, made.LimitId))!;
    });

    /// <summary>
    /// Ends a limit: <paramref name="lastDay"/> is the last one on which it holds; before its first day it counts as never valid. Refused: one that is ended already, no reason,
    /// a day after its end.
    /// </summary>
    public Task End(Actor actor, Scope scope, string limitId, DateOnly lastDay, string? reason) => db.Write(async tx =>
    {
        var limit = await One(tx, scope, limitId) ?? throw Unknown();
        RequireWhole(scope, limit.Province);
        await tx.Lock(PlanningPass.LockOf(limit.Province));
        limit = (await One(tx, scope, limitId))!;
        var why = VietnameseText.Normalise(reason ?? "");
        if (why.Length == 0)
        {
            throw new Refusal("Limits.EndNeedsReason");
        }

        if (limit.KnownToAt is not null || limit.ValidTo <= lastDay.AddDays(1))
        {
            throw new Refusal("Limits.EndedAlready");
        }

        var now = clock.Now();
        await Close(tx, limit, now, why);
        if (lastDay >= limit.ValidFrom)
        {
            await Copy(tx, limit, limit.Levels, lastDay.AddDays(1), now);
        }

        await AuditTrail.Write(tx, clock, actor, "work.limit-end", "locality:" + limit.LocalityCode, new { limitId, lastDay, reason = why });
    });

    /// <summary>Every limit recorded in the scope that holds on or after a day, by place; with <paramref name="past"/> also what ended or was replaced.</summary>
    public Task<List<PlaceLimit>> List(Scope scope, bool past = false) => db.Read(s => s.Query<PlaceLimit>(
        $"""
        select {Columns} from {From} where {scope.OnProvince("m")} and (@past or (m.known_to_at is null and (m.valid_to is null or m.valid_to > @today)))
        order by m.province, length(m.locality_code), m.locality_code, m.valid_from desc, m.known_from_at desc
        """,
        new { past, today = clock.Today() }));

    public async Task<PlaceLimit> Find(Scope scope, string limitId) => await db.Read(s => One(s, scope, limitId)) ?? throw Unknown();

    /// <summary>The announcements whose measures a limit of the place may cite: of the place itself and of those above it, in force or to come, newest first.</summary>
    public Task<List<Announcement>> Papers(Scope scope, string localityCode) => db.Read(async s =>
    {
        var places = await Upwards(s, localityCode);
        return await s.Query<Announcement>(
            $"""
            select a.announcement_id, a.locality_code, a.province, a.level, a.from_at, a.decision_number, a.decision_date, a.authority, a.measures_number, a.measures_date, a.measures_text, a.measures_until
            from org_levels a where {scope.OnProvince("a")} and a.locality_code {"{any:places}"} and a.known_to_at is null and a.measures_number is not null and a.measures_date is not null
            order by a.from_at desc, a.recorded_at desc
            """,
            new { places = s.List(places) });
    });

    /// <summary>What is in force or to come in a province, for checking in memory.</summary>
    internal static Task<List<PlaceLimit>> Known(Session s, string province) => s.Query<PlaceLimit>(
        $"select {Columns} from {From} where m.province = @province and m.known_to_at is null order by m.valid_from, m.known_from_at, m.limit_id", new { province });

    private static Refusal Unknown() => new("Limits.NoLimit") { Kind = RefusalKind.Missing };

    private static Task<PlaceLimit?> One(Session s, Scope scope, string limitId) =>
        s.One<PlaceLimit>($"select {Columns} from {From} where m.limit_id = @limitId and {scope.OnProvince("m")}", new { limitId });

    private static void RequireWhole(Scope scope, string province)
    {
        if (!scope.CoversWhole(province))
        {
            throw new Refusal("Limits.ByProvince") { Kind = RefusalKind.Forbidden };
        }
    }

    private static void Check(NewLimit what)
    {
        var rule = what.Rule;
        if (what.Levels is < 1 or > 15)
        {
            throw new Refusal("Limits.NeedLevels");
        }

        if (rule.Weekdays is < 1 or > SlotLimit.EveryDay)
        {
            throw new Refusal("Limits.NeedWeekdays");
        }

        if (rule.To <= rule.From)
        {
            throw new Refusal("Limits.HoursBackwards");
        }

        int?[] positive = [rule.PeopleAtVisit, rule.PeopleAtMeeting, rule.PeopleAtConference, rule.MetresPerPerson];
        int?[] counts = [rule.VisitsOfPlace, rule.VisitsOfPerson];
        if (positive.Any(n => n is <= 0 or > 100_000) || counts.Any(n => n is < 0 or > 100_000))
        {
            throw new Refusal("Limits.BadNumber");
        }

        if (rule.PlaceKinds.FirstOrDefault(k => !PlaceKinds.Contains(k)) is { } kind)
        {
            throw new Refusal("Limits.BadPlaceKind", kind);
        }

        if (positive.Concat(counts).All(n => n is null) && rule.From is null && rule.To is null && rule.Weekdays == SlotLimit.EveryDay && !rule.OutdoorOnly
            && rule.PlaceKinds.Count == 0 && Clean(rule.ClosedPlaces).Count == 0)
        {
            throw new Refusal("Limits.NothingLimited");
        }
    }

    private static async Task<Announcement> Paper(Session tx, Locality place, NewLimit what)
    {
        var places = await Upwards(tx, place.Code);
        var paper = await tx.One<Announcement>(
            $"""
            select a.announcement_id, a.locality_code, a.measures_number, a.measures_date, a.measures_until, a.decision_number, a.known_to_at from org_levels a
            where a.announcement_id = @AnnouncementId and a.locality_code {"{any:places}"}
            """,
            new { what.AnnouncementId, places = tx.List(places) });
        if (paper is null)
        {
            throw new Refusal("Limits.NeedsPaper", place.Name);
        }

        if (paper.KnownToAt is not null)
        {
            throw new Refusal("Limits.PaperWithdrawn", paper.DecisionNumber);
        }

        if (paper.MeasuresNumber is null || paper.MeasuresDate is null)
        {
            throw new Refusal("Limits.PaperWithoutMeasures", paper.DecisionNumber);
        }

        if (what.LastDay < what.ValidFrom || paper.MeasuresUntil < what.ValidFrom)
        {
            throw new Refusal("Limits.EndsBeforeItBegins");
        }

        return paper.MeasuresUntil < what.LastDay ? throw new Refusal("Limits.BeyondPaper", paper.MeasuresNumber, paper.MeasuresUntil) : paper;
    }

    /// <summary>The place and those above it.</summary>
    private static async Task<List<string>> Upwards(Session s, string code)
    {
        var places = new List<string> { code };
        while (places.Count < 4 && await s.One<string>(
            "select parent_code from org_localities where code = @code and parent_code is not null order by valid_from desc limit 1", new { code = places[^1] }) is { } parent)
        {
            places.Add(parent);
        }

        return places;
    }

    private static Task Close(Session tx, PlaceLimit limit, Instant now, string reason) =>
        tx.Execute("update wrk_limits set known_to_at = @now, ended_reason = @reason where limit_id = @LimitId", new { limit.LimitId, now, reason });

    /// <summary>The limit as we know it from now on, for fewer levels or days.</summary>
    private static async Task Copy(Session tx, PlaceLimit limit, int levels, DateOnly? validTo, Instant now)
    {
        if (levels != 0)
        {
            await tx.Execute(
                """
                insert into wrk_limits (limit_id, locality_code, province, levels, valid_from, valid_to, known_from_at, announcement_id, people_visit, people_meeting, people_conference,
                    hour_from, hour_to, weekdays, outdoor_only, metres_per_person, place_kinds, closed_places, day_of_place, day_of_person, recorded_by, recorded_by_name)
                select @id, locality_code, province, @levels, valid_from, @validTo, @now, announcement_id, people_visit, people_meeting, people_conference,
                    hour_from, hour_to, weekdays, outdoor_only, metres_per_person, place_kinds, closed_places, day_of_place, day_of_person, recorded_by, recorded_by_name
                from wrk_limits where limit_id = @LimitId
                """,
                new { limit.LimitId, id = Guid.CreateVersion7().ToString("N"), levels = (short)levels, validTo, now });
        }
    }

    private static int? MinutesOf(TimeOnly? hour) => hour is { } h ? (h.Hour * 60) + h.Minute : null;

    private static List<string> Clean(IEnumerable<string> names) => [.. names.Select(VietnameseText.Normalise).Where(n => n.Length > 0)];
}

/// <summary>
/// A limit to be recorded: place, levels (bit n: level n + 1), first and last day (null: as long as the measures decision says, or until ended), the announcement whose
/// measures it rests on, and what it limits.
/// </summary>
public sealed record NewLimit(string Locality, int Levels, DateOnly ValidFrom, DateOnly? LastDay, string AnnouncementId, SlotLimit Rule);

/// <summary>A recorded limit with the papers it rests on.</summary>
public sealed class PlaceLimit
{
    private SlotLimit? _rule;

    public string LimitId { get; init; } = "";
    public string LocalityCode { get; init; } = "";
    public string Province { get; init; } = "";

    /// <summary>Bit n: level n + 1.</summary>
    public short Levels { get; init; }
    public DateOnly ValidFrom { get; init; }

    /// <summary>The first day on which it no longer holds.</summary>
    public DateOnly? ValidTo { get; init; }
    public Instant KnownFromAt { get; init; }

    /// <summary>Since when it is ended or replaced.</summary>
    public Instant? KnownToAt { get; init; }
    public string AnnouncementId { get; init; } = "";
    public int? PeopleVisit { get; init; }
    public int? PeopleMeeting { get; init; }
    public int? PeopleConference { get; init; }
    public int? HourFrom { get; init; }
    public int? HourTo { get; init; }
    public short Weekdays { get; init; }
    public bool OutdoorOnly { get; init; }
    public int? MetresPerPerson { get; init; }
    public string PlaceKinds { get; init; } = "";
    public string ClosedPlaces { get; init; } = "[]";
    public int? DayOfPlace { get; init; }
    public int? DayOfPerson { get; init; }
    public string RecordedByName { get; init; } = "";
    public string? EndedReason { get; init; }
    public string? MeasuresNumber { get; init; }
    public DateOnly? MeasuresDate { get; init; }
    public string? MeasuresText { get; init; }
    public DateOnly? MeasuresUntil { get; init; }

    /// <summary>Since when its announcement counts as withdrawn or corrected.</summary>
    public Instant? WithdrawnAt { get; init; }

    public DateOnly? LastDay => ValidTo?.AddDays(-1);
    public bool HoldsAt(int level) => (Levels >> (level - 1) & 1) == 1;

    public SlotLimit Rule => _rule ??= new SlotLimit
    {
        PeopleAtVisit = PeopleVisit, PeopleAtMeeting = PeopleMeeting, PeopleAtConference = PeopleConference, From = Hour(HourFrom), To = Hour(HourTo), Weekdays = Weekdays,
        OutdoorOnly = OutdoorOnly, MetresPerPerson = MetresPerPerson, PlaceKinds = PlaceKinds.Length == 0 ? [] : PlaceKinds.Split(','),
        ClosedPlaces = JsonSerializer.Deserialize<List<string>>(ClosedPlaces) ?? [], VisitsOfPlace = DayOfPlace, VisitsOfPerson = DayOfPerson,
    };

    private static TimeOnly? Hour(int? minutes) => minutes is { } m ? new TimeOnly(m / 60, m % 60) : null;
}
