using System.Text.Json;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Rules.Planning;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Work;

/// <summary>
/// Scenarios (kịch bản, plan IV.1) of a province: for each transition between levels what is to be done, by which named people, in which order, and what must be ready. One is
/// proposed from the plan's own table, written, rehearsed on live data without effect, approved by the director or a deputy, and used by the switch. An approved one is never
/// edited: a new version replaces it when that is approved. Whether something is ready is a fact beside the words and is reported at any time.
/// </summary>
public sealed class Scenarios(Db db, TimeProvider clock, Switches switches)
{
    private const string Columns = """
        c.scenario_id, c.province, c.from_level, c.to_level, c.version, c.state, c.edits, c.written_by_name, c.written_at, c.changed_at, c.approved_by_name, c.approved_at, c.used_at,
        c.limits,
        (select count(*) from wrk_scenario_activities v where v.scenario_id = c.scenario_id) as activities,
        (select count(*) from wrk_scenario_activities v where v.scenario_id = c.scenario_id and v.ready = false) as not_ready
        """;

    private const string ActivityColumns = "v.scenario_id, v.activity_id, v.position, v.act, v.change, v.what, v.people, v.needs, v.ready_by, v.ready, v.ready_at, v.ready_by_user";

    /// <summary>Every transition, high to low first: what is most urgent to have.</summary>
    public static IReadOnlyList<(int From, int To)> Transitions { get; } =
        [(4, 3), (3, 2), (2, 1), (4, 2), (3, 1), (4, 1), (1, 2), (2, 3), (3, 4), (1, 3), (2, 4), (1, 4)];

    /// <summary>The scenarios of a province that hold or are in preparation.</summary>
    public Task<List<Scenario>> List(Scope scope, string province) => db.Read(s => s.Query<Scenario>(
        $"select {Columns} from wrk_scenarios c where c.province = @province and {scope.OnProvince("c")} and c.state <> 'replaced' order by c.from_level, c.to_level, c.version", new { province }));

    /// <summary>A scenario with its activities in order, the people named, its versions and rehearsals, and the limits that hold at its level.</summary>
    public Task<ScenarioDetail> Find(Scope scope, string scenarioId) => db.Read(async s =>
    {
        var scenario = await One(s, scope, scenarioId);
        var activities = await Activities(s, scenarioId);
        var rehearsals = await s.Query<Rehearsal>(
            "select h.rehearsal_id, h.scenario_id, h.province, h.at, h.by_name, h.as_of_at, h.result from wrk_rehearsals h where h.scenario_id = @scenarioId order by h.at desc, h.rehearsal_id desc", new { scenarioId });
        var versions = await s.Query<Scenario>(
            $"select {Columns} from wrk_scenarios c where c.province = @Province and c.from_level = @FromLevel and c.to_level = @ToLevel order by c.version desc", scenario);
        return new ScenarioDetail(scenario, activities, await People(s, scenario.Province, activities), versions, rehearsals, await LimitsOf(s, scenario));
    });

    /// <summary>The approved scenario of a transition with what is not ready, null where there is none: what a switch is made by.</summary>
    public Task<ScenarioInForce?> For(Scope scope, string province, int fromLevel, int toLevel) =>
        db.Read(async s => scope.Covers(province) ? await For(s, province, fromLevel, toLevel) : null);

    /// <summary>The transitions of a previewed switch, most tasks first, each with its approved scenario (null: none).</summary>
    public Task<List<(int From, int To, ScenarioInForce? Scenario)>> OfSwitch(Scope scope, SwitchPreview seen) => db.Read(async s =>
    {
        var found = new List<(int, int, ScenarioInForce?)>();
        foreach (var (from, to) in TransitionsOf(seen.Numbers))
        {
            found.Add((from, to, scope.Covers(seen.Province) ? await For(s, seen.Province, from, to) : null));
        }

        return found;
    });

    internal static IEnumerable<(int From, int To)> TransitionsOf(SwitchNumbers numbers) =>
        numbers.Lines.GroupBy(l => (l.LevelBefore, l.LevelAfter)).Where(g => Transitions.Contains(g.Key)).OrderByDescending(g => g.Sum(l => l.Tasks)).Select(g => g.Key);

