namespace BaoPhu.Rules.Planning;

/// <summary>State of a scenario. Approved and used ones hold; their words never change.</summary>
public enum ScenarioState : byte
{
    Written = 0,

    /// <summary>Rehearsed as it stands.</summary>
    Rehearsed = 1,
    Approved = 2,

    /// <summary>A switch was made by it; it still holds.</summary>
    Used = 3,

    /// <summary>A newer version was approved.</summary>
    Replaced = 4,
}

/// <summary>What may be done to a scenario.</summary>
public enum ScenarioAct : byte
{
    /// <summary>What, by whom, in which order, what must be ready.</summary>
    Edit = 0,
    Rehearse = 1,
    Approve = 2,

    /// <summary>Say that something is ready, or is not any more: a fact, not a word of the scenario.</summary>
    ReportReady = 3,

    /// <summary>Make a switch by it.</summary>
    Use = 4,

    /// <summary>Begin the next version.</summary>
    Revise = 5,

    /// <summary>Give way to the next version, which was approved.</summary>
    Replace = 6,
}

/// <summary>Why it may not be done; each has its words on the screen.</summary>
public enum ScenarioRefusal : byte
{
    None = 0,
    NotRehearsed = 1,
    NotApproved = 2,
    AlreadyApproved = 3,
    StillEditable = 4,
    Replaced = 5,
}

/// <summary>The truth table of a scenario: state × act → refusal or next state.</summary>
public static class ScenarioActs
{
    private static readonly string[] StateNames = ["written", "rehearsed", "approved", "used", "replaced"];

    public static IReadOnlyList<string> States => StateNames;

    public static string Of(ScenarioState state) => StateNames[(int)state];

    public static ScenarioState StateOf(string name) => Array.IndexOf(StateNames, name) is >= 0 and var index
        ? (ScenarioState)index
        : throw new ArgumentException($"'{name}' is no state of a scenario", nameof(name));

    public static ScenarioRefusal May(ScenarioState state, ScenarioAct act, out ScenarioState next)
    {
        var (refusal, after) = (state, act) switch
        {
            (ScenarioState.Replaced, _) => (ScenarioRefusal.Replaced, state),
            (_, ScenarioAct.ReportReady) => (ScenarioRefusal.None, state),
            (ScenarioState.Written or ScenarioState.Rehearsed, ScenarioAct.Edit) => (ScenarioRefusal.None, ScenarioState.Written),
            (ScenarioState.Written or ScenarioState.Rehearsed, ScenarioAct.Rehearse) => (ScenarioRefusal.None, ScenarioState.Rehearsed),
            (ScenarioState.Written, ScenarioAct.Approve) => (ScenarioRefusal.NotRehearsed, state),
            (ScenarioState.Rehearsed, ScenarioAct.Approve) => (ScenarioRefusal.None, ScenarioState.Approved),
            (ScenarioState.Written or ScenarioState.Rehearsed, ScenarioAct.Revise) => (ScenarioRefusal.StillEditable, state),
            (ScenarioState.Written or ScenarioState.Rehearsed, _) => (ScenarioRefusal.NotApproved, state),
            (_, ScenarioAct.Edit or ScenarioAct.Approve) => (ScenarioRefusal.AlreadyApproved, state),
            (_, ScenarioAct.Use) => (ScenarioRefusal.None, ScenarioState.Used),
            (_, ScenarioAct.Replace) => (ScenarioRefusal.None, ScenarioState.Replaced),
            _ => (ScenarioRefusal.None, state),
        };
        next = after;
        return refusal;
    }
}
