using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Reporting;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Reporting;

/// <summary>
/// The life of a report: its figures are ready all day; a person looks at them beside the last ones sent, adds remarks, and the director of the office signs and sends. Sending freezes what was
/// seen: figures that moved between the look and the signature are shown again first. What was sent is received, returned with a reason or accepted by the office it goes to; who finds it wrong
/// sends a new version with its reason, and both stay to be read.
/// <para>Locks in the order of the house: the report, rows, audit chain.</para>
/// </summary>
public sealed class Reports(Db db, LiveFigures live, TimeProvider clock)
{
    /// <summary>For a process that keeps no figures: each look adds them up.</summary>
    public Reports(Db db, TimeProvider clock)
        : this(db, new LiveFigures(db, clock) { Freshness = TimeSpan.Zero }, clock)
    {
    }

    internal const string Columns = """
        r.kind, r.office_code, r.to_date, r.version, r.province, r.from_date, r.due_at, r.state, r.nil_report, r.remarks, r.difficulties, r.reason, r.returned, r.figures, r.figures_at, r.signed_by,
        r.signed_name, r.sent_at, r.received_at, r.received_by, r.changes, r.oddities, r.explanation
        """;

    /// <summary>The condition that a version (alias r) counts, as <see cref="ReportActs.Counts"/> says.</summary>
    internal static readonly string CountsNow = $"r.state in ('{string.Join("', '", Enum.GetValues<ReportState>().Where(state => state.Counts()))}')";

    /// <summary>The reports that an office owes now, each by its current term, the nearest deadline first.</summary>
    public Task<List<DueReport>> Due(Scope scope, string officeCode) => db.ReadConsistently(async s =>
    {
        var (today, due) = (clock.Today(), new List<DueReport>());
        var office = await Reached(s, scope, officeCode, today);
        foreach (var kind in ReportKind.All.Where(k => k.IsOwedBy(office)))
        {
            var term = await ReportCalendar.Term(s, kind.Code, today);
            due.Add(await Standing(s, office, term));
        }

        return due.OrderBy(d => d.Term.Deadline).ThenBy(d => d.Term.Code, StringComparer.Ordinal).ToList();
    });

    /// <summary>What an office sent, the latest first.</summary>
    public Task<List<Report>> Sent(Scope scope, string officeCode, int count = 30) => db.Read(async s =>
    {
        await Reached(s, scope, officeCode, clock.Today());
        return await s.Query<Report>($"select {Columns} from rep_reports r where r.office_code = @officeCode and r.sent_at is not null order by r.sent_at desc limit @count", new { officeCode, count });
    });

    /// <summary>
    /// A report by its key "daily-07900-20211103": the figures as they are now beside those frozen, the last ones sent before, and those of the same day a month before. Missing: a key that is none,
    /// an office outside the scope, a day on which no term ends.
    /// </summary>
    public async Task<ReportView> Find(Scope scope, string key)
    {
        var (due, before, month, events, past) = await db.ReadConsistently(async s =>
        {
            var owed = await Owed(s, scope, key);
            var (kind, office, term) = (owed.Term.Code, owed.Office.Code, owed.Term);
            return await s.Together(async t =>
            {
                var (last, monthBefore, checks) = (LastBefore(t, kind, office, term.From), MonthBefore(t), FigureChecks.PastOf(t, owed));
                var told = t.Query<ReportEvent>(
                    "select v.seq, v.version, v.at, v.user_name, v.act, v.note from rep_report_events v where v.kind = @kind and v.office_code = @office and v.to_date = @To order by v.seq desc",
                    new { kind, office, term.To });
                return (owed, await last, await monthBefore, await told, await checks);

                async Task<Report?> MonthBefore(Session asked) => await OfTerm(asked, office, await ReportCalendar.Term(asked, kind, term.From.AddMonths(-1)));
            });
        });
        var (window, figures) = await Figures(due);
        return new ReportView(ReportKind.Of(due.Term.Code), due, figures, DigestOf(figures), window, before, month, events) { Odd = past.OddOf(figures) };
    }

    /// <summary>What the figures of a report are made of: the offices below its own on its last day, whatever the tree is now.</summary>
    public Task<Scope> Reach(DueReport due) => db.Read(s => Offices.ScopeOf(s, due.Office, due.Term.To));