    internal static async Task<ScenarioInForce?> For(Session s, string province, int fromLevel, int toLevel)
    {
        var scenario = await s.One<Scenario>(
            $"select {Columns} from wrk_scenarios c where c.province = @province and c.from_level = @fromLevel and c.to_level = @toLevel and c.state in ('approved', 'used')",
            new { province, fromLevel = (short)fromLevel, toLevel = (short)toLevel });
        if (scenario is null)
        {
            return null;
        }

        var activities = await Activities(s, scenario.ScenarioId);
        return new ScenarioInForce(scenario, activities, await People(s, province, activities));
    }

    /// <summary>
    /// Begins the scenario of a transition, or the next version of an approved one (its activities are taken over): without one, what the plan's table wakes, converts or stops
    /// is proposed. Refused: one that is in preparation already.
    /// </summary>
    public Task<string> Begin(Actor actor, Scope scope, string province, int fromLevel, int toLevel) => db.Write(async tx =>
    {
        RequireWhole(scope, province);
        if (!Transitions.Contains((fromLevel, toLevel)))
        {
            throw new Refusal("Scenarios.BadTransition");
        }

        await tx.Lock(LockOf(province));
        var known = await tx.Query<Scenario>(
            $"select {Columns} from wrk_scenarios c where c.province = @province and c.from_level = @from and c.to_level = @to order by c.version", new { province, from = (short)fromLevel, to = (short)toLevel });
        var last = known.LastOrDefault();
        if (last is not null)
        {
            Allow(last, ScenarioAct.Revise);
        }

        var (id, now) = (Guid.CreateVersion7().ToString("N"), clock.Now());
        await tx.Execute(
            """
            insert into wrk_scenarios (scenario_id, province, from_level, to_level, version, state, edits, written_by, written_by_name, written_at, changed_at, limits)
            values (@id, @province, @from, @to, @version, 'written', 0, @by, @name, @now, @now, '[]')
            """,
            new { id, province, from = (short)fromLevel, to = (short)toLevel, version = (last?.Version ?? 0) + 1, by = actor.UserId, name = actor.Name, now });
        foreach (var activity in last is not null ? await Activities(tx, last.ScenarioId) : await Proposed(tx, fromLevel, toLevel))
        {
            await Insert(tx, activity with { ScenarioId = id, ActivityId = Guid.CreateVersion7().ToString("N") });
        }

        await AuditTrail.Write(tx, clock, actor, "work.scenario-begin", "scenario:" + id, new { province, fromLevel, toLevel, version = (last?.Version ?? 0) + 1 });
        return id;
    });

    /// <summary>Writes an activity: a new one (no id) at the end, or changes one. Refused: nothing to be done, a person who is not of the province, an approved scenario.</summary>
    public Task SaveActivity(Actor actor, Scope scope, string scenarioId, int edits, string? activityId, ActivityWords words) => db.Write(async tx =>
    {
        var scenario = await Locked(tx, scope, scenarioId);
        var what = VietnameseText.Normalise(words.What);
        if (what.Length == 0)
        {
            throw new Refusal("Scenarios.NeedWhat");
        }

        var people = JsonSerializer.Serialize(await Named(tx, scenario.Province, words.People));
        await Edit(tx, actor, scenario, edits, "save", new { activityId, what });
        var activities = await Activities(tx, scenarioId);
        if (activityId is null)
        {
            await Insert(tx, new Activity
            {
                ScenarioId = scenarioId, ActivityId = Guid.CreateVersion7().ToString("N"), Position = activities.Count == 0 ? 1 : activities[^1].Position + 1, What = what, People = people,
                Needs = VietnameseText.Normalise(words.Needs ?? ""), ReadyBy = words.ReadyBy,
            });
        }
        else if (await tx.Execute(
            "update wrk_scenario_activities set what = @what, people = @people, needs = @needs, ready_by = @ReadyBy where scenario_id = @scenarioId and activity_id = @activityId",
            new { what, people, needs = VietnameseText.Normalise(words.Needs ?? ""), words.ReadyBy, scenarioId, activityId }) == 0)
        {
            throw NoActivity();
        }
    });

