namespace BaoPhu.Rules.Coverage;

/// <summary>Where the link of two rows stands.</summary>
public enum LinkState : byte
{
    /// <summary>Sure by its score.</summary>
    Accepted = 0,

    /// <summary>Waits for its first reader.</summary>
    Review = 1,

    /// <summary>Read once; drawn for a second reader, or about to be taken back.</summary>
    Second = 2,

    /// <summary>Two readers disagree: a third decides.</summary>
    Third = 3,

    /// <summary>Persons say it is one person.</summary>
    Confirmed = 4,

    /// <summary>Persons say they are two.</summary>
    Rejected = 5,
}

/// <summary>
/// The life of a link among its readers. A doubtful pair is read; a sample of what was read is read again by somebody else; where two disagree a third decides. What was accepted by its score is taken back
/// only by two who agree: one wrong click must not leave a worker uninsured.
/// </summary>
public static class LinkStates
{
    /// <summary>The state after a reader's word; null where nobody may read. <paramref name="first"/>: the first reader's word where there is one. <paramref name="sampled"/>: drawn for a second reader.</summary>
    public static LinkState? After(LinkState state, bool same, bool? first, bool sampled) => state switch
    {
        LinkState.Review => sampled ? LinkState.Second : Closed(same),
        LinkState.Accepted => same ? LinkState.Confirmed : LinkState.Second,
        LinkState.Second => first == same ? Closed(same) : LinkState.Third,
        LinkState.Third => Closed(same),
        _ => null,
    };

    /// <summary>True of a link by which two rows are one person now.</summary>
    public static bool Holds(this LinkState state) => state is LinkState.Accepted or LinkState.Confirmed;

    /// <summary>True while nobody may say that the worker is missing, nor that it is not: it waits for a person.</summary>
    public static bool IsOpen(this LinkState state) => state is LinkState.Review or LinkState.Second or LinkState.Third;

    /// <summary>
    /// True where the pair falls into a sample of <paramref name="percent"/> of a hundred. The same pair always falls the same way, whoever asks and however often: nobody can draw again until it suits.
    /// </summary>
    public static bool IsDrawn(long subject, long person, int percent)
    {
        var mixed = (ulong)subject * 0x9E3779B97F4A7C15UL ^ (ulong)person * 0xC2B2AE3D27D4EB4FUL;
        mixed ^= mixed >> 32;
        mixed *= 0xD6E8FEB86659FD93UL;
        return (mixed >> 32) % 100 < (ulong)Math.Max(0, percent);
    }

    private static LinkState Closed(bool same) => same ? LinkState.Confirmed : LinkState.Rejected;
}
