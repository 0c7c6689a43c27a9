using BaoPhu.Core.Messaging;
using BaoPhu.Web.Shell;

namespace BaoPhu.Web.Pages.Messaging;

/// <summary>Each channel: configured or not, how it fares, its settings with the secrets masked.</summary>
public sealed class ChannelsModel(ChannelBook book, ChannelSettings settings, MessageLists lists) : HousePage
{
    public IReadOnlyList<IMessageChannel> InUse => book.InUse;
    public IReadOnlyDictionary<string, ChannelState> States { get; private set; } = new Dictionary<string, ChannelState>(StringComparer.Ordinal);

    public IReadOnlyList<(string Name, string? Value)> SettingsOf(string channel) =>
        settings.Shown(channel switch { MessageChannels.Email => "BAOPHU_SMTP", MessageChannels.Zalo => "BAOPHU_ZALO", _ => "BAOPHU_SMS" });

    public async Task OnGetAsync() => States = (await lists.Channels()).ToDictionary(c => c.Channel, StringComparer.Ordinal);
}