    /// <summary>Keeps what a person adds to the figures before they are sent. Refused: a report that is sent already, one changed by a colleague meanwhile.</summary>
    public Task Annotate(Actor actor, Scope scope, string key, int changes, string? remarks, string? difficulties, bool nothing, string? explanation = null) => db.Write(async tx =>
    {
        var (due, version) = Begin(await Locked(tx, scope, key), actor, changes, ReportAct.Annotate);
        await Keep(tx, due, version, null, remarks, difficulties, nothing, due.Draft?.Reason ?? "", explanation);
        await Told(tx, actor, due, version, "annotate", "");
    });

    /// <summary>
    /// Signs and sends: the figures are computed once more and frozen with the report. <paramref name="digest"/>: of the figures the person saw. Refused: figures that moved since, a report sent by a
    /// colleague meanwhile, a person of another office, a correction without its reason, "nothing to report" beside figures that say otherwise, odd figures (<see cref="FigureChecks"/>) that nobody explains.
    /// </summary>
    public async Task Send(Actor actor, Scope scope, string key, int changes, string digest, string? remarks, string? difficulties, bool nothing, string? explanation = null)
    {
        // At the hour hundreds sign: what can be read before is, and only the signature waits for its turn. The figures are those of one look, and it is its moment that the report tells.
        var (owed, past) = await db.ReadConsistently(s => s.Together(async t =>
        {
            var asked = await Owed(t, scope, key);
            return (asked, await FigureChecks.PastOf(t, asked));
        }));
        var (window, figures) = await Figures(owed);
        var odd = past.OddOf(figures);
        await db.Write(async tx =>
        {
            var (due, version) = Begin(await LockedStanding(tx, owed.Office, owed.Term), actor, changes, ReportAct.Send);
            if (digest != DigestOf(figures))
            {
                throw new Refusal("Reporting.FiguresMoved");
            }

            if (nothing && figures.Any(f => f.Value is not (null or 0) && Indicators.Of(f.Key) is { Moves: true, Stands: false }))
            {
                throw new Refusal("Reporting.NotNothing");
            }

            if (odd.Count > 0 && VietnameseText.Normalise(explanation ?? "").Length == 0)
            {
                throw new Refusal("Reporting.NeedExplanation");
            }

            var seal = new Seal(JsonSerializer.Serialize(figures), odd.Count == 0 ? "" : JsonSerializer.Serialize(odd), window.Until, actor.UserId, actor.Signed, clock.Now());
            await tx.Together(t => Task.WhenAll(
                Keep(t, due, version, seal, remarks, difficulties, nothing, due.Draft?.Reason ?? "", explanation),
                version == 1 ? Task.CompletedTask : t.Execute(
                    "update rep_reports set state = 'Replaced' where kind = @kind and office_code = @office and to_date = @to and version = @before",
                    new { kind = due.Term.Code, office = due.Office.Code, to = due.Term.To, before = (short)(version - 1) }),
                Told(t, actor, due, version, "send", ""),
                AuditTrail.Write(t, clock, actor, "reporting.send", "report:" + due.Key, new { version, Digest = digest, nothing, odd = odd.Count, late = due.Term.IsLate(seal.SentAt.Milliseconds) })));
        });
    }

    /// <summary>Begins a new version of a report that was sent, with the reason. Refused: no reason, a report that is not sent, one that is being corrected already.</summary>
    public Task Correct(Actor actor, Scope scope, string key, int changes, string? reason) => db.Write(async tx =>
    {
        var why = Reason(reason);
        var (due, _) = Begin(await Locked(tx, scope, key), actor, changes, ReportAct.Correct);
        var next = due.Last!.Version + 1;
        await Keep(tx, due, next, null, due.Last.Remarks, due.Last.Difficulties, nothing: false, why, due.Last.Explanation);
        await Told(tx, actor, due, next, "correct", why);
        await AuditTrail.Write(tx, clock, actor, "reporting.correct", "report:" + due.Key, new { version = next, why });
    });

