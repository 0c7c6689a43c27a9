using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Planning;

/// <summary>Which unit of the centre answers difficulties of a subject (plan 3532, IV.2.4 and its last paragraph): dated lines with their clause, changed by entering another from a day on.</summary>
public sealed class DifficultyRoutes(Db db, TimeProvider clock)
{
    private const string Columns = "r.subject, r.valid_from, r.known_from_at, r.known_to_at, r.unit, r.clause, r.note, r.set_by";

    /// <summary>The subjects there are, in the order in which they are offered.</summary>
    public static IReadOnlyList<string> Subjects { get; } = ["collection", "coverage", "inspection", "outreach", "epidemic", "other"];

    /// <summary>The lines in force today.</summary>
    public Task<List<DifficultyRoute>> Now() => db.Read(s => On(s, clock.Today()));

    /// <summary>Everything ever entered, the latest first.</summary>
    public Task<List<DifficultyRoute>> History() => db.Read(s => s.Query<DifficultyRoute>($"select {Columns} from pln_difficulty_routes r order by r.subject, r.valid_from desc, r.known_from_at desc"));

    /// <summary>Sends a subject to a unit from a day on. Refused: who is not of the centre, a subject or unit that there is not, no ground.</summary>
    public Task Set(Actor actor, Scope scope, string subject, string unit, DateOnly from, string? ground) => db.Write(async tx =>
    {
        if (!scope.IsNation)
        {
            throw new Refusal("Difficulties.OnlyCentre") { Kind = RefusalKind.Forbidden };
        }

        var note = VietnameseText.Normalise(ground ?? "");
        if (!Subjects.Contains(subject) || !UnitSubject.All.Contains(unit))
        {
            throw new Refusal("Difficulties.NoSubject");
        }

        if (note.Length == 0)
        {
            throw new Refusal("Difficulties.RouteNeedsGround");
        }

        await tx.Lock("difficulty-routes");
        var now = clock.Now();
        await tx.Execute("update pln_difficulty_routes set known_to_at = @now where subject = @subject and valid_from = @from and known_to_at is null", new { subject, from, now });
        await tx.Execute(
            "insert into pln_difficulty_routes (subject, valid_from, known_from_at, unit, clause, note, set_by) values (@subject, @from, @now, @unit, '', @note, @by)",
            new { subject, from, now, unit, note, by = actor.UserId });
        await AuditTrail.Write(tx, clock, actor, "planning.route", "difficulty-route:" + subject, new { unit, from, note });
    });

    internal static Task<List<DifficultyRoute>> On(Session s, DateOnly day) => s.Query<DifficultyRoute>(
        $"""
        select {Columns} from pln_difficulty_routes r where r.known_to_at is null and r.valid_from = (
            select max(b.valid_from) from pln_difficulty_routes b where b.subject = r.subject and b.known_to_at is null and b.valid_from <= @day) order by r.subject
        """,
        new { day });

    /// <summary>Code of the unit that answers for the subject on the day; the centre itself where no unit deals with it.</summary>
    internal static async Task<string> UnitFor(Session s, string subject, DateOnly day)
    {
        var unit = (await On(s, day)).Find(r => r.Subject == subject)?.Unit ?? UnitSubject.Collection;
        return await s.One<string>(
            $"""
            select o.code from org_offices o where o.kind = 'CentralUnit' and o.subject = @unit and {Offices.InForceOn("@day")}
            order by o.code limit 1
            """,
            new { unit, day }) ?? Actor.CentreCode;
    }

    /// <summary>Puts the shipped lines in; never touches what people entered.</summary>
    internal static async Task Seed(Session tx, TimeProvider clock)
    {
        foreach (var r in Reference.Rows("difficulty-routes.csv"))
        {
            await tx.Execute(
                """
                insert into pln_difficulty_routes (subject, valid_from, known_from_at, unit, clause, note, set_by)
                select @subject, @from, @now, @unit, @clause, '', 'system' where not exists (select 1 from pln_difficulty_routes where subject = @subject)
                """,
                new { subject = r[0], from = Reference.Beginning, now = clock.Now(), unit = r[1], clause = r[2] });
        }
    }
}

/// <summary>A line of the routing. <see cref="Unit"/>: subject of the central unit.</summary>
public sealed class DifficultyRoute
{
    public string Subject { get; init; } = "";
    public DateOnly ValidFrom { get; init; }
    public Instant KnownFromAt { get; init; }
    public Instant? KnownToAt { get; init; }
    public string Unit { get; init; } = "";
    public string Clause { get; init; } = "";
    public string Note { get; init; } = "";
    public string SetBy { get; init; } = "";
}
