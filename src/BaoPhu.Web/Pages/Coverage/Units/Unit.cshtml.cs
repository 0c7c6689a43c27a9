using BaoPhu.Core.Coverage;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Coverage;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Coverage.Units;

/// <summary>One unit: its workers as they stand, and what became of those who were missing.</summary>
public sealed class UnitModel(Core.Coverage.Units units, UnitCases cases, UnitInspections inspections) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty]
    public string? Worker { get; set; }

    [BindProperty]
    public string? Outcome { get; set; }

    [BindProperty]
    public string? Ground { get; set; }

    public UnitDetail Detail { get; private set; } = null!;
    public UnitCaseDetail Case { get; private set; } = null!;
    public Unit Unit => Detail.Unit;
    public bool MayEnd => Me.May("/coverage/units", Core.Identity.Permissions.Change);

    public IReadOnlyList<SelectListItem> Missing => [.. Detail.Workers.Where(w => w.IsMissing).Select(w => new SelectListItem(
        (w.Name ?? Words.T("Coverage.Erased")) + (Born(w) is { Length: > 0 } born ? " · " + born : ""), w.Id))];

    public static IReadOnlyList<SelectListItem> Outcomes => [.. WorkerOutcome.All.Select(o => new SelectListItem(Words.T("Coverage.Outcome_" + o), o))];

    public Task OnGetAsync() => Load();

    public Task<IActionResult> OnPostAsync()
    {
        Need(Worker, nameof(Worker), "Coverage.NeedWorker");
        AtField("Coverage.NeedOutcome", nameof(Outcome));
        AtField("Coverage.NeedGround", nameof(Ground));
        return Try(
            async () =>
            {
                await units.End(Me.Actor, Me.Scope, Of(Id), Core.Coverage.Unit.Read(Worker) ?? throw new Refusal("Coverage.NoWorker") { Kind = RefusalKind.Missing }, Outcome, Ground);
                return Done("/coverage/units/" + Id, Words.T("Coverage.EndDone"));
            },
            Load);
    }

    /// <summary>Begins a paper of the unit.</summary>
    [Act(Core.Identity.Permissions.Change)]
    public Task<IActionResult> OnPostPaperAsync(string? form) => Try(
        async () =>
        {
            // A paper is prepared by those whose step it is.
            if (UnitCases.PaperActsOf.TryGetValue(form ?? "", out var act) && !Me.May("/coverage/units", UnitProcedure.Find(act)!.Right))
            {
                throw new Refusal("UnitCases.NotAllowed") { Kind = RefusalKind.Forbidden };
            }

            return Done("/documents/office/" + await cases.Prepare(Me.Actor, Me.Scope, Of(Id), form ?? "", Today.AddDays(14)), Words.T("UnitCases.Prepared"));
        },
        Load);

    /// <summary>Begins the letter to the investigating authority.</summary>
    [Act(UnitProcedure.MayInspect)]
    public Task<IActionResult> OnPostReferAsync() => Try(
        async () => Done("/documents/office/" + await inspections.Refer(Me.Actor, Me.Scope, Of(Id)), Words.T("UnitCases.Prepared")),
        Load);

    public static string Born(Worker worker) => worker.BornOn is { } day ? Show.Date(day) : worker.BirthYear?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "";

    private static long Of(string id) => Core.Coverage.Unit.Read(id) ?? throw new Refusal("Coverage.NoUnit") { Kind = RefusalKind.Missing };

    private async Task Load()
    {
        Detail = await units.Find(Me.Actor, Me.Scope, Of(Id));
        Case = await cases.Find(Me.Scope, Of(Id));
    }
}
