-- What the plan assigns to the units of the centre, by the subject of the unit; empty subject: every other unit.
create table pln_assignments (
    code {code} primary key,
    subject {code} not null,
    clause text not null,
    words text not null
);

-- Guidance that a unit issued to provinces.
create table pln_guidances (
    guidance_id {code} primary key,
    unit {code} not null,
    -- pln_assignments.code it fulfils, or empty
    assignment {code} not null,
    number text not null,
    title text not null,
    body text not null,
    due_on date not null,
    issued_by {code} not null,
    issued_name text not null,
    issued_at bigint not null
);
create index pln_guidances_unit on pln_guidances (unit, issued_at);

-- To whom it went, and who of the province acknowledged it.
create table pln_guidance_provinces (
    guidance_id {code} not null,
    province {code} not null,
    acknowledged_by {code},
    acknowledged_name text not null default '',
    acknowledged_at bigint,
    note text not null default '',
    primary key (guidance_id, province)
);
create index pln_guidance_provinces_waiting on pln_guidance_provinces (province, acknowledged_at);

-- Who of a unit is in charge of a province, by days.
create table pln_province_staff (
    staff_id {code} primary key,
    unit {code} not null,
    province {code} not null,
    user_id {code} not null,
    from_date date not null,
    -- the first day on which it is no longer so
    to_date date,
    set_by {code} not null,
    set_at bigint not null,
    ended_by {code}
);
create index pln_province_staff_unit on pln_province_staff (unit, province);

-- Missions of a unit in a province: who, when, what for, what was found, what came of it.
create table pln_missions (
    mission_id {code} primary key,
    unit {code} not null,
    province {code} not null,
    members text not null,
    from_date date not null,
    to_date date not null,
    purpose text not null,
    state {code} not null,
    findings text not null default '',
    result text not null default '',
    made_by {code} not null,
    made_at bigint not null,
    told_by {code},
    told_name text not null default '',
    told_at bigint,
    changes integer not null default 0
);
create index pln_missions_unit on pln_missions (unit, from_date);

-- The plan of a province for a week or a month.
create table pln_plans (
    plan_id {code} primary key,
    province {code} not null,
    -- week or month
    kind {code} not null,
    from_date date not null,
    to_date date not null,
    state {code} not null,
    proposed_at bigint not null,
    made_by {code} not null,
    approved_by {code},
    approved_name text not null default '',
    approved_at bigint,
    results text not null default '',
    closed_at bigint,
    changes integer not null default 0
);
create unique index pln_plans_term on pln_plans (province, kind, from_date);

-- A line: what, how many, by when, who. Those with an act come from tasks and are counted from them; the others are written by a person.
create table pln_plan_lines (
    plan_id {code} not null,
    line_no integer not null,
    -- collection, inspection, review, conference, staff, other
    area {code} not null,
    act {code},
    level smallint,
    stream smallint,
    title text not null,
    office_code {code},
    planned bigint not null,
    due_on date not null,
    note text not null,
    -- frozen when the plan is closed; null: counted from the tasks
    done bigint,
    outcome text not null default '',
    primary key (plan_id, line_no)
);

create table pln_plan_events (
    plan_id {code} not null,
    seq integer not null,
    at bigint not null,
    user_id {code} not null,
    user_name text not null,
    act {code} not null,
    note text not null,
    primary key (plan_id, seq)
);
