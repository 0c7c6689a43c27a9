-- Tasks: plain rows under a natural key. At most one open task per (subject, act).
create table wrk_tasks (
    subject_id bigint not null,
    act {code} not null,
    occurrence integer not null,
    province {code} not null,
    office_code {code} not null,
    state {code} not null,
    stream smallint not null,
    channels {code} not null,
    form text,
    owner {code} not null,
    assignee {code},
    collective boolean not null,
    due_on date not null,
    opened_on date not null,
    opened_at bigint not null,
    closed_on date,
    close_reason text,
    outcome {code},
    policy_number {code} not null,
    policy_version integer not null,
    rule {code} not null,
    level smallint not null,
    level_announced boolean not null,
    standing smallint not null,
    band smallint not null,
    oldest_period integer,
    amount bigint not null,
    arranged text,
    follow_on date,
    -- the day the clock was stopped; due_on stands as it was then. 9999-12-31: no due date
    suspended_on date,
    -- tries without an answer: each moves to the next channel
    tries smallint not null default 0,
    -- number of events: nobody overwrites what another did in between
    version integer not null default 0,
    updated_at bigint not null,
    primary key (subject_id, act, occurrence)
);
create unique index wrk_tasks_open on wrk_tasks (subject_id, act) where state in ('open', 'started', 'suspended');
-- The day's work of an office, of a province, and the collective lists, in the order in which they are shown.
create index wrk_tasks_office on wrk_tasks (office_code, due_on, subject_id, act, occurrence) where state in ('open', 'started') and collective = false;
create index wrk_tasks_day on wrk_tasks (province, due_on, subject_id, act, occurrence) where state in ('open', 'started') and collective = false;
create index wrk_tasks_lists on wrk_tasks (province, owner, act, due_on) where state in ('open', 'started') and collective = true;

-- The history of each task.
create table wrk_task_events (
    subject_id bigint not null,
    act {code} not null,
    occurrence integer not null,
    seq integer not null,
    at bigint not null,
    user_id {code} not null,
    event {code} not null,
    detail text not null,
    primary key (subject_id, act, occurrence, seq)
);

-- Contacts with an employer: one line, whoever made them, through whatever channel.
create table wrk_contacts (
    subject_id bigint not null,
    contact_id {code} not null,
    at bigint not null,
    act {code} not null,
    occurrence integer not null,
    channel {code} not null,
    outcome {code} not null,
    note text not null,
    promised_on date,
    promised_amount bigint,
    -- debt when the contact was made: later figures show whether a promise was kept
    amount bigint not null,
    level smallint not null,
    rule {code} not null,
    user_id {code} not null,
    user_name text not null,
    primary key (subject_id, contact_id)
);

-- One row per planning pass of a province.
create table wrk_passes (
    province {code} not null,
    pass bigint not null,
    as_of_at bigint not null,
    started_at bigint not null,
    finished_at bigint not null,
    policy_number {code} not null,
    policy_version integer not null,
    created bigint not null,
    updated bigint not null,
    closed bigint not null,
    unchanged bigint not null,
    awaiting_switch bigint not null,
    by_user {code} not null,
    primary key (province, pass)
);
