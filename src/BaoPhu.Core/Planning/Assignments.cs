using System.Text.Json;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Messaging;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Planning;

/// <summary>
/// What plan 3532 (IV.2.1–2.8) assigns to the units of the centre, and what they did about it: guidance to provinces and who acknowledged it, staff in charge of provinces, missions with their findings
/// and results. A unit writes its own; everybody at the centre reads all, a province what concerns it.
/// </summary>
public sealed class Assignments(Db db, TimeProvider clock)
{
    private const int MostBody = 8000;

    private const string GuidanceColumns = """
        g.guidance_id as id, g.unit, g.assignment, g.number, g.title, g.body, g.due_on, g.issued_name, g.issued_at, (select f.file_name from pln_guidance_files f where f.guidance_id = g.guidance_id) as file_name,
        (select o.name from org_offices o where o.code = g.unit and o.known_to_at is null order by o.valid_from desc limit 1) as unit_name,
        (select count(*) from pln_guidance_provinces p where p.guidance_id = g.guidance_id) as provinces,
        (select count(*) from pln_guidance_provinces p where p.guidance_id = g.guidance_id and p.acknowledged_at is not null) as acknowledged
        """;

    private const string MissionColumns = """
        m.mission_id as id, m.unit, m.province, m.members, m.from_date, m.to_date, m.purpose, m.state, m.findings, m.result, m.told_name, m.told_at, m.changes,
        (select o.name from org_offices o where o.code = m.unit and o.known_to_at is null order by o.valid_from desc limit 1) as unit_name
        """;

    /// <summary>Every unit of the centre with what it was assigned and what it has done, within the scope.</summary>
    public Task<List<UnitSummary>> Units(Scope scope) => db.Read(async s =>
    {
        var today = clock.Today();
        var units = await UnitsOn(s, today);
        var assignments = await All(s);
        var guidances = await s.Query<Guidance>($"select {GuidanceColumns} from pln_guidances g where {Reached(scope)}");
        var missions = await s.Query<Mission>($"select {MissionColumns} from pln_missions m where {scope.OnProvince("m")}");
        var staff = (await s.Query<(string Unit, long Count)>(
            $"select p.unit, count(*) from pln_province_staff p where {scope.OnProvince("p")} and p.from_date <= @today and (p.to_date is null or p.to_date > @today) group by p.unit", new { today }))
            .ToDictionary(p => p.Unit, p => p.Count, StringComparer.Ordinal);
        return units.ConvertAll(u => new UnitSummary(u, Of(assignments, u), [.. guidances.Where(g => g.Unit == u.Code)], [.. missions.Where(m => m.Unit == u.Code)], staff.GetValueOrDefault(u.Code)));
    });

    /// <summary>A unit's page: assignments, guidance, staff in charge and missions, the latest first. Missing: no such unit.</summary>
    public Task<UnitPage> Unit(Scope scope, string code) => db.Read(async s =>
    {
        var unit = (await UnitsOn(s, clock.Today())).Find(u => u.Code == code) ?? throw new Refusal("Assignments.NoUnit") { Kind = RefusalKind.Missing };
        return new UnitPage(
            unit,
            Of(await All(s), unit),
            await s.Query<Guidance>($"select {GuidanceColumns} from pln_guidances g where g.unit = @code and {Reached(scope)} order by g.issued_at desc limit 100", new { code }),
            await s.Query<ProvinceStaff>(
                $"""
                select p.staff_id as id, p.unit, p.province, p.user_id, u.name, p.from_date, p.to_date from pln_province_staff p left join idn_users u on u.user_id = p.user_id
                where p.unit = @code and {scope.OnProvince("p")} order by case when p.to_date is null then 0 else 1 end, p.province, p.from_date desc limit 300
                """,
                new { code }),
            await s.Query<Mission>($"select {MissionColumns} from pln_missions m where m.unit = @code and {scope.OnProvince("m")} order by m.from_date desc, m.mission_id desc limit 100", new { code }),
            await s.Query<(string, string)>("select u.user_id, u.name from idn_users u where u.office_code = @code and u.active = @yes order by u.name", new { code, yes = true }));
    });

    /// <summary>One guidance with the provinces within the scope. Missing: it went to none of them.</summary>
    public Task<GuidanceDetail> Guidance(Scope scope, string id) => db.Read(s => Find(s, scope, id));

