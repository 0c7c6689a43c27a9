using BaoPhu.Rules.Planning;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Tests.Work.Switch;

/// <summary>The planner held to the expected table, and the table to the plan: every act in every change of level.</summary>
public sealed class SwitchTableTests
{
    [Fact]
    public void The_planner_does_what_the_table_says_line_by_line()
    {
        var expected = File.ReadAllLines(SwitchTable.File).Where(l => l.Length > 0 && l[0] != '#').ToList();
        Assert.Equal(expected, SwitchTable.Lines());
    }

    [Fact]
    public void Every_act_that_is_a_task_stands_in_the_table_in_all_twelve_changes()
    {
        var table = SwitchTable.Expected();
        Assert.Equal(12, table.Keys.Select(k => (k.From, k.To)).Distinct().Count());
        foreach (var pair in table.Keys.GroupBy(k => (k.From, k.To)))
        {
            var missing = ActNames.All.Except(pair.Select(k => k.Act), StringComparer.Ordinal).ToList();
            // At levels 1 to 3 nothing orders the demand of level 4.
            Assert.Equal(pair.Key is { From: < 4, To: < 4 } ? [ActNames.Classify, ActNames.Demand] : [ActNames.Classify], missing);
        }
    }

    [Fact]
    public void What_is_done_is_never_touched()
    {
        Assert.All(SwitchTable.Expected().Where(l => l.Key.State == "done"), l => Assert.Equal("kept done", l.Value));
    }

    [Fact]
    public void Half_done_work_goes_where_open_work_goes_and_stays_half_done()
    {
        var table = SwitchTable.Expected();
        foreach (var (key, open) in table.Where(l => l.Key.State == "open"))
        {
            Assert.Equal(open.Replace(", " + PlanNames.Of(TaskState.Open), ", " + PlanNames.Of(TaskState.Started), StringComparison.Ordinal), table[key with { State = "half" }]);
        }
    }
}
