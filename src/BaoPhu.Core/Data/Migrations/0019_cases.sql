-- A person works on the case of this task: it stays although the plan would not order it any more (a paid debt does not undo an inspection begun).
alter table wrk_tasks add column held boolean not null default false;

-- A case is the long form of a task and has its key. What is special to a procedure stands in tables of its own beside it.
create table col_cases (
    subject_id bigint not null,
    act {code} not null,
    occurrence integer not null,
    province {code} not null,
    -- the office that leads it: of the employer, or of the centre
    office_code {code} not null,
    state {code} not null,
    opened_on date not null,
    -- the day by which the next step is to be done, null where none is set
    due_on date,
    ended_on date,
    version integer not null,
    updated_at bigint not null,
    primary key (subject_id, act, occurrence)
);
create index col_cases_list on col_cases (province, act, state, due_on);

-- Every step of a case, never rewritten.
create table col_case_events (
    subject_id bigint not null,
    act {code} not null,
    occurrence integer not null,
    seq integer not null,
    at bigint not null,
    user_id {code} not null,
    step {code} not null,
    state_before {code} not null,
    state {code} not null,
    -- level and row under which it was done
    level smallint not null,
    rule {code} not null,
    -- what was said and decided (JSON)
    detail text not null,
    primary key (subject_id, act, occurrence, seq)
);