    /// <summary>The file of a guidance. Missing: it has none, or went to nobody within the scope.</summary>
    public Task<AttachedFile> File(Scope scope, string id) => db.Read(async s =>
    {
        await Find(s, scope, id);
        var (name, media, body) = await s.One<(string Name, string MediaType, string Body)>("select f.file_name, f.media_type, f.body from pln_guidance_files f where f.guidance_id = @id", new { id });
        return name is null ? throw NoGuidance() : new AttachedFile(name, media, Convert.FromBase64String(body));
    });

    /// <summary>What a province has not acknowledged yet, the nearest day first.</summary>
    public Task<List<Guidance>> Waiting(string province) => db.Read(s => s.Query<Guidance>(
        $"""
        select {GuidanceColumns} from pln_guidances g join pln_guidance_provinces w on w.guidance_id = g.guidance_id and w.province = @province and w.acknowledged_at is null
        order by g.due_on, g.guidance_id limit 20
        """,
        new { province }));

    /// <summary>
    /// Issues guidance to provinces (none named: to all 63); returns its id. Refused: an office that is no unit of the centre, nothing said, a day that has passed, a number that the unit gave to another this year, a province or assignment that there is
    /// not.
    /// </summary>
    public Task<string> Issue(Actor actor, GuidanceEntry entry) => db.Write(async tx =>
    {
        var unit = await OwnUnit(tx, actor);
        var (number, title, body) = (VietnameseText.Normalise(entry.Number ?? ""), VietnameseText.Normalise(entry.Title ?? ""), VietnameseText.Normalise(entry.Body ?? ""));
        if (number.Length == 0 || title.Length == 0 || body.Length is 0 or > MostBody)
        {
            throw new Refusal("Assignments.NeedGuidance", MostBody);
        }

        if (entry.DueOn < clock.Today())
        {
            throw new Refusal("Assignments.DuePassed");
        }

        await tx.Lock("guidances " + unit.Code);
        var there = await tx.Query<(string Number, string Title)>(
            "select g.number, g.title from pln_guidances g where g.unit = @Code and g.issued_at >= @since", new { unit.Code, since = Instant.StartOf(new(clock.Today().Year, 1, 1)) });
        if (there.Find(g => g.Number.Equals(number, StringComparison.OrdinalIgnoreCase)) is { Title: { } other })
        {
            throw new Refusal("Assignments.NumberThere", number, other);
        }

        var assignment = entry.Assignment ?? "";
        if (assignment.Length > 0 && !Of(await All(tx), unit).Any(a => a.Code == assignment))
        {
            throw new Refusal("Assignments.NoAssignment");
        }

        var provinces = entry.Provinces.Count == 0 ? [.. Reference.Provinces.Select(p => p.Code)] : entry.Provinces.Distinct(StringComparer.Ordinal).ToList();
        if (provinces.Find(p => Reference.Provinces.All(r => r.Code != p)) is { } unknown)
        {
            throw new Refusal("Common.UnknownProvince", unknown);
        }

        var id = Guid.CreateVersion7().ToString("N");
        await tx.Execute(
            """
            insert into pln_guidances (guidance_id, unit, assignment, number, title, body, due_on, issued_by, issued_name, issued_at)
            values (@id, @Code, @assignment, @number, @title, @body, @DueOn, @by, @name, @now)
            """,
            new { id, unit.Code, assignment, number, title, body, entry.DueOn, by = actor.UserId, name = actor.Signed, now = clock.Now() });
        if (entry.File is { } file)
        {
            await tx.Execute(
                "insert into pln_guidance_files (guidance_id, file_name, media_type, digest, size, body) values (@id, @Name, @MediaType, @Digest, @Length, @body)",
                new { id, file.Name, file.MediaType, file.Digest, file.Bytes.Length, body = Convert.ToBase64String(file.Bytes.Span) });
        }

        foreach (var province in provinces)
        {
            await tx.Execute("insert into pln_guidance_provinces (guidance_id, province) values (@id, @province)", new { id, province });
        }

        await AuditTrail.Write(tx, clock, actor, "planning.guide", "guidance:" + id, new { number, title, entry.DueOn, provinces = provinces.Count, file = entry.File?.Digest });
        return id;
    });

