using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Register;

/// <summary>
/// Dated findings of a person about an employer, with grounds: wilful, refused to sign, not at its address, violation, hard to collect. The plan orders other work under
/// them, so nobody sets one without saying why; "large" is computed and never set.
/// </summary>
public sealed class Marks(Db db)
{
    public const string HardToCollect = "hard-to-collect";

    /// <summary>Marks that a person may set.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. Names.AllFlags.Where(f => f != "large"), HardToCollect];

    /// <summary>Ends a mark with the last day on which it holds, and why; within the caller's transaction.</summary>
    internal static async Task End(Session tx, TimeProvider clock, Actor actor, Employer employer, string mark, DateOnly until, string grounds)
    {
        grounds = VietnameseText.Normalise(grounds);
        if (grounds.Length == 0)
        {
            throw new Refusal("Register.MarkNeedsGrounds");
        }

        var changed = await tx.Execute(
            "update reg_marks set until_date = @until, grounds = grounds || ' | ' || @grounds where employer_id = @EmployerId and mark = @mark and until_date is null and from_date <= @until",
            new { employer.EmployerId, mark, until, grounds });
        if (changed == 0)
        {
            throw new Refusal("Register.NoSuchMark");
        }

        await AuditTrail.Write(tx, clock, actor, "register.mark-end", "employer:" + employer.Key, new { mark, until, grounds });
    }

    public Task<List<Mark>> History(Scope scope, string province, string code) => db.Read(async s =>
    {
        var employer = await Employers.Find(s, scope, province, code);
        return await History(s, employer.EmployerId);
    });

    internal static Task<List<Mark>> History(Session s, long employerId) => s.Query<Mark>(
        "select m.mark as kind, m.from_date, m.until_date, m.grounds, m.recorded_by, m.recorded_at from reg_marks m where m.employer_id = @employerId order by m.from_date desc, m.mark",
        new { employerId });

    /// <summary>
    /// Sets a mark from a day on, within the caller's transaction; returns whether it is new. Refused: an unknown mark, no grounds, a day in the future, and unless
    /// <paramref name="keep"/> a mark that is set already.
    /// </summary>
    internal static async Task<bool> Set(Session tx, TimeProvider clock, Actor actor, long employerId, string mark, DateOnly from, string grounds, bool keep = false)
    {
        grounds = VietnameseText.Normalise(grounds);
        if (!Kinds.Contains(mark))
        {
            throw new Refusal("Register.UnknownMark", mark);
        }

        if (grounds.Length == 0)
        {
            throw new Refusal("Register.MarkNeedsGrounds");
        }

        if (from > clock.Today())
        {
            throw new Refusal("Register.MarkInFuture");
        }

        var held = await tx.One<long>(
            "select count(*) from reg_marks where employer_id = @employerId and mark = @mark and (until_date is null or until_date >= @from)", new { employerId, mark, from });
        if (held > 0)
        {
            return keep ? false : throw new Refusal("Register.MarkAlreadySet");
        }

        await tx.Execute(
            "insert into reg_marks (employer_id, mark, from_date, grounds, recorded_by, recorded_at) values (@employerId, @mark, @from, @grounds, @by, @now)",
            new { employerId, mark, from, grounds, by = actor.UserId, now = clock.Now() });
        await AuditTrail.Write(tx, clock, actor, "register.mark", $"employer:{EmployerKey.Province(employerId)}-{EmployerKey.Code(employerId)}", new { mark, from, grounds });
        return true;
    }
}

public sealed class Mark
{
    public string Kind { get; init; } = "";
    public DateOnly FromDate { get; init; }
    public DateOnly? UntilDate { get; init; }
    public string Grounds { get; init; } = "";
    public string RecordedBy { get; init; } = "";
    public Instant RecordedAt { get; init; }
}
