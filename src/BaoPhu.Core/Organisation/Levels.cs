using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Levels;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Organisation;

/// <summary>
/// Epidemic levels as the competent authorities announced them, never computed. Each announcement carries its decision and the measures decided with it,
/// when it is valid and when we knew it: a late or wrong one is corrected backwards. The narrowest in force decides (commune, district, province); a lift
/// makes a place follow the wider one again.
/// <para>An announcement made by the command line also confirms the switch of the place's open work; one from the page or a file waits for it.</para>
/// </summary>
public sealed class Levels(Db db, TimeProvider clock)
{
    private const string Columns = """
        a.announcement_id, a.locality_code, a.province, a.level, a.from_at, a.known_from_at, a.known_to_at, a.decision_number, a.decision_date, a.authority,
        a.measures_number, a.measures_date, a.measures_text, a.measures_until, a.source, a.recorded_by, a.recorded_at, a.withdrawn_by, a.withdrawn_reason,
        a.switch_confirmed_at, a.switch_confirmed_by
        """;

    /// <summary>
    /// Announces, replaces or (level null) lifts; what a file announced already and nobody confirmed yet is confirmed. Refused: a level outside 1–4, an unknown
    /// place, no decision number, the same announcement again, lifting where nothing of its own is in force. With <paramref name="dryRun"/> everything is checked
    /// and nothing written.
    /// </summary>
    public Task<Announcement> Announce(Actor actor, Scope scope, NewAnnouncement what, bool dryRun = false) => db.Write(async tx =>
    {
        var locality = await Localities.Find(tx, what.Locality, what.From.Day)
            ?? throw new Refusal("Organisation.UnknownLocality", what.Locality) { Kind = RefusalKind.Missing };
        if (!scope.Covers(locality.Province))
        {
            // Somebody else's province is answered like a place that does not exist.
            throw new Refusal("Organisation.UnknownLocality", what.Locality) { Kind = RefusalKind.Missing };
        }

        if (!scope.CoversWhole(locality.Province))
        {
            throw new Refusal("Organisation.LevelsByProvince") { Kind = RefusalKind.Forbidden };
        }

        if (what.Level is < 1 or > 4)
        {
            throw new Refusal("Organisation.BadLevel", what.Level);
        }

        var decision = VietnameseText.Normalise(what.DecisionNumber);
        var authority = VietnameseText.Normalise(what.Authority);
        if (decision.Length == 0 || authority.Length == 0)
        {
            throw new Refusal("Organisation.LevelNeedsDecision");
        }

        await Lock(tx, locality.Province);
        var own = (await tx.Query<Announcement>($"select {Columns} from org_levels a where a.locality_code = @Code and a.known_to_at is null order by a.from_at, a.known_from_at", locality)).ToList();
        var now = clock.Now();
        if (own.FindLast(a => a.FromAt == what.From && a.Level == what.Level && a.DecisionNumber == decision) is { } held)
        {
            if (held.SwitchConfirmedAt is not null)
            {
                throw new Refusal("Organisation.LevelAlreadyAnnounced", locality.Name, decision);
            }

            if (what.Level is null || TellsNoOtherMeasures(what, held))
            {
                if (!what.Confirmed)
                {
                    return held;
                }

                if (!dryRun)
                {
                    await Confirm(tx, clock, actor, held);
                }

                (held.SwitchConfirmedAt, held.SwitchConfirmedBy) = (now, actor.UserId);
                return held;
            }
        }

        var before = own.LastOrDefault(a => a.FromAt <= what.From);
        if (what.Level is null && before?.Level is null)
        {
            throw new Refusal("Organisation.NothingToLift", locality.Name);
        }

        var made = new Announcement
        {
            AnnouncementId = Guid.CreateVersion7().ToString("N"),
            LocalityCode = locality.Code,
            Province = locality.Province,
            Level = (short?)what.Level,
            FromAt = what.From,
            KnownFromAt = what.KnownFrom ?? now,
            DecisionNumber = decision,
            DecisionDate = what.DecisionDate,
            Authority = authority,
            MeasuresNumber = VietnameseText.NormaliseOrNull(what.MeasuresNumber),
            MeasuresDate = what.MeasuresDate,
            MeasuresText = VietnameseText.NormaliseOrNull(what.MeasuresText),
            MeasuresUntil = what.MeasuresUntil,
            Source = what.Source,
            RecordedBy = actor.UserId,
            RecordedAt = now,
            SwitchConfirmedAt = what.Confirmed ? now : null,
            SwitchConfirmedBy = what.Confirmed ? actor.UserId : null,
        };
        if (dryRun)
        {
            return made;
        }

        await Record(tx, made);
        await AuditTrail.Write(tx, clock, actor, what.Level is null ? "organisation.level-lift" : "organisation.level-announce", "locality:" + locality.Code, new
        {
            level = what.Level, from = what.From.ToString(), decision, authority, measures = made.MeasuresNumber, before = before?.Level,
        });
        return made;
    });

