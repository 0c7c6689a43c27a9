using System.Diagnostics;
using System.Globalization;
using BaoPhu.Core.Collection;
using BaoPhu.Core.Collection.Answers;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Work;
using BaoPhu.Rules;

namespace BaoPhu.Bench;

/// <summary>
/// The page of the case of an employer with ten years of months and five hundred events against that of an employer of the same base without any: everything that the page reads, in this
/// process, one person.
/// </summary>
internal static class CaseBench
{
    private const int Rounds = 400;

    public static async Task Run(Place place, Board board, int employers)
    {
        foreach (var engine in place.Engines)
        {
            var target = await Nation.Get(place, engine, employers);
            await using var db = Db.At(target);
            var clock = await SiteClock.Load(db);
            var two = await db.Read(s => s.Query<long>("select e.employer_id from reg_employers e where not exists (select 1 from wrk_tasks t where t.subject_id = e.employer_id) order by e.employer_id limit 2"));
            var (full, empty) = (two[0], two[1]);
            await Clear(db, empty);
            await Fill(db, full, clock.Now());
            var cases = new Cases(db, clock);
            var (views, next, history, answers) = (new EmployerViews(db), new NextActs(db, cases), new EmployerHistory(db, clock), new EmployerAnswers(db, clock, cases));
            var times = new Dictionary<string, List<double>>(StringComparer.Ordinal) { ["full"] = [], ["middle"] = [], ["empty"] = [] };
            var middle = (await history.Of(Scope.Nation, EmployerKey.Province(full), EmployerKey.Code(full), null, null, null)).Next;
            for (var i = 0; i < 8; i++)
            {
                middle = (await history.Of(Scope.Nation, EmployerKey.Province(full), EmployerKey.Code(full), null, middle, null)).Next;
            }

            for (var i = 0; i < Rounds + 40; i++)
            {
                // Warm from the fortieth round on; in turns, so that what else the machine does meets all alike.
                await Open("full", full, null, i >= 40);
                await Open("middle", full, middle, i >= 40);
                await Open("empty", empty, null, i >= 40);
            }

            foreach (var name in (string[])["full", "middle"])
            {
                var title = name == "full" ? "page of a case, ten years and 500 events, p99" : "its ninth page of the line of time, p99";
                board.Ratio(title, engine, P(times[name], 0.99) / 1000, P(times["empty"], 0.99) / 1000, "the page of an employer without any", "");
                board.Ratio(title.Replace("p99", "p50", StringComparison.Ordinal), engine, P(times[name], 0.5) / 1000, P(times["empty"], 0.5) / 1000, "the page of an employer without any", "");
            }

            await Clear(db, full);

            async Task Open(string name, long id, string? after, bool counts)
            {
                var (province, code) = (EmployerKey.Province(id), EmployerKey.Code(id));
                var start = Stopwatch.GetTimestamp();
                await views.Of(Scope.Nation, province, code, clock.Now());
                await next.Of(Scope.Nation, province, code);
                await answers.OfEmployer(Scope.Nation, province, code);
                await history.Of(Scope.Nation, province, code, null, after, null);
                if (counts)
                {
                    times[name].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
                }
            }
        }
    }

    private static double P(List<double> times, double share) => times.Order().ElementAt((int)(times.Count * share));

    private static Task Clear(Db db, long id) => db.Write(async tx =>
    {
        foreach (var table in (string[])["wrk_tasks", "wrk_task_events", "wrk_contacts", "col_answers", "col_case_events", "msg_outbox"])
        {
            await tx.Execute($"delete from {table} where subject_id = @id", new { id });
        }

        await tx.Execute("delete from reg_months where employer_id = @id", new { id });
    });

    /// <summary>120 months; 200 contacts, 200 lines of tasks, 60 messages, 40 answers.</summary>
    private static Task Fill(Db db, long id, Instant now) => db.Write(async tx =>
    {
        var province = EmployerKey.Province(id);
        var office = await tx.One<string>("select office_code from reg_employers where employer_id = @id", new { id });
        await tx.Execute("delete from reg_months where employer_id = @id", new { id });
        for (var (i, period) = (0, Period.Of(now.Day).AddMonths(-120)); i < 120; i++, period = period.AddMonths(1))
        {
            await tx.Execute(
                """
                insert into reg_months (employer_id, period, due_social, due_health, due_unemployment, due_accident, paid_social, paid_health, paid_unemployment, paid_accident)
                values (@id, @period, 9000000, 2000000, 700000, 300000, 9000000, 2000000, 700000, 300000)
                """,
                new { id, period = period.Number });
        }

        for (var i = 0; i < 500; i++)
        {
            // A week apart, the last an hour ago.
            var row = new { id, province, office, name = i.ToString("000", CultureInfo.InvariantCulture), seq = i, at = now.Milliseconds - 3_600_000 - (i * 604_800_000L), day = now.Day, json = "{}" };
            await tx.Execute(
                i switch
                {
                    < 200 => "insert into wrk_contacts (subject_id, contact_id, at, act, occurrence, channel, outcome, note, amount, level, rule, user_id, user_name) values (@id, @name, @at, 'contact', 1, 'phone', 'promised', 'hẹn', 0, 2, 'x', 'u', 'Người thử')",
                    < 400 => "insert into wrk_task_events (subject_id, act, occurrence, seq, at, user_id, event, detail) values (@id, 'contact', 1, @seq, @at, 'system', 'converted', @json)",
                    < 460 => """
                        insert into msg_outbox (subject_id, message_id, province, office_code, template_scope, template, template_version, filled, leaflets, to_name, legal, about_debt, channels, channel_place, channel,
                            state, next_at, expires_at, made_at, made_by) values (@id, @name, @province, @office, '00', 'x', 1, @json, '[]', '', false, true, 'zalo', 0, 'zalo', 'delivered', 0, 0, @at, 'u')
                        """,
                    _ => "insert into col_answers (subject_id, answer_no, province, office_code, act, occurrence, channel, kind, said, amount, at, due_on, done_at) values (@id, @seq, @province, @office, 'contact', 1, 'link', 'contact', @json, 0, @at, @day, @at)",
                },
                row);
        }
    });
}
