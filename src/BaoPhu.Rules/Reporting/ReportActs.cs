namespace BaoPhu.Rules.Reporting;

/// <summary>Where a version of a report stands.</summary>
public enum ReportState : byte
{
    /// <summary>Looked at and annotated; its figures still move with the ledger.</summary>
    Draft = 0,

    /// <summary>Signed and sent: its figures never change again.</summary>
    Sent = 1,
    Received = 2,

    /// <summary>Sent back with a reason: a new version must come.</summary>
    Returned = 3,
    Accepted = 4,

    /// <summary>A later version stands in its place.</summary>
    Replaced = 5,
}

/// <summary>What is done to a report.</summary>
public enum ReportAct : byte
{
    Annotate = 0,
    Send = 1,
    Receive = 2,
    Return = 3,
    Accept = 4,
    Correct = 5,
}

/// <summary>
/// The life of a report as a truth table: state × act → the next state. What was sent is never changed or taken back: who finds it wrong corrects it by a new version with its reason, and
/// who receives it returns it, so that every figure that was ever told stays to be read.
/// </summary>
public static class ReportActs
{
    private const ReportState No = (ReportState)byte.MaxValue;

    private static readonly ReportState[,] Table =
    {
        // Annotate, Send, Receive, Return, Accept, Correct
        { ReportState.Draft, ReportState.Sent, No, No, No, No }, // draft
        { No, No, ReportState.Received, ReportState.Returned, ReportState.Accepted, ReportState.Replaced }, // sent
        { No, No, No, ReportState.Returned, ReportState.Accepted, ReportState.Replaced }, // received
        { No, No, No, No, No, ReportState.Replaced }, // returned
        { No, No, No, No, No, ReportState.Replaced }, // accepted
        { No, No, No, No, No, No }, // replaced
    };

    /// <summary>The state after the act, null where it may not be done.</summary>
    public static ReportState? After(ReportState state, ReportAct act) => Table[(int)state, (int)act] is var next && next == No ? null : next;

    public static bool Allows(ReportState state, ReportAct act) => After(state, act) is not null;

    /// <summary>True of a version that counts: sent, and no later one in its place.</summary>
    public static bool Counts(this ReportState state) => state is ReportState.Sent or ReportState.Received or ReportState.Accepted;
}

/// <summary>How a term stands with its office.</summary>
public enum ReportStanding : byte
{
    /// <summary>Not sent, and the deadline has not come.</summary>
    Expected = 0,
    OnTime = 1,
    Late = 2,

    /// <summary>Not sent, and the deadline has passed.</summary>
    Missing = 3,

    /// <summary>Sent, saying that there is nothing to report: not the same as no report.</summary>
    Nothing = 4,

    /// <summary>Returned: a new version is awaited.</summary>
    Returned = 5,

    /// <summary>Who receives it has waived it, with a reason.</summary>
    Excused = 6,
}

/// <summary>How a term stands, by its first version sent: a correction after the hour does not make a report late that came in time.</summary>
public static class ReportStandings
{
    public static ReportStanding Of(ReportTerm term, long now, long? firstSent, ReportState? last, bool nothing, bool excused) => (firstSent, last) switch
    {
        (_, ReportState.Returned) => ReportStanding.Returned,
        ({ } at, _) => term.IsLate(at) ? ReportStanding.Late : nothing ? ReportStanding.Nothing : ReportStanding.OnTime,
        _ => excused ? ReportStanding.Excused : term.IsLate(now) ? ReportStanding.Missing : ReportStanding.Expected,
    };
}
