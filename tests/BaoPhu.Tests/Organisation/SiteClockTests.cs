using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Tests.Support;

namespace BaoPhu.Tests.Organisation;

/// <summary>The clock of the site that was set beside a running host.</summary>
public sealed class SiteClockTests
{
    [Theory]
    [ClassData(typeof(Engines))]
    public async Task A_running_host_follows_a_clock_set_beside_it(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine);
        var real = new Ticking();
        var (host, tool) = (await SiteClock.Load(test.Db, real), await SiteClock.Load(test.Db, real));
        Assert.False(host.IsMoved);

        await tool.MoveTo(test.Db, Actor.System, Moment("2021-11-20T09:00"));
        await host.Follow(test.Db);
        Assert.False(host.IsMoved);
        real.Pass(TimeSpan.FromSeconds(3));
        await host.Follow(test.Db);
        Assert.Equal(Moment("2021-11-20T09:00"), host.Now());

        real.Pass(TimeSpan.FromMinutes(5));
        await host.Follow(test.Db);
        Assert.Equal(Moment("2021-11-20T09:05"), host.Now());

        await tool.MoveTo(test.Db, Actor.System, Moment("2021-12-16T08:00"));
        real.Pass(TimeSpan.FromSeconds(3));
        await host.Follow(test.Db);
        Assert.Equal(Moment("2021-12-16T08:00"), host.Now());
    }

    private static Instant Moment(string text) => BaoPhu.Rules.Clock.VietnamTime.TryParse(text, out var at) ? new Instant(at) : throw new FormatException(text);

    /// <summary>Real time as the test lets it pass.</summary>
    private sealed class Ticking : TimeProvider
    {
        private TimeSpan _passed = TimeSpan.FromHours(1);

        public void Pass(TimeSpan time) => _passed += time;

        public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero) + _passed;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _passed.Ticks;
    }
}
