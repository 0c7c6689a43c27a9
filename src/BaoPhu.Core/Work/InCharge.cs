using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Organisation;
using BaoPhu.Rules;

namespace BaoPhu.Core.Work;

/// <summary>
/// Works out who follows each employer of a province on a day: the list before the commune, the commune before the district, each within the reach of its office. Only the
/// difference is written: a second time over the same facts writes nothing.
/// </summary>
internal static class InCharge
{
    /// <summary>A portfolio in somebody's hands on the day. Place: code of the district or commune, for a list its portfolio.</summary>
    public sealed class Following
    {
        public string PortfolioId { get; init; } = "";
        public string Kind { get; init; } = "";
        public string? Place { get; init; }
        public string OfficeCode { get; init; } = "";
        public string UserId { get; init; } = "";
    }

    /// <summary>Brings wrk_in_charge up to the day and returns how many rows changed. The caller holds the lock of the province's planning.</summary>
    public static async Task<long> WorkOut(Session tx, string province, DateOnly day)
    {
        var (first, last) = EmployerKey.Range(province);
        var followings = await InForce(tx, province, day);
        if (followings.Count == 0)
        {
            return await tx.Execute("delete from wrk_in_charge where subject_id between @first and @last", new { first, last });
        }

        await Fill(tx, province, day, followings);
        var gone = await tx.Execute(
            """
            delete from wrk_in_charge where subject_id between @first and @last
                and not exists (select 1 from scratch_in_charge n where n.subject_id = wrk_in_charge.subject_id)
            """,
            new { first, last });
        var changed = await tx.Execute(
            """
            insert into wrk_in_charge (subject_id, user_id)
            select n.subject_id, n.user_id from scratch_in_charge n left join wrk_in_charge c on c.subject_id = n.subject_id
            where c.user_id is null or c.user_id <> n.user_id
            on conflict (subject_id) do update set user_id = excluded.user_id
            """);
        return gone + changed;
    }

    /// <summary>
    /// Portfolios that count on the day. Not: one whose holder was deactivated or sits in another office by now; its employers are nobody's until they are given to somebody.
    /// </summary>
    public static Task<List<Following>> InForce(Session s, string province, DateOnly day) => s.Query<Following>(
        """
        select p.portfolio_id, p.kind, p.place, p.office_code, h.user_id from wrk_portfolios p
        join wrk_portfolio_holders h on h.portfolio_id = p.portfolio_id join idn_users u on u.user_id = h.user_id and u.active and u.office_code = p.office_code
        where p.province = @province and h.known_to_at is null and h.from_date <= @day and (h.to_date is null or h.to_date > @day)
        """,
        new { province, day });

    /// <summary>Fills scratch_in_charge (subject_id, user_id) with who would follow whom.</summary>
    public static async Task Fill(Session s, string province, DateOnly day, IReadOnlyList<Following> followings)
    {
        await s.Scratch("scratch_following", "kind {code}, place {code}, office_code {code}, user_id {code}");
        await s.Scratch("scratch_in_charge", "subject_id bigint primary key, user_id {code} not null");
        var reach = await Reach(s, province, day);
        using (var bulk = s.BulkInto("scratch_following", "kind", "place", "office_code", "user_id"))
        {
            foreach (var one in followings)
            {
                foreach (var office in reach.Of(one.OfficeCode))
                {
                    bulk.StartRow();
                    bulk.Write(one.Kind);
                    bulk.Write(one.Place ?? one.PortfolioId);
                    bulk.Write(office);
                    bulk.Write(one.UserId);
                }
            }

            bulk.Complete();
        }

        var (first, last) = EmployerKey.Range(province);
        await s.Execute(
            """
            insert into scratch_in_charge (subject_id, user_id)
            select x.employer_id, x.user_id from (
                select e.employer_id, coalesce(min(l.user_id), min(c.user_id), min(d.user_id)) as user_id
                from reg_employers e
                left join (select m.subject_id, f.office_code, f.user_id from wrk_portfolio_employers m join scratch_following f on f.kind = 'list' and f.place = m.portfolio_id
                    where m.subject_id between @first and @last) l on l.subject_id = e.employer_id and l.office_code = e.office_code
                left join scratch_following c on c.kind = 'commune' and c.place = e.commune_code and c.office_code = e.office_code
                left join org_localities o on o.code = e.commune_code and o.valid_from <= @day and (o.valid_to is null or o.valid_to > @day)
                left join scratch_following d on d.kind = 'district' and d.place = o.parent_code and d.office_code = e.office_code
                where e.employer_id between @first and @last group by e.employer_id) x
            where x.user_id is not null
            """,
            new { first, last, day });
        if (!s.Dialect.IsSqlite)
        {
            await s.Analyze("scratch_in_charge");
        }
    }

    public static async Task<OfficeReach> Reach(Session s, string province, DateOnly day) => new(await s.Query<Office>(
        $"""
        select o.code, o.parent_code from org_offices o
        where o.province = @province and {Offices.InForceOn("@day")}
        """,
        new { province, day }));

    /// <summary>The ids of a province as literals, for conditions that must not be parameters.</summary>
    public static string Within(string alias, string province)
    {
        var (first, last) = EmployerKey.Range(province);
        return string.Create(CultureInfo.InvariantCulture, $"{alias}.subject_id between {first} and {last}");
    }
}

/// <summary>The offices of a province and what lies below each: itself first.</summary>
internal sealed class OfficeReach(IReadOnlyList<Office> offices)
{
    public IReadOnlyList<string> Of(string code)
    {
        var found = new List<string> { code };
        for (var i = 0; i < found.Count; i++)
        {
            found.AddRange(offices.Where(o => o.ParentCode == found[i] && !found.Contains(o.Code)).Select(o => o.Code));
        }

        return found;
    }

    /// <summary>Do the two follow some of the same offices?</summary>
    public bool Meet(string one, string other) => Of(one).Contains(other) || Of(other).Contains(one);
}
