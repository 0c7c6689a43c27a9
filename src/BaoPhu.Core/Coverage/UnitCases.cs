using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Policy;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Clock;
using BaoPhu.Rules.Coverage;
using BaoPhu.Rules.Papers;
using BaoPhu.Rules.Policy;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Coverage;

/// <summary>
/// The steps against units that do not take part, or not for everyone (plan III.1.2), each one transaction with its history line and its audit entry. What may be done is said by
/// <see cref="UnitProcedure"/> and by the rows of the plan's table for the level of the unit's place.
/// <para>Locks in the order of the house: planning of the province, units, audit chain.</para>
/// </summary>
public sealed class UnitCases(Db db, TimeProvider clock) : IOfficePaperFollower
{
    public const string Notice = "TB-CTG";
    public const string Demand = "CV-688";
    public const string Minutes = "BB-CTG";
    public const string Proposal = "TTR-CTG";
    private const int MostWords = 1000;

    /// <summary>Papers of a unit and the act of the plan by which each may be prepared.</summary>
    public static IReadOnlyDictionary<string, string> PaperActsOf { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        [Notice] = "notice", [Demand] = "demand", [Minutes] = "meet", [Proposal] = "propose",
    };

    public IReadOnlyList<string> Forms { get; } = [Notice, Demand];

    /// <summary>A unit's case and what may be done now. Missing outside the scope.</summary>
    public Task<UnitCaseDetail> Find(Scope scope, long id) => db.ReadConsistently(s => Detail(s, scope, id));

    /// <summary>
    /// Does a step. Refused: a step that state, plan or needs forbid (each reason named), done by a colleague in between, or told without what it needs: a ground, the day, the agencies or
    /// witnesses, the numbers; an end that leaves something open, until that is confirmed.
    /// </summary>
    public Task Do(Actor actor, Scope scope, long id, string act, int version, UnitNote note) => db.Write(async tx =>
    {
        var step = UnitProcedure.Find(act) is { ByPaper: false, OwnForm: false } known ? known : throw new Refusal("UnitCases.NoStep") { Kind = RefusalKind.Missing };
        var detail = await Held(tx, scope, id);
        Require(detail, act);
        if (detail.Case.Version != version)
        {
            throw new Refusal("UnitCases.ChangedMeanwhile", Text.Of("UnitCases.State_" + detail.Case.State));
        }

        var told = note with { Ground = VietnameseText.Normalise(note.Ground ?? ""), Agencies = Lines(note.Agencies), Slot = null };
        if (act is "meet" && detail.Facts.Arranges(ActNames.Meet))
        {
            var slot = (note.Slot ?? throw new Refusal("UnitCases.NeedSlot", detail.Level)).Checked(clock.Now());
            told = told with { On = slot.From, Slot = slot };
        }

        Check(act, told, detail);
        if (act is "meet")
        {
            await UnitSlots.Meet(tx, clock, actor, await UnitOf(tx, scope, id), detail, told.Slot);
        }

        await Write(tx, actor, detail, step, act switch
        {
            "refuse-to-sign" => told with { Paper = detail.MinutesLabel },
            "comply" when detail.Unfinished is { Count: > 0 } open => told with { LeftOpen = string.Join(' ', open) },
            _ => told,
        });
    });

    /// <summary>Begins a paper of the unit as a draft and returns its id. Refused where the step of the paper may not be done now.</summary>
    public Task<string> Prepare(Actor actor, Scope scope, long id, string form, DateOnly? deadline) => db.Write(tx => Prepare(tx, actor, scope, id, form, deadline));

    internal async Task<string> Prepare(Session tx, Actor actor, Scope scope, long id, string form, DateOnly? deadline)
    {
        var act = PaperActsOf.GetValueOrDefault(form) ?? throw new Refusal("UnitCases.NoPaper");
        var detail = await Held(tx, scope, id);
        Require(detail, act);
        var unit = await UnitOf(tx, scope, id);
        var recipient = form == Proposal ? (await Settings.Value(tx, unit.Province, Settings.ReportRecipients, clock.Today())).Split('\n')[0] : unit.Name;
        var paper = await OfficePapers.Prepare(
            tx, clock, actor, scope, new OfficePaperOrder(await IssuerFor(tx, actor, unit.Province), form, unit.Id, Text.Of("UnitCases.Paper_" + form, unit.Name), [recipient], Deadline: deadline));
        await AuditTrail.Write(tx, clock, actor, "coverage.unit-paper", "unit:" + unit.Id, new { form, paper });
        return paper;
    }

