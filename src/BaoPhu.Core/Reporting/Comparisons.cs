using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;

namespace BaoPhu.Core.Reporting;

/// <summary>
/// The frozen figures of two days beside each other, each over the offices of its own day. Where provinces were merged in between, those of before stand under the one that they became and are
/// added up for it; nothing is moved to a tree in which it was never reported.
/// </summary>
public sealed class Comparisons(Db db)
{
    /// <summary>A kind of report of provinces for the terms of two days, the earlier one first.</summary>
    public Task<Comparison> Of(Scope scope, string kind, DateOnly earlier, DateOnly later) => db.ReadConsistently(async s =>
    {
        (earlier, later) = earlier <= later ? (earlier, later) : (later, earlier);
        var known = ReportKind.Of(kind);
        var (first, second) = (await Sent(s, scope, known, earlier), await Sent(s, scope, known, later));
        var changes = await Successors.Between(s, earlier, later);
        var groups = new SortedDictionary<string, ComparedPlace>(StringComparer.Ordinal);
        foreach (var office in first.Offices)
        {
            var change = changes.GetValueOrDefault(office.Province!);
            var place = groups.TryGetValue(change?.AfterCode ?? office.Province!, out var met) ? met : groups[change?.AfterCode ?? office.Province!] = new(change?.AfterName, change);
            place.Before.Add(new ComparedOffice(office, first.Figures.GetValueOrDefault(office.Code)));
        }

        foreach (var office in second.Offices)
        {
            // An office of before that still stands belongs where it went; one that came with the change bears the code of after, which may have been another's.
            var change = changes.GetValueOrDefault(office.Province!) is { } moved && office.ValidFrom < moved.ValidFrom ? moved : null;
            var place = groups.TryGetValue(change?.AfterCode ?? office.Province!, out var met) ? met : groups[change?.AfterCode ?? office.Province!] = new(change?.AfterName, change);
            place.After.Add(new ComparedOffice(office, second.Figures.GetValueOrDefault(office.Code)));
        }

        return new Comparison(known, earlier, later, [.. groups.Values]);
    });

    private static async Task<(List<Office> Offices, Dictionary<string, IReadOnlyDictionary<string, long?>> Figures)> Sent(Session s, Scope scope, ReportKind kind, DateOnly day)
    {
        var to = (await ReportCalendar.Term(s, kind.Code, day)).To;
        var offices = await ReportBoards.Reporters(s, scope, kind, to);
        var reports = await s.Query<Report>(
            $"select {Reports.Columns} from rep_reports r where r.kind = @kind and r.to_date = @to and {Reports.CountsNow} order by r.version", new { kind = kind.Code, to });
        return (offices, reports.GroupBy(r => r.OfficeCode, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last().Frozen, StringComparer.Ordinal));
    }
}

/// <summary>Two days of a kind of report, place by place.</summary>
public sealed record Comparison(ReportKind Kind, DateOnly Earlier, DateOnly Later, IReadOnlyList<ComparedPlace> Places)
{
    /// <summary>True where provinces became others between the days.</summary>
    public bool Reformed => Places.Any(p => p.Change is not null);
}

/// <summary>A place of the later tree with the offices that it was before. <paramref name="Name"/>, <paramref name="Change"/>: null where nothing changed.</summary>
public sealed record ComparedPlace(string? Name, Successor? Change)
{
    public List<ComparedOffice> Before { get; } = [];
    public List<ComparedOffice> After { get; } = [];

    /// <summary>Name of the place in the later tree.</summary>
    public string Title => After.Find(o => Change is null || o.Office.ValidFrom >= Change.ValidFrom)?.Office.Name ?? Name ?? Before[0].Office.Name;

    /// <summary>Sum of a figure over the offices that reported it; null: none did.</summary>
    public static long? Sum(IEnumerable<ComparedOffice> offices, string figure)
    {
        var told = offices.Select(o => o.Figures?.GetValueOrDefault(figure)).OfType<long>().ToList();
        return told.Count == 0 ? null : told.Sum();
    }
}

/// <summary>An office of one of the days with what it sent; null: nothing.</summary>
public sealed record ComparedOffice(Office Office, IReadOnlyDictionary<string, long?>? Figures);
