using System.Globalization;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Coverage;

/// <summary>Somebody of a segment. Names and numbers are null when the list of the other authority has been erased.</summary>
public class SegmentPerson
{
    public long SubjectId { get; init; }
    public long? PersonId { get; init; }
    public string CommuneCode { get; init; } = "";
    public string? Commune { get; init; }
    public string? Name { get; init; }
    public DateOnly? BornOn { get; init; }
    public int? BirthYear { get; init; }
    public string? Address { get; init; }
    public DateOnly? EndsOn { get; init; }

    /// <summary>Of those who left or are suspended.</summary>
    public string? Employer { get; init; }
    public string? EmployerCode { get; init; }

    /// <summary>Who is in charge of the employer.</summary>
    public string? InCharge { get; init; }

    public string? NameMasked => Masking.Name(Name);
    public string? PersonCode => PersonId?.ToString("D10", CultureInfo.InvariantCulture);
    public string? PersonMasked => Masking.Number(PersonCode);
    public string Born => BornOn?.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture) ?? BirthYear?.ToString(CultureInfo.InvariantCulture) ?? "";
}

/// <summary>How many of a segment are in a commune; <see cref="Commune"/> is null where it is not known.</summary>
public sealed class SegmentCount
{
    public string Segment { get; init; } = "";
    public string CommuneCode { get; init; } = "";
    public string? Commune { get; init; }
    public string? District { get; init; }
    public long People { get; init; }
}

public sealed record SegmentPage(IReadOnlyList<SegmentPerson> Rows, string? Previous, string? Next);

/// <summary>Ready-made segments for outreach (requirements E9, E10), from the register, its participations, the cards and the budget lists.</summary>
public sealed class Segments(Db db, TimeProvider clock, ReadLog reads)
{
    public const int PageSize = 60;
    private const int MostPurpose = 200;
    private const int Stretch = 2000;

    /// <summary>Those of an employer come first: they go to its person in charge.</summary>
    public static IReadOnlyList<string> All { get; } = ["left", "suspended", "lost", "pupils", "household", "renewal"];

    private const string From = """
        cov_segments n left join reg_persons p on p.person_id = n.person_id left join reg_entitled e on e.subject_id = n.subject_id and n.person_id is null
        left join reg_employers u on u.employer_id = n.employer_id left join wrk_in_charge w on w.subject_id = n.employer_id left join idn_users i on i.user_id = w.user_id
        left join org_localities l on l.code = n.commune_code and l.valid_from <= @today and (l.valid_to is null or l.valid_to > @today)
        """;

    private const string Columns = """
        n.subject_id, n.person_id, n.commune_code, l.name as commune, coalesce(p.name, e.name) as name, coalesce(p.born_on, e.born_on) as born_on, coalesce(p.birth_year, e.birth_year) as birth_year,
        coalesce(p.address, e.address) as address, n.ends_on, u.name as employer, u.code as employer_code, i.name as in_charge
        """;

    /// <summary>As of when the segments of the scope stand: the oldest count of its provinces. Null: nobody has been counted.</summary>
    public Task<Instant?> CountedAt(Scope scope) => db.Read(s => CountJob.At(s, scope, "cov_segments"));

    /// <summary>Segments of the scope with their numbers, by commune.</summary>
    public Task<List<SegmentCount>> Counts(Scope scope) => db.Read(s => s.Query<SegmentCount>(
        $"""
        select c.segment, c.commune_code, c.people, l.name as commune, d.name as district
        from (select n.segment, n.commune_code, count(*) as people from cov_segments n where {scope.OnOffice("n")} group by n.segment, n.commune_code) c
        left join org_localities l on l.code = c.commune_code and l.valid_from <= @today and (l.valid_to is null or l.valid_to > @today)
        left join org_localities d on d.code = l.parent_code and d.valid_from <= @today and (d.valid_to is null or d.valid_to > @today)
        order by c.segment, c.people desc, c.commune_code
        """,
        new { today = clock.Today() }));

