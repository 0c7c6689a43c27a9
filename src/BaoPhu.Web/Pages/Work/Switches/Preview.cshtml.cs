using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;

namespace BaoPhu.Web.Pages.Work.Switches;

/// <summary>What the switch of an announcement would do, before and after, and the button that does exactly that.</summary>
public sealed class PreviewModel(Core.Work.Switches switches, Core.Organisation.Levels levels, Core.Organisation.Settings settings, Core.Organisation.Localities localities, Users users, Core.Organisation.Offices offices, Core.Work.Scenarios scenarios) : HousePage
{
    [BindProperty(SupportsGet = true)]
    public string Id { get; set; } = "";

    public SwitchPreview Seen { get; private set; } = null!;
    public NumbersView Numbers { get; private set; } = null!;
    public IReadOnlyList<(int From, int To, ScenarioInForce? Scenario)> Scenarios { get; private set; } = [];
    public string UndoHours { get; private set; } = "";
    public IReadOnlyDictionary<string, Locality> Places { get; private set; } = new Dictionary<string, Locality>(StringComparer.Ordinal);
    public bool MayConfirm => Me.May("/work/switches", "confirm") && Me.Scope.CoversWhole(Seen.Province);
    public bool IsLater => Seen.Announcements[0].FromAt > Now;

    public Task OnGetAsync() => Load();

    /// <summary>Confirms what was shown; where the ground has moved the page is shown again with the new numbers.</summary>
    [Act("confirm")]
    public Task<IActionResult> OnPostAsync(string? digest) => Try(
        async () =>
        {
            var done = await switches.Confirm(Me.Actor, Me.Scope, Id, digest ?? "");
            var tasks = Show.Number(done.Numbers.Tasks);
            return Done("/work/switches/" + done.Record.SwitchId, done.Record.State == "applied" ? Text.Of("Switches.Confirmed", tasks, done.Record.DecisionNumber) : Text.Of("Switches.ConfirmedLater", tasks, Show.Moment(done.Record.FromAt)));
        },
        Load);

    private async Task Load()
    {
        var announcement = await levels.Find(Me.Scope, Id);
        if (announcement.KnownToAt is not null || announcement.SwitchConfirmedAt is not null)
        {
            throw new Refusal("Organisation.SwitchNotAwaiting", announcement.DecisionNumber);
        }

        Seen = await switches.Preview(Me.Scope, Id, HttpContext.RequestAborted);
        Scenarios = Me.May("/work/scenarios") ? await scenarios.OfSwitch(Me.Scope, Seen) : [];
        Places = await localities.ByCodes(Seen.Announcements.Select(a => a.LocalityCode), Seen.At.Day);
        UndoHours = await settings.Value(Seen.Province, Core.Organisation.Settings.SwitchUndoHours, Today);
        Numbers = new NumbersView(
            Seen.Numbers, $"/work/switches/preview/{Id}/tasks", await users.Names(Seen.Numbers.Loads.Select(l => l.UserId).OfType<string>()),
            (await offices.Tree(Me.Scope)).ToDictionary(o => o.Code, o => o.Name, StringComparer.Ordinal), Me.May("/work/switches", "tasks"));
    }
}
