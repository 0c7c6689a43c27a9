-- What the collection department tells the leadership of a day or half month: every version. Content: JSON, frozen when it is signed.
create table rep_consolidations (
    kind {code} not null,
    to_date date not null,
    version smallint not null,
    state {code} not null,
    remarks text not null default '',
    -- why it corrects the version before
    reason text not null default '',
    content text not null default '',
    signed_by {code},
    signed_name text not null default '',
    signed_at bigint,
    made_by {code} not null,
    made_at bigint not null,
    paper_id {code},
    changes integer not null default 0,
    primary key (kind, to_date, version)
);

-- Who was told of a report that is due or missing: each person once a step.
create table rep_reminders (
    user_id {code} not null,
    kind {code} not null,
    to_date date not null,
    office_code {code} not null,
    step {code} not null,
    told_at bigint not null,
    primary key (user_id, kind, to_date, office_code, step)
);
create index rep_reminders_day on rep_reminders (kind, to_date);
