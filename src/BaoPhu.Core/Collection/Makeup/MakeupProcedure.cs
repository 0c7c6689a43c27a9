using BaoPhu.Core.Data;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Cases;

namespace BaoPhu.Core.Collection.Makeup;

/// <summary>Make-up of the pension-and-survivorship fund when a suspension ends (plan III.1.1.a dash 2; NĐ 115/2015 Đ.16).</summary>
public sealed class MakeupProcedure : ICaseProcedure
{
    public Procedure Procedure => SpecialStandings.Makeup;
    public string Texts => "Makeups";
    public string Folder => "/collection/makeups";

    public string PageOf(TaskKey key, string step) => $"{Folder}/{key}";

    public async Task<IReadOnlySet<string>> Findings(Session s, TaskKey key)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        if (await MakeupFile.Of(s, key) is not { } file)
        {
            return found;
        }

        var months = await MakeupFile.Months(s, key);
        found.Add(months.Exists(m => m.Payroll is null) ? "payroll-missing" : "payroll-complete");
        found.Add("ends-on " + file.EndsOn.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        if (months.TrueForAll(m => m.Amount is not null))
        {
            found.Add((await MakeupFile.Payments(s, key)).Sum(p => p.Amount) < months.Sum(m => m.Amount) ? "rest-due" : "rest-paid");
        }

        return found;
    }
}
