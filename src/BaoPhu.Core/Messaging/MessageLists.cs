using System.Globalization;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Rules.Messages;

namespace BaoPhu.Core.Messaging;

/// <summary>What lists and pages show of the outbox. Every count opens to its rows by the same filter.</summary>
public sealed class MessageLists(Db db)
{
    public const int PageSize = 60;

    private const string From = "msg_outbox m join reg_employers e on e.employer_id = m.subject_id";

    /// <summary>How many messages of the filter (its state left out) stand in each state, and what they cost.</summary>
    public Task<List<MessageCount>> Counts(Scope scope, MessageFilter filter) => db.Read(s =>
    {
        var (condition, args) = Condition(scope, filter with { State = null });
        return s.Query<MessageCount>(
            $"select m.state, count(*) as messages, cast(coalesce(sum(m.cost), 0) as bigint) as cost from {From} where {condition} group by m.state order by m.state", args);
    });

    /// <summary>One page, the last written first.</summary>
    public Task<MessagePage> Page(Scope scope, MessageFilter filter) => db.Read(async s =>
    {
        var (condition, args) = Condition(scope, filter);
        var back = filter.Before is { Length: > 0 };
        var keyset = "1 = 1";
        if (Keyset.Split(back ? filter.Before : filter.After, 3) is [var at, var subject, var id])
        {
            keyset = $"(m.made_at, m.subject_id, m.message_id) {(back ? ">" : "<")} (@afterAt, @afterSubject, @afterId)";
            args["afterAt"] = Number(at);
            args["afterSubject"] = Number(subject);
            args["afterId"] = id;
        }

        var direction = back ? "" : " desc";
        var rows = await s.Query<Message>(
            $"""
            select {Message.Columns}, e.code, e.name from {From} where {condition} and {keyset}
            order by m.made_at{direction}, m.subject_id{direction}, m.message_id{direction} limit {PageSize + 1}
            """,
            args);
        var (previous, next) = Keyset.Turn(rows, PageSize, filter.After, filter.Before, m => string.Create(CultureInfo.InvariantCulture, $"{m.MadeAt.Milliseconds}~{m.SubjectId}~{m.MessageId}"));
        return new MessagePage(rows, previous, next);
    });

    /// <summary>One message with its text as it goes or went out by each channel, and its history. Missing outside the scope.</summary>
    public Task<MessageDetail> Find(Scope scope, string key) => db.Read(async s =>
    {
        var found = await Find(s, scope, MessageKey.Parse(key));
        var template = await MessageTemplates.Version(s, found.TemplateScope, found.Template, found.TemplateVersion);
        var events = await s.Query<MessageEvent>(
            """
            select v.seq, v.at, v.user_id, v.event, v.state, v.channel, v.detail, coalesce(u.name, '') as user_name from msg_events v left join idn_users u on u.user_id = v.user_id
            where v.subject_id = @SubjectId and v.message_id = @MessageId order by v.seq
            """,
            found);
        return new MessageDetail(found, template, [.. found.ChannelList.Select(c => (c, template.For(c, found.Values)))], events);
    });

    /// <summary>Messages of a task, the last written first.</summary>
    public Task<List<Message>> OfTask(Work.TaskKey task) => db.Read(s => s.Query<Message>(
        $"select {Message.Columns} from msg_outbox m where m.subject_id = @SubjectId and m.act = @Act and m.occurrence = @Occurrence order by m.made_at desc, m.message_id desc", task));

    /// <summary>Batches of the scope, the last made first, with how far each has got.</summary>
    public Task<List<MessageBatch>> Batches(Scope scope) => db.Read(s => s.Query<MessageBatch>($"{BatchColumns} where {scope.OnOffice("b")} order by b.made_at desc, b.batch_id desc limit 30"));

