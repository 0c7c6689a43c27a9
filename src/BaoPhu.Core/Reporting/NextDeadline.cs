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
        var now = clock.Now();
        return (await Known()).GetValueOrDefault(kind)?.Where(d => d > now).Cast<Instant?>().FirstOrDefault();
    }

    /// <summary>The deadline of today that is over and by which the office has not sent its report of the day, nor was let off it; null: it owes nothing. Asked anew each time: who has sent is late no more.</summary>
    public async Task<Instant?> Missed(string kind, string office)
    {
        var (now, today) = (clock.Now(), clock.Today());
        if ((await Known()).GetValueOrDefault(kind)?.Where(d => d <= now).Cast<Instant?>().LastOrDefault() is not { } over || over.Day != today)
        {
            return null;
        }

        var done = await db.Read(s => s.One<long>(
            """
            select (select count(*) from rep_reports r where r.kind = @kind and r.office_code = @office and r.to_date = @today and r.sent_at is not null)
                + (select count(*) from rep_excuses x where x.kind = @kind and x.office_code = @office and x.to_date = @today)
            """,
            new { kind, office, today }));
        return done == 0 ? over : null;
    }

    private async Task<Dictionary<string, List<Instant>>> Known()
    {
        var today = clock.Today();
        if (_read is not { } read || read.Day != today || clock.GetElapsedTime(read.ReadAt) > Kept)
        {
            _read = read = (today, clock.GetTimestamp(), await db.ReadConsistently(s => Read(s, today)));
        }

        return read.Deadlines;
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
