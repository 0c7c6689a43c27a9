using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Planning;
using BaoPhu.Rules.Planning;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Planning.Difficulties;

/// <summary>One difficulty: the question, who owes the answer by when, the answer, and what the person's office may do next.</summary>
public sealed class DifficultyModel(Core.Planning.Difficulties difficulties, DifficultyRoutes routes, Offices offices) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    /// <summary>Changes that the person saw.</summary>
    [BindProperty]
    public int Changes { get; set; }

    [BindProperty]
    public string? Said { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    [BindProperty]
    public string? Unit { get; set; }

    [BindProperty]
    public string? Result { get; set; }

    [BindProperty]
    public string? Missing { get; set; }

    public DifficultyDetail Detail { get; private set; } = null!;
    public Difficulty One => Detail.Difficulty;

    /// <summary>Units that one may be passed on to; of a province the unit of the subject.</summary>
    public IReadOnlyList<SelectListItem> Units { get; private set; } = [];

    public bool May(DifficultyAct act) => DifficultyActs.Allows(One.DifficultyState, act)
        && Me.Actor.OfficeCode == (DifficultyActs.IsHolders(act) ? One.Holder : One.OfficeCode)
        && Me.May("/planning/difficulties", DifficultyActs.IsHolders(act) ? "answer" : Permissions.Change);

    public async Task OnGetAsync()
    {
        await Load();
        Changes = One.Changes;
    }

    [Act("answer")]
    public Task<IActionResult> OnPostAnswerAsync() => Act("answer", nameof(Said), () => difficulties.Answer(Me.Actor, Me.Scope, Id, Changes, Said));

    [Act("answer")]
    public Task<IActionResult> OnPostPassAsync()
    {
        AtField("Difficulties.NoUnit", nameof(Unit));
        return Act("pass", nameof(Reason), () => difficulties.Pass(Me.Actor, Me.Scope, Id, Changes, Unit, Reason));
    }

    public Task<IActionResult> OnPostAcceptAsync() => Act("accept", "", () => difficulties.Accept(Me.Actor, Me.Scope, Id, Changes));

    public Task<IActionResult> OnPostAskAsync() => Act("ask-again", nameof(Missing), () => difficulties.AskAgain(Me.Actor, Me.Scope, Id, Changes, Missing));

    public Task<IActionResult> OnPostCloseAsync() => Act("close", nameof(Result), () => difficulties.Close(Me.Actor, Me.Scope, Id, Changes, Result));

    private Task<IActionResult> Act(string name, string field, Func<Task> act)
    {
        AtField("Difficulties.NeedWords", field);
        return Try(
            async () =>
            {
                await act();
                return Done("/planning/difficulties/" + Id, Words.T("Difficulties.Done_" + name));
            },
            Load);
    }

    private async Task Load()
    {
        Detail = await difficulties.Find(Me.Scope, Id);
        var units = (await offices.Tree(Scope.Nation)).FindAll(o => o.Kind == OfficeKind.CentralUnit && o.Code != One.Holder);
        if (Me.Province is not null)
        {
            var unit = (await routes.Now()).Find(r => r.Subject == One.Subject)?.Unit;
            units = units.FindAll(o => o.Subject == unit);
        }

        Units = [.. units.Select(o => new SelectListItem(o.Name, o.Code))];
    }
}
