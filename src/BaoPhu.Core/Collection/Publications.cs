using System.Globalization;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Register;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Papers;
using BaoPhu.Rules.Publishing;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Collection;

/// <summary>
/// Publication of the names of debtors (plan III.1.1.a.1+6): the list of a month is all those reported; who is left out carries a reason and a name; each debtor may reply before;
/// the director approves; the notice is signed; then the names are public until they are paid (<see cref="WithdrawnNames"/>) or a later list stands in their place.
/// </summary>
public sealed class Publications(Db db, TimeProvider clock, PlanningPass pass) : IOfficePaperFollower
{
    public const string Act = "publish";
    public const string PaperForm = "TB-CK";
    public const int PageSize = 60;

    /// <summary>Rows of the file of the press that are in memory at a time.</summary>
    private const int FilePart = 2000;

    public static IReadOnlyList<string> Answers { get; } = ["kept", "corrected", "excluded"];

    public static IReadOnlyList<string> Channels { get; } = ["letter", "email", "phone", "zalo", "in-person"];

    private readonly TaskRecords _records = new(db, clock, pass);

    public IReadOnlyList<string> Forms { get; } = [PaperForm];

    public Task<List<Publication>> List(Scope scope) => db.Read(s =>
        s.Query<Publication>($"select {Publication.Columns} from col_publications p where {scope.OnWholeProvince("p")} order by p.period desc, p.province, p.made_at desc limit 200"));

    /// <summary>Reports that went out and have no list yet.</summary>
    public Task<List<PublicationDue>> Due(Scope scope) => db.Read(s => s.Query<PublicationDue>(
        $"""
        select r.report_id, r.period, r.employers, r.amount from col_reports r where {scope.OnWholeProvince("r")} and r.sent_at is not null
            and not exists (select 1 from col_publications p where p.province = r.province and p.period = r.period and p.state <> 'dropped') order by r.period
        """));

    public Task<PublicationDetail> Find(Scope scope, string id, string? after = null, string? before = null) => db.Read(async s =>
    {
        var publication = await Find(s, scope, id);
        var back = before is { Length: > 0 };
        var args = new Dictionary<string, object?>(StringComparer.Ordinal) { ["id"] = id };
        var keyset = Seek(args, after, before);
        var direction = back ? "" : " desc";
        var rows = await s.Query<PublishedRow>(
            $"""
            select {PublishedRow.Columns} from {PublishedRow.From} where w.publication_id = @id and w.state in ('listed', 'public', 'ended') and {keyset}
            order by w.total{direction}, w.employer_id{direction} limit {PageSize + 1}
            """,
            args);
        var leftOut = await s.Query<PublishedRow>($"select {PublishedRow.Columns} from {PublishedRow.From} where w.publication_id = @id and w.state in ('excluded', 'withdrawn') order by w.total desc, w.employer_id limit 500", args);
        var counts = await s.Query<StateCount>("select w.state, count(*) as rows, cast(sum(w.total) as bigint) as amount from col_publication_rows w where w.publication_id = @id group by w.state", args);
        var replies = await s.Query<PublicationReply>(
            """
            select q.employer_id, q.reply_no, e.code, w.name, q.received_on, q.channel, q.said, q.recorded_at, q.answer, q.answer_note, q.answered_at, coalesce(a.name, '') as recorded_by_name,
                coalesce(b.name, '') as answered_by_name
            from col_publication_replies q join reg_employers e on e.employer_id = q.employer_id join col_publication_rows w on w.employer_id = q.employer_id and w.publication_id = q.publication_id
                left join idn_users a on a.user_id = q.recorded_by left join idn_users b on b.user_id = q.answered_by
            where q.publication_id = @id order by case when q.answer is null then 0 else 1 end, q.received_on, q.employer_id, q.reply_no
            """,
            args);
        var events = await s.Query<PublicationEvent>(
            """
            select v.seq, v.at, v.step, v.state, v.detail, coalesce(u.name, '') as user_name from col_publication_events v left join idn_users u on u.user_id = v.user_id
            where v.publication_id = @id order by v.seq desc
            """,
            args);
        var (previous, next) = Keyset.Turn(rows, PageSize, after, before, Key);
        return new PublicationDetail(
            publication, counts.ToDictionary(c => c.State, c => c.Rows, StringComparer.Ordinal), counts.Where(c => c.State is "listed" or "public" or "ended").Sum(c => c.Amount), rows, previous, next, leftOut, replies, events,
            await OfficePapers.Of(s, PaperForm, id), await Facts(s, publication), await ReplyTime.Unreached(s, publication));
    });

