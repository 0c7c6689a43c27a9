using BaoPhu.Rules.Debts;

namespace BaoPhu.Rules.Prosecution;

/// <summary>
/// Article 216 asked of the ledger: of one employer by a page, of a province by a run. Payments settle a fund's oldest month first and funds are never netted, as in <see cref="DebtKernel"/>, so a file
/// and a debt never show two amounts.
/// </summary>
public static class ProsecutionCheck
{
    /// <summary>One employer. <paramref name="months"/> ascending by period, amounts not negative.</summary>
    public static ProsecutionFinding Of(ProsecutionLaw law, ReadOnlySpan<MonthLine> months, ProsecutionFacts facts)
    {
        var unpaid = Unpaid(months, facts);
        var sanctions = facts.Sanctions.Where(s => s.SameConduct && s.DecidedOn <= facts.AsOf).ToList();
        // Without a sanction there is no day after which to count: all months are shown, and the sanction is what is missing.
        var after = facts.OnlyAfterSanction && sanctions.Count > 0 ? sanctions.Min(s => s.DecidedOn) : DateOnly.MinValue;
        var counted = unpaid.FindAll(m => m.Period >= law.FirstMonth && m.Period.ArrearsFrom > after);
        var amount = counted.Sum(m => m.Total);
        var (certain, indicated, grounds) = Clauses(law, amount, facts);
        var state = certain > 0 ? ConditionState.Met : indicated > 0 ? ConditionState.ToConfirm : ConditionState.NotMet;
        return new ProsecutionFinding(
            certain, indicated, grounds,
            [
                (ProsecutionCondition.Months, counted.Count >= law.Months ? ConditionState.Met : ConditionState.NotMet),
                (ProsecutionCondition.Extent, state),
                (ProsecutionCondition.Fraud, Of(facts.Fraud)),
                (ProsecutionCondition.Sanction, sanctions.Count == 0 ? ConditionState.NotMet : sanctions.Exists(s => s.Evidence) ? ConditionState.Met : ConditionState.ToConfirm),
                (ProsecutionCondition.Continued, counted.Exists(m => sanctions.Exists(s => s.DecidedOn < m.Period.ArrearsFrom && m.Period.ArrearsFrom < s.HoldsUntil)) ? ConditionState.Met : ConditionState.NotMet),
            ],
            counted, amount, LongestRun(counted), unpaid.Count(m => m.Period < law.FirstMonth));
    }

    /// <summary>
    /// Every employer of a run. <paramref name="rows"/> ordered by employer, then by period; <paramref name="facts"/> is asked once for each employer. What comes back has at least the months of the law
    /// and a clause in sight; the others are no candidates.
    /// </summary>
    public static IEnumerable<(long Employer, ProsecutionFinding Finding)> Candidates(ProsecutionLaw law, IEnumerable<(long Employer, MonthLine Line)> rows, Func<long, ProsecutionFacts> facts)
    {
        var lines = new List<MonthLine>();
        var current = 0L;
        foreach (var (employer, line) in rows)
        {
            if (employer != current && lines.Count > 0)
            {
                if (Candidate(law, lines, facts(current)) is { } found)
                {
                    yield return (current, found);
                }

                lines.Clear();
            }

            current = employer;
            lines.Add(line);
        }

        if (lines.Count > 0 && Candidate(law, lines, facts(current)) is { } last)
        {
            yield return (current, last);
        }
    }

    private static ProsecutionFinding? Candidate(ProsecutionLaw law, List<MonthLine> lines, ProsecutionFacts facts)
    {
        var found = Of(law, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(lines), facts);
        return found.Indicated > 0 && found[ProsecutionCondition.Months] == ConditionState.Met ? found : null;
    }

    private static ConditionState Of(Confirmation said) => said switch
    {
        Confirmation.Yes => ConditionState.Met,
        Confirmation.No => ConditionState.NotMet,
        _ => ConditionState.ToConfirm,
    };

    private static List<UnpaidMonth> Unpaid(ReadOnlySpan<MonthLine> months, ProsecutionFacts facts)
    {
        Span<long> inHand = stackalloc long[4];
        Span<long> open = stackalloc long[4];
        foreach (ref readonly var line in months)
        {
            for (var fund = Fund.Social; fund <= Fund.Accident; fund++)
            {
                inHand[(int)fund] = checked(inHand[(int)fund] + line.Paid(fund));
            }
        }

        var unpaid = new List<UnpaidMonth>();
        foreach (ref readonly var line in months)
        {
            for (var fund = Fund.Social; fund <= Fund.Accident; fund++)
            {
                var settled = Math.Min(line.Due(fund), inHand[(int)fund]);
                inHand[(int)fund] -= settled;
                open[(int)fund] = line.Due(fund) - settled;
            }

            var month = new UnpaidMonth(line.Period, open[0], open[1], open[2], facts.CountsAccident ? open[3] : 0);
            if (month.Total > 0 && line.Period.ArrearsFrom <= facts.AsOf)
            {
                unpaid.Add(month);
            }
        }

        return unpaid;
    }

    private static (int Certain, int Indicated, List<ClauseGround> Grounds) Clauses(ProsecutionLaw law, long amount, ProsecutionFacts facts)
    {
        var grounds = new List<ClauseGround>();
        var byAmount = law.ByAmount(amount);
        if (byAmount > 0)
        {
            grounds.Add(new(byAmount, ClauseGroundKind.Amount, law.Clause(byAmount).AmountPoint, amount, law.Clause(byAmount).Amount, true));
        }

        var workers = facts.Workers ?? 0;
        var byWorkers = law.ByWorkers(workers);
        if (byWorkers > 0)
        {
            grounds.Add(new(byWorkers, ClauseGroundKind.Workers, law.Clause(byWorkers).WorkersPoint, workers, law.Clause(byWorkers).Workers, facts.WorkersConfirmed));
        }

        var certain = Math.Max(byAmount, facts.WorkersConfirmed ? byWorkers : 0);
        var indicated = Math.Max(byAmount, byWorkers);
        // What was deducted lifts an act one clause, from the clause its amount or its workers reach.
        if (facts.Deducted == Confirmation.Yes && law.Clauses.FirstOrDefault(c => c.Number == certain + 1 && certain > 0) is { DeductedPoint.Length: > 0 } lifted)
        {
            grounds.Add(new(lifted.Number, ClauseGroundKind.Deducted, lifted.DeductedPoint, amount, law.Clause(certain).Amount, true));
            certain = lifted.Number;
        }

        if (facts.Repeated == Confirmation.Yes && certain > 0 && law.Clauses.FirstOrDefault(c => c.RepeatedPoint.Length > 0) is { } repeated)
        {
            grounds.Add(new(repeated.Number, ClauseGroundKind.Repeated, repeated.RepeatedPoint, 2, 2, true));
            certain = Math.Max(certain, repeated.Number);
        }

        return (certain, Math.Max(certain, indicated), grounds);
    }

    private static int LongestRun(List<UnpaidMonth> months)
    {
        var (longest, run) = (0, 0);
        for (var i = 0; i < months.Count; i++)
        {
            run = i > 0 && months[i].Period.Index == months[i - 1].Period.Index + 1 ? run + 1 : 1;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
