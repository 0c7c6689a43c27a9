using System.Collections.Concurrent;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;

namespace BaoPhu.Core.Work;

/// <summary>
/// The counts of the day's lists, kept in memory office by office with the number of changes at which each was made (<see cref="TaskChanges"/>): a list that was counted
/// before costs one look at these numbers, and an act of one office lets only that office be counted again. Numbers are read before the rows are counted: a count is never
/// older than what it is kept under.
/// </summary>
internal sealed class TaskFigures
{
    private const int Most = 4096;
    private readonly ConcurrentDictionary<string, Kept> _kept = new(StringComparer.Ordinal);

    /// <summary>
    /// The figures under a key (scope, person and day), office by office. <paramref name="count"/> counts the offices given, or all where null is given: rows with their province
    /// and office.
    /// </summary>
    public async Task<IReadOnlyCollection<T>> Of<T>(Session s, Scope scope, string key, Func<IReadOnlyCollection<string>?, Task<List<T>>> count)
        where T : IOfOffice
    {
        var now = await s.Query<ChangeNumber>($"select c.province, c.office_code, c.changes from wrk_task_changes c where {scope.OnProvince("c")}");
        var whole = now.Where(c => c.OfficeCode.Length == 0).ToDictionary(c => c.Province, c => c.Changes, StringComparer.Ordinal);
        var offices = now.Where(c => c.OfficeCode.Length > 0).ToDictionary(c => (c.Province, c.OfficeCode), c => c.Changes);
        var kept = _kept.GetValueOrDefault(key);
        if (kept?.Figures is not IReadOnlyDictionary<(string, string), T> known || !Same(kept.Whole, whole))
        {
            known = ByOffice(await count(null));
        }
        else
        {
            var moved = offices.Where(o => kept.Offices.GetValueOrDefault(o.Key) != o.Value).Select(o => o.Key).ToList();
            if (moved.Count == 0)
            {
                return [.. known.Values];
            }

            var again = new Dictionary<(string, string), T>(known);
            moved.ForEach(o => again.Remove(o));
            foreach (var figure in await count([.. moved.Select(o => o.OfficeCode).Distinct(StringComparer.Ordinal)]))
            {
                again[(figure.Province, figure.OfficeCode)] = figure;
            }

            known = again;
        }

        if (_kept.Count >= Most)
        {
            _kept.Clear();
        }

        _kept[key] = new(whole, offices, known);
        return [.. known.Values];
    }

    private static bool Same(Dictionary<string, long> one, Dictionary<string, long> other) =>
        one.Count == other.Count && one.All(o => other.TryGetValue(o.Key, out var number) && number == o.Value);

    private static Dictionary<(string, string), T> ByOffice<T>(IEnumerable<T> figures)
        where T : IOfOffice => figures.ToDictionary(f => (f.Province, f.OfficeCode));

    private sealed record Kept(Dictionary<string, long> Whole, Dictionary<(string Province, string OfficeCode), long> Offices, object Figures);

    private sealed class ChangeNumber
    {
        public string Province { get; init; } = "";
        public string OfficeCode { get; init; } = "";
        public long Changes { get; init; }
    }
}

/// <summary>A figure of one office.</summary>
internal interface IOfOffice
{
    string Province { get; }
    string OfficeCode { get; }
}