    public Task RemoveActivity(Actor actor, Scope scope, string scenarioId, int edits, string activityId) => db.Write(async tx =>
    {
        var scenario = await Locked(tx, scope, scenarioId);
        await Edit(tx, actor, scenario, edits, "remove", new { activityId });
        if (await tx.Execute("delete from wrk_scenario_activities where scenario_id = @scenarioId and activity_id = @activityId", new { scenarioId, activityId }) == 0)
        {
            throw NoActivity();
        }
    });

    /// <summary>Moves an activity one place up in the order.</summary>
    public Task MoveUp(Actor actor, Scope scope, string scenarioId, int edits, string activityId) => db.Write(async tx =>
    {
        var scenario = await Locked(tx, scope, scenarioId);
        await Edit(tx, actor, scenario, edits, "move", new { activityId });
        var activities = await Activities(tx, scenarioId);
        var at = activities.FindIndex(v => v.ActivityId == activityId);
        if (at < 0)
        {
            throw NoActivity();
        }

        if (at > 0)
        {
            foreach (var (activity, position) in ((Activity, int)[])[(activities[at], activities[at - 1].Position), (activities[at - 1], activities[at].Position)])
            {
                await tx.Execute("update wrk_scenario_activities set position = @position where scenario_id = @scenarioId and activity_id = @ActivityId", new { activity.ActivityId, scenarioId, position });
            }
        }
    });

    /// <summary>Says that what an activity needs is ready, or is not any more. By those who write scenarios, and by whoever is named in the activity.</summary>
    public Task ReportReady(Actor actor, Scope scope, string scenarioId, string activityId, bool ready) => db.Write(async tx =>
    {
        var scenario = await Locked(tx, scope, scenarioId, whole: false);
        Allow(scenario, ScenarioAct.ReportReady);
        var activity = (await Activities(tx, scenarioId)).Find(v => v.ActivityId == activityId) ?? throw NoActivity();
        if (!scope.CoversWhole(scenario.Province) && !activity.PeopleIds.Contains(actor.UserId))
        {
            throw new Refusal("Scenarios.NotYourActivity") { Kind = RefusalKind.Forbidden };
        }

        await tx.Execute(
            "update wrk_scenario_activities set ready = @ready, ready_at = @now, ready_by_user = @by where scenario_id = @scenarioId and activity_id = @activityId",
            new { scenarioId, activityId, ready, now = clock.Now(), by = actor.UserId });
        await AuditTrail.Write(tx, clock, actor, "work.scenario-ready", "scenario:" + scenarioId, new { activity.What, ready });
    });

    /// <summary>
    /// "If these places go to the scenario's level at that moment": the same pass as a switch, on live data, nothing of which is changed; the numbers are kept. Refused: places
    /// that are none of the province, a moment that has passed, a scenario that was replaced or changed since it was read.
    /// </summary>
    public async Task<Rehearsal> Rehearse(Actor actor, Scope scope, string scenarioId, int edits, IReadOnlyList<string> places, Instant at, CancellationToken cancel = default)
    {
        var scenario = await db.Read(s => One(s, scope, scenarioId), cancel);
        RequireWhole(scope, scenario.Province);
        Allow(scenario, ScenarioAct.Rehearse);
        if (at < clock.Now())
        {
            throw new Refusal("Scenarios.MomentPassed");
        }

        var known = await db.Read(
            async s =>
            {
                var found = new List<Locality>();
                foreach (var code in places.Distinct(StringComparer.Ordinal))
                {
                    found.Add(await Localities.Find(s, code, at.Day) is { } place && place.Province == scenario.Province ? place
                        : throw new Refusal("Scenarios.PlaceNotOfProvince", code));
                }

                return found.Count > 0 ? found : throw new Refusal("Scenarios.NeedPlaces");
            },
            cancel);
        var preview = await switches.Preview(scope, new SwitchQuestion(scenario.Province, at) { Assumed = [.. known.Select(p => new AssumedLevel(p.Code, scenario.ToLevel))] }, cancel);
        var rehearsal = new Rehearsal
        {
            RehearsalId = Guid.CreateVersion7().ToString("N"), ScenarioId = scenarioId, Province = scenario.Province, At = clock.Now(), ByName = actor.Name, AsOfAt = preview.At,
            Result = SwitchRecords.Write(new RehearsalResult([.. known.Select(p => p.Code)], [.. known.Select(p => p.Name)], preview.Numbers)),
        };
        await db.Write(
            async tx =>
            {
                var now = await Locked(tx, scope, scenarioId);
                var next = Allow(now, ScenarioAct.Rehearse);
                CheckEdits(now, edits);
                await tx.Execute(
                    """
                    insert into wrk_rehearsals (rehearsal_id, scenario_id, province, at, by_user, by_name, as_of_at, result)
                    values (@RehearsalId, @ScenarioId, @Province, @At, @UserId, @ByName, @AsOfAt, @Result)
                    """,
                    new { rehearsal.RehearsalId, rehearsal.ScenarioId, rehearsal.Province, rehearsal.At, actor.UserId, rehearsal.ByName, rehearsal.AsOfAt, rehearsal.Result });
                await tx.Execute("update wrk_scenarios set state = @state where scenario_id = @scenarioId", new { scenarioId, state = ScenarioActs.Of(next) });
                await AuditTrail.Write(tx, clock, actor, "work.scenario-rehearse", "scenario:" + scenarioId, new { places = known.Select(p => p.Code), asOf = preview.At.ToString(), preview.Numbers.Tasks, preview.Numbers.Digest });
            },
            cancel);
        return rehearsal;
    }

