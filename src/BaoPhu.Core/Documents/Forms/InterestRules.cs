using BaoPhu.Core.Data;
using BaoPhu.Core.Organisation;
using BaoPhu.Rules.Debts;

namespace BaoPhu.Core.Documents.Forms;

/// <summary>The dated rates of late interest and the province's rounding of k, as they are known now.</summary>
public sealed record InterestRules(IReadOnlyList<InterestRate> Rates, KRounding Rounding)
{
    public static async Task<InterestRules> Load(Session s, string province, DateOnly day)
    {
        var rates = (await Organisation.Rates.All(s)).Where(r => r.Kind == Organisation.Rates.LateInterest && r.Unit == "percent-a-year").Select(r => new InterestRate(
            r.FundGroup == "health" ? InterestGroup.Health : InterestGroup.Insurance, r.ValidFrom, r.ValidTo?.AddDays(-1), r.Value, r.Citation, r.Verified)).ToList();
        var rounding = await Settings.Value(s, province, Settings.InterestRounding, day);
        return new InterestRules(rates, rounding == "truncate-4" ? KRounding.TruncateToFourDecimals : KRounding.Exact);
    }
}