    /// <summary>
    /// Takes a wrong announcement back: from now on it counts as never valid, and stays readable with the reason. The caller holds the locks, switches the work back and writes the
    /// entry afterwards (<see cref="TellWithdrawn"/>).
    /// </summary>
    internal static async Task<Announcement> Withdraw(Session tx, TimeProvider clock, Actor actor, Scope scope, string announcementId, string reason)
    {
        var announcement = await One(tx, scope, announcementId);
        if (!scope.CoversWhole(announcement.Province))
        {
            throw new Refusal("Organisation.LevelsByProvince") { Kind = RefusalKind.Forbidden };
        }

        if (announcement.KnownToAt is not null)
        {
            throw new Refusal("Organisation.AlreadyWithdrawn", announcement.DecisionNumber);
        }

        reason = VietnameseText.Normalise(reason);
        if (reason.Length == 0)
        {
            throw new Refusal("Organisation.WithdrawNeedsReason");
        }

        await tx.Execute(
            "update org_levels set known_to_at = @now, withdrawn_by = @by, withdrawn_reason = @reason where announcement_id = @announcementId",
            new { announcementId, reason, now = clock.Now(), by = actor.UserId });
        return await One(tx, scope, announcementId);
    }

    internal static Task TellWithdrawn(Session tx, TimeProvider clock, Actor actor, Announcement withdrawn) => AuditTrail.Write(
        tx, clock, actor, "organisation.level-withdraw", "locality:" + withdrawn.LocalityCode, new { withdrawn.DecisionNumber, withdrawn.Level, reason = withdrawn.WithdrawnReason });

    /// <summary>
    /// The announcements that make one switch with this one: those of its decision in its province from its minute on that are not taken back, by place.
    /// </summary>
    internal static Task<List<Announcement>> OfSameSwitch(Session s, Announcement one) => s.Query<Announcement>(
        $"""
        select {Columns} from org_levels a where a.province = @Province and a.decision_number = @DecisionNumber and a.from_at = @FromAt and a.known_to_at is null
        order by length(a.locality_code), a.locality_code
        """,
        one);

    /// <summary>
    /// Makes the switch of announcements awaited again, after it was undone, and with it that of their corrections, which were confirmed by it. Returns the ids of all of them.
    /// </summary>
    internal static async Task<List<string>> AwaitAgain(Session tx, IEnumerable<string> announcementIds)
    {
        var given = announcementIds.ToList();
        var all = await tx.Query<string>(
            """
            select a.announcement_id from org_levels a
            where a.announcement_id {any:ids} or (a.known_to_at is null and exists (select 1 from org_levels w where w.announcement_id {any:ids}
                and w.locality_code = a.locality_code and w.from_at = a.from_at and coalesce(w.level, 0) = coalesce(a.level, 0)))
            """,
            new { ids = tx.List(given) });
        await tx.Execute("update org_levels set switch_confirmed_at = null, switch_confirmed_by = null where announcement_id {any:ids}", new { ids = tx.List(all) });
        return all;
    }

    internal static async Task<List<Announcement>> ByIds(Session s, IEnumerable<string> announcementIds) => await s.Query<Announcement>(
        $"select {Columns} from org_levels a where a.announcement_id {{any:ids}} order by length(a.locality_code), a.locality_code", new { ids = s.List(announcementIds) });

    /// <summary>
    /// Announcements that wait for their switch to be confirmed, by minute and decision. Not: one that a later announcement for its place has overtaken by now, which decides nothing any more.
    /// </summary>
    internal static Task<List<Announcement>> Awaiting(Session s, Scope scope, Instant now) => s.Query<Announcement>(
        $"""
        select {Columns} from org_levels a
        where {scope.OnProvince("a")} and a.switch_confirmed_at is null and a.known_to_at is null and not exists (
            select 1 from org_levels b where b.locality_code = a.locality_code and b.known_to_at is null and b.from_at > a.from_at and b.from_at <= @now)
        order by a.from_at, a.province, a.decision_number, length(a.locality_code), a.locality_code
        """,
        new { now });

