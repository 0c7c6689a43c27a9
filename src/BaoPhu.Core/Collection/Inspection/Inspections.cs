using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Cases;
using BaoPhu.Rules.Papers;
using BaoPhu.Rules.Planning;
using BaoPhu.Rules.Policy;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Collection.Inspection;

/// <summary>
/// Inspections from the candidate to the conclusion. Every step goes through <see cref="Cases"/> in the transaction that writes what the step says, so neither is there without the other.
/// </summary>
public sealed class Inspections(Db db, TimeProvider clock) : CaseDesk(ActNames.Inspect)
{
    private readonly Cases _cases = new(db, clock);

    /// <summary>One inspection with everything about it. Missing: outside the scope, or a task that is no inspection.</summary>
    public Task<InspectionView> Find(Scope scope, string key) => db.ReadConsistently(async s =>
    {
        var parsed = KeyOf(key);
        var standing = await _cases.Find(s, scope, parsed);
        var task = await Tasks.Find(s, scope, parsed);
        var file = await InspectionFile.Of(s, parsed);
        var lead = standing.Case?.OfficeCode ?? ProvinceOffice(task.Province);
        var office = await Offices.Find(s, lead, clock.Today());
        var findings = await InspectionFile.Found(s, parsed);
        var paidNow = file?.UntilPeriod is { } until ? await InspectionFile.PaidFor(s, parsed.SubjectId, until) : (long?)null;
        var guide = await Guide(s, task.Province, FormInForce(file, task));
        return new InspectionView(
            standing, task, file, FormInForce(file, task), office?.Name ?? lead, await InspectionFile.Team(s, parsed), await InspectionFile.WorkingDays(s, parsed), findings,
            await TaskPapers.Of(s, parsed), paidNow, guide, (await Slots.Of(s, task))?.Arrangement);
    });

    /// <summary>
    /// Takes candidates into the plan of a month (or of a week of it). Each is an act of its own: what cannot be planned is told with its reason and does not hold up the others.
    /// <paramref name="centre"/>: by a team of the centre, only from the threshold on.
    /// </summary>
    public async Task<PlanningResult> Plan(Actor actor, Scope scope, IReadOnlyCollection<string> keys, int month, int? week, bool centre)
    {
        if (keys.Count == 0)
        {
            throw new Refusal("Inspections.NoneChosen");
        }

        CheckMonth(month, week);
        var (planned, refused) = (0, new List<string>());
        foreach (var key in keys.Distinct(StringComparer.Ordinal))
        {
            try
            {
                await db.Write(tx => Plan(tx, actor, scope, KeyOf(key), month, week, centre));
                planned++;
            }
            catch (Refusal refusal) when (keys.Count > 1 && refusal.Kind == RefusalKind.WrongState)
            {
                refused.Add($"{key.Split('-').ElementAtOrDefault(1)}: {refusal.Message}");
            }
        }

        return new(planned, refused);
    }

    /// <summary>Moves a planned inspection to another month or week.</summary>
    public Task Replan(Actor actor, Scope scope, string key, int version, int month, int? week) => db.Write(async tx =>
    {
        CheckMonth(month, week);
        var (parsed, _) = await Open(tx, actor, scope, key);
        await _cases.Do(tx, actor, scope, parsed, new CaseStep("replan", version, new { month, week }) { Due = EndOf(month, week) });
        await tx.Execute(
            "update col_inspections set plan_month = @month, plan_week = @week where subject_id = @SubjectId and act = @Act and occurrence = @Occurrence",
            new { month, week = (short?)week, parsed.SubjectId, parsed.Act, parsed.Occurrence });
    });

