using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Rules;

namespace BaoPhu.Core.Collection;

/// <summary>The report of a province's debtors in a month.</summary>
public sealed class MonthlyReport
{
    internal const string Columns = "r.report_id as id, r.province, r.period, r.due_on, r.as_of_at, r.employers, r.amount, r.excluded, r.made_at, r.made_by, r.sent_at, r.version";

    public string Id { get; init; } = "";
    public string Province { get; init; } = "";

    /// <summary>yyyymm.</summary>
    public int Period { get; init; }

    /// <summary>Day of the collective task that it fulfils.</summary>
    public DateOnly DueOn { get; init; }
    public Instant AsOfAt { get; init; }

    /// <summary>Debtors on it, without those excluded.</summary>
    public int Employers { get; init; }

    /// <summary>What they owe, đồng.</summary>
    public long Amount { get; init; }
    public int Excluded { get; init; }
    public Instant MadeAt { get; init; }
    public string MadeBy { get; init; } = "";

    /// <summary>When it first went out.</summary>
    public Instant? SentAt { get; init; }
    public int Version { get; init; }

    public Period Month => Rules.Period.FromNumber(Period);
}

/// <summary>A debtor of a list: debts in đồng by fund, as of the moment of the list.</summary>
public class DebtorRow
{
    public long EmployerId { get; init; }
    public string OfficeCode { get; init; } = "";
    public string OfficeName { get; init; } = "";
    public string Province { get; init; } = "";
    public string Code { get; init; } = "";
    public string Name { get; init; } = "";
    public string? TaxCode { get; init; }
    public string? Address { get; init; }
    public short Band { get; init; }
    public int OldestPeriod { get; init; }
    public long Social { get; init; }
    public long Health { get; init; }
    public long Unemployment { get; init; }
    public long Accident { get; init; }
    public long Total { get; init; }
    public DebtBand DebtBand => (DebtBand)Band;
}

/// <summary>A debtor of a monthly report.</summary>
public sealed class ReportRow : DebtorRow
{
    internal const string Columns = """
        w.employer_id, w.office_code, coalesce(o.name, w.office_code) as office_name, e.province, e.code, e.name, e.tax_code, e.address, w.band, w.oldest_period, w.social, w.health,
        w.unemployment, w.accident, w.total, w.excluded, w.excluded_note, w.excluded_at, coalesce(u.name, '') as excluded_by_name
        """;

    internal const string From = """
        col_report_rows w join reg_employers e on e.employer_id = w.employer_id left join org_offices o on o.code = w.office_code and o.known_to_at is null and o.valid_to is null
        left join idn_users u on u.user_id = w.excluded_by
        """;

    /// <summary>One of <see cref="MonthlyReports.Reasons"/>; null: reported.</summary>
    public string? Excluded { get; init; }
    public string? ExcludedNote { get; init; }
    public Instant? ExcludedAt { get; init; }
    public string ExcludedByName { get; init; } = "";
}

/// <summary>Debtors of one office and band of a monthly report and what they owe, đồng by fund.</summary>
internal sealed class ReportSum
{
    public string OfficeCode { get; init; } = "";
    public string OfficeName { get; init; } = "";
    public short Band { get; init; }
    public long Employers { get; init; }
    public long Social { get; init; }
    public long Health { get; init; }
    public long Unemployment { get; init; }
    public long Accident { get; init; }
    public long Total { get; init; }
}

/// <summary>A line of totals: a band, a fund or an office; employers are 0 where the line does not count them.</summary>
public sealed record ReportTotal(string Key, string Name, long Employers, long Amount);

/// <summary>A report with its totals, each adding up to the same sum, a page of its rows and its papers, the last first.</summary>
public sealed record ReportDetail(
    MonthlyReport Report, IReadOnlyList<ReportTotal> Bands, IReadOnlyList<ReportTotal> Funds, IReadOnlyList<ReportTotal> Offices, IReadOnlyList<ReportRow> Excluded, IReadOnlyList<ReportRow> Rows,
    string? Previous, string? Next, IReadOnlyList<OfficePaper> Papers)
{
    /// <summary>The paper that stands for it now.</summary>
    public OfficePaper? Paper => Papers.FirstOrDefault(p => p.PaperState <= BaoPhu.Rules.Papers.PaperState.Sent);

    /// <summary>May its figures still change? Not once they are numbered.</summary>
    public bool Open => Paper?.PaperState == BaoPhu.Rules.Papers.PaperState.Draft;
}

/// <summary>A month with debtors to be reported and without a report yet.</summary>
public sealed class ReportDue
{
    public DateOnly DueOn { get; init; }
    public long Employers { get; init; }
    public long Amount { get; init; }
}
