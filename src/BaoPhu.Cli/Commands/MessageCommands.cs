using System.CommandLine;
using BaoPhu.Core;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Messaging;

namespace BaoPhu.Cli.Commands;

/// <summary>message send, message status.</summary>
internal static class MessageCommands
{
    private static readonly Option<int> Lease = new("--lease") { Description = "Số giây một lượt gửi được giữ riêng cho máy này", DefaultValueFactory = _ => 360 };

    public static void AddTo(RootCommand root)
    {
        var family = new Command("message", "Tin gửi đơn vị");
        family.Subcommands.Add(CommandLine.Verb("send", "Gửi mọi tin đã đến giờ rồi dừng", [Lease], Send));
        family.Subcommands.Add(CommandLine.Verb("status", "Số tin theo trạng thái", [], Status));
        root.Subcommands.Add(family);
    }

    private static async Task<object?> Send(Invocation call)
    {
        var book = new ChannelBook(ChannelSettings.FromEnvironment().Channels(call.Clock));
        var result = await MessageSending.Of(call.Db, await call.SiteClock(), book, TimeSpan.FromSeconds(call.Parsed.GetValue(Lease))).Run(call.Cancel);
        return new { handed = result.Handed, settled = result.Settled, resolved = result.Resolved };
    }

    private static async Task<object?> Status(Invocation call) =>
        (await new MessageLists(call.Db).Counts(Scope.Nation, new MessageFilter())).ToDictionary(c => c.State, c => c.Messages, StringComparer.Ordinal);
}
