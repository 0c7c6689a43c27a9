using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Planning;
using BaoPhu.Web.Shell;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BaoPhu.Web.Pages.Work;

/// <summary>How limits and slots read on screens.</summary>
public static class LimitWords
{
    public static IReadOnlyList<SelectListItem> Gatherings { get; } = [.. Arrangement.Gatherings.Select(g => new SelectListItem(Words.T("Limits.Gathering_" + g), g))];
    public static IReadOnlyList<SelectListItem> PlaceKinds { get; } = [.. Core.Work.Limits.PlaceKinds.Select(k => new SelectListItem(Words.T("Limits.Kind_" + k), k))];
    public static IReadOnlyList<SelectListItem> Weekdays { get; } = [.. Enumerable.Range(1, 7).Select(n => new SelectListItem(Words.T("Limits.LongDay_" + n.ToString(CultureInfo.InvariantCulture)), n.ToString(CultureInfo.InvariantCulture)))];
    public static IReadOnlyList<SelectListItem> Levels { get; } = [.. Enumerable.Range(1, 4).Select(n => new SelectListItem(Show.Level(n), n.ToString(CultureInfo.InvariantCulture)))];

    /// <summary>What is limited, one line each; empty where nothing is.</summary>
    public static IEnumerable<string> Lines(SlotLimit rule)
    {
        var people = string.Join(", ", Enum.GetValues<Gathering>().Where(g => rule.People(g) is not null).Select(g => Words.T("Limits.People_" + g, Show.Number(rule.People(g)!.Value))));
        if (people.Length > 0)
        {
            yield return Words.T("Limits.Line_People", people);
        }

        if (rule.From is not null || rule.To is not null)
        {
            yield return Words.T("Limits.Line_Hours", Hour(rule.From ?? TimeOnly.MinValue), rule.To is { } to ? Hour(to) : "24:00");
        }

        if (rule.Weekdays != SlotLimit.EveryDay)
        {
            yield return Words.T("Limits.Line_Weekdays", string.Join(", ", Enumerable.Range(1, 7).Where(n => (rule.Weekdays >> (n - 1) & 1) == 1).Select(n => Words.T("Limits.Day_" + n.ToString(CultureInfo.InvariantCulture)))));
        }

        if (rule.OutdoorOnly)
        {
            yield return Words.T("Limits.Line_Outdoor");
        }

        if (rule.MetresPerPerson is { } metres)
        {
            yield return Words.T("Limits.Line_Metres", metres);
        }

        if (rule.PlaceKinds.Count > 0)
        {
            yield return Words.T("Limits.Line_PlaceKinds", string.Join(", ", rule.PlaceKinds.Select(k => Words.T("Limits.Kind_" + k))));
        }

        if (rule.ClosedPlaces.Count > 0)
        {
            yield return Words.T("Limits.Line_Closed", string.Join(", ", rule.ClosedPlaces));
        }

        if (rule.VisitsOfPlace is { } ofPlace)
        {
            yield return Words.T("Limits.Line_DayOfPlace", Show.Number(ofPlace));
        }

        if (rule.VisitsOfPerson is { } ofPerson)
        {
            yield return Words.T("Limits.Line_DayOfPerson", Show.Number(ofPerson));
        }
    }

    /// <summary>The numbers of the bits set, from 1.</summary>
    public static IEnumerable<int> Numbers(int bits) => Enumerable.Range(1, 16).Where(n => (bits >> (n - 1) & 1) == 1);

    public static int Bits(IEnumerable<int> numbers) => numbers.Where(n => n is >= 1 and <= 16).Aggregate(0, (bits, n) => bits | 1 << (n - 1));

    public static string Hours(Instant from, Instant to) => Show.Time(from) + "–" + Show.Time(to);

    private static string Hour(TimeOnly hour) => hour.ToString("HH:mm", CultureInfo.InvariantCulture);
}

/// <summary>A set of ticks under one heading, for the part _Ticks.</summary>
public sealed record Ticks(string Name, string Label, string? Hint, IReadOnlyList<SelectListItem> Options, IReadOnlyCollection<string> Chosen);
