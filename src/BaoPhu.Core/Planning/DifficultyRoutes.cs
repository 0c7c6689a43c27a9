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

    private static readonly DatedLines Lines = new("pln_difficulty_routes", "subject");

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
        await Lines.Enter(tx, clock.Now(), actor.UserId, from, new() { ["subject"] = subject, ["unit"] = unit, ["clause"] = "", ["note"] = note });
        await AuditTrail.Write(tx, clock, actor, "planning.route", "difficulty-route:" + subject, new { unit, from, note });
    });

    internal static Task<List<DifficultyRoute>> On(Session s, DateOnly day) => s.Query<DifficultyRoute>(
        $"select {Columns} from pln_difficulty_routes r where {Lines.InForce("r")} order by r.subject",
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
    internal static Task Seed(Session tx, TimeProvider clock) =>
        Lines.Seed(tx, clock, Reference.Beginning, Reference.Rows("difficulty-routes.csv").Select(r => new Dictionary<string, object?>(StringComparer.Ordinal) { ["subject"] = r[0], ["unit"] = r[1], ["clause"] = r[2], ["note"] = "" }));
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
