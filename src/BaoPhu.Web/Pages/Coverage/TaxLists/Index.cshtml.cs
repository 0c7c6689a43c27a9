using BaoPhu.Core.Coverage;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Coverage.TaxLists;

/// <summary>Lists to the tax authority, and how many units would stand on the next.</summary>
public sealed class IndexModel(Core.Coverage.TaxLists lists, Core.Coverage.Units units) : HousePage
{
    public List<TaxList> Lists { get; private set; } = [];
    public int? Year { get; private set; }
    public long Possible { get; private set; }
    public bool MayBegin => Me.May("/coverage/tax-lists", Permissions.Change) && Me.Province is { } province && Me.Scope.CoversWhole(province);

    public Task OnGetAsync() => Load();

    [Act(Permissions.Change)]
    public async Task<IActionResult> OnPostAsync()
    {
        await Load();
        return await Try(async () => Done(
            "/coverage/tax-lists/" + await lists.Begin(Me.Actor, Me.Scope, Me.Province ?? throw new Refusal("UnitNotices.OneProvince"), Year ?? 0), Words.T("TaxLists.Begun")));
    }

    private async Task Load()
    {
        Lists = await lists.List(Me.Scope);
        Year = (await units.Years(Me.Scope)).Select(y => (int?)y).FirstOrDefault();
        Possible = MayBegin && Year is { } year ? await lists.Possible(Me.Scope, Me.Province!, year) : 0;
    }
}