    private const string BatchColumns = """
        select b.batch_id, b.province, b.office_code, b.title, b.template, b.template_version, b.messages, b.made_at, b.made_by, b.finished_at,
            (select count(*) from msg_outbox m where m.batch_id = b.batch_id and m.state in ('queued', 'held', 'sending')) as pending,
            (select count(*) from msg_outbox m where m.batch_id = b.batch_id and m.state in ('accepted', 'delivered') and m.via <> 'sandbox') as sent,
            (select count(*) from msg_outbox m where m.batch_id = b.batch_id and m.state in ('accepted', 'delivered') and m.via = 'sandbox') as kept,
            (select count(*) from msg_outbox m where m.batch_id = b.batch_id and m.state = 'uncertain') as uncertain,
            (select count(*) from msg_batch_left l where l.batch_id = b.batch_id) as left_out
        from msg_batches b
        """;

    /// <summary>A batch with how far it has got. Missing outside the scope.</summary>
    public Task<MessageBatch> Batch(Scope scope, string batch) => db.Read(async s => await s.One<MessageBatch>($"{BatchColumns} where b.batch_id = @batch and {scope.OnOffice("b")}", new { batch })
        ?? throw new Refusal("Messages.NoBatch") { Kind = RefusalKind.Missing });

    /// <summary>The tasks of a batch's list that got no message, each with its reason, by reason and name; of employers in the scope.</summary>
    public Task<List<LeftOut>> LeftOut(Scope scope, string batch) => db.Read(s => s.Query<LeftOut>(
        $"select l.subject_id, l.act, l.occurrence, l.reason, e.code, e.name from msg_batch_left l join reg_employers e on e.employer_id = l.subject_id where l.batch_id = @batch and {scope.On("e")}"
        + " order by l.reason {names}, e.name {names}, l.subject_id, l.act",
        new { batch }));

    /// <summary>What this person is to be told: messages that reached nobody or were not needed any more, unread, by state.</summary>
    public Task<List<MessageCount>> Told(Actor actor) => db.Read(s => s.Query<MessageCount>(
        "select m.state, count(*) as messages from msg_outbox m where m.tell_user = @UserId and m.read_at is null group by m.state order by m.state", actor));

    /// <summary>Messages that the sandbox kept, with their text, the last first.</summary>
    public Task<List<MessageDetail>> Kept(Scope scope, string? channel) => db.Read(async s =>
    {
        var rows = await s.Query<Message>(
            $"""
            select {Message.Columns}, e.code, e.name from {From} where m.via = @via and (@channel is null or m.channel = @channel) and {scope.On("m", "subject_id")}
            order by m.handed_at desc, m.subject_id, m.message_id limit {PageSize}
            """,
            new { via = SandboxChannel.Name, channel });
        var details = new List<MessageDetail>();
        foreach (var row in rows)
        {
            var template = await MessageTemplates.Version(s, row.TemplateScope, row.Template, row.TemplateVersion);
            details.Add(new MessageDetail(row, template, [(row.Channel, template.For(row.Channel, row.Values))], []));
        }

        return details;
    });

    /// <summary>How the channels have fared; one that was never used is not there.</summary>
    public Task<List<ChannelState>> Channels() => db.Read(s => s.Query<ChannelState>("select c.channel, c.paused_until_at, c.failures, c.last_success_at, c.last_error_at, c.last_error from msg_channels c"));

    internal static async Task<Message> Find(Session s, Scope scope, MessageKey key) => await s.One<Message>(
        $"select {Message.Columns}, e.code, e.name from {From} where m.subject_id = @SubjectId and m.message_id = @MessageId and {scope.On("m", "subject_id")}", key)
        ?? throw new Refusal("Messages.NoMessage", key.ToString()) { Kind = RefusalKind.Missing };

    private static long Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw Keyset.Unreadable();

    private static (string Condition, Dictionary<string, object?> Args) Condition(Scope scope, MessageFilter filter)
    {
        var (parts, args) = (new List<string> { scope.On("m", "subject_id") }, new Dictionary<string, object?>(StringComparer.Ordinal));
        void Equal(string column, string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                parts.Add($"{column} = @{name}");
                args[name] = value;
            }
        }

