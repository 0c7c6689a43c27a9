-- Switches: the announcements of one decision that begin at one minute in one province, and what they changed. Few rows: reference data.
create table wrk_switches (
    switch_id {code} primary key,
    province {code} not null,
    -- announce, or withdraw: the switch back when a wrong announcement was taken back
    kind {code} not null,
    -- confirmed (waits for its minute), applied, undone, dropped (its announcement was taken back before its minute)
    state {code} not null,
    decision_number text not null,
    from_at bigint not null,
    announcements text not null,
    confirmed_at bigint not null,
    confirmed_by {code} not null,
    preview_digest {code},
    applied_at bigint,
    as_of_at bigint,
    numbers text,
    undone_at bigint,
    undone_by {code},
    undo_reason text,
    undo_numbers text
);
create index wrk_switches_province on wrk_switches (province, from_at);

-- The announcements (and withdrawals: ended) by which a province's work is planned already.
create table wrk_levels_met (
    announcement_id {code} not null,
    ended boolean not null,
    province {code} not null,
    switch_id {code},
    primary key (announcement_id, ended)
);
create index wrk_levels_met_province on wrk_levels_met (province);
insert into wrk_levels_met (announcement_id, ended, province)
select a.announcement_id, false, a.province from org_levels a
where a.switch_confirmed_at is not null and a.from_at <= (select max(p.as_of_at) from wrk_passes p where p.province = a.province);
insert into wrk_levels_met (announcement_id, ended, province)
select a.announcement_id, true, a.province from org_levels a
where a.known_to_at is not null and a.from_at <= (select max(p.as_of_at) from wrk_passes p where p.province = a.province);

-- Each task that a switch touched, as it was before (of a created one only the key): what undo puts back.
create table wrk_switch_tasks (
    switch_id {code} not null,
    subject_id bigint not null,
    act {code} not null,
    occurrence integer not null,
    kind {code} not null,
    reason {code} not null,
    rule_after {code},
    version_after integer not null,
    -- undone, or kept: somebody had acted on it
    undo {code},
    state {code},
    stream smallint,
    channels {code},
    form text,
    owner {code},
    due_on date,
    policy_number {code},
    policy_version integer,
    rule {code},
    level smallint,
    level_announced boolean,
    standing smallint,
    band smallint,
    arranged text,
    suspended_on date,
    tries smallint,
    primary key (switch_id, subject_id, act, occurrence)
);
create index wrk_switch_tasks_subject on wrk_switch_tasks (subject_id, act, occurrence) where kind = 'reopened';

-- What a switch changed for a person, on the day's page until read.
create table wrk_switch_notices (
    user_id {code} not null,
    switch_id {code} not null,
    numbers text not null,
    read_at bigint,
    primary key (user_id, switch_id)
);