    /// <summary>A notice or a letter that has gone out is the step. Refused: by hand, where the level of the unit's place is 4 (plan III.1.2.c.1+2, +4: by public post).</summary>
    public async Task Follow(Session tx, Actor actor, OfficePaper paper)
    {
        if (paper.PaperState != PaperState.Sent || Unit.Read(paper.About) is not { } id || await tx.One<long?>("select subject_id from cov_units where subject_id = @id", new { id }) is null)
        {
            return;
        }

        var detail = await Held(tx, Scope.OfProvince(paper.Province), id);
        if (paper.SentBy == "hand" && detail.Level == 4)
        {
            throw new Refusal("UnitCases.NotByHand", (await UnitOf(tx, Scope.Nation, id)).Name);
        }

        var step = UnitProcedure.Find(PaperActsOf[paper.Form])!;
        if (step.From.Contains(detail.Case.State))
        {
            await Write(tx, actor, detail, step, new UnitNote(Text.Of("UnitCases.SentNote", paper.Label, Text.Of("OfficePapers.Way_" + paper.SentBy))));
            await tx.Execute("update cov_unit_cases set reply_by = @Deadline where subject_id = @id", new { id, paper.Deadline });
        }
    }

    internal static Task<Unit?> FindUnit(Session s, Scope scope, long id) => s.One<Unit>($"select {Units.Columns} from cov_units u where u.subject_id = @id and {scope.OnOffice("u")}", new { id });

    internal async Task<UnitCaseDetail> Detail(Session s, Scope scope, long id)
    {
        var unit = await UnitOf(s, scope, id);
        var found = await s.One<UnitCase>($"select {UnitCase.Columns} from cov_unit_cases c where c.subject_id = @id", new { id }) ?? new UnitCase { SubjectId = id };
        var (now, today) = (clock.Now(), clock.Today());
        var levels = await Levels.Book(s, unit.Province, today);
        var place = unit.EmployerId is null ? null : await s.One<string>("select e.commune_code from reg_employers e where e.employer_id = @EmployerId", unit);
        place ??= unit.Place;
        var level = levels.Resolve(place ?? unit.Province, now).Effective;
        var policy = (await PublishedPolicies.InForce(s, today)).Policy;
        var many = unit.Missing >= await Settings.Number(s, unit.Province, Settings.EvasionWorkers, today);
        var (taking, flags) = (unit.TakesNoPart ? Taking.None : Taking.Part, found.Marks | (many ? CaseFlags.Large : CaseFlags.None));
        var papers = new List<OfficePaper>();
        foreach (var form in PaperActsOf.Keys)
        {
            papers.AddRange(await OfficePapers.Of(s, form, unit.Id));
        }

        var inspection = await UnitInspection.Last(s, id);
        foreach (var form in inspection is null ? [] : UnitInspections.Papers)
        {
            papers.AddRange(await OfficePapers.Of(s, form, [.. Enumerable.Range(1, inspection!.RoundNo).Select(round => new UnitInspection { SubjectId = id, RoundNo = (short)round }.About)]));
        }

        var (penalties, slots) = (await UnitPenalty.Of(s, id), await UnitSlots.Of(s, id));
        var evasion = found.State == UnitProcedure.Violation ? await UnitEvasion.Of(s, unit, [.. penalties.Where(p => p.RoundNo == inspection?.RoundNo).Select(p => p.DecidedOn)], today) : null;
        var ordered = policy.Units.Acts(level, taking, flags).ToDictionary(a => a.Act.Act, StringComparer.Ordinal);
        var ahead = found.MeetsAt is { } meets && meets.Day > today;
        var facts = new UnitFacts
        {
            Announced = inspection?.AnnouncedOn is not null, Penalised = penalties.Exists(p => p.RoundNo == inspection?.RoundNo),
            Referred = papers.Exists(p => p.Form == UnitInspections.Referral && p.About == inspection?.About && p.PaperState == PaperState.Sent),
            WentOn = evasion?.WentOn == true, Grave = evasion?.Grave == true,
            MayStillReply = found.ReplyBy >= today, MeetingAhead = ahead, NoMinutes = !papers.Exists(p => p.Form == Minutes && p.ClosedAt is null && p.PaperState.IsLive() && p.PaperState != PaperState.Draft),
            NoticeReturned = await s.One<string>("select n.outcome from cov_notice_units n where n.subject_id = @id and n.paper_id is not null order by n.updated_at desc, n.run_id desc limit 1", new { id }) is "returned" or "not-at-address",
            Ordered = ordered, VisitArranged = slots.Exists(v => v.Act == UnitSlots.Visit),
            Missing = unit.Missing, Ended = unit.Ended, Flags = flags, Demanded = found.DemandedAt is not null, Rests = Rests(levels, place ?? unit.Province, found, now),
        };
        facts = facts with { MeetingUnarranged = ahead && facts.Arranges(ActNames.Meet) && !slots.Exists(v => v.Act == UnitSlots.Meeting) };
        var events = await s.Query<UnitEvent>(
            "select v.seq, v.at, v.user_name, v.act, v.state, v.level, v.rule, v.detail from cov_unit_events v where v.subject_id = @id order by v.seq desc", new { id });
        return new UnitCaseDetail(found, level, facts, policy.Units.Rows(level, taking, flags), policy.Table, UnitProcedure.All(found.State, facts), events, papers)
        {
            Place = place ?? unit.Province, Slots = slots, Inspection = inspection, Team = await UnitInspection.Team(s, inspection), Days = await UnitInspection.WorkingDays(s, inspection), Penalties = penalties,
        };
    }

