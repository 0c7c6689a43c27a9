using BaoPhu.Core.Collection.Referral;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Collection.Referrals;

/// <summary>Who reaches a clause of Article 216 by the ledger, as the last run found; a run looks at the whole province again.</summary>
public sealed class CandidatesModel(ProsecutionCandidates candidates, ContactCards cards) : ListPage
{
    [BindProperty(Name = "clause", SupportsGet = true)]
    public int? Clause { get; set; }

    /// <summary>"yes" or "no": a sanction that holds is known.</summary>
    [BindProperty(Name = "sanctioned", SupportsGet = true)]
    public string? Sanctioned { get; set; }

    [BindProperty(Name = "q", SupportsGet = true)]
    public string? Q { get; set; }

    public CandidatePage List { get; private set; } = null!;
    public HouseholdMask Households { get; private set; } = HouseholdMask.None;

    /// <summary>A run is of a whole province: not for the centre, which sees all, nor for a district.</summary>
    public bool MayRun => Me.Province is { } province && Me.Scope.CoversWhole(province) && Me.May("/collection/referrals", Permissions.Change);
    public IReadOnlyList<SelectListItem> Clauses { get; } = [.. ((int[])[1, 2, 3]).Select(c => new SelectListItem(Words.T("Referrals.ClauseOf_" + c), c.ToString(System.Globalization.CultureInfo.InvariantCulture)))];
    public IReadOnlyList<SelectListItem> YesNo { get; } = [new(Words.T("Referrals.SanctionKnown"), "yes"), new(Words.T("Referrals.SanctionUnknown"), "no")];

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostAsync() => Try(
        async () =>
        {
            var found = await candidates.Run(Me.Actor, Me.Scope, Me.Province ?? "");
            return Done("/collection/referrals/candidates", Words.T("Referrals.RunDone", Show.Number(found)));
        },
        Load);

    private async Task Load()
    {
        Households = await cards.Households(Me.Province);
        List = await candidates.List(Me.Scope, new CandidateFilter { Clause = Clause, Sanctioned = Sanctioned switch { "yes" => true, "no" => false, _ => null }, Text = Q, After = After, Before = Before });
    }
}
