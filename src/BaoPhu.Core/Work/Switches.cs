using System.Globalization;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;

namespace BaoPhu.Core.Work;

/// <summary>
/// The switch: a new level is announced, its consequence for every open task of the places is shown beforehand, a leader confirms exactly what was shown, and at the set minute
/// one transaction moves the work of the province. Within a window it can be undone. The announcements of one decision that begin at one minute in one province are one switch.
/// <para>What a preview counts and what a confirmation applies is the same pass; the digest of the one is carried by the other, and where the ground has moved the confirmation
/// is refused with the new numbers.</para>
/// </summary>
public sealed class Switches(Db db, TimeProvider clock, IReadOnlyList<ISwitchFollower> followers)
{
    private readonly KeptPreviews _kept = new();

    /// <summary>Switches that wait to be confirmed, by minute.</summary>
    public Task<List<AwaitingSwitch>> Awaiting(Scope scope) => db.Read(async s =>
        (await Levels.Awaiting(s, scope, clock.Now())).GroupBy(a => (a.Province, a.DecisionNumber, a.FromAt)).Select(g => new AwaitingSwitch([.. g])).ToList());

    /// <summary>What the switch of a recorded announcement (with the others of its decision) would do at its minute, or now where that has passed.</summary>
    public Task<SwitchPreview> Preview(Scope scope, string announcementId, CancellationToken cancel = default) => db.ReadConsistently(
        async s =>
        {
            var question = await QuestionOf(s, await Levels.One(s, scope, announcementId));
            var ground = await KeptPreviews.Ground(s, question);
            if (_kept.Find(announcementId, ground) is { } known)
            {
                return known with { At = question.At };
            }

            var seen = await Look(s, question);
            _kept.Keep(announcementId, ground, seen);
            return seen;
        },
        cancel);

    /// <summary>
    /// What would happen: for a rehearsal, an announcement while it is typed, or one to be taken back. The moment is never before the last planned one. Nothing is written.
    /// </summary>
    public Task<SwitchPreview> Preview(Scope scope, SwitchQuestion question, CancellationToken cancel = default) => db.ReadConsistently(
        async s =>
        {
            if (!scope.Covers(question.Province))
            {
                throw new Refusal("Common.UnknownProvince", question.Province) { Kind = RefusalKind.Missing };
            }

            return await Look(s, await PlanningPass.Last(s, question.Province) is { } last && question.At < last ? question with { At = last } : question);
        },
        cancel);

    /// <summary>What taking a wrong announcement back would do now.</summary>
    public Task<SwitchPreview> PreviewOfWithdrawal(Scope scope, string announcementId) => db.ReadConsistently(async s =>
    {
        var one = await Levels.One(s, scope, announcementId);
        return await Look(s, await NotBeforeNow(s, new SwitchQuestion(one.Province, clock.Now()) { Without = [announcementId] }));
    });

    /// <summary>
    /// Confirms what the preview with this digest showed: applied in the same transaction where its minute has passed, else by the pass that meets it. Refused: a switch that
    /// does not await, and with the numbers of now when they are not those of the preview (digest null: whatever they are).
    /// </summary>
    public Task<ConfirmedSwitch> Confirm(Actor actor, Scope scope, string announcementId, string? digest, CancellationToken cancel = default) => db.Write(
        async tx =>
        {
            var one = await LockedLevel(tx, scope, announcementId);
            if (one.KnownToAt is not null || one.SwitchConfirmedAt is not null)
            {
                throw new Refusal("Organisation.SwitchNotAwaiting", one.DecisionNumber);
            }

            var question = await QuestionOf(tx, one);
            var announcements = (await Levels.OfSameSwitch(tx, one)).Where(a => a.SwitchConfirmedAt is null).ToList();
            var now = clock.Now();
            // A place of the decision that was announced after the others were confirmed joins their switch.
            var joined = await tx.One<SwitchRecord>(
                $"""
                select {SwitchRecords.Columns} from wrk_switches w
                where w.province = @Province and w.kind = 'announce' and w.state = 'confirmed' and w.decision_number = @DecisionNumber and w.from_at = @FromAt
                order by w.switch_id limit 1
                """,
                one);
            var switchId = joined?.SwitchId ?? Guid.CreateVersion7().ToString("N");
            var later = one.FromAt > now;
            SwitchNumbers? numbers = null;
            if (later || joined is not null)
            {
                numbers = (await Look(tx, question)).Numbers;
                CheckDigest(announcementId, digest, numbers);
            }

            await tx.Execute(
                """
                insert into wrk_switches (switch_id, province, kind, state, decision_number, from_at, announcements, confirmed_at, confirmed_by, preview_digest, preview_counts)
                values (@switchId, @Province, 'announce', 'confirmed', @DecisionNumber, @FromAt, @announcements, @now, @by, @digest, @counts)
                on conflict (switch_id) do update set announcements = excluded.announcements, preview_digest = null, preview_counts = null
                """,
                new
                {
                    switchId, one.Province, one.DecisionNumber, one.FromAt, now, by = actor.UserId, digest = later ? numbers!.Digest : digest,
                    // Of a switch that others joined no single preview was confirmed.
                    counts = later ? SwitchRecords.Write(numbers!.Counts) : null,
                    announcements = SwitchRecords.Write((joined?.AnnouncementIds ?? []).Concat(announcements.Select(a => a.AnnouncementId)).Distinct(StringComparer.Ordinal)),
                });
            foreach (var announcement in announcements)
            {
                await Levels.SetConfirmed(tx, clock, actor, announcement);
            }

            if (!later && await tx.One<long>("select count(*) from wrk_passes where province = @Province", one) > 0)
            {
                var result = await new PlanningPass(db, clock, followers).PlanWithin(tx, actor, one.Province, question.At, new PassOptions());
                numbers = result.Switches.First(s => s.SwitchId == switchId).Numbers;
                if (joined is null)
                {
                    CheckDigest(announcementId, digest, numbers);
                }
            }

            foreach (var announcement in announcements)
            {
                await Levels.TellConfirmed(tx, clock, actor, announcement);
            }

            return new ConfirmedSwitch((await SwitchRecords.Find(tx, switchId))!, numbers ?? new SwitchNumbers());
        },
        cancel);

