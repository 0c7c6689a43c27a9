using System.Globalization;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Coverage;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Coverage;

/// <summary>
/// People whose card the budget pays and who have none (plan III.1.2.a): the lists of Labour offices and communes held against the register and the cards, row by row, until the remainder of each commune is
/// zero or explained. By <see cref="CardStates"/>.
/// </summary>
public sealed class CardNeeds(Db db, TimeProvider clock, ReadLog reads)
{
    public const int PageSize = 60;
    private const int MostWords = 500;
    private const int MostAtOnce = 500;

    private const string Sums = """
        count(*) filter (where n.finding not in ('duplicate', 'supported')) as people, count(*) filter (where n.state = 'nothing' and n.finding = 'card') as with_card,
        count(*) filter (where n.state = 'open' and n.finding in ('none', 'ending', 'unknown')) as to_issue, count(*) filter (where n.state = 'listed') as listed,
        count(*) filter (where n.state = 'issued') as issued, count(*) filter (where n.state = 'explained' and n.finding not in ('duplicate', 'supported')) as explained,
        count(*) filter (where n.state = 'open' and n.finding in ('doubt', 'unmatched', 'alike')) as doubt, count(*) filter (where n.state = 'open' and n.finding = 'left') as left_out,
        count(*) filter (where n.finding = 'duplicate') as duplicates, count(*) filter (where n.state in ('open', 'listed')) as remainder
        """;

    private const string Told = "people, with_card, to_issue, listed, issued, explained, doubt, left_out, duplicates, remainder";

    /// <summary>When the lists were held against the cards; null: never.</summary>
    public Task<Instant?> CountedAt(Scope scope) => db.Read(s => CountJob.At(s, scope, "cov_card_needs"));

    /// <summary>Years of lists that the scope has people of, the latest first.</summary>
    public Task<List<int>> Years(Scope scope) => db.Read(s => s.Query<int>($"select distinct n.list_year from cov_card_needs n where {scope.OnOffice("n")} order by n.list_year desc"));

    /// <summary>
    /// The remainder by office (plan III.1.2.a, last dash: nobody left out): the provinces before the nation, else the offices of the scope; those with the largest remainder first, those of which no list
    /// came at the end.
    /// </summary>
    public Task<List<CardOffice>> Offices(Scope scope, int year) => db.Read<List<CardOffice>>(async s =>
    {
        var (key, kinds) = scope.IsNation ? ("n.province", $"o.kind = '{OfficeKind.Province}'") : ("n.office_code", $"o.kind in ('{OfficeKind.Province}', '{OfficeKind.District}')");
        var offices = await s.Query<CardOffice>(
            $"""
            select o.code, o.name, c.people, c.explained, c.remainder from org_offices o
            left join (select {key} as place, {Sums} from cov_card_needs n where {scope.OnOffice("n")} and n.list_year = @year group by {key}) c on c.place = {(scope.IsNation ? "o.province" : "o.code")}
            where {Organisation.Offices.InForceOn("@today")} and {scope.OnTree("o")} and {kinds} order by o.code
            """,
            new { year, today = clock.Today() });
        return [.. offices.OrderByDescending(o => o.Remainder ?? -1)];
    });

