using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using BaoPhu.Core.Data;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Messages;

namespace BaoPhu.Core.Messaging;

/// <summary>What an act wants sent to an employer: a template with its values, by the first channel that brings it there.</summary>
public sealed record OutgoingMessage
{
    public required long SubjectId { get; init; }

    /// <summary>Code of a template; the version in force is kept with the message.</summary>
    public required string Template { get; init; }

    /// <summary>Values of the template's places (<see cref="MessageText.Places"/>); those about the employer and its office are added where they are not given.</summary>
    public IReadOnlyDictionary<string, string> Values { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>In order, each the fallback of the one before: of <see cref="MessageChannels.All"/>; others are passed over.</summary>
    public required IReadOnlyList<string> Channels { get; init; }

    /// <summary>Null: the contact of the register.</summary>
    public MessageAddress? To { get; init; }

    /// <summary>A notice by law passes an opt-out and a daily limit, and says so.</summary>
    public bool Legal { get; init; }

    /// <summary>The balance is read again when it is sent: who has paid gets nothing.</summary>
    public bool AboutDebt { get; init; }

    /// <summary>The task that is done by it.</summary>
    public TaskKey? Task { get; init; }

    /// <summary>The signed paper of the employer that it carries.</summary>
    public int? PaperNo { get; init; }

    public IReadOnlyList<LeafletKey> Leaflets { get; init; } = [];

    /// <summary>Not before; null: now.</summary>
    public Instant? NotBefore { get; init; }
}

/// <summary>Whom it goes to; what is null is not known.</summary>
public sealed record MessageAddress(string? Name, string? Phone, string? Email)
{
    public string? Of(string channel) => channel == MessageChannels.Email ? Email : Phone;
}

/// <summary>A version of a leaflet of the library.</summary>
public sealed record LeafletKey(string Scope, string Leaflet, int Version);

/// <summary>The channels by which the house itself sends. Post goes by manifest and stands in the same list; calls, visits and Facebook are logged as contacts of the task.</summary>
public static class MessageChannels
{
    public const string Post = "post";
    public const string Email = "email";
    public const string Zalo = "zalo";
    public const string Sms = "sms";

    public static IReadOnlyList<string> All { get; } = [Zalo, Email, Sms];

    /// <summary>The channel of a task on which a message by this one is recorded: an SMS goes to the telephone.</summary>
    public static string OfTask(string channel) => channel == Sms ? "phone" : channel;

    /// <summary>The channels of a task by which a message can go, in the order of its row; SMS last, where the row names the telephone and the office wants it.</summary>
    public static IReadOnlyList<string> For(IReadOnlyList<string> rowChannels, bool sms) =>
        [.. rowChannels.Where(c => c is Email or Zalo), .. sms && rowChannels.Contains("phone") ? [Sms] : Array.Empty<string>()];
}

/// <summary>The natural key of a message: the employer first, then its id.</summary>
public readonly record struct MessageKey(long SubjectId, string MessageId)
{
    /// <summary>"79-TA0001A-0198…". Refused as missing: a text that is no key.</summary>
    public static MessageKey Parse(string text)
    {
        var parts = text.Split('-');
        return parts.Length == 3 && EmployerKey.IsProvince(parts[0]) && EmployerKey.IsCode(parts[1]) && parts[2].Length == 32 && parts[2].All(char.IsAsciiHexDigitLower)
            ? new MessageKey(EmployerKey.Id(parts[0], parts[1]), parts[2])
            : throw new Refusal("Messages.NoMessage", text) { Kind = RefusalKind.Missing };
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{EmployerKey.Province(SubjectId)}-{EmployerKey.Code(SubjectId)}-{MessageId}");
}

/// <summary>A message of the outbox with the name of its employer.</summary>
public sealed record Message
{
    internal const string Columns = """
        m.subject_id, m.message_id, m.batch_id, m.province, m.office_code, m.act, m.occurrence, m.paper_no, m.template_scope, m.template, m.template_version, m.filled, m.leaflets,
        m.to_name, m.to_phone, m.to_email, m.legal, m.about_debt, m.channels, m.channel_place, m.channel, m.state, m.reason, m.tries, m.next_at, m.expires_at, m.claim, m.lease_until_at, m.via,
        m.provider_ref, m.parts, m.cost, m.passed_opt_out, m.handed_at, m.ended_at, m.made_at, m.made_by, m.tell_user, m.read_at, m.version
        """;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public long SubjectId { get; init; }
    public string MessageId { get; init; } = "";
    public string? BatchId { get; init; }
    public string Province { get; init; } = "";
    public string OfficeCode { get; init; } = "";
    public string? Act { get; init; }
    public int? Occurrence { get; init; }
    public int? PaperNo { get; init; }
    public string TemplateScope { get; init; } = "";
    public string Template { get; init; } = "";
    public int TemplateVersion { get; init; }
    public string Filled { get; init; } = "";
    public string Leaflets { get; init; } = "";
    public string ToName { get; init; } = "";
    public string? ToPhone { get; init; }
    public string? ToEmail { get; init; }
    public bool Legal { get; init; }
    public bool AboutDebt { get; init; }
    public string Channels { get; init; } = "";
    public short ChannelPlace { get; init; }
    public string Channel { get; init; } = "";
    public string State { get; init; } = "";

    /// <summary>Why it is in its state: a text "Messages.Reason_…", or the channel's own code.</summary>
    public string Reason { get; init; } = "";
    public short Tries { get; init; }
    public Instant NextAt { get; init; }
    public Instant ExpiresAt { get; init; }
    public string? Claim { get; init; }
    public Instant? LeaseUntilAt { get; init; }

    /// <summary>What took it: smtp, zns, sms or sandbox.</summary>
    public string? Via { get; init; }
    public string? ProviderRef { get; init; }
    public short? Parts { get; init; }
    public long Cost { get; init; }
    public bool PassedOptOut { get; init; }
    public Instant? HandedAt { get; init; }
    public Instant? EndedAt { get; init; }
    public Instant MadeAt { get; init; }
    public string MadeBy { get; init; } = "";
    public string? TellUser { get; init; }
    public Instant? ReadAt { get; init; }
    public int Version { get; init; }
    public string Code { get; init; } = "";
    public string Name { get; init; } = "";

    public MessageKey Key => new(SubjectId, MessageId);
    public MessageState MessageState => MessageNames.State(State);
    public TaskKey? TaskKey => Act is null || Occurrence is null ? null : new TaskKey(SubjectId, Act, Occurrence.Value);
    public IReadOnlyList<string> ChannelList => Channels.Split(',');
    public MessageAddress To => new(ToName, ToPhone, ToEmail);
    public IReadOnlyDictionary<string, string> Values => JsonSerializer.Deserialize<Dictionary<string, string>>(Filled, Json)!;
    public IReadOnlyList<LeafletKey> LeafletKeys => JsonSerializer.Deserialize<List<LeafletKey>>(Leaflets, Json)!;

    internal static string Write(object value) => JsonSerializer.Serialize(value, Json);
}
