namespace BaoPhu.Rules.Planning;

/// <summary>What a switch of level does to a task.</summary>
public enum SwitchKind : byte
{
    /// <summary>The same work in the same form; only the level it is done under is another.</summary>
    CarriesOn = 0,

    /// <summary>The same act by another stream, channel, paper, owner or only in an arranged slot.</summary>
    Converted = 1,
    Suspended = 2,
    Reopened = 3,
    Cancelled = 4,
    Created = 5,
}

/// <summary>Tells what a switch does from what the same moment would have brought without it. Pure.</summary>
public static class SwitchKinds
{
    private static readonly string[] Words = ["carries-on", "converted", "suspended", "reopened", "cancelled", "created"];

    public static IReadOnlyList<string> All => Words;

    public static string Of(SwitchKind kind) => Words[(int)kind];

    public static bool TryParse(string? word, out SwitchKind kind)
    {
        var index = word is null ? -1 : Array.IndexOf(Words, word);
        kind = (SwitchKind)Math.Max(index, 0);
        return index >= 0;
    }

    /// <summary>
    /// The kind of a difference found at the new level. <paramref name="otherwise"/> is what becomes of the same act at the level before, null where nothing does. Null: not
    /// the work of the switch (who has paid drops out at either level; what is planned under this level already stays as it is).
    /// </summary>
    public static SwitchKind? Of(in PlanDifference found, in PlanDifference? otherwise, in KnownTask? before, in Situation now, OrderBook book)
    {
        if (found.Change == PlanChange.Await || (before is { } known && known.Facts.Level == now.Level && known.Facts.LevelAnnounced == now.LevelAnnounced))
        {
            return null;
        }

        return found.Change switch
        {
            PlanChange.Create => otherwise?.Change == PlanChange.Create ? null : SwitchKind.Created,
            PlanChange.Close => otherwise?.Change == PlanChange.Close ? null : SwitchKind.Cancelled,
            PlanChange.Suspend when otherwise?.Change != PlanChange.Suspend => SwitchKind.Suspended,
            PlanChange.Reopen when otherwise?.Change != PlanChange.Reopen => SwitchKind.Reopened,
            _ => found.State == TaskState.Suspended || SameForm(book, before?.Order ?? -1, found.Order) ? SwitchKind.CarriesOn : SwitchKind.Converted,
        };
    }

    private static bool SameForm(OrderBook book, int before, int after)
    {
        if (before == after)
        {
            return true;
        }

        if (before < 0)
        {
            return false;
        }

        var (was, now) = (book[before].Act, book[after].Act);
        return was.Stream == now.Stream && was.Slot == now.Slot && was.Method == now.Method && was.Owner == now.Owner
            && was.Channels.SequenceEqual(now.Channels, StringComparer.Ordinal) && was.Papers.SequenceEqual(now.Papers, StringComparer.Ordinal);
    }
}
