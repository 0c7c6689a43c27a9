-- When the channel is asked again what became of a message that it took; null: it cannot say, or its time is over.
alter table msg_outbox add column ask_at bigint;
create index msg_outbox_ask on msg_outbox (ask_at) where state = 'accepted' and ask_at is not null;

-- Tasks of a list for which no message was put, each with the reason: with the batch's messages they are the whole list.
create table msg_batch_left (
    subject_id bigint not null,
    batch_id {code} not null,
    act {code} not null,
    occurrence integer not null,
    reason text not null,
    primary key (subject_id, batch_id, act, occurrence)
);
create index msg_batch_left_batch on msg_batch_left (batch_id);