    /// <summary>A kept rehearsal with the scenario it was of and the names of the offices in it by code.</summary>
    public Task<(Rehearsal Rehearsal, ScenarioDetail Of, IReadOnlyDictionary<string, string> Offices)> FindRehearsal(Scope scope, string rehearsalId) => db.Read(async s =>
    {
        var rehearsal = await s.One<Rehearsal>(
            $"select h.rehearsal_id, h.scenario_id, h.province, h.at, h.by_name, h.as_of_at, h.result from wrk_rehearsals h where h.rehearsal_id = @rehearsalId and {scope.OnProvince("h")}", new { rehearsalId })
            ?? throw new Refusal("Scenarios.NoRehearsal") { Kind = RefusalKind.Missing };
        await PlanTable.Load(s);
        var scenario = await One(s, scope, rehearsal.ScenarioId);
        var activities = await Activities(s, scenario.ScenarioId);
        var people = await People(s, scenario.Province, activities, rehearsal.Found.Numbers.Loads.Select(l => l.UserId).OfType<string>());
        var offices = await s.Query<(string Code, string Name)>(
            "select o.code, min(o.name) as name from org_offices o where o.code {any:codes} and o.known_to_at is null group by o.code",
            new { codes = s.List(rehearsal.Found.Numbers.Loads.Select(l => l.Office).Distinct(StringComparer.Ordinal)) });
        return (rehearsal, new ScenarioDetail(scenario, activities, people, [], [], []), (IReadOnlyDictionary<string, string>)offices.ToDictionary(o => o.Code, o => o.Name, StringComparer.Ordinal));
    });

    /// <summary>Approves a rehearsed scenario; the one that held before is replaced. Refused: without activities, not rehearsed as it stands, changed since it was read.</summary>
    public Task Approve(Actor actor, Scope scope, string scenarioId, int edits) => db.Write(async tx =>
    {
        var scenario = await Locked(tx, scope, scenarioId);
        var next = Allow(scenario, ScenarioAct.Approve);
        CheckEdits(scenario, edits);
        if (scenario.Activities == 0)
        {
            throw new Refusal("Scenarios.NoActivities");
        }

        if (await For(tx, scenario.Province, scenario.FromLevel, scenario.ToLevel) is { } before)
        {
            var replaced = Allow(before.Scenario, ScenarioAct.Replace);
            await tx.Execute("update wrk_scenarios set state = @state where scenario_id = @ScenarioId", new { before.Scenario.ScenarioId, state = ScenarioActs.Of(replaced) });
        }

        var limits = JsonSerializer.Serialize((await LimitsOf(tx, scenario)).Select(l => l.LimitId));
        await tx.Execute(
            "update wrk_scenarios set state = @state, approved_by = @by, approved_by_name = @name, approved_at = @now, limits = @limits where scenario_id = @scenarioId",
            new { scenarioId, state = ScenarioActs.Of(next), by = actor.UserId, name = actor.Name, now = clock.Now(), limits });
        await AuditTrail.Write(tx, clock, actor, "work.scenario-approve", "scenario:" + scenarioId, new { scenario.Province, scenario.FromLevel, scenario.ToLevel, scenario.Version, scenario.Activities, scenario.NotReady });
    });

