namespace BaoPhu.Core.Messaging;

/// <summary>The channels in use: one for each of the house's ways, the sandbox where nothing is configured.</summary>
public sealed class ChannelBook
{
    private readonly IReadOnlyList<IMessageChannel> _sandboxes = [.. MessageChannels.All.Select(c => new SandboxChannel(c))];

    public ChannelBook(params IReadOnlyList<IMessageChannel> configured) =>
        InUse = [.. MessageChannels.All.Select((c, i) => configured.FirstOrDefault(x => x.Channel == c) ?? _sandboxes[i])];

    public IReadOnlyList<IMessageChannel> InUse { get; }

    /// <summary>The channel that took a message, even where another is in use by now; null where it is not configured any more.</summary>
    public IMessageChannel? Find(string channel, string? via) => InUse.Concat(_sandboxes).FirstOrDefault(c => c.Channel == channel && c.Via == via);
}
