using BaoPhu.Core.Collection.Penalty;
using BaoPhu.Core.Data;
using BaoPhu.Core.Organisation;
using BaoPhu.Rules.Cases;

namespace BaoPhu.Core.Coverage;

/// <summary>
/// What the decree in force says of an act by which a unit leaves workers out. <paramref name="Range"/>: đồng for an organisation, where the decree counts percents estimated from the tax data; null: no bracket is
/// known for the day. It shows the way: the fine is set by who issues the decision.
/// </summary>
public sealed record UnitFine(Violation Act, FineRange? Range)
{
    /// <summary>Acts of <see cref="ViolationBook"/> that an inspection of a unit outside the register can find.</summary>
    private static readonly string[] Acts = ["too-few", "none-paid", "evasion", "no-information"];

    /// <param name="day">The last day of the act, which goes on until it is concluded.</param>
    internal static async Task<List<UnitFine>> Of(Session s, Unit unit, DateOnly day)
    {
        var percent = await Settings.Number(s, unit.Province, Settings.StakePercent, day);
        var (workers, income) = await s.One<(long Workers, long Income)>(
            "select count(*), cast(coalesce(sum(w.income), 0) as bigint) from cov_workers w where w.unit_id = @SubjectId and w.status in ('unknown', 'none') and w.outcome is null", unit);
        return [.. Acts.Select(a => new UnitFine(ViolationBook.Find(a)!, Fines.Range(ViolationBook.Brackets, a, day, income * percent / 100, (int)workers, organisation: true)))];
    }
}
