using BaoPhu.Core.Collection;
using BaoPhu.Core.Documents;
using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Collection;

/// <summary>What the pages of one case have in common: its key and the steps its person saw done, what was done, and the paper that its next step needs.</summary>
public abstract class ProcedurePage(Core.Collection.Cases cases, Core.Documents.Papers papers, ContactCards cards) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty]
    public int Version { get; set; }

    /// <summary>The step to be done, where it needs no page of its own.</summary>
    [BindProperty]
    public string? Step { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public string? SignerId { get; set; }

    public List<CaseEvent> Events { get; private set; } = [];
    public HouseholdMask Households { get; private set; } = HouseholdMask.None;

    /// <summary>Those who may sign the paper that the case needs next; empty where it needs none.</summary>
    public IReadOnlyList<SelectListItem> Signers { get; private set; } = [];

    protected async Task LoadShared()
    {
        Events = await cases.Events(Me.Scope, Id);
        Households = await cards.Households(Me.Province);
    }

    /// <summary>Offers to make a paper of the case; <paramref name="line"/> names a signer otherwise than by name and title.</summary>
    protected async Task Offer(string form, Func<SigningPerson, string>? line = null) => Signers =
    [
        .. (await papers.Choices(Me.Actor, Me.Scope, Id)).Forms.First(f => f.Form.Code == form).Signers
            .Select(p => new SelectListItem(line?.Invoke(p) ?? Words.T("Papers.SignerLine", p.Signer.Name, p.Signer.Title), p.UserId)),
    ];

    /// <summary>Answers the form that asks for a paper: a signer must be chosen, and the case is looked at again first.</summary>
    protected async Task<IActionResult> Asked(string needSigner, Func<Task> load, Func<Task<IActionResult>> make)
    {
        Need(SignerId, nameof(SignerId), needSigner);
        AtField("Papers.NotASigner", nameof(SignerId));
        return await Try(
            async () =>
            {
                await load();
                return await make();
            },
            load);
    }

    /// <summary>Makes the paper once what it would say has been composed without a fault, and shows it.</summary>
    protected async Task<IActionResult> Make(string form, string channel, string done, DateOnly? deadline = null)
    {
        var answers = new PaperAnswers { SignerId = SignerId!, Channel = channel, Deadline = deadline };
        await papers.Preview(Me.Actor, Me.Scope, Id, form, answers);
        return Done("/documents/papers/" + await papers.Prepare(Me.Actor, Me.Scope, Id, form, answers), Words.T(done));
    }
}
