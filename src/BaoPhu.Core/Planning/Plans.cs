using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Reporting;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Planning;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Planning;

/// <summary>
/// The weekly and monthly plan of a province for all its work (plan 3532, IV.1, second dash): proposed from its open tasks and from the pace that its targets still need, written on by hand for what no task counts (reviews of tax data, conferences,
/// staff), approved by the director, followed by line, closed with results. A line says for which level it was proposed; after a switch the plan is amended and proposed anew.
/// </summary>
public sealed class Plans(Db db, TimeProvider clock)
{
    private const int MostText = 2000;

    private const string Columns = """
        p.plan_id as id, p.province, p.kind, p.from_date, p.to_date, p.state, p.proposed_at, p.approved_name, p.approved_at, p.results, p.closed_at, p.changes
        """;

    private const string LineColumns = "l.line_no as no, l.area, l.act, l.level, l.stream, l.title, l.office_code, l.planned, l.due_on, l.note, l.done, l.outcome, l.indicator, l.stood_at";

    /// <summary>What a line is about.</summary>
    public static IReadOnlyList<string> Areas { get; } = ["collection", "participants", "inspection", "review", "conference", "staff", "other"];

    /// <summary>The plans within the scope, the latest first.</summary>
    public Task<List<WorkPlan>> List(Scope scope) => db.Read(s => s.Query<WorkPlan>($"select {Columns} from pln_plans p where {scope.OnProvince("p")} order by p.from_date desc, p.kind, p.province limit 200"));

    /// <summary>A plan with its lines, what was done on each of them, and what has moved since it was proposed. Missing outside the scope.</summary>
    public Task<PlanDetail> Find(Scope scope, string id) => db.ReadConsistently(async s =>
    {
        var plan = await Find(s, scope, id);
        var counts = await PlanProposal.Counts(s, plan.Province, plan.FromDate, plan.ToDate);
        var known = await Lines(s, id);
        var targets = plan.PlanState == PlanState.Closed || known.TrueForAll(l => l.Indicator is null) ? null : await PlanProposal.Standings(s, plan.Province, plan.ToDate.Year, clock.Now());
        var lines = known.ConvertAll(l => new PlanProgress(l, l.Act is null ? null : counts.Find(c => c.Act == l.Act && c.Level == l.Level && c.Stream == l.Stream) ?? new TaskCount()) { Reached = Reached(l, targets) });
        var events = await s.Query<PlanEvent>("select e.seq, e.at, e.user_name, e.act, e.note from pln_plan_events e where e.plan_id = @id order by e.seq desc", new { id });
        var switches = plan.PlanState == PlanState.Closed ? 0 : await s.One<int>(
            "select count(*) from wrk_switches w where w.province = @Province and w.state in ('applied', 'undone') and (w.applied_at > @ProposedAt or w.undone_at > @ProposedAt)", plan);
        var missing = plan.PlanState == PlanState.Closed ? [] : counts.FindAll(c => c.Open > 0 && lines.TrueForAll(l => l.Line.Act != c.Act || l.Line.Level != c.Level || l.Line.Stream != c.Stream));
        return new PlanDetail(plan, lines, missing, switches, events);
    });

    /// <summary>One line, to be changed. Missing: no such line.</summary>
    public Task<PlanLine> Line(Scope scope, string id, int no) => db.Read(async s =>
    {
        await Find(s, scope, id);
        return (await Lines(s, id)).Find(l => l.No == no) ?? throw NoLine();
    });

