using System.Threading.RateLimiting;
using BaoPhu.Core.Identity;

namespace BaoPhu.Web.Shell;

/// <summary>
/// How often sign-in may be tried. What counts is counted in the database for all nodes together (<see cref="SignIns.MayTry"/>); the same limits in this node's memory stand
/// before it, so that a storm from one address is turned away without touching the database. The lock after five failures counts by name, wherever they come from.
/// </summary>
internal sealed class SignInLimits(SignIns signIns) : IDisposable
{
    private readonly PartitionedRateLimiter<(string Address, string Name)> _limiter = PartitionedRateLimiter.CreateChained(
        Limiter(key => key.Address + "|" + key.Name, 10),
        Limiter(key => key.Address, 300));

    public async Task<bool> MayTry(string address, string name) => _limiter.AttemptAcquire((address, name)).IsAcquired && await signIns.MayTry(address, name);

    public void Dispose() => _limiter.Dispose();

    private static PartitionedRateLimiter<(string Address, string Name)> Limiter(Func<(string Address, string Name), string> key, int permits) =>
        PartitionedRateLimiter.Create<(string Address, string Name), string>(attempt => RateLimitPartition.GetFixedWindowLimiter(
            key(attempt), _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 }));
}