    public Task<Announcement> Find(Scope scope, string announcementId) => db.Read(s => One(s, scope, announcementId));

    /// <summary>The levels of many places at a moment, in their order: one reading per province.</summary>
    public Task<List<LevelFinding>> LevelsOf(IReadOnlyCollection<Locality> places, Instant at, Instant? knownAt = null) => db.Read(async s =>
    {
        var books = new Dictionary<string, ProvinceLevels>(StringComparer.Ordinal);
        // Provinces have nothing above them: for a list of them alone the tree of places is not read.
        var whole = places.Any(p => p.Kind != "province");
        if (!whole)
        {
            var announced = await s.Query<Announcement>(
                $"select {Columns} from org_levels a where a.locality_code = a.province order by a.from_at, a.known_from_at, a.recorded_at");
            books = announced.GroupBy(a => a.Province, StringComparer.Ordinal).ToDictionary(g => g.Key, g => new ProvinceLevels([.. g], []), StringComparer.Ordinal);
        }

        var found = new List<LevelFinding>(places.Count);
        foreach (var place in places)
        {
            if (!books.TryGetValue(place.Province, out var book))
            {
                books[place.Province] = book = whole ? await Book(s, place.Province, at.Day) : new ProvinceLevels([], []);
            }

            found.Add(book.Resolve(place.Code, at, knownAt));
        }

        return found;
    });

    /// <summary>Every announcement ever recorded for a place, newest validity first, withdrawn and corrected ones included.</summary>
    public Task<List<Announcement>> History(string localityCode) => db.Read(s => s.Query<Announcement>(
        $"select {Columns} from org_levels a where a.locality_code = @localityCode order by a.from_at desc, a.known_from_at desc", new { localityCode }));

    /// <summary>The level of a place at a moment, as known at another (all we know now, if not given), with the announcement it rests on.</summary>
    public Task<LevelFinding> LevelOf(string localityCode, Instant at, Instant? knownAt = null) => db.Read(async s =>
    {
        var locality = await Localities.Find(s, localityCode, at.Day) ?? throw new Refusal("Organisation.UnknownLocality", localityCode) { Kind = RefusalKind.Missing };
        return (await Book(s, locality.Province, at.Day)).Resolve(localityCode, at, knownAt);
    });

    /// <summary>What was announced for the place itself, wider places left out: for a province this is its level, read with one row.</summary>
    public Task<LevelFinding> OwnOf(string localityCode, Instant at) => db.Read(async s =>
    {
        var own = await s.One<Announcement>(
            $"""
            select {Columns} from org_levels a where a.locality_code = @localityCode and a.from_at <= @at and a.known_to_at is null
            order by a.from_at desc, a.known_from_at desc limit 1
            """,
            new { localityCode, at });
        return own?.Level is { } level ? new LevelFinding(level, localityCode, own) : new LevelFinding(null, null, null);
    });

    /// <summary>The announcements that are in force at a moment, each for its own place (lifts left out), by province and place.</summary>
    public Task<List<Announcement>> InForce(Scope scope, Instant at, Instant? knownAt = null) => db.Read(async s =>
    {
        var known = knownAt ?? Instant.Never;
        var all = await s.Query<Announcement>(
            $"""
            select {Columns} from org_levels a
            where {scope.OnProvince("a")} and a.from_at <= @at and a.known_from_at <= @known and (a.known_to_at is null or a.known_to_at > @known)
            order by a.province, length(a.locality_code), a.locality_code, a.from_at, a.known_from_at
            """,
            new { at, known });
        return all.GroupBy(a => a.LocalityCode, StringComparer.Ordinal).Select(g => g.Last()).Where(a => a.Level is not null).ToList();
    });

    /// <summary>Everything known about a province's levels, to be asked in memory: the planning pass resolves every commune from one reading.</summary>
    public static async Task<ProvinceLevels> Book(Session session, string province, DateOnly day)
    {
        var announcements = await session.Query<Announcement>($"select {Columns} from org_levels a where a.province = @province order by a.from_at, a.known_from_at, a.recorded_at", new { province });
        var parents = await session.Query<Locality>(
            """
            select l.code, l.parent_code from org_localities l
            where l.province = @province and l.parent_code is not null and l.valid_from <= @day and (l.valid_to is null or l.valid_to > @day)
            """,
            new { province, day });
        return new ProvinceLevels(announcements, parents.Select(l => KeyValuePair.Create(l.Code, l.ParentCode!)));
    }

