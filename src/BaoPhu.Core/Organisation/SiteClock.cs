using System.Diagnostics;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;

namespace BaoPhu.Core.Organisation;

/// <summary>
/// The clock of the site. In use it is the real one. Where a start is set (demonstration, training, rehearsal) each start of the host begins there, or at
/// the last recorded act if that is later, and runs on: nobody's work is ever dated before work already done.
/// </summary>
public sealed class SiteClock : TimeProvider
{
    private const string Setting = "clock-start";
    private readonly TimeProvider _real;
    private long _offsetTicks;

    private SiteClock(TimeProvider real) => _real = real;

    /// <summary>True while the site does not show real time: every page says so.</summary>
    public bool IsMoved => Volatile.Read(ref _offsetTicks) != 0;

    public static async Task<SiteClock> Load(Db db, TimeProvider? real = null)
    {
        var clock = new SiteClock(real ?? System);
        var start = await db.Read(async s =>
        {
            var text = await s.One<string>("select value from org_settings where scope = @nation and name = @Setting and known_to_at is null", new { nation = Settings.NationScope, Setting });
            if (text is null || !Rules.Clock.VietnamTime.TryParse(text, out var from))
            {
                return (long?)null;
            }

            // Acts dated by the real clock, from before it was moved, lie years off and do not count.
            var year = (long)TimeSpan.FromDays(366).TotalMilliseconds;
            return await s.One<long?>("select max(at) from aud_entries where at >= @from and at < @until", new { from, until = from + year }) ?? from;
        });
        if (start is { } moment)
        {
            clock.JumpTo(new Instant(moment));
        }

        return clock;
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
