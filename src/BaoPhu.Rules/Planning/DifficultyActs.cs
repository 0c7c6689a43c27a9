namespace BaoPhu.Rules.Planning;

/// <summary>Where a difficulty stands.</summary>
public enum DifficultyState : byte
{
    /// <summary>An office owes its answer.</summary>
    Open = 0,
    Answered = 1,

    /// <summary>Who raised it can work with the answer.</summary>
    Accepted = 2,
    Closed = 3,
}

/// <summary>What is done to a difficulty.</summary>
public enum DifficultyAct : byte
{
    /// <summary>Handed on to who answers for its subject.</summary>
    Pass = 0,
    Answer = 1,
    Accept = 2,
    AskAgain = 3,
    Close = 4,
}

/// <summary>
/// The life of a difficulty as a truth table: state × act → the next state. Who holds it passes it on or answers; who raised it accepts the answer, asks again, and closes it: when the answer was applied,
/// or before one came because it solved itself. An answer that nobody has accepted cannot be closed away.
/// </summary>
public static class DifficultyActs
{
    private const DifficultyState No = (DifficultyState)byte.MaxValue;

    private static readonly DifficultyState[,] Table =
    {
        // Pass, Answer, Accept, AskAgain, Close
        { DifficultyState.Open, DifficultyState.Answered, No, No, DifficultyState.Closed }, // open
        { No, No, DifficultyState.Accepted, DifficultyState.Open, No }, // answered
        { No, No, No, No, DifficultyState.Closed }, // accepted
        { No, No, No, No, No }, // closed
    };

    /// <summary>The state after the act, null where it may not be done.</summary>
    public static DifficultyState? After(DifficultyState state, DifficultyAct act) => Table[(int)state, (int)act] is var next && next == No ? null : next;

    public static bool Allows(DifficultyState state, DifficultyAct act) => After(state, act) is not null;

    /// <summary>True of an act of the office that owes the answer; the others are of the office that raised it.</summary>
    public static bool IsHolders(DifficultyAct act) => act is DifficultyAct.Pass or DifficultyAct.Answer;
}
