using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Core.Collection.Referral;

/// <summary>Files under Article 216 in the scope of the person: to be looked at, under way, ended; and what the authorities answered, by province.</summary>
public sealed class ReferralLists(Db db, TimeProvider clock)
{
    private const string Joins = """
        left join col_referrals r on r.subject_id = t.subject_id and r.act = t.act and r.occurrence = t.occurrence
        left join col_prosecution_candidates k on k.employer_id = t.subject_id
        """;

    /// <summary>A page, the next deadline first.</summary>
    public Task<ReferralPage> List(Scope scope, CaseFilter filter) => db.Read(async s =>
    {
        var query = new CaseQuery(scope, ActNames.Refer, filter, clock.Today(), Joins);
        var count = await query.Count<ReferralCount>(s, "cast(coalesce(sum(coalesce(r.amount, t.amount)), 0) as bigint) as amount");
        var page = await query.Page<ReferralRow>(
            s, "t.province, coalesce(r.amount, t.amount) as amount, coalesce(r.clause, k.clause) as clause, coalesce(r.months, k.months) as months, coalesce(r.complete, false) as complete");
        return new ReferralPage(page.Rows, count.Cases, count.Overdue, count.Amount, page.Previous, page.Next);
    });

    /// <summary>Information sent and processed (I3): for each province how many files stand where, the amount sent, and how many answers are late.</summary>
    public Task<List<ProvinceAnswers>> ByProvince(Scope scope) => db.Read(async s =>
    {
        var found = await s.Query<ProvinceAnswers>(
            $"""
            select c.province, count(*) filter (where c.state in ('gathering', 'checking', 'approved')) as preparing, count(*) filter (where r.sent_on is not null) as sent,
                count(*) filter (where c.state = 'sent') as waiting, count(*) filter (where c.state = 'verifying') as verifying, count(*) filter (where c.state = 'returned') as returned,
                count(*) filter (where c.state = 'prosecuted') as prosecuted, count(*) filter (where c.state = 'declined') as declined, count(*) filter (where c.state = 'dropped') as dropped,
                count(*) filter (where c.state in ('sent', 'verifying') and c.due_on < @today) as late,
                cast(coalesce(sum(case when r.sent_on is not null then r.amount else 0 end), 0) as bigint) as amount
            from col_cases c join reg_employers e on e.employer_id = c.subject_id join col_referrals r on r.subject_id = c.subject_id and r.act = c.act and r.occurrence = c.occurrence
            where c.act = 'refer' and {scope.On("e")} and {scope.OnProvince("c")} group by c.province order by c.province
            """,
            new { today = clock.Today() });
        found.ForEach(p => p.Name = Reference.Provinces.First(r => r.Code == p.Province).FullName);
        return found;
    });

    private sealed class ReferralCount : CaseCount
    {
        public long Amount { get; init; }
    }
}

/// <summary>Amount in đồng.</summary>
public sealed record ReferralPage(IReadOnlyList<ReferralRow> Rows, long Files, long Overdue, long Amount, string? Previous, string? Next);

/// <summary>A file as a list shows it. Clause and months as last assessed, else of the last run; null: neither.</summary>
public sealed class ReferralRow : CaseRow
{
    public string Province { get; init; } = "";
    public short? Clause { get; init; }
    public int? Months { get; init; }
    public bool Complete { get; init; }
}

/// <summary>Files of a province by where they stand. Amount: đồng of those sent.</summary>
public sealed class ProvinceAnswers
{
    public string Province { get; init; } = "";
    public string Name { get; internal set; } = "";
    public long Preparing { get; init; }
    public long Sent { get; init; }
    public long Waiting { get; init; }
    public long Verifying { get; init; }
    public long Returned { get; init; }
    public long Prosecuted { get; init; }
    public long Declined { get; init; }
    public long Dropped { get; init; }
    public long Late { get; init; }
    public long Amount { get; init; }
}
