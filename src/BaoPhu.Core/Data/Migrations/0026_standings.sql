-- What the make-up of a suspension has beside its case: its months and paper, when the payroll was asked for.
create table col_makeups (
    subject_id bigint not null,
    act {code} not null,
    occurrence integer not null,
    -- ordinary or covid: how long it may last
    kind {code} not null,
    from_period integer not null,
    until_period integer not null,
    paper text not null,
    due_on date not null,
    asked_on date,
    asked_until date,
    primary key (subject_id, act, occurrence)
);

-- Each month of the suspension. payroll null: not known yet. amount with its rate: null until all are known and computed.
create table col_makeup_months (
    subject_id bigint not null,
    act {code} not null,
    occurrence integer not null,
    period integer not null,
    workers integer,
    payroll bigint,
    -- what of the wages lies over the cap and does not count
    cut bigint,
    evidence text,
    recorded_by {code},
    recorded_at bigint,
    rate {code},
    citation text,
    amount bigint,
    primary key (subject_id, act, occurrence, period)
);

-- What of a month's payment in the ledger is counted as make-up.
create table col_makeup_payments (
    subject_id bigint not null,
    act {code} not null,
    occurrence integer not null,
    payment_no smallint not null,
    period integer not null,
    amount bigint not null,
    recorded_by {code} not null,
    recorded_at bigint not null,
    primary key (subject_id, act, occurrence, payment_no)
);

-- What a claim has beside its case: the authority, the procedure and its paper, the debt by fund as it was claimed.
create table col_claims (
    subject_id bigint not null,
    act {code} not null,
    occurrence integer not null,
    -- enforcement, planning, court, administrator
    authority_kind {code} not null,
    authority text not null,
    -- dissolved, bankrupt, ceased
    ground {code} not null,
    ground_paper text not null,
    as_of date not null,
    social bigint not null,
    health bigint not null,
    unemployment bigint not null,
    accident bigint not null,
    sent_on date,
    answer_paper text,
    answered_on date,
    primary key (subject_id, act, occurrence)
);

create table col_claim_recoveries (
    subject_id bigint not null,
    act {code} not null,
    occurrence integer not null,
    recovery_no smallint not null,
    received_on date not null,
    paper text not null,
    social bigint not null,
    health bigint not null,
    unemployment bigint not null,
    accident bigint not null,
    recorded_by {code} not null,
    recorded_at bigint not null,
    primary key (subject_id, act, occurrence, recovery_no)
);

-- Workers whose entitlements the money settles. struck: taken off again, with the reason.
create table col_claim_workers (
    subject_id bigint not null,
    act {code} not null,
    occurrence integer not null,
    worker_no integer not null,
    name text not null,
    insurance_number {code} not null,
    from_period integer not null,
    to_period integer not null,
    -- what is settled: reserve of the period, pension, sickness…
    entitlement text not null,
    social bigint not null,
    health bigint not null,
    unemployment bigint not null,
    accident bigint not null,
    struck text,
    recorded_by {code} not null,
    recorded_at bigint not null,
    primary key (subject_id, act, occurrence, worker_no)
);
