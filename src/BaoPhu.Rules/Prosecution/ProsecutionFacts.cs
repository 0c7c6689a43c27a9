namespace BaoPhu.Rules.Prosecution;

/// <summary>What a person has said of a thing that no figure shows. Silence is not "no".</summary>
public enum Confirmation : byte
{
    Open = 0,
    Yes = 1,
    No = 2,
}

/// <summary>An administrative sanction before. <paramref name="HoldsUntil"/>: the day from which the person counts as never sanctioned. <paramref name="Evidence"/>: its decision is on file.</summary>
public readonly record struct PriorSanction(DateOnly DecidedOn, DateOnly HoldsUntil, bool SameConduct, bool Evidence);

/// <summary>What is known of one employer beside its months.</summary>
public sealed record ProsecutionFacts
{
    /// <summary>A month counts once its time to pay has passed on this day.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Workers for whom nothing or too little was paid, null where nobody knows.</summary>
    public int? Workers { get; init; }

    /// <summary>The number of workers was found by a person with evidence; else it is that of the register and shows the way only.</summary>
    public bool WorkersConfirmed { get; init; }

    /// <summary>Fraud or another trick: said by a person with evidence, never inferred from figures.</summary>
    public Confirmation Fraud { get; init; }

    /// <summary>What was not paid had been deducted from the workers' wages.</summary>
    public Confirmation Deducted { get; init; }

    /// <summary>The crime was committed before.</summary>
    public Confirmation Repeated { get; init; }

    public IReadOnlyList<PriorSanction> Sanctions { get; init; } = [];

    /// <summary>The fund of accidents counts as part of BHXH.</summary>
    public bool CountsAccident { get; init; } = true;

    /// <summary>Only months whose time to pay passed after the sanction count.</summary>
    public bool OnlyAfterSanction { get; init; }
}

/// <summary>The conditions of the crime, in the order in which a file is checked.</summary>
public enum ProsecutionCondition : byte
{
    /// <summary>The months that count are as many as the law asks, in a row or together.</summary>
    Months = 0,

    /// <summary>Amount or workers reach the first clause.</summary>
    Extent = 1,

    Fraud = 2,

    /// <summary>Sanctioned before for the same conduct, the decision on file.</summary>
    Sanction = 3,

    /// <summary>Goes on after the sanction, before it is forgotten.</summary>
    Continued = 4,
}

public enum ConditionState : byte
{
    NotMet = 0,
    ToConfirm = 1,
    Met = 2,
}

/// <summary>A month that counts: what of it is not paid, by fund, đồng.</summary>
public readonly record struct UnpaidMonth(Period Period, long Social, long Health, long Unemployment, long Accident)
{
    public long Total => Social + Health + Unemployment + Accident;
}

/// <summary>Why a clause is reached. <paramref name="Number"/>: đồng or workers, <paramref name="Threshold"/> what the point asks.</summary>
public readonly record struct ClauseGround(int Clause, ClauseGroundKind Kind, string Point, long Number, long Threshold, bool Confirmed);

public enum ClauseGroundKind : byte
{
    Amount = 0,
    Workers = 1,
    Deducted = 2,
    Repeated = 3,
}

/// <summary>
/// What the figures and the persons say of one employer. <paramref name="Clause"/>: the clause that is reached by what is certain, 0 for none; <paramref name="Indicated"/>: the clause if all that waits for a
/// person were confirmed. <paramref name="Amount"/>: đồng over <paramref name="Months"/>.
/// </summary>
public sealed record ProsecutionFinding(
    int Clause, int Indicated, IReadOnlyList<ClauseGround> Grounds, IReadOnlyList<(ProsecutionCondition Condition, ConditionState State)> Conditions, IReadOnlyList<UnpaidMonth> Months, long Amount,
    int LongestRun, int ExcludedMonths)
{
    /// <summary>Nothing is missing: the file may leave.</summary>
    public bool Complete => Conditions.All(c => c.State == ConditionState.Met);

    public ConditionState this[ProsecutionCondition condition] => Conditions[(int)condition].State;
}
