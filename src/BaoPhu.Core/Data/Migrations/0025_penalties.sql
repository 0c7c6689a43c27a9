-- What a penalty has beside its case: who is fined, the decision, how it reached the offender.
create table col_penalties (
    subject_id bigint not null,
    act {code} not null,
    occurrence integer not null,
    -- an organisation is fined twice what the decree says for an individual
    organisation boolean not null,
    offender text not null,
    witnesses text not null default '',
    opinion text not null default '',
    minuted_on date,
    decided_on date,
    signer_id {code},
    served_on date,
    -- hand or post, with the item code
    served_by {code},
    served_item {code},
    pay_until date,
    primary key (subject_id, act, occurrence)
);

-- The acts of violation of the minutes, each with its figures and, when decided, its fine and the bracket it was measured by.
create table col_penalty_acts (
    subject_id bigint not null,
    act {code} not null,
    occurrence integer not null,
    act_no smallint not null,
    violation {code} not null,
    what text not null,
    from_day date not null,
    -- the day on which it ended, or until which it was found to last
    until_day date not null,
    amount bigint not null,
    workers integer not null,
    fine bigint,
    fine_reason text,
    citation text,
    primary key (subject_id, act, occurrence, act_no)
);

-- What proves each element of an act.
create table col_penalty_proofs (
    subject_id bigint not null,
    act {code} not null,
    occurrence integer not null,
    act_no smallint not null,
    element {code} not null,
    source text not null,
    recorded_by {code} not null,
    recorded_at bigint not null,
    primary key (subject_id, act, occurrence, act_no, element)
);

-- What was paid of the fine.
create table col_penalty_payments (
    subject_id bigint not null,
    act {code} not null,
    occurrence integer not null,
    payment_no smallint not null,
    paid_on date not null,
    amount bigint not null,
    receipt text not null,
    recorded_at bigint not null,
    primary key (subject_id, act, occurrence, payment_no)
);
