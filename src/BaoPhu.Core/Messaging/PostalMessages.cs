using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Codes;
using BaoPhu.Rules.Messages;

namespace BaoPhu.Core.Messaging;

/// <summary>
/// Items of the post as messages: written when the manifest is handed over (the post has taken them), ended by the post's delivery file. So every recipient, by whatever channel, stands in
/// one list in one known state. Both in the caller's transaction.
/// </summary>
public static class PostalMessages
{
    public const string Via = "post";

    private static readonly string[] RowColumns =
    [
        "subject_id", "message_id", "province", "office_code", "act", "occurrence", "paper_no", "template_scope", "template", "template_version", "filled", "leaflets", "to_name", "legal", "about_debt", "channels",
        "channel_place", "channel", "state", "next_at", "expires_at", "via", "provider_ref", "handed_at", "ended_at", "made_at", "made_by", "version",
    ];

    /// <summary>The items of a manifest were handed over.</summary>
    public static async Task Handed(Session tx, TimeProvider clock, Actor actor, IReadOnlyList<PostalItemMessage> items)
    {
        if (items.Count == 0)
        {
            return;
        }

        var (now, keys) = (clock.Now(), new List<MessageKey>(items.Count));
        var template = await MessageTemplates.InForce(tx, EmployerKey.Province(items[0].Task.SubjectId), MessageTemplates.Post);
        using (var rows = tx.BulkInto("msg_outbox", RowColumns))
        {
            foreach (var item in items)
            {
                var key = new MessageKey(item.Task.SubjectId, Guid.CreateVersion7().ToString("N"));
                keys.Add(key);
                rows.StartRow();
                rows.Write(key.SubjectId);
                rows.Write(key.MessageId);
                rows.Write(EmployerKey.Province(key.SubjectId));
                rows.Write(item.OfficeCode);
                rows.Write(item.Task.Act);
                rows.Write(item.Task.Occurrence);
                rows.Write(item.PaperNo);
                rows.Write(template.Scope);
                rows.Write(template.Code);
                rows.Write(template.Version);
                rows.Write(Message.Write(new Dictionary<string, string>(StringComparer.Ordinal) { ["so_van_ban"] = item.Label }));
                rows.Write("[]");
                rows.Write(item.To);
                rows.Write(true);
                rows.Write(true);
                rows.Write(MessageChannels.Post);
                rows.Write((short)0);
                rows.Write(MessageChannels.Post);
                rows.Write(MessageNames.Of(MessageState.Accepted));
                rows.Write(now.Milliseconds);
                rows.Write(now.Milliseconds);
                rows.Write(Via);
                rows.Write(item.ItemCode);
                rows.Write(now.Milliseconds);
                rows.Write(now.Milliseconds);
                rows.Write(now.Milliseconds);
                rows.Write(actor.UserId);
                rows.Write(1);
            }

            rows.Complete();
        }

        using var events = tx.BulkInto("msg_events", "subject_id", "message_id", "seq", "at", "user_id", "event", "state", "channel", "detail");
        foreach (var key in keys)
        {
            events.StartRow();
            events.Write(key.SubjectId);
            events.Write(key.MessageId);
            events.Write(1);
            events.Write(now.Milliseconds);
            events.Write(actor.UserId);
            events.Write(MessageNames.Of(MessageAct.HandOver));
            events.Write(MessageNames.Of(MessageState.Accepted));
            events.Write(MessageChannels.Post);
            events.Write("{}");
        }

        events.Complete();
    }

    /// <summary>The post answered of some items: their messages end, and who is in charge is told of those that reached nobody. An item that ended already stays as it is.</summary>
    public static async Task Answered(Session tx, TimeProvider clock, Actor actor, IReadOnlyList<(long SubjectId, string ItemCode, PostalResult Result, string Words)> answers)
    {
        var byItem = answers.ToDictionary(a => (a.SubjectId, a.ItemCode));
        var waiting = await tx.Query<Message>(
            $"select {Message.Columns} from msg_outbox m where m.subject_id {{any:subjects}} and m.channel = @channel and m.state = 'accepted' order by m.subject_id, m.message_id",
            new { subjects = tx.List(answers.Select(a => a.SubjectId).Distinct()), channel = MessageChannels.Post });
        var steps = new List<Dispatch.Step>();
        foreach (var message in waiting)
        {
            if (message.ProviderRef is { } code && byItem.TryGetValue((message.SubjectId, code), out var answer))
            {
                steps.Add(Dispatch.Step.Of(message, ActOf(answer.Result), "post-" + PostalResults.Of(answer.Result)) with { Note = answer.Words });
            }
        }

        await Dispatch.Apply(tx, clock, steps, actor.UserId);
    }

    private static MessageAct ActOf(PostalResult result) => result switch
    {
        PostalResult.Delivered => MessageAct.Deliver,
        PostalResult.Refused => MessageAct.Refuse,
        PostalResult.NotAtAddress => MessageAct.NotThere,
        _ => MessageAct.FailForGood,
    };
}

/// <summary>An item that was handed over: the task of its paper, the office in whose care the employer is, its code (null: the post stuck its own).</summary>
public sealed record PostalItemMessage(TaskKey Task, string OfficeCode, int PaperNo, string Label, string? ItemCode, string To);
