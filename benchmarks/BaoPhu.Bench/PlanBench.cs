using System.Diagnostics;
using System.Globalization;
using BaoPhu.Core;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Policy;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Clock;

namespace BaoPhu.Bench;

/// <summary>
/// Classify and plan the whole demonstration nation with ten months each, against one naive set-based pass in SQL that computes the same debts, bands and tasks
/// from the same tables and upserts all of them. Then both again, when nothing changed.
/// </summary>
internal static class PlanBench
{
    public static async Task Run(Place place, Board board, int employers)
    {
        var asOf = new Instant(VietnamTime.Parse("2021-11-03T08:00"));
        foreach (var engine in place.Engines)
        {
            var target = await Nation.Get(place, engine, employers);
            await using var db = Db.At(target);
            var clock = await SiteClock.Load(db);
            var pass = new PlanningPass(db, clock, []);
            var provinces = await db.Read(s => s.Query<string>("select distinct province from reg_employers order by province"));

            await Clear(db);
            var classify = await Once(async () =>
            {
                foreach (var province in provinces)
                {
                    await pass.Classify(province, asOf);
                }
            });
            var first = await Median(async () =>
            {
                long created = 0;
                foreach (var province in provinces)
                {
                    created += (await pass.Plan(Actor.System, province, asOf)).Created;
                }

                return created;
            }, () => Clear(db), 3);
            long written = 0;
            var second = await Once(async () =>
            {
                foreach (var province in provinces)
                {
                    var result = await pass.Plan(Actor.System, province, asOf);
                    written += result.Created + result.Updated + result.Closed + result.DebtsChanged;
                }
            });
            var ours = await db.Read(s => s.One<long>("select count(*) from wrk_tasks where state in ('open', 'started', 'suspended')"));

            await PrepareNaive(db, asOf);
            var naiveFirst = await Median(() => Naive(db), () => db.Write(tx => tx.Execute("delete from naive_tasks; delete from naive_debts")), 3);
            var naiveSecond = await Once(() => Naive(db));
            var theirs = await db.Read(s => s.One<long>("select count(*) from naive_tasks"));

            board.Ratio($"plan {employers:n0} employers, first", engine, first.Seconds, naiveFirst.Seconds, "naive insert … select … on conflict", "≤ 0.5");
            board.Ratio($"plan {employers:n0} employers, nothing changed", engine, second, naiveSecond, "the same again", "≤ 0.5");
            board.Figure("rows written by the second pass", engine, written.ToString(CultureInfo.InvariantCulture), "0");
            board.Figure($"classify {employers:n0} employers", engine, classify.ToString("0.00", CultureInfo.InvariantCulture) + " s", "");
            board.Figure("open tasks, ours and the naive pass's", engine, $"{ours:n0} / {theirs:n0}", "equal");
        }
    }

    private static Task Clear(Db db) => db.Write(tx => tx.Execute("delete from wrk_task_events; delete from wrk_tasks; delete from reg_debts; delete from wrk_passes"));

    /// <summary>Levels by commune and the acts by situation as tables: what a set-based pass needs beside the ledger. Not timed.</summary>
    private static async Task PrepareNaive(Db db, Instant asOf)
    {
        var (_, policy) = await new PublishedPolicies(db, TimeProvider.System).InForce(asOf.Day);
        await db.Write(async tx =>
        {
            await tx.Execute(
                """
                drop table if exists naive_levels; drop table if exists naive_rules; drop table if exists naive_debts; drop table if exists naive_tasks;
                create table naive_levels (commune {code} primary key, level integer not null);
                create table naive_rules (standing integer not null, band integer not null, level integer not null, large boolean not null, wilful boolean not null, violation boolean not null,
                    act {code} not null, stream integer not null, channels {code} not null, rule {code} not null, owner {code} not null, suspended boolean not null,
                    primary key (standing, band, level, large, wilful, violation, act));
                create table naive_debts (employer_id bigint primary key, oldest_period integer, band integer not null, debt_social bigint not null, debt_health bigint not null,
                    debt_unemployment bigint not null, debt_accident bigint not null);
                create table naive_tasks (subject_id bigint not null, act {code} not null, occurrence integer not null, province {code} not null, office_code {code} not null, state {code} not null,
                    stream integer not null, channels {code} not null, rule {code} not null, owner {code} not null, level integer not null, band integer not null, oldest_period integer, amount bigint not null,
                    due_on date not null, primary key (subject_id, act, occurrence));
                create index naive_tasks_day on naive_tasks (office_code, state, due_on, subject_id, act);
                create index naive_tasks_province on naive_tasks (province, state, due_on, subject_id, act);
                create unique index naive_tasks_open on naive_tasks (subject_id, act) where state in ('open', 'started', 'suspended')
                """);
            var places = await tx.Query<(string Province, string Commune)>("select distinct province, coalesce(commune_code, province) from reg_employers");
            foreach (var group in places.GroupBy(p => p.Province))
            {
                var book = await Levels.Book(tx, group.Key, asOf.Day);
                foreach (var (_, commune) in group)
                {
                    await tx.Execute("insert into naive_levels values (@commune, @level)", new { commune, level = book.Resolve(commune, asOf).Effective });
                }
            }

            foreach (var standing in Enum.GetValues<Standing>())
            {
                foreach (var band in Enum.GetValues<DebtBand>())
                {
                    for (var cell = 0; cell < 32; cell++)
                    {
                        var (level, flags) = ((cell % 4) + 1, (cell / 4) switch { var f => (f & 1, f & 2, f & 4) });
                        var set = (flags.Item1 != 0 ? CaseFlags.Large : 0) | (flags.Item2 != 0 ? CaseFlags.Wilful : 0) | (flags.Item3 != 0 ? CaseFlags.Violation : 0);
                        foreach (var ordered in policy.Acts(standing, band, level, set).ToArray())
                        {
                            await tx.Execute(
                                "insert into naive_rules values (@standing, @band, @level, @large, @wilful, @violation, @act, @stream, @channels, @rule, @owner, @suspended)",
                                new
                                {
                                    standing = (int)standing, band = (int)band, level, large = flags.Item1 != 0, wilful = flags.Item2 != 0, violation = flags.Item3 != 0,
                                    act = ordered.Act.Act, stream = (int)ordered.Act.Stream, channels = string.Join(',', ordered.Act.Channels), rule = ordered.Row.Id, owner = ordered.Act.Owner,
                                    suspended = ordered.Act.Mode == Rules.Policy.ActMode.Suspend,
                                });
                        }
                    }
                }
            }

            await tx.Analyze("naive_levels");
            await tx.Analyze("naive_rules");
        });
    }

