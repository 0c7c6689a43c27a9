using BaoPhu.Core.Data;
using BaoPhu.Rules.Reporting;

namespace BaoPhu.Core.Reporting;

/// <summary>When the daily reports are due next, for the top of every page: the calendar's lines are read once a minute and not with each page.</summary>
public sealed class NextDeadline(Db db, TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    private (DateOnly Day, long ReadAt, Dictionary<string, List<Instant>> Deadlines)? _read;

    /// <summary>The next deadline of a kind of daily report that is not over; null where the lines in force know none today or tomorrow.</summary>
    public async Task<Instant?> Of(string kind)
    {
        var (now, today) = (clock.Now(), clock.Today());
        if (_read is not { } read || read.Day != today || clock.GetElapsedTime(read.ReadAt) > Kept)
        {
            _read = read = (today, clock.GetTimestamp(), await db.ReadConsistently(s => Read(s, today)));
        }

        return read.Deadlines.GetValueOrDefault(kind)?.Where(d => d > now).Cast<Instant?>().FirstOrDefault();
    }

    private static async Task<Dictionary<string, List<Instant>>> Read(Session s, DateOnly today)
    {
        var found = new Dictionary<string, List<Instant>>(StringComparer.Ordinal);
        foreach (var kind in ReportKind.All.Where(k => k.IsOfTheDay))
        {
            found[kind.Code] = [];
            foreach (var day in (DateOnly[])[today, today.AddDays(1)])
            {
                if (await ReportCalendar.Term(s, kind.Code, day) is var term && term.From == term.To)
                {
                    found[kind.Code].Add(new Instant(term.Deadline));
                }
            }
        }

        return found;
    }
}
