using BaoPhu.Core.Data;
using BaoPhu.Rules.Debts;

namespace BaoPhu.Core.Organisation;

/// <summary>The dated rates of late interest and the province's rounding of k, as they are known now.</summary>
public sealed record InterestRules(IReadOnlyList<InterestRate> Rates, KRounding Rounding)
{
    public static async Task<InterestRules> Load(Session s, string province, DateOnly day) => new(
        await RatesOf(s), await Settings.Value(s, province, Settings.InterestRounding, day) == "truncate-4" ? KRounding.TruncateToFourDecimals : KRounding.Exact);

    /// <summary>The rates alone, the same for every province; the last day of each included.</summary>
    internal static async Task<IReadOnlyList<InterestRate>> RatesOf(Session s) =>
    [
        .. (await Organisation.Rates.All(s)).Where(r => r.Kind == Organisation.Rates.LateInterest && r.Unit == "percent-a-year").Select(r => new InterestRate(
            r.FundGroup == "health" ? InterestGroup.Health : InterestGroup.Insurance, r.ValidFrom, r.ValidTo?.AddDays(-1), r.Value, r.Citation, r.Verified)),
    ];
}
