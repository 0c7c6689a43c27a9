using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules.Messages;
using BaoPhu.Rules.Planning;

namespace BaoPhu.Core.Messaging;

/// <summary>
/// What a message that left, or at the end did not, means for its paper and its task: by the channel's word and by a person's alike. In the transaction of the step and under the lock of the
/// province's planning.
/// </summary>
public sealed class MessageOutcomes(TimeProvider clock, TaskRecords records, IEnumerable<IMessageFollower> followers)
{
    internal async Task Follow(Session tx, Dispatch.Step step, SendingRules rule)
    {
        var m = step.After;
        if (step.To.HasLeft())
        {
            foreach (var follower in followers)
            {
                await follower.Left(tx, m);
            }
        }

        if (m.TaskKey is not { } key || (step.To == MessageState.Accepted && rule.ClosesOnDelivery) || !(step.To.HasLeft() || step.To.IsTold()) || step.To is MessageState.PaidUp or MessageState.Uncertain)
        {
            return;
        }

        var task = await Tasks.Find(tx, Scope.Nation, key);
        var outcomes = task.Ordered?.Act.Outcomes ?? [];
        var wanted = step.To.HasLeft() ? outcomes.FirstOrDefault(o => o.Done && o.Outcome is "delivered" or "reached") : outcomes.FirstOrDefault(o => o.Outcome is "returned" or "no-answer");
        if (task.TaskState is not (TaskState.Open or TaskState.Started) || wanted is null)
        {
            return;
        }

        var by = (await tx.One<User>($"select {Users.Columns} from idn_users u where u.user_id = @MadeBy", m))?.Actor ?? Actor.System;
        try
        {
            await records.Record(tx, by, Scope.Nation, key.ToString(), new ContactRecord(
                task.Version, MessageChannels.OfTask(m.Channel), wanted.Outcome, Text.Of("Messages.TaskNote", Text.Of("Work.Channel_" + m.Channel), Text.Of("Messages.State_" + MessageNames.Of(step.To)))));
        }
        catch (Refusal refusal)
        {
            // The message is gone whatever its task says: that stands in its history, and the task stays with its officer.
            await AddEvent(tx, m, "task-not-recorded", step.To, new { note = refusal.Message });
        }
    }

    private async Task AddEvent(Session tx, Message m, string what, MessageState state, object detail)
    {
        await tx.Execute("update msg_outbox set version = version + 1 where subject_id = @SubjectId and message_id = @MessageId", m);
        await tx.Execute(
            "insert into msg_events (subject_id, message_id, seq, at, user_id, event, state, channel, detail) values (@SubjectId, @MessageId, @seq, @now, 'system', @what, @state, @Channel, @detail)",
            new { m.SubjectId, m.MessageId, seq = m.Version + 1, now = clock.Now(), what, state = MessageNames.Of(state), m.Channel, detail = Message.Write(detail) });
    }
}
