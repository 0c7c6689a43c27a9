using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Register;
using BaoPhu.Rules;

namespace BaoPhu.Core.Work;

/// <summary>
/// What a person finds about an employer that changes what the plan orders for it: a mark set or ended, another standing, the commune where it is. Each is one transaction in which the employer is
/// planned anew, so that its work is never older than what is known of it.
/// </summary>
public sealed class EmployerFindings(Db db, TimeProvider clock)
{
    /// <summary>Sets a mark from a day on. Refused: an unknown mark, no grounds, a day in the future, a mark that is set already.</summary>
    public Task Mark(Actor actor, Scope scope, string province, string code, string mark, DateOnly from, string grounds) => Found(
        scope, province, code, (tx, employer) => Marks.Set(tx, clock, actor, employer.EmployerId, mark, from, grounds));

    /// <summary>Ends a mark with the last day on which it holds. Refused: no grounds, a mark that is not set on that day.</summary>
    public Task EndMark(Actor actor, Scope scope, string province, string code, string mark, DateOnly until, string grounds) => Found(
        scope, province, code, (tx, employer) => Marks.End(tx, clock, actor, employer, mark, until, grounds));

    /// <summary>Records another standing. Refused: a suspension without its last day, a change without its paper, the standing it has already.</summary>
    public Task Stand(Actor actor, Scope scope, string province, string code, Standing standing, DateOnly from, DateOnly? until, string paper) => Found(
        scope, province, code, (tx, employer) => StandingHistory.Record(tx, clock, actor, employer, standing, from, until, paper));

    /// <summary>Writes the commune of an employer. Refused: no grounds, a commune that is none of the province, the one that it has already.</summary>
    public Task Place(Actor actor, Scope scope, string province, string code, string commune, string grounds) => Found(
        scope, province, code, (tx, employer) => Employers.Place(tx, clock, actor, employer, commune, grounds));

    private Task Found(Scope scope, string province, string code, Func<Session, Employer, Task> act) => db.Write(async tx =>
    {
        await tx.Lock(PlanningPass.LockOf(province));
        var employer = await Employers.Find(tx, scope, province, code);
        await act(tx, employer);
        await PlanningPass.PlanOne(tx, clock, employer.EmployerId);
    });
}
