using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Rules;
using BaoPhu.Rules.Debts;

namespace BaoPhu.Core.Register;

/// <summary>The months of an employer: due and paid per fund, as the exports of the collection software gave them.</summary>
public sealed class Ledger(Db db)
{
    /// <summary>All months, oldest first. Refused as missing outside the scope.</summary>
    public Task<List<LedgerMonth>> Months(Scope scope, string province, string code) => db.Read(async s =>
    {
        var employer = await Employers.Find(s, scope, province, code);
        return await Months(s, employer.EmployerId);
    });

    internal static Task<List<LedgerMonth>> Months(Session s, long employerId) => s.Query<LedgerMonth>(
        """
        select m.period, m.due_social, m.due_health, m.due_unemployment, m.due_accident, m.paid_social, m.paid_health, m.paid_unemployment, m.paid_accident,
            m.stated_interest, m.stated_age, m.import_run
        from reg_months m where m.employer_id = @employerId order by m.period
        """,
        new { employerId });
}

/// <summary>One month, đồng. Stated figures are the source's own: interest, and the age of the debt in hundredths of months.</summary>
public sealed class LedgerMonth
{
    public int Period { get; init; }
    public long DueSocial { get; init; }
    public long DueHealth { get; init; }
    public long DueUnemployment { get; init; }
    public long DueAccident { get; init; }
    public long PaidSocial { get; init; }
    public long PaidHealth { get; init; }
    public long PaidUnemployment { get; init; }
    public long PaidAccident { get; init; }
    public long StatedInterest { get; init; }
    public int? StatedAge { get; init; }
    public string? ImportRun { get; init; }

    public long Due => DueSocial + DueHealth + DueUnemployment + DueAccident;
    public long Paid => PaidSocial + PaidHealth + PaidUnemployment + PaidAccident;

    public MonthLine Line => new(
        Rules.Period.FromNumber(Period), DueSocial, DueHealth, DueUnemployment, DueAccident, PaidSocial, PaidHealth, PaidUnemployment, PaidAccident);
}
