using BaoPhu.Core.Audit;
using BaoPhu.Core.Collection.Inspection;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Cases;
using BaoPhu.Rules.Coverage;
using BaoPhu.Rules.Papers;
using BaoPhu.Rules.Policy;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Coverage;

/// <summary>
/// The unannounced inspection of a unit that refused to sign or to comply (plan III.1.2.a.1+4), from its decision to its conclusion. Decision and conclusion are papers of the province's office, and the case moves when
/// they have gone out, not before.
/// </summary>
public sealed class UnitInspections(Db db, TimeProvider clock, UnitCases cases) : IOfficePaperFollower
{
    public const string Decision = "QĐ-TTR-CTG";
    public const string Conclusion = "KL-TTR-CTG";
    public const string Referral = "CV-216-CTG";
    private const int MostWords = 4000;
    private const long MostFine = 1_000_000_000_000;

    /// <summary>What an inspection may conclude: acts of the procedure.</summary>
    public static IReadOnlyList<string> Outcomes { get; } = ["violation", "no-violation"];

    /// <summary>Papers that are about an inspection of a unit.</summary>
    public static IReadOnlyList<string> Papers { get; } = [Decision, Conclusion, Referral];

    public IReadOnlyList<string> Forms => Papers;

    /// <summary>Who may be named for the team: those who inspect and collect in the province's office and the unit's own.</summary>
    public Task<List<User>> Staff(Scope scope, long id) => db.Read(async s => await Staff(s, await UnitCases.UnitOf(s, scope, id)));

    /// <summary>Working days that the province usually gives an inspection.</summary>
    public Task<int> UsualDays(Scope scope, long id) => db.Read(async s => (int)await Settings.Number(
        s, (await UnitCases.UnitOf(s, scope, id)).Province, InspectionSteps.Setting(InspectionForms.Direct, InspectionSteps.Work), clock.Today()));

    /// <summary>The form that the plan's row orders at the level of the unit's place: one of <see cref="InspectionForms"/>.</summary>
    public static string FormOf(UnitCaseDetail detail) => InspectionForms.InForce(InspectionForms.Direct, detail.Facts.Ordered.GetValueOrDefault(ActNames.Inspect)?.Act.Method);

    /// <summary>How the plan lets an inspection be held at the level of the unit's place: visits only where its row orders no combined form.</summary>
    public static IReadOnlyList<string> WaysOf(UnitCaseDetail detail) => [.. InspectionDay.Ways.Where(w => w != "visit" || FormOf(detail) == InspectionForms.Direct)];

    /// <summary>
    /// Orders the inspection: names the team, the working days and the months, and begins the decision as a draft, whose id is returned. Until the decision has its number the order may be said anew.
    /// <see cref="InspectionOrder.Form"/> is that of the plan's row. Refused: a unit that may not be inspected now, days or months that cannot be, somebody who is not of the staff.
    /// </summary>
    public Task<string> Order(Actor actor, Scope scope, long id, int version, InspectionOrder order) => db.Write(async tx =>
    {
        order.Check(clock.Today());
        var detail = await Seen(tx, scope, id, version);
        UnitCases.Require(detail, "inspect");
        var unit = await UnitCases.UnitOf(tx, scope, id);
        var team = order.Team(await Staff(tx, unit));
        var (round, paper) = await RoundOf(tx, detail);
        var key = new { SubjectId = id, RoundNo = round };
        await tx.Execute(
            """
            insert into cov_unit_inspections (subject_id, round_no, form, days, scope_from, scope_to, ordered_by, ordered_at) values (@id, @round, @form, @days, @ScopeFrom, @ScopeTo, @by, @now)
            on conflict (subject_id, round_no) do update set form = excluded.form, days = excluded.days, scope_from = excluded.scope_from, scope_to = excluded.scope_to, ordered_by = excluded.ordered_by,
                ordered_at = excluded.ordered_at
            """,
            new { id, round, form = FormOf(detail), days = (short)order.Days, order.ScopeFrom, order.ScopeTo, by = actor.UserId, now = clock.Now() });
        await tx.Execute("delete from cov_unit_inspection_members where subject_id = @SubjectId and round_no = @RoundNo", key);
        for (var place = 0; place < team.Count; place++)
        {
            await tx.Execute(
                "insert into cov_unit_inspection_members (subject_id, round_no, place, user_id, name, duty) values (@SubjectId, @RoundNo, @place, @UserId, @Name, @Duty)",
                new { key.SubjectId, key.RoundNo, place = (short)place, team[place].UserId, team[place].Name, team[place].Duty });
        }

        paper ??= await Begin(tx, actor, unit, Decision, new UnitInspection { SubjectId = id, RoundNo = round }, [unit.Name]);
        await AuditTrail.Write(
            tx, clock, actor, "coverage.unit-paper", "unit:" + unit.Id, new { form = Decision, paper, order.Days, order.ScopeFrom, order.ScopeTo, team = team.Select(m => m.UserId) });
        return paper;
    });

