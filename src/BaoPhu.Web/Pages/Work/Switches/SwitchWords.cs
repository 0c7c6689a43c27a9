using BaoPhu.Core.Organisation;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Planning;
using BaoPhu.Rules.Policy;
using BaoPhu.Web.Shell;

namespace BaoPhu.Web.Pages.Work.Switches;

/// <summary>How switches are said on pages.</summary>
public static class SwitchWords
{
    public static readonly IReadOnlyList<SwitchKind> Kinds = [SwitchKind.Converted, SwitchKind.Suspended, SwitchKind.Reopened, SwitchKind.Cancelled, SwitchKind.Created, SwitchKind.CarriesOn];

    public static string Name(SwitchKind kind) => Words.T("Switches.Kind_" + SwitchKinds.Of(kind));

    /// <summary>"Chuyển hình thức: bỏ bố trí trước" where nothing but the slot changes; else the kind alone.</summary>
    public static string Name(SwitchLine line) =>
        line is { Kind: SwitchKind.Converted, Before.Act: var before, After.Act: var after } && before.Stream == after.Stream && before.Slot != after.Slot
            ? Name(line.Kind) + ": " + Words.T(after.Slot ? "Switches.SlotWanted" : "Switches.SlotDropped") : Name(line.Kind);

    /// <summary>"3 chuyển hình thức, 1 tạm hoãn": what carries on last, nothing left out.</summary>
    public static string Counts(SwitchCounts counts)
    {
        var parts = Kinds.Where(kind => counts.Of(kind) > 0).Select(kind => Show.Number(counts.Of(kind)) + " " + Lower(Name(kind)));
        return string.Join(", ", parts.DefaultIfEmpty("0"));
    }

    /// <summary>"Quận 1 → Cấp 4 – đỏ".</summary>
    public static string Place(Announcement a, IReadOnlyDictionary<string, Locality> places) =>
        (places.GetValueOrDefault(a.LocalityCode)?.Name ?? a.LocalityCode) + " → " + (a.Level is null ? Words.T("Organisation.Lifted") : Show.Level(a.Level));

    /// <summary>"Quận 1", or "3 địa bàn".</summary>
    public static string PlacesOf(IReadOnlyList<Announcement> announcements, IReadOnlyDictionary<string, Locality> places) => announcements is [var one]
        ? places.GetValueOrDefault(one.LocalityCode)?.Name ?? one.LocalityCode
        : Words.T("Switches.PlacesCount", announcements.Count);

    /// <summary>Stream, channels and papers of an order in words; null where nothing orders it.</summary>
    public static string? How(OrderedAct? order) => order is not { Act: var act } ? null
        : act.Mode == ActMode.Suspend ? Words.T("Switches.SuspendedStream")
        : string.Join(" · ", ((string[])[
            Show.Name(act.Stream), string.Join(", ", act.Channels.Select(c => Lower(Core.Texts.Text.Find("Work.Channel_" + c) ?? c))), string.Join(", ", act.Papers),
            act.Slot ? Words.T("Switches.WithSlot") : ""]).Where(p => p.Length > 0));

    private static string Lower(string words) => words.Length > 1 && char.IsLower(words[1]) ? char.ToLower(words[0], System.Globalization.CultureInfo.CurrentUICulture) + words[1..] : words;
}

/// <summary>What the part with the numbers needs: of a preview or of an applied switch. <paramref name="TasksUrl"/>: where a line opens to its tasks. Who may not see tasks sees no colleague's load by name either.</summary>
public sealed record NumbersView(SwitchNumbers Numbers, string TasksUrl, IReadOnlyDictionary<string, string> People, IReadOnlyDictionary<string, string> Offices, bool MayTasks);
