using BaoPhu.Core.Data;
using BaoPhu.Core.Register;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Cases;

namespace BaoPhu.Core.Collection.Budget;

/// <summary>Quarterly reconciliation with a body that transfers the budget's money (plan III.1.1.a dash 4, .c; NĐ 146/2018 Đ.9).</summary>
public sealed class BudgetProcedure : ICaseProcedure
{
    public Procedure Procedure => SpecialStandings.Budget;
    public string Texts => "Budget";
    public string Folder => "/collection/budget";

    public string PageOf(TaskKey key, string step) => $"{Folder}/{key}";

    public async Task<IReadOnlySet<string>> Findings(Session s, TaskKey key)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        if ((await Settlements.Of(s, key.SubjectId)).Count > 0)
        {
            found.Add("figures");
        }

        if (await BudgetFile.Of(s, key) is { SentOn: not null } file)
        {
            found.Add(file.RestAfter(await BudgetFile.Payments(s, key)) > 0 ? "rest-due" : "rest-paid");
        }

        return found;
    }
}
