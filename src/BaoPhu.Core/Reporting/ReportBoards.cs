using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Rules.Reporting;

namespace BaoPhu.Core.Reporting;

/// <summary>Who has sent a report of a day, who is late, who is missing, and the sum of what was sent: minute by minute until the hour.</summary>
public sealed class ReportBoards(Db db, TimeProvider clock)
{
    /// <summary>
    /// The board of a kind for the term that a day belongs to, over the offices within the scope that owed it on its last day: one closed before is not expected, one opened later is not blamed.
    /// </summary>
    public Task<ReportBoard> Of(Scope scope, string kind, DateOnly day) => db.ReadConsistently(async s => await Of(s, scope, await ReportCalendar.Term(s, kind, day), clock.Now()));

    /// <summary>The board of a term within somebody's session.</summary>
    internal static async Task<ReportBoard> Of(Session s, Scope scope, ReportTerm term, Instant now)
    {
        var (kind, known) = (term.Code, ReportKind.Of(term.Code));
        var (offices, sent, excused) = await s.Together(async t =>
        {
            var reporters = Reporters(t, scope, known, term.To);
            var reports = t.Query<Report>($"select {Reports.Columns} from rep_reports r where r.kind = @kind and r.to_date = @to and {scope.OnProvince("r")} order by r.office_code, r.version", new { kind, to = term.To });
            var reasons = t.Query<(string Office, string Reason)>("select x.office_code, x.reason from rep_excuses x where x.kind = @kind and x.to_date = @to", new { kind, to = term.To });
            return (await reporters, await reports, await reasons);
        });
        var versions = (known.IsPaper ? await Papers(s, term, offices) : sent).ToLookup(r => r.OfficeCode, StringComparer.Ordinal);
        var excuses = excused.ToDictionary(x => x.Office, x => x.Reason, StringComparer.Ordinal);
        return new ReportBoard(known, term, [.. offices.Select(o => new DueReport(o, term, [.. versions[o.Code]], excuses.GetValueOrDefault(o.Code), now))], now);
    }

    /// <summary>The offices of the tree of a day that owe a kind of report, by code.</summary>
    internal static Task<List<Office>> Reporters(Session s, Scope scope, ReportKind kind, DateOnly day) => s.Query<Office>(
        $"""
        select {Offices.Columns} from org_offices o
        where o.kind = @reporters and (@subject is null or o.subject = @subject) and {Offices.InForceOn("@day")} and {scope.OnTree("o")} order by o.code
        """,
        new { reporters = kind.Reporters, subject = kind.Subject, day });

    /// <summary>Offices of provinces and months (yyyymm) since a day whose monthly paper was sent.</summary>
    internal static async Task<HashSet<(string Office, int Period)>> PapersSent(Session s, DateOnly since) => (await s.Query<(string Office, int Period)>(
        """
        select distinct o.code, r.period from col_reports r join org_offices o on o.province = r.province and o.kind = 'Province' and o.known_to_at is null
        where r.period >= @since and r.sent_at is not null
        """,
        new { since = (since.Year * 100) + since.Month })).ToHashSet();

    /// <summary>The monthly papers of provinces of a term's month, as reports that were sent.</summary>
    internal static async Task<List<Report>> Papers(Session s, ReportTerm term, IReadOnlyList<Office> offices)
    {
        var sent = (await s.Query<(string Province, Instant SentAt)>(
            "select r.province, r.sent_at from col_reports r where r.period = @period and r.sent_at is not null", new { period = (term.To.Year * 100) + term.To.Month }))
            .ToDictionary(r => r.Province, r => r.SentAt, StringComparer.Ordinal);
        return
        [
            .. offices.Where(o => o.Province is not null && sent.ContainsKey(o.Province)).Select(o => new Report
            {
                Kind = term.Code, OfficeCode = o.Code, ToDate = term.To, FromDate = term.From, Version = 1, Province = o.Province!, State = nameof(ReportState.Sent), SentAt = sent[o.Province!],
            }),
        ];
    }
}

/// <summary>A board at a moment.</summary>
public sealed record ReportBoard(ReportKind Kind, ReportTerm Term, IReadOnlyList<DueReport> Offices, Instant At)
{
    public int Count(params ReportStanding[] standings) => Offices.Count(o => standings.Contains(o.Standing));

    /// <summary>Reports that count.</summary>
    public IEnumerable<Report> Sent => Offices.Select(o => o.Last).OfType<Report>().Where(r => r.ReportState.Counts());

    /// <summary>Sum of a figure over the reports that count; null: none of them has data for it.</summary>
    public long? Sum(string figure)
    {
        var told = Sent.Select(r => r.Frozen.GetValueOrDefault(figure)).OfType<long>().ToList();
        return told.Count == 0 ? null : told.Sum();
    }
}
