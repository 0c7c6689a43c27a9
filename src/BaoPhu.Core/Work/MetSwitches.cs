using BaoPhu.Core.Data;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Register;

namespace BaoPhu.Core.Work;

/// <summary>
/// The switches that a pass of a province meets: announcements that are confirmed and have begun, and confirmed ones taken back, by which its work is not planned yet
/// (wrk_levels_met remembers by which it is). The pass applies them, each with its record, in its own transaction. A province's first pass has nothing to switch.
/// </summary>
internal sealed class MetSwitches : IDisposable
{
    private readonly List<MetSwitch> _all;
    private readonly Dictionary<string, MetSwitch> _byAnnouncement = new(StringComparer.Ordinal);
    private readonly Dictionary<ulong, (EmployerLevel Before, int Place)> _communes = [];
    private EmployerLevels? _before;

    private MetSwitches(string province, List<MetSwitch> all, ProvinceLevels now, ProvinceLevels before)
    {
        (Province, _all, Now, LevelsBefore) = (province, all, now, before);
        foreach (var met in all)
        {
            foreach (var announcement in met.Announcements)
            {
                _byAnnouncement[announcement.AnnouncementId] = met;
            }
        }
    }

    public string Province { get; }
    public List<MetSwitch> All => _all;

    /// <summary>The levels by which the pass plans.</summary>
    public ProvinceLevels Now { get; }

    /// <summary>The levels without these switches.</summary>
    public ProvinceLevels LevelsBefore { get; }

    public SwitchLoads Loads { get; private set; } = null!;

    /// <summary>What a pass of the province as of a moment meets; null where it meets nothing.</summary>
    public static async Task<MetSwitches?> Due(Session s, string province, Instant asOf) =>
        await IsPlanned(s, province) && await Unmet(s, province, asOf) is { Count: > 0 } unmet
            ? await Make(s, province, await Levels.Book(s, province, asOf.Day), unmet)
            : null;

    /// <summary>The same with what a preview supposes, whether the province was planned before or not.</summary>
    public static async Task<MetSwitches> Supposed(Session s, SwitchQuestion question)
    {
        var book = await Levels.Book(s, question.Province, question.At.Day);
        var confirmed = question.Announcements.ToHashSet(StringComparer.Ordinal);
        var withdrawn = question.Without.ToHashSet(StringComparer.Ordinal);
        var announcements = book.Announcements.Select(a =>
            confirmed.Contains(a.AnnouncementId) ? a with { SwitchConfirmedAt = a.SwitchConfirmedAt ?? question.At }
            : withdrawn.Contains(a.AnnouncementId) ? a with { KnownToAt = question.At } : a).ToList();
        var assumed = question.Assumed.Select((a, i) => new Announcement
        {
            AnnouncementId = "assumed-" + i, LocalityCode = a.Locality, Province = question.Province, Level = (short?)a.Level, FromAt = question.At, KnownFromAt = question.At,
            SwitchConfirmedAt = question.At,
        }).ToList();
        var asked = announcements.Where(a => confirmed.Contains(a.AnnouncementId) || withdrawn.Contains(a.AnnouncementId)).Concat(assumed).ToList();
        var unmet = await IsPlanned(s, question.Province) ? await Unmet(s, question.Province, question.At, asked.Select(a => a.AnnouncementId)) : [];
        unmet.RemoveAll(a => confirmed.Contains(a.AnnouncementId) || withdrawn.Contains(a.AnnouncementId));
        announcements.AddRange(assumed);
        return await Make(s, question.Province, book.With(announcements), unmet, asked);
    }

    /// <summary>
    /// The levels for planning one employer between a switch's minute and its pass: the switch is not applied by it, its place waits. Null where nothing is unmet.
    /// </summary>
    public static async Task<ProvinceLevels?> Held(Session s, string province, Instant asOf)
    {
        if (!await IsPlanned(s, province) || await Unmet(s, province, asOf) is not { Count: > 0 } unmet)
        {
            return null;
        }

        var ids = unmet.Select(a => a.AnnouncementId).ToHashSet(StringComparer.Ordinal);
        var book = await Levels.Book(s, province, asOf.Day);
        return book.With(book.Announcements.Select(a => ids.Contains(a.AnnouncementId) ? a with { SwitchConfirmedAt = null, KnownToAt = null } : a));
    }