    /// <summary>Begins the plan of the week or month that holds a day, its lines proposed; returns its id. Refused: a kind that there is not, a term that is over or more than a year ahead, a term that has its plan, who does not reach the whole province.</summary>
    public Task<string> Begin(Actor actor, Scope scope, string province, string kind, DateOnly day) => db.Write(async tx =>
    {
        Reach(scope, province);
        if (kind is not (PlanTerms.Week or PlanTerms.Month))
        {
            throw new Refusal("Plans.NoKind");
        }

        var (from, to) = PlanTerms.Of(kind, day);
        if (to < clock.Today() || from > clock.Today().AddYears(1))
        {
            throw new Refusal("Plans.TermNotNear", from, to);
        }

        await tx.Lock("work-plans " + province);
        if (await tx.One<string>("select p.plan_id from pln_plans p where p.province = @province and p.kind = @kind and p.from_date = @from", new { province, kind, from }) is not null)
        {
            throw new Refusal("Plans.MadeAlready", from, to);
        }

        var id = Guid.CreateVersion7().ToString("N");
        await tx.Execute(
            "insert into pln_plans (plan_id, province, kind, from_date, to_date, state, proposed_at, made_by) values (@id, @province, @kind, @from, @to, 'Draft', @now, @by)",
            new { id, province, kind, from, to, now = clock.Now(), by = actor.UserId });
        var lines = await Propose(tx, (await tx.One<WorkPlan>($"select {Columns} from pln_plans p where p.plan_id = @id", new { id }))!);
        await Told(tx, actor, id, "begin", "");
        await AuditTrail.Write(tx, clock, actor, "planning.plan", "plan:" + id, new { province, kind, from, to, lines });
        return id;
    });

    /// <summary>
    /// Proposes the lines of tasks anew: numbers as they are now, new groups added, groups without tasks taken off unless something was done on them. Lines written by hand stay. Refused: a plan that
    /// is approved (amend it first) or closed.
    /// </summary>
    public Task ProposeAnew(Actor actor, Scope scope, string id, int changes) => Act(actor, scope, id, changes, PlanAct.Propose, "", async (tx, plan) => new { lines = await Propose(tx, plan) });

    /// <summary>Writes a line by hand, or changes one (<paramref name="no"/>: its number, 0 for a new one). Refused: an area that there is not, nothing said, a day outside the term, an office of another province.</summary>
    public Task Save(Actor actor, Scope scope, string id, int changes, int no, PlanLineEntry entry) => Act(actor, scope, id, changes, PlanAct.Edit, "", async (tx, plan) =>
    {
        var (title, note) = (VietnameseText.Normalise(entry.Title ?? ""), VietnameseText.Normalise(entry.Note ?? ""));
        if (entry.DueOn < plan.FromDate || entry.DueOn > plan.ToDate)
        {
            throw new Refusal("Plans.OutsideTerm", plan.FromDate, plan.ToDate);
        }

        if (entry.Planned < 1)
        {
            throw new Refusal("Plans.NeedPlanned");
        }

        if (!string.IsNullOrEmpty(entry.OfficeCode) && (await Offices.Find(tx, entry.OfficeCode, clock.Today()))?.Province != plan.Province)
        {
            throw new Refusal("Plans.NoOffice");
        }

        var known = no == 0 ? null : (await Lines(tx, id)).Find(l => l.No == no) ?? throw NoLine();
        if (known is not { IsCounted: true } && (!Areas.Contains(entry.Area) || title.Length is 0 or > MostText))
        {
            throw new Refusal("Plans.NeedTitle");
        }

        // What a line of tasks or of a target is about is theirs to say; by hand come its number, day, office and note.
        var values = new { id, no, area = known is { IsCounted: true } ? known.Area : entry.Area, title = known is { IsCounted: true } ? known.Title : title, office = VietnameseText.NormaliseOrNull(entry.OfficeCode), entry.Planned, entry.DueOn, note };
        await tx.Execute(
            known is null
                ? """
                  insert into pln_plan_lines (plan_id, line_no, area, title, office_code, planned, due_on, note)
                  select @id, coalesce(max(line_no), 0) + 1, @area, @title, @office, @Planned, @DueOn, @note from pln_plan_lines where plan_id = @id
                  """
                : "update pln_plan_lines set area = @area, title = @title, office_code = @office, planned = @Planned, due_on = @DueOn, note = @note where plan_id = @id and line_no = @no",
            values);
        return new { no, values.area, values.title, entry.Planned, entry.DueOn };
    });

