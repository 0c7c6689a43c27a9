namespace BaoPhu.Rules.Messages;

/// <summary>Where a message stands. Every recipient ends in exactly one of the states from <see cref="Accepted"/> on.</summary>
public enum MessageState : byte
{
    /// <summary>Waits for its turn on the channel it stands on.</summary>
    Queued = 0,

    /// <summary>Waits for an hour at which it may go: quiet hours, or the recipient has had enough for the day.</summary>
    Held = 1,

    /// <summary>Being handed to the channel; nobody else may touch it until its lease is over.</summary>
    Sending = 2,

    /// <summary>The channel took it upon itself.</summary>
    Accepted = 3,

    /// <summary>It reached the recipient, says the channel.</summary>
    Delivered = 4,

    /// <summary>The recipient, or the channel on its behalf, would not have it.</summary>
    Refused = 5,

    /// <summary>Nobody of that address or number.</summary>
    NotAtAddress = 6,

    /// <summary>The channel could not, again and again.</summary>
    FailedTechnical = 7,

    /// <summary>It cannot go as it is: no address, a value the channel does not take.</summary>
    FailedPermanent = 8,

    /// <summary>Too old to be sent.</summary>
    Expired = 9,

    /// <summary>The recipient asked not to be written to.</summary>
    OptedOut = 10,

    /// <summary>The debt it is about was paid before it left.</summary>
    PaidUp = 11,

    /// <summary>The sender died between handing over and the answer, and the channel cannot say: a person decides.</summary>
    Uncertain = 12,

    /// <summary>Taken back before it left.</summary>
    Cancelled = 13,
}

/// <summary>What happens to a message: by the sender, the channel's answer or report, or a person.</summary>
public enum MessageAct : byte
{
    Hold = 0,
    HandOver = 1,
    Accept = 2,
    Deliver = 3,
    Refuse = 4,
    NotThere = 5,

    /// <summary>Not now: back into the queue, to be tried later. Also what the channel, asked, never had.</summary>
    TryLater = 6,

    /// <summary>Tried as often as is allowed.</summary>
    GiveUp = 7,
    FailForGood = 8,
    Expire = 9,
    OptOut = 10,
    PayUp = 11,
    LoseSight = 12,
    Cancel = 13,

    /// <summary>On to the next channel of the order.</summary>
    NextChannel = 14,

    /// <summary>A person lets it go once more.</summary>
    SendAgain = 15,

    /// <summary>A person takes it for sent.</summary>
    CountAsSent = 16,
}

/// <summary>
/// The life of a message as a truth table: state × act → the next state, or nothing where the act may not be. A message that was handed over goes back into the queue only on the
/// channel's own word or a person's: never doubled, never lost.
/// </summary>
public static class MessageActs
{
    private const MessageState No = (MessageState)byte.MaxValue;
    private const MessageState Que = MessageState.Queued;
    private const MessageState Hld = MessageState.Held;
    private const MessageState Snd = MessageState.Sending;
    private const MessageState Acc = MessageState.Accepted;
    private const MessageState Del = MessageState.Delivered;
    private const MessageState Ref = MessageState.Refused;
    private const MessageState Adr = MessageState.NotAtAddress;
    private const MessageState Tec = MessageState.FailedTechnical;
    private const MessageState Per = MessageState.FailedPermanent;
    private const MessageState Exp = MessageState.Expired;
    private const MessageState Opt = MessageState.OptedOut;
    private const MessageState Pay = MessageState.PaidUp;
    private const MessageState Unc = MessageState.Uncertain;
    private const MessageState Can = MessageState.Cancelled;

    private static readonly MessageState[,] Table =
    {
        // Hold, HandOver, Accept, Deliver, Refuse, NotThere, TryLater, GiveUp, FailForGood, Expire, OptOut, PayUp, LoseSight, Cancel, NextChannel, SendAgain, CountAsSent
        { Hld, Snd, No, No, No, No, No, No, Per, Exp, Opt, Pay, No, Can, Que, No, No }, // queued
        { Hld, Snd, No, No, No, No, No, No, Per, Exp, Opt, Pay, No, Can, Que, No, No }, // held
        { No, No, Acc, Del, Ref, Adr, Que, Tec, Per, No, No, No, Unc, No, No, No, No }, // sending
        { No, No, No, Del, Ref, Adr, No, No, Per, No, No, No, No, No, No, No, No }, // accepted
        { No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No }, // delivered
        { No, No, No, No, No, No, No, No, No, No, No, No, No, No, Que, No, No }, // refused
        { No, No, No, No, No, No, No, No, No, No, No, No, No, No, Que, No, No }, // not at address
        { No, No, No, No, No, No, No, No, No, No, No, No, No, No, Que, Que, No }, // failed: technical
        { No, No, No, No, No, No, No, No, No, No, No, No, No, No, Que, No, No }, // failed: permanent
        { No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No }, // expired
        { No, No, No, No, No, No, No, No, No, No, No, No, No, No, Que, No, No }, // opted out
        { No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No }, // paid up
        { No, No, Acc, Del, Ref, Adr, No, No, Per, No, No, No, No, No, No, Que, Acc }, // uncertain
        { No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No, No }, // cancelled
    };

    /// <summary>The state after the act; null where it may not be.</summary>
    public static MessageState? Next(MessageState state, MessageAct act) => Table[(int)state, (int)act] is var next && next != No ? next : null;

    /// <summary>Has not come to an end on its own yet: the sender will see to it.</summary>
    public static bool IsPending(this MessageState state) => state <= MessageState.Sending;

    /// <summary>It left the house.</summary>
    public static bool HasLeft(this MessageState state) => state is MessageState.Accepted or MessageState.Delivered;

    /// <summary>The channel did not bring it to the recipient: the next one of the order may.</summary>
    public static bool WantsNextChannel(this MessageState state) => Next(state, MessageAct.NextChannel) is not null && !state.IsPending();

    /// <summary>Somebody should know: it did not reach anybody, or it was not needed any more.</summary>
    public static bool IsTold(this MessageState state) => !state.IsPending() && !state.HasLeft() && state != MessageState.Cancelled;
}

/// <summary>Words of the database for the states.</summary>
public static class MessageNames
{
    private static readonly string[] StateNames =
    [
        "queued", "held", "sending", "accepted", "delivered", "refused", "not-at-address", "failed-technical", "failed-permanent", "expired", "opted-out", "paid-up", "uncertain", "cancelled",
    ];

    private static readonly string[] ActNames =
    [
        "held", "handed-over", "accepted", "delivered", "refused", "not-there", "later", "gave-up", "failed", "expired", "opted-out", "paid-up", "lost-sight", "cancelled", "next-channel", "again",
        "counted-as-sent",
    ];

    public static IReadOnlyList<string> States => StateNames;
    public static IReadOnlyList<string> Acts => ActNames;

    public static string Of(MessageState state) => StateNames[(int)state];
    public static string Of(MessageAct act) => ActNames[(int)act];

    public static MessageState State(string name) => Array.IndexOf(StateNames, name) is >= 0 and var index ? (MessageState)index : throw new ArgumentException($"'{name}' is no state of a message", nameof(name));
}
