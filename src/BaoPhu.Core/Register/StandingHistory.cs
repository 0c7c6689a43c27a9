using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Register;

/// <summary>The standing of an employer over time, each change with its day and paper; the latest is also on the employer.</summary>
public sealed class StandingHistory(Db db)
{
    public Task<List<StandingChange>> Of(Scope scope, string province, string code) => db.Read(async s =>
    {
        var employer = await Employers.Find(s, scope, province, code);
        return await Of(s, employer.EmployerId);
    });

    internal static Task<List<StandingChange>> Of(Session s, long employerId) => s.Query<StandingChange>(
        """
        select h.from_date, h.recorded_at, h.standing, h.until_date, h.paper, h.recorded_by from reg_standings h
        where h.employer_id = @employerId order by h.from_date desc, h.recorded_at desc
        """,
        new { employerId });

    /// <summary>
    /// Keeps the standings of staged employers that are new or differ from what is known. <paramref name="staged"/> is a query with employer_id and known (false for
    /// a new one); <paramref name="standing"/> and <paramref name="end"/> are its expressions. Must run before the employers themselves are merged.
    /// </summary>
    internal static Task AddStaged(Session tx, string staged, string standing, string end, bool allNew, DateOnly since, Instant now, Actor actor) => tx.Execute(
        allNew
            ? $"""
            insert into reg_standings (employer_id, from_date, recorded_at, standing, until_date, recorded_by)
            select s.employer_id, @since, @now, {standing}, {end}, @by from {staged} s
            """
            : $"""
            insert into reg_standings (employer_id, from_date, recorded_at, standing, until_date, recorded_by)
            select s.employer_id, case when s.known then @today else @since end, @now, {standing}, {end}, @by
            from {staged} s left join reg_employers t on t.employer_id = s.employer_id
            where t.employer_id is null or (t.standing, t.standing_until) is distinct from ({standing}, {end})
            """,
        new { since, today = now.Day, now, by = actor.UserId });

    /// <summary>Records a change within the caller's transaction. Refused: a suspension without its last day, a change without its paper, the standing it has already.</summary>
    internal static async Task Record(Session tx, TimeProvider clock, Actor actor, Employer employer, Standing standing, DateOnly from, DateOnly? until, string paper)
    {
        paper = VietnameseText.Normalise(paper);
        if (paper.Length == 0)
        {
            throw new Refusal("Register.StandingNeedsPaper");
        }

        if (standing == Standing.PensionSuspended && (until is null || until < from))
        {
            throw new Refusal("Register.SuspensionNeedsEnd");
        }

        until = standing == Standing.PensionSuspended ? until : null;
        if (employer.Standing == (short)standing && employer.StandingUntil == until)
        {
            throw new Refusal("Register.SameStanding");
        }

        var now = clock.Now();
        await tx.Execute(
            """
            insert into reg_standings (employer_id, from_date, recorded_at, standing, until_date, paper, recorded_by)
            values (@EmployerId, @from, @now, @standing, @until, @paper, @by)
            """,
            new { employer.EmployerId, from, now, standing = (short)standing, until, paper, by = actor.UserId });
        await tx.Execute(
            "update reg_employers set standing = @standing, standing_until = @until, updated_at = @now where employer_id = @EmployerId",
            new { employer.EmployerId, standing = (short)standing, until, now });
        await AuditTrail.Write(tx, clock, actor, "register.standing", "employer:" + employer.Key, new { standing = Names.Of(standing), from, until, paper });
    }
}

public sealed class StandingChange
{
    public DateOnly FromDate { get; init; }
    public Instant RecordedAt { get; init; }
    public short Standing { get; init; }
    public DateOnly? UntilDate { get; init; }
    public string? Paper { get; init; }
    public string RecordedBy { get; init; } = "";
}
