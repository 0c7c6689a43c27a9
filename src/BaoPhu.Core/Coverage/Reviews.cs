using System.Globalization;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Imports;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Coverage;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Coverage;

/// <summary>
/// Doubtful links before persons: somebody takes the next pair (nobody else gets it meanwhile), sees both rows and every reason of the score, and says one person or two. By <see cref="LinkStates"/>.
/// Of a whole province: a person's papers are the province's.
/// </summary>
public sealed class Reviews(Db db, TimeProvider clock, ReadLog reads)
{
    private const int MostReason = 500;

    private const string Columns = "l.subject_id, l.person_id, l.province, l.kind, l.score, l.state, l.audited, l.strategy, l.terms, l.claimed_by, l.claimed_until_at";

    /// <summary>Links that wait for a reader.</summary>
    private const string Waits = "(l.state in ('review', 'second', 'third') or (l.state = 'accepted' and l.audited))";

    /// <summary>By province and kind, those within the scope.</summary>
    public Task<List<LinkCounts>> Counts(Scope scope) => db.Read(s => s.Query<LinkCounts>(
        $"""
        select l.province, l.kind, count(*) filter (where l.state = 'accepted') as accepted, count(*) filter (where l.state = 'confirmed') as confirmed, count(*) filter (where l.state = 'rejected') as rejected,
            count(*) filter (where l.state = 'review') as review, count(*) filter (where l.state = 'second') as second, count(*) filter (where l.state = 'third') as third,
            count(*) filter (where l.state = 'accepted' and l.audited) as to_audit,
            count(*) filter (where l.audited and l.state = 'confirmed') as audited_same, count(*) filter (where l.audited and l.state = 'rejected') as audited_different
        from cov_links l where {scope.OnWholeProvince("l")} group by l.province, l.kind order by l.province, l.kind
        """));

    /// <summary>
    /// Takes the next pair for a reader: one he holds already, else disagreements first, then second readings, doubtful ones from the highest score, accepted ones of the sample. Null: nothing waits for him.
    /// </summary>
    public Task<LinkKey?> Claim(Actor actor, Scope scope, string? kind) => db.Write<LinkKey?>(async tx =>
    {
        var now = clock.Now();
        // Readers of one province wait for each other and for a matching of their province, not for those of the country.
        if ((scope.ProvinceCode ?? await tx.One<string>(
            $"select l.province from cov_links l where {scope.OnWholeProvince("l")} and {Waits} and (@kind is null or l.kind = @kind) order by l.province limit 1", new { kind })) is not { } province)
        {
            return null;
        }

        await tx.Lock(LockOf(province));
        var minutes = await Settings.Number(tx, province, Settings.ReviewClaimMinutes, now.Day);
        var next = await tx.One<Link>(
            $"""
            select {Columns} from cov_links l
            where l.province = @province and {scope.OnWholeProvince("l")} and {Waits} and (@kind is null or l.kind = @kind) and (l.claimed_by is null or l.claimed_by = @me or l.claimed_until_at < @now)
                and not exists (select 1 from cov_readings r where r.subject_id = l.subject_id and r.person_id = l.person_id and r.reader = @me)
            order by case when l.claimed_by = @me and l.claimed_until_at >= @now then 0 else 1 end, case l.state when 'third' then 0 when 'second' then 1 when 'review' then 2 else 3 end, l.score desc, l.subject_id
            limit 1
            """,
            new { province, kind, me = actor.UserId, now });
        if (next is null)
        {
            return null;
        }

        await tx.Execute(
            "update cov_links set claimed_by = @me, claimed_until_at = @until where subject_id = @SubjectId and person_id = @PersonId",
            new { next.SubjectId, next.PersonId, me = actor.UserId, until = new Instant(now.Milliseconds + (minutes * 60_000)) });
        return next.Key;
    });

    /// <summary>A pair with both rows whole; the read is noted. Missing outside the scope.</summary>
    public async Task<LinkPair> Find(Actor actor, Scope scope, LinkKey key)
    {
        var pair = await db.ReadConsistently(async s =>
        {
            var link = await Find(s, scope, key);
            return new LinkPair(link, await Told(s, link), await Registered(s, key.Person), await Readings(s, key));
        });
        reads.Note(actor, key.Person, "link", whole: true, outside: false);
        return pair;
    }

