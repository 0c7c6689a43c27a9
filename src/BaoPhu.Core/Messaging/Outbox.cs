using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Organisation;
using BaoPhu.Core.Texts;
using BaoPhu.Rules;
using BaoPhu.Rules.Messages;

namespace BaoPhu.Core.Messaging;

/// <summary>
/// What is to leave the house is put here, in the transaction of the act that wants it: committed with it or not at all. The sender (<see cref="Dispatch"/>) does the rest, and every message
/// ends in one known state with its history.
/// </summary>
public static class Outbox
{
    private static readonly string[] RowColumns =
    [
        "subject_id", "message_id", "batch_id", "province", "office_code", "act", "occurrence", "paper_no", "template_scope", "template", "template_version", "filled", "leaflets", "to_name", "to_phone",
        "to_email", "legal", "about_debt", "channels", "channel_place", "channel", "state", "next_at", "expires_at", "made_at", "made_by", "version",
    ];

    /// <summary>
    /// Puts one message into the outbox. The entry in the audit trail is the caller's: the message belongs to its act. Refused: an employer or a template that is not there, a template that
    /// has nothing for any of the channels.
    /// </summary>
    public static async Task<MessageKey> Put(Session tx, TimeProvider clock, Actor actor, OutgoingMessage message) => (await Write(tx, clock, actor, [message], null))[0];

    /// <summary>Puts many at once as one batch, with one audit entry of count and digest; returns its id.</summary>
    public static async Task<string> PutBatch(Session tx, TimeProvider clock, Actor actor, string title, IReadOnlyList<OutgoingMessage> messages)
    {
        if (messages.Count == 0)
        {
            throw new Refusal("Messages.NothingToSend");
        }

        var batch = Guid.CreateVersion7().ToString("N");
        var province = EmployerKey.Province(messages[0].SubjectId);
        var template = await MessageTemplates.InForce(tx, province, messages[0].Template);
        var keys = await Write(tx, clock, actor, messages, batch);
        var digest = DigestOf(keys);
        await tx.Execute(
            """
            insert into msg_batches (batch_id, province, office_code, title, template, template_version, messages, digest, made_at, made_by)
            values (@batch, @province, @OfficeCode, @title, @Code, @Version, @Count, @digest, @now, @UserId)
            """,
            new { batch, province, actor.OfficeCode, title, template.Code, template.Version, keys.Count, digest, now = clock.Now(), actor.UserId });
        await AuditTrail.Write(tx, clock, actor, "messaging.batch", "message-batch:" + batch, new { title, template = template.Code, template.Version, messages = keys.Count, digest });
        return batch;
    }