    /// <summary>
    /// Arranges the next visit of the team where the plan lets nobody go there before people, hour, space and place are arranged; one arranged before gives way. Refused: what <see cref="Arrangement.Checked"/> and
    /// the limits of the place refuse.
    /// </summary>
    public Task Arrange(Actor actor, Scope scope, long id, int version, Arrangement wish) => db.Write(async tx =>
    {
        var detail = await Seen(tx, scope, id, version);
        UnitCases.Require(detail, "arrange");
        var slot = wish.Checked(clock.Now());
        await UnitSlots.Take(tx, clock, actor, await UnitCases.UnitOf(tx, scope, id), detail, UnitSlots.Visit, slot);
        await cases.Write(tx, actor, detail, UnitProcedure.Find("arrange")!, new UnitNote("", slot.From) { Slot = slot });
    });

    /// <summary>The decision is announced, or has reached the unit where nobody goes there. Refused: before its day, a day to come, a visit where the plan's row lets nobody go there.</summary>
    public Task Announce(Actor actor, Scope scope, long id, int version, DayMinutes day) => db.Write(async tx =>
    {
        var (detail, inspection, told) = await Day(tx, scope, id, version, "announce", day);
        if ((await UnitInspection.Living(tx, Decision, inspection))?.DatedOn is { } decided && told.On < decided)
        {
            throw new Refusal("Inspections.BeforeDecision", decided.ToString("dd/MM/yyyy", Text.Vietnamese));
        }

        await Keep(tx, actor, detail, inspection, "announce", told);
        await tx.Execute("update cov_unit_inspections set announced_on = @On where subject_id = @SubjectId and round_no = @RoundNo", new { told.On, inspection.SubjectId, inspection.RoundNo });
    });

    /// <summary>Minutes of a working day. Refused: before the announcement.</summary>
    public Task RecordDay(Actor actor, Scope scope, long id, int version, DayMinutes day) => db.Write(async tx =>
    {
        var (detail, inspection, told) = await Day(tx, scope, id, version, "work", day);
        if (told.On < inspection.AnnouncedOn)
        {
            throw new Refusal("Inspections.DayBeforeAnnouncement", inspection.AnnouncedOn.Value.ToString("dd/MM/yyyy", Text.Vietnamese));
        }

        await Keep(tx, actor, detail, inspection, "work", told);
    });

    /// <summary>
    /// Writes down what the inspection concludes and begins the conclusion as a draft, whose id is returned; until it has its number it may be said anew. <paramref name="outcome"/>: violation or no-violation.
    /// Refused: no announcement, no words (without a violation they are its reason).
    /// </summary>
    public Task<string> Conclude(Actor actor, Scope scope, long id, int version, string? outcome, string? opinion, string? demand) => db.Write(async tx =>
    {
        var (said, wanted) = (VietnameseText.Normalise(opinion ?? ""), VietnameseText.Normalise(demand ?? ""));
        if (outcome is null || !Outcomes.Contains(outcome, StringComparer.Ordinal))
        {
            throw new Refusal("UnitInspections.NeedOutcome");
        }

        var detail = await Seen(tx, scope, id, version);
        UnitCases.Require(detail, outcome);
        if (said.Length > MostWords || wanted.Length > MostWords || !said.Any(char.IsLetter))
        {
            throw new Refusal(outcome == "violation" ? "UnitInspections.NeedFinding" : "UnitInspections.NeedReason", MostWords);
        }

        var (unit, inspection) = (await UnitCases.UnitOf(tx, scope, id), detail.Inspection!);
        var paper = await UnitInspection.Living(tx, Conclusion, inspection);
        Unnumbered(paper);
        await tx.Execute(
            "update cov_unit_inspections set outcome = @outcome, opinion = @said, demand = @wanted where subject_id = @SubjectId and round_no = @RoundNo",
            new { outcome, said, wanted, inspection.SubjectId, inspection.RoundNo });
        var draft = paper?.Id ?? await Begin(tx, actor, unit, Conclusion, inspection, [unit.Name]);
        await AuditTrail.Write(tx, clock, actor, "coverage.unit-paper", "unit:" + unit.Id, new { form = Conclusion, paper = draft, outcome, length = said.Length });
        return draft;
    });

