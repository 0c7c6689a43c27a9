using BaoPhu.Core.Data;
using BaoPhu.Core.Demonstration;

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
}
