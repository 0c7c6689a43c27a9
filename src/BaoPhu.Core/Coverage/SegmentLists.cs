using System.Globalization;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Coverage;

/// <summary>
/// People of a segment who are given to a collection agent or an officer to be won (requirements E9, E10): who has whom until when, and what came of each. A person of a segment is in one hand at a time;
/// who was taken back without an end may be given again. The one in charge alone records outcomes: the officer who was given the list, for an agent anybody of its offices who may change it.
/// </summary>
public sealed class SegmentLists(Db db, TimeProvider clock, ReadLog reads)
{
    public const int PageSize = 60;
    public const int MostLists = 500;
    private const string Folder = "/coverage/segment-lists";
    private const int MostNote = 300;

    /// <summary>The first leaves the follow-up open, the others end it.</summary>
    public static IReadOnlyList<string> Outcomes { get; } = ["contacted", "joined", "refused", "not-found"];

    private const string Columns = """
        x.list_id, x.province, x.office_code, x.segment, x.place, coalesce(l.name, x.place) as place_name, x.agent_code, x.user_id, coalesce(a.name, u.name, '') as holder, x.due_on, x.people, x.made_name,
        x.made_at, x.ended_at, x.ended_note,
        (select count(*) from cov_segment_list_rows r where r.list_id = x.list_id and r.outcome = 'contacted') as contacted,
        (select count(*) from cov_segment_list_rows r where r.list_id = x.list_id and r.outcome = 'joined') as joined,
        (select count(*) from cov_segment_list_rows r where r.list_id = x.list_id and r.outcome = 'refused') as refused,
        (select count(*) from cov_segment_list_rows r where r.list_id = x.list_id and r.outcome = 'not-found') as not_found
        """;

    private const string From = """
        cov_segment_lists x left join org_agents a on a.agent_code = x.agent_code left join idn_users u on u.user_id = x.user_id
        left join org_localities l on l.code = x.place and l.valid_from <= @today and (l.valid_to is null or l.valid_to > @today)
        """;

    private const string PersonColumns = """
        r.subject_id, r.person_id, r.commune_code, l.name as commune, coalesce(p.name, e.name) as name, coalesce(p.born_on, e.born_on) as born_on, coalesce(p.birth_year, e.birth_year) as birth_year,
        coalesce(p.address, e.address) as address, n.ends_on, u.name as employer, u.code as employer_code, r.outcome, r.outcome_on, r.note, r.told_name, n.subject_id is not null as still_there
        """;

    private const string PersonFrom = """
        cov_segment_list_rows r left join reg_persons p on p.person_id = r.person_id left join reg_entitled e on e.subject_id = r.subject_id and r.person_id is null
        left join cov_segments n on n.subject_id = r.subject_id and n.segment = r.segment left join reg_employers u on u.employer_id = n.employer_id
        left join org_localities l on l.code = r.commune_code and l.valid_from <= @today and (l.valid_to is null or l.valid_to > @today)
        """;

    /// <summary>Of a segment's row n: nobody has the person.</summary>
    private const string Free = "not exists (select 1 from cov_segment_list_rows r where r.subject_id = n.subject_id and r.segment = n.segment and r.held)";

    /// <summary>Who may be given people of the scope: agents under contract today, then persons who may record outcomes, by office and name.</summary>
    public async Task<List<SegmentHolder>> Holders(Scope scope)
    {
        if (scope.ProvinceCode is null)
        {
            return [];
        }

        var today = clock.Today();
        return await db.Read<List<SegmentHolder>>(async s =>
        [
            .. (await Agents.Below(s, scope.OnOffice("a"), new { }, today)).Select(a => new SegmentHolder("agent:" + a.Code, Text.Of("SegmentLists.Agent", a.Name, a.Code))),
            .. (await s.Query<User>(
                $"select u.user_id, u.name, u.role, u.office_code from idn_users u join org_offices o on o.code = u.office_code and {Offices.InForceOn("@today")} where u.active and {scope.OnTree("o")} order by u.office_code, u.name {"{names}"}",
                new { today })).Where(u => Permissions.Allows(u.Role, Folder, Permissions.Change)).Select(u => new SegmentHolder("person:" + u.UserId, $"{u.Name} · {Text.Of("Identity.Role_" + u.Role)} · {u.OfficeCode}")),
        ]);
    }