    /// <summary>Names the team and says what is inspected, how and for how long; until the decision has its number it may be said anew.</summary>
    public Task Team(Actor actor, Scope scope, string key, int version, InspectionOrder order) => db.Write(async tx =>
    {
        if (!InspectionForms.All.Contains(order.Form))
        {
            throw new Refusal("Inspections.UnknownForm", order.Form);
        }

        order.Check(clock.Today());
        var (parsed, task) = await Open(tx, actor, scope, key);
        var staff = await Staff(tx, task, await LeadNow(tx, parsed, task));
        var team = order.Team(staff);
        await _cases.Do(tx, actor, scope, parsed, new CaseStep("team", version, new { order.Form, order.Days, order.ScopeFrom, order.ScopeTo, team = team.Select(m => m.UserId) })
        {
            Due = await After(tx, task.Province, order.Form, InspectionSteps.Decide),
        });
        await tx.Execute(
            """
            update col_inspections set form = @Form, days = @days, scope_from = @ScopeFrom, scope_to = @ScopeTo
            where subject_id = @SubjectId and act = @Act and occurrence = @Occurrence
            """,
            new { order.Form, days = (short)order.Days, order.ScopeFrom, order.ScopeTo, parsed.SubjectId, parsed.Act, parsed.Occurrence });
        await tx.Execute("delete from col_inspection_members where subject_id = @SubjectId and act = @Act and occurrence = @Occurrence", parsed);
        for (var place = 0; place < team.Count; place++)
        {
            await tx.Execute(
                "insert into col_inspection_members (subject_id, act, occurrence, place, user_id, name, duty) values (@SubjectId, @Act, @Occurrence, @place, @UserId, @Name, @Duty)",
                new { parsed.SubjectId, parsed.Act, parsed.Occurrence, place = (short)place, team[place].UserId, team[place].Name, team[place].Duty });
        }
    });

    /// <summary>The signed decision is issued: the time until its announcement runs.</summary>
    public Task Issue(Actor actor, Scope scope, string key, int version) => db.Write(async tx =>
    {
        var (parsed, task) = await Open(tx, actor, scope, key);
        var form = FormInForce(await InspectionFile.Of(tx, parsed), task);
        await _cases.Do(tx, actor, scope, parsed, new CaseStep("issue", version, new { paper = await LabelOf(tx, parsed, InspectionProcedure.Decision) })
        {
            Due = await After(tx, task.Province, form, InspectionSteps.Announce),
        });
    });

    /// <summary>
    /// The decision is announced to the employer (or has reached it, where nobody goes there). From here on the ledger is held: what is paid for the months until now counts as paid during the
    /// inspection and after it.
    /// </summary>
    public Task Announce(Actor actor, Scope scope, string key, int version, DayMinutes day) => db.Write(async tx =>
    {
        var (parsed, task) = await Open(tx, actor, scope, key);
        var file = await InspectionFile.Of(tx, parsed);
        var form = FormInForce(file, task);
        var told = Check(day, form);
        if (await tx.One<DateOnly?>(
            """
            select p.dated_on from doc_papers p join wrk_papers w on w.subject_id = p.subject_id and w.paper_no = p.paper_no
            where w.subject_id = @SubjectId and w.act = @Act and w.occurrence = @Occurrence and w.form = @Decision and w.state in ('signed', 'sent') order by p.paper_no desc limit 1
            """,
            new { parsed.SubjectId, parsed.Act, parsed.Occurrence, InspectionProcedure.Decision }) is { } decided && told.On < decided)
        {
            throw new Refusal("Inspections.BeforeDecision", decided.ToString("dd/MM/yyyy", Text.Vietnamese));
        }

        var debt = await EmployerViews.DebtNow(tx, parsed.SubjectId, clock.Today());
        // The month that runs is not in arrears yet.
        var until = Period.Of(clock.Today()).AddMonths(-1).Number;
        await _cases.Do(tx, actor, scope, parsed, new CaseStep("announce", version, new { on = day.On, day.Way, told.Place })
        {
            // The decision's own working days run from the day of the announcement, which may be told later.
            Due = file?.Days is { } days ? (await OfficeCalendar.Of(tx)).Add(told.On, days) : await After(tx, task.Province, form, InspectionSteps.Work),
        });
        await tx.Execute(
            """
            update col_inspections set announced_on = @On, held_form = @form, until_period = @until, debt_before = @Total, paid_before = @paid
            where subject_id = @SubjectId and act = @Act and occurrence = @Occurrence
            """,
            new { day.On, form, until, debt.Total, paid = await InspectionFile.PaidFor(tx, parsed.SubjectId, until), parsed.SubjectId, parsed.Act, parsed.Occurrence });
        await Keep(tx, actor, parsed, told);
    });