    /// <summary>When an employer stood on a list, was public and came off it: everything, the last first.</summary>
    public Task<List<PublishedRow>> OfEmployer(Scope scope, string province, string code) => db.Read(async s =>
    {
        var employer = await Employers.Find(s, scope, province, code);
        return await s.Query<PublishedRow>($"select {PublishedRow.Columns} from {PublishedRow.From} where w.employer_id = @EmployerId order by w.period desc, w.publication_id desc", employer);
    });

    /// <summary>
    /// The public list as anybody may see it: only names that are public at this moment. A household business is named after a person: its name is masked unless the province's setting
    /// shows it. The page keys are sealed (<see cref="PublicKeys"/>). Missing: a province that is none; refused: a key that is none.
    /// </summary>
    public async Task<PublicPage> Public(string? province, string? after = null, string? before = null)
    {
        var keys = new PublicKeys(await db.Read(s => SigningKeys.Find(s, PublicKeys.Purpose)) ?? await db.Write(tx => SigningKeys.Of(tx, clock, PublicKeys.Purpose)));
        var (from, until) = (keys.Open(after), keys.Open(before));
        return await db.Read(async s =>
        {
            var reach = Province(province);
            var args = new Dictionary<string, object?>(StringComparer.Ordinal);
            var keyset = Seek(args, from, until);
            var direction = until is { Length: > 0 } ? "" : " desc";
            var rows = await s.Query<PublishedRow>(
                $"select {PublishedRow.Columns} from {PublishedRow.From} where w.state = 'public' and {reach} and {keyset} order by w.total{direction}, w.employer_id{direction} limit {PageSize + 1}", args);
            var total = (await s.One<StateCount>($"select 'public' as state, count(*) as rows, cast(coalesce(sum(w.total), 0) as bigint) as amount from col_publication_rows w where w.state = 'public' and {reach}"))!;
            var (previous, next) = Keyset.Turn(rows, PageSize, from, until, Key);
            return new PublicPage(await Shown(s, rows), total.Rows, total.Amount, keys.Seal(previous), keys.Seal(next));
        });
    }

    /// <summary>The same list whole, for the press, as "xlsx" or "csv": read and written in parts, so that the nation's list takes no more memory than a page's.</summary>
    public Task PublicFile(string? province, string format, Stream into) => db.ReadConsistently(async s =>
    {
        var reach = Province(province);
        using var file = new PressFile(into, format);
        List<PublishedRow> rows;
        string? after = null;
        do
        {
            var args = new Dictionary<string, object?>(StringComparer.Ordinal);
            var keyset = Seek(args, after, null);
            rows = await s.Query<PublishedRow>(
                $"select {PublishedRow.Columns} from {PublishedRow.From} where w.state = 'public' and {reach} and {keyset} order by w.total desc, w.employer_id desc limit {FilePart}", args);
            foreach (var row in await Shown(s, rows))
            {
                file.Add(row);
            }

            after = rows.Count == FilePart ? Key(rows[^1]) : null;
        }
        while (after is not null);

        return 0;
    });

