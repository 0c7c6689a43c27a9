using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Planning;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Planning;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Planning.Plans;

/// <summary>The plans of weeks and months, and the beginning of another.</summary>
public sealed class IndexModel(Core.Planning.Plans plans) : HousePage
{
    [BindProperty]
    public string? Kind { get; set; }

    [BindProperty]
    public DateOnly? Day { get; set; }

    public List<WorkPlan> List { get; private set; } = [];
    public bool MayBegin => Me.Province is { } own && Me.Scope.CoversWhole(own) && Me.May("/planning/plans", Permissions.Change);
    public IReadOnlyList<SelectListItem> Kinds { get; } = [.. ((string[])[PlanTerms.Week, PlanTerms.Month]).Select(k => new SelectListItem(Words.T("Plans.Kind_" + k), k))];

    public static string ProvinceName(string code) => Reference.Provinces.First(p => p.Code == code).Name;

    public async Task OnGetAsync()
    {
        (Kind, Day) = (PlanTerms.Week, Today);
        await Load();
    }

    public Task<IActionResult> OnPostAsync()
    {
        Need(Day, nameof(Day), "Plans.NeedDay");
        AtField("Plans.NoKind", nameof(Kind));
        AtField("Plans.MadeAlready", nameof(Day));
        return Try(
            async () => Done(
                "/planning/plans/" + await plans.Begin(Me.Actor, Me.Scope, Me.Province ?? throw new Refusal("Plans.ByProvince"), Kind ?? "", Day!.Value), Words.T("Plans.Begun")),
            Load);
    }

    private async Task Load() => List = await plans.List(Me.Scope);
}
