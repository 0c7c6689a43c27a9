using System.Collections.Concurrent;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Rules;
using BaoPhu.Rules.Reporting;

namespace BaoPhu.Core.Reporting;

/// <summary>
/// What complete months brought to a figure, office by office: what a forecast goes by. Read once for a province and kept until a file or a planning pass moves the whole of it: what is done with one
/// employer belongs to the month that runs.
/// </summary>
internal sealed class TargetHistory
{
    private const int Years = 4;

    /// <summary>More provinces than this that moved: the nation is read at once.</summary>
    private const int OneByOne = 8;

    private readonly ConcurrentDictionary<(string Code, string Province), Kept> _kept = new();

    /// <summary>How many provinces were read so far.</summary>
    public long ProvincesRead { get; private set; }

    /// <summary>By office, of one province or (null) of all. Nothing for figures whose past is not kept (a debt is known as it is now).</summary>
    public async Task<Dictionary<string, MonthSeries>> Of(Session s, FigureTree tree, string? province, Indicator indicator, DateOnly today)
    {
        var (asked, month) = (province is null ? tree.Provinces : [province], Period.Of(today).Index);
        var moved = asked.Where(p => _kept.GetValueOrDefault((indicator.Code, p)) is not { } kept || kept.Month != month || kept.Turn != tree.Turn(p)).ToList();
        foreach (var part in moved.Count > OneByOne ? [moved] : moved.ConvertAll(p => new List<string> { p }))
        {
            var read = await Read(s, part.Count > 1 ? Scope.Nation : Scope.OfProvince(part[0]), indicator, today);
            foreach (var p in part)
            {
                _kept[(indicator.Code, p)] = new(month, tree.Turn(p), [.. read[p].Select(o => (o.Office, o.Series))]);
            }

            ProvincesRead += part.Count;
        }

        return asked.SelectMany(p => _kept[(indicator.Code, p)].Offices).ToDictionary(o => o.Office, o => o.Series, StringComparer.Ordinal);
    }

    private static async Task<ILookup<string, (string Office, MonthSeries Series)>> Read(Session s, Scope reach, Indicator indicator, DateOnly today)
    {
        var (end, first) = (Period.Of(today).Index, new DateOnly(today.Year - Years, 1, 1));
        var found = indicator switch
        {
            { Counts: { } kind } => await s.Query<Brought>(
                $"select t.subject_id, t.office_code, t.ends_on as day, t.number as value from reg_stands t where t.kind {{any:kinds}} and t.known_to_at is null and t.ends_on >= @first and {reach.On("t", "subject_id")}",
                new { kinds = s.List(indicator.Group?.Kinds ?? [kind.Code()]), first }),
            { Code: "collected-social" } => await Ledger("m.paid_social + m.paid_accident"),
            { Code: "collected-health" } => await Ledger("m.paid_health"),
            { Code: "collected-unemployment" } => await Ledger("m.paid_unemployment"),
            { Code: "inspected" } => await s.Query<Brought>(
                $"""
                select min(i.subject_id) as subject_id, e.office_code, i.announced_on as day, count(*) as value from col_inspections i join reg_employers e on e.employer_id = i.subject_id
                where i.announced_on >= @first and {reach.On("e")} group by e.province, e.office_code, i.announced_on
                """,
                new { first }),
            _ => [],
        };
        // Months that are over and whose end nobody has told yet are told by their days.
        var days = (indicator.Counts is not { } counted ? [] : await s.Query<Brought>(
            $"""
            select t.office_code, t.happened_on as day, cast(sum(case when t.joined then t.number else -t.number end) as bigint) as value from reg_movements t
            where t.kind = @kind and t.known_to_at is null and t.happened_on >= @since{(indicator.Group is null ? "" : " and t.grp {any:signs}")} and {reach.On("t", "subject_id")} group by t.office_code, t.happened_on
            """,
            new { kind = counted.Code(), signs = s.List(indicator.Group?.Signs ?? []), since = new DateOnly(today.Year, today.Month, 1).AddMonths(-3) })).ToLookup(d => d.OfficeCode, StringComparer.Ordinal);
        return found.GroupBy(b => (Province: EmployerKey.Province(b.SubjectId), b.OfficeCode))
            .Select(g => (g.Key.Province, Office: g.Key.OfficeCode, Series: indicator.Counts is not null ? Steps([.. g], [.. days[g.Key.OfficeCode]], end) : Sums([.. g], end)))
            .Where(o => o.Series.Values.Count > 0).ToLookup(o => o.Province, o => (o.Office, o.Series), StringComparer.Ordinal);

        Task<List<Brought>> Ledger(string amount) => s.Query<Brought>(
            $"""
            select min(m.employer_id) as subject_id, e.office_code, m.period, cast(sum({amount}) as bigint) as value from reg_months m join reg_employers e on e.employer_id = m.employer_id
            where m.period >= @from and {reach.On("e")} group by e.province, e.office_code, m.period
            """,
            new { from = Period.Of(first).Number });
    }

    private static MonthSeries Sums(List<Brought> lines, int end)
    {
        var months = lines.GroupBy(l => l.Month).ToDictionary(g => g.Key, g => g.Sum(l => l.Value));
        var first = months.Keys.Min();
        return new(first, [.. Enumerable.Range(first, Math.Max(0, end - first)).Select(m => months.GetValueOrDefault(m))]);
    }

    /// <summary>From one month's end to the next; the last stretch without a gap, and the days after it.</summary>
    private static MonthSeries Steps(List<Brought> lines, List<Brought> days, int end)
    {
        var months = lines.GroupBy(l => l.Month).ToDictionary(g => g.Key, g => g.Sum(l => l.Value));
        var last = Math.Min(months.Keys.Max(), end - 1);
        var first = last;
        while (months.ContainsKey(first - 1))
        {
            first--;
        }

        var after = days.Where(d => d.Month > last && d.Month < end).GroupBy(d => d.Month).ToDictionary(g => g.Key, g => g.Sum(d => d.Value));
        return new(
            first + 1,
            [
                .. Enumerable.Range(first + 1, Math.Max(0, last - first)).Select(m => months[m] - months[m - 1]),
                .. Enumerable.Range(last + 1, Math.Max(0, end - last - 1)).TakeWhile(after.ContainsKey).Select(m => after[m]),
            ]);
    }

    private sealed record Kept(int Month, long Turn, IReadOnlyList<(string Office, MonthSeries Series)> Offices);

    private sealed class Brought
    {
        /// <summary>An employer, or the office itself: says the province.</summary>
        public long SubjectId { get; init; }
        public string OfficeCode { get; init; } = "";
        public DateOnly? Day { get; init; }
        public int? Period { get; init; }
        public long Value { get; init; }
        public int Month => Day is { } day ? Rules.Period.Of(day).Index : Rules.Period.FromNumber(Period!.Value).Index;
    }
}
