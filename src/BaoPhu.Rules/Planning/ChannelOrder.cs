namespace BaoPhu.Rules.Planning;

/// <summary>What is known to reach an employer by.</summary>
public readonly record struct Reachable(bool Phone, bool Email, bool Address);

/// <summary>
/// Which channel is next: the row gives the order, each the fallback of the one before; a channel whose contact is not known is passed over, and a try without an answer
/// moves on to the next one, the last one being tried again.
/// </summary>
public static class ChannelOrder
{
    /// <summary>The channels that can be used, in the row's order. Empty: no contact is known for any of them.</summary>
    public static IReadOnlyList<string> Usable(IReadOnlyList<string> channels, Reachable known) => [.. channels.Where(c => CanUse(c, known))];

    /// <summary>The channel for the next try, or null where none can be used.</summary>
    public static string? Next(IReadOnlyList<string> channels, Reachable known, int tries)
    {
        var usable = Usable(channels, known);
        return usable.Count == 0 ? null : usable[Math.Min(tries, usable.Count - 1)];
    }

    public static bool CanUse(string channel, Reachable known) => channel switch
    {
        "phone" or "zalo" => known.Phone,
        "email" => known.Email,
        "post" or "visit" or "meeting" => known.Address,
        _ => true,
    };

    /// <summary>Channels for which people meet: where the level wants it, only in an arranged slot.</summary>
    public static bool IsInPerson(string channel) => channel is "visit" or "meeting";
}