    /// <summary>Takes a wrong announcement back and switches its places' work back in the same transaction.</summary>
    public Task<Announcement> Withdraw(Actor actor, Scope scope, string announcementId, string reason) => db.Write(async tx =>
    {
        var one = await LockedLevel(tx, scope, announcementId);
        var withdrawn = await Levels.Withdraw(tx, clock, actor, scope, announcementId, reason);
        if (await tx.One<long>("select count(*) from wrk_levels_met where announcement_id = @announcementId", new { announcementId }) > 0)
        {
            await new PlanningPass(db, clock, followers).PlanWithin(tx, actor, one.Province, await PlanningPass.Moment(tx, clock, one.Province), new PassOptions());
        }

        await Levels.TellWithdrawn(tx, clock, actor, withdrawn);
        return withdrawn;
    });

    /// <summary>The switches that were confirmed, newest first.</summary>
    public Task<List<SwitchRecord>> List(Scope scope, string? province = null, int count = 200) => db.Read(s => s.Query<SwitchRecord>(
        $"""
        select {SwitchRecords.Columns} from wrk_switches w where {scope.OnProvince("w")} and (@province is null or w.province = @province)
        order by case when w.state = 'confirmed' then 0 else 1 end, w.confirmed_at desc, w.switch_id desc limit @count
        """,
        new { province, count }));

    /// <summary>The announcements of switches, by id: which places went to which level.</summary>
    public Task<Dictionary<string, Announcement>> AnnouncementsOf(IEnumerable<SwitchRecord> switches) => db.Read(async s =>
        (await Levels.ByIds(s, switches.SelectMany(w => w.AnnouncementIds).Distinct(StringComparer.Ordinal))).ToDictionary(a => a.AnnouncementId, StringComparer.Ordinal));

    /// <summary>One switch with both papers of each announcement and who did what.</summary>
    public Task<SwitchLog> Find(Scope scope, string switchId) => db.Read(async s =>
    {
        await PlanTable.Load(s);
        var record = await One(s, scope, switchId);
        var hours = await Settings.Number(s, record.Province, Settings.SwitchUndoHours, clock.Today());
        return new SwitchLog(record, await Levels.ByIds(s, record.AnnouncementIds)) { UndoUntil = UndoEnds(record, hours), MayUndo = await WhyNoUndo(s, record, hours) is null };
    });

    /// <summary>Why a switch cannot be undone now, null where it can.</summary>
    public Task<Refusal?> WhyNoUndo(Scope scope, string switchId) => db.Read(async s =>
    {
        var record = await One(s, scope, switchId);
        return await WhyNoUndo(s, record, await Settings.Number(s, record.Province, Settings.SwitchUndoHours, clock.Today()));
    });