    /// <summary>Keeps others from announcing in the province until the transaction ends.</summary>
    internal static Task Lock(Session tx, string province) => tx.Lock("levels " + province);

    /// <summary>
    /// Records an announcement. The same place and minute announced differently is a correction: what we held before is kept as known until now, and a switch
    /// that was confirmed for the same level stays confirmed.
    /// </summary>
    internal static async Task Record(Session tx, Announcement announcement)
    {
        var held = await tx.Query<Announcement>(
            $"select {Columns} from org_levels a where a.locality_code = @LocalityCode and a.from_at = @FromAt and a.known_to_at is null order by a.known_from_at, a.recorded_at",
            new { announcement.LocalityCode, announcement.FromAt });
        if (held.Count > 0)
        {
            await tx.Execute(
                "update org_levels set known_to_at = @RecordedAt where locality_code = @LocalityCode and from_at = @FromAt and known_to_at is null",
                new { announcement.LocalityCode, announcement.FromAt, announcement.RecordedAt });
            var last = held[^1];
            if (announcement.SwitchConfirmedAt is null && last.Level == announcement.Level)
            {
                (announcement.SwitchConfirmedAt, announcement.SwitchConfirmedBy) = (last.SwitchConfirmedAt, last.SwitchConfirmedBy);
            }
        }

        await tx.Execute(
            """
            insert into org_levels (announcement_id, locality_code, province, level, from_at, known_from_at, known_to_at, decision_number, decision_date, authority,
                measures_number, measures_date, measures_text, measures_until, source, recorded_by, recorded_at, switch_confirmed_at, switch_confirmed_by)
            values (@AnnouncementId, @LocalityCode, @Province, @Level, @FromAt, @KnownFromAt, @KnownToAt, @DecisionNumber, @DecisionDate, @Authority,
                @MeasuresNumber, @MeasuresDate, @MeasuresText, @MeasuresUntil, @Source, @RecordedBy, @RecordedAt, @SwitchConfirmedAt, @SwitchConfirmedBy)
            """,
            announcement);
    }

    /// <summary>False if measures are told that the file did not know: then the announcement is corrected, and thereby confirmed.</summary>
    private static bool TellsNoOtherMeasures(NewAnnouncement what, Announcement held) =>
        (VietnameseText.NormaliseOrNull(what.MeasuresNumber) is not { } number || number == held.MeasuresNumber)
        && (VietnameseText.NormaliseOrNull(what.MeasuresText) is not { } text || text == held.MeasuresText)
        && (what.MeasuresDate is not { } date || date == held.MeasuresDate) && (what.MeasuresUntil is not { } until || until == held.MeasuresUntil);

    internal static async Task Confirm(Session tx, TimeProvider clock, Actor actor, Announcement announcement)
    {
        await SetConfirmed(tx, clock, actor, announcement);
        await TellConfirmed(tx, clock, actor, announcement);
    }

    /// <summary>For a confirmation that plans in its transaction: the entry is written after that (<see cref="TellConfirmed"/>), the audit chain being the last lock.</summary>
    internal static Task SetConfirmed(Session tx, TimeProvider clock, Actor actor, Announcement announcement) => tx.Execute(
        "update org_levels set switch_confirmed_at = @now, switch_confirmed_by = @by where announcement_id = @AnnouncementId",
        new { announcement.AnnouncementId, now = clock.Now(), by = actor.UserId });

    internal static Task TellConfirmed(Session tx, TimeProvider clock, Actor actor, Announcement announcement) =>
        AuditTrail.Write(tx, clock, actor, "organisation.switch-confirm", "locality:" + announcement.LocalityCode, new { announcement.DecisionNumber, announcement.Level });

    internal static async Task<Announcement> One(Session s, Scope scope, string announcementId) =>
        await s.One<Announcement>($"select {Columns} from org_levels a where a.announcement_id = @announcementId and {scope.OnProvince("a")}", new { announcementId })
        ?? throw new Refusal("Organisation.UnknownAnnouncement") { Kind = RefusalKind.Missing };
}