    /// <summary>What the office that receives it does: receive, return (with the reason) or accept. Refused: anybody of another office, a report that is not sent.</summary>
    public Task Answer(Actor actor, Scope scope, string key, int changes, ReportAct act, string? reason) => db.Write(async tx =>
    {
        var why = act == ReportAct.Return ? Reason(reason) : VietnameseText.Normalise(reason ?? "");
        var due = await Locked(tx, scope, key);
        if (actor.OfficeCode != ReportKind.Of(due.Term.Code).ReceiverOf(due.Office) && actor.OfficeCode != Actor.CentreCode)
        {
            throw new Refusal("Reporting.NotReceiver", due.Office.Name);
        }

        if (ReportKind.Of(due.Term.Code).IsPaper)
        {
            throw new Refusal("Reporting.IsPaper");
        }

        var to = Next(due, act, changes);
        var now = clock.Now();
        await tx.Execute(
            """
            update rep_reports set state = @to, returned = case when @why <> '' then @why else returned end, received_at = coalesce(received_at, @now), received_by = coalesce(received_by, @by), changes = changes + 1
            where kind = @kind and office_code = @office and to_date = @day and version = @version
            """,
            new { to = to.ToString(), why, now, by = actor.UserId, kind = due.Term.Code, office = due.Office.Code, day = due.Term.To, version = (short)due.Last!.Version });
        var name = act.ToString().ToLowerInvariant();
        await Told(tx, actor, due, due.Last.Version, name, why);
        await AuditTrail.Write(tx, clock, actor, "reporting." + name, "report:" + due.Key, new { version = due.Last.Version, why });
    });

    /// <summary>Goes without a report of an office, with the reason. Refused: no reason, a report that was sent.</summary>
    public Task Excuse(Actor actor, Scope scope, string key, string? reason) => db.Write(async tx =>
    {
        var why = Reason(reason);
        var due = await Locked(tx, scope, key);
        if (actor.OfficeCode != ReportKind.Of(due.Term.Code).ReceiverOf(due.Office) && actor.OfficeCode != Actor.CentreCode)
        {
            throw new Refusal("Reporting.NotReceiver", due.Office.Name);
        }

        if (due.Last is not null)
        {
            throw new Refusal("Reporting.SentAlready");
        }

        await tx.Execute(
            """
            insert into rep_excuses (kind, office_code, to_date, reason, excused_by, excused_at) values (@kind, @office, @to, @why, @by, @now)
            on conflict (kind, office_code, to_date) do update set reason = excluded.reason, excused_by = excluded.excused_by, excused_at = excluded.excused_at
            """,
            new { kind = due.Term.Code, office = due.Office.Code, to = due.Term.To, why, by = actor.UserId, now = clock.Now() });
        await Told(tx, actor, due, 1, "excuse", why);
        await AuditTrail.Write(tx, clock, actor, "reporting.excuse", "report:" + due.Key, new { why });
    });

    internal static string KeyOf(string kind, string office, DateOnly to) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{office}-{to:yyyyMMdd}");

    internal async Task<DueReport> Standing(Session s, Office office, ReportTerm term)
    {
        var found = await StandingOf(s, term.Code, office.Code, term.To);
        return Standing(office, term, ReportKind.Of(term.Code).IsPaper ? (await ReportBoards.Papers(s, term, [office]), found.Excuse) : found);
    }

    private DueReport Standing(Office office, ReportTerm term, (List<Report> Versions, string? Excuse) found) => new(office, term, found.Versions, found.Excuse, clock.Now());

    private static Task<(List<Report> Versions, string? Excuse)> StandingOf(Session s, string kind, string office, DateOnly to) => s.Together(async t =>
    {
        var versions = t.Query<Report>($"select {Columns} from rep_reports r where r.kind = @kind and r.office_code = @office and r.to_date = @to order by r.version", new { kind, office, to });
        var excuse = t.One<string>("select reason from rep_excuses where kind = @kind and office_code = @office and to_date = @to", new { kind, office, to });
        return (await versions, await excuse);
    });

    /// <summary>The report held for the transaction, with what became of it.</summary>
    private Task<DueReport> LockedStanding(Session tx, Office office, ReportTerm term) => tx.Together(async t =>
    {
        var held = t.Lock("report " + KeyOf(term.Code, office.Code, term.To));
        var found = Standing(t, office, term);
        await held;
        return await found;
    });

    private static string Reason(string? reason) => VietnameseText.Normalise(reason ?? "") is { Length: > 0 } why ? why : throw new Refusal("Reporting.NeedReason");