    /// <summary>Minutes of a working day.</summary>
    public Task RecordDay(Actor actor, Scope scope, string key, int version, DayMinutes day) => db.Write(async tx =>
    {
        var (parsed, task) = await Open(tx, actor, scope, key);
        var file = await InspectionFile.Of(tx, parsed);
        var told = Check(day, FormInForce(file, task));
        if (day.On < file?.AnnouncedOn)
        {
            throw new Refusal("Inspections.DayBeforeAnnouncement", Day(file.AnnouncedOn.Value));
        }

        if (day.Way == "visit" && await InspectionProcedure.LacksSlot(tx, task, file))
        {
            throw new Refusal("Inspections.VisitNeedsSlot");
        }

        await _cases.Do(tx, actor, scope, parsed, new CaseStep("work", version, new { on = day.On, day.Way, told.Place }) { Due = await DueOf(tx, parsed) });
        await Keep(tx, actor, parsed, told);
    });

    /// <summary>Something that was found: the act, what, whom and how much.</summary>
    public Task AddFinding(Actor actor, Scope scope, string key, int version, FoundViolation found) => db.Write(async tx =>
    {
        var (parsed, _) = await Open(tx, actor, scope, key);
        await Unnumbered(tx, parsed, InspectionProcedure.Minutes);
        var what = VietnameseText.Normalise(found.What);
        if (Penalty.ViolationBook.Find(found.Violation) is null)
        {
            throw new Refusal("Inspections.UnknownViolation", found.Violation);
        }

        if (what.Length == 0)
        {
            throw new Refusal("Inspections.FindingNeedsWords");
        }

        if (!IsMonth(found.FromPeriod) || !IsMonth(found.ToPeriod) || found.ToPeriod < found.FromPeriod || found.ToPeriod > Period.Of(clock.Today()).Number)
        {
            throw new Refusal("Inspections.BadPeriods");
        }

        if (found.Workers is < 0 or > 10_000_000 || found.Amounts.Any(a => a is < 0 or > 100_000_000_000_000))
        {
            throw new Refusal("Inspections.BadFigures");
        }

        await _cases.Do(tx, actor, scope, parsed, new CaseStep("find", version, new { found.Violation, what, found.Workers, amount = found.Amounts.Sum() }) { Due = await DueOf(tx, parsed) });
        await tx.Execute(
            """
            insert into col_inspection_findings (subject_id, act, occurrence, finding_no, violation, what, workers, from_period, to_period, social, health, unemployment, accident)
            select @SubjectId, @Act, @Occurrence, coalesce(max(f.finding_no), 0) + 1, @Violation, @what, @Workers, @FromPeriod, @ToPeriod, @Social, @Health, @Unemployment, @Accident
            from col_inspection_findings f where f.subject_id = @SubjectId and f.act = @Act and f.occurrence = @Occurrence
            """,
            new { parsed.SubjectId, parsed.Act, parsed.Occurrence, found.Violation, what, found.Workers, found.FromPeriod, found.ToPeriod, found.Social, found.Health, found.Unemployment, found.Accident });
    });

    /// <summary>What was found turns out not to stand; it stays to be read, with the reason.</summary>
    public Task DropFinding(Actor actor, Scope scope, string key, int version, int number, string? reason) => db.Write(async tx =>
    {
        var (parsed, _) = await Open(tx, actor, scope, key);
        await Unnumbered(tx, parsed, InspectionProcedure.Minutes);
        var why = Said(reason, "Inspections.NeedsReason");
        await _cases.Do(tx, actor, scope, parsed, new CaseStep("drop", version, new { number, note = why }) { Due = await DueOf(tx, parsed) });
        var dropped = await tx.Execute(
            """
            update col_inspection_findings set dropped = @why
            where subject_id = @SubjectId and act = @Act and occurrence = @Occurrence and finding_no = @number and dropped is null
            """,
            new { why, parsed.SubjectId, parsed.Act, parsed.Occurrence, number = (short)number });
        if (dropped == 0)
        {
            throw new Refusal("Inspections.NoFinding") { Kind = RefusalKind.Missing };
        }
    });

