using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Work.Switches;

/// <summary>Undoes a switch within its window, with the reason.</summary>
[Act("undo")]
public sealed class UndoModel(Core.Work.Switches switches) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty]
    public string? Reason { get; set; }

    public SwitchLog Log { get; private set; } = null!;

    public async Task OnGetAsync()
    {
        await Load();
        if (!Log.MayUndo)
        {
            throw await switches.WhyNoUndo(Me.Scope, Id) ?? new Refusal("Switches.NotApplied");
        }
    }

    public async Task<IActionResult> OnPostAsync()
    {
        await Load();
        Need(Reason, nameof(Reason), "Switches.UndoNeedsReason");
        return await Try(async () =>
        {
            var undone = await switches.Undo(Me.Actor, Me.Scope, Id, Reason!);
            var said = Text.Of("Switches.UndoDone", Show.Number(undone.PutBack), Show.Number(undone.Cancelled), Show.Number(undone.Kept));
            return Done("/work/switches/" + Id, undone.Papers is { Left: > 0 } papers ? said + " " + Text.Of("Switches.UndoDonePapers", Show.Number(papers.Left)) : said);
        });
    }

    private async Task Load() => Log = await switches.Find(Me.Scope, Id);
}
