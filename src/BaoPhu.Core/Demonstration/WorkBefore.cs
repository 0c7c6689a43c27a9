using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;

namespace BaoPhu.Core.Demonstration;

/// <summary>
/// The week before the moment of the demonstration, through the same planning pass and the same acts as in use: tasks that are overdue, due today and promised.
/// </summary>
internal static class WorkBefore
{
    /// <summary>Days before the moment on which the work was planned.</summary>
    private static readonly int[] PlannedBefore = [7, 2, 0];

    public static async Task<(long Tasks, long Contacts)> Load(Db db, DemonstrationOrder order, IReadOnlyList<Reference.Province> provinces, Action<string>? tell, CancellationToken cancel)
    {
        var (tasks, contacts) = (0L, 0L);
        foreach (var province in provinces)
        {
            var created = 0L;
            foreach (var days in PlannedBefore)
            {
                var at = new Instant(order.AsOf.Milliseconds - (days * 86_400_000L));
                var pass = new PlanningPass(db, new StillClock(at));
                created += (await pass.Plan(Actor.System, province.Code, at, cancel: cancel)).Created;
            }

            tasks += created;
            tell?.Invoke(Text.Of("Demonstration.Planned", province.FullName, created));
        }

        return (tasks, contacts);
    }
}