    /// <summary>Takes a line off. Missing: no such line.</summary>
    public Task Remove(Actor actor, Scope scope, string id, int changes, int no) => Act(actor, scope, id, changes, PlanAct.Edit, "", async (tx, _) =>
        await tx.Execute("delete from pln_plan_lines where plan_id = @id and line_no = @no", new { id, no }) == 1 ? new { removed = no } : throw NoLine());

    /// <summary>The director approves. Refused: a plan without lines.</summary>
    public Task Approve(Actor actor, Scope scope, string id, int changes) => Act(actor, scope, id, changes, PlanAct.Approve, "", async (tx, _) =>
    {
        var lines = await Lines(tx, id);
        if (lines.Count == 0)
        {
            throw new Refusal("Plans.NoLines");
        }

        await tx.Execute("update pln_plans set approved_by = @by, approved_name = @name, approved_at = @now where plan_id = @id", new { by = actor.UserId, name = actor.Signed, now = clock.Now(), id });
        return new { lines = lines.Count, planned = lines.Sum(l => l.Planned) };
    });

    /// <summary>Notes what came of a line that no task counts. Refused: a line of tasks, nothing said.</summary>
    public Task Note(Actor actor, Scope scope, string id, int changes, int no, string? outcome)
    {
        var said = Said(outcome);
        return Act(actor, scope, id, changes, PlanAct.Note, said, async (tx, _) =>
            await tx.Execute("update pln_plan_lines set outcome = @said where plan_id = @id and line_no = @no and act is null and indicator is null", new { said, id, no }) == 1 ? new { no } : throw new Refusal("Plans.CountedFromTasks"));
    }

    /// <summary>Takes an approved plan back to be changed, with the reason. Refused: no reason.</summary>
    public Task Amend(Actor actor, Scope scope, string id, int changes, string? reason) => Act(actor, scope, id, changes, PlanAct.Amend, Said(reason), async (tx, _) =>
    {
        await tx.Execute("update pln_plans set approved_by = null, approved_name = '', approved_at = null where plan_id = @id", new { id });
        return new { };
    });

    /// <summary>Closes it with its results; what was done on each line is frozen. Refused: nothing said, a plan whose term has not begun.</summary>
    public Task Close(Actor actor, Scope scope, string id, int changes, string? results)
    {
        var said = Said(results);
        return Act(actor, scope, id, changes, PlanAct.Close, said, async (tx, plan) =>
        {
            if (plan.FromDate > clock.Today())
            {
                throw new Refusal("Plans.NotBegun", plan.FromDate);
            }

            var (counts, done) = (await PlanProposal.Counts(tx, plan.Province, plan.FromDate, plan.ToDate), 0L);
            var targets = await PlanProposal.Standings(tx, plan.Province, plan.ToDate.Year, clock.Now());
            foreach (var line in (await Lines(tx, id)).Where(l => l.IsCounted))
            {
                var count = line.Act is null ? Reached(line, targets) : counts.Find(c => c.Act == line.Act && c.Level == line.Level && c.Stream == line.Stream)?.Done ?? 0;
                done += line.Act is null ? 0 : count ?? 0;
                await tx.Execute("update pln_plan_lines set done = @count where plan_id = @id and line_no = @No", new { count, id, line.No });
            }

            await tx.Execute("update pln_plans set results = @said, closed_at = @now where plan_id = @id", new { said, now = clock.Now(), id });
            return new { done };
        });
    }

    private static async Task<WorkPlan> Find(Session s, Scope scope, string id) =>
        await s.One<WorkPlan>($"select {Columns} from pln_plans p where p.plan_id = @id and {scope.OnProvince("p")}", new { id }) ?? throw new Refusal("Plans.NoPlan") { Kind = RefusalKind.Missing };

    private static Task<List<PlanLine>> Lines(Session s, string id) =>
        s.Query<PlanLine>(
            $"""
            select {LineColumns}, (select o.name from org_offices o where o.code = l.office_code and o.known_to_at is null order by o.valid_from desc limit 1) as office_name
            from pln_plan_lines l where l.plan_id = @id order by case when l.act is null then 1 else 0 end, l.area, l.line_no
            """,
            new { id });