    /// <summary>
    /// Undoes an applied switch: what it touched, nobody changed since and no paper went out for is put back (state, form, due, owner, row), what it created is cancelled, the rest stays and is listed;
    /// its places await their switch again. Refused: outside the window, a switch back, one whose tasks a later switch moved on.
    /// </summary>
    public Task<UndoNumbers> Undo(Actor actor, Scope scope, string switchId, string reason) => db.Write(async tx =>
    {
        var record = await One(tx, scope, switchId);
        if (!scope.CoversWhole(record.Province))
        {
            throw new Refusal("Organisation.LevelsByProvince") { Kind = RefusalKind.Forbidden };
        }

        await tx.Lock(PlanningPass.LockOf(record.Province));
        await Levels.Lock(tx, record.Province);
        record = await One(tx, scope, switchId);
        if (await WhyNoUndo(tx, record, await Settings.Number(tx, record.Province, Settings.SwitchUndoHours, clock.Today())) is { } refusal)
        {
            throw refusal;
        }

        reason = reason.Trim();
        if (reason.Length == 0)
        {
            throw new Refusal("Switches.UndoNeedsReason");
        }

        var numbers = await PutBack(tx, actor, record);
        var awaited = await Levels.AwaitAgain(tx, record.AnnouncementIds);
        await tx.Execute("delete from wrk_levels_met where switch_id = @switchId or announcement_id {any:awaited}", new { switchId, awaited = tx.List(awaited) });
        await tx.Execute(
            "update wrk_switches set state = 'undone', undone_at = @now, undone_by = @by, undo_reason = @reason, undo_numbers = @undo where switch_id = @switchId",
            new { switchId, now = clock.Now(), by = actor.UserId, reason, undo = SwitchRecords.Write(numbers) });
        await SwitchNotices.TellAgain(tx, switchId);
        foreach (var follower in followers)
        {
            if (await follower.Undone(tx, actor, (await SwitchRecords.Find(tx, switchId))!) is { } papers)
            {
                numbers = numbers with { Papers = papers };
                await tx.Execute("update wrk_switches set undo_numbers = @undo where switch_id = @switchId", new { switchId, undo = SwitchRecords.Write(numbers) });
            }
        }

        await AuditTrail.Write(tx, clock, actor, "work.switch-undo", "switch:" + switchId, new { reason, numbers.PutBack, numbers.Cancelled, numbers.Kept });

        return numbers;
    });

    /// <summary>The question that a preview of a recorded announcement answers.</summary>
    private async Task<SwitchQuestion> QuestionOf(Session s, Announcement one) => await NotBeforeNow(s, new SwitchQuestion(one.Province, one.FromAt)
    {
        Announcements = [.. (await Levels.OfSameSwitch(s, one)).Where(a => a.SwitchConfirmedAt is null).Select(a => a.AnnouncementId)],
    });

    private async Task<SwitchQuestion> NotBeforeNow(Session s, SwitchQuestion question)
    {
        var now = await PlanningPass.Moment(s, clock, question.Province);
        return question.At < now ? question with { At = now } : question;
    }

    private static async Task<SwitchPreview> Look(Session s, SwitchQuestion question)
    {
        using var met = await MetSwitches.Supposed(s, question);
        await PlanningPass.Look(s, met, question.At);
        await PlanTable.Load(s);
        var asked = met.All[^1];
        return new SwitchPreview(question.Province, question.At, [.. asked.Announcements.Where(a => a.KnownToAt is null)], [.. asked.Announcements.Where(a => a.KnownToAt is not null)], asked.Numbers);
    }

    /// <summary>The announcement under the locks of planning and of levels, in this order everywhere. Forbidden to who does not reach the whole province.</summary>
    private static async Task<Announcement> LockedLevel(Session tx, Scope scope, string announcementId)
    {
        var one = await Levels.One(tx, scope, announcementId);
        if (!scope.CoversWhole(one.Province))
        {
            throw new Refusal("Organisation.LevelsByProvince") { Kind = RefusalKind.Forbidden };
        }

        await tx.Lock(PlanningPass.LockOf(one.Province));
        await Levels.Lock(tx, one.Province);
        return await Levels.One(tx, scope, announcementId);
    }

    private void CheckDigest(string announcementId, string? shown, SwitchNumbers now)
    {
        if (shown is not null && shown != now.Digest)
        {
            _kept.Forget(announcementId);
            throw new Refusal("Switches.GroundMoved", now.Tasks, now.Converted, now.Suspended, now.Reopened, now.Cancelled, now.Created);
        }
    }

    private static async Task<SwitchRecord> One(Session s, Scope scope, string switchId) =>
        await s.One<SwitchRecord>($"select {SwitchRecords.Columns} from wrk_switches w where w.switch_id = @switchId and {scope.OnProvince("w")}", new { switchId })
        ?? throw new Refusal("Switches.Unknown") { Kind = RefusalKind.Missing };

    private static Instant? UndoEnds(SwitchRecord record, long hours) => record.AppliedAt is { } applied ? new Instant(applied.Milliseconds + (hours * 3_600_000)) : null;

