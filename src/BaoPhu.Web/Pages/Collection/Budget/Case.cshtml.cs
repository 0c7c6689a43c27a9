using System.Globalization;
using BaoPhu.Core.Collection;
using BaoPhu.Core.Collection.Budget;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Cases;
using BaoPhu.Rules.Papers;
using BaoPhu.Rules.Policy;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Collection.Budget;

/// <summary>One reconciliation: the figures of the quarter by group, the letter, what was confirmed and transferred; what may be done next and what not and why.</summary>
public sealed class CaseModel(Reconciliations budget, Core.Collection.Cases cases, Core.Documents.Papers papers, ContactCards cards) : StandingCasePage(cases, papers, cards, ActNames.Reconcile)
{
    [BindProperty]
    public int? InQuarter { get; set; }

    [BindProperty]
    public string? BodyKind { get; set; }

    [BindProperty]
    public string? Addressee { get; set; }

    [BindProperty]
    public string? Managed { get; set; }

    [BindProperty]
    public DateOnly? On { get; set; }

    [BindProperty]
    public string? Paper { get; set; }

    [BindProperty]
    public long? Amount { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    [BindProperty]
    public string? Means { get; set; }

    public BudgetView View { get; private set; } = null!;
    public override CaseStanding Standing => View.Standing;
    public override WorkTask Task => View.Task;
    public override IReadOnlyList<TaskPaper> Papers => View.Papers;
    public IReadOnlyList<SelectListItem> Kinds { get; } = [.. Reconciliations.BodyKinds.Select(k => new SelectListItem(Words.T("Budget.Kind_" + k), k))];
    public IReadOnlyList<SelectListItem> AllMeans { get; } = [.. Reconciliations.OnlineMeans.Select(m => new SelectListItem(Words.T("Work.Channel_" + m), m))];
    public IReadOnlyList<SelectListItem> Quarters => [.. View.Quarters.Select(q => new SelectListItem(new Quarter(q).ToString(), q.ToString(CultureInfo.InvariantCulture)))];

    public async Task<IActionResult> OnGetAsync()
    {
        await Load();
        (BodyKind, Addressee, Managed, On) = (View.Body?.Kind ?? "finance", View.Body?.Addressee, View.Body?.Managed, Today);
        Amount = View.File is { ConfirmedOn: null, Due: { } due } ? due : null;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        AtField("Budget.NeedAddressee", nameof(Addressee));
        AtField("Budget.NeedPaper", nameof(Paper));
        AtField("Budget.NeedNote", nameof(Note));
        AtField("Budget.NeedDifference", nameof(Note));
        AtField("Budget.BadDay", nameof(On));
        AtField("Budget.BadAmount", nameof(Amount));
        AtField("Budget.MoreThanRest", nameof(Amount));
        if (Step is "confirm" or "receive")
        {
            Need(On, nameof(On), "Budget.NeedDay");
        }

        return await Try(
            async () =>
            {
                switch (Step)
                {
                    case "open":
                        await budget.Open(Me.Actor, Me.Scope, Id, InQuarter ?? 0, new BudgetBody { Kind = BodyKind ?? "", Addressee = Addressee ?? "", Managed = Managed ?? "" });
                        break;
                    case "send":
                        await budget.Send(Me.Actor, Me.Scope, Id, Version);
                        break;
                    case "online":
                        await budget.Online(Me.Actor, Me.Scope, Id, Version, Means ?? "", Note);
                        break;
                    case "confirm":
                        await budget.Confirm(Me.Actor, Me.Scope, Id, Version, On!.Value, Paper, Amount ?? -1, Note);
                        break;
                    case "dispute" or "redraft":
                        await budget.Dispute(Me.Actor, Me.Scope, Id, Version, Step, Note);
                        break;
                    case "receive":
                        await budget.Receive(Me.Actor, Me.Scope, Id, Version, On!.Value, Amount ?? 0, Paper);
                        break;
                    case "settle":
                        await budget.Close(Me.Actor, Me.Scope, Id, Version, Step, null);
                        break;
                    default:
                        throw new Refusal("Cases.NoProcedure", Step);
                }

                return Back(Step);
            },
            Load);
    }

    [Act("decide")]
    public async Task<IActionResult> OnPostDecideAsync()
    {
        AtField("Budget.NeedNote", nameof(Reason));
        return await Try(
            async () =>
            {
                await budget.Close(Me.Actor, Me.Scope, Id, Version, "explain", Reason);
                return Back("explain");
            },
            Load);
    }

    public Task<IActionResult> OnPostLetterAsync() => Asked("Claims.NeedSigner", Load, () => Make(SpecialStandings.BudgetLetter, Task.ChannelList[0], "Claims.LetterMade"));

    private async System.Threading.Tasks.Task Load()
    {
        View = await budget.Find(Me.Scope, Id);
        await LoadShared();
        if (MayChange && View.Case?.State == "drafting" && !Papers.Any(p => p.Form == SpecialStandings.BudgetLetter && p.PaperState.IsLive()))
        {
            await Offer(SpecialStandings.BudgetLetter);
        }
    }
}
