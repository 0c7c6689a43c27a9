using BaoPhu.Core.Data;
using BaoPhu.Core.Work;

namespace BaoPhu.Core.Collection.Claim;

/// <summary>Amounts by fund, đồng.</summary>
public sealed record FundAmounts(long Social, long Health, long Unemployment, long Accident)
{
    public long Total => Social + Health + Unemployment + Accident;

    public bool IsNegative => Social < 0 || Health < 0 || Unemployment < 0 || Accident < 0;

    public static FundAmounts operator -(FundAmounts a, FundAmounts b) => new(a.Social - b.Social, a.Health - b.Health, a.Unemployment - b.Unemployment, a.Accident - b.Accident);

    public static FundAmounts Sum(IEnumerable<FundAmounts> all) => all.Aggregate(new FundAmounts(0, 0, 0, 0), (a, b) => new(a.Social + b.Social, a.Health + b.Health, a.Unemployment + b.Unemployment, a.Accident + b.Accident));
}

/// <summary>What stands beside the case of a claim.</summary>
public sealed class ClaimFile
{
    public string AuthorityKind { get; init; } = "";
    public string Authority { get; init; } = "";
    public string Ground { get; init; } = "";
    public string GroundPaper { get; init; } = "";

    /// <summary>Day of the figures that are claimed.</summary>
    public DateOnly AsOf { get; init; }
    public long Social { get; init; }
    public long Health { get; init; }
    public long Unemployment { get; init; }
    public long Accident { get; init; }
    public DateOnly? SentOn { get; init; }
    public string? AnswerPaper { get; init; }
    public DateOnly? AnsweredOn { get; init; }
    public FundAmounts Claimed => new(Social, Health, Unemployment, Accident);

    internal static Task<ClaimFile?> Of(Session s, TaskKey key) => s.One<ClaimFile>(
        """
        select m.authority_kind, m.authority, m.ground, m.ground_paper, m.as_of, m.social, m.health, m.unemployment, m.accident, m.sent_on, m.answer_paper, m.answered_on
        from col_claims m where m.subject_id = @SubjectId and m.act = @Act and m.occurrence = @Occurrence
        """,
        key);

    internal static Task<List<ClaimRecovery>> Recoveries(Session s, TaskKey key) => s.Query<ClaimRecovery>(
        """
        select r.recovery_no, r.received_on, r.paper, r.social, r.health, r.unemployment, r.accident from col_claim_recoveries r
        where r.subject_id = @SubjectId and r.act = @Act and r.occurrence = @Occurrence order by r.recovery_no
        """,
        key);

    internal static Task<List<ClaimWorker>> Workers(Session s, TaskKey key) => s.Query<ClaimWorker>(
        """
        select w.worker_no, w.name, w.insurance_number, w.from_period, w.to_period, w.entitlement, w.social, w.health, w.unemployment, w.accident, w.struck from col_claim_workers w
        where w.subject_id = @SubjectId and w.act = @Act and w.occurrence = @Occurrence order by w.worker_no
        """,
        key);
}

/// <summary>Money that came in from what was liquidated.</summary>
public sealed class ClaimRecovery
{
    public short RecoveryNo { get; init; }
    public DateOnly ReceivedOn { get; init; }
    public string Paper { get; init; } = "";
    public long Social { get; init; }
    public long Health { get; init; }
    public long Unemployment { get; init; }
    public long Accident { get; init; }
    public FundAmounts Amounts => new(Social, Health, Unemployment, Accident);
}

/// <summary>A worker whose entitlement the money settles. <see cref="Struck"/>: taken off the list again, and why.</summary>
public sealed class ClaimWorker
{
    public int WorkerNo { get; init; }
    public string Name { get; init; } = "";
    public string InsuranceNumber { get; init; } = "";
    public int FromPeriod { get; init; }
    public int ToPeriod { get; init; }
    public string Entitlement { get; init; } = "";
    public long Social { get; init; }
    public long Health { get; init; }
    public long Unemployment { get; init; }
    public long Accident { get; init; }
    public string? Struck { get; init; }
    public FundAmounts Amounts => new(Social, Health, Unemployment, Accident);
}

/// <summary>A claim as it is begun or corrected. Kinds and grounds are those of <see cref="Claims"/>.</summary>
public sealed record ClaimTerms(string AuthorityKind, string Authority, string Ground, string GroundPaper);

/// <summary>A worker as it is listed. Months yyyymm.</summary>
public sealed record SettledWorker(string Name, string InsuranceNumber, int FromPeriod, int ToPeriod, string Entitlement, FundAmounts Amounts);

/// <summary>A claim as its page shows it.</summary>
public sealed record ClaimView(
    CaseStanding Standing, WorkTask Task, ClaimFile? File, FundAmounts Debt, IReadOnlyList<ClaimRecovery> Recoveries, IReadOnlyList<ClaimWorker> Workers, IReadOnlyList<TaskPaper> Papers)
{
    public Case? Case => Standing.Case;
    public FundAmounts Recovered => FundAmounts.Sum(Recoveries.Select(r => r.Amounts));

    /// <summary>What the workers on the list add up to.</summary>
    public FundAmounts Settled => FundAmounts.Sum(Workers.Where(w => w.Struck is null).Select(w => w.Amounts));
}