    private static async Task<Office> Reached(Session s, Scope scope, string code, DateOnly day) =>
        await Offices.Find(s, code, day) is { } office && scope.CoversOffice(office.Province, office.Code) ? office : throw new Refusal("Organisation.NoOffice", code) { Kind = RefusalKind.Missing };

    private async Task<DueReport> Locked(Session tx, Scope scope, string key)
    {
        await tx.Lock("report " + key);
        return await Owed(tx, scope, key);
    }

    /// <summary>The version that an act of the reporting office is about. Refused: another office, a paper, a state without the act.</summary>
    private static (DueReport Due, int Version) Begin(DueReport due, Actor actor, int changes, ReportAct act)
    {
        if (actor.OfficeCode != due.Office.Code)
        {
            throw new Refusal("Reporting.NotReporter", due.Office.Name);
        }

        if (ReportKind.Of(due.Term.Code).IsPaper)
        {
            throw new Refusal("Reporting.IsPaper");
        }

        Next(due, act, changes);
        return (due, due.Draft?.Version ?? 1);
    }

    private static ReportState Next(DueReport due, ReportAct act, int changes)
    {
        // A draft is what the office works on; everything else is done to what it sent last.
        var (state, seen) = act is ReportAct.Annotate or ReportAct.Send
            ? due.Draft is { } draft ? (ReportState.Draft, draft.Changes) : (due.Last?.ReportState ?? ReportState.Draft, due.Last?.Changes ?? 0)
            : (due.Draft is not null && act == ReportAct.Correct ? ReportState.Draft : due.Last?.ReportState ?? ReportState.Draft, due.Last?.Changes ?? 0);
        if (ReportActs.After(state, act) is not { } next)
        {
            throw new Refusal("Reporting.NotInState", Text.Of("Reporting.Act_" + act), Text.Of("Reporting.State_" + state));
        }

        return seen == changes ? next : throw new Refusal("Reporting.ChangedMeanwhile");
    }

    /// <summary>The term that a key names and what became of it, without its figures: they are read from the whole ledger of the office, and most acts need none.</summary>
    private async Task<DueReport> Owed(Session s, Scope scope, string key)
    {
        var parts = key.Split('-');
        if (parts.Length < 3 || !DateOnly.TryParseExact(parts[^1], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var to))
        {
            throw new Refusal("Reporting.NoReport", key) { Kind = RefusalKind.Missing };
        }

        var kind = ReportKind.Of(string.Join('-', parts[..^2]));
        var (office, term, found) = await s.Together(async t =>
        {
            var (of, at, sent) = (Reached(t, scope, parts[^2], to), ReportCalendar.Term(t, kind.Code, to), StandingOf(t, kind.Code, parts[^2], to));
            return (await of, await at, await sent);
        });
        var due = term.To != to || !kind.IsOwedBy(office) ? null : kind.IsPaper ? await Standing(s, office, term) : Standing(office, term, found);
        // A term that has not begun is nobody's yet; one of which something is written was begun, whatever the clock says now.
        return due is not null && (term.From <= clock.Today() || due.Versions.Count > 0)
            ? due
            : throw new Refusal("Reporting.NoReport", key) { Kind = RefusalKind.Missing };
    }

    /// <summary>
    /// The figures of a report as they are this moment. Those of the day that is running are kept for all offices and brought up to date by what was done (<see cref="LiveFigures"/>); those of any
    /// other term are added up. No session is open meanwhile: who waits for a look holds no connection that the look needs.
    /// </summary>
    private async Task<(FigureWindow Window, Dictionary<string, long?> Values)> Figures(DueReport due)
    {
        var (term, codes) = (due.Term, ReportKind.Of(due.Term.Code).Figures);
        if (ReportKind.Of(term.Code).IsOfTheDay && term.To == clock.Today() && await live.AsOfNow(codes, term.To) is { } tree)
        {
            return (new FigureWindow(term.From, term.To, tree.At), codes.ToDictionary(c => c, c => tree.Of(due.Office.Code, c), StringComparer.Ordinal));
        }

        return await db.ReadConsistently(async s =>
        {
            var (now, end) = (clock.Now(), Instant.EndOf(term.To));
            var window = new FigureWindow(term.From, term.To, now < end ? now : end);
            return (window, await Indicators.Values(s, await Offices.ScopeOf(s, due.Office, term.To), codes, window));
        });
    }

