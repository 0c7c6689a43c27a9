namespace BaoPhu.Rules.Publishing;

/// <summary>Where the list of a month that is to be published stands.</summary>
public enum PublicationState : byte
{
    /// <summary>Taken from the report that went out; debtors may be left out with a reason.</summary>
    Draft = 0,

    /// <summary>The debtors may reply.</summary>
    Reply = 1,

    /// <summary>Approved by the director; its notice waits for number and signature.</summary>
    Approved = 2,

    /// <summary>The names are public.</summary>
    Published = 3,

    /// <summary>No name of it is public any more: a later list stands in its place, or it was taken back.</summary>
    Ended = 4,

    /// <summary>Given up before it was public.</summary>
    Dropped = 5,
}

public enum PublicationAct : byte
{
    /// <summary>Leaving a debtor out or taking it back.</summary>
    Edit = 0,

    /// <summary>Opening the time in which debtors may reply.</summary>
    AskReply = 1,

    /// <summary>Recording what a debtor replied.</summary>
    Reply = 2,

    /// <summary>Deciding on a reply.</summary>
    Answer = 3,
    Approve = 4,
    Publish = 5,
    End = 6,
    Drop = 7,
}

/// <summary>Why an act may not be done although the state would allow it. Each is a text of its own.</summary>
public enum PublicationBar : byte
{
    State = 0,
    NobodyListed = 1,
    ReplyTimeRuns = 2,
    RepliesOpen = 3,
    NoticeNotSigned = 4,
}

/// <summary>What is known of a list beside its state. <paramref name="Listed"/>: debtors still on it. <paramref name="NoticeSigned"/>: the notice was signed after the last approval.</summary>
public sealed record PublicationFacts(DateOnly Today, DateOnly? ReplyUntil, int Listed, int RepliesOpen, bool NoticeSigned);

/// <summary>
/// The life of a published list as a truth table: state × act → the next state or nothing, and what must hold beside the state. A reply that comes after the approval takes the
/// approval back; one that comes after the publication is decided on while the names are public.
/// </summary>
public static class PublicationActs
{
    private const PublicationState No = (PublicationState)byte.MaxValue;
    private const PublicationState Draft = PublicationState.Draft, Reply = PublicationState.Reply, Approved = PublicationState.Approved, Published = PublicationState.Published, Ended = PublicationState.Ended, Dropped = PublicationState.Dropped;

    private static readonly string[] StateNames = ["draft", "reply", "approved", "published", "ended", "dropped"];

    private static readonly PublicationState[,] Table =
    {
        // Edit, AskReply, Reply, Answer, Approve, Publish, End, Drop
        { Draft, Reply, No, No, No, No, No, Dropped }, // draft
        { Reply, No, Reply, Reply, Approved, No, No, Dropped }, // reply
        { No, No, Reply, No, No, Published, No, Dropped }, // approved
        { No, No, Published, Published, No, No, Ended, No }, // published
        { No, No, No, No, No, No, No, No }, // ended
        { No, No, No, No, No, No, No, No }, // dropped
    };

    public static PublicationState? Next(PublicationState state, PublicationAct act) => Table[(int)state, (int)act] is var next && next != No ? next : null;

    /// <summary>Every reason why the act may not be done now; none: it may.</summary>
    public static IReadOnlyList<PublicationBar> Bars(PublicationState state, PublicationAct act, PublicationFacts facts)
    {
        if (Next(state, act) is null)
        {
            return [PublicationBar.State];
        }

        var bars = new List<PublicationBar>();
        if (act is PublicationAct.AskReply or PublicationAct.Approve or PublicationAct.Publish && facts.Listed == 0)
        {
            bars.Add(PublicationBar.NobodyListed);
        }

        if (act == PublicationAct.Approve && !(facts.ReplyUntil < facts.Today))
        {
            bars.Add(PublicationBar.ReplyTimeRuns);
        }

        if (act is PublicationAct.Approve or PublicationAct.Publish && facts.RepliesOpen > 0)
        {
            bars.Add(PublicationBar.RepliesOpen);
        }

        if (act == PublicationAct.Publish && !facts.NoticeSigned)
        {
            bars.Add(PublicationBar.NoticeNotSigned);
        }

        return bars;
    }

    public static string Of(PublicationState state) => StateNames[(int)state];

    public static PublicationState State(string name) => Array.IndexOf(StateNames, name) is >= 0 and var index ? (PublicationState)index : throw new ArgumentException($"'{name}' is no state of a publication", nameof(name));
}