    /// <summary>A page of communes, those with the largest remainder first, and the sums over all.</summary>
    public Task<CardPage> Communes(Scope scope, CardFilter filter) => db.Read(async s =>
    {
        var args = new Dictionary<string, object?>(StringComparer.Ordinal) { ["year"] = filter.Year, ["today"] = clock.Today() };
        var within = $"{scope.OnOffice("n")} and n.list_year = @year";
        if (filter.Office is { Length: > 0 } code)
        {
            var office = await Organisation.Offices.Find(s, code, clock.Today());
            var ofProvince = scope.IsNation && office?.Kind == OfficeKind.Province;
            within += ofProvince ? " and n.province = @place" : " and n.office_code = @place";
            args["place"] = ofProvince ? office!.Province : code;
        }

        var sums = await s.One<CardCommune>($"select {Told} from (select {Sums} from cov_card_needs n where {within}) c", args) ?? new();
        var condition = filter.Whole ? "1 = 1" : "c.remainder > 0";
        var counted = $"(select n.province, n.commune_code, n.list_year, {Sums} from cov_card_needs n where {within} group by n.province, n.commune_code, n.list_year) c";
        var communes = await s.One<long>($"select count(*) from {counted} where {condition}", args);
        var back = filter.Before is { Length: > 0 };
        if (Keyset.Split(back ? filter.Before : filter.After, 2) is [var remainder, var commune])
        {
            condition += $" and (c.remainder, c.commune_code) {(back ? ">" : "<")} (@keyRemainder, @keyCommune)";
            (args["keyRemainder"], args["keyCommune"]) = (long.TryParse(remainder, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Keyset.Unreadable(), commune);
        }

        var direction = back ? "" : " desc";
        var rows = await s.Query<CardCommune>(
            $"""
            select c.province, c.commune_code, c.list_year, {Told}, l.name, d.name as district
            from {counted} left join org_localities l on l.code = c.commune_code and l.valid_from <= @today and (l.valid_to is null or l.valid_to > @today)
            left join org_localities d on d.code = l.parent_code and d.valid_from <= @today and (d.valid_to is null or d.valid_to > @today)
            where {condition} order by c.remainder{direction}, c.commune_code{direction} limit {PageSize + 1}
            """,
            args);
        var (previous, next) = Keyset.Turn(rows, PageSize, filter.After, filter.Before, c => string.Create(CultureInfo.InvariantCulture, $"{c.Remainder}~{c.CommuneCode}"));
        return new CardPage(rows, sums, communes, previous, next);
    });

    /// <summary>A page of a commune's people by name, those of the remainder or all; who looked is noted. Missing outside the scope.</summary>
    public async Task<CardCommunePage> People(Actor actor, Scope scope, int year, string commune, bool whole = false, string? after = null, string? before = null)
    {
        var page = await db.ReadConsistently(async s =>
        {
            var args = new Dictionary<string, object?>(StringComparer.Ordinal) { ["year"] = year, ["commune"] = commune, ["today"] = clock.Today() };
            var counts = await Commune(s, scope, year, commune, clock.Today());
            var back = before is { Length: > 0 };
            var condition = $"{scope.OnOffice("n")} and n.list_year = @year and n.commune_code = @commune" + (whole ? "" : " and n.state in ('open', 'listed')");
            if (Keyset.Split(back ? before : after, 2) is [var name, var id])
            {
                condition += $" and (coalesce(e.folded, ''), n.subject_id) {(back ? "<" : ">")} (@keyName, @keyId)";
                (args["keyName"], args["keyId"]) = (name, long.TryParse(id, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw Keyset.Unreadable());
            }

            var direction = back ? " desc" : "";
            var rows = await s.Query<CardNeed>(
                $"select {Columns} from {From} where {condition} order by coalesce(e.folded, ''){direction}, n.subject_id{direction} limit {PageSize + 1}", args);
            var (previous, next) = Keyset.Turn(rows, PageSize, after, before, n => string.Create(CultureInfo.InvariantCulture, $"{n.Folded}~{n.SubjectId}"));
            return new CardCommunePage(counts, rows, await Lists(s, scope, year, commune), previous, next) { Level = await CardLists.LevelOf(s, counts.Province, commune, clock.Now()) };
        });
        foreach (var row in page.Rows)
        {
            reads.Note(actor, row.SubjectId, "card-need", whole: false, outside: false);
        }

        return page;
    }

    /// <summary>The people were given their cards, by a person's word. Refused: who is not on a list for issue. Missing: outside the scope. Returns how many.</summary>
    public Task<int> Issue(Actor actor, Scope scope, int year, string commune, IReadOnlyList<long> who) => Do(actor, scope, year, commune, who, CardAct.Issue, "coverage.card-issue", null, null, null);

    /// <summary>
    /// The people need no card, for a listed reason, with its evidence and the name of who said so; each of them carries all three. Refused: what is missing of these, who is not of the remainder.
    /// </summary>
    public Task<int> Explain(Actor actor, Scope scope, int year, string commune, IReadOnlyList<long> who, string? reason, string? evidence, string? toldBy)
    {
        var (words, name) = (VietnameseText.Normalise(evidence ?? ""), VietnameseText.Normalise(toldBy ?? ""));
        return reason is null || !CardGroups.Reasons.Contains(reason) ? throw new Refusal("Cards.NeedReason")
            : words.Length is 0 or > MostWords ? throw new Refusal("Cards.NeedEvidence", MostWords)
            : name.Length is 0 or > 200 ? throw new Refusal("Cards.NeedToldBy")
            : Do(actor, scope, year, commune, who, CardAct.Explain, "coverage.card-explain", reason, words, name);
    }

    /// <summary>
    /// The people are others than those of the same name, birth and commune on another group's list, and need their own card. Refused: who is not alike to anybody. Missing: outside the scope. That two rows are
    /// one person is said by <see cref="Explain"/>.
    /// </summary>
    public Task<int> Apart(Actor actor, Scope scope, int year, string commune, IReadOnlyList<long> who) => Do(actor, scope, year, commune, who, CardAct.Apart, "coverage.card-apart", null, null, null);

    /// <summary>Takes back what was said of the people: an explanation, an issue by a person's word, the place on a list. Both stand in the audit trail.</summary>
    public Task<int> Withdraw(Actor actor, Scope scope, int year, string commune, IReadOnlyList<long> who) => Do(actor, scope, year, commune, who, CardAct.Withdraw, "coverage.card-withdraw", null, null, null);

    /// <summary>Holds the lists of a province against its cards anew. Refused: not of the whole province.</summary>
    public Task Count(Actor actor, Scope scope, string province) => db.Write(async tx =>
    {
        if (!scope.CoversWhole(province))
        {
            throw new Refusal("Coverage.OnlyProvince") { Kind = RefusalKind.Forbidden };
        }

        await Count(tx, clock, actor, province);
    });

    /// <summary>The same in the caller's transaction, with its entry.</summary>
    internal static async Task Count(Session tx, TimeProvider clock, Actor actor, string province)
    {
        await Recount(tx, province, clock.Now());
        await AuditTrail.Write(tx, clock, actor, "coverage.cards", "cards:" + province, new { province });
    }

    internal const string Columns = """
        n.subject_id, n.grp as "group", e.name, coalesce(e.folded, '') as folded, e.born_on, e.birth_year, e.male, e.citizen_id, e.address as place, n.person_id, n.finding, o.grp as paid_by,
        (select min(c.name) from org_localities c where c.code = o.commune_code and c.kind = 'commune') as paid_in, n.card_to, n.state, n.issued_name, n.issued_at, n.reason, n.evidence, n.told_by,
        n.explained_name, n.explained_at, n.apart_name
        """;

    internal const string From = "cov_card_needs n left join reg_entitled e on e.subject_id = n.subject_id left join cov_card_needs o on o.subject_id = n.of_subject_id";

    /// <summary>The state or finding as it stands in the table.</summary>
    internal static string Word<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    /// <summary>A commune of the scope with its counts; missing where there is none.</summary>
    internal static async Task<CardCommune> Commune(Session s, Scope scope, int year, string commune, DateOnly today) => await s.One<CardCommune>(
        $"""
        select c.province, c.commune_code, c.list_year, {Told}, l.name, d.name as district
        from (select n.province, n.commune_code, n.list_year, {Sums} from cov_card_needs n where {scope.OnOffice("n")} and n.list_year = @year and n.commune_code = @commune
            group by n.province, n.commune_code, n.list_year) c
        left join org_localities l on l.code = c.commune_code and l.valid_from <= @today and (l.valid_to is null or l.valid_to > @today)
        left join org_localities d on d.code = l.parent_code and d.valid_from <= @today and (d.valid_to is null or d.valid_to > @today)
        """,
        new { year, commune, today }) ?? throw new Refusal("Cards.NoCommune") { Kind = RefusalKind.Missing };

    internal static Task<List<CardList>> Lists(Session s, Scope scope, int year, string commune) => s.Query<CardList>(
        $"""
        select {CardLists.Columns} from {CardLists.From} where {scope.OnOffice("x")} and x.list_year = @year and x.commune_code = @commune order by x.made_at desc, x.list_id desc
        """,
        new { year, commune });

    /// <summary>
    /// Holds the lists of a province against the register and its cards: rows that changed are written, what persons decided stays by <see cref="CardStates"/>. In the caller's transaction. Rows whose list has
    /// been erased stay as they were.
    /// </summary>
    internal static async Task Recount(Session tx, string province, Instant now)
    {
        await tx.Lock(LockOf(province));
        await Places(tx, province);
        await Hold(tx, province, now, nearOnly: false);
        await Segments.Recount(tx, province, now);
        await tx.Execute(
            "insert into cov_counts (province, counted_at) values (@province, @now) on conflict (province) do update set counted_at = excluded.counted_at", new { province, now });
    }

    /// <summary>Takes the lock of the commune's province; an unknown commune has none and is refused later.</summary>
    internal static async Task Lock(Session tx, string commune)
    {
        if (await tx.One<string>("select min(n.province) from cov_card_needs n where n.commune_code = @commune", new { commune }) is { } province)
        {
            await tx.Lock(LockOf(province));
        }
    }

    private static string LockOf(string province) => "cards " + province;

    /// <summary>The same for one row whose link was decided, and for those that may be the same person as it. Its office and the segments stay until the next count of the province.</summary>
    internal static async Task RecountRow(Session tx, string province, long row, Instant now)
    {
        await tx.Lock(LockOf(province));
        await Near(tx, province, row);
        await tx.Scratch("cov_places", "commune {code}, office_code {code}");
        await tx.Execute(
            "insert into cov_places (commune, office_code) select n.commune_code, min(n.office_code) from cov_card_needs n where n.subject_id in (select b.subject_id from cov_near b) group by n.commune_code");
        await Hold(tx, province, now, nearOnly: true);
    }

    private static async Task Hold(Session tx, string province, Instant now, bool nearOnly)
    {
        await Groups(tx);
        await Steps(tx);
        await tx.Scratch(
            "cov_seen",
            "subject_id bigint, commune {code}, list_year integer, grp {code}, rank integer, whole boolean, left_out boolean, waits boolean, fresh boolean, person_id bigint, who text, named boolean, folded text, born text");
        var matched = await tx.One<long?>("select max(r.run_at) from cov_runs r where r.province = @province and r.kind = 'budget-list'", new { province });
        // Who is linked in one row is that person in every row with the same number, unless a reader has said otherwise of that row: one person of the remainder, whatever lists have it.
        await tx.Execute(
            $"""
            insert into cov_seen (subject_id, commune, list_year, grp, rank, whole, left_out, waits, fresh, person_id, who, named, folded, born)
            select e.subject_id, coalesce(e.commune_code, ''), e.list_year, e.grp, g.rank, g.whole, e.left_at is not null,
                exists (select 1 from cov_links d where d.subject_id = e.subject_id and d.state in ('review', 'second', 'third')), e.updated_at > @matched, coalesce(h.person_id, z.person_id),
                case when coalesce(h.person_id, z.person_id) is not null then 'p' || cast(coalesce(h.person_id, z.person_id) as text) when e.citizen_id is not null then 'c' || e.citizen_id else 's' || cast(e.subject_id as text) end,
                h.person_id is not null or e.citizen_id is not null, e.folded, coalesce(cast(e.born_on as text), cast(e.birth_year as text))
            from reg_entitled e join cov_groups g on g.grp = e.grp
            left join (select k.subject_id, min(k.person_id) as person_id from cov_links k where k.province = @province and k.kind = 'budget-list' and k.state in ('accepted', 'confirmed') group by k.subject_id) h
                on h.subject_id = e.subject_id
            left join (
                select o.citizen_id, min(k.person_id) as person_id from cov_links k join reg_entitled o on o.subject_id = k.subject_id
                where k.province = @province and k.kind = 'budget-list' and k.state in ('accepted', 'confirmed') and o.citizen_id is not null group by o.citizen_id) z
                on z.citizen_id = e.citizen_id and not exists (select 1 from cov_links x where x.subject_id = e.subject_id and x.person_id = z.person_id and x.state = 'rejected')
            where e.province = @province{(nearOnly ? " and e.subject_id in (select b.subject_id from cov_near b)" : "")}
            """,
            new { province, matched = matched ?? -1 });
        await Alike(tx);
        await tx.Scratch("cov_found", "subject_id bigint, commune {code}, list_year integer, grp {code}, person_id bigint, of_subject_id bigint, card_to date, finding {code}");
        foreach (var year in await tx.Query<int>("select distinct list_year from cov_seen order by list_year"))
        {
            var (first, last) = (new DateOnly(year, 1, 1), new DateOnly(year, 12, 31));
            var today = now.Day;
            // A list by which the budget pays a part takes nobody off the remainder whom one by which it pays all has left out. Who left the list of a group that the budget only supports is insured while the own card holds; without one, somebody must say where the person went.
            // A list of next year may be answered by next year's cards; one of last year by those that held to its end, or hold now.
            await tx.Execute(
                """
                insert into cov_found (subject_id, commune, list_year, grp, person_id, of_subject_id, card_to, finding)
                select f.subject_id, f.commune, f.list_year, f.grp, f.person_id, case when f.finding = 'duplicate' then f.payer when f.finding = 'alike' then f.alike end, f.card_to, f.finding
                from (
                    select p.*, case when p.payer <> p.subject_id and (p.payer_whole or not p.whole) then 'duplicate' when p.left_out and (p.whole or p.card_to is null) then 'left' when not p.whole then 'supported'
                        when p.card_to >= @last then 'card' when p.card_to is not null then 'ending' when p.person_id is not null then 'none'
                        when p.waits then 'doubt' when p.fresh then 'unmatched' when p.alike is not null then 'alike' else 'unknown' end as finding
                    from (
                        select s.*, first_value(s.subject_id) over w as payer, first_value(s.whole) over w as payer_whole,
                            (select max(coalesce(c.valid_to, @never)) from reg_cards c where c.person_id = s.person_id and c.valid_from <= @begun and (c.valid_to is null or c.valid_to >= @held)) as card_to,
                            l.of_subject_id as alike
                        from cov_seen s left join cov_alike l on l.subject_id = s.subject_id where s.list_year = @year
                        window w as (partition by s.who order by case when s.left_out then 1 else 0 end, s.rank, s.subject_id)) p) f
                """,
                new { year, last, never = new DateOnly(9999, 12, 31), begun = today > first ? today : first, held = today < last ? today : last });
        }

        await tx.Execute(
            $"""
            insert into cov_card_needs as t (subject_id, province, office_code, commune_code, list_year, grp, person_id, finding, of_subject_id, card_to, state, issued_at, counted_at)
            select f.subject_id, @province, coalesce(p.office_code, @provincial), f.commune, f.list_year, f.grp, f.person_id, f.finding, f.of_subject_id, f.card_to, a.after, null, @now
            from cov_found f left join cov_card_needs o on o.subject_id = f.subject_id left join cov_places p on p.commune = f.commune
            join cov_steps a on a.finding = f.finding and a.before = coalesce(o.state, 'nothing') and a.by_file = (case when o.issued_by is null then true else false end)
            where (o.subject_id is null or (o.office_code, o.commune_code, o.person_id, o.finding, o.of_subject_id, o.card_to, o.state)
                is distinct from (coalesce(p.office_code, @provincial), f.commune, f.person_id, f.finding, f.of_subject_id, f.card_to, a.after))
                {(nearOnly ? "and o.subject_id is not null and f.subject_id in (select b.subject_id from cov_near b where b.steps <= 2)" : "")}
            on conflict (subject_id) do update set office_code = excluded.office_code, commune_code = excluded.commune_code, person_id = excluded.person_id, finding = excluded.finding,
                of_subject_id = excluded.of_subject_id, card_to = excluded.card_to, issued_at = case when excluded.state = 'issued' and t.state <> 'issued' then @now else t.issued_at end,
                state = excluded.state, counted_at = excluded.counted_at
            """,
            new { province, provincial = Organisation.Offices.CodeOfProvince(province), now });
    }

    /// <summary>Rows of whole groups that nothing but their name, birth and commune tells apart from one of another group: for a person to look at, unless one has found them to be two.</summary>
    private static async Task Alike(Session tx)
    {
        await tx.Scratch("cov_alike", "subject_id bigint, of_subject_id bigint");
        await tx.Execute(
            """
            insert into cov_alike (subject_id, of_subject_id)
            select x.subject_id, x.first_id from (
                select s.subject_id, s.grp, s.named, first_value(s.subject_id) over w as first_id, first_value(s.grp) over w as first_grp from cov_seen s
                where s.whole and not s.left_out and s.born is not null and s.commune <> ''
                window w as (partition by s.list_year, s.commune, s.folded, s.born order by case when s.named then 0 else 1 end, s.rank, s.subject_id)) x
            left join cov_card_needs n on n.subject_id = x.subject_id
            where not x.named and x.first_grp <> x.grp and n.apart_of is distinct from x.first_id
            """);
    }

    /// <summary>
    /// The row (0 steps), those that a link, an identity number or name and birth make one with it (1), those that do so with these (2), and so on. Its link touches those within two steps, for a row
    /// without a link is the person of another with its number; what is found of a row depends on those within three. So what is written is found as in the whole province.
    /// </summary>
    private static async Task Near(Session tx, string province, long row)
    {
        await tx.Scratch("cov_near", "subject_id bigint, steps integer");
        await tx.Execute("insert into cov_near (subject_id, steps) values (@row, 0)", new { row });
        for (var steps = 1; steps <= 5; steps++)
        {
            await tx.Execute(
                """
                insert into cov_near (subject_id, steps)
                select x.subject_id, @steps from (
                    select e.subject_id from cov_near b join reg_entitled a on a.subject_id = b.subject_id join reg_entitled e on e.citizen_id = a.citizen_id where e.province = @province
                    union select k.subject_id from cov_near b join cov_links a on a.subject_id = b.subject_id join cov_links k on k.person_id = a.person_id where k.kind = 'budget-list'
                    union select e.subject_id from cov_near b join reg_entitled a on a.subject_id = b.subject_id
                        join reg_entitled e on e.province = a.province and e.list_year = a.list_year and e.commune_code = a.commune_code and e.folded = a.folded) x
                where x.subject_id not in (select o.subject_id from cov_near o)
                """,
                new { province, steps });
        }
    }

    /// <summary>The office of each commune: the one that most of its employers belong to, else most of its district's, else the province's own.</summary>
    private static async Task Places(Session tx, string province)
    {
        await tx.Scratch("cov_places", "commune {code}, office_code {code}");
        var (first, last) = BaoPhu.Rules.EmployerKey.Range(province);
        var known = await tx.Query<(string Commune, string Office, long Employers)>(
            "select commune_code, office_code, count(*) from reg_employers where employer_id between @first and @last and commune_code is not null group by commune_code, office_code", new { first, last });
        var communes = await tx.Query<(string Code, string? District)>("select code, max(parent_code) from org_localities where province = @province and kind = 'commune' group by code", new { province });
        var districts = communes.ToDictionary(c => c.Code, c => c.District ?? "", StringComparer.Ordinal);
        var ofCommune = Most(k => k.Commune);
        var ofDistrict = Most(k => districts.GetValueOrDefault(k.Commune, ""));
        using var bulk = tx.BulkInto("cov_places", "commune", "office_code");
        foreach (var (code, district) in districts)
        {
            if ((ofCommune.GetValueOrDefault(code) ?? (district.Length > 0 ? ofDistrict.GetValueOrDefault(district) : null)) is { } office)
            {
                bulk.StartRow();
                bulk.Write(code);
                bulk.Write(office);
            }
        }

        bulk.Complete();

        Dictionary<string, string> Most(Func<(string Commune, string Office, long Employers), string> place) => known.GroupBy(place, StringComparer.Ordinal).ToDictionary(
            g => g.Key,
            g => g.GroupBy(k => k.Office, StringComparer.Ordinal).OrderByDescending(o => o.Sum(k => k.Employers)).ThenBy(o => o.Key, StringComparer.Ordinal).First().Key,
            StringComparer.Ordinal);
    }

    private static async Task Groups(Session tx)
    {
        await tx.Scratch("cov_groups", "grp {code}, rank integer, whole boolean, pupils boolean");
        using var bulk = tx.BulkInto("cov_groups", "grp", "rank", "whole", "pupils");
        foreach (var group in CardGroups.All)
        {
            bulk.StartRow();
            bulk.Write(group.Code);
            bulk.Write(group.Rank);
            bulk.Write(group.IsWhole);
            bulk.Write(group.IsPupils);
        }

        bulk.Complete();
    }

    /// <summary>The truth table as rows, so that one statement moves a province by it.</summary>
    private static async Task Steps(Session tx)
    {
        await tx.Scratch("cov_steps", "finding {code}, before {code}, by_file boolean, after {code}");
        using var bulk = tx.BulkInto("cov_steps", "finding", "before", "by_file", "after");
        foreach (var finding in Enum.GetValues<CardFinding>())
        {
            foreach (var state in Enum.GetValues<CardState>())
            {
                foreach (var byFile in (bool[])[false, true])
                {
                    bulk.StartRow();
                    bulk.Write(Word(finding));
                    bulk.Write(Word(state));
                    bulk.Write(byFile);
                    bulk.Write(Word(CardStates.After(state, finding, byFile)));
                }
            }
        }

        bulk.Complete();
    }

    private Task<int> Do(Actor actor, Scope scope, int year, string commune, IReadOnlyList<long> who, CardAct act, string audit, string? reason, string? evidence, string? toldBy) => db.Write(async tx =>
    {
        await Lock(tx, commune);
        var now = clock.Now();
        await Commune(tx, scope, year, commune, now.Day);
        if (who.Count is 0 or > MostAtOnce)
        {
            throw new Refusal("Cards.NeedPeople", MostAtOnce);
        }

        var rows = await tx.Query<CardNeed>(
            $"select n.subject_id, n.finding, n.state from cov_card_needs n where {scope.OnOffice("n")} and n.list_year = @year and n.commune_code = @commune and n.subject_id {"{any:who}"}",
            new { year, commune, who = tx.List(who.Distinct()) });
        if (rows.Count != who.Distinct().Count())
        {
            throw new Refusal("Cards.NoPerson") { Kind = RefusalKind.Missing };
        }

        foreach (var row in rows)
        {
            var after = CardStates.After(row.Stands, row.Found, act) ?? throw new Refusal("Cards.MovedOn", Text.Of("Cards.Act_" + act), Text.Of("Cards.State_" + row.State));
            var args = new { row.SubjectId, after = Word(after), by = actor.UserId, name = actor.Name, reason, evidence, toldBy, now, unknown = Word(CardFinding.Unknown) };
            await tx.Execute(
                act switch
                {
                    CardAct.Issue => "update cov_card_needs set state = @after, issued_by = @by, issued_name = @name, issued_at = @now where subject_id = @SubjectId",
                    CardAct.Explain => """
                        update cov_card_needs set state = @after, reason = @reason, evidence = @evidence, told_by = @toldBy, explained_by = @by, explained_name = @name, explained_at = @now where subject_id = @SubjectId
                        """,
                    CardAct.Apart => "update cov_card_needs set state = @after, finding = @unknown, apart_of = of_subject_id, of_subject_id = null, apart_name = @name where subject_id = @SubjectId",
                    _ => """
                        update cov_card_needs set state = @after, list_id = null, issued_by = null, issued_name = null, issued_at = null, reason = null, evidence = null, told_by = null, explained_by = null,
                            explained_name = null, explained_at = null where subject_id = @SubjectId
                        """,
                },
                args);
        }

        await AuditTrail.Write(
            tx, clock, actor, audit, string.Create(CultureInfo.InvariantCulture, $"cards:{year}:{commune}"), new { people = rows.Select(r => new { r.Id, r.State, r.Finding }), reason, evidence, toldBy });
        return rows.Count;
    });
}