    /// <summary>Notes on the approved scenario of a transition that a switch was made by it.</summary>
    internal static async Task Used(Session tx, string province, int fromLevel, int toLevel, Instant at)
    {
        if (await For(tx, province, fromLevel, toLevel) is { } held && ScenarioActs.May(held.Scenario.Holds, ScenarioAct.Use, out var next) == ScenarioRefusal.None)
        {
            await tx.Execute("update wrk_scenarios set state = @state, used_at = @at where scenario_id = @ScenarioId", new { held.Scenario.ScenarioId, state = ScenarioActs.Of(next), at });
        }
    }

    private static string LockOf(string province) => "scenarios " + province;

    private static Refusal NoActivity() => new("Scenarios.NoActivity") { Kind = RefusalKind.Missing };

    private static void RequireWhole(Scope scope, string province)
    {
        if (!EmployerKey.IsProvince(province) || !scope.Covers(province))
        {
            throw new Refusal("Common.UnknownProvince", province) { Kind = RefusalKind.Missing };
        }

        if (!scope.CoversWhole(province))
        {
            throw new Refusal("Scenarios.ByProvince") { Kind = RefusalKind.Forbidden };
        }
    }

    private static async Task<Scenario> One(Session s, Scope scope, string scenarioId) =>
        await s.One<Scenario>($"select {Columns} from wrk_scenarios c where c.scenario_id = @scenarioId and {scope.OnProvince("c")}", new { scenarioId })
        ?? throw new Refusal("Scenarios.NoScenario") { Kind = RefusalKind.Missing };

    /// <summary>The scenario as it is once nobody else can change the province's.</summary>
    private static async Task<Scenario> Locked(Session tx, Scope scope, string scenarioId, bool whole = true)
    {
        var scenario = await One(tx, scope, scenarioId);
        if (whole)
        {
            RequireWhole(scope, scenario.Province);
        }

        await tx.Lock(LockOf(scenario.Province));
        return await One(tx, scope, scenarioId);
    }

    private static ScenarioState Allow(Scenario scenario, ScenarioAct act)
    {
        var refusal = ScenarioActs.May(scenario.Holds, act, out var next);
        return refusal == ScenarioRefusal.None ? next : throw new Refusal("Scenarios.Refused_" + refusal);
    }

    private static void CheckEdits(Scenario scenario, int edits)
    {
        if (scenario.Edits != edits)
        {
            throw new Refusal("Scenarios.ChangedMeanwhile");
        }
    }

    private async Task Edit(Session tx, Actor actor, Scenario scenario, int edits, string what, object detail)
    {
        var next = Allow(scenario, ScenarioAct.Edit);
        CheckEdits(scenario, edits);
        await tx.Execute(
            "update wrk_scenarios set state = @state, edits = edits + 1, changed_at = @now where scenario_id = @ScenarioId", new { scenario.ScenarioId, state = ScenarioActs.Of(next), now = clock.Now() });
        await AuditTrail.Write(tx, clock, actor, "work.scenario-" + what, "scenario:" + scenario.ScenarioId, detail);
    }

    private static Task<List<Activity>> Activities(Session s, string scenarioId) =>
        s.Query<Activity>($"select {ActivityColumns} from wrk_scenario_activities v where v.scenario_id = @scenarioId order by v.position, v.activity_id", new { scenarioId });

    private static Task Insert(Session tx, Activity activity) => tx.Execute(
        """
        insert into wrk_scenario_activities (scenario_id, activity_id, position, act, change, what, people, needs, ready_by, ready, ready_at, ready_by_user)
        values (@ScenarioId, @ActivityId, @Position, @Act, @Change, @What, @People, @Needs, @ReadyBy, @Ready, @ReadyAt, @ReadyByUser)
        """,
        activity);

