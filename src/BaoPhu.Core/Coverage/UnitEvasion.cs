using BaoPhu.Core.Collection.Referral;
using BaoPhu.Core.Data;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Rules.Prosecution;

namespace BaoPhu.Core.Coverage;

/// <summary>
/// What the tax data say of a unit against the thresholds of Article 216 in force on a day. <paramref name="Workers"/>: surely missing without an end; <paramref name="Months"/>: in which it paid income to one of
/// them at least, so the most months of any one; <paramref name="Amount"/>: đồng, estimated; <paramref name="WentOn"/>: a month has
/// fallen due since it was fined. They show the way: the ledger decides, and fraud and the sanction are said by persons.
/// </summary>
internal sealed record UnitEvasion(ProsecutionLaw? Law, int Workers, int Months, long Amount, bool WentOn)
{
    public int Clause => Law is null ? 0 : Math.Max(Law.ByAmount(Amount), Law.ByWorkers(Workers));
    public bool Grave => Law is { } law && Months >= law.Months && Clause > 0;

    /// <summary>The points that are reached, in words of a paper.</summary>
    public IEnumerable<string> Grounds
    {
        get
        {
            if (Law is { } law && law.ByWorkers(Workers) is > 0 and var byWorkers)
            {
                yield return Words("Workers", law.Clause(byWorkers).WorkersPoint, Workers, law.Clause(byWorkers).Workers);
            }

            if (Law is { } same && same.ByAmount(Amount) is > 0 and var byAmount)
            {
                yield return Words("Amount", same.Clause(byAmount).AmountPoint, Amount, same.Clause(byAmount).Amount);
            }
        }
    }

    /// <param name="fined">Days of the decisions that fined it: where only months after a sanction count (setting), those of the tax year after the first.</param>
    public static async Task<UnitEvasion> Of(Session s, Unit unit, IReadOnlyCollection<DateOnly> fined, DateOnly today)
    {
        var percent = await Settings.Number(s, unit.Province, Settings.StakePercent, today);
        var sum = (await s.One<Sum>(
            """
            select count(*) as workers, coalesce(max(w.months), 0) as months, cast(coalesce(sum(w.income), 0) as bigint) as income
            from cov_workers w where w.unit_id = @SubjectId and w.status in ('unknown', 'none') and w.outcome is null
            """,
            unit))!;
        var months = sum.Months;
        if ((await AssessmentRules.Of(s, today)).OnlyAfterSanction && fined.Count > 0)
        {
            var first = fined.Min();
            months = Math.Min(months, first.Year > unit.TaxYear ? 0 : first.Year < unit.TaxYear ? 12 : 12 - first.Month);
        }

        return new UnitEvasion(ProsecutionLaws.On(today), (int)sum.Workers, months, sum.Income * percent / 100, fined.Any(day => Period.Of(day).ArrearsFrom <= today));
    }

    private static string Words(string kind, string point, long number, long threshold) =>
        string.Format(Text.Vietnamese, Text.OnPaper("Referrals.Ground_" + kind)!, point, number.ToString("#,0", Text.Vietnamese), threshold.ToString("#,0", Text.Vietnamese));

    private sealed class Sum
    {
        public long Workers { get; init; }
        public int Months { get; init; }
        public long Income { get; init; }
    }
}
