using BaoPhu.Rules.Planning;

namespace BaoPhu.Tests.Rules.Planning;

/// <summary>The truth table of a scenario, pair by pair.</summary>
public sealed class ScenarioActsTests
{
    // Edit, rehearse, approve, report, use, revise, replace: the next state, or ! and the refusal.
    private static readonly Dictionary<ScenarioState, string[]> Expected = new()
    {
        [ScenarioState.Written] = ["Written", "Rehearsed", "!NotRehearsed", "Written", "!NotApproved", "!StillEditable", "!NotApproved"],
        [ScenarioState.Rehearsed] = ["Written", "Rehearsed", "Approved", "Rehearsed", "!NotApproved", "!StillEditable", "!NotApproved"],
        [ScenarioState.Approved] = ["!AlreadyApproved", "Approved", "!AlreadyApproved", "Approved", "Used", "Approved", "Replaced"],
        [ScenarioState.Used] = ["!AlreadyApproved", "Used", "!AlreadyApproved", "Used", "Used", "Used", "Replaced"],
        [ScenarioState.Replaced] = ["!Replaced", "!Replaced", "!Replaced", "!Replaced", "!Replaced", "!Replaced", "!Replaced"],
    };

    public static TheoryData<ScenarioState, ScenarioAct> Pairs()
    {
        var pairs = new TheoryData<ScenarioState, ScenarioAct>();
        foreach (var state in Enum.GetValues<ScenarioState>())
        {
            foreach (var act in Enum.GetValues<ScenarioAct>())
            {
                pairs.Add(state, act);
            }
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Every_state_answers_every_act(ScenarioState state, ScenarioAct act)
    {
        var refusal = ScenarioActs.May(state, act, out var next);
        Assert.Equal(Expected[state][(int)act], refusal == ScenarioRefusal.None ? next.ToString() : "!" + refusal);
        Assert.Equal(state, ScenarioActs.StateOf(ScenarioActs.Of(state)));
        if (refusal != ScenarioRefusal.None)
        {
            Assert.Equal(state, next);
        }
    }
}
