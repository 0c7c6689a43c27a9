using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Organisation.Settings;

/// <summary>Enters or corrects the rate of one period, with the paper it stands in.</summary>
[Act(Permissions.Change)]
public sealed class RateModel(Rates rates) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Kind { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string Fund { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public DateOnly From { get; set; }

    [BindProperty]
    public string? Value { get; set; }

    [BindProperty]
    public string? Citation { get; set; }

    /// <summary>The person read the source.</summary>
    [BindProperty]
    public bool Verified { get; set; }

    public Rate Rate { get; private set; } = null!;

    public async Task OnGetAsync()
    {
        await Load();
        Value = Rate.Value?.ToString("0.00##", Text.Vietnamese);
        Citation = Rate.Citation;
        Verified = Rate.Verified;
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await Load();
        Need(Value, nameof(Value), "Organisation.NeedRate");
        Need(Citation, nameof(Citation), "Organisation.RateNeedsCitation");
        AtField("Organisation.BadRate", nameof(Value));
        return await Try(async () =>
        {
            await rates.Set(Me.Actor, Me.Scope, Kind, Fund, From, Value!, Citation!, Verified);
            return Done("/organisation/settings", Text.Of("Organisation.RateSaved", Text.Of("Organisation.Rate_" + Kind), Show.Date(From)));
        });
    }

    private async Task Load()
    {
        if (!Me.Scope.IsNation)
        {
            throw new Refusal("Organisation.OnlyCentre") { Kind = RefusalKind.Forbidden };
        }

        Rate = (await rates.All()).Find(r => r.Kind == Kind && r.FundGroup == Fund && r.ValidFrom == From) ?? throw new Refusal("Organisation.NoSuchRate") { Kind = RefusalKind.Missing };
    }
}
