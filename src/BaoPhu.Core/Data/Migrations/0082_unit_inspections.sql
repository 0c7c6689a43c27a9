-- Inspections of units of the tax data (plan III.1.2.a.1+4). subject_id: that of cov_units. A unit opened again after its end may be inspected again: round_no. days and scope are null where an inspection
-- was begun by a line of the history alone, before decisions were papers.
create table cov_unit_inspections (
    subject_id bigint not null,
    round_no smallint not null,
    -- direct, combined: as the plan's row ordered when the decision was numbered
    form {code} not null,
    days smallint,
    -- yyyymm
    scope_from integer,
    scope_to integer,
    announced_on date,
    -- violation, no-violation: what the conclusion says
    outcome {code},
    opinion text,
    demand text,
    ordered_by {code} not null,
    ordered_at bigint not null,
    primary key (subject_id, round_no)
);

create table cov_unit_inspection_members (
    subject_id bigint not null,
    round_no smallint not null,
    -- 0: the head
    place smallint not null,
    user_id {code} not null,
    name text not null,
    duty {code} not null,
    primary key (subject_id, round_no, place)
);

-- Working days; the first is the announcement.
create table cov_unit_inspection_days (
    subject_id bigint not null,
    round_no smallint not null,
    day_no smallint not null,
    held_on date not null,
    way {code} not null,
    place text not null,
    present text not null,
    content text not null,
    recorded_by {code} not null,
    recorded_at bigint not null,
    primary key (subject_id, round_no, day_no)
);

insert into cov_unit_inspections (subject_id, round_no, form, ordered_by, ordered_at)
select c.subject_id, 1, 'direct', 'system', c.updated_at from cov_unit_cases c where c.state in ('inspecting', 'violation');