/// <summary>An announcement to be made. Level null lifts.</summary>
public sealed record NewAnnouncement(string Locality, int? Level, Instant From, string DecisionNumber, DateOnly? DecisionDate, string Authority)
{
    public string? MeasuresNumber { get; init; }
    public DateOnly? MeasuresDate { get; init; }
    public string? MeasuresText { get; init; }
    public DateOnly? MeasuresUntil { get; init; }

    /// <summary>Since when we knew it; the moment of recording if not given.</summary>
    public Instant? KnownFrom { get; init; }

    /// <summary>False: the switch of the place's open work is to be previewed and confirmed.</summary>
    public bool Confirmed { get; init; } = true;

    /// <summary>page, command or file.</summary>
    public string Source { get; init; } = "page";
}

/// <summary>A recorded announcement.</summary>
public sealed record Announcement
{
    public string AnnouncementId { get; init; } = "";
    public string LocalityCode { get; init; } = "";
    public string Province { get; init; } = "";

    /// <summary>1–4; null: this lifts.</summary>
    public short? Level { get; init; }

    public Instant FromAt { get; init; }
    public Instant KnownFromAt { get; init; }

    /// <summary>Since when it counts as withdrawn or corrected.</summary>
    public Instant? KnownToAt { get; init; }

    public string DecisionNumber { get; init; } = "";
    public DateOnly? DecisionDate { get; init; }
    public string Authority { get; init; } = "";
    public string? MeasuresNumber { get; init; }
    public DateOnly? MeasuresDate { get; init; }
    public string? MeasuresText { get; init; }
    public DateOnly? MeasuresUntil { get; init; }
    public string Source { get; init; } = "";
    public string RecordedBy { get; init; } = "";
    public Instant RecordedAt { get; init; }
    public string? WithdrawnBy { get; init; }
    public string? WithdrawnReason { get; init; }

    /// <summary>Null: the switch of the place's open work is awaited.</summary>
    public Instant? SwitchConfirmedAt { get; set; }

    public string? SwitchConfirmedBy { get; set; }
}

/// <summary>The level of a place at a moment. Level null: nothing announced, treated as 1 and flagged.</summary>
/// <param name="Level">1–4 or null.</param>
/// <param name="AnnouncedFor">Code of the place whose announcement decides.</param>
/// <param name="Announcement">That announcement.</param>
public sealed record LevelFinding(int? Level, string? AnnouncedFor, Announcement? Announcement)
{
    public int Effective => Level ?? 1;
}

/// <summary>A province's announcements with its tree of places.</summary>
public sealed class ProvinceLevels
{
    private readonly List<Announcement> _announcements;
    private readonly List<KeyValuePair<string, string>> _parents;
    private readonly LevelBook _book;

    internal ProvinceLevels(IEnumerable<Announcement> announcements, IEnumerable<KeyValuePair<string, string>> parents)
    {
        _announcements = [.. announcements];
        _parents = [.. parents];
        _book = new LevelBook(
            _announcements.Select((a, i) => new LevelAnnouncement(
                a.LocalityCode, (byte?)a.Level, a.FromAt.Milliseconds, null, Math.Min(a.KnownFromAt.Milliseconds, a.KnownToAt?.Milliseconds ?? long.MaxValue), a.KnownToAt?.Milliseconds, i, i)),
            _parents);
    }

    internal IReadOnlyList<Announcement> Announcements => _announcements;

    public LevelFinding Resolve(string localityCode, Instant at, Instant? knownAt = null)
    {
        var found = _book.Resolve(localityCode, at.Milliseconds, (knownAt ?? Instant.Never).Milliseconds);
        return new(found.Level, found.AnnouncedFor, found.Announcement is { } a ? _announcements[(int)a.Reference] : null);
    }

    /// <summary>The same province with other announcements: as it would be, or as it was.</summary>
    internal ProvinceLevels With(IEnumerable<Announcement> announcements) => new(announcements, _parents);

    /// <summary>Places that follow the wider one again by a lift whose switch nobody confirmed.</summary>
    internal HashSet<string> PendingLifts(Instant at) => _announcements
        .Where(a => a.KnownToAt is null && a.FromAt <= at)
        .GroupBy(a => a.LocalityCode, StringComparer.Ordinal)
        .Where(g => g.MaxBy(a => a.FromAt) is { Level: null, SwitchConfirmedAt: null })
        .Select(g => g.Key).ToHashSet(StringComparer.Ordinal);
}
