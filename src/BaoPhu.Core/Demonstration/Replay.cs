using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Planning;

namespace BaoPhu.Core.Demonstration;

/// <summary>
/// Lives the days of a province once more: the clock goes from midnight to midnight and stops at every minute at which an announcement begins; there its switch is confirmed if nobody
/// had, and the work is planned and switched by the same pass as in use. Nobody works meanwhile: what is seen is what levels and debts alone do to the work.
/// <para>It begins without tasks, so it forgets the work of the province first. Therefore it runs on a copy, or on a demonstration that is told to be used up.</para>
/// </summary>
public sealed class Replay(Db db)
{
    private const int MostDays = 400;

    /// <summary>
    /// Refused: days in the wrong order or more than 400, a province without employers. <paramref name="tell"/> is told each day when it is over. Leaves the work, the passes and
    /// the switches of these days in the database, and the site's clock at the end of the last one.
    /// </summary>
    public async Task<IReadOnlyList<ReplayDay>> Run(string province, DateOnly from, DateOnly to, Action<ReplayDay>? tell = null, CancellationToken cancel = default)
    {
        if (to < from || to.DayNumber - from.DayNumber >= MostDays)
        {
            throw new Refusal("Replay.BadDays", from, to, MostDays);
        }

        var (first, last) = EmployerKey.Range(province);
        if (await db.Read(s => s.One<long>("select count(*) from reg_employers where employer_id between @first and @last", new { first, last }), cancel) == 0)
        {
            throw new Refusal("Replay.NoEmployers", province);
        }

        await db.Write(tx => Forget(tx, province), cancel);
        var (communes, minutes) = await db.Read(async s => (
            await s.Query<string>("select code from org_localities where province = @province and kind = 'commune' and valid_from <= @to and (valid_to is null or valid_to > @from) order by code", new { province, from, to }),
            await s.Query<Instant>(
                "select distinct from_at from org_levels where province = @province and known_to_at is null and from_at >= @begin and from_at < @end order by from_at",
                new { province, begin = Instant.StartOf(from), end = Instant.StartOf(to.AddDays(1)) })), cancel);

        var days = new List<ReplayDay>();
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            var started = TimeProvider.System.GetTimestamp();
            var counted = new Counts();
            foreach (var at in minutes.Where(m => m.Day == day).Prepend(Instant.StartOf(day)).Distinct())
            {
                await db.Write(tx => PlanAt(tx, province, at, counted), cancel);
            }

            var one = await db.Read(s => Look(s, province, day, counted, communes), cancel);
            one = one with { Seconds = Math.Round(TimeProvider.System.GetElapsedTime(started).TotalSeconds, 2) };
            days.Add(one);
            tell?.Invoke(one);
        }