    /// <summary>A page of a segment's people, of one commune or all; who looked is noted. Names and numbers are to be shown masked.</summary>
    public async Task<SegmentPage> List(Actor actor, Scope scope, string segment, string? commune = null, string? after = null, string? before = null)
    {
        var page = await db.Read(async s =>
        {
            var args = new Dictionary<string, object?>(StringComparer.Ordinal) { ["segment"] = segment, ["commune"] = commune, ["today"] = clock.Today() };
            var back = before is { Length: > 0 };
            var condition = Condition(scope, commune);
            if (Keyset.Split(back ? before : after, 2) is [var place, var id])
            {
                condition += $" and (n.commune_code, n.subject_id) {(back ? "<" : ">")} (@keyPlace, @keyId)";
                (args["keyPlace"], args["keyId"]) = (place, long.TryParse(id, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw Keyset.Unreadable());
            }

            var direction = back ? " desc" : "";
            var rows = await s.Query<SegmentPerson>($"select {Columns} from {From} where {condition} order by n.commune_code{direction}, n.subject_id{direction} limit {PageSize + 1}", args);
            var (previous, next) = Keyset.Turn(rows, PageSize, after, before, n => string.Create(CultureInfo.InvariantCulture, $"{n.CommuneCode}~{n.SubjectId}"));
            return new SegmentPage(rows, previous, next);
        });
        foreach (var row in page.Rows)
        {
            reads.Note(actor, row.SubjectId, "segment", whole: false, outside: false);
        }

        return page;
    }

    /// <summary>Writes a segment as CSV, names and numbers whole, for who goes to these people; each is a read. What it is for stands in the audit trail before the first line, how many lines left after the last, also when the reader stopped. Refused: no such segment, no purpose told. Returns the number of people.</summary>
    public async Task<int> Write(Actor actor, Scope scope, string? segment, string? commune, string? purpose, Stream into)
    {
        if (segment is null || !All.Contains(segment))
        {
            throw new Refusal("Segments.NeedSegment");
        }

        var use = VietnameseText.Normalise(purpose ?? "");
        if (use.Length is 0 or > MostPurpose)
        {
            throw new Refusal("Segments.NeedPurpose", MostPurpose);
        }

        // What it is for is on record before the first name leaves, and each person's read before the name: a reader that stops in the middle takes neither away.
        await db.Write(tx => AuditTrail.Write(tx, clock, actor, "coverage.segment-file", "segment:" + segment, new { segment, commune, purpose = use }));
        var (rows, whole) = (0, false);
        try
        {
            await using (var lines = new CsvLines(into))
            {
                lines.Write(Headings);
                await foreach (var row in Read(actor, scope, segment, commune))
                {
                    lines.Write(Cells(row));
                    rows++;
                }
            }

            whole = true;
        }
        finally
        {
            await db.Write(tx => AuditTrail.Write(tx, clock, actor, "coverage.segment-file-end", "segment:" + segment, new { segment, commune, rows, whole }));
        }

        return rows;
    }

    internal static IEnumerable<string> Headings => ((string[])["Name", "Born", "Person", "Address", "Commune", "EndsOn", "Employer", "Code", "InCharge"]).Select(h => Text.Of("Segments.Column_" + h));

    internal static string[] Cells(SegmentPerson row) =>
    [
        row.Name ?? Text.Of("Coverage.Erased"), row.Born, row.PersonCode ?? "", row.Address ?? "", row.Commune ?? row.CommuneCode,
        row.EndsOn?.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture) ?? "", row.Employer ?? "", row.EmployerCode ?? "", row.InCharge ?? "",
    ];

    /// <summary>Everybody of the segment, by stretches: a nation's segment is never in memory as a whole. Each is noted as read before it is given out.</summary>
    private async IAsyncEnumerable<SegmentPerson> Read(Actor actor, Scope scope, string segment, string? commune)
    {
        var (place, id, condition) = ("", long.MinValue, Condition(scope, commune));
        List<SegmentPerson> stretch;
        do
        {
            stretch = await db.Read(s => s.Query<SegmentPerson>(
                $"select {Columns} from {From} where {condition} and (n.commune_code, n.subject_id) > (@place, @id) order by n.commune_code, n.subject_id limit {Stretch}",
                new { segment, commune, place, id, today = clock.Today() }));
            await db.Write(tx => ReadLog.Write(tx, [.. stretch.Select(r => new ReadLine(r.SubjectId, clock.Now(), actor, "segment", Whole: true, Outside: false, null))]));
            foreach (var row in stretch)
            {
                (place, id) = (row.CommuneCode, row.SubjectId);
                yield return row;
            }
        }
        while (stretch.Count == Stretch);
    }

    private static string Condition(Scope scope, string? commune) => $"{scope.OnOffice("n")} and n.segment = @segment" + (string.IsNullOrEmpty(commune) ? "" : " and n.commune_code = @commune");

