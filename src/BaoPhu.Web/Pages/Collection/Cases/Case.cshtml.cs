using BaoPhu.Core.Collection;
using BaoPhu.Core.Collection.Answers;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Web.Pages.Register.Employers;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Collection.Cases;

/// <summary>One employer's case on one page: where it stands, every next lawful act in one step and why the others are not, and one line of time of everything.</summary>
public sealed class CaseModel(
    EmployerViews views, NextActs nextActs, EmployerHistory history, Core.Collection.Cases cases, EmployerAnswers answers, AnswerLinks links, Portfolios portfolios, ContactCards cards) : ListPage
{
    /// <summary>"79-TA0001A".</summary>
    [BindProperty(SupportsGet = true)]
    public string Key { get; set; } = "";

    /// <summary>Kind of line alone; all without.</summary>
    [BindProperty(Name = "kind", SupportsGet = true)]
    public string? Kind { get; set; }

    /// <summary>A step of a case that needs nothing but a note: which case, at which version, which step.</summary>
    [BindProperty]
    public string? Case { get; set; }

    [BindProperty]
    public int Version { get; set; }

    [BindProperty]
    public string? Step { get; set; }

    [BindProperty]
    public string? Note { get; set; }

    /// <summary>Why the links are revoked.</summary>
    [BindProperty]
    public string? Reason { get; set; }

    public EmployerView View { get; private set; } = null!;

    /// <summary>The link that was just made.</summary>
    public AnswerLink? Link { get; private set; }
    public IReadOnlyList<LinkRow> Links { get; private set; } = [];
    public IReadOnlyList<Answer> Waiting { get; private set; } = [];
    public IReadOnlyList<Promise> Promises { get; private set; } = [];

    /// <summary>The task that an answer would be about.</summary>
    public string? AnswerTask { get; private set; }
    public bool MayAnswer => AnswerTask is not null && Me.May("/collection/answers", Permissions.Change);
    public ContactCard Card { get; private set; } = null!;
    public PersonInCharge? InCharge { get; private set; }
    public IReadOnlyList<ActGroup> Groups { get; private set; } = [];
    public HistoryPage History { get; private set; } = null!;
    public IReadOnlyList<SelectListItem> KindChoices { get; } = [.. EmployerHistory.Kinds.Select(k => new SelectListItem(Words.T("CasePage.Kind_" + k), k))];

    public async Task<IActionResult> OnGetAsync()
    {
        await Load();
        return Page();
    }

    /// <summary>Does a step of a case that has no page of its own. Beside the right of this page it asks for the step's, in the row of its procedure.</summary>
    public async Task<IActionResult> OnPostStepAsync()
    {
        var (province, code) = EmployerModel.Split(Key);
        var key = TaskKey.Parse(Case ?? "");
        if (key.ToString() != $"{province}-{code}-{key.Act}-{key.Occurrence}")
        {
            return NotFound();
        }

        var procedure = CaseBook.Of(key.Act);
        if (!procedure.Procedure.Steps.Where(s => s.Act == Step).Select(s => s.Right).DefaultIfEmpty(Permissions.Change).All(right => Me.May(procedure.Folder, right)))
        {
            return new StatusCodeResult(StatusCodes.Status403Forbidden);
        }

        return await Try(
            async () =>
            {
                await cases.Do(Me.Actor, Me.Scope, Case!, new CaseStep(Step ?? "", Version, new { note = Note?.Trim() ?? "" }) { Note = Note });
                return Done("/collection/cases/" + Key, Words.T("CasePage.StepDone", Core.Collection.Cases.NameOf(procedure, Step!)));
            },
            Load);
    }

    /// <summary>Makes a link by which the employer answers, to be copied into a chat.</summary>
    public async Task<IActionResult> OnPostLinkAsync()
    {
        ModelState.Clear();
        await Load();
        if (AnswerTask is not { } task)
        {
            return await Try(() => throw new Refusal("Answers.NothingToAnswer", ""), Load);
        }

        return await Try(async () =>
        {
            Link = await links.Make(Me.Actor, Me.Scope, task);
            return Page();
        });
    }

    /// <summary>Ends all links of the employer.</summary>
    public async Task<IActionResult> OnPostRevokeAsync()
    {
        AtField("Answers.RevokeNeedsReason", nameof(Reason));
        return await Try(
            async () =>
            {
                var (province, code) = EmployerModel.Split(Key);
                await links.Revoke(Me.Actor, Me.Scope, province, code, Reason);
                return Done("/collection/cases/" + Key, Words.T("Answers.Revoked"));
            },
            Load);
    }

    /// <summary>Why this person may not do the act now; null: they may.</summary>
    public string? ReasonOf(NextAct act) => act.Reason ?? (Me.May(act.Folder, act.Right) ? null : Words.T("CasePage.NotYourRight"));

    /// <summary>"Nợ 85.300.000 đồng: BHXH 60.000.000, BHYT 25.300.000; kỳ cũ nhất 07/2021, phát sinh từ 01/08/2021".</summary>
    public string DebtLine
    {
        get
        {
            var debt = View.Debt;
            return debt.OldestPeriod is not { } oldest || debt.Total == 0
                ? Words.T("CasePage.NoDebt", Show.Date(Today))
                : Words.T(
                    "CasePage.DebtLine", Show.Money(debt.Total), string.Join(", ", View.Why.Funds.Where(f => f.Debt > 0).Select(f => Show.Name(f.Fund) + " " + Show.Number(f.Debt))),
                    $"{oldest.Month:00}/{oldest.Year}", Show.Date(oldest.ArrearsFrom));
        }
    }

    private async Task Load()
    {
        var (province, code) = EmployerModel.Split(Key);
        View = await views.Of(Me.Scope, province, code, Now);
        InCharge = await portfolios.Of(View.Employer.EmployerId);
        Card = await cards.Of(Me.Actor, Me.Scope, Me.May("/work/tasks", Permissions.Change), province, code, "employer");
        Groups = await nextActs.Of(Me.Scope, province, code);
        (Waiting, Promises, var task) = await answers.OfEmployer(Me.Scope, province, code);
        AnswerTask = task?.ToString();
        Links = await links.Living(Me.Scope, province, code);
        History = await history.Of(Me.Scope, province, code, EmployerHistory.Kinds.Contains(Kind) ? Kind : null, After, Before);
    }
}