    /// <summary>Brings the lines of tasks to what is open and done now; returns how many there are.</summary>
    private async Task<int> Propose(Session tx, WorkPlan plan)
    {
        var (known, proposed) = (await Lines(tx, plan.Id), new List<ProposedLine>());
        proposed.AddRange(await PlanProposal.For(tx, plan.Province, plan.FromDate, plan.ToDate, known, clock.Now()));
        var next = known.Count == 0 ? 1 : known.Max(l => l.No) + 1;
        foreach (var line in proposed)
        {
            var same = known.Find(l => l.IsCounted && l.Act == line.Act && l.Level == line.Level && l.Stream == line.Stream && l.Indicator == line.Indicator);
            await tx.Execute(
                same is null
                    ? """
                      insert into pln_plan_lines (plan_id, line_no, area, act, level, stream, title, planned, due_on, note, indicator, stood_at)
                      values (@Id, @no, @Area, @Act, @Level, @Stream, @Title, @Planned, @due, '', @Indicator, @StoodAt)
                      """
                    : "update pln_plan_lines set planned = @Planned where plan_id = @Id and line_no = @no",
                new { plan.Id, no = same?.No ?? next++, line.Area, line.Act, line.Level, line.Stream, line.Title, line.Planned, due = line.DueOn > plan.ToDate ? plan.ToDate : line.DueOn, line.Indicator, line.StoodAt });
        }

        foreach (var gone in known.Where(l => l.Act is not null && !proposed.Exists(p => p.Act == l.Act && p.Level == l.Level && p.Stream == l.Stream)))
        {
            await tx.Execute("delete from pln_plan_lines where plan_id = @Id and line_no = @No", new { plan.Id, gone.No });
        }

        await tx.Execute("update pln_plans set proposed_at = @now where plan_id = @Id", new { now = clock.Now(), plan.Id });
        return proposed.Count;
    }

    /// <summary>What a line of a target gained since it began; null: no such line, no data.</summary>
    private static long? Reached(PlanLine line, IReadOnlyDictionary<string, TargetBeside>? targets) =>
        line is { Indicator: { } code, StoodAt: { } stoodAt } && targets?.GetValueOrDefault(code)?.Progress.Actual is { } actual ? PlanProposal.Reached(TargetKind.Of(code), stoodAt, actual) : null;

    private static void Reach(Scope scope, string province)
    {
        if (!scope.CoversWhole(province))
        {
            throw new Refusal("Plans.ByProvince") { Kind = RefusalKind.Forbidden };
        }
    }

    private static string Said(string? text) => VietnameseText.Normalise(text ?? "") is { Length: > 0 and <= MostText } said ? said : throw new Refusal("Plans.NeedWords", MostText);

    private static Refusal NoLine() => new("Plans.NoLine") { Kind = RefusalKind.Missing };

    /// <summary>The act under the lock of the plan, by the table, on what the person saw; its entry in the history and in the audit trail.</summary>
    private Task Act(Actor actor, Scope scope, string id, int changes, PlanAct act, string note, Func<Session, WorkPlan, Task<object>> change) => db.Write(async tx =>
    {
        await tx.Lock("work-plan " + id);
        var plan = await Find(tx, scope, id);
        Reach(scope, plan.Province);
        if (PlanActs.After(plan.PlanState, act) is not { } next)
        {
            throw new Refusal("Plans.NotInState", Text.Of("Plans.Act_" + act), Text.Of("Plans.State_" + plan.State));
        }

        if (plan.Changes != changes)
        {
            throw new Refusal("Plans.ChangedMeanwhile");
        }

        var detail = await change(tx, plan);
        await tx.Execute("update pln_plans set state = @state, changes = changes + 1 where plan_id = @id", new { state = next.ToString(), id });
        var name = act.ToString().ToLowerInvariant();
        if (act != PlanAct.Edit)
        {
            await Told(tx, actor, id, name, note);
        }

        await AuditTrail.Write(tx, clock, actor, "planning.plan-" + name, "plan:" + id, new { note, detail });
    });