    /// <summary>The version that counts of the last term that ended before a day.</summary>
    private static Task<Report?> LastBefore(Session s, string kind, string office, DateOnly day) => s.One<Report>(
        $"""
        select {Columns} from rep_reports r where r.kind = @kind and r.office_code = @office and r.to_date < @day and {CountsNow}
        order by r.to_date desc, r.version desc limit 1
        """,
        new { kind, office, day });

    /// <summary>The version of a term that counts.</summary>
    private static Task<Report?> OfTerm(Session s, string office, ReportTerm term) => s.One<Report>(
        $"""
        select {Columns} from rep_reports r where r.kind = @Code and r.office_code = @office and r.to_date = @To and {CountsNow} order by r.version desc limit 1
        """,
        new { term.Code, office, term.To });

    private static string DigestOf(Dictionary<string, long?> figures) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(figures.OrderBy(f => f.Key, StringComparer.Ordinal))))[..16];

    /// <summary>Writes a version: a draft, or signed and sent with its seal.</summary>
    private static async Task Keep(Session tx, DueReport due, int version, Seal? seal, string? remarks, string? difficulties, bool nothing, string reason, string? explanation) => await tx.Execute(
        """
        insert into rep_reports (kind, office_code, to_date, version, province, from_date, due_at, state, nil_report, remarks, difficulties, reason, explanation, changes,
            figures, oddities, figures_at, signed_by, signed_name, sent_at)
        values (@kind, @office, @to, @version, @province, @from, @deadline, @state, @nothing, @remarks, @difficulties, @reason, @explanation, 1,
            @Figures, @Oddities, @LookedAt, @SignedBy, @SignedName, @SentAt)
        on conflict (kind, office_code, to_date, version) do update set state = excluded.state, nil_report = excluded.nil_report, remarks = excluded.remarks, difficulties = excluded.difficulties,
            explanation = excluded.explanation, changes = rep_reports.changes + 1, figures = excluded.figures, oddities = excluded.oddities, figures_at = excluded.figures_at,
            signed_by = excluded.signed_by, signed_name = excluded.signed_name, sent_at = excluded.sent_at
        """,
        new
        {
            kind = due.Term.Code, office = due.Office.Code, to = due.Term.To, version = (short)version, province = due.Office.Province ?? Settings.NationScope, from = due.Term.From, deadline = due.Term.Deadline,
            state = (seal is null ? ReportState.Draft : ReportState.Sent).ToString(), nothing, remarks = VietnameseText.Normalise(remarks ?? ""), difficulties = VietnameseText.Normalise(difficulties ?? ""), reason,
            explanation = VietnameseText.Normalise(explanation ?? ""),
            Figures = seal?.Figures ?? "", Oddities = seal?.Oddities ?? "", seal?.LookedAt, seal?.SignedBy, SignedName = seal?.SignedName ?? "", seal?.SentAt,
        });

    private async Task Told(Session tx, Actor actor, DueReport due, int version, string act, string note) => await tx.Execute(
        """
        insert into rep_report_events (kind, office_code, to_date, seq, version, at, user_id, user_name, act, note)
        select @kind, @office, @to, coalesce(max(seq), 0) + 1, @version, @now, @by, @name, @act, @note from rep_report_events where kind = @kind and office_code = @office and to_date = @to
        """,
        new { kind = due.Term.Code, office = due.Office.Code, to = due.Term.To, version = (short)version, now = clock.Now(), by = actor.UserId, name = actor.Signed, act, note });
}

/// <summary>What is frozen with a report when it is signed: the figures (JSON) with the moment of the look at them, who signed, when.</summary>
internal sealed record Seal(string Figures, string Oddities, Instant LookedAt, string SignedBy, string SignedName, Instant SentAt);

/// <summary>A version of a report.</summary>
public sealed class Report
{
    private Dictionary<string, long?>? _frozen;

