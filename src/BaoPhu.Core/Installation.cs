using BaoPhu.Core.Data;
using BaoPhu.Core.Messaging;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Planning;
using BaoPhu.Core.Policy;
using BaoPhu.Core.Reporting;
using BaoPhu.Core.Work;

namespace BaoPhu.Core;

/// <summary>Makes an empty database into a working one: schema and the reference data that every installation has.</summary>
public static class Installation
{
    /// <summary>Idempotent. Returns the names of the migrations applied now.</summary>
    public static async Task<IReadOnlyList<string>> Create(Db db, TimeProvider clock, CancellationToken cancel = default)
    {
        var applied = await Migrator.Migrate(db, clock, cancel);
        await db.Write(
            async tx =>
            {
                await Reference.Seed(tx, clock);
                await PublishedPolicies.PublishShipped(tx, clock);
                await MessageTemplates.Seed(tx, clock);
                await ReportCalendar.Seed(tx, clock);
                await DifficultyRoutes.Seed(tx, clock);
                await Assignments.Seed(tx);
                await Rankings.Seed(tx, clock);
                await FigureChecks.Seed(tx, clock);
                if (applied.Contains("0009_limits"))
                {
                    await Slots.TakeOver(tx);
                }
            },
            cancel);
        return applied;
    }
}
