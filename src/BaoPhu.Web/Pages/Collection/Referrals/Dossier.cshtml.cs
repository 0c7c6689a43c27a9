using BaoPhu.Core.Collection.Referral;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Collection.Referrals;

/// <summary>The bound dossier as one ZIP; where there is none, why not.</summary>
[Act("dossier")]
public sealed class DossierModel(Core.Collection.Referral.Referrals referrals, Dossiers dossiers) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    public ReferralView View { get; private set; } = null!;

    public Task<IActionResult> OnGetAsync() => Try(
        () => FileAside(async file => ("application/zip", await dossiers.Write(Me.Actor, Me.Scope, Id, file))),
        async () => View = await referrals.Find(Me.Scope, Id));
}
