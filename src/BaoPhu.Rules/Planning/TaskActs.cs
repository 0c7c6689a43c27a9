using BaoPhu.Rules.Policy;

namespace BaoPhu.Rules.Planning;

/// <summary>What a person may do to a task.</summary>
public enum TaskAct : byte
{
    Take = 0,
    Arrange = 1,
    Record = 2,
}

/// <summary>Why it may not be done; each has its words on the screen.</summary>
public enum TaskRefusal : byte
{
    None = 0,
    Suspended = 1,
    Done = 2,
    Closed = 3,

    /// <summary>The row does not know this outcome.</summary>
    OutcomeNotOfRow = 4,

    /// <summary>The act wants an arranged slot first (people, hours, space, place).</summary>
    NotArranged = 5,

    /// <summary>The act has no slot to be arranged.</summary>
    NoSlot = 6,
}

/// <summary>The truth table of what may be done with a task: state × act, and for a record the outcomes of the row that orders it.</summary>
public static class TaskActs
{
    private static readonly TaskRefusal[,] Table =
    {
        // Take, Arrange, Record
        { TaskRefusal.None, TaskRefusal.None, TaskRefusal.None }, // open
        { TaskRefusal.None, TaskRefusal.None, TaskRefusal.None }, // started
        { TaskRefusal.None, TaskRefusal.Suspended, TaskRefusal.Suspended }, // suspended
        { TaskRefusal.Done, TaskRefusal.Done, TaskRefusal.Done }, // done
        { TaskRefusal.Closed, TaskRefusal.Closed, TaskRefusal.Closed }, // closed
    };

    public static TaskRefusal May(TaskState state, TaskAct act) => Table[(int)state, (int)act];

    public static TaskRefusal MayArrange(TaskState state, PolicyAct act) =>
        May(state, TaskAct.Arrange) is not TaskRefusal.None and var refusal ? refusal : act.Stream == WorkStream.InPerson ? TaskRefusal.None : TaskRefusal.NoSlot;

    /// <summary>
    /// May this outcome be recorded? That the employer has paid may be recorded without the slot in which it was to be met. <paramref name="next"/> is the state afterwards.
    /// </summary>
    public static TaskRefusal MayRecord(TaskState state, PolicyAct act, string outcome, bool arranged, out TaskState next)
    {
        next = state;
        if (May(state, TaskAct.Record) is not TaskRefusal.None and var refusal)
        {
            return refusal;
        }

        var rule = act.Outcomes.FirstOrDefault(o => o.Outcome == outcome);
        if (rule is null)
        {
            return TaskRefusal.OutcomeNotOfRow;
        }

        if (act.Slot && !arranged && outcome != "paid")
        {
            return TaskRefusal.NotArranged;
        }

        next = rule.Done ? TaskState.Done : TaskState.Started;
        return TaskRefusal.None;
    }
}