    /// <summary>The inspection minutes are signed: the time until the conclusion runs, and what has been paid until here counts as paid during the inspection.</summary>
    public Task EndField(Actor actor, Scope scope, string key, int version) => db.Write(async tx =>
    {
        var (parsed, task) = await Open(tx, actor, scope, key);
        var file = await InspectionFile.Of(tx, parsed);
        await _cases.Do(tx, actor, scope, parsed, new CaseStep("minutes", version, new { paper = await LabelOf(tx, parsed, InspectionProcedure.Minutes) })
        {
            Due = await After(tx, task.Province, FormInForce(file, task), InspectionSteps.Conclude),
        });
        var debt = await EmployerViews.DebtNow(tx, parsed.SubjectId, clock.Today());
        await tx.Execute(
            "update col_inspections set debt_at_end = @Total, paid_at_end = @paid where subject_id = @SubjectId and act = @Act and occurrence = @Occurrence",
            new { debt.Total, paid = await InspectionFile.PaidFor(tx, parsed.SubjectId, file!.UntilPeriod!.Value), parsed.SubjectId, parsed.Act, parsed.Occurrence });
    });

    /// <summary>Writes down what the conclusion says and demands; the paper takes it from here.</summary>
    public Task Draft(Actor actor, Scope scope, string key, string? opinion, string? demand) => db.Write(async tx =>
    {
        var (parsed, _) = await Open(tx, actor, scope, key);
        await Unnumbered(tx, parsed, InspectionProcedure.Conclusion);
        var said = VietnameseText.Normalise(opinion ?? "");
        if (said.Length == 0)
        {
            throw new Refusal("Inspections.ConclusionNeedsWords");
        }

        var changed = await tx.Execute(
            """
            update col_inspections set opinion = @said, demand = @wanted where subject_id = @SubjectId and act = @Act and occurrence = @Occurrence
                and exists (select 1 from col_cases c where c.subject_id = @SubjectId and c.act = @Act and c.occurrence = @Occurrence and c.state = 'minuted')
            """,
            new { said, wanted = VietnameseText.Normalise(demand ?? ""), parsed.SubjectId, parsed.Act, parsed.Occurrence });
        if (changed == 0)
        {
            throw new Refusal("Inspections.DraftAfterMinutes");
        }

        await Audit.AuditTrail.Write(tx, clock, actor, "collection.inspection-draft", "case:" + parsed, new { length = said.Length });
    });

    /// <summary>Ends the inspection by its signed conclusion: violation, nothing found, or noted without a penalty. The task's outcome, its marks and what follows come with it.</summary>
    public Task Conclude(Actor actor, Scope scope, string key, int version, string step, string? note) => db.Write(async tx =>
    {
        if (step is not ("conclude-violation" or "conclude-clean" or "conclude"))
        {
            throw new Refusal("Cases.NoStep", step);
        }

        var (parsed, _) = await Open(tx, actor, scope, key);
        var label = await LabelOf(tx, parsed, InspectionProcedure.Conclusion);
        var said = VietnameseText.Normalise(note ?? "");
        await _cases.Do(tx, actor, scope, parsed, new CaseStep(step, version, new { paper = label, note = said }) { Note = string.Join(" ", new[] { Text.Of("Inspections.Step_" + step), label, said }.Where(t => t.Length > 0)) });
        await tx.Execute(
            "update col_inspections set concluded_on = @today where subject_id = @SubjectId and act = @Act and occurrence = @Occurrence",
            new { today = clock.Today(), parsed.SubjectId, parsed.Act, parsed.Occurrence });
    });

    /// <summary>The employer is not at its address: the inspection ends, the mark is set with the grounds.</summary>
    public Task Absent(Actor actor, Scope scope, string key, int version, string? grounds) => db.Write(async tx =>
    {
        var (parsed, _) = await Open(tx, actor, scope, key);
        var why = Said(grounds, "Inspections.NeedsReason");
        await _cases.Do(tx, actor, scope, parsed, new CaseStep("absent", version, new { note = why }) { Note = why });
    });

