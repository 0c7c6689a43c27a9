-- Settlement figures (số liệu quyết toán) of insurance that the budget pays or supports: per body that transfers, quarter (yyyyq) and group. Whole đồng.
create table reg_settlements (
    employer_id bigint not null,
    quarter integer not null,
    grp {code} not null,
    cards bigint not null,
    person_months bigint not null,
    -- the budget's part, and what the people pay themselves
    due bigint not null,
    own bigint not null default 0,
    transferred bigint not null,
    import_run {code},
    primary key (employer_id, quarter, grp)
);

-- The bodies: who transfers, who manages which groups.
create table col_budget_bodies (
    employer_id bigint primary key,
    -- finance or managing
    kind {code} not null,
    addressee text not null,
    managed text not null,
    updated_by {code} not null,
    updated_at bigint not null
);

-- What a reconciliation has beside its case: its quarter, and the figures as they were sent.
create table col_reconciliations (
    subject_id bigint not null,
    act {code} not null,
    occurrence integer not null,
    quarter integer not null,
    due bigint,
    transferred bigint,
    sent_on date,
    confirmed_on date,
    confirm_paper text,
    confirmed bigint,
    difference text,
    primary key (subject_id, act, occurrence)
);

create table col_reconciliation_payments (
    subject_id bigint not null,
    act {code} not null,
    occurrence integer not null,
    payment_no smallint not null,
    paid_on date not null,
    amount bigint not null,
    paper text not null,
    recorded_by {code} not null,
    recorded_at bigint not null,
    primary key (subject_id, act, occurrence, payment_no)
);
