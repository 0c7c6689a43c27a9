using System.Security.Cryptography;
using BaoPhu.Core.Data;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Codes;

namespace BaoPhu.Core.Messaging;

/// <summary>
/// A way by which messages leave the house. The sender marks a message as being sent, commits, and only then calls <see cref="Send"/>; what the channel answers is recorded afterwards. If the
/// sender dies in between, <see cref="WhatBecame"/> is asked.
/// </summary>
public interface IMessageChannel
{
    /// <summary>smtp, zns, sms or sandbox.</summary>
    string Via { get; }

    /// <summary>email, zalo or sms.</summary>
    string Channel { get; }

    /// <summary>False: what it takes stays in the house, so no task is done by it.</summary>
    bool Leaves { get; }

    /// <summary>How many may be on their way at once: many where the channel can be asked afterwards, few where each would be a question for a person.</summary>
    int Handful { get; }

    /// <summary>How many are handed over side by side: waiting for a provider's answers is most of the time. <see cref="Send"/> is then called from several threads.</summary>
    int SideBySide => 1;

    /// <summary>For how long after it took a message the channel can still be asked what became of it; null: it never can.</summary>
    TimeSpan? Tells => null;

    /// <summary>Hands one message over. Throws nothing but cancellation: every fault is an answer.</summary>
    Task<ChannelAnswer> Send(Envelope envelope, CancellationToken cancel);

    /// <summary>
    /// What became of messages that were handed over, by id: without an answer, or taken and not ended yet. A message that is not in the result: the channel cannot say. <see cref="ChannelVerdict.NeverHad"/>: it
    /// certainly does not have it.
    /// </summary>
    Task<IReadOnlyDictionary<string, ChannelAnswer>> WhatBecame(IReadOnlyCollection<Message> messages, CancellationToken cancel);
}

/// <summary>A message as it is handed over: to whom, what, with which files.</summary>
public sealed record Envelope(Message Message, string Address, MessageBody Body, IReadOnlyList<AttachedFile> Files, string OfficeName);

/// <summary>A file that goes with a message by e-mail, or with other things that are sent.</summary>
public sealed record AttachedFile(string Name, string MediaType, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>Bytes of a file at most: it goes with every message.</summary>
    public const int MostBytes = 5 * 1024 * 1024;

    /// <summary>SHA-256, hex.</summary>
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(Bytes.Span));

    /// <summary>Reads what a person sent. Refused: more than five megabytes, a file whose bytes are neither PDF, DOCX, PNG nor JPEG.</summary>
    public static async Task<AttachedFile> Read(string fileName, Stream file)
    {
        var bytes = new byte[MostBytes + 1];
        var length = await file.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false);
        bytes = length <= MostBytes ? bytes[..length] : throw new Refusal("Messages.LeafletSize");
        return new(Path.GetFileName(fileName), MediaTypes.Of(bytes) is { } known and not MediaTypes.Tiff ? known : throw new Refusal("Messages.LeafletKind", fileName), bytes);
    }
}

public enum ChannelVerdict : byte
{
    /// <summary>The channel took it upon itself.</summary>
    Accepted = 0,
    Delivered = 1,

    /// <summary>The recipient, or the channel for it, would not have this message.</summary>
    Refused = 2,

    /// <summary>There is nobody of that address or number.</summary>
    NotThere = 3,

    /// <summary>This message not now: tried again later.</summary>
    Later = 4,

    /// <summary>This message cannot go as it is.</summary>
    Failed = 5,

    /// <summary>The provider is out of order: it counts against the provider, not the recipient, and the rest waits.</summary>
    Down = 6,

    /// <summary>The connection broke after the message was on its way: it may have arrived or not.</summary>
    Unsure = 7,

    /// <summary>Only of <see cref="IMessageChannel.WhatBecame"/>: the channel never had it.</summary>
    NeverHad = 8,
}

/// <summary>
/// The channel's answer. <paramref name="Reference"/>: its own id of the message. <paramref name="Reason"/>: a text "Messages.Reason_…" or the provider's own code and words.
/// <paramref name="NotBefore"/>: when it says to come again.
/// </summary>
public sealed record ChannelAnswer(ChannelVerdict Verdict, string? Reference = null, string Reason = "", Instant? NotBefore = null);

/// <summary>Opens what a message carries when it is sent: the signed paper, the leaflets. Papers belong to a module above this one, so it is registered where the house is put together.</summary>
public interface IMessageAttachments
{
    Task<IReadOnlyList<AttachedFile>> Open(Session s, Message message);
}

/// <summary>Is told, in the same transaction, when a message has left the house.</summary>
public interface IMessageFollower
{
    Task Left(Session tx, Message message);
}

/// <summary>
/// Takes what an unconfigured channel would have sent and keeps it to be looked at: nothing leaves the house, and no task is done by it.
/// </summary>
public sealed class SandboxChannel(string channel) : IMessageChannel
{
    public const string Name = "sandbox";

    public string Via => Name;
    public string Channel => channel;
    public bool Leaves => false;
    public int Handful => 500;

    public Task<ChannelAnswer> Send(Envelope envelope, CancellationToken cancel) => Task.FromResult(new ChannelAnswer(ChannelVerdict.Accepted));

    // It keeps nothing of its own: what was not recorded was not kept.
    public Task<IReadOnlyDictionary<string, ChannelAnswer>> WhatBecame(IReadOnlyCollection<Message> messages, CancellationToken cancel) =>
        Task.FromResult<IReadOnlyDictionary<string, ChannelAnswer>>(messages.ToDictionary(m => m.MessageId, _ => new ChannelAnswer(ChannelVerdict.NeverHad), StringComparer.Ordinal));
}