        Equal("m.batch_id", "batch", filter.Batch);
        Equal("m.channel", "channel", filter.Channel);
        Equal("m.state", "state", filter.State is { } state && MessageNames.States.Contains(state) ? state : null);
        if (filter.NeverLeft)
        {
            parts.Add("m.state not in ('accepted', 'delivered')");
        }

        Equal("m.tell_user", "told", filter.Told);
        if (filter.Told is not null)
        {
            parts.Add("m.read_at is null");
        }

        return (string.Join(" and ", parts), args);
    }
}

/// <summary>Told: unread by this person (user id).</summary>
public sealed record MessageFilter
{
    public string? Batch { get; init; }
    public string? Channel { get; init; }
    public string? State { get; init; }
    public string? Told { get; init; }

    /// <summary>Only what has not left the house, or not arrived: waiting, refused, failed, stopped, uncertain.</summary>
    public bool NeverLeft { get; init; }
    public string? After { get; init; }
    public string? Before { get; init; }
}

public sealed record MessagePage(IReadOnlyList<Message> Rows, string? Previous, string? Next);

/// <summary>So many messages stand in a state; their cost in đồng.</summary>
public sealed class MessageCount
{
    public string State { get; init; } = "";
    public long Messages { get; init; }
    public long Cost { get; init; }
}

/// <summary>A message as its page shows it: its text by each of its channels, its history in order.</summary>
public sealed record MessageDetail(Message Message, MessageTemplate Template, IReadOnlyList<(string Channel, MessageBody Body)> Bodies, IReadOnlyList<MessageEvent> Events);

/// <summary>A line of a message's history.</summary>
public sealed class MessageEvent
{
    public int Seq { get; init; }
    public Instant At { get; init; }
    public string UserId { get; init; } = "";

    /// <summary>"put" or a name of <see cref="MessageAct"/>.</summary>
    public string Event { get; init; } = "";

    /// <summary>The state after it.</summary>
    public string State { get; init; } = "";
    public string Channel { get; init; } = "";

    /// <summary>JSON: reason, code of the channel, note of a person.</summary>
    public string Detail { get; init; } = "";
    public string UserName { get; init; } = "";
}

/// <summary>How a channel fares. Paused: it was out of order and is tried again then.</summary>
public sealed class ChannelState
{
    public string Channel { get; init; } = "";
    public Instant? PausedUntilAt { get; init; }
    public int Failures { get; init; }
    public Instant? LastSuccessAt { get; init; }
    public Instant? LastErrorAt { get; init; }
    public string? LastError { get; init; }
}

/// <summary>A batch with how many of its messages are still to go and how many left.</summary>
public sealed class MessageBatch
{
    public string BatchId { get; init; } = "";
    public string Province { get; init; } = "";
    public string OfficeCode { get; init; } = "";
    public string Title { get; init; } = "";
    public string Template { get; init; } = "";
    public int TemplateVersion { get; init; }
    public int Messages { get; init; }
    public Instant MadeAt { get; init; }
    public string MadeBy { get; init; } = "";
    public Instant? FinishedAt { get; init; }
    public long Pending { get; init; }
    public long Sent { get; init; }

    /// <summary>Kept by the sandbox: the channel is not configured, nothing left the house.</summary>
    public long Kept { get; init; }
    public long Uncertain { get; init; }

    /// <summary>Tasks of the list that got no message.</summary>
    public long LeftOut { get; init; }

    /// <summary>Ended without having left, or came back.</summary>
    public long NotSent => Messages - Pending - Sent - Kept - Uncertain;
    public long Tasks => Messages + LeftOut;
}

/// <summary>A task of a batch's list that got no message.</summary>
public sealed class LeftOut
{
    public long SubjectId { get; init; }
    public string Act { get; init; } = "";
    public int Occurrence { get; init; }
    public string Reason { get; init; } = "";
    public string Code { get; init; } = "";
    public string Name { get; init; } = "";
    public Work.TaskKey Task => new(SubjectId, Act, Occurrence);
}
