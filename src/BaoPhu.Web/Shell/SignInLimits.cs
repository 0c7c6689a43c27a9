using System.Threading.RateLimiting;

namespace BaoPhu.Web.Shell;

/// <summary>
/// How often sign-in may be tried: ten times a minute from one address with one name, and three hundred from one address (a whole office behind one line
/// signs in at half past seven). The lock after five failures counts by name, wherever the attempts come from.
/// </summary>
internal sealed class SignInLimits : IDisposable
{
    private readonly PartitionedRateLimiter<(string Address, string Name)> _limiter = PartitionedRateLimiter.CreateChained(
        Limiter(key => key.Address + "|" + key.Name, 10),
        Limiter(key => key.Address, 300));

    public bool MayTry(string address, string name) => _limiter.AttemptAcquire((address, name)).IsAcquired;

    public void Dispose() => _limiter.Dispose();

    private static PartitionedRateLimiter<(string Address, string Name)> Limiter(Func<(string Address, string Name), string> key, int permits) =>
        PartitionedRateLimiter.Create<(string Address, string Name), string>(attempt => RateLimitPartition.GetFixedWindowLimiter(
            key(attempt), _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 }));
}
