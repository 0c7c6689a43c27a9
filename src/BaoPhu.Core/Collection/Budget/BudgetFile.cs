using BaoPhu.Core.Data;
using BaoPhu.Core.Register;
using BaoPhu.Core.Work;

namespace BaoPhu.Core.Collection.Budget;

/// <summary>What stands beside the case of a reconciliation. Due, transferred: as sent. Đồng.</summary>
public sealed class BudgetFile
{
    /// <summary>yyyyq.</summary>
    public int Quarter { get; init; }
    public long? Due { get; init; }
    public long? Transferred { get; init; }
    public DateOnly? SentOn { get; init; }
    public DateOnly? ConfirmedOn { get; init; }
    public string? ConfirmPaper { get; init; }

    /// <summary>What the body confirms that it is to transfer for the quarter.</summary>
    public long? Confirmed { get; init; }
    public string? Difference { get; init; }

    internal static Task<BudgetFile?> Of(Session s, TaskKey key) => s.One<BudgetFile>(
        """
        select m.quarter, m.due, m.transferred, m.sent_on, m.confirmed_on, m.confirm_paper, m.confirmed, m.difference from col_reconciliations m
        where m.subject_id = @SubjectId and m.act = @Act and m.occurrence = @Occurrence
        """,
        key);

    internal static Task<List<BudgetPayment>> Payments(Session s, TaskKey key) => s.Query<BudgetPayment>(
        """
        select p.payment_no, p.paid_on, p.amount, p.paper from col_reconciliation_payments p
        where p.subject_id = @SubjectId and p.act = @Act and p.occurrence = @Occurrence order by p.payment_no
        """,
        key);

    internal static Task<BudgetBody?> Body(Session s, long employerId) =>
        s.One<BudgetBody>("select b.kind, b.addressee, b.managed from col_budget_bodies b where b.employer_id = @employerId", new { employerId });

    /// <summary>What is left of the confirmed amount.</summary>
    internal long RestAfter(IEnumerable<BudgetPayment> payments) => Math.Max(0, (Confirmed ?? Due ?? 0) - (Transferred ?? 0) - payments.Sum(p => p.Amount));
}

/// <summary>A body of the register: finance or managing; whom a letter addresses; which groups it manages.</summary>
public sealed class BudgetBody
{
    public string Kind { get; init; } = "";
    public string Addressee { get; init; } = "";
    public string Managed { get; init; } = "";
}

public sealed class BudgetPayment
{
    public short PaymentNo { get; init; }
    public DateOnly PaidOn { get; init; }
    public long Amount { get; init; }
    public string Paper { get; init; } = "";
}

/// <summary>A reconciliation as its page shows it: the figures of its quarter, all quarters that have figures.</summary>
public sealed record BudgetView(
    CaseStanding Standing, WorkTask Task, BudgetFile? File, BudgetBody? Body, IReadOnlyList<Settlement> Figures, IReadOnlyList<int> Quarters, IReadOnlyList<BudgetPayment> Payments,
    IReadOnlyList<TaskPaper> Papers)
{
    public Case? Case => Standing.Case;
    public long Due => File?.Due ?? Figures.Sum(f => f.Due);
    public long Transferred => (File?.Transferred ?? Figures.Sum(f => f.Transferred)) + Payments.Sum(p => p.Amount);
    
    /// <summary>What is left; before the letter is sent, of the figures as they stand.</summary>
    public long Rest => File is { Due: not null } sent ? sent.RestAfter(Payments) : Math.Max(0, Due - Transferred);
}

/// <summary>What a body has not transferred of a year, by its last figures. Đồng.</summary>
public sealed class YearEndRow
{
    public long EmployerId { get; init; }
    public string Code { get; init; } = "";
    public string Name { get; init; } = "";
    public string Province { get; init; } = "";
    public string? Addressee { get; init; }
    public long Due { get; init; }
    public long Transferred { get; init; }
    public long Rest => Due - Transferred;
}
