using BaoPhu.Core.Audit;
using BaoPhu.Core.Data;
using BaoPhu.Core.Identity;
using BaoPhu.Core.Texts;
using BaoPhu.Core.Work;
using BaoPhu.Rules;
using BaoPhu.Rules.Messages;
using BaoPhu.Rules.Text;

namespace BaoPhu.Core.Messaging;

/// <summary>What a person decides about messages: one is taken back before it leaves; of an uncertain one it is said whether it left; told ones are read.</summary>
public sealed class MessageDecisions(Db db, TimeProvider clock, MessageOutcomes outcomes)
{
    /// <summary>Takes a message back that waits. Refused: no reason, a message that is on its way or ended, one that changed meanwhile.</summary>
    public Task Cancel(Actor actor, Scope scope, string key, int version, string? reason) => Decide(actor, scope, key, version, MessageAct.Cancel, reason, "messaging.cancel");

    /// <summary>Lets it go once more: an uncertain one, or one whose channel failed.</summary>
    public Task SendAgain(Actor actor, Scope scope, string key, int version, string? reason) => Decide(actor, scope, key, version, MessageAct.SendAgain, reason, "messaging.again");

    /// <summary>Takes an uncertain one for sent: its paper is sent, and its task is done where the setting closes it when the channel has taken it.</summary>
    public Task CountAsSent(Actor actor, Scope scope, string key, int version, string? reason) => Decide(actor, scope, key, version, MessageAct.CountAsSent, reason, "messaging.count-as-sent");

    /// <summary>What the day's page told this person is read.</summary>
    public Task Read(Actor actor) => db.Write(tx => tx.Execute("update msg_outbox set read_at = @now where tell_user = @UserId and read_at is null", new { actor.UserId, now = clock.Now() }));

    private Task Decide(Actor actor, Scope scope, string key, int version, MessageAct act, string? reason, string audit) => db.Write(async tx =>
    {
        var why = VietnameseText.Normalise(reason ?? "");
        if (why.Length == 0)
        {
            throw new Refusal("Messages.NeedsReason");
        }

        var of = MessageKey.Parse(key);
        await tx.Lock(PlanningPass.LockOf(EmployerKey.Province(of.SubjectId)));
        var message = await MessageLists.Find(tx, scope, of);
        if (message.Version != version)
        {
            throw new Refusal("Messages.ChangedMeanwhile", Text.Of("Messages.State_" + message.State));
        }

        var step = Dispatch.Step.Of(message, act, message.Reason) with { Note = why, NextAt = clock.Now(), Tries = 0 };
        if ((await Dispatch.Apply(tx, clock, [step], actor.UserId)).Count == 0)
        {
            throw new Refusal("Messages.ChangedMeanwhile", Text.Of("Messages.State_" + message.State));
        }

        if (step.To.IsPending() && message.BatchId is not null)
        {
            await tx.Execute("update msg_batches set finished_at = null where batch_id = @BatchId", message);
        }

        if (act == MessageAct.CountAsSent)
        {
            await outcomes.Follow(tx, step, await SendingRules.Of(tx, message.Province, clock.Today()));
        }

        await AuditTrail.Write(tx, clock, actor, audit, "message:" + key, new { why, from = message.State, to = MessageNames.Of(step.To) });
    });
}