    /// <summary>A province has read it and says what it will do. Refused: acknowledged already. Missing: it did not go to the province.</summary>
    public Task Acknowledge(Actor actor, Scope scope, string id, string province, string? note) => db.Write(async tx =>
    {
        await tx.Lock("guidance " + id);
        if (!scope.CoversWhole(province) || (await Find(tx, scope, id)).Provinces.FirstOrDefault(p => p.Province == province) is not { } line)
        {
            throw NoGuidance();
        }

        if (line.AcknowledgedAt is not null)
        {
            throw new Refusal("Assignments.AcknowledgedAlready", line.AcknowledgedName);
        }

        var said = VietnameseText.Normalise(note ?? "");
        await tx.Execute(
            "update pln_guidance_provinces set acknowledged_by = @by, acknowledged_name = @name, acknowledged_at = @now, note = @said where guidance_id = @id and province = @province",
            new { by = actor.UserId, name = actor.Signed, now = clock.Now(), said, id, province });
        await AuditTrail.Write(tx, clock, actor, "planning.acknowledge", "guidance:" + id, new { province, note = said });
    });

    /// <summary>
    /// Puts a person of the unit in charge of a province from a day on; who was before ends on that day. Refused: a person of another office, a province that there is not, a day before that of
    /// who is in charge.
    /// </summary>
    public Task PutInCharge(Actor actor, string province, string userId, DateOnly from) => db.Write(async tx =>
    {
        var unit = await OwnUnit(tx, actor);
        if (Reference.Provinces.All(p => p.Code != province))
        {
            throw new Refusal("Common.UnknownProvince", province);
        }

        if (await tx.One<string>("select u.name from idn_users u where u.user_id = @userId and u.office_code = @Code and u.active = @yes", new { userId, unit.Code, yes = true }) is not { } name)
        {
            throw new Refusal("Assignments.NotOfUnit");
        }

        await tx.Lock($"province-staff {unit.Code}");
        if (await tx.One<string>("select p.staff_id from pln_province_staff p where p.unit = @Code and p.province = @province and (p.from_date >= @from or p.to_date > @from)", new { unit.Code, province, from }) is not null)
        {
            throw new Refusal("Assignments.StaffOverlaps");
        }

        await tx.Execute(
            "update pln_province_staff set to_date = @from, ended_by = @by where unit = @Code and province = @province and to_date is null", new { from, by = actor.UserId, unit.Code, province });
        var id = Guid.CreateVersion7().ToString("N");
        await tx.Execute(
            "insert into pln_province_staff (staff_id, unit, province, user_id, from_date, set_by, set_at) values (@id, @Code, @province, @userId, @from, @by, @now)",
            new { id, unit.Code, province, userId, from, by = actor.UserId, now = clock.Now() });
        await AuditTrail.Write(tx, clock, actor, "planning.in-charge", "office:" + unit.Code, new { province, name, from });
    });

    /// <summary>Plans a mission to a province; returns its id. Refused: an office that is no unit of the centre, nobody who goes, no purpose, days in the wrong order.</summary>
    public Task<string> Send(Actor actor, MissionEntry entry) => db.Write(async tx =>
    {
        var unit = await OwnUnit(tx, actor);
        var purpose = VietnameseText.Normalise(entry.Purpose ?? "");
        var members = (entry.Members ?? "").Split('\n').Select(VietnameseText.Normalise).Where(m => m.Length > 0).ToList();
        if (Reference.Provinces.All(p => p.Code != entry.Province))
        {
            throw new Refusal("Common.UnknownProvince", entry.Province);
        }

        if (members.Count == 0 || purpose.Length is 0 or > MostBody)
        {
            throw new Refusal("Assignments.NeedMission");
        }

        if (entry.From > entry.To)
        {
            throw new Refusal("Assignments.DaysTurned");
        }

        var id = Guid.CreateVersion7().ToString("N");
        await tx.Execute(
            """
            insert into pln_missions (mission_id, unit, province, members, from_date, to_date, purpose, state, made_by, made_at)
            values (@id, @Code, @Province, @members, @From, @To, @purpose, 'planned', @by, @now)
            """,
            new { id, unit.Code, entry.Province, members = JsonSerializer.Serialize(members), entry.From, entry.To, purpose, by = actor.UserId, now = clock.Now() });
        await AuditTrail.Write(tx, clock, actor, "planning.mission", "mission:" + id, new { entry.Province, entry.From, entry.To, purpose });
        return id;
    });

    public Task<Mission> Mission(Scope scope, string id) => db.Read(s => FindMission(s, scope, id));