    /// <summary>Prepares the comparison for the employers of a pass.</summary>
    public async Task Begin(Session s, EmployerBatch reading, DateOnly soon)
    {
        Loads = new SwitchLoads(soon);
        _before = await EmployerLevels.Load(s, Province, reading.AsOf, reading.Communes.Take(reading.Count).Distinct(), LevelsBefore);
    }

    /// <summary>The level of a commune's employers without the switches, and which of them (a place in <see cref="All"/>, -1 for none) made it what it is.</summary>
    public (EmployerLevel Before, int Place) Of(ulong commune, EmployerLevel now)
    {
        if (!_communes.TryGetValue(commune, out var found))
        {
            var before = _before!.Of(commune);
            var place = before.Level == now.Level && before.Announced == now.Announced ? -1 : _all.IndexOf(Deciding(before, now));
            _communes[commune] = found = (before, place);
        }

        return found;
    }

    /// <summary>
    /// Before a pass: where a province is planned for the first time its announcements need no switch, and a confirmed one whose announcements were all taken back is dropped.
    /// </summary>
    public static async Task Settle(Session tx, string province, Instant asOf)
    {
        if (!await IsPlanned(tx, province))
        {
            await tx.Execute(
                """
                insert into wrk_levels_met (announcement_id, ended, province)
                select a.announcement_id, false, a.province from org_levels a where a.province = @province and a.switch_confirmed_at is not null and a.from_at <= @asOf
                on conflict (announcement_id, ended) do nothing
                """,
                new { province, asOf });
            await tx.Execute(
                "update wrk_switches set state = 'applied', applied_at = @asOf, as_of_at = @asOf, numbers = @none where province = @province and state = 'confirmed' and from_at <= @asOf",
                new { province, asOf, none = SwitchRecords.Write(new SwitchNumbers()) });
        }

        await tx.Execute(
            """
            update wrk_switches set state = 'dropped' where province = @province and state = 'confirmed' and not exists (
                select 1 from org_levels a where a.province = wrk_switches.province and a.decision_number = wrk_switches.decision_number and a.from_at = wrk_switches.from_at
                    and a.known_to_at is null and a.switch_confirmed_at is not null)
            """,
            new { province });
    }

    /// <summary>Writes that the province's work is planned by these from now on.</summary>
    public async Task Remember(Session tx, MetSwitch met)
    {
        foreach (var announcement in met.Announcements)
        {
            await tx.Execute(
                "insert into wrk_levels_met (announcement_id, ended, province, switch_id) values (@AnnouncementId, @ended, @Province, @SwitchId) on conflict (announcement_id, ended) do update set switch_id = excluded.switch_id",
                new { announcement.AnnouncementId, ended = met.IsWithdrawal, Province, met.SwitchId });
        }
    }

    public void Dispose()
    {
        foreach (var met in _all)
        {
            met.Tally.Dispose();
        }
    }

    private MetSwitch Deciding(EmployerLevel before, EmployerLevel now) =>
        now.Announcement is { } decides && _byAnnouncement.TryGetValue(decides.AnnouncementId, out var begun) ? begun
        : before.Announcement is { } ended && _byAnnouncement.TryGetValue(ended.AnnouncementId, out var back) ? back
        : _all.FindLast(m => m.Announcements.Any(a => a.LocalityCode == before.AnnouncedFor)) ?? _all[^1];

    private static async Task<bool> IsPlanned(Session s, string province) =>
        await s.One<long>("select count(*) from wrk_passes where province = @province", new { province }) > 0;