    /// <summary>Paid before the announcement: the director stops the inspection, or decides that it goes on.</summary>
    public Task Decide(Actor actor, Scope scope, string key, int version, bool stop, string? reason) => db.Write(async tx =>
    {
        var (parsed, _) = await Open(tx, actor, scope, key);
        var why = Said(reason, "Inspections.NeedsReason");
        await _cases.Do(tx, actor, scope, parsed, new CaseStep(stop ? "stop" : "go-on", version, new { note = why }) { Note = why, Due = stop ? null : await DueOf(tx, parsed) });
        if (!stop)
        {
            await tx.Execute("update col_inspections set goes_on = @yes where subject_id = @SubjectId and act = @Act and occurrence = @Occurrence", new { yes = true, parsed.SubjectId, parsed.Act, parsed.Occurrence });
        }
    });

    /// <summary>Who may be named for the team: those who inspect and collect in the leading office, the province's and the employer's own.</summary>
    public Task<List<User>> Staff(Scope scope, string key) => db.Read(async s =>
    {
        var parsed = KeyOf(key);
        var task = await Tasks.Find(s, scope, parsed);
        return await Staff(s, task, await LeadNow(s, parsed, task));
    });

    internal static string FormInForce(InspectionFile? file, WorkTask task) => InspectionForms.InForce(file?.Form ?? InspectionForms.Direct, task.Ordered?.Act.Method);

    private static Task<List<User>> Staff(Session s, WorkTask task, string lead) => Staff(s, lead, task.OfficeCode, ProvinceOffice(task.Province));

    /// <summary>Those of the offices who may be named for a team, inspectors first.</summary>
    internal static Task<List<User>> Staff(Session s, params string[] offices) => s.Query<User>(
        $"select {Users.Columns} from idn_users u where u.office_code {{any:offices}} and u.role {{any:roles}} and u.active = @yes order by case u.role when 'inspector' then 0 when 'central-officer' then 1 else 2 end, u.name, u.user_id",
        new
        {
            offices = s.List(offices),
            roles = s.List((string[])[Role.Inspector, Role.CentralOfficer, Role.ProvinceDeputy, Role.CollectionOfficer, Role.DistrictDirector, Role.DistrictOfficer]), yes = true,
        });

    private async Task Plan(Session tx, Actor actor, Scope scope, TaskKey key, int month, int? week, bool centre)
    {
        await tx.Lock(PlanningPass.LockOf(EmployerKey.Province(key.SubjectId)));
        var task = await Tasks.Find(tx, scope, key);
        if (centre)
        {
            var threshold = await Settings.Number(tx, task.Province, Settings.CentreInspection, clock.Today());
            if (!scope.IsNation)
            {
                throw new Refusal("Inspections.CentreByCentre") { Kind = RefusalKind.Forbidden };
            }

            if (task.Amount < threshold)
            {
                throw new Refusal("Inspections.BelowCentre", task.Amount.ToString("#,0", Text.Vietnamese), threshold.ToString("#,0", Text.Vietnamese));
            }
        }

        await _cases.Do(tx, actor, scope, key, new CaseStep("plan", 0, new { month, week, centre })
        {
            Due = EndOf(month, week),
            Office = centre ? actor.OfficeCode : ProvinceOffice(task.Province),
        });
        await tx.Execute(
            """
            insert into col_inspections (subject_id, act, occurrence, plan_month, plan_week, form) values (@SubjectId, @Act, @Occurrence, @month, @week, @form)
            """,
            new { key.SubjectId, key.Act, key.Occurrence, month, week = (short?)week, form = FormInForce(null, task) });
    }

