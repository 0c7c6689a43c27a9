using BaoPhu.Rules.Cases;
using BaoPhu.Rules.Policy;

namespace BaoPhu.Rules.Prosecution;

/// <summary>
/// The way of a file under Article 216: gathered, checked by somebody else than who gathered it, signed for and sent, answered by the investigating authority; returned for more it is gathered again.
/// Every day of it may also end because what the article asks is not there.
/// </summary>
public static class ReferralTable
{
    /// <summary>Code of the letter of recommendation to prosecute.</summary>
    public const string Letter = "KN-KT";

    public const string Complete = "complete";
    public const string Checked = "points-answered";
    public const string Refused = "point-refused";
    public const string Bound = "dossier-bound";

    /// <summary>The signed letter names the dossier that is bound now, not one that was returned.</summary>
    public const string LetterOfDossier = "letter-of-dossier";

    private static readonly Need Whole = Needs.Finding(Complete);

    public static Procedure Procedure { get; } = new(ActNames.Refer, ["prosecuted", "declined", "dropped"],
    [
        new("", "open", "gathering", "change", Needs.TaskOpen),
        new("gathering", "confirm", "gathering"),
        new("gathering", "sanction", "gathering"),
        new("gathering", "strike", "gathering"),
        new("gathering", "submit", "checking", "change", Whole),
        new("gathering", "drop", "dropped", "decide") { Outcome = "not-met" },
        new("checking", "answer", "checking", "review"),
        new("checking", "return", "gathering", "review"),
        new("checking", "approve", "approved", "review", Whole, Needs.Finding(Checked), new Need("NoPointRefused", f => !f.Findings.Contains(Refused))),
        new("approved", "return", "gathering", "review"),
        new("approved", "bind", "approved", "dossier"),
        new("approved", "send", "sent", "change", Needs.NotSuspended, Needs.Finding(Bound), Needs.Signed(Letter), Needs.Finding(LetterOfDossier)) { Outcome = "sent" },
        new("sent", "accept", "verifying"),
        new("sent", "ask-more", "returned"),
        new("sent", "prosecute", "prosecuted") { Outcome = "accepted" },
        new("sent", "decline", "declined") { Outcome = "rejected" },
        new("verifying", "ask-more", "returned"),
        new("verifying", "prosecute", "prosecuted") { Outcome = "accepted" },
        new("verifying", "decline", "declined") { Outcome = "rejected" },
        new("returned", "resume", "gathering"),
        new("returned", "drop", "dropped", "decide") { Outcome = "not-met" },
    ]);
}