    /// <summary>What a mission found and what came of it. Refused: another unit's, one not begun, one told or called off already, nothing said.</summary>
    public Task Tell(Actor actor, Scope scope, string id, int changes, string? findings, string? result) => OnMission(actor, scope, id, changes, async (tx, mission) =>
    {
        var (found, came) = (VietnameseText.Normalise(findings ?? ""), VietnameseText.Normalise(result ?? ""));
        if (found.Length is 0 or > MostBody || came.Length is 0 or > MostBody)
        {
            throw new Refusal("Assignments.NeedFindings");
        }

        if (mission.FromDate > clock.Today())
        {
            throw new Refusal("Assignments.NotBegun", mission.FromDate);
        }

        await tx.Execute(
            "update pln_missions set state = 'done', findings = @found, result = @came, told_by = @by, told_name = @name, told_at = @now where mission_id = @id",
            new { found, came, by = actor.UserId, name = actor.Signed, now = clock.Now(), id });
        await AuditTrail.Write(tx, clock, actor, "planning.mission-told", "mission:" + id, new { mission.Province, result = came });
    });

    /// <summary>Calls a mission off, with the reason. Refused: another unit's, one told or called off already, no reason.</summary>
    public Task CallOff(Actor actor, Scope scope, string id, int changes, string? reason) => OnMission(actor, scope, id, changes, async (tx, mission) =>
    {
        var why = VietnameseText.Normalise(reason ?? "");
        if (why.Length == 0)
        {
            throw new Refusal("Assignments.NeedReason");
        }

        await tx.Execute("update pln_missions set state = 'off', result = @why, told_by = @by, told_name = @name, told_at = @now where mission_id = @id", new { why, by = actor.UserId, name = actor.Signed, now = clock.Now(), id });
        await AuditTrail.Write(tx, clock, actor, "planning.mission-off", "mission:" + id, new { mission.Province, note = why });
    });

    /// <summary>Puts the assignments of the plan in.</summary>
    internal static async Task Seed(Session tx)
    {
        foreach (var r in Reference.Rows("assignments.csv"))
        {
            await tx.Execute("insert into pln_assignments (code, subject, clause, words) values (@code, @subject, @clause, @words) on conflict (code) do nothing", new { code = r[0], subject = r[1], clause = r[2], words = r[3] });
        }
    }

    private Task OnMission(Actor actor, Scope scope, string id, int changes, Func<Session, Mission, Task> act) => db.Write(async tx =>
    {
        await tx.Lock("mission " + id);
        var mission = await FindMission(tx, scope, id);
        if (actor.OfficeCode != mission.Unit)
        {
            throw new Refusal("Assignments.NotYours", mission.UnitName);
        }

        if (mission.State != "planned")
        {
            throw new Refusal("Assignments.MissionOver", Text.Of("Assignments.Mission_" + mission.State));
        }

        if (mission.Changes != changes)
        {
            throw new Refusal("Assignments.ChangedMeanwhile");
        }

        await act(tx, mission);
        await tx.Execute("update pln_missions set changes = changes + 1 where mission_id = @id", new { id });
    });

    private static async Task<Mission> FindMission(Session s, Scope scope, string id) =>
        await s.One<Mission>($"select {MissionColumns} from pln_missions m where m.mission_id = @id and {scope.OnProvince("m")}", new { id }) ?? throw new Refusal("Assignments.NoMission") { Kind = RefusalKind.Missing };

    private static async Task<GuidanceDetail> Find(Session s, Scope scope, string id)
    {
        var one = await s.One<Guidance>($"select {GuidanceColumns} from pln_guidances g where g.guidance_id = @id and {Reached(scope)}", new { id }) ?? throw NoGuidance();
        return new GuidanceDetail(one, await s.Query<GuidanceProvince>(
            $"select p.province, p.acknowledged_name, p.acknowledged_at, p.note from pln_guidance_provinces p where p.guidance_id = @id and {scope.OnProvince("p")} order by p.province", new { id }));
    }

    private static string Reached(Scope scope) => scope.IsNation ? "1 = 1" : $"exists (select 1 from pln_guidance_provinces r where r.guidance_id = g.guidance_id and {scope.OnProvince("r")})";

    private static Task<List<Assignment>> All(Session s) => s.Query<Assignment>("select a.code, a.subject, a.clause, a.words from pln_assignments a order by a.code");

    /// <summary>Of a unit without a line of its own the one that stands for all others.</summary>
    private static IReadOnlyList<Assignment> Of(List<Assignment> all, Office unit) => all.FindAll(a => a.Subject == unit.Subject) is { Count: > 0 } own ? own : all.FindAll(a => a.Subject.Length == 0);

