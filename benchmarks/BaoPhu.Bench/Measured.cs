using System.Globalization;

namespace BaoPhu.Bench;

/// <summary>Times of answers in milliseconds, answers a second, and how many were no good answer.</summary>
internal sealed record Measured(double P50, double P99, double PerSecond, long Failed)
{
    public static Measured Of(IReadOnlyCollection<double> times, TimeSpan length, long failed)
    {
        var all = times.Order().ToList();
        return new(all[all.Count / 2], all[(int)(all.Count * 0.99)], all.Count / length.TotalSeconds, failed);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"p50 {P50:0.0} ms, p99 {P99:0.0} ms, {PerSecond:0} a second{(Failed > 0 ? $", {Failed} failed" : "")}");
}