    /// <summary>Level 4 stood at the unit's place since its case was begun, and nobody has recorded since then that it works again.</summary>
    private static bool Rests(ProvinceLevels levels, string place, UnitCase found, Instant now)
    {
        if (found.OpenedAt is not { } opened)
        {
            return false;
        }

        var moments = levels.Announcements.Where(a => a.KnownToAt is null && a.FromAt > opened && a.FromAt <= now).Select(a => a.FromAt).Append(opened).Order();
        var four = moments.Where(m => levels.Resolve(place, m).Effective == 4).Select(m => (Instant?)m).LastOrDefault();
        return four is { } since && !(found.ResumedAt > since);
    }

    internal static void Require(UnitCaseDetail detail, string act)
    {
        var answer = UnitProcedure.May(detail.Case.State, act, detail.Facts);
        if (!answer.InState)
        {
            throw new Refusal("UnitCases.NotInState", Text.Of("UnitCases.Act_" + act), Text.Of("UnitCases.State_" + detail.Case.State));
        }

        if (!answer.Allowed)
        {
            throw new Refusal("UnitCases.NeedsUnmet", Text.Of("UnitCases.Act_" + act), string.Join(' ', answer.Unmet.Select(n => Text.Of("UnitCases.Need_" + n, detail.Level))));
        }
    }

    private void Check(string act, UnitNote note, UnitCaseDetail detail)
    {
        if (note.Ground!.Length > MostWords || !note.Ground.Any(char.IsLetter))
        {
            throw new Refusal("UnitCases.NeedGround", MostWords);
        }

        if (act is "meet" && (note.On is not { } at || at.Date < clock.Today().ToDateTime(TimeOnly.MinValue) || string.IsNullOrEmpty(note.Agencies)))
        {
            throw new Refusal("UnitCases.NeedMeeting");
        }

        if (act is "refuse-to-sign" && string.IsNullOrEmpty(note.Agencies))
        {
            throw new Refusal("UnitCases.NeedWitness");
        }

        if (act is "comply" && !note.Confirmed && detail.Unfinished is { Count: > 0 } open)
        {
            throw new Refusal("UnitCases.ConfirmUnfinished", string.Join(' ', open));
        }

        if (act is "report" && (note.On is not { } day || DateOnly.FromDateTime(day) > clock.Today() || note.Workers is not >= 0 || note.Insured is not >= 0 || note.Insured > note.Workers))
        {
            throw new Refusal("UnitCases.NeedReport");
        }
    }

    internal async Task<UnitCaseDetail> Held(Session tx, Scope scope, long id)
    {
        var unit = await UnitOf(tx, scope, id);
        await tx.Lock(PlanningPass.LockOf(unit.Province));
        await tx.Lock(Units.LockOf(unit.Province));
        return await Detail(tx, scope, id);
    }

    /// <summary>Adds a line to the unit's history that moves nothing of its case. In the caller's transaction, whose audit entry it goes with.</summary>
    internal async Task Tell(Session tx, Actor actor, string province, long id, string what, string words) =>
        await Keep(tx, actor, await Held(tx, Scope.OfProvince(province), id), new UnitStep([], what, null), new UnitNote(words));

    /// <summary>The same, for who holds the lock of the province's planning and has read the unit under it.</summary>
    internal Task Tell(Session tx, Actor actor, UnitCaseDetail detail, string what, string words) => Keep(tx, actor, detail, new UnitStep([], what, null), new UnitNote(words));

