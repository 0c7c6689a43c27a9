using System.Security.Cryptography;
using System.Text;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Work;
using Text = BaoPhu.Core.Texts.Text;

namespace BaoPhu.Core.Demonstration;

/// <summary>
/// Who follows whom in the demonstration, and who has looked at whom: in each district the communes are shared between its two officers, the last commune of every second
/// district is nobody's; and a morning of reading, one person too curious.
/// </summary>
internal sealed class Care(Db db, DemonstrationOrder order, Reference.Province province, IReadOnlyList<DemonstrationPerson> people)
{
    private readonly Dice _dice = new(order.Seed, 11, int.Parse(province.Code, System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Before the first planning: the switches of the demonstration then know whose load they change.</summary>
    public async Task Share(CancellationToken cancel)
    {
        await db.Write(Assign, cancel);
        await new Portfolios(db, new StillClock(order.AsOf)).WorkOut(province.Code);
    }

    /// <summary>In bulk: through the act itself the province would be worked out anew for each of its officers.</summary>
    private async Task Assign(Session tx)
    {
        var communes = await tx.Query<Commune>(
            """
            select e.office_code, e.commune_code as code, min(l.name) as name from reg_employers e join org_localities l on l.code = e.commune_code and l.kind = 'commune'
            where e.province = @Code and l.valid_from <= @Day and (l.valid_to is null or l.valid_to > @Day) group by e.office_code, e.commune_code order by e.office_code, e.commune_code
            """,
            new { province.Code, order.AsOf.Day });
        var (given, nth) = (new List<(Commune Place, DemonstrationPerson Officer)>(), 0);
        foreach (var office in communes.GroupBy(c => c.OfficeCode, StringComparer.Ordinal))
        {
            var officers = people.Where(p => p.OfficeCode == office.Key && p.Role == Role.DistrictOfficer).ToList();
            var places = office.ToList();
            if (nth++ % 2 == 0 && places.Count > 1)
            {
                places.RemoveAt(places.Count - 1);
            }

            given.AddRange(officers.Count == 0 ? [] : places.Select((place, i) => (place, officers[i % officers.Count])));
        }

        using (var bulk = tx.BulkInto("wrk_portfolios", "portfolio_id", "province", "office_code", "kind", "place", "name", "created_by", "created_at"))
        {
            foreach (var (place, officer) in given)
            {
                bulk.StartRow();
                bulk.Write(IdOf(place));
                bulk.Write(province.Code);
                bulk.Write(officer.OfficeCode);
                bulk.Write(Portfolios.Commune);
                bulk.Write(place.Code);
                bulk.Write(place.Name);
                bulk.Write(people[0].UserId);
                bulk.Write(order.AsOf.Milliseconds);
            }

            bulk.Complete();
        }

        using var holders = tx.BulkInto("wrk_portfolio_holders", "holder_id", "portfolio_id", "user_id", "from_date", "known_from_at", "note", "set_by");
        foreach (var (place, officer) in given)
        {
            holders.StartRow();
            holders.Write(IdOf(place));
            holders.Write(IdOf(place));
            holders.Write(officer.UserId);
            holders.Write(new DateOnly(order.AsOf.Day.Year, 1, 4));
            holders.Write(order.AsOf.Milliseconds);
            holders.Write(Text.Of("Portfolios.DemonstrationNote"));
            holders.Write(people[0].UserId);
        }

        holders.Complete();
    }

    /// <summary>The same with every load of the demonstration.</summary>
    private static string IdOf(Commune place) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(place.OfficeCode + place.Code)))[..32];

    /// <summary>The morning's reading: officers their own employers, one officer many of others' within the hour.</summary>
    public async Task Look(CancellationToken cancel)
    {
        var followed = await db.Read(
            s => s.Query<Followed>(
                "select c.subject_id, c.user_id from wrk_in_charge c join wrk_tasks t on t.subject_id = c.subject_id and t.state = 'open' where c.subject_id between @first and @last order by c.subject_id limit 400",
                Range()),
            cancel);
        var of = people.ToDictionary(p => p.UserId, StringComparer.Ordinal);
        var lines = new List<ReadLine>();
        foreach (var one in followed.Where((_, i) => i % 5 == 0).Where(f => of.ContainsKey(f.UserId)))
        {
            lines.Add(new(one.SubjectId, Before(_dice.Between(840, 1_320)), of[one.UserId].Actor, _dice.Chance(600) ? "task" : "employer", Whole: true, Outside: false, null));
        }

        if (people.FirstOrDefault(p => p.Role == Role.DistrictOfficer) is { } curious)
        {
            lines.AddRange(followed.Where(f => f.UserId != curious.UserId).TakeLast(75).DistinctBy(f => f.SubjectId).Select((f, i) => new ReadLine(
                f.SubjectId, Before(1_200 + (i / 2)), curious.Actor, i % 9 == 0 ? "unmask" : "employer", Whole: i % 9 == 0, Outside: true, i % 9 == 0 ? "check" : null)));
        }

        await db.Write(tx => ReadLog.Write(tx, lines), cancel);
    }

    private Instant Before(int minutes) => new(order.AsOf.Milliseconds - (minutes * 60_000L));

    private object Range()
    {
        var (first, last) = BaoPhu.Rules.EmployerKey.Range(province.Code);
        return new { first, last };
    }

    private sealed class Commune
    {
        public string OfficeCode { get; init; } = "";
        public string Code { get; init; } = "";
        public string Name { get; init; } = "";
    }

    private sealed class Followed
    {
        public long SubjectId { get; init; }
        public string UserId { get; init; } = "";
    }
}