    private async Task Told(Session tx, Actor actor, string id, string act, string note) => await tx.Execute(
        """
        insert into pln_plan_events (plan_id, seq, at, user_id, user_name, act, note)
        select @id, coalesce(max(seq), 0) + 1, @now, @by, @name, @act, @note from pln_plan_events where plan_id = @id
        """,
        new { id, now = clock.Now(), by = actor.UserId, name = actor.Signed, act, note });
}

/// <summary>A plan. <see cref="Kind"/>: week or month; <see cref="FromDate"/> and <see cref="ToDate"/> both count.</summary>
public sealed class WorkPlan
{
    public string Id { get; init; } = "";
    public string Province { get; init; } = "";
    public string Kind { get; init; } = "";
    public DateOnly FromDate { get; init; }
    public DateOnly ToDate { get; init; }
    public string State { get; init; } = "";
    public Instant ProposedAt { get; init; }
    public string ApprovedName { get; init; } = "";
    public Instant? ApprovedAt { get; init; }
    public string Results { get; init; } = "";
    public Instant? ClosedAt { get; init; }

    /// <summary>Changes so far; an act asks for the number its person saw.</summary>
    public int Changes { get; init; }
    public PlanState PlanState => Enum.Parse<PlanState>(State);
}

/// <summary>A line. <see cref="Act"/>, <see cref="Level"/>, <see cref="Stream"/>: of the tasks it counts, null for a line written by hand; <see cref="Done"/>: frozen when the plan is closed.</summary>
public sealed class PlanLine
{
    public int No { get; init; }
    public string Area { get; init; } = "";
    public string? Act { get; init; }
    public short? Level { get; init; }
    public short? Stream { get; init; }
    public string Title { get; init; } = "";
    public string? OfficeCode { get; init; }
    public string? OfficeName { get; init; }
    public long Planned { get; init; }
    public DateOnly DueOn { get; init; }
    public string Note { get; init; } = "";
    public long? Done { get; init; }
    public string Outcome { get; init; } = "";

    /// <summary>The figure of the target it comes from, and what that said when the line began; null for other lines.</summary>
    public string? Indicator { get; init; }
    public long? StoodAt { get; init; }

    /// <summary>What was done on it is counted: nobody notes it by hand.</summary>
    public bool IsCounted => Act is not null || Indicator is not null;
}

/// <summary>A line and its tasks as they are now (null: written by hand).</summary>
public sealed record PlanProgress(PlanLine Line, TaskCount? Now)
{
    /// <summary>Done within the term, of tasks; null where no task counts.</summary>
    public long? Done => Line.Done ?? Now?.Done ?? Reached;

    /// <summary>Of a line of a target: what its figure gained since the line began.</summary>
    public long? Reached { get; init; }

    /// <summary>Planned, not done, and its day is over.</summary>
    public bool IsBehind(DateOnly today) => Line.DueOn < today && (Done is { } done ? done < Line.Planned : Line.Outcome.Length == 0);
}

/// <summary><paramref name="Missing"/>: open tasks that no line counts; <paramref name="Switches"/>: switches of the level since the lines were proposed.</summary>
public sealed record PlanDetail(WorkPlan Plan, IReadOnlyList<PlanProgress> Lines, IReadOnlyList<TaskCount> Missing, int Switches, IReadOnlyList<PlanEvent> Events);

public sealed record PlanLineEntry(string? Area, string? Title, string? OfficeCode, long Planned, DateOnly DueOn, string? Note);

/// <summary>A step in the life of a plan.</summary>
public sealed class PlanEvent
{
    public int Seq { get; init; }
    public Instant At { get; init; }
    public string UserName { get; init; } = "";
    public string Act { get; init; } = "";
    public string Note { get; init; } = "";
}
