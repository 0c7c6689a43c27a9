using BaoPhu.Rules.Policy;

namespace BaoPhu.Rules.Papers;

/// <summary>What an outcome needs of the paper of its task.</summary>
public enum PaperNeed : byte
{
    None = 0,

    /// <summary>Signed for the office: what goes by phone, Zalo, e-mail or by hand.</summary>
    Signed = 1,

    /// <summary>On its way: what goes by post stands on a manifest.</summary>
    Sent = 2,

    /// <summary>Minutes with the employer's signature.</summary>
    UnitSigned = 3,

    /// <summary>Minutes with the refusal written down.</summary>
    UnitRefused = 4,
}

/// <summary>
/// A task is done only when its paper exists and the right person signed it. Which outcome needs which paper is decided here, from the papers that the row of the plan names,
/// the outcome and the channel; only papers that the house makes itself are asked for.
/// </summary>
public static class PaperNeeds
{
    /// <summary>Papers of the plan that the house makes; the others (decisions of an inspection, files for an authority) are made outside it until they have a form.</summary>
    public static IReadOnlyList<string> MadeHere { get; } = ["TB", "D04h-TS", "CV", "03/QĐ688"];

    /// <summary>Forms that hang on a task beside the paper it asks for, and never stand for it: minutes of reconciliation.</summary>
    public static IReadOnlyList<string> Beside { get; } = ["C05-TS"];

    /// <summary>Does the act have a paper of ours? A letter (CV) alone is free text and has no form; with Mẫu 03 it is the demand of level 4.</summary>
    public static bool HasPaper(PolicyAct act) => act.Papers.Any(p => p != "CV" && MadeHere.Contains(p));

    /// <summary>
    /// What must be there before the outcome is recorded. That the employer has paid or is not at its address needs no paper, nor does an outcome that leaves the task open.
    /// </summary>
    public static PaperNeed Of(PolicyAct act, string outcome, string channel)
    {
        var rule = act.Outcomes.FirstOrDefault(o => o.Outcome == outcome);
        return rule is not { Done: true } || !HasPaper(act) || outcome is "paid" or "not-at-address" ? PaperNeed.None
            : act.Papers.Contains("D04h-TS") ? outcome switch
            {
                "signed" => PaperNeed.UnitSigned,
                "refused-to-sign" => PaperNeed.UnitRefused,
                _ => PaperNeed.Signed,
            }
            : channel == "post" ? PaperNeed.Sent : PaperNeed.Signed;
    }

    /// <summary>Is the need met by the furthest paper of the task (null: it has none)?</summary>
    public static bool Met(PaperNeed need, PaperState? paper) => need switch
    {
        PaperNeed.None => true,
        PaperNeed.Signed => paper?.IsSigned() == true,
        PaperNeed.Sent => paper is PaperState.Sent or PaperState.UnitSigned or PaperState.UnitRefused,
        PaperNeed.UnitSigned => paper == PaperState.UnitSigned,
        _ => paper == PaperState.UnitRefused,
    };
}