    /// <summary>The task under the lock of its province. Refused: a case that the centre leads, by anybody of a province.</summary>
    private async Task<(TaskKey Key, WorkTask Task)> Open(Session tx, Actor actor, Scope scope, string key)
    {
        var (parsed, task) = await Locked(tx, scope, key);
        var lead = await LeadNow(tx, parsed, task);
        return lead == ProvinceOffice(task.Province) || scope.IsNation ? (parsed, task) : throw new Refusal("Inspections.LedByCentre", (await Offices.Find(tx, lead, task.OpenedOn))?.Name ?? lead, actor.Name);
    }

    private static async Task<string> LeadNow(Session s, TaskKey key, WorkTask task) =>
        await s.One<string>("select c.office_code from col_cases c where c.subject_id = @SubjectId and c.act = @Act and c.occurrence = @Occurrence", key) ?? ProvinceOffice(task.Province);

    private static string ProvinceOffice(string province) => Reference.Provinces.First(p => p.Code == province).OfficeCode;

    private static bool IsMonth(int number) => Period.TryFromNumber(number, out _);

    /// <summary>The day so many working days from today by which the step is to be done (an internal rule of its form).</summary>
    /// <summary>What a paper with a number says is changed no more behind its back.</summary>
    private static async Task Unnumbered(Session tx, TaskKey key, string form)
    {
        if ((await TaskPapers.Of(tx, key)).Find(p => p.Form == form && p.PaperState.IsLive() && p.PaperState.IsNumbered()) is { } paper)
        {
            throw new Refusal("Inspections.NumberedAlready", paper.Label);
        }
    }

    private async Task<DateOnly?> After(Session tx, string province, string form, string step)
    {
        var days = (int)await Settings.Number(tx, province, InspectionSteps.Setting(form, step), clock.Today());
        return (await OfficeCalendar.Of(tx)).Add(clock.Today(), days);
    }

    private async Task<IReadOnlyList<GuideStep>> Guide(Session s, string province, string form)
    {
        var guide = new List<GuideStep>();
        foreach (var step in InspectionSteps.All)
        {
            guide.Add(new(step, (int)await Settings.Number(s, province, InspectionSteps.Setting(form, step), clock.Today())));
        }

        return guide;
    }

    private DayMinutes Check(DayMinutes day, string form)
    {
        if (!InspectionDay.Ways.Contains(day.Way) || (day.Way == "visit" && !InspectionForms.Visits(form)))
        {
            throw new Refusal("Inspections.WayNotOfForm", Text.Of("Inspections.Form_" + form));
        }

        return day.Checked(clock.Today());
    }

    private Task Keep(Session tx, Actor actor, TaskKey key, DayMinutes day) => tx.Execute(
        """
        insert into col_inspection_days (subject_id, act, occurrence, day_no, held_on, way, place, present, content, recorded_by, recorded_at)
        select @SubjectId, @Act, @Occurrence, coalesce(max(d.day_no), 0) + 1, @On, @Way, @Place, @Present, @Content, @by, @now
        from col_inspection_days d where d.subject_id = @SubjectId and d.act = @Act and d.occurrence = @Occurrence
        """,
        new { key.SubjectId, key.Act, key.Occurrence, day.On, day.Way, day.Place, day.Present, day.Content, by = actor.UserId, now = clock.Now() });

    private void CheckMonth(int month, int? week)
    {
        if (!IsMonth(month) || month < Period.Of(clock.Today()).Number || week is < 1 or > 5)
        {
            throw new Refusal("Inspections.BadMonth");
        }
    }

    /// <summary>The last day of the month, or of its week: weeks are days 1–7, 8–14… of the month.</summary>
    private static DateOnly EndOf(int month, int? week)
    {
        var last = new DateOnly(month / 100, month % 100, DateTime.DaysInMonth(month / 100, month % 100));
        return week is { } w && w * 7 < last.Day ? new DateOnly(last.Year, last.Month, w * 7) : last;
    }

    private static string Day(DateOnly day) => day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
}

/// <summary>The steps that have a deadline, an internal rule for each form.</summary>
public static class InspectionSteps
{
    public const string Decide = "decide";
    public const string Announce = "announce";
    public const string Work = "work";
    public const string Conclude = "conclude";

    public static IReadOnlyList<string> All { get; } = [Decide, Announce, Work, Conclude];

