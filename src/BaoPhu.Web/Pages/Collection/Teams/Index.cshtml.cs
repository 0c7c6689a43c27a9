using BaoPhu.Core.Collection;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Collection.Teams;

/// <summary>Proposals for an inter-agency team, and who may be proposed by amount and age.</summary>
public sealed class IndexModel(Core.Collection.Teams teams) : HousePage
{
    /// <summary>Đồng.</summary>
    [BindProperty(Name = "least", SupportsGet = true)]
    public string? Least { get; set; }

    [BindProperty(Name = "months", SupportsGet = true)]
    public int? Months { get; set; }

    [BindProperty]
    public List<string> Codes { get; set; } = [];

    public List<Team> List { get; private set; } = [];
    public List<PossibleCandidate> Possible { get; private set; } = [];
    public bool MayAct => Me.May("/collection/teams", Permissions.Change) && Me.Province is { } province && Me.Scope.CoversWhole(province);

    public string ProvinceName(string code) => Reference.Provinces.First(p => p.Code == code).Name;

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostAsync() => Try(
        async () =>
        {
            var province = Me.Province ?? throw new Refusal("Teams.ByProvince");
            return Done("/collection/teams/" + await teams.Begin(Me.Actor, Me.Scope, province, Codes), Words.T("Teams.Begun"));
        },
        Load);

    private async Task Load()
    {
        List = await teams.List(Me.Scope);
        var digits = new string([.. (Least ?? "").Where(char.IsAsciiDigit)]);
        Possible = MayAct ? await teams.Possible(Me.Scope, Me.Province!, long.TryParse(digits, System.Globalization.CultureInfo.InvariantCulture, out var least) ? least : null, Months is >= 0 and < 1200 ? Months : null) : [];
    }
}