    internal async Task Write(Session tx, Actor actor, UnitCaseDetail detail, UnitStep step, UnitNote note)
    {
        await Keep(tx, actor, detail, step, note);
        await AuditTrail.Write(
            tx, clock, actor, "coverage.unit-step", "unit:" + new Unit { SubjectId = detail.Case.SubjectId }.Id, new { step.Act, from = detail.Case.State, to = step.To ?? detail.Case.State, note.Ground });
    }

    private async Task Keep(Session tx, Actor actor, UnitCaseDetail detail, UnitStep step, UnitNote note)
    {
        var (was, now) = (detail.Case, clock.Now());
        var to = step.To ?? was.State;
        var flags = (was.Marks | step.Sets) & ~step.Clears;
        var at = note.On is { } day ? (Instant?)new Instant(VietnamTime.ToUtcMs(day)) : null;
        var ended = to is UnitProcedure.Complied or UnitProcedure.Cleared;
        if (to == UnitProcedure.Listed && was.State != to)
        {
            // It begins anew: a notice that came back may be sent again, and of a case that was reopened every paper.
            await OfficePapers.Close(tx, was.State == UnitProcedure.Noticed ? [Notice] : PaperActsOf.Keys, new Unit { SubjectId = was.SubjectId }.Id, now);
        }

        if (to != was.State && detail.Slots.Count > 0)
        {
            await UnitSlots.GiveBack(tx, detail.Slots, now, "done");
        }

        var row = new
        {
            was.SubjectId, state = to, flags = (int)flags, demanded = step.Act == "demand" ? now : was.DemandedAt,
            reportedOn = step.Act == "report" ? DateOnly.FromDateTime(note.On!.Value) : was.ReportedOn, workers = step.Act == "report" ? note.Workers : was.ReportedWorkers,
            insured = step.Act == "report" ? note.Insured : was.ReportedInsured, meets = step.Act == "meet" ? at : was.MeetsAt, agencies = step.Act == "meet" ? note.Agencies : was.Agencies,
            resumed = step.Act == "works-again" ? now : was.ResumedAt, opened = was.OpenedAt ?? now, ended = ended ? (Instant?)now : null, version = was.Version + 1, now, by = actor.UserId, byName = actor.Name,
            act = step.Act, before = was.State, detail.Level, rule = step.Order is { } order ? detail.Facts.Ordered.GetValueOrDefault(order)?.Row.Id : null, detail = TaskEvents.Write(note),
        };
        await tx.Execute(
            """
            insert into cov_unit_cases (subject_id, province, office_code, state, flags, demanded_at, reported_on, reported_workers, reported_insured, meets_at, agencies, resumed_at, opened_at, ended_at, version, updated_at)
            select u.subject_id, u.province, u.office_code, @state, @flags, @demanded, @reportedOn, @workers, @insured, @meets, @agencies, @resumed, @opened, @ended, @version, @now
            from cov_units u where u.subject_id = @SubjectId
            on conflict (subject_id) do update set office_code = excluded.office_code, state = excluded.state, flags = excluded.flags, demanded_at = excluded.demanded_at, reported_on = excluded.reported_on,
                reported_workers = excluded.reported_workers, reported_insured = excluded.reported_insured, meets_at = excluded.meets_at, agencies = excluded.agencies, resumed_at = excluded.resumed_at,
                ended_at = case when cov_unit_cases.state = excluded.state then cov_unit_cases.ended_at else excluded.ended_at end, version = excluded.version, updated_at = excluded.updated_at
            """,
            row);
        await tx.Execute(
            """
            insert into cov_unit_events (subject_id, seq, at, user_id, user_name, act, state_before, state, level, rule, detail)
            values (@SubjectId, @version, @now, @by, @byName, @act, @before, @state, @Level, @rule, @detail)
            """,
            row);
    }

    /// <summary>The person's own office where it is one of the province, else the province's.</summary>
    internal async Task<string> IssuerFor(Session s, Actor actor, string province) =>
        await Offices.Find(s, actor.OfficeCode, clock.Today()) is { } own && own.Province == province ? own.Code : await OfficePapers.IssuerFor(s, actor, province, clock.Today());

    internal static async Task<Unit> UnitOf(Session s, Scope scope, long id) => await FindUnit(s, scope, id) ?? throw new Refusal("Coverage.NoUnit") { Kind = RefusalKind.Missing };

    private static string Lines(string? text) => string.Join('\n', (text ?? "").Split('\n').Select(VietnameseText.Normalise).Where(l => l.Length > 0));
}
