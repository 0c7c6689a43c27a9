namespace BaoPhu.Rules.Papers;

/// <summary>Where a paper stands in its life. The order is that of the life: what stands further has what stood before.</summary>
public enum PaperState : byte
{
    /// <summary>Answers were given, no number drawn: may be changed and thrown away.</summary>
    Draft = 0,

    /// <summary>Checked, numbered and registered; waits for its signature.</summary>
    Numbered = 1,

    /// <summary>Signed for the office: from here on it never changes.</summary>
    Signed = 2,

    /// <summary>Handed over or on its way.</summary>
    Sent = 3,

    /// <summary>Signed by the employer too (minutes).</summary>
    UnitSigned = 4,

    /// <summary>The employer refused to sign (minutes).</summary>
    UnitRefused = 5,

    /// <summary>Another paper stands in its place; the number stays used.</summary>
    Replaced = 6,

    /// <summary>Cancelled or called back with a reason; the number stays used.</summary>
    Voided = 7,

    /// <summary>A draft that was thrown away; it never had a number.</summary>
    Discarded = 8,
}

/// <summary>What a person may do to a paper.</summary>
public enum PaperAct : byte
{
    Change = 0,
    Number = 1,
    Sign = 2,
    Send = 3,
    UnitSigns = 4,
    UnitRefuses = 5,
    Replace = 6,
    Void = 7,
    Discard = 8,
}

/// <summary>
/// The life of a paper as a truth table: state × act → the next state, or nothing where the act may not be done. A numbered paper is never thrown away, only replaced or
/// voided, so that the register has no gap (NĐ 30/2020, Đ.15); a signed one never changes; one that the employer has answered is a fact and is only replaced.
/// </summary>
public static class PaperActs
{
    private const PaperState No = (PaperState)byte.MaxValue;

    private static readonly PaperState[,] Table =
    {
        // Change, Number, Sign, Send, UnitSigns, UnitRefuses, Replace, Void, Discard
        { PaperState.Draft, PaperState.Numbered, No, No, No, No, No, No, PaperState.Discarded }, // draft
        { No, No, PaperState.Signed, No, No, No, PaperState.Replaced, PaperState.Voided, No }, // numbered
        { No, No, No, PaperState.Sent, PaperState.UnitSigned, PaperState.UnitRefused, PaperState.Replaced, PaperState.Voided, No }, // signed
        { No, No, No, No, PaperState.UnitSigned, PaperState.UnitRefused, PaperState.Replaced, PaperState.Voided, No }, // sent
        { No, No, No, No, No, No, PaperState.Replaced, No, No }, // signed by the employer
        { No, No, No, No, No, No, PaperState.Replaced, No, No }, // refused by the employer
        { No, No, No, No, No, No, No, No, No }, // replaced
        { No, No, No, No, No, No, No, No, No }, // voided
        { No, No, No, No, No, No, No, No, No }, // discarded
    };

    /// <summary>The state after the act; null where it may not be done. Only minutes are signed by the employer.</summary>
    public static PaperState? Next(PaperState state, PaperAct act, bool minutes) =>
        (act is PaperAct.UnitSigns or PaperAct.UnitRefuses) && !minutes ? null : Table[(int)state, (int)act] is var next && next != No ? next : null;

    /// <summary>What may be done now, in the order of a life.</summary>
    public static IEnumerable<PaperAct> Lawful(PaperState state, bool minutes) => Enum.GetValues<PaperAct>().Where(act => Next(state, act, minutes) is not null);

    /// <summary>It stands for its task: not a draft's remains, not replaced, not voided.</summary>
    public static bool IsLive(this PaperState state) => state <= PaperState.UnitRefused;

    /// <summary>Has a number, used for ever.</summary>
    public static bool IsNumbered(this PaperState state) => state is not (PaperState.Draft or PaperState.Discarded);

    /// <summary>Signed for the office, and so unchangeable.</summary>
    public static bool IsSigned(this PaperState state) => state is PaperState.Signed or PaperState.Sent or PaperState.UnitSigned or PaperState.UnitRefused;
}

/// <summary>Words of the database for the states.</summary>
public static class PaperNames
{
    private static readonly string[] StateNames = ["draft", "numbered", "signed", "sent", "unit-signed", "unit-refused", "replaced", "voided", "discarded"];

    public static IReadOnlyList<string> States => StateNames;

    public static string Of(PaperState state) => StateNames[(int)state];

    public static PaperState State(string name) => Array.IndexOf(StateNames, name) is >= 0 and var index ? (PaperState)index : throw new ArgumentException($"'{name}' is no state of a paper", nameof(name));
}