    /// <summary>Name of the setting: working days of a step of a form.</summary>
    public static string Setting(string form, string step) => $"inspect-{form}-{step}";
}

/// <summary>A step as the guidance shows it: how many working days it has.</summary>
public sealed record GuideStep(string Step, int Days);

/// <summary>The team (user ids) and what is inspected: periods yyyymm, working days.</summary>
public sealed record InspectionOrder(string Form, int Days, int ScopeFrom, int ScopeTo, string Head, IReadOnlyList<string> Members)
{
    /// <summary>Refused: a number of days or months that cannot be.</summary>
    internal void Check(DateOnly today)
    {
        if (Days is < 1 or > 70)
        {
            throw new Refusal("Inspections.BadDays");
        }

        if (!Period.TryFromNumber(ScopeFrom, out _) || !Period.TryFromNumber(ScopeTo, out _) || ScopeTo < ScopeFrom || ScopeTo > Period.Of(today).Number)
        {
            throw new Refusal("Inspections.BadScope");
        }
    }

    /// <summary>The team, its head first, each person once. Refused: somebody who is not of the staff.</summary>
    internal IReadOnlyList<TeamMember> Team(IReadOnlyList<User> staff) =>
    [
        .. Members.Where(m => m.Length > 0 && m != Head).Distinct(StringComparer.Ordinal).Prepend(Head)
            .Select(id => staff.FirstOrDefault(p => p.UserId == id) ?? throw new Refusal("Inspections.NotStaff"))
            .Select(p => new TeamMember { UserId = p.UserId, Name = p.Name, Duty = p.UserId == Head ? TeamMember.Head : TeamMember.Member }),
    ];
}

/// <summary>A working day as it is written down. <paramref name="Present"/>: one person a line.</summary>
public sealed record DayMinutes(DateOnly On, string Way, string Place, string Present, string Content)
{
    /// <summary>With its words tidied. Refused: a day to come; no place, nobody present, nothing said.</summary>
    internal DayMinutes Checked(DateOnly today)
    {
        if (On > today)
        {
            throw new Refusal("Inspections.DayInFuture");
        }

        var told = this with { Place = VietnameseText.Normalise(Place), Content = VietnameseText.Normalise(Content), Present = string.Join('\n', Present.Split('\n').Select(VietnameseText.Normalise).Where(p => p.Length > 0)) };
        return told.Place.Length > 0 && told.Content.Length > 0 && told.Present.Length > 0 ? told : throw new Refusal("Inspections.DayIncomplete");
    }
}

/// <summary>A finding as it is entered, đồng.</summary>
public sealed record FoundViolation(string Violation, string What, int Workers, int FromPeriod, int ToPeriod, long Social, long Health, long Unemployment, long Accident)
{
    public IReadOnlyList<long> Amounts => [Social, Health, Unemployment, Accident];
}

/// <summary>How many were taken into the plan, and why the others were not.</summary>
public sealed record PlanningResult(int Planned, IReadOnlyList<string> Refused);

/// <summary>
/// An inspection as its page shows it. <paramref name="FormNow"/>: the form that holds at the level now. <paramref name="PaidNow"/>: all that the ledger shows as paid for the months that count.
/// </summary>
public sealed record InspectionView(
    CaseStanding Standing, WorkTask Task, InspectionFile? File, string FormNow, string LeadName, IReadOnlyList<TeamMember> Team, IReadOnlyList<InspectionDay> Days,
    IReadOnlyList<InspectionFinding> Findings, IReadOnlyList<TaskPaper> Papers, long? PaidNow, IReadOnlyList<GuideStep> Guide, Arrangement? Slot)
{
    public Case? Case => Standing.Case;

    /// <summary>Paid between the announcement and the minutes (or now, while it lasts).</summary>
    public long? PaidDuring => File?.PaidBefore is { } before ? (File.PaidAtEnd ?? PaidNow ?? before) - before : null;

    /// <summary>Paid since the minutes.</summary>
    public long? PaidAfter => File?.PaidAtEnd is { } end ? (PaidNow ?? end) - end : null;
}
