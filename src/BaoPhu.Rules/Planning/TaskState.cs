namespace BaoPhu.Rules.Planning;

/// <summary>State of a task. Open, started and suspended are the states of an open task: at most one such per subject and act.</summary>
public enum TaskState : byte
{
    Open = 0,

    /// <summary>Something was done, more is to be done: a call without answer, a letter sent, a visit arranged.</summary>
    Started = 1,

    /// <summary>Put off by the level with its clock stopped.</summary>
    Suspended = 2,

    /// <summary>Done by a person; keeps the rule and level it was done under and is never rewritten.</summary>
    Done = 3,

    /// <summary>Closed by itself, with the reason: not ordered any more.</summary>
    Closed = 4,
}

/// <summary>Why the planner touched a task.</summary>
public enum PlanReason : byte
{
    None = 0,

    /// <summary>Ordered for the first time, or again after it had closed by itself.</summary>
    Ordered = 1,

    /// <summary>The recurrence of the row has passed.</summary>
    Recurrence = 2,

    /// <summary>The band was left and entered again.</summary>
    BandEnteredAgain = 3,
    Paid = 4,
    Band = 5,
    Level = 6,
    Standing = 7,

    /// <summary>A mark (wilful, violation…) came or went, or the debt crossed the threshold for large.</summary>
    Mark = 8,

    /// <summary>Another version of the table is in force.</summary>
    Policy = 9,

    /// <summary>Amount, oldest month or office changed; nothing else.</summary>
    Facts = 10,
}

/// <summary>What becomes of a task: the kinds of a switch (carry on, convert, suspend, cancel, create) and of a nightly pass.</summary>
public enum PlanChange : byte
{
    Unchanged = 0,
    Create = 1,

    /// <summary>Facts only: amount, oldest month, band or level under the same row.</summary>
    Update = 2,

    /// <summary>Another row orders the same act: stream, channels, form and owner change, what was done stays.</summary>
    Convert = 3,
    Suspend = 4,

    /// <summary>Taken up again after a suspension.</summary>
    Reopen = 5,
    Close = 6,

    /// <summary>Left as it is until the switch of its locality is confirmed.</summary>
    Await = 7,
}

/// <summary>Words of the database and of JSON for the values above.</summary>
public static class PlanNames
{
    private static readonly string[] StateNames = ["open", "started", "suspended", "done", "closed"];
    private static readonly string[] ReasonNames = ["", "ordered", "recurrence", "band-again", "paid", "band", "level", "standing", "mark", "policy", "facts"];
    private static readonly string[] ChangeNames = ["unchanged", "created", "updated", "converted", "suspended", "reopened", "closed", "awaiting-switch"];

    public static IReadOnlyList<string> States => StateNames;
    public static IReadOnlyList<string> Reasons => ReasonNames;
    public static IReadOnlyList<string> Changes => ChangeNames;

    public static string Of(TaskState value) => StateNames[(int)value];
    public static string Of(PlanReason value) => ReasonNames[(int)value];
    public static string Of(PlanChange value) => ChangeNames[(int)value];

    public static bool TryState(string? name, out TaskState value)
    {
        var index = name is null ? -1 : Array.IndexOf(StateNames, name);
        value = (TaskState)Math.Max(index, 0);
        return index >= 0;
    }

    /// <summary>True while something is still to be done or waited for.</summary>
    public static bool IsOpen(this TaskState state) => state <= TaskState.Suspended;
}
