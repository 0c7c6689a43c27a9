using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Work.Switches;

/// <summary>One switch: its papers, who confirmed and when, what changed by which rule, the load, what was undone, what was done meanwhile under the wrong level.</summary>
public sealed class SwitchModel(Core.Work.Switches switches, WrongLevelWork wrongLevel, Core.Organisation.Localities localities, Users users, Core.Organisation.Offices offices) : HousePage
{
    private const int WrongLines = 20;

    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    [BindProperty(Name = "format", SupportsGet = true)]
    public string? Format { get; set; }

    public SwitchLog Log { get; private set; } = null!;
    public NumbersView? Numbers { get; private set; }

    /// <summary>Null for who may not see tasks of employers.</summary>
    public WrongLevelList? Wrong { get; private set; }
    public IReadOnlyDictionary<string, Locality> Places { get; private set; } = new Dictionary<string, Locality>(StringComparer.Ordinal);
    public IReadOnlyDictionary<string, string> People { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);
    public bool MayTasks => Me.May("/work/switches", "tasks");
    public bool MayPapers => Me.May("/documents/papers") && Me.Scope.CoversWhole(Log.Record.Province);
    public bool MayUndo => Log.MayUndo && Me.May("/work/switches", "undo") && Me.Scope.CoversWhole(Log.Record.Province);

    public async Task<IActionResult> OnGetAsync()
    {
        Log = await switches.Find(Me.Scope, Id);
        if (Format == "csv" && MayTasks)
        {
            return File(await wrongLevel.Csv(Me.Actor, Me.Scope, Id), "text/csv", Words.T("Switches.WrongFile") + ".csv");
        }

        var record = Log.Record;
        var numbers = record.Counted;
        Places = await localities.ByCodes(Log.Announcements.Select(a => a.LocalityCode), record.FromAt.Day);
        People = await users.Names(((string?[])[record.ConfirmedBy, record.UndoneBy]).Concat(Log.Announcements.Select(a => a.WithdrawnBy)).Concat(numbers?.Loads.Select(l => l.UserId) ?? []).OfType<string>());
        Numbers = numbers is null ? null : new NumbersView(numbers, $"/work/switches/{Id}/tasks", People, (await offices.Tree(Me.Scope)).ToDictionary(o => o.Code, o => o.Name, StringComparer.Ordinal), MayTasks);
        Wrong = MayTasks ? await wrongLevel.Of(Me.Scope, Id, WrongLines) : null;
        return Page();
    }
}