    private static Task<List<Office>> UnitsOn(Session s, DateOnly day) => s.Query<Office>(
        $"""
        select {Offices.Columns} from org_offices o
        where o.kind = 'CentralUnit' and {Offices.InForceOn("@day")} order by o.code
        """,
        new { day });

    private async Task<Office> OwnUnit(Session s, Actor actor) =>
        (await UnitsOn(s, clock.Today())).Find(u => u.Code == actor.OfficeCode) ?? throw new Refusal("Assignments.OnlyUnits");

    private static Refusal NoGuidance() => new("Assignments.NoGuidance") { Kind = RefusalKind.Missing };
}

/// <summary>A dash of the plan. <see cref="Subject"/>: of the unit it is for; empty: every other unit.</summary>
public sealed class Assignment
{
    public string Code { get; init; } = "";
    public string Subject { get; init; } = "";
    public string Clause { get; init; } = "";
    public string Words { get; init; } = "";
}

public sealed record UnitSummary(Office Unit, IReadOnlyList<Assignment> Assignments, IReadOnlyList<Guidance> Guidances, IReadOnlyList<Mission> Missions, long Staff)
{
    /// <summary>Assignments that no guidance names.</summary>
    public int Unguided => Assignments.Count(a => Guidances.All(g => g.Assignment != a.Code));
}

/// <summary><paramref name="People"/>: id and name of those who may be put in charge.</summary>
public sealed record UnitPage(
    Office Unit, IReadOnlyList<Assignment> Assignments, IReadOnlyList<Guidance> Guidances, IReadOnlyList<ProvinceStaff> Staff, IReadOnlyList<Mission> Missions, IReadOnlyList<(string Id, string Name)> People);

public sealed record GuidanceEntry(string? Assignment, string? Number, string? Title, string? Body, DateOnly DueOn, IReadOnlyList<string> Provinces)
{
    /// <summary>The document itself.</summary>
    public AttachedFile? File { get; init; }
}

public sealed record GuidanceDetail(Guidance Guidance, IReadOnlyList<GuidanceProvince> Provinces);

/// <summary>Guidance of a unit. <see cref="Provinces"/>: to how many it went; <see cref="Acknowledged"/>: how many of them acknowledged it.</summary>
public sealed class Guidance
{
    public string Id { get; init; } = "";
    public string Unit { get; init; } = "";
    public string UnitName { get; init; } = "";
    public string Assignment { get; init; } = "";
    public string Number { get; init; } = "";
    public string Title { get; init; } = "";
    public string Body { get; init; } = "";
    public DateOnly DueOn { get; init; }
    public string IssuedName { get; init; } = "";
    public Instant IssuedAt { get; init; }

    /// <summary>Null: no file goes with it.</summary>
    public string? FileName { get; init; }
    public int Provinces { get; init; }
    public int Acknowledged { get; init; }
}

public sealed class GuidanceProvince
{
    public string Province { get; init; } = "";
    public string AcknowledgedName { get; init; } = "";
    public Instant? AcknowledgedAt { get; init; }
    public string Note { get; init; } = "";
}

/// <summary>A person of a unit in charge of a province. <see cref="ToDate"/>: the first day on which it is no longer so.</summary>
public sealed class ProvinceStaff
{
    public string Id { get; init; } = "";
    public string Unit { get; init; } = "";
    public string Province { get; init; } = "";
    public string UserId { get; init; } = "";
    public string? Name { get; init; }
    public DateOnly FromDate { get; init; }
    public DateOnly? ToDate { get; init; }
}

/// <summary><paramref name="Members"/>: one a line.</summary>
public sealed record MissionEntry(string Province, string? Members, DateOnly From, DateOnly To, string? Purpose);

/// <summary>A mission of a unit in a province. <see cref="State"/>: planned, done or off (called off; then <see cref="Result"/> is the reason).</summary>
public sealed class Mission
{
    public string Id { get; init; } = "";
    public string Unit { get; init; } = "";
    public string UnitName { get; init; } = "";
    public string Province { get; init; } = "";
    public string Members { get; init; } = "";
    public DateOnly FromDate { get; init; }
    public DateOnly ToDate { get; init; }
    public string Purpose { get; init; } = "";
    public string State { get; init; } = "";
    public string Findings { get; init; } = "";
    public string Result { get; init; } = "";
    public string ToldName { get; init; } = "";
    public Instant? ToldAt { get; init; }
    public int Changes { get; init; }
    public IReadOnlyList<string> MemberList => JsonSerializer.Deserialize<List<string>>(Members) ?? [];
}
