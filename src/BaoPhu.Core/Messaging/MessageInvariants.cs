using BaoPhu.Core.Data;

namespace BaoPhu.Core.Messaging;

/// <summary>What must always hold of messages: every one is in one known state, and none of a batch was lost.</summary>
public static class MessageInvariants
{
    public static IReadOnlyList<Invariant> All { get; } =
    [
        Invariant.Nothing(
            "message-state-known",
            """
            select m.message_id || ' ' || m.state as broken from msg_outbox m where m.state not in ('queued', 'held', 'sending', 'accepted', 'delivered', 'refused', 'not-at-address', 'failed-technical',
                'failed-permanent', 'expired', 'opted-out', 'paid-up', 'uncertain', 'cancelled')
            """),
        Invariant.Nothing("message-sent-under-lease", "select m.message_id as broken from msg_outbox m where (m.state = 'sending') <> (m.claim is not null and m.lease_until_at is not null)"),
        Invariant.Nothing("message-end-dated", "select m.message_id || ' ' || m.state as broken from msg_outbox m where (m.state in ('queued', 'held', 'sending')) <> (m.ended_at is null)"),
        Invariant.Nothing(
            "message-history-whole",
            """
            select m.message_id as broken from msg_outbox m
            where (select count(*) from msg_events v where v.subject_id = m.subject_id and v.message_id = m.message_id) <> m.version
                or (select v.state from msg_events v where v.subject_id = m.subject_id and v.message_id = m.message_id and v.seq = m.version) <> m.state
            """),
        Invariant.Nothing(
            "message-batch-whole",
            "select b.batch_id as broken from msg_batches b where b.messages <> (select count(*) from msg_outbox m where m.batch_id = b.batch_id)"),
        Invariant.Nothing(
            "message-batch-finished",
            """
            select b.batch_id || ' ' || m.message_id as broken from msg_batches b join msg_outbox m on m.batch_id = b.batch_id
            where b.finished_at is not null and m.state in ('queued', 'held', 'sending')
            """),
    ];
}
