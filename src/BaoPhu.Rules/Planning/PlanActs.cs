namespace BaoPhu.Rules.Planning;

/// <summary>Where a province's plan for a week or month stands.</summary>
public enum PlanState : byte
{
    Draft = 0,

    /// <summary>By the director: followed line by line.</summary>
    Approved = 1,
    Closed = 2,
}

/// <summary>What is done to a plan.</summary>
public enum PlanAct : byte
{
    /// <summary>A line is written, changed or taken off.</summary>
    Edit = 0,

    /// <summary>Its lines are proposed anew from the open tasks.</summary>
    Propose = 1,
    Approve = 2,

    /// <summary>What came of a line that no task counts.</summary>
    Note = 3,

    /// <summary>Taken back to be changed, with the reason: it must be approved again.</summary>
    Amend = 4,
    Close = 5,
}

/// <summary>
/// The life of a plan as a truth table: state × act → the next state. What the director approved is not changed behind his back: a switch of the level leads through <see cref="PlanAct.Amend"/> to a new
/// approval.
/// </summary>
public static class PlanActs
{
    private const PlanState No = (PlanState)byte.MaxValue;

    private static readonly PlanState[,] Table =
    {
        // Edit, Propose, Approve, Note, Amend, Close
        { PlanState.Draft, PlanState.Draft, PlanState.Approved, No, No, No }, // draft
        { No, No, No, PlanState.Approved, PlanState.Draft, PlanState.Closed }, // approved
        { No, No, No, No, No, No }, // closed
    };

    /// <summary>The state after the act, null where it may not be done.</summary>
    public static PlanState? After(PlanState state, PlanAct act) => Table[(int)state, (int)act] is var next && next == No ? null : next;

    public static bool Allows(PlanState state, PlanAct act) => After(state, act) is not null;
}

/// <summary>The days of a plan, both counted.</summary>
public static class PlanTerms
{
    public const string Week = "week";
    public const string Month = "month";

    /// <summary>Monday to Sunday, or the calendar month, that holds the day.</summary>
    public static (DateOnly From, DateOnly To) Of(string kind, DateOnly day)
    {
        if (kind == Month)
        {
            var first = new DateOnly(day.Year, day.Month, 1);
            return (first, first.AddMonths(1).AddDays(-1));
        }

        var monday = day.AddDays(-(((int)day.DayOfWeek + 6) % 7));
        return (monday, monday.AddDays(6));
    }
}
