using BaoPhu.Core.Coverage;
using BaoPhu.Core.Data;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Work;

namespace BaoPhu.Core;

/// <summary>Who follows a switch, the same for the site and the command line: whoever plans or undoes is made with all of them.</summary>
public static class SwitchFollowers
{
    public static IReadOnlyList<ISwitchFollower> All(Db db, TimeProvider clock) => [new ScenarioUse(), new SwitchedPapers(new Papers(db, clock), clock), new Collection.WithdrawnNames(clock), new UnitSlots(new UnitCases(db, clock), clock)];

    public static PlanningPass Pass(Db db, TimeProvider clock) => new(db, clock, All(db, clock));

    public static Switches Switches(Db db, TimeProvider clock) => new(db, clock, All(db, clock));

    public static TaskRecords Records(Db db, TimeProvider clock) => new(db, clock, Pass(db, clock));
}