    /// <summary>Places of a segment with people whom nobody has: districts with all of theirs, then communes, the most first.</summary>
    public Task<List<SegmentPlace>> Places(Scope scope, string segment) => db.Read<List<SegmentPlace>>(async s =>
    {
        var communes = await s.Query<(string Code, string Name, string? District, string? DistrictName, long People)>(
            $"""
            select c.commune_code, l.name, d.code, d.name, c.people
            from (select n.commune_code, count(*) as people from cov_segments n where {scope.OnOffice("n")} and n.segment = @segment and {Free} group by n.commune_code) c
            join org_localities l on l.code = c.commune_code and l.valid_from <= @today and (l.valid_to is null or l.valid_to > @today)
            left join org_localities d on d.code = l.parent_code and d.valid_from <= @today and (d.valid_to is null or d.valid_to > @today)
            order by c.people desc, c.commune_code
            """,
            new { segment, today = clock.Today() });
        return
        [
            .. communes.Where(c => c.District is not null).GroupBy(c => (c.District!, c.DistrictName!)).Select(g => new SegmentPlace(g.Key.Item1, g.Key.Item2, g.Sum(c => c.People))).OrderByDescending(d => d.People),
            .. communes.Select(c => new SegmentPlace(c.Code, c.DistrictName is { } district ? $"{c.Name}, {district}" : c.Name, c.People)),
        ];
    });

    /// <summary>How far a segment of the scope is given and followed; who joined and left the segment since is still counted.</summary>
    public Task<SegmentProgress> Progress(Scope scope, string segment, string? commune) => db.ReadConsistently(async s =>
    {
        var of = string.IsNullOrEmpty(commune) ? "" : " and {0}.commune_code = @commune";
        var outcomes = (await s.Query<(string? Outcome, long People)>(
            $"""
            select r.outcome, count(*) from cov_segment_list_rows r join cov_segment_lists x on x.list_id = r.list_id
            where {scope.OnOffice("x")} and r.held and r.segment = @segment{string.Format(CultureInfo.InvariantCulture, of, "r")} group by r.outcome
            """,
            new { segment, commune })).ToDictionary(o => o.Outcome ?? "", o => o.People, StringComparer.Ordinal);
        var free = await s.One<long>($"select count(*) from cov_segments n where {scope.OnOffice("n")} and n.segment = @segment{string.Format(CultureInfo.InvariantCulture, of, "n")} and {Free}", new { segment, commune });
        return new SegmentProgress(outcomes.Values.Sum(), Number("contacted"), Number("joined"), Number("refused"), Number("not-found"), free);

        long Number(string outcome) => outcomes.GetValueOrDefault(outcome);
    });

    /// <summary>
    /// Gives everybody of a segment within a commune or district whom nobody has to an agent or a person until a day; returns the list. Refused: no such segment, no place, nobody left there, a day
    /// that is past, a holder who is none or out of reach.
    /// </summary>
    public Task<string> Give(Actor actor, Scope scope, string? segment, string? place, string? holder, DateOnly? due) => db.Write(async tx =>
    {
        var province = scope.ProvinceCode ?? throw new Refusal("SegmentLists.OneProvince");
        if (segment is null || !Segments.All.Contains(segment))
        {
            throw new Refusal("Segments.NeedSegment");
        }

        var today = clock.Today();
        var where = string.IsNullOrEmpty(place) ? null : await Localities.Find(tx, place, today);
        if (where is null || where.Province != province || where.Code == province)
        {
            throw new Refusal("SegmentLists.NeedPlace");
        }

        var (agent, user, office) = await HolderOf(tx, scope, holder, today);
        if (due is not { } until || until < today)
        {
            throw new Refusal("SegmentLists.NeedDue");
        }

        await tx.Lock("segments " + province);
        var (id, now) = (Guid.CreateVersion7().ToString("N"), clock.Now());
        var people = await tx.Execute(
            $"""
            insert into cov_segment_list_rows (subject_id, list_id, segment, person_id, commune_code, held, updated_at)
            select n.subject_id, @id, n.segment, n.person_id, n.commune_code, @held, @now from cov_segments n
            where {scope.OnOffice("n")} and n.segment = @segment and {Free} and (n.commune_code = @place or exists (
                select 1 from org_localities l where l.code = n.commune_code and l.parent_code = @place and l.valid_from <= @today and (l.valid_to is null or l.valid_to > @today)))
            """,
            new { id, segment, place, held = true, now, today });
        if (people == 0)
        {
            throw new Refusal("SegmentLists.Nobody", where.Name);
        }

        await tx.Execute(
            """
            insert into cov_segment_lists (list_id, province, office_code, segment, place, agent_code, user_id, due_on, people, made_by, made_name, made_at)
            values (@id, @province, @office, @segment, @place, @agent, @user, @until, @people, @UserId, @Name, @now)
            """,
            new { id, province, office, segment, place, agent, user, until, people, actor.UserId, actor.Name, now });
        await AuditTrail.Write(tx, clock, actor, "coverage.segment-give", "segment-list:" + id, new { segment, place, agent, user, until, people });
        return id;
    });

