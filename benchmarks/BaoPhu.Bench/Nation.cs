using BaoPhu.Core;
using BaoPhu.Core.Data;
using BaoPhu.Core.Demonstration;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Work;

namespace BaoPhu.Bench;

/// <summary>The demonstration nation of a size, made once and kept: making it is not what is measured.</summary>
internal static class Nation
{
    public static async Task<string> Get(Place place, string engine, int employers)
    {
        var name = System.FormattableString.Invariant($"bench_nation_{employers}");
        if (await place.Existing(engine, name) is { } existing)
        {
            await using var known = Db.At(existing);
            await Installation.Create(known, TimeProvider.System);
            if (await known.Read(s => s.One<long>("select count(*) from reg_employers")) == employers)
            {
                return existing;
            }
        }

        var (db, target) = await place.Fresh(engine, name);
        await using (db)
        {
            await DemonstrationNation.Load(db, new DemonstrationOrder(63, employers, 1, DemonstrationOrder.UsualMoment), Console.Error.WriteLine);
        }

        return target;
    }

    /// <summary>The same with the day's work and debts of every province.</summary>
    public static async Task<string> Planned(Place place, string engine, int employers)
    {
        var target = await Get(place, engine, employers);
        await using var db = Db.At(target);
        var pass = new PlanningPass(db, await SiteClock.Load(db), []);
        foreach (var province in await db.Read(s => s.Query<string>(
            "select distinct e.province from reg_employers e where not exists (select 1 from wrk_passes p where p.province = e.province) order by e.province")))
        {
            await pass.Plan(Actor.System, province, DemonstrationOrder.UsualMoment);
        }

        return target;
    }
}
