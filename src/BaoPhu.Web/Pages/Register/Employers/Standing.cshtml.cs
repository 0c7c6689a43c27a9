using BaoPhu.Core.Register;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Register.Employers;

/// <summary>Another standing of an employer, with its day and paper.</summary>
[Act("standing")]
public sealed class StandingModel(Core.Register.Employers employers, EmployerFindings findings) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Key { get; set; } = "";

    [BindProperty]
    public string? Standing { get; set; }

    [BindProperty]
    public DateOnly? From { get; set; }

    [BindProperty]
    public DateOnly? Until { get; set; }

    [BindProperty]
    public string? Paper { get; set; }

    public Employer Employer { get; private set; } = null!;
    public IReadOnlyList<SelectListItem> Kinds { get; } = [.. Names.AllStandings.Select(s => new SelectListItem(Words.T("Register.Standing_" + s), s))];

    public async Task<IActionResult> OnGetAsync()
    {
        await Load();
        From = Today;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        var known = Names.TryStanding(Standing, out var standing);
        Need(known ? Standing : null, nameof(Standing), "Register.NeedStanding");
        Need(From, nameof(From), "Register.NeedDay");
        AtField("Register.StandingNeedsPaper", nameof(Paper));
        AtField("Register.SuspensionNeedsEnd", nameof(Until));
        AtField("Register.SameStanding", nameof(Standing));
        return await Try(
            async () =>
            {
                var (province, code) = EmployerModel.Split(Key);
                await findings.Stand(Me.Actor, Me.Scope, province, code, standing, From!.Value, Until, Paper ?? "");
                return Done("/register/employers/" + Key, Words.T("Register.StandingRecorded"));
            },
            Load);
    }

    private async Task Load()
    {
        var (province, code) = EmployerModel.Split(Key);
        Employer = await employers.Find(Me.Scope, province, code);
    }
}
