using BaoPhu.Core.Coverage;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Coverage.TaxLists;

/// <summary>One list to the tax authority: its paper, its units, and the answer for each.</summary>
public sealed class ListModel(Core.Coverage.TaxLists lists) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty]
    public string? Unit { get; set; }

    [BindProperty]
    public string? Answer { get; set; }

    [BindProperty]
    public string? Paper { get; set; }

    [BindProperty]
    public DateOnly? On { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    public TaxListDetail Detail { get; private set; } = null!;
    public bool MayAnswer => Me.May("/coverage/tax-lists", Permissions.Change) && Detail.List.SentAt is not null;
    public IReadOnlyList<SelectListItem> Units => [.. Detail.Units.Select(u => new SelectListItem($"{u.Name} · {u.PayerTaxCode}", u.Id))];
    public static IReadOnlyList<SelectListItem> Answers => [.. Core.Coverage.TaxLists.Answers.Select(a => new SelectListItem(Words.T("TaxLists.Answer_" + a), a))];

    public Task OnGetAsync() => Load();

    [Act(Permissions.Change)]
    public Task<IActionResult> OnPostAsync()
    {
        Need(Unit, nameof(Unit), "TaxLists.NeedUnit");
        AtField("TaxLists.BadAnswer", nameof(On));
        return Try(
            async () =>
            {
                await lists.Answer(Me.Actor, Me.Scope, Id, Core.Coverage.Unit.Read(Unit) ?? throw new Refusal("Coverage.NoUnit") { Kind = RefusalKind.Missing }, new TaxAnswer(Answer, Paper, On, Note));
                return Done("/coverage/tax-lists/" + Id, Words.T("TaxLists.AnswerDone"));
            },
            Load);
    }

    private async Task Load() => Detail = await lists.Find(Me.Scope, Id);
}