    /// <summary>Begins the list of a month from its report. Refused: a report that did not go out, a month that has its list.</summary>
    public Task<string> Begin(Actor actor, Scope scope, string reportId) => db.Write(async tx =>
    {
        var report = await MonthlyReports.Find(tx, reportId);
        if (report is null || !scope.CoversWhole(report.Province))
        {
            throw new Refusal("Reports.NoReport") { Kind = RefusalKind.Missing };
        }

        await tx.Lock(PlanningPass.LockOf(report.Province));
        if (report.SentAt is null)
        {
            throw new Refusal("Publications.ReportNotSent", MonthlyReports.InWords(report.Month));
        }

        if (await tx.One<string>("select p.publication_id from col_publications p where p.province = @Province and p.period = @Period and p.state <> 'dropped'", report) is not null)
        {
            throw new Refusal("Publications.MadeAlready", MonthlyReports.InWords(report.Month));
        }

        var (id, now) = (Guid.CreateVersion7().ToString("N"), clock.Now());
        await tx.Execute(
            "insert into col_publications (publication_id, province, period, report_id, state, made_at, made_by) values (@id, @Province, @Period, @reportId, 'draft', @now, @by)",
            new { id, report.Province, report.Period, reportId, now, by = actor.UserId });
        var rows = await MonthlyReports.Rows(tx, reportId);
        string[] columns = ["employer_id", "publication_id", "office_code", "name", "household", "period", "oldest_period", "social", "health", "unemployment", "accident", "total", "state"];
        using (var bulk = tx.BulkInto("col_publication_rows", columns))
        {
            foreach (var row in rows)
            {
                bulk.StartRow();
                bulk.Write(row.EmployerId);
                bulk.Write(id);
                bulk.Write(row.OfficeCode);
                bulk.Write(row.Name);
                bulk.Write(Masking.Household(row.Name) != row.Name);
                bulk.Write(report.Period);
                bulk.Write(row.OldestPeriod);
                bulk.Write(row.Social);
                bulk.Write(row.Health);
                bulk.Write(row.Unemployment);
                bulk.Write(row.Accident);
                bulk.Write(row.Total);
                bulk.Write("listed");
            }

            bulk.Complete();
        }

        await Event(tx, actor, id, 0, "begun", PublicationState.Draft, new { rows = rows.Count });
        await AuditTrail.Write(tx, clock, actor, "collection.publication", "publication:" + id, new { report.Province, report.Period, rows = rows.Count });
        return id;
    });

    /// <summary>Leaves a debtor out, with the reason.</summary>
    public Task Exclude(Actor actor, Scope scope, string id, string code, string reason, string? note) => Step(actor, scope, id, PublicationAct.Edit, "excluded", async (tx, publication) =>
    {
        await Move(tx, actor, publication, code, "listed", "excluded", Reason(reason), Said(note));
        return new { code, reason, note };
    });

    public Task Include(Actor actor, Scope scope, string id, string code) => Step(actor, scope, id, PublicationAct.Edit, "included", async (tx, publication) =>
    {
        await Move(tx, actor, publication, code, "excluded", "listed", null, null);
        return new { code };
    });

    /// <summary>Opens the time in which the debtors may reply, the working days of the setting, and tells each of them (<see cref="ReplyTime"/>).</summary>
    public Task AskReply(Actor actor, Scope scope, string id) => Step(actor, scope, id, PublicationAct.AskReply, "asked", async (tx, publication) =>
    {
        var days = (int)await Settings.Number(tx, publication.Province, Settings.ReplyDays, clock.Today());
        var until = (await OfficeCalendar.Of(tx)).Add(clock.Today(), days);
        await tx.Execute("update col_publications set reply_until = @until where publication_id = @Id", new { until, publication.Id });
        var (told, unreached) = await ReplyTime.Tell(tx, clock, actor, publication, until);
        return new { until, note = Text.Of("Publications.Told", told, unreached) };
    });

    /// <summary>Records a reply. Refused: a debtor who is not on the list, nothing said, a day to come, a channel that is none. After the approval it takes the approval back.</summary>
    public Task Reply(Actor actor, Scope scope, string id, string code, DateOnly on, string channel, string? said) => Step(actor, scope, id, PublicationAct.Reply, "replied", async (tx, publication) =>
    {
        var (employer, words) = (await Row(tx, publication, code), Said(said));
        if (on > clock.Today() || on < publication.MadeAt.Day || !Channels.Contains(channel))
        {
            throw new Refusal("Publications.BadReply");
        }

        await tx.Execute(
            """
            insert into col_publication_replies (employer_id, publication_id, reply_no, received_on, channel, said, recorded_by, recorded_at)
            select @employer, @Id, coalesce(max(q.reply_no), 0) + 1, @on, @channel, @words, @by, @now from col_publication_replies q where q.employer_id = @employer and q.publication_id = @Id
            """,
            new { employer, publication.Id, on, channel, words, by = actor.UserId, now = clock.Now() });
        return new { code, on, channel };
    });