    /// <summary>What the audit entry of a batch says of its messages: SHA-256 over their keys in order.</summary>
    public static string DigestOf(IEnumerable<MessageKey> keys) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join(
        ',', keys.OrderBy(k => k.SubjectId).ThenBy(k => k.MessageId, StringComparer.Ordinal)))));

    private static async Task<List<MessageKey>> Write(Session tx, TimeProvider clock, Actor actor, IReadOnlyList<OutgoingMessage> messages, string? batch)
    {
        var recipients = (await tx.Query<Recipient>(
            "select e.employer_id, e.office_code, e.code, e.name, e.contact_name, e.phone, e.email from reg_employers e where e.employer_id {any:ids}",
            new { ids = tx.List(messages.Select(m => m.SubjectId).Distinct()) })).ToDictionary(r => r.EmployerId);
        var offices = new Dictionary<string, string>(StringComparer.Ordinal);
        var templates = new Dictionary<(string, string), MessageTemplate>();
        var lifetimes = new Dictionary<string, long>(StringComparer.Ordinal);
        var (now, today) = (clock.Now(), clock.Today());
        var keys = new List<MessageKey>(messages.Count);
        var rows = new List<(OutgoingMessage Message, Recipient To, MessageTemplate Template, IReadOnlyList<string> Channels, string Province)>(messages.Count);
        foreach (var message in messages)
        {
            var province = EmployerKey.Province(message.SubjectId);
            var to = recipients.GetValueOrDefault(message.SubjectId) ?? throw new Refusal("Register.NoEmployer", EmployerKey.Code(message.SubjectId), province) { Kind = RefusalKind.Missing };
            if (!templates.TryGetValue((province, message.Template), out var template))
            {
                templates[(province, message.Template)] = template = await MessageTemplates.InForce(tx, province, message.Template);
            }

            var channels = message.Channels.Where(c => MessageChannels.All.Contains(c) && template.Has(c)).Distinct(StringComparer.Ordinal).ToList();
            if (channels.Count == 0)
            {
                throw new Refusal("Messages.NoChannel", template.Title, string.Join(", ", message.Channels.Select(c => Text.Find("Work.Channel_" + c) ?? c)));
            }

            if (!offices.ContainsKey(to.OfficeCode))
            {
                offices[to.OfficeCode] = (await Offices.Find(tx, to.OfficeCode, today))?.Name ?? to.OfficeCode;
            }

            if (!lifetimes.ContainsKey(province))
            {
                lifetimes[province] = await Settings.Number(tx, province, Settings.MessageValidDays, today);
            }

            rows.Add((message, to, template, channels, province));
        }

        using (var bulk = tx.BulkInto("msg_outbox", RowColumns))
        {
            foreach (var (message, to, template, channels, province) in rows)
            {
                var key = new MessageKey(message.SubjectId, Guid.CreateVersion7().ToString("N"));
                keys.Add(key);
                var address = message.To ?? new MessageAddress(to.ContactName, to.Phone, to.Email);
                var next = message.NotBefore is { } later && later > now ? later : now;
                bulk.StartRow();
                bulk.Write(key.SubjectId);
                bulk.Write(key.MessageId);
                bulk.Write(batch);
                bulk.Write(province);
                bulk.Write(to.OfficeCode);
                bulk.Write(message.Task?.Act);
                bulk.Write(message.Task?.Occurrence);
                bulk.Write(message.PaperNo);
                bulk.Write(template.Scope);
                bulk.Write(template.Code);
                bulk.Write(template.Version);
                bulk.Write(Message.Write(Filled(message, to.Code, to.Name, address, offices[to.OfficeCode], today)));
                bulk.Write(Message.Write(message.Leaflets));
                bulk.Write(address.Name ?? "");
                bulk.Write(Known(address.Phone));
                bulk.Write(Known(address.Email));
                bulk.Write(message.Legal);
                bulk.Write(message.AboutDebt);
                bulk.Write(string.Join(',', channels));
                bulk.Write((short)0);
                bulk.Write(channels[0]);
                bulk.Write("queued");
                bulk.Write(next.Milliseconds);
                bulk.Write(next.Milliseconds + (lifetimes[province] * (long)TimeSpan.FromDays(1).TotalMilliseconds));
                bulk.Write(now.Milliseconds);
                bulk.Write(actor.UserId);
                bulk.Write(1);
            }

            bulk.Complete();
        }

        using var events = tx.BulkInto("msg_events", "subject_id", "message_id", "seq", "at", "user_id", "event", "state", "channel", "detail");
        for (var i = 0; i < keys.Count; i++)
        {
            events.StartRow();
            events.Write(keys[i].SubjectId);
            events.Write(keys[i].MessageId);
            events.Write(1);
            events.Write(now.Milliseconds);
            events.Write(actor.UserId);
            events.Write("put");
            events.Write("queued");
            events.Write(rows[i].Channels[0]);
            events.Write("{}");
        }

        events.Complete();
        return keys;
    }

    private static string? Known(string? address) => string.IsNullOrWhiteSpace(address) ? null : address.Trim();

    internal static Dictionary<string, string> Filled(OutgoingMessage message, string code, string name, MessageAddress address, string office, DateOnly today)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["don_vi"] = name, ["ma_don_vi"] = code, ["nguoi_nhan"] = address.Name ?? "", ["co_quan"] = office, ["den_ngay"] = today.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture),
        };
        foreach (var (place, value) in message.Values)
        {
            values[place] = MessageText.Places.Contains(place) ? value : throw new Refusal("Messages.UnknownPlace", place, string.Join(", ", MessageText.Places));
        }

        return values;
    }

    private sealed class Recipient
    {
        public long EmployerId { get; init; }
        public string OfficeCode { get; init; } = "";
        public string Code { get; init; } = "";
        public string Name { get; init; } = "";
        public string? ContactName { get; init; }
        public string? Phone { get; init; }
        public string? Email { get; init; }
    }
}
