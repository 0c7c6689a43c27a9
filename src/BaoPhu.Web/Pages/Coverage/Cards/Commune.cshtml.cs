using BaoPhu.Core.Coverage;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Coverage.Cards;

/// <summary>The people of a commune whose card the budget pays, and what is done with those without one: list for issue, issued, explained, withdrawn.</summary>
public sealed class CommuneModel(CardNeeds cards, CardLists lists) : ListPage
{
    [BindProperty(SupportsGet = true)]
    public int Year { get; set; }

    [BindProperty(Name = "Commune", SupportsGet = true)]
    public string Code { get; set; } = "";

    [BindProperty(Name = "all", SupportsGet = true)]
    public bool Whole { get; set; }

    [BindProperty]
    public IReadOnlyList<string> Who { get; set; } = [];

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public string? Evidence { get; set; }

    [BindProperty]
    public string? ToldBy { get; set; }

    public CardCommunePage People { get; private set; } = null!;
    public CardCommune Commune => People.Commune;
    public bool MayChange => Me.May("/coverage/cards", Permissions.Change);
    public static IReadOnlyList<SelectListItem> Reasons => [.. CardGroups.Reasons.Select(r => new SelectListItem(Words.T("Cards.Reason_" + r), r))];

    public Task OnGetAsync() => Load();

    /// <summary>Everybody who is without a card onto a new list for issue.</summary>
    [Act(Permissions.Change)]
    public Task<IActionResult> OnPostListAsync() => Try(
        async () =>
        {
            await lists.Make(Me.Actor, Me.Scope, Year, Code);
            return Done(Here, Words.T("Cards.ListDone"));
        },
        Load);

    [Act(Permissions.Change)]
    public Task<IActionResult> OnPostIssueAsync() => Say("Cards.IssueDone", who => cards.Issue(Me.Actor, Me.Scope, Year, Code, who));

    [Act(Permissions.Change)]
    public Task<IActionResult> OnPostExplainAsync()
    {
        AtField("Cards.NeedReason", nameof(Reason));
        AtField("Cards.NeedEvidence", nameof(Evidence));
        AtField("Cards.NeedToldBy", nameof(ToldBy));
        return Say("Cards.ExplainDone", who => cards.Explain(Me.Actor, Me.Scope, Year, Code, who, Reason, Evidence, ToldBy));
    }

    /// <summary>Two persons, though name, birth and commune are the same.</summary>
    [Act(Permissions.Change)]
    public Task<IActionResult> OnPostApartAsync() => Say("Cards.ApartDone", who => cards.Apart(Me.Actor, Me.Scope, Year, Code, who));

    [Act(Permissions.Change)]
    public Task<IActionResult> OnPostWithdrawAsync() => Say("Cards.WithdrawDone", who => cards.Withdraw(Me.Actor, Me.Scope, Year, Code, who));

    /// <summary>A list for issue as a workbook, names and numbers whole.</summary>
    [Act(Permissions.Change)]
    public Task<IActionResult> OnPostFileAsync(string? list) => FileAside(async file =>
    {
        await lists.Write(Me.Actor, Me.Scope, list ?? "", file);
        return ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", $"cap-the-{Year.ToString(System.Globalization.CultureInfo.InvariantCulture)}-{Code}.xlsx");
    });

    /// <summary>The letter of a list as a draft, opened where it is numbered, signed and sent.</summary>
    [Act(Permissions.Change)]
    public Task<IActionResult> OnPostLetterAsync(string? list) => Try(
        async () => Done("/documents/office/" + await lists.Letter(Me.Actor, Me.Scope, list ?? ""), Words.T("Cards.LetterDone")), Load);

    /// <summary>Whether a list that was sent arrived.</summary>
    [Act(Permissions.Change)]
    public Task<IActionResult> OnPostOutcomeAsync(string? list, string? outcome) => Try(
        async () =>
        {
            await lists.Outcome(Me.Actor, Me.Scope, list ?? "", outcome);
            return Done(Here, Words.T("Cards.OutcomeDone"));
        },
        Load);

    private string Here => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/coverage/cards/{Year}/{Code}") + (Whole ? "?all=true" : "");

    private Task<IActionResult> Say(string done, Func<IReadOnlyList<long>, Task<int>> act) => Try(
        async () =>
        {
            var people = await act([.. Who.Select(w => Core.Coverage.Unit.Read(w) ?? throw new Refusal("Cards.NoPerson") { Kind = RefusalKind.Missing })]);
            return Done(Here, Words.T(done, people));
        },
        Load);

    private async Task Load() => People = await cards.People(Me.Actor, Me.Scope, Year, Code, Whole, After, Before);
}
