using System.Diagnostics;
using System.Globalization;
using BaoPhu.Core;
using BaoPhu.Core.Data;
using BaoPhu.Core.Demonstration;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Work;

namespace BaoPhu.Bench;

/// <summary>
/// The switch of a whole province from level 2 to 4 and back, with all its open tasks, against one bare UPDATE of the same rows (the level and what else stands in the row, in one
/// statement by the index of the province, without reading a debt, deciding anything or keeping what was before). And the preview of the same.
/// </summary>
internal static class SwitchBench
{
    public static async Task Run(Place place, Board board, int employers, int tasks)
    {
        foreach (var engine in place.Engines)
        {
            var (db, target) = await place.Fresh(engine, "bench_switch");
            await using (db)
            {
                await DemonstrationNation.Load(
                    db, new DemonstrationOrder(1, employers, 1, DemonstrationOrder.UsualMoment) { WithWork = false }, Console.Error.WriteLine);
                await Province(db, target, board, engine, tasks);
            }
        }
    }

    private static async Task Province(Db db, string target, Board board, string engine, int wanted)
    {
        var clock = await SiteClock.Load(db);
        var levels = new Levels(db, clock);
        var switches = new Switches(db, clock, []);
        var province = (await db.Read(s => s.One<string>("select min(province) from reg_employers")))!;
        // Everything follows the province: one announcement moves all of its work.
        await db.Write(tx => tx.Execute("delete from org_levels"));
        await levels.Announce(Actor.System, Scope.Nation, New(province, 2, new Instant(clock.Now().Milliseconds - 86_400_000), 0));
        await new PlanningPass(db, clock, []).PlanNow(Actor.System, province);
        var open = await db.Read(s => s.One<long>("select count(*) from wrk_tasks where state in ('open', 'started', 'suspended')"));
        if (open < wanted)
        {
            Console.Error.WriteLine($"{open:n0} open tasks only, {wanted:n0} were meant");
        }

        var (preview, there, back) = (new List<double>(), new List<double>(), new List<double>());
        long touched = 0;
        for (var round = 1; round <= 3; round++)
        {
            var up = await levels.Announce(Actor.System, Scope.Nation, New(province, 4, clock.Now(), round * 2) with { Confirmed = false });
            preview.Add(await Once(() => switches.Preview(Scope.Nation, up.AnnouncementId)));
            there.Add(await Once(async () => touched = (await switches.Confirm(Actor.System, Scope.Nation, up.AnnouncementId, null)).Numbers.Tasks));
            await Task.Delay(20);
            var down = await levels.Announce(Actor.System, Scope.Nation, New(province, 2, clock.Now(), (round * 2) + 1) with { Confirmed = false });
            back.Add(await Once(() => switches.Confirm(Actor.System, Scope.Nation, down.AnnouncementId, null)));
            await Task.Delay(20);
        }

        var bare = await Timing.Median(3, () => Task.CompletedTask, () => db.Write(tx => tx.Execute(
            """
            update wrk_tasks set state = state, stream = 2, channels = 'phone,zalo,email,facebook', form = form, due_on = due_on, rule = 'bench', level = case when level = 4 then 2 else 4 end,
                version = version + 1, updated_at = updated_at + 1
            where province = @province and state in ('open', 'started', 'suspended')
            """,
            new { province })));
        board.Figure("open tasks of the province switched", engine, open.ToString("n0", CultureInfo.InvariantCulture), wanted.ToString("n0", CultureInfo.InvariantCulture));
        board.Figure("of them tasks of persons (without the lists of the province)", engine, touched.ToString("n0", CultureInfo.InvariantCulture), "");
        board.Ratio($"switch of {open:n0} open tasks, 2 → 4", engine, Median(there), bare, "one bare update of the same rows", "≤ 4");
        board.Ratio($"switch of {open:n0} open tasks, 4 → 2", engine, Median(back), bare, "the same", "≤ 4");
        board.Ratio($"preview of {open:n0} open tasks, 2 → 4", engine, Median(preview), bare, "the same", "≤ 4");
    }

    private static NewAnnouncement New(string province, int level, Instant from, int number) =>
        new(province, level, from, number.ToString(CultureInfo.InvariantCulture) + "/bench", null, "bench");

    private static async Task<double> Once(Func<Task> act)
    {
        GC.Collect();
        var watch = Stopwatch.StartNew();
        await act();
        return watch.Elapsed.TotalSeconds;
    }

    private static double Median(List<double> seconds)
    {
        seconds.Sort();
        return seconds[seconds.Count / 2];
    }
}