    public string Kind { get; init; } = "";
    public string OfficeCode { get; init; } = "";
    public DateOnly ToDate { get; init; }
    public short Version { get; init; }
    public string Province { get; init; } = "";
    public DateOnly FromDate { get; init; }
    public long DueAt { get; init; }
    public string State { get; init; } = "";
    public bool NilReport { get; init; }
    public string Remarks { get; init; } = "";
    public string Difficulties { get; init; } = "";
    public string Reason { get; init; } = "";
    public string Returned { get; init; } = "";
    public string Figures { get; init; } = "";
    public Instant? FiguresAt { get; init; }
    public string? SignedBy { get; init; }
    public string SignedName { get; init; } = "";
    public Instant? SentAt { get; init; }
    public Instant? ReceivedAt { get; init; }
    public string? ReceivedBy { get; init; }
    public string Oddities { get; init; } = "";

    /// <summary>What the office says of the odd figures.</summary>
    public string Explanation { get; init; } = "";

    /// <summary>Changes so far; an act asks for the number its person saw.</summary>
    public int Changes { get; init; }
    public ReportState ReportState => Enum.Parse<ReportState>(State);
    public string Key => Reports.KeyOf(Kind, OfficeCode, ToDate);

    /// <summary>What the rules found odd when it was sent.</summary>
    public IReadOnlyList<OddFigure> Odd => Oddities.Length == 0 ? [] : JsonSerializer.Deserialize<List<OddFigure>>(Oddities)!;

    /// <summary>As they were frozen; null: no data. Empty while it is a draft.</summary>
    public IReadOnlyDictionary<string, long?> Frozen =>
        _frozen ??= Figures.Length == 0 ? new Dictionary<string, long?>(StringComparer.Ordinal) : JsonSerializer.Deserialize<Dictionary<string, long?>>(Figures)!;
}

/// <summary>A step in the life of a report.</summary>
public sealed class ReportEvent
{
    public int Seq { get; init; }
    public short Version { get; init; }
    public Instant At { get; init; }
    public string UserName { get; init; } = "";
    public string Act { get; init; } = "";
    public string Note { get; init; } = "";
}

/// <summary>A term of an office's report and what became of it. <paramref name="Excuse"/>: why it may be missing.</summary>
public sealed record DueReport(Office Office, ReportTerm Term, IReadOnlyList<Report> Versions, string? Excuse, Instant At)
{
    public string Key => Reports.KeyOf(Term.Code, Office.Code, Term.To);

    /// <summary>What is being prepared, null where nothing is.</summary>
    public Report? Draft => Versions.LastOrDefault(v => v.ReportState == ReportState.Draft);

    /// <summary>When the first version was sent, by the number of the version and not by the hour: a clock that was moved back makes no late report one that came in time.</summary>
    public Instant? FirstSentAt => Versions.FirstOrDefault(v => v.SentAt is not null)?.SentAt;

    /// <summary>What was sent last.</summary>
    public Report? Last => Versions.LastOrDefault(v => v.SentAt is not null);

    public ReportStanding Standing => ReportStandings.Of(
        Term, At.Milliseconds, FirstSentAt?.Milliseconds, Last?.ReportState, Last?.NilReport ?? false, Excuse is not null);
}

/// <summary>
/// A report as its page shows it. <paramref name="Now"/>: the figures as they are this moment (null: no data), <paramref name="Digest"/> of them; <paramref name="Before"/>: the last one sent for an
/// earlier term, <paramref name="MonthBefore"/>: the last one for the same day of the month before.
/// </summary>
public sealed record ReportView(
    ReportKind Kind, DueReport Due, IReadOnlyDictionary<string, long?> Now, string Digest, FigureWindow Window, Report? Before, Report? MonthBefore, IReadOnlyList<ReportEvent> Events)
{
    /// <summary>What the rules find odd in the figures as they are now.</summary>
    public IReadOnlyList<OddFigure> Odd { get; init; } = [];

    public string Key => Due.Key;

    /// <summary>Its figures: of what was sent those that were in it then, whatever such reports have now.</summary>
    public IReadOnlyList<string> Figures => Draft is null && Last is { Frozen.Count: > 0 } last ? [.. Kind.Figures.Where(last.Frozen.ContainsKey)] : Kind.Figures;
    public Office Office => Due.Office;
    public ReportTerm Term => Due.Term;
    public Report? Draft => Due.Draft;
    public Report? Last => Due.Last;

    /// <summary>The version that a person looks at: what is being prepared, else what was sent.</summary>
    public Report? Shown => Draft ?? Last;
    public int Changes => Shown?.Changes ?? 0;
}
