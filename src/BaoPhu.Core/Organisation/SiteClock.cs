using System.Diagnostics;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;

namespace BaoPhu.Core.Organisation;

/// <summary>
/// The clock of the site. In use it is the real one. Where a start is set (demonstration, training, rehearsal) each start of the host begins there, or at
/// the last recorded act if that is later, and runs on: nobody's work is ever dated before work already done. A running host follows a start set beside it.
/// </summary>
public sealed class SiteClock : TimeProvider
{
    private const string Setting = "clock-start";
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
    private readonly TimeProvider _real;
    private long _offsetTicks;
    private long _askedAt;
    private string? _start;

    private SiteClock(TimeProvider real) => _real = real;

    /// <summary>True while the site does not show real time: every page says so.</summary>
    public bool IsMoved => Volatile.Read(ref _offsetTicks) != 0;

    public static async Task<SiteClock> Load(Db db, TimeProvider? real = null)
    {
        var clock = new SiteClock(real ?? System);
        await clock.Ask(db);
        return clock;
    }

    /// <summary>
    /// Sees that another process has set the clock since ("baophu clock set" beside a running site): from then on this clock begins there too, as after a new start. The setting is read at most
    /// every two seconds.
    /// </summary>
    public Task Follow(Db db)
    {
        var asked = Volatile.Read(ref _askedAt);
        return _real.GetElapsedTime(asked) < Fresh || Interlocked.CompareExchange(ref _askedAt, _real.GetTimestamp(), asked) != asked ? Task.CompletedTask : Ask(db);
    }

    private async Task Ask(Db db)
    {
        Volatile.Write(ref _askedAt, _real.GetTimestamp());
        var found = await db.Read(async s =>
        {
            var set = await s.One<(string? Value, long SetAt)>(
                "select value, known_from_at from org_settings where scope = @nation and name = @Setting and known_to_at is null", new { nation = Settings.NationScope, Setting });
            var start = $"{set.Value} {set.SetAt}";
            if (start == _start)
            {
                return (start, (long?)null);
            }

            if (set.Value is not { } text || !Rules.Clock.VietnamTime.TryParse(text, out var from))
            {
                return (start, null);
            }

            // Acts dated by the real clock, from before it was moved, lie years off and do not count.
            var year = (long)TimeSpan.FromDays(366).TotalMilliseconds;
            return (start, await s.One<long?>("select max(at) from aud_entries where at >= @from and at < @until", new { from, until = from + year }) ?? from);
        });
        _start = found.start;
        if (found.Item2 is { } moment)
        {
            JumpTo(new Instant(moment));
        }
    }

    public override DateTimeOffset GetUtcNow() => _real.GetUtcNow().AddTicks(Volatile.Read(ref _offsetTicks));

    /// <summary>Moves this clock only, without a trace: for tests and for a single command.</summary>
    public void JumpTo(Instant moment) =>
        Volatile.Write(ref _offsetTicks, DateTimeOffset.FromUnixTimeMilliseconds(moment.Milliseconds).UtcTicks - _real.GetUtcNow().UtcTicks);

    /// <summary>Sets where the site's time starts from now on.</summary>
    public Task MoveTo(Db db, Actor actor, Instant moment) => db.Write(async tx =>
    {
        await tx.Execute("update org_settings set known_to_at = @now where scope = @nation and name = @Setting and known_to_at is null", new { nation = Settings.NationScope, Setting, now = Instant.Of(_real.GetUtcNow()) });
        await tx.Execute(
            """
            insert into org_settings (scope, name, valid_from, known_from_at, value, set_by)
            values (@nation, @Setting, @day, @now, @value, @by)
            """,
            new { nation = Settings.NationScope, Setting, day = Reference.Beginning, now = Instant.Of(_real.GetUtcNow()), value = moment.ToString(), by = actor.UserId });
        JumpTo(moment);
        await AuditTrail.Write(tx, this, actor, "organisation.clock", "clock", new { to = moment.ToString() });
    });
}