    /// <summary>
    /// Decides on a reply, with the reason: kept as it is, corrected (the figures are taken from the ledger again), or excluded (also from the public page at once).
    /// </summary>
    public Task Answer(Actor actor, Scope scope, string id, string code, int replyNo, string answer, string? reason, string? note) => Step(actor, scope, id, PublicationAct.Answer, "answered", async (tx, publication) =>
    {
        var (employer, words) = (await Row(tx, publication, code, anyState: true), Said(note));
        if (!Answers.Contains(answer))
        {
            throw new Refusal("Publications.NeedAnswer");
        }

        if (await tx.Execute(
            """
            update col_publication_replies set answer = @answer, answer_note = @words, answered_by = @by, answered_at = @now
            where employer_id = @employer and publication_id = @Id and reply_no = @replyNo and answer is null
            """,
            new { employer, publication.Id, replyNo, answer, words, by = actor.UserId, now = clock.Now() }) == 0)
        {
            throw new Refusal("Publications.AnsweredAlready", code);
        }

        if (answer == "excluded")
        {
            await Move(tx, actor, publication, code, null, "excluded", Reason(reason), words);
        }
        else if (answer == "corrected")
        {
            await PlanningPass.PlanOne(tx, clock, employer);
            await Correct(tx, actor, publication, employer, words);
        }

        return new { code, answer, note = words };
    });

    /// <summary>The director's approval; the notice is prepared with it, unless one lives already.</summary>
    public Task Approve(Actor actor, Scope scope, string id) => Step(actor, scope, id, PublicationAct.Approve, "approved", async (tx, publication) =>
    {
        await tx.Execute("update col_publications set approved_at = @now, approved_by = @by where publication_id = @Id", new { now = clock.Now(), by = actor.UserId, publication.Id });
        var issuer = await OfficePapers.IssuerFor(tx, actor, publication.Province, clock.Today());
        if (await OfficePapers.Living(tx, issuer, PaperForm, id) is null)
        {
            await OfficePapers.Prepare(tx, clock, actor, scope, new OfficePaperOrder(
                issuer, PaperForm, id, Text.Of("Publications.Subject", MonthlyReports.InWords(publication.Month)), await MonthlyReports.Recipients(tx, publication.Province, Settings.PublicationRecipients, clock.Today())) { Maker = publication.MadeBy });
        }

        return new { };
    });

    /// <summary>
    /// Makes the names public. The province is planned first, so that who has paid since never appears; the list that was public before ends; the collective task of the month is done.
    /// </summary>
    public Task Publish(Actor actor, Scope scope, string id) => Step(actor, scope, id, PublicationAct.Publish, "published", async (tx, publication) =>
    {
        await pass.PlanWithin(tx, actor, publication.Province, await PlanningPass.Moment(tx, clock, publication.Province), new PassOptions());
        var now = clock.Now();
        var paid = await WithdrawnNames.TakeOff(tx, publication.Province, "listed", now);
        var listed = (await Facts(tx, publication)).Listed;
        if (listed == 0)
        {
            throw new Refusal("Publications.Bar_NobodyListed");
        }

        foreach (var before in await tx.Query<Publication>($"select {Publication.Columns} from col_publications p where p.province = @Province and p.state = 'published'", publication))
        {
            await Close(tx, actor, before, Text.Of("Publications.LaterList", MonthlyReports.InWords(publication.Month)));
        }

        await tx.Execute("update col_publication_rows set state = 'public', published_at = @now where publication_id = @Id and state = 'listed'", new { now, publication.Id });
        await tx.Execute("update col_publications set published_at = @now, published_by = @by where publication_id = @Id", new { now, by = actor.UserId, publication.Id });
        var report = (await MonthlyReports.Find(tx, publication.ReportId))!;
        var excluded = (await tx.Query<PublishedRow>($"select {PublishedRow.Columns} from {PublishedRow.From} where w.publication_id = @Id and w.state = 'excluded'", publication))
            .ToDictionary(r => r.EmployerId, r => Text.Of("Reports.Reason_" + r.Reason) + ": " + r.Note);
        foreach (var row in await MonthlyReports.Excluded(tx, report.Id))
        {
            excluded[row.EmployerId] = Text.Of("Reports.Reason_" + row.Excluded) + ": " + row.ExcludedNote;
        }

        var paper = (await OfficePapers.Of(tx, PaperForm, id)).First(p => p.PaperState.IsLive());
        await _records.RecordCollective(tx, actor, publication.Province, new CollectiveRecord(Act, report.DueOn, null, "published", Text.Of("Publications.DoneNote", paper.Label)) { Excluded = excluded });
        return new { listed, paid };
    });