    /// <summary>Finds the segments of a province anew, after its budget lists were held against the cards (whose scratch tables of groups and places it reads); rows that changed are written.</summary>
    internal static async Task Recount(Session tx, string province, Instant now)
    {
        var today = now.Day;
        var recent = Period.Of(today.Year, today.Month).AddMonths(-(int)await Settings.Number(tx, province, Settings.LeftMonths, today)).Number;
        await tx.Scratch("cov_seg", "subject_id bigint, segment {code}, person_id bigint, commune {code}, office {code}, employer_id bigint, ends_on date, ended integer");
        await tx.Scratch("cov_held", "person_id bigint, ends_on date, household boolean");
        var args = new { province, today, recent, never = new DateOnly(9999, 12, 31), soon = today.AddDays((int)await Settings.Number(tx, province, Settings.RenewalDays, today)), suspended = (short)Standing.PensionSuspended, ceased = (short)Standing.Ceased, household = tx.List(HealthGroups.Household.Signs) };
        await tx.Execute(
            """
            insert into cov_held (person_id, ends_on, household)
            select c.person_id, max(coalesce(c.valid_to, @never)), max(case when c.grp {any:household} then 1 else 0 end) = 1 from reg_cards c
            where c.province = @province and c.valid_from <= @today and (c.valid_to is null or c.valid_to >= @today) group by c.person_id
            """,
            args);
        await tx.Execute(
            """
            insert into cov_seg (subject_id, segment, person_id, commune, employer_id, ended)
            select q.person_id, 'left', q.person_id, p.commune_code, max(q.employer_id), max(q.to_period) from reg_participations q join reg_persons p on p.person_id = q.person_id
            where q.province = @province and q.to_period >= @recent
                and not exists (select 1 from reg_participations o where o.person_id = q.person_id and (o.to_period is null or o.to_period > q.to_period)) group by q.person_id, p.commune_code
            """,
            args);
        await tx.Execute(
            """
            insert into cov_seg (subject_id, segment, person_id, commune, employer_id)
            select q.person_id, 'suspended', q.person_id, p.commune_code, max(q.employer_id) from reg_participations q join reg_persons p on p.person_id = q.person_id
            join reg_employers e on e.employer_id = q.employer_id where q.province = @province and q.to_period is null and e.standing in (@suspended, @ceased) group by q.person_id, p.commune_code
            """,
            args);
        await tx.Execute(
            """
            insert into cov_seg (subject_id, segment, person_id, commune, ends_on)
            select c.person_id, 'lost', c.person_id, p.commune_code, max(c.valid_to) from reg_cards c join cov_groups g on g.grp = c.grp and g.whole join reg_persons p on p.person_id = c.person_id
            where c.province = @province and c.valid_to < @today and not exists (select 1 from cov_held h where h.person_id = c.person_id) group by c.person_id, p.commune_code
            """,
            args);
        await tx.Execute(
            """
            insert into cov_seg (subject_id, segment, person_id, commune)
            select n.subject_id, 'pupils', n.person_id, n.commune_code from cov_card_needs n join cov_groups g on g.grp = n.grp and g.pupils
            where n.province = @province and n.finding = 'supported' and n.list_year = (
                    select max(m.list_year) from cov_card_needs m join cov_groups h on h.grp = m.grp and h.pupils where m.province = @province)
                and not exists (select 1 from cov_held h where h.person_id = n.person_id)
            """,
            args);
        await tx.Execute(
            """
            insert into cov_seg (subject_id, segment, person_id, commune)
            select p.person_id, 'household', p.person_id, p.commune_code from reg_persons p
            where p.province = @province and p.address is not null and not exists (select 1 from cov_held h where h.person_id = p.person_id)
                and (p.commune_code, p.address) in (select o.commune_code, o.address from cov_held h join reg_persons o on o.person_id = h.person_id where h.household)
            """,
            args);
        await tx.Execute(
            """
            insert into cov_seg (subject_id, segment, person_id, commune, ends_on)
            select h.person_id, 'renewal', h.person_id, p.commune_code, h.ends_on from cov_held h join reg_persons p on p.person_id = h.person_id where p.province = @province and h.ends_on <= @soon
            """,
            args);
        await Ended(tx);
        await tx.Execute(
            """
            update cov_seg set office = coalesce((select e.office_code from reg_employers e where e.employer_id = cov_seg.employer_id), (select p.office_code from cov_places p where p.commune = cov_seg.commune), @provincial)
            """,
            new { provincial = Offices.CodeOfProvince(province) });
        await tx.Execute(
            "delete from cov_segments where province = @province and (subject_id, segment) not in (select s.subject_id, s.segment from cov_seg s)", args);
        await tx.Execute(
            """
            insert into cov_segments as t (subject_id, segment, person_id, province, office_code, commune_code, employer_id, ends_on, counted_at)
            select s.subject_id, s.segment, s.person_id, @province, s.office, coalesce(s.commune, ''), s.employer_id, s.ends_on, @now from cov_seg s where 1 = 1
            on conflict (subject_id, segment) do update set person_id = excluded.person_id, province = excluded.province, office_code = excluded.office_code, commune_code = excluded.commune_code,
                employer_id = excluded.employer_id, ends_on = excluded.ends_on, counted_at = excluded.counted_at
            where (t.person_id, t.province, t.office_code, t.commune_code, t.employer_id, t.ends_on)
                is distinct from (excluded.person_id, excluded.province, excluded.office_code, excluded.commune_code, excluded.employer_id, excluded.ends_on)
            """,
            new { province, now });
    }

    /// <summary>The last day of the month in which a participation ended: a period is no day in SQL.</summary>
    private static async Task Ended(Session tx)
    {
        foreach (var period in await tx.Query<int>("select distinct ended from cov_seg where ended is not null"))
        {
            var last = new DateOnly(period / 100, period % 100, 1).AddMonths(1).AddDays(-1);
            await tx.Execute("update cov_seg set ends_on = @last where ended = @period", new { last, period });
        }
    }
}