    private static Task Naive(Db db) => db.Write(async tx =>
    {
        await tx.Execute(
            """
            insert into naive_debts (employer_id, oldest_period, band, debt_social, debt_health, debt_unemployment, debt_accident)
            with lines as (
                select employer_id, period, 0 as fund, due_social as due, paid_social as paid from reg_months
                union all select employer_id, period, 1, due_health, paid_health from reg_months
                union all select employer_id, period, 2, due_unemployment, paid_unemployment from reg_months
                union all select employer_id, period, 3, due_accident, paid_accident from reg_months),
            running as (
                select employer_id, period, fund, due,
                    cast(sum(due) over (partition by employer_id, fund order by period) as bigint) as owed,
                    cast(sum(paid) over (partition by employer_id, fund) as bigint) as settled
                from lines),
            funds as (
                select employer_id, fund, min(case when owed > settled then period end) as oldest,
                    case when max(owed) > max(settled) then max(owed) - max(settled) else 0 end as debt
                from running where period <= 202110 group by employer_id, fund),
            found as (
                select employer_id, min(oldest) as oldest, max(case when fund = 0 then debt end) as s, max(case when fund = 1 then debt end) as h,
                    max(case when fund = 2 then debt end) as u, max(case when fund = 3 then debt end) as a
                from funds group by employer_id)
            select e.employer_id, f.oldest,
                case when f.oldest is null then 0 when 2021 * 12 + 10 - (f.oldest / 100 * 12 + f.oldest % 100) < 1 then 1
                    when 2021 * 12 + 10 - (f.oldest / 100 * 12 + f.oldest % 100) < 3 then 2 else 3 end,
                coalesce(f.s, 0), coalesce(f.h, 0), coalesce(f.u, 0), coalesce(f.a, 0)
            from reg_employers e left join found f on f.employer_id = e.employer_id where 1 = 1
            on conflict (employer_id) do update set oldest_period = excluded.oldest_period, band = excluded.band, debt_social = excluded.debt_social,
                debt_health = excluded.debt_health, debt_unemployment = excluded.debt_unemployment, debt_accident = excluded.debt_accident
            """);
        await tx.Execute(
            """
            insert into naive_tasks (subject_id, act, occurrence, province, office_code, state, stream, channels, rule, owner, level, band, oldest_period, amount, due_on)
            select e.employer_id, r.act, 1, e.province, e.office_code, case when r.suspended then 'suspended' else 'open' end, r.stream, r.channels, r.rule, r.owner, l.level, d.band, d.oldest_period,
                d.debt_social + d.debt_health + d.debt_unemployment + d.debt_accident, '2021-11-10'
            from reg_employers e
            join naive_debts d on d.employer_id = e.employer_id
            join naive_levels l on l.commune = coalesce(e.commune_code, e.province)
            join naive_rules r on r.standing = e.standing and r.band = d.band and r.level = l.level
                and r.large = (d.debt_social + d.debt_health + d.debt_unemployment + d.debt_accident >= 1000000000)
                and r.wilful = exists (select 1 from reg_marks m where m.employer_id = e.employer_id and m.mark = 'wilful')
                and r.violation = exists (select 1 from reg_marks m where m.employer_id = e.employer_id and m.mark = 'violation')
            where 1 = 1
            on conflict (subject_id, act, occurrence) do update set stream = excluded.stream, channels = excluded.channels, rule = excluded.rule, owner = excluded.owner,
                level = excluded.level, band = excluded.band, oldest_period = excluded.oldest_period, amount = excluded.amount
            """);
    });

    private static async Task<double> Once(Func<Task> act)
    {
        var watch = Stopwatch.StartNew();
        await act();
        return watch.Elapsed.TotalSeconds;
    }

    private static async Task<(double Seconds, long Value)> Median(Func<Task<long>> act, Func<Task> prepare, int runs)
    {
        long value = 0;
        var seconds = await Timing.Median(runs, prepare, async () => value = await act());
        return (seconds, value);
    }

    private static async Task<(double Seconds, long Value)> Median(Func<Task> act, Func<Task> prepare, int runs) => (await Timing.Median(runs, prepare, act), 0);
}