    /// <summary>Takes the whole list off the public page, with the reason.</summary>
    public Task End(Actor actor, Scope scope, string id, string? reason) => Step(actor, scope, id, PublicationAct.End, null, async (tx, publication) =>
    {
        await Close(tx, actor, publication, Said(reason));
        return new { };
    });

    /// <summary>Gives a list up before it is public, with the reason; another may be begun for the month.</summary>
    public Task Drop(Actor actor, Scope scope, string id, string? reason) => Step(actor, scope, id, PublicationAct.Drop, "dropped", async (tx, publication) =>
    {
        var note = Said(reason);
        await tx.Execute("update col_publications set ended_at = @now, reason = @note where publication_id = @Id", new { now = clock.Now(), note, publication.Id });
        return new { note };
    });

    /// <summary>Only the notice of a list that stands approved takes a number: one whose approval a late reply took back does not.</summary>
    public async Task BeforeNumber(Session tx, Actor actor, OfficePaper paper)
    {
        var publication = await Of(tx, paper.About);
        if (publication.Stands != PublicationState.Approved)
        {
            throw new Refusal("Publications.NotApproved", Text.Of("Publications.State_" + publication.State));
        }
    }

    public Task Follow(Session tx, Actor actor, OfficePaper paper) => Task.CompletedTask;

    internal static async Task<Publication> Of(Session s, string id) =>
        await s.One<Publication>($"select {Publication.Columns} from col_publications p where p.publication_id = @id", new { id }) ?? throw NoPublication();

    internal static Task<List<PublishedRow>> Listed(Session s, string id) =>
        s.Query<PublishedRow>($"select {PublishedRow.Columns} from {PublishedRow.From} where w.publication_id = @id and w.state in ('listed', 'public') order by w.total desc, w.employer_id", new { id });

    /// <summary>The name as the public sees it.</summary>
    internal static async Task<Func<DebtorRow, string>> Names(Session s, IEnumerable<string> provinces, DateOnly day)
    {
        var masked = new HashSet<string>(StringComparer.Ordinal);
        foreach (var province in provinces.Distinct(StringComparer.Ordinal))
        {
            if (await Settings.Value(s, province, Settings.PublicHouseholds, day) == "mask")
            {
                masked.Add(province);
            }
        }

        return row => masked.Contains(row.Province) ? Masking.Household(row.Name) : row.Name;
    }

    private async Task<IReadOnlyList<PublicDebtor>> Shown(Session s, List<PublishedRow> rows)
    {
        var name = await Names(s, rows.Select(r => r.Province), clock.Today());
        return rows.ConvertAll(r => new PublicDebtor(r.Province, name(r), r.OfficeName, r.Period, r.OldestPeriod, r.Total));
    }