    /// <summary>The lists of the scope, those that are held first, by due day. <paramref name="onlyOf"/>: user id; only what that person has.</summary>
    public Task<List<SegmentList>> All(Scope scope, string? onlyOf) => db.Read(s => s.Query<SegmentList>(
        $"select {Columns} from {From} where {Reached(scope, onlyOf)} order by case when x.ended_at is null then 0 else 1 end, x.due_on, x.list_id limit {MostLists}", new { onlyOf, today = clock.Today() }));

    /// <summary>A list with a page of its people, each noted as read. Missing outside the scope, or not <paramref name="onlyOf"/>'s.</summary>
    public async Task<SegmentListPage> People(Actor actor, Scope scope, string? onlyOf, bool mayChange, string id, string? after = null, string? before = null)
    {
        var page = await db.ReadConsistently(async s =>
        {
            var list = await Find(s, scope, onlyOf, id);
            var args = new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = id, ["today"] = clock.Today() };
            var (back, condition) = (before is { Length: > 0 }, "r.list_id = @id");
            if (Keyset.Split(back ? before : after, 2) is [var place, var number])
            {
                condition += $" and (r.commune_code, r.subject_id) {(back ? "<" : ">")} (@keyPlace, @keyId)";
                (args["keyPlace"], args["keyId"]) = (place, long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var key) ? key : throw Keyset.Unreadable());
            }

            var direction = back ? " desc" : "";
            var rows = await s.Query<SegmentListPerson>($"select {PersonColumns} from {PersonFrom} where {condition} order by r.commune_code{direction}, r.subject_id{direction} limit {PageSize + 1}", args);
            var (previous, next) = Keyset.Turn(rows, PageSize, after, before, n => string.Create(CultureInfo.InvariantCulture, $"{n.CommuneCode}~{n.SubjectId}"));
            return new SegmentListPage(list, rows, mayChange && list.EndedAt is null && InCharge(list, actor), previous, next);
        });
        foreach (var row in page.Rows)
        {
            reads.Note(actor, row.SubjectId, "segment", whole: page.MayTell, outside: false);
        }

        return page;
    }

    /// <summary>
    /// Records what came of people of a list, and on which day; said again, it corrects. Returns how many. Refused: nobody chosen or not of the list, no such outcome, a day before the list or after
    /// today, a list that was taken back, somebody else's. Missing outside the scope.
    /// </summary>
    public Task<int> Tell(Actor actor, Scope scope, string? onlyOf, string id, IReadOnlyList<long> who, string? outcome, DateOnly? day, string? note) => db.Write(async tx =>
    {
        var list = await Find(tx, scope, onlyOf, id);
        if (list.EndedAt is not null)
        {
            throw new Refusal("SegmentLists.TakenBack");
        }

        if (!InCharge(list, actor))
        {
            throw new Refusal("SegmentLists.NotYours", list.Holder);
        }

        if (who.Count == 0)
        {
            throw new Refusal("SegmentLists.NeedPeople");
        }

        if (outcome is null || !Outcomes.Contains(outcome))
        {
            throw new Refusal("SegmentLists.NeedOutcome");
        }

        if (day is not { } on || on > clock.Today() || on < list.MadeAt.Day)
        {
            throw new Refusal("SegmentLists.NeedDay", list.MadeAt.Day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture));
        }

        var words = VietnameseText.NormaliseOrNull(note ?? "");
        if (words?.Length > MostNote)
        {
            throw new Refusal("SegmentLists.LongNote", MostNote);
        }

        await tx.Lock("segments " + list.Province);
        var told = await tx.Execute(
            "update cov_segment_list_rows set outcome = @outcome, outcome_on = @on, note = @words, told_name = @Name, updated_at = @now where list_id = @id and subject_id {any:who}",
            new { id, who = tx.List(who), outcome, on, words, actor.Name, now = clock.Now() });
        if (told != who.Distinct().Count())
        {
            throw new Refusal("SegmentLists.NoPerson");
        }

        await AuditTrail.Write(tx, clock, actor, "coverage.segment-outcome", "segment-list:" + id, new { outcome, on, people = told });
        return told;
    });

    /// <summary>Takes a list back: who has no end may be given to somebody else. Refused: no reason, taken back before. Missing outside the scope.</summary>
    public Task TakeBack(Actor actor, Scope scope, string id, string? reason) => db.Write(async tx =>
    {
        var list = await Find(tx, scope, null, id);
        var why = VietnameseText.Normalise(reason ?? "");
        if (why.Length > MostNote || !why.Any(char.IsLetter))
        {
            throw new Refusal("SegmentLists.NeedReason", MostNote);
        }

        await tx.Lock("segments " + list.Province);
        if (await tx.Execute("update cov_segment_lists set ended_at = @now, ended_note = @why where list_id = @id and ended_at is null", new { id, why, now = clock.Now() }) == 0)
        {
            throw new Refusal("SegmentLists.TakenBack");
        }

        await tx.Execute("update cov_segment_list_rows set held = @held where list_id = @id and (outcome is null or outcome = 'contacted')", new { id, held = false });
        await AuditTrail.Write(tx, clock, actor, "coverage.segment-take-back", "segment-list:" + id, new { why });
    });

    /// <summary>Writes a list as CSV for the one in charge, names and numbers whole; each is a read, noted before the first line leaves. Refused: taken back, somebody else's. Missing outside the scope.</summary>
    public async Task<int> Write(Actor actor, Scope scope, string? onlyOf, string id, Stream into)
    {
        var (list, rows) = await db.ReadConsistently(async s => (
            await Find(s, scope, onlyOf, id),
            await s.Query<SegmentListPerson>($"select {PersonColumns} from {PersonFrom} where r.list_id = @id order by r.commune_code, r.subject_id", new { id, today = clock.Today() })));
        if (list.EndedAt is not null)
        {
            throw new Refusal("SegmentLists.TakenBack");
        }

        if (!InCharge(list, actor))
        {
            throw new Refusal("SegmentLists.NotYours", list.Holder);
        }

        var now = clock.Now();
        await db.Write(async tx =>
        {
            await ReadLog.Write(tx, [.. rows.Select(r => new ReadLine(r.SubjectId, now, actor, "segment", Whole: true, Outside: false, null))]);
            await AuditTrail.Write(tx, clock, actor, "coverage.segment-list-file", "segment-list:" + id, new { list.Segment, list.Place, rows = rows.Count });
        });
        await using var lines = new CsvLines(into);
        lines.Write([.. Segments.Headings, Text.Of("SegmentLists.Column_Outcome"), Text.Of("SegmentLists.Column_Day"), Text.Of("SegmentLists.Column_Note")]);
        foreach (var row in rows)
        {
            lines.Write([
                .. Segments.Cells(row), row.Outcome is { } outcome ? Text.Of("SegmentLists.Outcome_" + outcome) : "", row.OutcomeOn?.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture) ?? "", row.Note ?? "",
            ]);
        }

        return rows.Count;
    }

    private async Task<SegmentList> Find(Session s, Scope scope, string? onlyOf, string id) =>
        await s.One<SegmentList>($"select {Columns} from {From} where x.list_id = @id and {Reached(scope, onlyOf)}", new { id, onlyOf, today = clock.Today() })
            ?? throw new Refusal("SegmentLists.None") { Kind = RefusalKind.Missing };

    private static string Reached(Scope scope, string? onlyOf) => scope.OnOffice("x") + (onlyOf is null ? "" : " and x.user_id = @onlyOf");

    private static bool InCharge(SegmentList list, Actor actor) => list.UserId is null || list.UserId == actor.UserId;

    private static async Task<(string? Agent, string? User, string Office)> HolderOf(Session tx, Scope scope, string? holder, DateOnly today)
    {
        switch (holder?.Split(':', 2))
        {
            case ["agent", var code] when await Agents.Find(tx, code, today) is { } agent && scope.CoversOffice(agent.Province!, agent.ParentCode!):
                return (code, null, agent.ParentCode!);
            case ["person", var id] when await tx.One<User>(
                $"select u.user_id, u.role, u.office_code from idn_users u join org_offices o on o.code = u.office_code and {Offices.InForceOn("@today")} where u.user_id = @id and u.active and {scope.OnTree("o")}", new { id, today })
                is { } user && Permissions.Allows(user.Role, Folder, Permissions.Change):
                return (null, id, user.OfficeCode);
            default:
                throw new Refusal("SegmentLists.NeedHolder");
        }
    }
}
