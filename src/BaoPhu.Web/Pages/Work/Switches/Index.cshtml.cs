using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Work;
using BaoPhu.Web.Shell;

namespace BaoPhu.Web.Pages.Work.Switches;

/// <summary>Switches that wait to be confirmed, and every one that was.</summary>
public sealed class IndexModel(Core.Work.Switches switches, Core.Organisation.Localities localities, Users users) : HousePage
{
    public List<AwaitingSwitch> Awaiting { get; private set; } = [];
    public List<SwitchRecord> Rows { get; private set; } = [];
    public IReadOnlyDictionary<string, Locality> Places { get; private set; } = new Dictionary<string, Locality>(StringComparer.Ordinal);
    public IReadOnlyDictionary<string, string> People { get; private set; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Of the confirmed switches, by id.</summary>
    public IReadOnlyDictionary<string, Announcement> Announcements { get; private set; } = new Dictionary<string, Announcement>(StringComparer.Ordinal);

    public string PlacesOf(SwitchRecord row) => string.Join("; ", row.AnnouncementIds.Select(Announcements.GetValueOrDefault).OfType<Announcement>().Select(a => SwitchWords.Place(a, Places)));

    public bool MayConfirm(AwaitingSwitch waiting) => Me.May("/work/switches", "confirm") && Me.Scope.CoversWhole(waiting.Province);

    public async Task OnGetAsync()
    {
        Awaiting = await switches.Awaiting(Me.Scope);
        Rows = await switches.List(Me.Scope);
        Announcements = await switches.AnnouncementsOf(Rows);
        Places = await localities.ByCodes(Awaiting.SelectMany(a => a.Announcements).Concat(Announcements.Values).Select(a => a.LocalityCode));
        People = await users.Names(Rows.Select(r => r.ConfirmedBy));
    }
}
