using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Reporting;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Reporting;

/// <summary>
/// What the collection department tells the leadership: each day after the hour of the provinces (telegram of 2021), and on the 15th and the last day of the month (plan IV.2.1). It is made of the
/// reports that provinces sent, names those that did not, and stands beside the day before and the same day a month before. Signing freezes it and begins its paper; what comes later shows as a
/// difference, and a correction is a new version with its reason.
/// <para>Locks in the order of the house: planning of the nation, rows, audit chain.</para>
/// </summary>
public sealed class Consolidations(Db db, TimeProvider clock)
{
    private const string Columns =
        "c.kind, c.to_date, c.version, c.state, c.remarks, c.reason, c.content, c.signed_by, c.signed_name, c.signed_at, c.made_by, c.made_at, c.paper_id, c.changes";

    private const string Unit = "00001";

    /// <summary>The terms of both kinds of the last days, the latest first, with the version that stands for each; null: nothing was written yet. Empty for who does not see the nation.</summary>
    public Task<List<(ConsolidationKind Kind, ReportTerm Term, Consolidation? Standing)>> List(Scope scope, int days = 31) => db.ReadConsistently(async s =>
    {
        var (today, found) = (clock.Today(), new List<(ConsolidationKind, ReportTerm, Consolidation?)>());
        if (!scope.IsNation)
        {
            return found;
        }

        var calendar = await OfficeCalendar.Of(s);
        foreach (var kind in ConsolidationKind.All)
        {
            var versions = (await s.Query<Consolidation>($"select {Columns} from rep_consolidations c where c.kind = @Code and c.to_date >= @from order by c.version", new { kind.Code, from = today.AddDays(-days) }))
                .ToLookup(c => c.ToDate);
            var terms = ReportTerms.Between(await ReportCalendar.Rules(s, kind.Code, today), today.AddDays(-days), today, calendar);
            found.AddRange(terms.Select(t => (kind, t, versions[t.To].LastOrDefault(v => v.SignedAt is not null) ?? versions[t.To].LastOrDefault())));
        }

        return found.OrderByDescending(f => f.Item2.To).ThenBy(f => f.Item1.Code, StringComparer.Ordinal).ToList();
    });

    /// <summary>A consolidation by its key "leadership-daily-20211103". Missing: a key that is none, a term not begun, who does not see the nation.</summary>
    public Task<ConsolidationView> Find(Scope scope, string key) => db.ReadConsistently(s => Find(s, scope, key));

    /// <summary>Keeps what the department says beside the figures. Refused: one that is signed, one changed by a colleague meanwhile.</summary>
    public Task Annotate(Actor actor, Scope scope, string key, int changes, string? remarks) => db.Write(async tx =>
    {
        var (view, version) = await Begin(tx, scope, key, changes);
        await Keep(tx, actor, view, version, remarks, view.Draft?.Reason ?? "");
        await AuditTrail.Write(tx, clock, actor, "reporting.consolidation-annotate", "consolidation:" + key, new { version });
    });

