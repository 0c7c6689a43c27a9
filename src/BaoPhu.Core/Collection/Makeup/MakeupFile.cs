using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Cases;

namespace BaoPhu.Core.Collection.Makeup;

/// <summary>What stands beside the case of a make-up.</summary>
public sealed class MakeupFile
{
    public string Kind { get; init; } = "";

    /// <summary>First and last month without contributions to the pension fund, yyyymm.</summary>
    public int FromPeriod { get; init; }
    public int UntilPeriod { get; init; }
    public string Paper { get; init; } = "";
    public DateOnly DueOn { get; init; }
    public DateOnly? AskedOn { get; init; }
    public DateOnly? AskedUntil { get; init; }
    public DateOnly EndsOn => MakeUp.LastDay(Period.FromNumber(UntilPeriod));

    internal static Task<MakeupFile?> Of(Session s, TaskKey key) => s.One<MakeupFile>(
        """
        select m.kind, m.from_period, m.until_period, m.paper, m.due_on, m.asked_on, m.asked_until from col_makeups m
        where m.subject_id = @SubjectId and m.act = @Act and m.occurrence = @Occurrence
        """,
        key);

    internal static Task<List<MakeupMonth>> Months(Session s, TaskKey key) => s.Query<MakeupMonth>(
        """
        select m.period, m.workers, m.payroll, m.cut, m.evidence, m.rate, m.citation, m.amount from col_makeup_months m
        where m.subject_id = @SubjectId and m.act = @Act and m.occurrence = @Occurrence order by m.period
        """,
        key);

    internal static Task<List<MakeupPayment>> Payments(Session s, TaskKey key) => s.Query<MakeupPayment>(
        """
        select p.payment_no, p.period, p.amount, p.recorded_at from col_makeup_payments p
        where p.subject_id = @SubjectId and p.act = @Act and p.occurrence = @Occurrence order by p.payment_no
        """,
        key);

    /// <summary>The highest wage that counts in a month: so many base salaries. Null: no rate on record.</summary>
    internal static async Task<long?> Cap(Session s, Period month)
    {
        var day = new DateOnly(month.Year, month.Month, 1);
        var (salary, times) = (await Rates.On(s, Rates.BaseSalary, "all", day), await Rates.On(s, Rates.WageCap, "pension", day));
        return (long?)(salary?.Value * times?.Value);
    }
}

/// <summary>A month of the suspension. Payroll null: not known yet; amount null: not computed yet. Đồng.</summary>
public sealed class MakeupMonth
{
    public int Period { get; init; }
    public int? Workers { get; init; }
    public long? Payroll { get; init; }
    public long? Cut { get; init; }
    public string? Evidence { get; init; }

    /// <summary>Percent, as it stood when computed.</summary>
    public string? Rate { get; init; }
    public string? Citation { get; init; }
    public long? Amount { get; init; }
    public decimal? Percent => Rate is { } rate ? decimal.Parse(rate, CultureInfo.InvariantCulture) : null;
}

/// <summary>What of the payments of a month of the ledger was counted.</summary>
public sealed class MakeupPayment
{
    public short PaymentNo { get; init; }
    public int Period { get; init; }
    public long Amount { get; init; }
    public Instant RecordedAt { get; init; }
}

/// <summary>A suspension as it was allowed. Months yyyymm.</summary>
public sealed record SuspensionTerms(string Kind, int FromPeriod, int UntilPeriod, string Paper);

/// <summary>A make-up as its page shows it. <see cref="Due"/> null: a month's payroll or its amount is missing, so there is no total.</summary>
public sealed record MakeupView(
    CaseStanding Standing, WorkTask Task, MakeupFile? File, IReadOnlyList<MakeupMonth> Months, IReadOnlyList<MakeupPayment> Payments, IReadOnlyList<Register.LedgerMonth> Ledger,
    IReadOnlyList<TaskPaper> Papers, SuspensionTerms? Registered)
{
    public Case? Case => Standing.Case;
    public int Missing => Months.Count(m => m.Payroll is null);
    public long? Due => Months.Count > 0 && Months.All(m => m.Amount is not null) ? Months.Sum(m => m.Amount) : null;
    public long Paid => Payments.Sum(p => p.Amount);
    public long? Rest => Due is { } due ? Math.Max(0, due - Paid) : null;

    /// <summary>Months of the ledger in which more was paid than was due, and that is not all counted yet.</summary>
    public IReadOnlyList<(Register.LedgerMonth Month, long Left)> Countable =>
        [.. Ledger.Where(m => File is not null && m.Period >= File.FromPeriod).Select(m => (m, LeftOf(m, Payments))).Where(m => m.Item2 > 0)];

    /// <summary>
    /// đồng of a month's payments to social insurance that may be the make-up's: what the month itself was due for (sickness and maternity stay due during a suspension) is paid first, and
    /// nothing counts twice.
    /// </summary>
    public static long LeftOf(Register.LedgerMonth month, IEnumerable<MakeupPayment> counted) =>
        Math.Max(0, month.PaidSocial - month.DueSocial - counted.Where(p => p.Period == month.Period).Sum(p => p.Amount));
}
