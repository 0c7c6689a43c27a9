using System.Threading.RateLimiting;

namespace BaoPhu.Web.Shell;

/// <summary>
/// How often one address may open answer links, send through them and take the file of the published debtors, in this node's memory, so that a storm of guessed tokens is turned away without touching the database. What one
/// link may send in a day is counted in the database.
/// </summary>
internal sealed class PublicLimits : IDisposable
{
    private readonly PartitionedRateLimiter<string> _opens = Limiter(60);
    private readonly PartitionedRateLimiter<string> _sends = Limiter(12);
    private readonly PartitionedRateLimiter<string> _files = Limiter(12);

    public bool MayOpen(string address) => _opens.AttemptAcquire(address).IsAcquired;

    public bool MaySend(string address) => _sends.AttemptAcquire(address).IsAcquired;

    public bool MayTakeFile(string address) => _files.AttemptAcquire(address).IsAcquired;

    public void Dispose()
    {
        _opens.Dispose();
        _sends.Dispose();
        _files.Dispose();
    }

    private static PartitionedRateLimiter<string> Limiter(int permits) => PartitionedRateLimiter.Create<string, string>(address => RateLimitPartition.GetFixedWindowLimiter(
        address, _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 }));
}
