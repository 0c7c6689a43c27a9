namespace BaoPhu.Rules.Messages;

/// <summary>Hours of the night in which nobody is written to: from <paramref name="From"/> (inclusive) to <paramref name="To"/> (exclusive), whole local hours; equal: none.</summary>
public readonly record struct QuietHours(int From, int To)
{
    public bool Holds(DateTime local) => From == To ? false : From < To ? local.Hour >= From && local.Hour < To : local.Hour >= From || local.Hour < To;

    /// <summary>The moment itself where it may be sent, else the end of the night.</summary>
    public DateTime Next(DateTime local)
    {
        if (!Holds(local))
        {
            return local;
        }

        var end = local.Date.AddHours(To);
        return end > local ? end : end.AddDays(1);
    }

    /// <summary>When the next day may begin.</summary>
    public DateTime NextDay(DateTime local) => Next(local.Date.AddDays(1));
}

/// <summary>How long to wait before the next try: longer each time.</summary>
public static class Retries
{
    private static readonly int[] Minutes = [1, 5, 15, 60, 180, 360];

    /// <summary>Minutes to wait after so many tries (from 1), the last wait again and again.</summary>
    public static int WaitMinutes(int tries) => Minutes[Math.Clamp(tries - 1, 0, Minutes.Length - 1)];
}