    private async Task<List<Activity>> Proposed(Session s, int from, int to)
    {
        var book = (await PlanTable.On(s, clock.Today())).Book;
        return [.. Transition.Of(book, from, to).Select((t, i) => new Activity
        {
            Position = i + 1, Act = t.Act, Change = SwitchKinds.Of(t.Kind),
            What = Text.Of(
                t.Kind == SwitchKind.Converted && t.Before!.Stream == t.After!.Stream ? "Scenarios.ProposeSameStream" : "Scenarios.Propose_" + t.Kind,
                t.Shown.Title, StreamOf(t.Before?.Stream), StreamOf(t.After?.Stream), string.Join(", ", t.Clauses.Select(c => c.Dash).Distinct(StringComparer.Ordinal).Take(3)),
                t.After is { Slot: true } ? Text.Of("Scenarios.ProposeSlot") : ""),
            Needs = t.After is null || t.Kind == SwitchKind.Suspended ? "" : Text.Of("Scenarios.Need_" + t.After.Stream),
        })];

        static string StreamOf(WorkStream? stream) => stream is { } known ? Text.Of("Web.Stream_" + Names.Of(known)).ToLower(Text.Vietnamese) : "";
    }

    /// <summary>Keys of active people of the province by name or sign-in name, each known and meant beyond doubt.</summary>
    private static async Task<List<string>> Named(Session s, string province, IReadOnlyList<string> typed)
    {
        var staff = await Staff(s, province);
        var found = new List<string>();
        foreach (var name in typed.Select(VietnameseText.Normalise).Where(n => n.Length > 0))
        {
            var meant = staff.Where(p => p.SignIn == name || VietnameseText.Fold(p.Name) == VietnameseText.Fold(name)).ToList();
            found.Add(meant.Count switch
            {
                1 => meant[0].UserId,
                0 => throw new Refusal("Scenarios.UnknownPerson", name),
                _ => throw new Refusal("Scenarios.SeveralPeople", name, string.Join(", ", meant.Select(p => p.SignIn))),
            });
        }

        return [.. found.Distinct(StringComparer.Ordinal)];
    }

    private static Task<List<ScenarioPerson>> Staff(Session s, string province) => s.Query<ScenarioPerson>(
        """
        select u.user_id, u.sign_in, u.name, u.active, min(o.name) as office from idn_users u join org_offices o on o.code = u.office_code
        where o.province = @province and o.known_to_at is null and u.active = true group by u.user_id, u.sign_in, u.name, u.active order by u.sign_in
        """,
        new { province });

    /// <summary>The people named, and others asked for, by key; one who has left stays readable and is marked.</summary>
    private static async Task<Dictionary<string, ScenarioPerson>> People(Session s, string province, IEnumerable<Activity> activities, IEnumerable<string>? more = null)
    {
        var ids = activities.SelectMany(v => v.PeopleIds).Concat(more ?? []).Distinct(StringComparer.Ordinal).ToList();
        var people = await s.Query<ScenarioPerson>(
            """
            select u.user_id, u.sign_in, u.name, u.active, min(o.name) as office from idn_users u join org_offices o on o.code = u.office_code
            where u.user_id {any:ids} and o.known_to_at is null group by u.user_id, u.sign_in, u.name, u.active
            """,
            new { ids = s.List(ids) });
        return people.ToDictionary(p => p.UserId, StringComparer.Ordinal);
    }

    private async Task<List<PlaceLimit>> LimitsOf(Session s, Scenario scenario)
    {
        var today = clock.Today();
        return [.. (await Limits.Known(s, scenario.Province)).Where(l => l.HoldsAt(scenario.ToLevel) && !(l.ValidTo <= today))];
    }
}

/// <summary>An activity as it is written: people by name or sign-in name.</summary>
public sealed record ActivityWords(string What, IReadOnlyList<string> People, string? Needs, DateOnly? ReadyBy);

/// <summary>A scenario of a province for one transition, in one version.</summary>
public sealed class Scenario
{
    public string ScenarioId { get; init; } = "";
    public string Province { get; init; } = "";
    public short FromLevel { get; init; }
    public short ToLevel { get; init; }
    public int Version { get; init; }
    public string State { get; init; } = "";

