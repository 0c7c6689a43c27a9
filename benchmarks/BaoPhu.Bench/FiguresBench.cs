using System.Diagnostics;
using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Reporting;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Planning;

namespace BaoPhu.Bench;

/// <summary>
/// The figures of all offices of the nation: added up from nothing against SQL's own rollup of the same sources, what one office's change costs, and how long after an act the centre's figure
/// shows it.
/// </summary>
internal static class FiguresBench
{
    public static async Task Run(Place place, Board board, int employers)
    {
        foreach (var engine in place.Engines)
        {
            var target = await Nation.Planned(place, engine, employers);
            await using var db = Db.At(target);
            var clock = await SiteClock.Load(db);
            var (day, codes) = (clock.Today(), ReportKind.Of("daily").Figures);
            var full = await Timing.Median(3, () => Task.CompletedTask, () => Live(db, clock).Of(codes, day, day));
            var rollup = await Timing.Median(3, () => Task.CompletedTask, () => Rollup(db, day));
            board.Ratio($"figures of all offices, {employers:N0} employers", engine, full, rollup, db.Dialect.IsSqlite ? "three group by of each source" : "group by rollup of each source", "≤ 0.6");

            var live = Live(db, clock);
            await live.Of(codes, day, day);
            var (records, tasks) = (BaoPhu.Core.SwitchFollowers.Records(db, clock), await Contacts(db));
            var (changes, shows) = (new List<double>(), new List<double>());
            foreach (var (key, version) in tasks)
            {
                var before = (await live.Of(codes, day, day)).Of(Actor.CentreCode, "contacts");
                var watch = Stopwatch.StartNew();
                await records.Record(Actor.System, Scope.Nation, key, new ContactRecord(version, "phone", "no-answer", "đo"));
                var looked = Stopwatch.GetTimestamp();
                var after = (await live.Of(codes, day, day)).Of(Actor.CentreCode, "contacts");
                changes.Add(Stopwatch.GetElapsedTime(looked).TotalSeconds);
                shows.Add(watch.Elapsed.TotalSeconds);
                if (after != before + 1)
                {
                    throw new InvalidOperationException($"{before} → {after}");
                }
            }

            var one = changes.Order().ElementAt(changes.Count / 2);
            board.Ratio("one office's change, of adding up everything", engine, one, full, "the full figures", "≤ 0.01");
            board.Figure("from an act until the nation's figure shows it (median, longest)", engine, string.Create(
                CultureInfo.InvariantCulture, $"{shows.Order().ElementAt(shows.Count / 2) * 1000:0} ms, {shows.Max() * 1000:0} ms"), "< 2 s (a board looks at most every 0.5 s)");
        }
    }

    private static LiveFigures Live(Db db, TimeProvider clock) => new(db, clock) { Freshness = TimeSpan.Zero };

    /// <summary>Open tasks of contact, over the provinces.</summary>
    private static Task<List<(string Key, int Version)>> Contacts(Db db) => db.Read(async s =>
    {
        var tasks = await s.Query<(long Subject, short Occurrence, int Version)>(
            "select t.subject_id, t.occurrence, t.version from wrk_tasks t where t.act = 'contact' and t.state = 'open' and t.outcome is null order by (t.subject_id * 7919) % 1000003 limit 25");
        return tasks.ConvertAll(t => (new TaskKey(t.Subject, "contact", t.Occurrence).ToString(), t.Version));
    });

    private static Task Rollup(Db db, DateOnly day) => db.Read(async s =>
    {
        var args = new { year = day.Year, from = day, to = day, fromAt = Instant.StartOf(day), untilAt = Instant.StartOf(day.AddDays(1)) };
        foreach (var (sums, source, subject) in ((string, string, string)[])
        [
            ("sum(x.paid_social + x.paid_accident) as a, sum(x.paid_health) as b, sum(x.paid_unemployment) as c", "reg_months x", "x.employer_id = e.employer_id and x.period between @year * 100 + 1 and @year * 100 + 12"),
            ("sum(x.debt_social + x.debt_accident) as a, sum(x.debt_health) as b, sum(x.debt_unemployment) as c, count(*) as d", "reg_debts x", "x.employer_id = e.employer_id"),
            ("count(*) as a, sum(x.promised_amount) as b", "wrk_contacts x", "x.subject_id = e.employer_id and x.at between @fromAt and @untilAt"),
            ("count(*) as a", "doc_papers x", "x.subject_id = e.employer_id and x.sent_at between @fromAt and @untilAt"),
            ("count(*) as a", "wrk_tasks x", "x.subject_id = e.employer_id and x.outcome is not null and x.closed_on between @from and @to"),
        ])
        {
            var from = $"from {source} join reg_employers e on {subject}";
            await s.Query<(string?, string?)>(s.Dialect.IsSqlite
                ? $"select e.province, e.office_code, {sums} {from} group by e.province, e.office_code union all select e.province, null, {sums} {from} group by e.province union all select null, null, {sums} {from}"
                : $"select e.province, e.office_code, {sums} {from} group by rollup (e.province, e.office_code)",
                args);
        }

        return 0;
    });
}
