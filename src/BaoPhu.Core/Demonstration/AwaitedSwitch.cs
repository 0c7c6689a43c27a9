using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;

namespace BaoPhu.Core.Demonstration;

/// <summary>
/// A decision of this morning whose switch waits: of the districts that follow their province the one with most employers goes up to level 4 (down to
/// 2 from there) at midnight. Whoever opens the demonstration finds on
/// <c>/work/switches</c> what that would do to the open work, and the button that does it.
/// </summary>
internal static class AwaitedSwitch
{
    public static async Task Announce(Db db, DemonstrationOrder order, string province, Actor officer)
    {
        var clock = new StillClock(order.AsOf);
        var district = await db.Read(s => s.One<string>(
            """
            select l.parent_code from reg_employers e join org_localities l on l.code = e.commune_code
            where e.province = @province and l.parent_code is not null and l.parent_code <> @province
                and not exists (select 1 from org_levels a where a.locality_code = l.parent_code)
            group by l.parent_code order by count(*) desc, l.parent_code limit 1
            """,
            new { province }));
        if (district is null)
        {
            return;
        }

        var levels = new Levels(db, clock);
        var midnight = Instant.StartOf(order.AsOf.Day.AddDays(1));
        var level = (await levels.LevelOf(district, midnight)).Level == 4 ? 2 : 4;
        await levels.Announce(officer, Scope.OfProvince(province), new NewAnnouncement(district, level, midnight, "4021/QĐ-UBND", order.AsOf.Day, "Ủy ban nhân dân")
        {
            MeasuresNumber = "4022/UBND-VX", MeasuresDate = order.AsOf.Day, Confirmed = false, Source = Announcements.Source,
        });
    }
}
