using BaoPhu.Core.Data;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Cases;
using BaoPhu.Rules.Papers;

namespace BaoPhu.Core.Collection.Claim;

/// <summary>Claim to be paid first from what is liquidated of an employer who is dissolved, bankrupt or has ceased (plan III.1.1.a dash 3).</summary>
public sealed class ClaimProcedure : ICaseProcedure
{
    public Procedure Procedure => SpecialStandings.Claim;
    public string Texts => "Claims";
    public string Folder => "/collection/claims";

    public string PageOf(TaskKey key, string step) => step is "worker" ? $"{Folder}/{key}/worker" : $"{Folder}/{key}";

    public async Task<IReadOnlySet<string>> Findings(Session s, TaskKey key)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        if (await ClaimFile.Of(s, key) is not { } file)
        {
            return found;
        }

        var recovered = FundAmounts.Sum((await ClaimFile.Recoveries(s, key)).Select(r => r.Amounts));
        var workers = (await ClaimFile.Workers(s, key)).FindAll(w => w.Struck is null);
        Add("letter-open", !(await TaskPapers.Of(s, key)).Exists(p => p.Form == SpecialStandings.ClaimLetter && p.PaperState.IsLive() && p.PaperState.IsNumbered()));
        Add("money-received", recovered.Total > 0);
        Add("nothing-received", recovered.Total == 0);
        Add("claim-open", recovered.Total < file.Claimed.Total);
        Add("worker-listed", workers.Count > 0);
        Add("workers-tie", FundAmounts.Sum(workers.Select(w => w.Amounts)) == recovered);
        return found;

        void Add(string word, bool holds)
        {
            if (holds)
            {
                found.Add(word);
            }
        }
    }
}