    private async Task<Refusal?> WhyNoUndo(Session s, SwitchRecord record, long hours)
    {
        if (record.State != "applied")
        {
            return new Refusal("Switches.NotApplied");
        }

        if (record.IsWithdrawal)
        {
            return new Refusal("Switches.UndoOfWithdrawal");
        }

        if (UndoEnds(record, hours) is { } until && until < clock.Now())
        {
            return new Refusal("Switches.UndoTooLate", hours, until.Local.ToString("HH:mm dd/MM/yyyy", CultureInfo.InvariantCulture));
        }

        var later = await s.One<long>(
            """
            select count(*) from wrk_switches w where w.province = @Province and w.state = 'applied' and w.switch_id <> @SwitchId and w.applied_at >= @AppliedAt and exists (
                select 1 from wrk_switch_tasks a join wrk_switch_tasks b on b.subject_id = a.subject_id and b.act = a.act and b.occurrence = a.occurrence
                where a.switch_id = @SwitchId and b.switch_id = w.switch_id and b.version_after > a.version_after)
            """,
            record);
        return later > 0 ? new Refusal("Switches.LaterSwitch") : null;
    }

    private async Task<UndoNumbers> PutBack(Session tx, Actor actor, SwitchRecord record)
    {
        var args = new { record.SwitchId, by = actor.UserId, now = clock.Now(), today = clock.Today() };
        await tx.Execute(
            """
            update wrk_switch_tasks as s set undo = case when
                exists (select 1 from wrk_tasks t where t.subject_id = s.subject_id and t.act = s.act and t.occurrence = s.occurrence and t.version = s.version_after)
                and not exists (select 1 from wrk_tasks n where n.subject_id = s.subject_id and n.act = s.act and n.occurrence > s.occurrence)
                and not exists (select 1 from wrk_papers p where p.subject_id = s.subject_id and p.act = s.act and p.occurrence = s.occurrence
                    and p.state in ('sent', 'unit-signed', 'unit-refused'))
                then 'undone' else 'kept' end
            where s.switch_id = @SwitchId
            """,
            args);
        await tx.Execute(
            """
            insert into wrk_task_events (subject_id, act, occurrence, seq, at, user_id, event, detail)
            select s.subject_id, s.act, s.occurrence, s.version_after + 1, @now, @by, 'switch-undone', @detail from wrk_switch_tasks s
            where s.switch_id = @SwitchId and s.undo = 'undone'
            """,
            new { record.SwitchId, by = actor.UserId, now = clock.Now(), detail = TaskEvents.Write(new { reason = "undone" }) });
        var back = await tx.Execute(
            """
            update wrk_tasks as t set state = s.state, stream = s.stream, channels = s.channels, form = s.form, owner = s.owner, due_on = s.due_on, policy_number = s.policy_number,
                policy_version = s.policy_version, rule = s.rule, level = s.level, level_announced = s.level_announced, standing = s.standing, band = s.band,
                suspended_on = s.suspended_on, tries = s.tries, closed_on = null, close_reason = null, version = t.version + 1, updated_at = @now
            from wrk_switch_tasks as s
            where s.switch_id = @SwitchId and s.undo = 'undone' and s.kind <> 'created' and t.subject_id = s.subject_id and t.act = s.act and t.occurrence = s.occurrence
            """,
            args);
        var cancelled = await tx.Execute(
            """
            update wrk_tasks as t set state = 'closed', closed_on = @today, close_reason = 'undone', suspended_on = null, version = t.version + 1, updated_at = @now
            from wrk_switch_tasks as s
            where s.switch_id = @SwitchId and s.undo = 'undone' and s.kind = 'created' and t.subject_id = s.subject_id and t.act = s.act and t.occurrence = s.occurrence
            """,
            args);
        await TaskChanges.NoteProvince(tx, record.Province);
        if (record.AsOfAt is { } applied)
        {
            await Slots.TakeAgain(tx, record.Province, applied);
        }

        return new UndoNumbers(back, cancelled, await tx.One<long>("select count(*) from wrk_switch_tasks where switch_id = @SwitchId and undo = 'kept'", record));
    }
}

/// <summary>The announcements of one decision for one minute whose switch nobody confirmed.</summary>
public sealed record AwaitingSwitch(IReadOnlyList<Announcement> Announcements)
{
    public string Province => Announcements[0].Province;
    public string DecisionNumber => Announcements[0].DecisionNumber;
    public Instant FromAt => Announcements[0].FromAt;

    /// <summary>Of the announcement under which its preview is asked for.</summary>
    public string AnnouncementId => Announcements[0].AnnouncementId;
}

/// <summary>A confirmed switch; applied already where its minute had passed. Numbers: as applied, or as they will be.</summary>
public sealed record ConfirmedSwitch(SwitchRecord Record, SwitchNumbers Numbers);

/// <summary>A switch as its page shows it.</summary>
public sealed record SwitchLog(SwitchRecord Record, IReadOnlyList<Announcement> Announcements)
{
    public Instant? UndoUntil { get; init; }
    public bool MayUndo { get; init; }
}