    /// <summary>What the decree in force says of the acts that the inspection can have found.</summary>
    public Task<List<UnitFine>> Fines(Scope scope, UnitCaseDetail detail) => db.Read(async s =>
        await UnitFine.Of(s, await UnitCases.UnitOf(s, scope, detail.Case.SubjectId), detail.Inspection is { } last && (await UnitInspection.Living(s, Conclusion, last))?.DatedOn is { } concluded ? concluded : clock.Today()));

    /// <summary>
    /// Records a decision that fines the violation, as its paper says; it is issued by who has the power, not here. Refused: no number, authority or act, no amount above nothing, more than the decree knows
    /// for the act without a reason, a day before the conclusion or to come, a decision that stands there already.
    /// </summary>
    public Task Penalise(Actor actor, Scope scope, long id, int version, EnteredPenalty entered) => db.Write(async tx =>
    {
        var detail = await Seen(tx, scope, id, version);
        UnitCases.Require(detail, "penalise");
        var (number, authority) = (VietnameseText.Normalise(entered.Number ?? ""), VietnameseText.Normalise(entered.Authority ?? ""));
        if (number.Length is 0 or > 100)
        {
            throw new Refusal("UnitInspections.NeedNumber");
        }

        if (authority.Length > 300 || !authority.Any(char.IsLetter))
        {
            throw new Refusal("UnitInspections.NeedAuthority");
        }

        if (entered.Amount is not (> 0 and <= MostFine and var amount))
        {
            throw new Refusal("UnitInspections.NeedAmount", MostFine.ToString("#,0", Text.Vietnamese));
        }

        var concluded = (await UnitInspection.Living(tx, Conclusion, detail.Inspection!))?.DatedOn;
        var fines = await UnitFine.Of(tx, await UnitCases.UnitOf(tx, scope, id), concluded ?? clock.Today());
        var fine = fines.Find(f => f.Act.Code == entered.Violation) ?? throw new Refusal("UnitInspections.NeedAct");
        var reason = VietnameseText.Normalise(entered.Reason ?? "");
        if (reason.Length > 500 || (!reason.Any(char.IsLetter) && fine.Range is { } range && amount > range.Most))
        {
            throw new Refusal("UnitInspections.AboveMost", (fine.Range?.Most ?? 0).ToString("#,0", Text.Vietnamese), fine.Range?.Bracket.Citation ?? fine.Act.Name);
        }

        if (entered.DecidedOn is not { } on || on > clock.Today() || on < concluded)
        {
            throw new Refusal("UnitInspections.NeedDecidedOn", (concluded ?? clock.Today()).ToString("dd/MM/yyyy", Text.Vietnamese));
        }

        if (detail.Penalties.Any(p => p.Number == number && p.DecidedOn.Year == on.Year))
        {
            throw new Refusal("UnitInspections.RecordedAlready", number);
        }

        await tx.Execute(
            """
            insert into cov_unit_penalties (subject_id, penalty_no, round_no, number, decided_on, amount, authority, violation, reason, recorded_by, recorded_at)
            select @id, coalesce(max(p.penalty_no), 0) + 1, @RoundNo, @number, @on, @amount, @authority, @Code, @reason, @by, @now from cov_unit_penalties p where p.subject_id = @id
            """,
            new { id, detail.Inspection!.RoundNo, number, on, amount, authority, fine.Act.Code, reason, by = actor.UserId, now = clock.Now() });
        await cases.Write(
            tx, actor, detail, UnitProcedure.Find("penalise")!,
            new UnitNote(new UnitPenalty { Number = number, DecidedOn = on, Authority = authority, Amount = amount, Violation = fine.Act.Code, Reason = reason }.Line, on.ToDateTime(TimeOnly.MinValue)));
    });