        await (await SiteClock.Load(db)).MoveTo(db, Actor.System, new Instant(Instant.StartOf(to.AddDays(1)).Milliseconds - 1_000));
        return days;
    }

    /// <summary>Refuses a database whose work is real: only what the demonstration made may be used up.</summary>
    public static async Task CheckMayBeUsedUp(Db db, string province)
    {
        if (await db.Read(s => s.One<long>("select count(*) from aud_entries where act = 'demonstration.load' and subject = @subject", new { subject = "province:" + province })) == 0)
        {
            throw new Refusal("Replay.NotADemonstration", province);
        }
    }

    private async Task PlanAt(Session tx, string province, Instant at, Counts counted)
    {
        var clock = new StillClock(at);
        var pass = SwitchFollowers.Pass(db, clock);
        await tx.Lock(PlanningPass.LockOf(province));
        await Levels.Lock(tx, province);
        var begun = (await Levels.Awaiting(tx, Scope.OfProvince(province), at)).FindAll(a => a.FromAt <= at);
        foreach (var announcement in begun)
        {
            await Levels.SetConfirmed(tx, clock, Actor.System, announcement);
        }

        var result = await pass.PlanWithin(tx, Actor.System, province, at, new PassOptions { Found = change => counted.Of[(int)change.Difference.Change]++ });
        counted.Switches += result.Switches.Count;
        counted.Awaiting = result.AwaitingSwitch;
        // The audit chain is the last lock.
        foreach (var announcement in begun)
        {
            await Levels.TellConfirmed(tx, clock, Actor.System, announcement);
        }
    }

    private static async Task<ReplayDay> Look(Session s, string province, DateOnly day, Counts counted, List<string> communes)
    {
        var (first, last) = EmployerKey.Range(province);
        var (begin, end) = (Instant.StartOf(day), Instant.EndOf(day));
        var begun = await s.One<long>("select count(*) from org_levels where province = @province and known_to_at is null and from_at between @begin and @end", new { province, begin, end });
        var book = await Levels.Book(s, province, day);
        var changes = communes.ConvertAll(c => book.Resolve(c, end).Effective.CompareTo(book.Resolve(c, new Instant(begin.Milliseconds - 1)).Effective));
        var open = await s.Query<Open>(
            """
            select t.stream, t.state, count(*) as tasks from wrk_tasks t
            where t.subject_id between @first and @last and t.state in ('open', 'started', 'suspended') group by t.stream, t.state
            """,
            new { first, last });
        return new ReplayDay(day)
        {
            Announcements = begun,
            CommunesUp = changes.Count(c => c > 0),
            CommunesDown = changes.Count(c => c < 0),
            Switches = counted.Switches,
            Created = counted[PlanChange.Create],
            Updated = counted[PlanChange.Update],
            Converted = counted[PlanChange.Convert],
            Suspended = counted[PlanChange.Suspend],
            Reopened = counted[PlanChange.Reopen],
            Closed = counted[PlanChange.Close],
            AwaitingSwitch = counted.Awaiting,
            InPerson = OfStream(WorkStream.InPerson),
            Post = OfStream(WorkStream.Post),
            Online = OfStream(WorkStream.Online),
            PutOff = open.Where(o => o.State == "suspended").Sum(o => o.Tasks),
            CatchUp = await s.One<long>(
                """
                select count(*) from wrk_tasks t where t.subject_id between @first and @last and t.state in ('open', 'started') and exists (
                    select 1 from wrk_switch_tasks r join wrk_switches w on w.switch_id = r.switch_id and w.state = 'applied'
                    where r.subject_id = t.subject_id and r.act = t.act and r.occurrence = t.occurrence and r.kind = 'reopened')
                """,
                new { first, last }),
        };

        long OfStream(WorkStream stream) => open.Where(o => o.Stream == (short)stream && o.State != "suspended").Sum(o => o.Tasks);
    }

    /// <summary>Everything that was planned or done in the province; who is in charge of whom stays.</summary>
    private static async Task Forget(Session tx, string province)
    {
        await tx.Lock(PlanningPass.LockOf(province));
        var (first, last) = EmployerKey.Range(province);
        var ours = new { province, first, last };
        await tx.Execute("delete from wrk_switch_notices where switch_id in (select switch_id from wrk_switches where province = @province)", ours);
        await tx.Execute("delete from wrk_switch_tasks where subject_id between @first and @last", ours);
        await tx.Execute("delete from wrk_switches where province = @province", ours);
        await tx.Execute("delete from wrk_levels_met where province = @province", ours);
        // The cases that grew out of the work, with the office's own papers about them.
        await tx.Execute("delete from col_case_events where subject_id between @first and @last", ours);
        await tx.Execute("delete from col_inspection_members where subject_id between @first and @last", ours);
        await tx.Execute("delete from col_inspection_days where subject_id between @first and @last", ours);
        await tx.Execute("delete from col_inspection_findings where subject_id between @first and @last", ours);
        await tx.Execute("delete from col_inspections where subject_id between @first and @last", ours);
        await tx.Execute("delete from col_penalty_proofs where subject_id between @first and @last", ours);
        await tx.Execute("delete from col_penalty_payments where subject_id between @first and @last", ours);
        await tx.Execute("delete from col_penalty_acts where subject_id between @first and @last", ours);
        await tx.Execute("delete from col_penalties where subject_id between @first and @last", ours);
        await tx.Execute("delete from col_penalty_checks where subject_id between @first and @last", ours);
        await tx.Execute("delete from col_makeup_payments where subject_id between @first and @last", ours);
        await tx.Execute("delete from col_makeup_months where subject_id between @first and @last", ours);
        await tx.Execute("delete from col_makeups where subject_id between @first and @last", ours);
        await tx.Execute("delete from col_claim_workers where subject_id between @first and @last", ours);
        await tx.Execute("delete from col_claim_recoveries where subject_id between @first and @last", ours);
        await tx.Execute("delete from col_claims where subject_id between @first and @last", ours);
        await tx.Execute("delete from col_reconciliation_payments where subject_id between @first and @last", ours);
        await tx.Execute("delete from col_reconciliations where subject_id between @first and @last", ours);
        await tx.Execute("delete from col_dossier_sheets where subject_id between @first and @last", ours);
        await tx.Execute("delete from col_dossier_items where subject_id between @first and @last", ours);
        await tx.Execute("delete from col_referral_answers where subject_id between @first and @last", ours);
        await tx.Execute("delete from col_referral_points where subject_id between @first and @last", ours);
        await tx.Execute("delete from col_referral_sanctions where subject_id between @first and @last", ours);
        await tx.Execute("delete from col_referral_confirmations where subject_id between @first and @last", ours);
        await tx.Execute("delete from col_referrals where subject_id between @first and @last", ours);
        await tx.Execute("delete from col_promises where subject_id between @first and @last", ours);
        await tx.Execute("delete from col_answers where subject_id between @first and @last", ours);
        await tx.Execute("delete from col_answer_links where subject_id between @first and @last", ours);
        await tx.Execute("delete from col_evidence where subject_id between @first and @last", ours);
        await tx.Execute("delete from col_evidence_files where subject_id between @first and @last", ours);
        await tx.Execute("delete from col_cases where subject_id between @first and @last", ours);
        await tx.Execute("delete from msg_events where subject_id between @first and @last", ours);
        await tx.Execute("delete from msg_batch_left where subject_id between @first and @last", ours);
        await tx.Execute("delete from msg_outbox where subject_id between @first and @last", ours);
        await tx.Execute("delete from col_report_rows where employer_id between @first and @last", ours);
        await tx.Execute("delete from col_publication_replies where employer_id between @first and @last", ours);
        await tx.Execute("delete from col_publication_rows where employer_id between @first and @last", ours);
        await tx.Execute("delete from col_team_candidates where employer_id between @first and @last", ours);
        await tx.Execute("delete from col_prosecution_candidates where employer_id between @first and @last", ours);
        await tx.Execute("delete from col_publication_events where publication_id in (select publication_id from col_publications where province = @province)", ours);
        await tx.Execute("delete from col_publications where province = @province", ours);
        await tx.Execute("delete from col_reports where province = @province", ours);
        await tx.Execute("delete from col_teams where province = @province", ours);
        await tx.Execute("delete from msg_batches where province = @province", ours);
        await tx.Execute("delete from doc_office_paper_events where paper_id in (select paper_id from doc_office_papers where province = @province)", ours);
        await tx.Execute("delete from doc_office_sheets where paper_id in (select paper_id from doc_office_papers where province = @province)", ours);
        await tx.Execute("delete from doc_office_papers where province = @province", ours);
        await tx.Execute("delete from doc_item_results where subject_id between @first and @last", ours);
        await tx.Execute("delete from doc_paper_events where subject_id between @first and @last", ours);
        await tx.Execute("delete from doc_sheets where subject_id between @first and @last", ours);
        await tx.Execute("delete from doc_papers where subject_id between @first and @last", ours);
        await tx.Execute("delete from doc_manifests where province = @province", ours);
        await tx.Execute("delete from doc_registers where office_code in (select code from org_offices where province = @province)", ours);
        await tx.Execute("delete from wrk_papers where subject_id between @first and @last", ours);
        await tx.Execute("delete from wrk_slots where subject_id between @first and @last", ours);
        await tx.Execute("delete from wrk_contacts where subject_id between @first and @last", ours);
        await tx.Execute("delete from wrk_task_events where subject_id between @first and @last", ours);
        await tx.Execute("delete from wrk_tasks where subject_id between @first and @last", ours);
        await tx.Execute("delete from wrk_passes where province = @province", ours);
        await TaskChanges.NoteProvince(tx, province);
        await tx.Execute("delete from reg_debts where employer_id between @first and @last", ours);
    }

    private sealed class Counts
    {
        public long[] Of { get; } = new long[8];
        public long Switches { get; set; }

        /// <summary>Of the last pass of the day.</summary>
        public long Awaiting { get; set; }

        public long this[PlanChange change] => Of[(int)change];
    }

    private sealed class Open
    {
        public short Stream { get; init; }
        public string State { get; init; } = "";
        public long Tasks { get; init; }
    }
}

/// <summary>
/// One day of a replay. What was done that day, in tasks: created, updated (facts only), converted, suspended, reopened, closed. What stood at its end: open tasks by stream, put
/// off, waiting for a switch, and the catch-up queue (open again after having been put off). Levels of communes against the evening before.
/// </summary>
public sealed record ReplayDay(DateOnly Day)
{
    public long Announcements { get; init; }
    public int CommunesUp { get; init; }
    public int CommunesDown { get; init; }
    public long Switches { get; init; }
    public long Created { get; init; }
    public long Updated { get; init; }
    public long Converted { get; init; }
    public long Suspended { get; init; }
    public long Reopened { get; init; }
    public long Closed { get; init; }
    public long AwaitingSwitch { get; init; }
    public long InPerson { get; init; }
    public long Post { get; init; }
    public long Online { get; init; }
    public long PutOff { get; init; }
    public long CatchUp { get; init; }
    public double Seconds { get; init; }
}