    /// <summary>An act in one transaction: the lock, the table, what it does, the new state, the history line, the audit entry.</summary>
    private Task Step(Actor actor, Scope scope, string id, PublicationAct act, string? what, Func<Session, Publication, Task<object>> work) => db.Write(async tx =>
    {
        var known = await Find(tx, scope, id);
        await tx.Lock(PlanningPass.LockOf(known.Province));
        var publication = await Find(tx, scope, id);
        var bars = PublicationActs.Bars(publication.Stands, act, await Facts(tx, publication));
        if (bars.Count > 0)
        {
            throw bars[0] == PublicationBar.State
                ? new Refusal("Publications.NotInState", Text.Of("Publications.Act_" + act), Text.Of("Publications.State_" + publication.State))
                : new Refusal("Publications.Barred", Text.Of("Publications.Act_" + act), string.Join(' ', bars.Select(b => Text.Of("Publications.Bar_" + b))));
        }

        var detail = await work(tx, publication);
        if (what is not null)
        {
            var next = PublicationActs.Next(publication.Stands, act)!.Value;
            await tx.Execute("update col_publications set state = @state, version = version + 1 where publication_id = @id", new { state = PublicationActs.Of(next), id });
            await Event(tx, actor, id, publication.Version + 1, what, next, detail);
        }

        await AuditTrail.Write(tx, clock, actor, "collection.publication-" + (what ?? "ended"), "publication:" + id, detail);
    });

    private async Task Close(Session tx, Actor actor, Publication publication, string reason)
    {
        var now = clock.Now();
        await tx.Execute("update col_publication_rows set state = 'ended', withdrawn_at = @now where publication_id = @Id and state = 'public'", new { now, publication.Id });
        await tx.Execute("update col_publications set state = 'ended', ended_at = @now, reason = @reason, version = version + 1 where publication_id = @Id", new { now, reason, publication.Id });
        await Event(tx, actor, publication.Id, publication.Version + 1, "ended", PublicationState.Ended, new { note = reason });
    }

    private async Task Move(Session tx, Actor actor, Publication publication, string code, string? from, string to, string? reason, string? note)
    {
        var employer = await Row(tx, publication, code, anyState: true);
        if (await tx.Execute(
            """
            update col_publication_rows set state = @to, reason = @reason, note = @note, changed_by = @by, changed_at = @now, withdrawn_at = case when state = 'public' then @now else withdrawn_at end
            where employer_id = @employer and publication_id = @Id and (state = @from or (@from = '' and state in ('listed', 'public')))
            """,
            new { to, reason, note, by = actor.UserId, now = clock.Now(), employer, publication.Id, from = from ?? "" }) == 0)
        {
            throw new Refusal("Publications.NotOnIt", code);
        }
    }

    /// <summary>Takes the figures of a debtor from the ledger again; who owes nothing of what was listed comes off.</summary>
    private async Task Correct(Session tx, Actor actor, Publication publication, long employer, string note)
    {
        var args = new { employer, publication.Id, note, by = actor.UserId, now = clock.Now() };
        await tx.Execute(
            """
            update col_publication_rows as w set oldest_period = d.oldest_period, social = d.debt_social, health = d.debt_health, unemployment = d.debt_unemployment, accident = d.debt_accident,
                total = d.debt_social + d.debt_health + d.debt_unemployment + d.debt_accident, reason = 'wrong-data', note = @note, changed_by = @by, changed_at = @now
            from reg_debts as d where d.employer_id = w.employer_id and w.employer_id = @employer and w.publication_id = @Id and d.band > 0
            """,
            args);
        await WithdrawnNames.TakeOff(tx, publication.Province, publication.Stands == PublicationState.Published ? "public" : "listed", clock.Now(), employer);
    }

    private static async Task<long> Row(Session tx, Publication publication, string code, bool anyState = false)
    {
        var employer = EmployerKey.IsCode(code ?? "") ? EmployerKey.Id(publication.Province, code) : 0L;
        var state = await tx.One<string>("select w.state from col_publication_rows w where w.employer_id = @employer and w.publication_id = @Id", new { employer, publication.Id });
        return state is "listed" or "public" || (anyState && state is not null) ? employer : throw new Refusal("Publications.NotOnIt", code);
    }

    private async Task<PublicationFacts> Facts(Session s, Publication publication)
    {
        var listed = await s.One<int>("select count(*) from col_publication_rows w where w.publication_id = @Id and w.state in ('listed', 'public')", publication);
        var open = await s.One<int>("select count(*) from col_publication_replies q where q.publication_id = @Id and q.answer is null", publication);
        var notice = (await OfficePapers.Of(s, PaperForm, publication.Id)).Find(p => p.PaperState.IsLive());
        return new PublicationFacts(clock.Today(), publication.ReplyUntil, listed, open, notice?.PaperState.IsSigned() == true && notice.NumberedAt >= publication.ApprovedAt);
    }

