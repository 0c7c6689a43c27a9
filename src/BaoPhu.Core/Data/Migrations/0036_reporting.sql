-- When each report is due, dated on two axes. A kind may have several lines (the 15th and the 30th).
create table rep_rules (
    kind {code} not null,
    line smallint not null,
    valid_from date not null,
    known_from_at bigint not null,
    known_to_at bigint,
    recurrence {code} not null,
    day smallint not null,
    -- minutes after midnight at which it is late; null: the end of the day
    until_minute smallint,
    strictly boolean not null,
    next_month boolean not null,
    working_days boolean not null,
    closed {code} not null,
    clause text not null,
    note text not null,
    set_by {code} not null,
    primary key (kind, line, valid_from, known_from_at)
);

-- Every version of every report that an office began. Figures: JSON, frozen when it is sent.
create table rep_reports (
    kind {code} not null,
    office_code {code} not null,
    to_date date not null,
    version smallint not null,
    province {code} not null,
    from_date date not null,
    due_at bigint not null,
    state {code} not null,
    nil_report boolean not null default false,
    remarks text not null default '',
    difficulties text not null default '',
    -- why it corrects the version before
    reason text not null default '',
    -- why it was returned
    returned text not null default '',
    figures text not null default '',
    figures_at bigint,
    signed_by {code},
    signed_name text not null default '',
    sent_at bigint,
    received_at bigint,
    received_by {code},
    changes integer not null default 0,
    primary key (kind, office_code, to_date, version)
);
create index rep_reports_day on rep_reports (kind, to_date);

create table rep_report_events (
    kind {code} not null,
    office_code {code} not null,
    to_date date not null,
    seq integer not null,
    version smallint not null,
    at bigint not null,
    user_id {code} not null,
    user_name text not null,
    act {code} not null,
    note text not null,
    primary key (kind, office_code, to_date, seq)
);

-- Who receives a report does without it, with a reason.
create table rep_excuses (
    kind {code} not null,
    office_code {code} not null,
    to_date date not null,
    reason text not null,
    excused_by {code} not null,
    excused_at bigint not null,
    primary key (kind, office_code, to_date)
);
