namespace BaoPhu.Rules.Prosecution;

/// <summary>
/// What a text in force on a day demands of an act before it is a crime (Điều 216 Bộ luật Hình sự 2015 with NQ 05/2019/NQ-HĐTP). <paramref name="FirstMonth"/>: the first month that counts, because acts
/// before 01/01/2018 are none. <paramref name="Months"/>: how many, in a row or together.
/// </summary>
public sealed record ProsecutionLaw(DateOnly From, DateOnly To, string Citation, Period FirstMonth, int Months, IReadOnlyList<ProsecutionClause> Clauses)
{
    /// <summary>The clause with the number; clauses are listed with ascending numbers.</summary>
    public ProsecutionClause Clause(int number) => Clauses.First(c => c.Number == number);

    /// <summary>The gravest clause whose amount (đồng) is reached; 0: none.</summary>
    public int ByAmount(long amount) => Clauses.LastOrDefault(c => amount >= c.Amount)?.Number ?? 0;

    /// <summary>The gravest clause whose number of workers is reached; 0: none.</summary>
    public int ByWorkers(int workers) => Clauses.LastOrDefault(c => workers >= c.Workers)?.Number ?? 0;
}

/// <summary>
/// A clause with its thresholds (đồng and workers, each reached is enough) and the point of the law that each stands at. <paramref name="DeductedPoint"/>: reached too by what was deducted from the
/// workers in an act of the clause before; <paramref name="RepeatedPoint"/>: by the second time. Empty where the clause has no such point.
/// </summary>
public sealed record ProsecutionClause(int Number, long Amount, int Workers, string AmountPoint, string WorkersPoint, string DeductedPoint, string RepeatedPoint);