    private static async Task<Publication> Find(Session s, Scope scope, string id) =>
        await s.One<Publication>($"select {Publication.Columns} from col_publications p where p.publication_id = @id and {scope.OnWholeProvince("p")}", new { id }) ?? throw NoPublication();

    private Task Event(Session tx, Actor actor, string id, int seq, string step, PublicationState state, object detail) => tx.Execute(
        "insert into col_publication_events (publication_id, seq, at, user_id, step, state, detail) values (@id, @seq, @at, @by, @step, @state, @detail)",
        new { id, seq, at = clock.Now(), by = actor.UserId, step, state = PublicationActs.Of(state), detail = TaskEvents.Write(detail) });

    private static Refusal NoPublication() => new("Publications.NoPublication") { Kind = RefusalKind.Missing };

    private static string Reason(string? reason) => reason is not null && MonthlyReports.Reasons.Contains(reason) ? reason : throw new Refusal("Reports.NeedReason");

    private static string Said(string? text) => VietnameseText.Normalise(text ?? "") is { Length: > 0 } said ? said : throw new Refusal("Publications.SaySomething");

    private static string Key(PublishedRow row) => string.Create(CultureInfo.InvariantCulture, $"{row.Total}~{row.EmployerId}");

    private static string Seek(Dictionary<string, object?> args, string? after, string? before)
    {
        var back = before is { Length: > 0 };
        if (Keyset.Split(back ? before : after, 2) is not [var total, var employer])
        {
            return "1 = 1";
        }

        (args["afterTotal"], args["afterId"]) = (Number(total), Number(employer));
        return $"(w.total, w.employer_id) {(back ? ">" : "<")} (@afterTotal, @afterId)";
    }

    private static string Province(string? province)
    {
        if (string.IsNullOrEmpty(province))
        {
            return "1 = 1";
        }

        if (!Reference.Provinces.Any(p => p.Code == province))
        {
            throw new Refusal("Common.UnknownProvince", province) { Kind = RefusalKind.Missing };
        }

        var (first, last) = EmployerKey.Range(province);
        return string.Create(CultureInfo.InvariantCulture, $"w.employer_id between {first} and {last}");
    }

    private static long Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Keyset.Unreadable();

    private sealed class StateCount
    {
        public string State { get; init; } = "";
        public long Rows { get; init; }
        public long Amount { get; init; }
    }
}

/// <summary>
/// Takes names off the public page when what was published is paid: after every planning of the province, in its transaction, so that an import of payments does it the same day
/// without a person. The row keeps when it was public and when it came off.
/// </summary>
public sealed class WithdrawnNames(TimeProvider clock) : ISwitchFollower
{
    public Task Applied(Session tx, SwitchRecord applied) => Task.CompletedTask;

    public Task<UndonePapers?> Undone(Session tx, Actor actor, SwitchRecord undone) => Task.FromResult<UndonePapers?>(null);

    public async Task Planned(Session tx, string province)
    {
        var now = clock.Now();
        if (await TakeOff(tx, province, "public", now) is > 0 and var count)
        {
            await AuditTrail.Write(tx, clock, Actor.System, "collection.publication-withdrawn", "province:" + province, new { count });
        }
    }

    /// <summary>
    /// Marks the rows of a state whose debt is paid: nothing is owed any more, or nothing of the months before the list's. Debts are those of the last planning. Returns how many.
    /// </summary>
    internal static Task<int> TakeOff(Session tx, string province, string state, Instant now, long? only = null)
    {
        var (first, last) = only is { } one ? (one, one) : EmployerKey.Range(province);
        return tx.Execute(
            """
            update col_publication_rows as w set state = 'withdrawn', reason = 'paid', withdrawn_at = @now, changed_at = @now
            from reg_debts as d where d.employer_id = w.employer_id and w.employer_id between @first and @last and w.state = @state and (d.band = 0 or d.oldest_period is null or d.oldest_period >= w.period)
            """,
            new { first, last, state, now });
    }
}