    /// <summary>
    /// Begins the letter to the investigating authority of the province and returns its id. Refused where the unit is not said to evade deliberately, was not fined, or the figures do not reach Article 216.
    /// </summary>
    public Task<string> Refer(Actor actor, Scope scope, long id) => db.Write(async tx =>
    {
        var detail = await cases.Held(tx, scope, id);
        UnitCases.Require(detail, "refer");
        var unit = await UnitCases.UnitOf(tx, scope, id);
        var authority = string.Format(Text.Vietnamese, Text.OnPaper("Referrals.UsualAuthority")!, Reference.Provinces.First(p => p.Code == unit.Province).FullName);
        var paper = await Begin(tx, actor, unit, Referral, detail.Inspection!, [authority]);
        await AuditTrail.Write(tx, clock, actor, "coverage.unit-paper", "unit:" + unit.Id, new { form = Referral, paper });
        return paper;
    });

    /// <summary>What is numbered must hold now: the step of the paper may still be done, a decision in the form that the plan's row orders at the level of its place.</summary>
    public async Task BeforeNumber(Session tx, Actor actor, OfficePaper paper)
    {
        if (await Of(tx, paper) is not { } found)
        {
            return;
        }

        var (detail, inspection, step) = found;
        // Another paper in the place of one that has gone out moves nothing any more.
        if (paper.Replaces is null || detail.Case.State != step.To)
        {
            UnitCases.Require(detail, step.Act);
        }

        if (paper.Form == Decision)
        {
            await tx.Execute("update cov_unit_inspections set form = @form where subject_id = @SubjectId and round_no = @RoundNo", new { form = FormOf(detail), inspection.SubjectId, inspection.RoundNo });
        }
    }

    /// <summary>A paper that has gone out is the step. A decision may be called back until it is announced, a letter always; a conclusion is only replaced.</summary>
    public async Task Follow(Session tx, Actor actor, OfficePaper paper)
    {
        if (paper.PaperState is not (PaperState.Sent or PaperState.Voided) || (paper.PaperState == PaperState.Voided && paper.SentAt is null) || await Of(tx, paper) is not { } found)
        {
            return;
        }

        var (detail, _, step) = found;
        if (paper.PaperState == PaperState.Sent)
        {
            if (detail.Case.State != step.To)
            {
                UnitCases.Require(detail, step.Act);
                await cases.Write(tx, actor, detail, step, new UnitNote(Text.Of("UnitCases.SentNote", paper.Label, Text.Of("OfficePapers.Way_" + paper.SentBy))));
            }

            return;
        }

        if (paper.Form == Referral)
        {
            await cases.Tell(tx, actor, paper.Province, detail.Case.SubjectId, "call-back-216", paper.Label + ": " + paper.Reason);
            return;
        }

        if (paper.Form != Decision || detail.Facts.Announced)
        {
            throw new Refusal("UnitInspections.NotCalledBack", paper.Label);
        }

        UnitCases.Require(detail, "call-back");
        await cases.Write(tx, actor, detail, UnitProcedure.Find("call-back")!, new UnitNote(paper.Label + ": " + paper.Reason));
    }

    /// <summary>The unit's case under its locks, the inspection that the paper is about and the step that the paper is; null where it is about none.</summary>
    private async Task<(UnitCaseDetail Detail, UnitInspection Inspection, UnitStep Step)?> Of(Session tx, OfficePaper paper)
    {
        if (UnitInspection.Read(paper.About) is not { } key || await UnitInspection.Of(tx, key) is not { } inspection)
        {
            return null;
        }

        var detail = await cases.Held(tx, Scope.OfProvince(paper.Province), key.Id);
        var act = paper.Form switch { Decision => "inspect", Referral => "refer", _ => inspection.Outcome ?? "violation" };
        return (detail, inspection, UnitProcedure.Find(act)!);
    }