    /// <summary>
    /// A reader's word. Refused: held by another, read by him before, decided meanwhile (<paramref name="seen"/> is the state his page showed), two rows said to be two persons without a reason, or to be one where more speaks against it.
    /// Missing outside the scope. Returns where the link stands now.
    /// </summary>
    public Task<LinkState> Decide(Actor actor, Scope scope, LinkKey key, LinkState seen, bool same, string? reason) => db.Write(async tx =>
    {
        await tx.Lock(LockOf((await Find(tx, scope, key)).Province));
        var (now, words) = (clock.Now(), VietnameseText.Normalise(reason ?? ""));
        var link = await Find(tx, scope, key);
        if (link.Stands != seen || link is { Stands: LinkState.Accepted, Audited: false })
        {
            throw new Refusal("Coverage.MovedOn");
        }

        if (link.ClaimedBy is { } holder && holder != actor.UserId && link.ClaimedUntilAt >= now)
        {
            throw new Refusal("Coverage.HeldByAnother");
        }

        if (words.Length > MostReason || ((!same || link.Score < 0) && words.Length == 0))
        {
            throw new Refusal("Coverage.NeedReason", MostReason);
        }

        var readings = await Readings(tx, key);
        if (readings.Exists(r => r.Reader == actor.UserId))
        {
            throw new Refusal("Coverage.ReadBefore");
        }

        var percent = await Settings.Number(tx, link.Province, Settings.ReviewSamplePercent, now.Day);
        var after = LinkStates.After(link.Stands, same, readings.FirstOrDefault()?.Same,
            // Who says "one person" against what the rows say is read again, drawn or not.
            (same && link.Score < 0) || LinkStates.IsDrawn(key.Subject, key.Person, (int)percent)) ?? throw new Refusal("Coverage.MovedOn");
        await tx.Execute(
            """
            insert into cov_readings (subject_id, person_id, seq, same, reason, reader, reader_name, read_at) values (@Subject, @Person, @seq, @same, @words, @me, @name, @now)
            """,
            new { key.Subject, key.Person, seq = (short)(readings.Count + 1), same, words, me = actor.UserId, name = actor.Name, now });
        await tx.Execute(
            "update cov_links set state = @state, claimed_by = null, claimed_until_at = null, updated_at = @now where subject_id = @Subject and person_id = @Person",
            new { state = Word(after), now, key.Subject, key.Person });
        // What is counted from the link follows it at once, not only with the next matching.
        await (link.Kind == ImportKinds.Tax ? UnitCounts.OfWorker(tx, key.Subject, now) : CardNeeds.RecountRow(tx, link.Province, key.Subject, now));
        await AuditTrail.Write(tx, clock, actor, "coverage.read", "link:" + key, new { link.Province, link.Kind, same, from = link.State, to = Word(after), reason = words });
        return after;
    });

    /// <summary>Name of the lock that readings and matchings of a province take.</summary>
    internal static string LockOf(string province) => "reviews " + province;

    /// <summary>The state as it stands in the table.</summary>
    internal static string Word(LinkState state) => state.ToString().ToLowerInvariant();

    private static async Task<Link> Find(Session s, Scope scope, LinkKey key) =>
        await s.One<Link>($"select {Columns} from cov_links l where l.subject_id = @Subject and l.person_id = @Person and {scope.OnWholeProvince("l")}", new { key.Subject, key.Person })
            ?? throw new Refusal("Coverage.NoLink") { Kind = RefusalKind.Missing };

    private static Task<List<LinkReading>> Readings(Session s, LinkKey key) => s.Query<LinkReading>(
        "select r.seq, r.same, r.reason, r.reader, r.reader_name, r.read_at from cov_readings r where r.subject_id = @Subject and r.person_id = @Person order by r.seq", new { key.Subject, key.Person });

    private static Task<LinkSide?> Told(Session s, Link link) => s.One<LinkSide>(
        link.Kind == ImportKinds.Tax
            ? """
              select t.name, t.born_on, t.birth_year, t.citizen_id, t.tax_code, t.payer_name as unit, t.payer_tax_code as unit_tax_code, t.payer_address as address from reg_tax_incomes t
              where t.subject_id = @SubjectId
              """
            : """
              select t.name, t.born_on, t.birth_year, t.male, t.citizen_id, t.person_code, t.address,
                  (select min(c.name) from org_localities c where c.code = t.commune_code and c.kind = 'commune') as commune
              from reg_entitled t where t.subject_id = @SubjectId
              """,
        new { link.SubjectId });

    private static Task<LinkSide?> Registered(Session s, long person) => s.One<LinkSide>(
        """
        select p.name, p.born_on, p.birth_year, p.male, p.citizen_id, p.tax_code, e.name as unit, coalesce(e.tax_code, p.unit_tax_code) as unit_tax_code, p.address, @code as person_code,
            (select min(c.name) from org_localities c where c.code = p.commune_code and c.kind = 'commune') as commune
        from reg_persons p left join reg_employers e on e.employer_id = p.employer_id where p.person_id = @person
        """,
        new { person, code = person.ToString("D10", CultureInfo.InvariantCulture) });
}
