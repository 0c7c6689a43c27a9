using BaoPhu.Core.Data;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Cases;
using BaoPhu.Rules.Prosecution;

namespace BaoPhu.Core.Collection.Referral;

/// <summary>The file under Article 216 of the Penal Code: gathered, checked by somebody with the right, sent to the investigating authority, answered (plan III.1.1.a.1+5).</summary>
public sealed class ReferralProcedure : ICaseProcedure
{
    public Procedure Procedure => ReferralTable.Procedure;
    public string Texts => "Referrals";
    public string Folder => "/collection/referrals";

    public string PageOf(TaskKey key, string step) => step is "confirm" or "sanction" ? $"{Folder}/{key}/{step}" : $"{Folder}/{key}";

    public Task<IReadOnlySet<string>> Findings(Session s, TaskKey key) => ReferralFile.Findings(s, key);
}