    private static async Task<List<Announcement>> Unmet(Session s, string province, Instant asOf, IEnumerable<string>? asked = null)
    {
        // What was corrected holds for the work until the switch of its correction is confirmed.
        var ids = await s.Query<string>(
            """
            select a.announcement_id from org_levels a
            where a.province = @province and a.known_to_at is null and a.switch_confirmed_at is not null and a.from_at <= @asOf
                and not exists (select 1 from wrk_levels_met m where m.announcement_id = a.announcement_id and m.ended = false)
            union all
            select m.announcement_id from wrk_levels_met m join org_levels a on a.announcement_id = m.announcement_id
            where m.province = @province and m.ended = false and a.known_to_at is not null
                and not exists (select 1 from wrk_levels_met e where e.announcement_id = m.announcement_id and e.ended = true)
                and not exists (select 1 from org_levels b where b.locality_code = a.locality_code and b.from_at = a.from_at and b.known_to_at is null
                    and b.switch_confirmed_at is null and not (b.announcement_id {any:asked}))
            """,
            new { province, asOf, asked = s.List(asked ?? []) });
        return ids.Count == 0 ? [] : await Levels.ByIds(s, ids);
    }

    private static async Task<MetSwitches> Make(Session s, string province, ProvinceLevels book, List<Announcement> unmet, List<Announcement>? asked = null)
    {
        var confirmed = await s.Query<ConfirmedSwitch>(
            "select w.switch_id, w.decision_number, w.from_at from wrk_switches w where w.province = @province and w.state = 'confirmed'", new { province });
        var all = new List<MetSwitch>();
        foreach (var group in unmet.GroupBy(a => (Ended: a.KnownToAt is not null, a.DecisionNumber, a.FromAt)).OrderBy(g => g.Key.FromAt).ThenBy(g => !g.Key.Ended))
        {
            var waiting = group.Key.Ended ? null : confirmed.Find(c => c.DecisionNumber == group.Key.DecisionNumber && c.FromAt == group.Key.FromAt);
            all.Add(new MetSwitch([.. group], group.Key.Ended)
            {
                SwitchId = waiting?.SwitchId ?? Guid.CreateVersion7().ToString("N"),
                IsRecorded = waiting is not null,
                // Corrected papers without another level, and what a correction replaces, are no switch of their own.
                IsSilent = waiting is null && group.All(a => group.Key.Ended
                    ? a.WithdrawnReason is null
                    : unmet.Exists(b => b.KnownToAt is not null && b.LocalityCode == a.LocalityCode && b.FromAt == a.FromAt && b.Level == a.Level)),
            });
        }

        if (asked is not null)
        {
            all.Add(new MetSwitch(asked, asked.Exists(a => a.KnownToAt is not null)) { IsAsked = true });
        }

        var begun = all.Where(m => !m.IsWithdrawal).SelectMany(m => m.Announcements).Select(a => a.AnnouncementId).ToHashSet(StringComparer.Ordinal);
        var ended = all.Where(m => m.IsWithdrawal).SelectMany(m => m.Announcements).Select(a => a.AnnouncementId).ToHashSet(StringComparer.Ordinal);
        var before = book.With(book.Announcements.Where(a => !begun.Contains(a.AnnouncementId)).Select(a => ended.Contains(a.AnnouncementId) ? a with { KnownToAt = null } : a));
        return new MetSwitches(province, all, book, before);
    }

    private sealed class ConfirmedSwitch
    {
        public string SwitchId { get; init; } = "";
        public string DecisionNumber { get; init; } = "";
        public Instant FromAt { get; init; }
    }
}

/// <summary>One of them: its announcements, or what was taken back.</summary>
internal sealed class MetSwitch(List<Announcement> announcements, bool withdrawal)
{
    public string SwitchId { get; init; } = "";
    public IReadOnlyList<Announcement> Announcements => announcements;
    public bool IsWithdrawal => withdrawal;

    /// <summary>Confirmed beforehand: its row is there.</summary>
    public bool IsRecorded { get; init; }

    /// <summary>No switch is written for it.</summary>
    public bool IsSilent { get; init; }

    /// <summary>The one that a preview is about.</summary>
    public bool IsAsked { get; init; }

    public SwitchTally Tally { get; } = new();

    /// <summary>Its tally when the pass is through.</summary>
    public SwitchNumbers Numbers { get; set; } = new();
}
