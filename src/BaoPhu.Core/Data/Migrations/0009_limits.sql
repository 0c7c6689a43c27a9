-- Limits of in-person work at a place, as the province decided them with an announcement. Ended or replaced ones stay: known_to_at says since when.
create table wrk_limits (
    limit_id {code} primary key,
    locality_code {code} not null,
    province {code} not null,
    -- bit n: level n + 1
    levels smallint not null,
    valid_from date not null,
    -- the first day on which it no longer holds
    valid_to date,
    known_from_at bigint not null,
    known_to_at bigint,
    announcement_id {code} not null,
    people_visit integer,
    people_meeting integer,
    people_conference integer,
    -- minutes of the day
    hour_from integer,
    hour_to integer,
    -- bit 0: Monday
    weekdays smallint not null,
    outdoor_only boolean not null,
    metres_per_person integer,
    place_kinds {code} not null,
    closed_places text not null,
    day_of_place integer,
    day_of_person integer,
    recorded_by {code} not null,
    recorded_by_name text not null,
    ended_reason text
);
create index wrk_limits_province on wrk_limits (province, locality_code);

-- The slot of an in-person task. One given back stays with the reason until the task is arranged anew.
create table wrk_slots (
    subject_id bigint not null,
    act {code} not null,
    occurrence integer not null,
    province {code} not null,
    commune_code {code},
    day date not null,
    from_at bigint not null,
    to_at bigint not null,
    gathering {code} not null,
    -- JSON list of names
    people text not null,
    guests integer not null,
    outdoor boolean not null,
    -- square metres
    area integer,
    space text not null,
    place_kind {code} not null,
    place text not null,
    level smallint not null,
    limit_id {code},
    arranged_by {code} not null,
    arranged_at bigint not null,
    given_back_at bigint,
    given_back_why {code},
    primary key (subject_id, act, occurrence)
);
create index wrk_slots_day on wrk_slots (province, day) where given_back_at is null;

-- Scenarios of a province for a transition between levels: one version in preparation, one approved.
create table wrk_scenarios (
    scenario_id {code} primary key,
    province {code} not null,
    from_level smallint not null,
    to_level smallint not null,
    version integer not null,
    state {code} not null,
    -- number of changes: nobody overwrites what another did in between
    edits integer not null,
    written_by {code} not null,
    written_by_name text not null,
    written_at bigint not null,
    changed_at bigint not null,
    approved_by {code},
    approved_by_name text,
    approved_at bigint,
    used_at bigint,
    -- JSON list of the limits that held for its level when it was approved
    limits text not null
);
create unique index wrk_scenarios_version on wrk_scenarios (province, from_level, to_level, version);

create table wrk_scenario_activities (
    scenario_id {code} not null,
    activity_id {code} not null,
    position integer not null,
    -- act of the plan that it is about, and what the transition does with it; null for one of the province's own
    act {code},
    change {code},
    what text not null,
    -- JSON list of user ids
    people text not null,
    needs text not null,
    ready_by date,
    ready boolean not null,
    ready_at bigint,
    ready_by_user {code},
    primary key (scenario_id, activity_id)
);

-- What a rehearsal found, on live data and without effect.
create table wrk_rehearsals (
    rehearsal_id {code} primary key,
    scenario_id {code} not null,
    province {code} not null,
    at bigint not null,
    by_user {code} not null,
    by_name text not null,
    as_of_at bigint not null,
    -- JSON: the places and the numbers before and after
    result text not null
);
create index wrk_rehearsals_scenario on wrk_rehearsals (scenario_id, at);