    /// <summary>
    /// Signs: what the person saw is frozen and its paper to the leadership begun. <paramref name="digest"/>: of what the person saw. Refused: before the provinces' hour, a report that came since,
    /// one that is signed already.
    /// </summary>
    public Task Sign(Actor actor, Scope scope, string key, int changes, string digest, string? remarks) => db.Write(async tx =>
    {
        var (view, version) = await Begin(tx, scope, key, changes);
        var now = clock.Now();
        if (now < view.Opens)
        {
            throw new Refusal("Reporting.ConsolidationEarly", view.Opens.Local.ToString("HH:mm dd/MM/yyyy", CultureInfo.InvariantCulture));
        }

        if (digest != view.Digest)
        {
            throw new Refusal("Reporting.FiguresMoved");
        }

        await Keep(tx, actor, view, version, remarks, view.Draft?.Reason ?? "");
        await tx.Execute("update rep_consolidations set state = 'Replaced' where kind = @Code and to_date = @To and version < @version", new { view.Kind.Code, view.Term.To, version = (short)version });
        var paper = await OfficePapers.Prepare(tx, clock, actor, scope, new OfficePaperOrder(
            Unit, Forms.ConsolidationReport.FormCode, key + "-" + version.ToString(CultureInfo.InvariantCulture), Subject(view, version),
            [.. (await Settings.Value(tx, Settings.NationScope, Settings.LeadershipRecipients, clock.Today())).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)]));
        await tx.Execute(
            "update rep_consolidations set state = 'Signed', content = @content, signed_by = @by, signed_name = @name, signed_at = @now, paper_id = @paper where kind = @Code and to_date = @To and version = @version",
            new { content = JsonSerializer.Serialize(view.Now), by = actor.UserId, name = actor.Signed, now, paper, view.Kind.Code, view.Term.To, version = (short)version });
        await AuditTrail.Write(tx, clock, actor, "reporting.consolidation-sign", "consolidation:" + key, new { version, digest, missing = view.Now.In(ReportStanding.Missing).Count() });
    });

    /// <summary>Begins a new version of one that was signed, with the reason. Refused: no reason, one that is not signed, one that is being corrected.</summary>
    public Task Correct(Actor actor, Scope scope, string key, int changes, string? reason) => db.Write(async tx =>
    {
        var why = VietnameseText.Normalise(reason ?? "");
        if (why.Length == 0)
        {
            throw new Refusal("Reporting.NeedReason");
        }

        await tx.Lock(PlanningPass.LockOf(Settings.NationScope));
        var view = await Find(tx, scope, key);
        if (view.Draft is not null || view.Signed is not { } signed)
        {
            throw new Refusal("Reporting.ConsolidationState");
        }

        Same(view, changes);
        await Keep(tx, actor, view, signed.Version + 1, signed.Remarks, why);
        await AuditTrail.Write(tx, clock, actor, "reporting.consolidation-correct", "consolidation:" + key, new { version = signed.Version + 1, why });
    });

    /// <summary>The table of provinces as a workbook with real numbers: as signed, else as it is now. Returns the file's name.</summary>
    public async Task<string> Write(Scope scope, string key, Stream into)
    {
        var view = await Find(scope, key);
        var shown = view.Shown;
        using var sheet = new Sheet(into, Text.Of("Reporting.SheetName"));
        sheet.Row([(Text.Of("Reporting.Kind_" + view.Kind.Code) + " " + Day(view.Term.To), false)]);
        sheet.Row([.. ((string[])["OfficeCode", "OfficeLabel", "StandingLabel", "SentAtLabel"]).Select(h => (Text.Of("Reporting." + h), false)), .. view.Figures.Select(f => (Text.Of("Reporting.Figure_" + f), false))]);
        sheet.Row([("", false), (Text.Of("Reporting.BoardTotal"), false), ("", false), ("", false), .. view.Figures.Select(f => Cell(shown.Sums.GetValueOrDefault(f)))]);
        foreach (var o in shown.Offices)
        {
            sheet.Row(
            [
                (o.Code, false), (o.Name, false), (Text.Of("Reporting.Standing_" + o.Standing), false), (o.SentAt is { } at ? new Instant(at).Local.ToString("dd/MM/yyyy HH:mm", CultureInfo.InvariantCulture) : "", false),
                .. view.Figures.Select(f => o.IsTold ? Cell(o.Figures.GetValueOrDefault(f)) : ("", false)),
            ]);
        }

        return key + ".xlsx";
    }

    internal static string KeyOf(string kind, DateOnly to) => string.Create(CultureInfo.InvariantCulture, $"{kind}-{to:yyyyMMdd}");

    /// <summary>The signed version that a paper is about: its key with the version at the end.</summary>
    internal static async Task<Consolidation?> OfPaper(Session s, string about)
    {
        var parts = about.Split('-');
        return parts.Length > 2 && short.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var version)
            && DateOnly.TryParseExact(parts[^2], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var to)
            ? await s.One<Consolidation>($"select {Columns} from rep_consolidations c where c.kind = @kind and c.to_date = @to and c.version = @version", new { kind = string.Join('-', parts[..^2]), to, version })
            : null;
    }

    private static (string, bool) Cell(long? value) => value is { } known ? (known.ToString(CultureInfo.InvariantCulture), true) : (Text.Of("Reporting.NoData"), false);

    private static string Day(DateOnly day) => day.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);

    private static string Subject(ConsolidationView view, int version) =>
        Text.Of("Reporting.Kind_" + view.Kind.Code) + " " + Day(view.Term.To) + (version > 1 ? " (" + Text.Of("Reporting.VersionN", version) + ")" : "");

    private static void Nation(Scope scope)
    {
        if (!scope.IsNation)
        {
            throw new Refusal("Reporting.NoConsolidation") { Kind = RefusalKind.Missing };
        }
    }

    private static void Same(ConsolidationView view, int changes)
    {
        if (view.Changes != changes)
        {
            throw new Refusal("Reporting.ChangedMeanwhile");
        }
    }

    private async Task<(ConsolidationView View, int Version)> Begin(Session tx, Scope scope, string key, int changes)
    {
        await tx.Lock(PlanningPass.LockOf(Settings.NationScope));
        var view = await Find(tx, scope, key);
        if (view.Draft is null && view.Signed is not null)
        {
            throw new Refusal("Reporting.ConsolidationSigned");
        }

        Same(view, changes);
        return (view, view.Draft?.Version ?? 1);
    }

    private async Task<ConsolidationView> Find(Session s, Scope scope, string key)
    {
        Nation(scope);
        var cut = key.LastIndexOf('-');
        if (cut < 0 || !DateOnly.TryParseExact(key[(cut + 1)..], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var to))
        {
            throw new Refusal("Reporting.NoConsolidation") { Kind = RefusalKind.Missing };
        }

        var kind = ConsolidationKind.Of(key[..cut]);
        var term = await ReportCalendar.Term(s, kind.Code, to);
        if (term.To != to || term.From > clock.Today() || await ReportCalendar.LastTerm(s, kind.Source, to) is not { } source)
        {
            throw new Refusal("Reporting.NoConsolidation") { Kind = RefusalKind.Missing };
        }

        var now = clock.Now();
        var before = await ReportCalendar.LastTerm(s, kind.Source, source.To.AddDays(-1));
        var month = await ReportCalendar.Term(s, kind.Source, source.From.AddMonths(-1));
        var figures = ConsolidatedFigures.Of(
            await ReportBoards.Of(s, Scope.Nation, source, now), before is null ? null : await ReportBoards.Of(s, Scope.Nation, before, now), await ReportBoards.Of(s, Scope.Nation, month, now));
        var versions = await s.Query<Consolidation>($"select {Columns} from rep_consolidations c where c.kind = @Code and c.to_date = @to order by c.version", new { kind.Code, to });
        return new ConsolidationView(kind, term, figures, DigestOf(figures), versions, await Opens(s, term, source, figures));
    }

    /// <summary>
    /// From when it may be signed: after the provinces' hour. Where their hour is not before its own (both the end of the 15th), once nobody is waited for, else some time before its deadline (internal rule):
    /// what is missing then is named.
    /// </summary>
    private static async Task<Instant> Opens(Session s, ReportTerm term, ReportTerm source, ConsolidatedFigures figures)
    {
        if (source.Deadline < term.Deadline)
        {
            return new Instant(source.Deadline);
        }

        return figures.In(ReportStanding.Expected).Any()
            ? new Instant(term.Deadline - (60_000L * await Settings.Number(s, Settings.NationScope, Settings.ConsolidateMinutes, term.To)))
            : new Instant(0);
    }

    /// <summary>What is signed is what was told: the moment of looking is not part of it.</summary>
    private static string DigestOf(ConsolidatedFigures figures) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(figures with { AsOf = 0 })))[..16];

    private async Task Keep(Session tx, Actor actor, ConsolidationView view, int version, string? remarks, string reason) => await tx.Execute(
        """
        insert into rep_consolidations (kind, to_date, version, state, remarks, reason, made_by, made_at, changes) values (@Code, @To, @version, 'Draft', @remarks, @reason, @by, @now, 1)
        on conflict (kind, to_date, version) do update set remarks = excluded.remarks, changes = rep_consolidations.changes + 1
        """,
        new { view.Kind.Code, view.Term.To, version = (short)version, remarks = VietnameseText.Normalise(remarks ?? ""), reason, by = actor.UserId, now = clock.Now() });
}
