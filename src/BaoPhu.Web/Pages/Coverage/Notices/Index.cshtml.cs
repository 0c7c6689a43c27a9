using System.Globalization;
using BaoPhu.Core.Coverage;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Messaging;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Coverage.Notices;

/// <summary>Notices of workers not insured in bulk: the runs, and the form that begins one.</summary>
public sealed class IndexModel(UnitNotices notices, Core.Coverage.Units units, Core.Messaging.Leaflets leaflets) : HousePage
{
    private IReadOnlyList<Leaflet> _library = [];

    [BindProperty]
    public DateOnly? Deadline { get; set; }

    [BindProperty]
    public List<string> Library { get; set; } = [];

    public List<NoticeRun> Runs { get; private set; } = [];
    public int? Year { get; private set; }
    public long Waiting { get; private set; }
    public bool MayStart => Me.May("/coverage/notices", Permissions.Change) && Me.Scope.ProvinceCode is not null;
    public IReadOnlyList<SelectListItem> LibraryChoices => [.. _library.Select(l => new SelectListItem(l.Title, ValueOf(l.Key)))];

    public Task OnGetAsync() => Load();

    [Act(Permissions.Change)]
    public async Task<IActionResult> OnPostAsync()
    {
        AtField("UnitNotices.NeedDeadline", nameof(Deadline));
        await Load();
        return await Try(async () => Done(
            "/coverage/notices/" + await notices.Start(Me.Actor, Me.Scope, Year ?? 0, Deadline, [.. _library.Where(l => Library.Contains(ValueOf(l.Key))).Select(l => l.Key)]), Words.T("UnitNotices.Started")));
    }

    private static string ValueOf(LeafletKey key) => string.Create(CultureInfo.InvariantCulture, $"{key.Scope}/{key.Leaflet}/{key.Version}");

    private async Task Load()
    {
        Runs = await notices.List(Me.Scope);
        Year = (await units.Years(Me.Scope)).Select(y => (int?)y).FirstOrDefault();
        Waiting = Year is { } year ? await notices.Waiting(Me.Scope, year) : 0;
        _library = MayStart ? await leaflets.List(Me.Scope.ProvinceCode!) : [];
    }
}
