using BaoPhu.Core.Data;

namespace BaoPhu.Core.Demonstration;

/// <summary>Stands at one moment: what is generated is dated from the moment asked for, not from when the command happened to run.</summary>
internal sealed class StillClock(Instant at) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(at.Milliseconds);
}
