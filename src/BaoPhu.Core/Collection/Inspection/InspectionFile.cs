using BaoPhu.Core.Data;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Cases;

namespace BaoPhu.Core.Collection.Inspection;

/// <summary>What an inspection has beside its case. Periods are yyyymm, money đồng.</summary>
public sealed class InspectionFile
{
    internal const string Columns = """
        i.subject_id, i.act, i.occurrence, i.plan_month, i.plan_week, i.form, i.scope_from, i.scope_to, i.days, i.goes_on, i.announced_on, i.until_period, i.debt_before, i.paid_before,
        i.debt_at_end, i.paid_at_end, i.concluded_on, i.opinion, i.demand
        """;

    public long SubjectId { get; init; }
    public string Act { get; init; } = "";
    public int Occurrence { get; init; }
    public int PlanMonth { get; init; }
    public short? PlanWeek { get; init; }

    /// <summary>As chosen; <see cref="InspectionForms.InForce"/> says which holds.</summary>
    public string Form { get; init; } = InspectionForms.Direct;
    public int? ScopeFrom { get; init; }
    public int? ScopeTo { get; init; }
    public short? Days { get; init; }
    public bool GoesOn { get; init; }
    public DateOnly? AnnouncedOn { get; init; }

    /// <summary>The months up to this one are what "paid during" and "paid after" look at.</summary>
    public int? UntilPeriod { get; init; }
    public long? DebtBefore { get; init; }
    public long? PaidBefore { get; init; }
    public long? DebtAtEnd { get; init; }
    public long? PaidAtEnd { get; init; }
    public DateOnly? ConcludedOn { get; init; }
    public string? Opinion { get; init; }
    public string? Demand { get; init; }

    internal static Task<InspectionFile?> Of(Session s, TaskKey key) => s.One<InspectionFile>(
        $"select {Columns} from col_inspections i where i.subject_id = @SubjectId and i.act = @Act and i.occurrence = @Occurrence", key);

    internal static Task<List<TeamMember>> Team(Session s, TaskKey key) => s.Query<TeamMember>(
        "select m.user_id, m.name, m.duty from col_inspection_members m where m.subject_id = @SubjectId and m.act = @Act and m.occurrence = @Occurrence order by m.place", key);

    internal static Task<List<InspectionDay>> WorkingDays(Session s, TaskKey key) => s.Query<InspectionDay>(
        """
        select d.day_no, d.held_on, d.way, d.place, d.present, d.content, coalesce(u.name, '') as recorded_by, d.recorded_at from col_inspection_days d
        left join idn_users u on u.user_id = d.recorded_by where d.subject_id = @SubjectId and d.act = @Act and d.occurrence = @Occurrence order by d.day_no
        """,
        key);

    /// <summary>Everything that was found, what was dropped included.</summary>
    internal static Task<List<InspectionFinding>> Found(Session s, TaskKey key) => s.Query<InspectionFinding>(
        """
        select f.finding_no, f.violation, f.what, f.workers, f.from_period, f.to_period, f.social, f.health, f.unemployment, f.accident, f.dropped from col_inspection_findings f
        where f.subject_id = @SubjectId and f.act = @Act and f.occurrence = @Occurrence order by f.finding_no
        """,
        key);

    /// <summary>All that was paid for the months up to one, as the ledger stands now.</summary>
    internal static Task<long> PaidFor(Session s, long subjectId, int until) => s.One<long>(
        """
        select cast(coalesce(sum(m.paid_social + m.paid_health + m.paid_unemployment + m.paid_accident), 0) as bigint) from reg_months m
        where m.employer_id = @subjectId and m.period <= @until
        """,
        new { subjectId, until });
}

/// <summary>A person of the team. <see cref="Duty"/>: head or member.</summary>
public sealed class TeamMember
{
    public const string Head = "head";
    public const string Member = "member";

    public string UserId { get; init; } = "";
    public string Name { get; init; } = "";
    public string Duty { get; init; } = Member;
}

/// <summary>Minutes of a working day.</summary>
public sealed class InspectionDay
{
    /// <summary>How a day may be held: at the employer, by papers sent, over the line.</summary>
    public static IReadOnlyList<string> Ways { get; } = ["visit", "post", "online"];

    public short DayNo { get; init; }
    public DateOnly HeldOn { get; init; }
    public string Way { get; init; } = "";
    public string Place { get; init; } = "";

    /// <summary>Those present, one a line: name, position.</summary>
    public string Present { get; init; } = "";
    public string Content { get; init; } = "";
    public string RecordedBy { get; init; } = "";
    public Instant RecordedAt { get; init; }
}

/// <summary>What was found of one act of violation: months, workers, amounts by fund.</summary>
public sealed class InspectionFinding
{
    public short FindingNo { get; init; }

    /// <summary>Code of the act in the book of violations.</summary>
    public string Violation { get; init; } = "";
    public string What { get; init; } = "";
    public int Workers { get; init; }
    public int FromPeriod { get; init; }
    public int ToPeriod { get; init; }
    public long Social { get; init; }
    public long Health { get; init; }
    public long Unemployment { get; init; }
    public long Accident { get; init; }

    /// <summary>Why it does not stand any more; null: it stands.</summary>
    public string? Dropped { get; init; }
    public long Total => Social + Health + Unemployment + Accident;
}
