using BaoPhu.Core.Planning;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Planning.Commendations;

/// <summary>Which figures count in the rankings, how much and since when.</summary>
public sealed class RulesModel(Rankings rankings) : HousePage
{
    /// <summary>"unit:collected-social".</summary>
    [BindProperty]
    public string? Figure { get; set; }

    [BindProperty]
    public int? Weight { get; set; }

    [BindProperty]
    public bool Falls { get; set; }

    [BindProperty]
    public bool PerEmployer { get; set; }

    [BindProperty]
    public DateOnly? From { get; set; }

    [BindProperty]
    public string? Ground { get; set; }

    public List<RankingRule> List { get; private set; } = [];
    public bool MaySet => Me.May("/planning/commendations", "rule");
    public IReadOnlyList<SelectListItem> Figures { get; } =
        [.. Rankings.Kinds.SelectMany(k => Rankings.FiguresOf(k).Select(f => new SelectListItem(Words.T("Commendations.Kind_" + k) + ": " + FigureWords.Title(k, f), k + ":" + f)))];

    public Task OnGetAsync() => Load();

    [Act("rule")]
    public Task<IActionResult> OnPostAsync()
    {
        Need(Figure, nameof(Figure), "Commendations.NeedFigure");
        Need(Weight, nameof(Weight), "Commendations.NeedWeight");
        Need(From, nameof(From), "Commendations.NeedFrom");
        AtField("Commendations.BadRule", nameof(Weight));
        AtField("Commendations.RuleNeedsGround", nameof(Ground));
        return Try(
            async () =>
            {
                var (kind, figure) = Figure!.Split(':', 2) is [var k, var f] ? (k, f) : ("", "");
                await rankings.Set(Me.Actor, Me.Scope, new(kind, figure, Weight!.Value, Falls, PerEmployer, From!.Value, Ground));
                return Done("/planning/commendations/rules", Words.T("Commendations.RuleSaved"));
            },
            Load);
    }

    private async Task Load() => List = await rankings.History();
}