    /// <summary>Number of changes: an act carries the one it was read at.</summary>
    public int Edits { get; init; }
    public string WrittenByName { get; init; } = "";
    public Instant WrittenAt { get; init; }
    public Instant ChangedAt { get; init; }
    public string? ApprovedByName { get; init; }
    public Instant? ApprovedAt { get; init; }
    public Instant? UsedAt { get; init; }

    /// <summary>JSON: ids of the limits that held at its level when it was approved.</summary>
    public string Limits { get; init; } = "[]";
    public long Activities { get; init; }
    public long NotReady { get; init; }

    public ScenarioState Holds => ScenarioActs.StateOf(State);
    public IReadOnlyList<string> LimitIds => JsonSerializer.Deserialize<List<string>>(Limits) ?? [];
}

/// <summary>One thing to be done in a transition.</summary>
public sealed record Activity
{
    public string ScenarioId { get; init; } = "";
    public string ActivityId { get; init; } = "";
    public int Position { get; init; }

    /// <summary>The act of the plan it is about; null for one of the province's own.</summary>
    public string? Act { get; init; }

    /// <summary>What the transition does with the act (<see cref="SwitchKinds"/>).</summary>
    public string? Change { get; init; }
    public string What { get; init; } = "";
    public string People { get; init; } = "[]";
    public string Needs { get; init; } = "";
    public DateOnly? ReadyBy { get; init; }
    public bool Ready { get; init; }
    public Instant? ReadyAt { get; init; }
    public string? ReadyByUser { get; init; }

    public IReadOnlyList<string> PeopleIds => JsonSerializer.Deserialize<List<string>>(People) ?? [];
}

/// <summary>A person named in a scenario or a rehearsal.</summary>
public sealed class ScenarioPerson
{
    public string UserId { get; init; } = "";
    public string SignIn { get; init; } = "";
    public string Name { get; init; } = "";
    public bool Active { get; init; }
    public string Office { get; init; } = "";
}

public sealed record ScenarioDetail(
    Scenario Scenario, IReadOnlyList<Activity> Activities, IReadOnlyDictionary<string, ScenarioPerson> People, IReadOnlyList<Scenario> Versions, IReadOnlyList<Rehearsal> Rehearsals,
    IReadOnlyList<PlaceLimit> Limits);

/// <summary>The scenario by which a switch is made.</summary>
public sealed record ScenarioInForce(Scenario Scenario, IReadOnlyList<Activity> Activities, IReadOnlyDictionary<string, ScenarioPerson> People)
{
    public IReadOnlyList<Activity> NotReady => [.. Activities.Where(v => !v.Ready)];
}

/// <summary>A kept rehearsal.</summary>
public sealed class Rehearsal
{
    private RehearsalResult? _found;

    public string RehearsalId { get; init; } = "";
    public string ScenarioId { get; init; } = "";
    public string Province { get; init; } = "";
    public Instant At { get; init; }
    public string ByName { get; init; } = "";

    /// <summary>The moment as if which it was.</summary>
    public Instant AsOfAt { get; init; }
    public string Result { get; init; } = "";
    public RehearsalResult Found => _found ??= SwitchRecords.Read<RehearsalResult>(Result);
}

/// <summary>The places that were taken to change, and the numbers before and after.</summary>
public sealed record RehearsalResult(IReadOnlyList<string> Places, IReadOnlyList<string> PlaceNames, SwitchNumbers Numbers);

/// <summary>When a switch is applied, the approved scenarios of its transitions are marked as used.</summary>
public sealed class ScenarioUse : ISwitchFollower
{
    public async Task Applied(Session tx, SwitchRecord applied)
    {
        foreach (var (from, to) in Scenarios.TransitionsOf(applied.Counted ?? new SwitchNumbers()))
        {
            await Scenarios.Used(tx, applied.Province, from, to, applied.AppliedAt ?? applied.FromAt);
        }
    }

    public Task<UndonePapers?> Undone(Session tx, Actor actor, SwitchRecord undone) => Task.FromResult<UndonePapers?>(null);
}
