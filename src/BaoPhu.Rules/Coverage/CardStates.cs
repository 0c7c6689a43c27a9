namespace BaoPhu.Rules.Coverage;

/// <summary>What a row of a budget list is found to be, held against the register and the cards.</summary>
public enum CardFinding : byte
{
    /// <summary>A card that holds to the end of the list's year.</summary>
    Card = 0,

    /// <summary>A card that holds, and ends before the list's year does.</summary>
    Ending = 1,

    /// <summary>In the register, without a card that holds.</summary>
    None = 2,

    /// <summary>Not in the register at all: needs a number and a card.</summary>
    Unknown = 3,

    /// <summary>Told since the last matching: nobody knows yet who it is.</summary>
    Unmatched = 4,

    /// <summary>A match waits for its reader.</summary>
    Doubt = 5,

    /// <summary>Not in the newer list of the same year, group and commune.</summary>
    Left = 6,

    /// <summary>The same person stands on another list, whose group pays.</summary>
    Duplicate = 7,

    /// <summary>Of a group of which the budget pays a part: the card follows the own payment.</summary>
    Supported = 8,

    /// <summary>Without a number of its own, and of the same name, birth and commune as a row of another group: for a person to look at.</summary>
    Alike = 9,
}

/// <summary>How far a row of a budget list is.</summary>
public enum CardState : byte
{
    /// <summary>Nothing to do.</summary>
    Nothing = 0,

    /// <summary>Of the remainder.</summary>
    Open = 1,

    /// <summary>On a list for issue; of the remainder until issued.</summary>
    Listed = 2,
    Issued = 3,
    Explained = 4,
}

/// <summary>What a person does with a row.</summary>
public enum CardAct : byte
{
    List,
    Issue,
    Explain,
    Withdraw,

    /// <summary>Two persons, however alike.</summary>
    Apart,
}

/// <summary>
/// The life of a row of a budget list. What is found anew moves what nobody has decided; an explanation stands until it is withdrawn. Nobody leaves the remainder but by a card, by an explanation, or because
/// another list pays for the same person.
/// </summary>
public static class CardStates
{
    /// <summary>The state after the lists and cards were read anew. <paramref name="byFile"/>: an issued card was checked off by the file of cards, not by a person's word.</summary>
    public static CardState After(CardState state, CardFinding finding, bool byFile) => (state, finding) switch
    {
        (CardState.Explained, _) => CardState.Explained,
        (_, CardFinding.Duplicate or CardFinding.Supported) => CardState.Nothing,
        (_, CardFinding.Left) => CardState.Open,
        (CardState.Listed or CardState.Issued, CardFinding.Card) => CardState.Issued,
        (_, CardFinding.Card) => CardState.Nothing,
        // The card that the file told of is gone, or ends too early: it is needed again.
        (CardState.Issued, _) => byFile ? CardState.Open : CardState.Issued,
        (CardState.Listed, _) => CardState.Listed,
        _ => CardState.Open,
    };

    /// <summary>The state after a person's act; null where it is refused.</summary>
    public static CardState? After(CardState state, CardFinding finding, CardAct act) => (state, act) switch
    {
        (CardState.Open, CardAct.List) when finding is CardFinding.None or CardFinding.Ending or CardFinding.Unknown => CardState.Listed,
        (CardState.Open or CardState.Listed, CardAct.Apart) when finding is CardFinding.Alike => state,
        (CardState.Listed, CardAct.Issue) => CardState.Issued,
        (CardState.Open or CardState.Listed, CardAct.Explain) => CardState.Explained,
        (CardState.Explained or CardState.Listed, CardAct.Withdraw) => After(CardState.Nothing, finding, byFile: false),
        (CardState.Issued, CardAct.Withdraw) when finding != CardFinding.Card => After(CardState.Nothing, finding, byFile: false),
        _ => null,
    };

    /// <summary>True while the row counts in the remainder of its commune.</summary>
    public static bool IsRemainder(this CardState state) => state is CardState.Open or CardState.Listed;
}
