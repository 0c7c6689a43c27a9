using BaoPhu.Core.Collection.Answers;
using BaoPhu.Core.Texts;

namespace BaoPhu.Core.Collection;

/// <summary>Every procedure there is, in the order in which a debt runs through them.</summary>
public static class CaseBook
{
    public static IReadOnlyList<ICaseProcedure> All { get; } =
    [
        .. Reconciliation.Acts.Select(act => new Reconciliation(act)),
        new Inspection.InspectionProcedure(),
        new Penalty.PenaltyProcedure(),
        new Referral.ReferralProcedure(),
        new TeamProcedure(),
        new Makeup.MakeupProcedure(),
        new Claim.ClaimProcedure(),
        new Budget.BudgetProcedure(),
    ];

    /// <summary>The procedure of an act of the plan. Refused as missing where the act has none.</summary>
    public static ICaseProcedure Of(string act) => Find(act) ?? throw new Refusal("Cases.NoProcedure", act) { Kind = RefusalKind.Missing };

    public static ICaseProcedure? Find(string act) => All.FirstOrDefault(p => p.Procedure.Act == act);
}
