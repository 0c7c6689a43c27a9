using BaoPhu.Core.Collection.Referral;
using BaoPhu.Web.Shell;

namespace BaoPhu.Web.Pages.Collection.Referrals;

/// <summary>What was sent to the investigating authorities and what they answered, by province.</summary>
public sealed class AnswersModel(ReferralLists lists) : HousePage
{
    public IReadOnlyList<ProvinceAnswers> Rows { get; private set; } = [];

    public async Task OnGetAsync() => Rows = await lists.ByProvince(Me.Scope);
}