    /// <summary>
    /// The round that an order is of, with the draft that it changes (null: none yet). One that ended is followed by another. Refused: a decision that has its number.
    /// </summary>
    private static async Task<(short Round, string? Draft)> RoundOf(Session tx, UnitCaseDetail detail)
    {
        if (detail.Inspection is not { } last)
        {
            return (1, null);
        }

        var paper = await UnitInspection.Living(tx, Decision, last);
        if (paper?.PaperState == PaperState.Sent || last.AnnouncedOn is not null)
        {
            return ((short)(last.RoundNo + 1), null);
        }

        Unnumbered(paper);
        return (last.RoundNo, paper?.Id);
    }

    /// <summary>What a paper with a number says is changed no more behind its back.</summary>
    private static void Unnumbered(OfficePaper? paper)
    {
        if (paper is { PaperState: not PaperState.Draft })
        {
            throw new Refusal("Inspections.NumberedAlready", paper.Label);
        }
    }

    private async Task<string> Begin(Session tx, Actor actor, Unit unit, string form, UnitInspection about, IReadOnlyList<string> recipients) => await OfficePapers.Prepare(
        tx, clock, actor, Scope.OfProvince(unit.Province), new OfficePaperOrder(Offices.CodeOfProvince(unit.Province), form, about.About, Text.Of("UnitCases.Paper_" + form, unit.Name), recipients));

    private async Task<UnitCaseDetail> Seen(Session tx, Scope scope, long id, int version)
    {
        var detail = await cases.Held(tx, scope, id);
        return detail.Case.Version == version ? detail : throw new Refusal("UnitCases.ChangedMeanwhile", Text.Of("UnitCases.State_" + detail.Case.State));
    }

    private async Task<(UnitCaseDetail Detail, UnitInspection Inspection, DayMinutes Day)> Day(Session tx, Scope scope, long id, int version, string act, DayMinutes day)
    {
        var detail = await Seen(tx, scope, id, version);
        UnitCases.Require(detail, act);
        if (!WaysOf(detail).Contains(day.Way, StringComparer.Ordinal))
        {
            throw new Refusal(InspectionDay.Ways.Contains(day.Way, StringComparer.Ordinal) ? "UnitInspections.NoVisit" : "UnitInspections.NeedWay", detail.Level);
        }

        var told = day.Checked(clock.Today());
        return told.Way != "visit" || !detail.Facts.Arranges(ActNames.Inspect) || detail.VisitSlot?.Day == told.On
            ? (detail, detail.Inspection!, told)
            : throw new Refusal("UnitInspections.NeedSlot", detail.Level, told.On.ToString("dd/MM/yyyy", Text.Vietnamese));
    }

    private async Task Keep(Session tx, Actor actor, UnitCaseDetail detail, UnitInspection inspection, string act, DayMinutes day)
    {
        if (detail.VisitSlot is { } visit && visit.Day == day.On)
        {
            await UnitSlots.GiveBack(tx, [visit], clock.Now(), "done");
        }

        await tx.Execute(
            """
            insert into cov_unit_inspection_days (subject_id, round_no, day_no, held_on, way, place, present, content, recorded_by, recorded_at)
            select @SubjectId, @RoundNo, coalesce(max(d.day_no), 0) + 1, @On, @Way, @Place, @Present, @Content, @by, @now
            from cov_unit_inspection_days d where d.subject_id = @SubjectId and d.round_no = @RoundNo
            """,
            new { inspection.SubjectId, inspection.RoundNo, day.On, day.Way, day.Place, day.Present, day.Content, by = actor.UserId, now = clock.Now() });
        await cases.Write(
            tx, actor, detail, UnitProcedure.Find(act)!, new UnitNote(Text.Of("UnitInspections.DayNote", day.On, Text.Of("Inspections.Way_" + day.Way), day.Place, day.Content), day.On.ToDateTime(TimeOnly.MinValue)));
    }

    private static Task<List<User>> Staff(Session s, Unit unit) => Inspections.Staff(s, unit.OfficeCode, Offices.CodeOfProvince(unit.Province));
}
